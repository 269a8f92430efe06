"""Ten megabytes that somebody sends piece by piece, and how much of it was read."""

from collections.abc import AsyncIterator

import httpx2
from starlette.testclient import TestClient

PIECES, PIECE = 160, b"x" * 65_536


class LargeBody:
    """One body; `read` counts the bytes that were asked for."""

    def __init__(self) -> None:
        self.read = 0

    async def _pieces(self) -> AsyncIterator[bytes]:
        for _piece in range(PIECES):
            self.read += len(PIECE)
            yield PIECE

    def send(
        self, client: TestClient, method: str, address: str, headers: dict[str, str], *, with_length: bool
    ) -> httpx2.Response:
        """The answer to it. Its length is said beforehand or not. Past the client's own send, which reads it all first."""
        length = {"Content-Length": str(PIECES * len(PIECE))} if with_length else {}
        asked = httpx2.Request(method, f"http://testserver{address}", content=self._pieces(), headers=headers | length)
        return client._transport.handle_request(asked)
