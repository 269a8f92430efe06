"""One application answers for all installations of a test run: its routes are compiled at their first request, once. One event
loop is enough for all who ask.

Each installation keeps its own state. A test that adds a route gets an application of its own.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from httpx2 import URL
from starlette.testclient import TestClient

_ADDS = ("get", "post", "put", "delete", "include_router", "add_api_route", "mount")
_shared: dict[str, FastAPI] = {}


class Front:
    """An application, as a test sees it; in truth the one that all share, with this installation's own state."""

    def __init__(self, kind: str, make: Callable[[], FastAPI]) -> None:
        if kind not in _shared:
            _shared[kind] = make()
        self._serves, self._own = _shared[kind], make()
        self.state = self._own.state

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._serves.state = self.state
        await self._serves(scope, receive, send)

    def __getattr__(self, name: str) -> Any:
        if name in _ADDS:
            self._serves = self._own
        return getattr(self._serves, name)


class Visitor(TestClient):
    """Whoever asks an application. An error of the application is an answer, as it is for whoever asks a server.

    `params` are added to the query of the address, as a browser adds them; httpx2 alone replaces the query.
    """

    def __init__(self, app: Any, **more: Any) -> None:
        super().__init__(app, raise_server_exceptions=False, **more)
        self.portal = _loop()

    def request(self, method: str, url: URL | str, *, params: Any = None, **more: Any) -> Any:
        return super().request(method, URL(url).copy_merge_params(params or {}), **more)


until_the_end = ExitStack()
"""What ends when the tests do: `tests/api/fixtures.py` closes it."""


@cache
def _loop() -> BlockingPortal:
    """Where all requests are answered: to start and end a loop for each costs as much as a small answer."""
    portal = until_the_end.enter_context(start_blocking_portal())
    until_the_end.callback(portal.call, portal.stop, True)  # a request that has no end is not waited for
    return portal
