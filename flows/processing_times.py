"""How long plans took to be processed in this process, as counts by length: for whoever watches it."""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from time import perf_counter

UP_TO_SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


def _nothing(_lane: str) -> AbstractContextManager[None]:
    return nullcontext()


class ProcessingTimes:
    """Counts by lane; of a processing that failed as of one that ended well."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self.around: Callable[[str], AbstractContextManager[None]] = _nothing
        """What is open besides while a plan is processed, by lane: a span, where somebody traces."""
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * (len(UP_TO_SECONDS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def measure(self, lane: str) -> Iterator[None]:
        """What happens while it is open counts as one processing in that lane."""
        began = perf_counter()
        try:
            with self.around(lane):
                yield
        finally:
            self.add(lane, perf_counter() - began)

    def forget_around(self) -> None:
        """Nobody traces any more."""
        self.around = _nothing

    def add(self, lane: str, seconds: float) -> None:
        """One processing took so long."""
        with self._turn:
            self._counts[lane][bisect_left(UP_TO_SECONDS, seconds)] += 1
            self._seconds[lane] += seconds

    def read(self) -> dict[str, tuple[list[int], float]]:
        """By lane: how many took at most each of the lengths, all of them at the end; and all seconds together."""
        with self._turn:
            found = {}
            for lane, counts in self._counts.items():
                total, up_to = 0, []
                for count in counts:
                    total += count
                    up_to.append(total)
                found[lane] = (up_to, self._seconds[lane])
            return found


TIMES = ProcessingTimes()
"""Those of this process."""
