"""A request that comes in parts: whoever sends half of one holds nothing for longer than we say; one that is odd is answered in few
words."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from app.server import server_config
from core.settings import Settings
from serving import http_protocol
from tests.api.two_offices import TwoOffices


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Of a server like the program's own, which waits for a short time only."""
    monkeypatch.setattr(http_protocol, "HEADERS_SECONDS", 0.3)
    monkeypatch.setattr(http_protocol, "WHOLE_SECONDS", 0.6)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(_echo, Settings()))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(30)


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        (b"", 0.3),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", 0.3),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1", 0.6),
    ],
)
def test_half_a_request_is_ended_and_a_whole_one_answered(port: int, sent: bytes, after: float) -> None:
    """Also where a byte comes now and then."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as held:
        held.settimeout(0.1)
        held.sendall(sent)
        while time.monotonic() - began < 5:
            try:
                if held.recv(100) == b"":
                    break
            except TimeoutError:
                if sent.startswith(b"GET"):
                    held.sendall(b"X")
            except OSError:
                break
    assert after - 0.1 < time.monotonic() - began < 3
    with socket.create_connection(("127.0.0.1", port)) as asks:
        for _twice in range(2):
            asks.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert asks.recv(100).startswith(b"HTTP/1.1 204")


def test_of_thousands_of_unknown_fields_the_first_twenty_are_named(offices: TwoOffices) -> None:
    sent = {"did": "note", "topic": "school", "text": "到课。"} | {f"x{place}": 1 for place in range(5_000)}
    answer = offices.as_("gui.social_worker").post(f"/api/v1/plans/{offices.number}/acts", json=sent)
    assert answer.status_code == 422
    assert [each["place"] for each in answer.json()["mistakes"]] == [f"x{place}" for place in range(20)]
