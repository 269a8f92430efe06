"""What never ends keeps the program from ending for a while only."""

import os
import signal
import socket
import threading
from pathlib import Path

from tests.crash.prefect_apart import answers
from tests.crash.program import become, forked, wait_until
from tests.prefect.conftest import free_port


def answer_for_ever(port: int, folder: Path) -> None:
    """This process becomes the program, in which whether it is well is asked in vain; it waits for a second where it would
    wait for twenty, and for three where for a minute."""
    from api.routes import health
    from app import server

    def never_ends(_context: object) -> None:
        (folder / "asked").touch()
        threading.Event().wait()

    health.run_health_checks = never_ends  # type: ignore[assignment]
    server.LAST_REQUESTS_SECONDS, server.STOP_SECONDS = 1, 3
    settings = {"SUNWARD_DATA_FOLDER": str(folder / "data"), "SUNWARD_PREFECT_API_URL": "http://127.0.0.1:1/api"}
    become(["up", "--port", str(port)], settings, str(folder / "said"), None, 1)


def test_a_request_that_never_ends_keeps_it_from_ending_for_a_while_only(tmp_path: Path) -> None:
    """It says that something has not stopped, and not that it has."""
    port = free_port()
    program = forked.Process(target=answer_for_ever, args=(port, tmp_path))
    program.start()
    try:
        assert wait_until(lambda: answers(f"http://127.0.0.1:{port}/health/live"), 60)
        with socket.create_connection(("127.0.0.1", port)) as asker:
            asker.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
            assert wait_until((tmp_path / "asked").exists, 60)
            os.kill(program.pid, signal.SIGTERM)
            program.join(60)
            assert program.exitcode == 1
    finally:
        program.kill()
        program.join()
    words = (tmp_path / "said").read_text(encoding="utf-8")
    assert "没有停下来" in words
    assert "已停止" not in words
