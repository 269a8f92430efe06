"""Who works in the background of the process that answers requests lets these pass, and is held up by none."""

import threading
from contextlib import AbstractContextManager
from time import monotonic, sleep

from core.open_requests import OpenRequests
from tests.api.two_offices import TwoOffices

LONG = 30.0


class Watched(OpenRequests):
    """Remembers how many were open at the most."""

    def __init__(self) -> None:
        super().__init__()
        self.most = 0

    def opened(self) -> AbstractContextManager[None]:
        self.most = max(self.most, self._count + 1)
        return super().opened()


def test_whoever_works_waits_until_the_last_request_is_answered() -> None:
    requests, passed = OpenRequests(), threading.Event()

    def work() -> None:
        requests.let_pass(LONG)
        passed.set()

    worker = threading.Thread(target=work)
    with requests.opened():
        with requests.opened():
            worker.start()
        assert not passed.wait(0.2)
    assert passed.wait(LONG / 2)
    worker.join()


def test_nobody_waits_where_nothing_is_asked() -> None:
    requests = OpenRequests()
    with requests.opened():
        pass
    began = monotonic()
    requests.let_pass(LONG)
    assert monotonic() - began < LONG / 2


def test_a_request_that_was_waited_for_in_vain_is_not_waited_for_again() -> None:
    """A slow caller, or one that waits for what is being done, holds up nothing; whoever comes next is let pass again."""
    requests, next_one = OpenRequests(), threading.Event()

    def ask_next() -> None:
        with requests.opened():
            next_one.wait(LONG)

    with requests.opened():
        requests.let_pass(0.01)
        began = monotonic()
        requests.let_pass(LONG)
        assert monotonic() - began < LONG / 2
        another = threading.Thread(target=ask_next)
        another.start()
        while requests._count < 2:
            sleep(0.001)
        began = monotonic()
        requests.let_pass(0.2)
        assert monotonic() - began >= 0.2
        next_one.set()
        another.join()


def test_every_request_is_open_until_it_is_answered(offices: TwoOffices) -> None:
    """One that is refused and one that nobody knows as well."""
    for path in ("session", "nothing/there", "health/live"):
        watched = offices.context.open_requests = Watched()
        offices.stranger().get(f"/api/v1/{path}")
        assert (watched.most, watched._count) == (1, 0), path
