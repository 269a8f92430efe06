"""A pooler before PostgreSQL that shares one session among all who connect, as PgBouncer in transaction mode may."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import psycopg
from sqlalchemy import URL

_NEITHER = (80877103, 80877104)
"""How a client asks for TLS, or GSS: this one has neither."""


class SharedSession:
    """Listens on loopback while it is open. From its first question until the server is ready and in no transaction, the
    session is one client's; then it is anybody's."""

    def __init__(self, server: URL) -> None:
        with psycopg.connect(server.set(drivername="postgresql").render_as_string(hide_password=False)) as ours:
            self._host, self._port, self._database = ours.info.host, ours.info.port, ours.info.dbname
        self._server = self._connect()
        self._greeting = self._until_ready()
        self._turn = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self._listener.getsockname()[1]}/{self._database}"
        threading.Thread(target=self._accept, daemon=True).start()

    @classmethod
    @contextlib.contextmanager
    def open(cls, server: URL) -> Iterator["SharedSession"]:
        pooler = cls(server)
        try:
            yield pooler
        finally:
            pooler._listener.close()
            pooler._server.close()

    def _connect(self) -> socket.socket:
        if self._host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        else:
            server = socket.create_connection((self._host, self._port))
        words = b"user\0postgres\0client_encoding\0UTF8\0database\0" + self._database.encode() + b"\0\0"
        server.sendall(_length(8 + len(words)) + _length(3 << 16) + words)
        return server

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: nobody listens any more
            while True:
                client, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError, EOFError):  # either side has gone
            while int.from_bytes(_read(client, int.from_bytes(_read(client, 4)) - 4)[:4]) in _NEITHER:
                client.sendall(b"N")
            client.sendall(self._greeting)
            while (kind := _read(client, 1)) != b"X":
                with self._turn:
                    while self._pass_on(client, kind) != b"I":
                        kind = _read(client, 1)

    def _pass_on(self, client: socket.socket, kind: bytes) -> bytes:
        """The question has gone to the server, and what it answered to the client; in which transaction it is then."""
        while True:
            length = _read(client, 4)
            self._server.sendall(kind + length + _read(client, int.from_bytes(length) - 4))
            if kind in b"QS":
                break
            kind = _read(client, 1)
        answer = self._until_ready()
        client.sendall(answer)
        return answer[-1:]

    def _until_ready(self) -> bytes:
        answer = b""
        while True:
            head = _read(self._server, 5)
            answer += head + _read(self._server, int.from_bytes(head[1:]) - 4)
            if head[:1] == b"Z":
                return answer


def _length(number: int) -> bytes:
    return number.to_bytes(4)


def _read(of: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        if not (more := of.recv(size - len(found))):
            raise EOFError
        found += more
    return found
