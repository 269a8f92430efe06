"""How long a request may take to arrive."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_SECONDS = 20
WHOLE_SECONDS = 300
"""A recording over a slow telephone line arrives in this time."""


class BoundedProtocol(H11Protocol):
    """A connection is closed whose headers have not arrived after `HEADERS_SECONDS`, or whose request is not whole after
    `WHOLE_SECONDS`: somebody who sends half of it holds nothing for longer."""

    _timer: asyncio.TimerHandle | None = None
    _waits_for: object = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._bound()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._bound()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._wait_for(None)

    def _bound(self) -> None:
        their = self.conn.their_state
        self._wait_for(their if their in (h11.IDLE, h11.SEND_BODY) else None)

    def _wait_for(self, state: object) -> None:
        """The time runs from the moment in which that state began; None for a request that has come."""
        if state is self._waits_for:
            return
        if self._timer is not None:
            self._timer.cancel()
        seconds = HEADERS_SECONDS if state is h11.IDLE else WHOLE_SECONDS
        self._timer = None if state is None else self.loop.call_later(seconds, self.transport.abort)
        self._waits_for = state
