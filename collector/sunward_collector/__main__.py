"""`python -m sunward_collector`."""

from sunward_collector.program import start

start()
