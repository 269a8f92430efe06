"""Who hands over: some threads at the same time, or the caller itself."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from threading import Thread
from typing import Any


class Hands(Executor):
    """As many threads as wanted, or as the machine gives; with one, or none, the caller does at once what is submitted.

    All are begun before there is any work: a thread that is refused only when a message is already marked as being handed
    over would leave it of unknown outcome.
    """

    def __init__(self, wanted: int) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[Thread] = []
        for number in range(wanted if wanted > 1 else 0):
            thread = Thread(target=self._serve, name=f"hand-{number}")
            try:
                thread.start()
            except RuntimeError:
                break
            self._threads.append(thread)

    @property
    def count(self) -> int:
        """So many things are done at the same time."""
        return max(1, len(self._threads))

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":
        done: Future[Any] = Future()

        def do() -> None:
            try:
                done.set_result(work(*given, **named))
            except BaseException as error:
                done.set_exception(error)

        if self._threads:
            self._work.put(do)
        else:
            do()
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads if wait else ():
            thread.join()

    def _serve(self) -> None:
        while (do := self._work.get()) is not None:
            do()
