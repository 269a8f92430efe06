"""Many who call at once, some of them to say nothing: each connection is a file of the process, and without a file left
nobody is answered and no round of work is gone.

The process may open as many files as the system lets it, and whoever begins a request and does not go on is not waited for.
"""

import asyncio
import logging
import resource

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

FILES = 65_536


def allow_many_files() -> None:
    """The process may have so many files and connections open, or as many as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def is_no_broken_off_request(line: logging.LogRecord) -> bool:
    """A filter of the log: that a request was broken off at the end is said once, and is no traceback for each."""
    return not (line.exc_info and isinstance(line.exc_info[1], asyncio.CancelledError))


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 with bounds for the caller: a request's head is there within twice `head_seconds`, and while its body comes
    no `body_seconds` pass without a byte. Else the connection is ended. How long an answer takes is nobody's fault."""

    head_seconds = 15.0
    body_seconds = 60.0
    _last: RequestResponseCycle | None
    _looked_before = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._heard_at = self.loop.time()
        self._look()

    def data_received(self, data: bytes) -> None:
        self._heard_at = self.loop.time()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        request = self.cycle
        if request is None or request.response_complete:
            gives_up = self._looked_before and request is self._last
            self._last, self._looked_before = request, True
        else:
            waits = request.more_body and not self.flow.read_paused
            gives_up = waits and self.loop.time() - self._heard_at > self.body_seconds
            self._looked_before = False
        if gives_up:
            self.transport.close()
            return
        self._timer = self.loop.call_later(self.head_seconds, self._look)
