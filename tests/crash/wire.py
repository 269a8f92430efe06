"""A wire between the program and somebody it speaks to, which can be cut in silence: nobody is told that nothing arrives."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random


class Wire:
    """What is sent to one port of loopback arrives at another, and the answers come back, as long as it is whole."""

    def __init__(self, port: int, target: int) -> None:
        self._target = self._made_for = ("127.0.0.1", target)
        self._open: set[socket.socket] = set()
        self._whole = threading.Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=200)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, seconds: float) -> None:
        """Nothing passes for so long, no connection is ended, and what was under way arrives afterwards."""
        self._whole.clear()
        time.sleep(seconds)
        self._whole.set()

    def lead_to(self, port: int | None) -> None:
        """Whoever calls from now on reaches that port, or again the one it was made for; what is open is ended."""
        self._target = ("127.0.0.1", port) if port is not None else self._made_for
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Nobody is listened to any more; what hangs goes on, to end by itself."""
        self._whole.set()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                threading.Thread(target=self._connect, args=(caller,), daemon=True).start()

    def _connect(self, caller: socket.socket) -> None:
        self._whole.wait()
        try:
            there = socket.create_connection(self._target, timeout=10)
        except OSError:
            caller.close()
            return
        there.settimeout(None)
        self._open |= {caller, there}
        back = threading.Thread(target=self._pass_on, args=(there, caller), daemon=True)
        back.start()
        self._pass_on(caller, there)
        back.join()
        self._open -= {caller, there}
        caller.close()
        there.close()

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self._whole.wait()
                to.sendall(data)
        with contextlib.suppress(OSError):
            to.shutdown(socket.SHUT_WR)


_NONSENSE = (
    (500, "text/plain", b"no"),
    (503, "text/html", b"<html>"),
    (401, "application/json", b'{"detail": "another secret"}'),
    (404, "application/json", b"{}"),
    (429, "text/plain", b""),
    (302, "text/html", b""),
    (200, "text/html", b"<html>hello</html>"),
    (200, "application/json", b'{"id": "'),
    (200, "application/json", b"{}"),
    (200, "application/json", b"[]"),
    (200, "application/json", b"[" * 50_000),
)


@contextlib.contextmanager
def open_nonsense(chance: Random) -> Iterator[int]:
    """The port of a server that is none of ours: for a while all its answers are of one kind, then of another; now and then
    one comes late."""
    end = threading.Event()

    class Nonsense(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        kind = chance.choice(_NONSENSE)

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if chance.random() < 0.1:
                end.wait(20)
            status, media_type, body = Nonsense.kind
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                if status == 429:
                    self.send_header("Retry-After", "86400")
                self.end_headers()
                self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Nonsense)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def change() -> None:
        while not end.wait(chance.uniform(1, 4)):
            Nonsense.kind = chance.choice(_NONSENSE)

    threading.Thread(target=change, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        end.set()
        server.shutdown()
        server.server_close()
