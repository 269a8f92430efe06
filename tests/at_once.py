"""Several do something at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Every act is done, each in a thread of its own, none before all are ready. What each answered, in their order;
    what any of them raises is raised here."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [one.result() for one in [threads.submit(run, act) for act in acts]]
