"""One application answers for all houses of a test run: what is built at its first request is built once.

Each house keeps what stands behind its doors. Whoever adds a route of their own gets an application of their own.
"""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

_ADDS = ("get", "post", "put", "delete", "include_router", "add_api_route", "mount")
_shared: dict[str, FastAPI] = {}


class Front:
    """An application, for whoever asks it; in truth the one that all share, with this house's own state."""

    def __init__(self, kind: str, make: Callable[[], FastAPI]) -> None:
        self._own = make()
        if kind not in _shared:
            _shared[kind] = make()
        self._serves = _shared[kind]
        self.state = self._own.state

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._serves.state = self.state
        await self._serves(scope, receive, send)

    def __getattr__(self, name: str) -> Any:
        if name in _ADDS:
            self._serves = self._own
        return getattr(self._serves, name)
