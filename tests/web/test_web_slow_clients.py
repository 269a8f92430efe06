"""Whoever begins a request and does not go on holds no connection for long; whoever goes on slowly is answered."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.many_connections import ImpatientProtocol
from app.server import server_config
from core.settings import Settings


class VeryImpatient(ImpatientProtocol):
    head_seconds = 0.4
    body_seconds = 1.0


async def answer(_scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(1.2)  # longer than any caller may take
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def call(*parts: bytes) -> list[bytes]:
    """What each caller was answered until the connection was ended: those who stop midway, and one who goes on slowly."""
    config = uvicorn.Config(answer, http=VeryImpatient, lifespan="off", log_level="error")
    config.load()
    server = await asyncio.get_running_loop().create_server(
        lambda: VeryImpatient(config, ServerState(), {}), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]

    async def one(part: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in part.split(b"|"):
            writer.write(piece)
            await asyncio.sleep(0.15)
        said = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        return said

    async with server:
        return await asyncio.gather(*map(one, parts))


@pytest.mark.parametrize("error", [ValueError(), asyncio.CancelledError()])
def test_that_a_request_was_broken_off_at_the_end_is_no_traceback(error: BaseException) -> None:
    server_config(answer, Settings())
    line = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "...", (), (type(error), error, None))
    assert bool(logging.getLogger("uvicorn.error").filter(line)) is isinstance(error, ValueError)


def test_a_request_that_stops_midway_holds_no_connection_and_a_slow_one_is_answered() -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
    slow = b"".join(b"%c|" % letter for letter in b"123456789")
    with ThreadPoolExecutor(1) as alone:  # a browser of other tests may have a loop that runs in this thread
        said = alone.submit(asyncio.run, call(b"", b"GET / HTTP/1.1\r\nHos", head + b"12", head + b"|" + slow)).result()
    assert said[:3] == [b"", b"", b""]
    assert said[3].startswith(b"HTTP/1.1 200")
    assert said[3].endswith(b"ok")
