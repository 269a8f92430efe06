"""A second program on one port is told so before it begins anything."""

import socket
from pathlib import Path

import pytest

from app.server import ensure_port_free, run_server
from core.errors import Refused
from core.settings import Settings


def test_a_taken_port_is_refused_in_words_and_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused) as refused:
            run_server(port=port)
    assert str(port) in refused.value.reason.zh
    assert "--port" in refused.value.reason.en
    assert list(tmp_path.iterdir()) == []
    ensure_port_free(Settings(port=port))  # free again
