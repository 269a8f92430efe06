"""Questions that the system may answer very late or never: whoever asks one waits for a while only.

A name server that says nothing, a folder on a share that hangs: the limits that sockets have do not hold there, and a
thread that waits cannot be ended. So it waits in a thread of its own, and one for all who ask the same.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")


class LimitedWait(Generic[Subject, Answer]):
    """Asks `question` of a subject, and waits for its answer for so many seconds."""

    def __init__(self, thread_name: str, question: Callable[[Subject], Answer]) -> None:
        self._thread_name = thread_name
        self._question = question
        self._asked: dict[Subject, Future[Answer]] = {}
        self._turn = threading.Lock()

    def ask(self, subject: Subject, seconds: float) -> Answer:
        """The answer, or the error that the question ends with; TimeoutError where neither has come by then. Who asks for
        the same subject meanwhile waits for the same answer."""
        with self._turn:
            asking = self._asked.get(subject)
            if asking is None:
                asking = self._asked[subject] = Future()
                try:
                    threading.Thread(
                        target=self._answer, args=(subject, asking), name=self._thread_name, daemon=True
                    ).start()
                except RuntimeError:  # no thread is left
                    del self._asked[subject]
                    asking = None
        return self._question(subject) if asking is None else asking.result(seconds)

    def _answer(self, subject: Subject, asking: "Future[Answer]") -> None:
        try:
            answer = self._question(subject)
        except BaseException as failure:
            self._forget(subject)
            asking.set_exception(failure)
        else:
            self._forget(subject)
            asking.set_result(answer)

    def _forget(self, subject: Subject) -> None:
        with self._turn:
            del self._asked[subject]
