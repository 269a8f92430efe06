"""One application answers for all houses of a test run: what is built at its first request is built once.

Each house keeps what stands behind its doors. Whoever adds a route of their own gets an application of their own.
"""

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Callable, Iterator
from typing import Any

import anyio.to_thread
import httpx2
from fastapi import FastAPI
from starlette.testclient import TestClient

_elsewhere = anyio.to_thread.run_sync


async def _run_sync(function: Callable[..., Any], *given: Any, **how: Any) -> Any:
    if asyncio.get_running_loop() is not getattr(_SameThread.kept, "loop", None):
        return await _elsewhere(function, *given, **how)
    return contextvars.copy_context().run(function, *given)


anyio.to_thread.run_sync = _run_sync
"""What answers a visitor of the tests is not sent to another thread either. Under a real server it is, as ever."""

_ADDS = ("get", "post", "put", "delete", "include_router", "add_api_route", "mount")
_shared: dict[str, FastAPI] = {}


class Front:
    """An application, for whoever asks it; in truth the one that all share, with this house's own state."""

    def __init__(self, kind: str, make: Callable[[], FastAPI]) -> None:
        if kind not in _shared:
            _shared[kind] = make()
        self._make = make
        self._serves = _shared[kind]
        with _without_routes():
            self.state = make().state

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._serves.state = self.state
        await self._serves(scope, receive, send)

    def __getattr__(self, name: str) -> Any:
        if name in _ADDS and self._serves in _shared.values():
            self._serves = self._make()
        return getattr(self._serves, name)


@contextlib.contextmanager
def _without_routes() -> Iterator[None]:
    """Of an application that is made in between only the state is wanted: its hundred routers are neither made nor put in."""
    include = FastAPI.include_router
    FastAPI.include_router = lambda *_router, **_how: None  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        FastAPI.include_router = include  # type: ignore[method-assign]


class Visitor(TestClient):
    """Whoever asks an application. An error of the application is an answer, as it is for whoever asks a server."""

    def __init__(self, app: Any, **more: Any) -> None:
        super().__init__(app, raise_server_exceptions=False, **more)
        self._transport = _SameThread(app, self._transport)


class _SameThread(httpx2.BaseTransport):
    """Asks over an event loop of the asking thread, which answers. Starlette's own starts a thread and a loop for each request and goes
    back and forth between them, which takes longer than many an answer. It stays for a body that is made while it is
    sent, and for whoever asks from within an answer."""

    kept = threading.local()

    def __init__(self, app: Any, starlettes: httpx2.BaseTransport) -> None:
        self._asked = httpx2.ASGITransport(app, raise_app_exceptions=False, client=("testclient", 50000))
        self._starlettes = starlettes

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if not hasattr(self.kept, "loop"):
            self.kept.loop = asyncio.new_event_loop()
        if self.kept.loop.is_running() or not isinstance(request.stream, httpx2.AsyncByteStream):
            return self._starlettes.handle_request(request)
        with _no_loop_is_running():
            return self.kept.loop.run_until_complete(self._answer(request))  # type: ignore[no-any-return]

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._asked.handle_async_request(request)
        content = await answer.aread()
        return httpx2.Response(answer.status_code, headers=answer.headers.raw, content=content, request=request)


@contextlib.contextmanager
def _no_loop_is_running() -> Iterator[None]:
    """Playwright's loop rests while a test of this thread goes on, and counts as running from the first browser to the
    end of the run."""
    resting = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(resting)
