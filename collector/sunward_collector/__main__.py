"""`python -m sunward_collector`, and the start of the zipapp."""

import sys

from sunward_collector.program import main

sys.exit(main())
