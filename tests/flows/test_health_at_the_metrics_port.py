"""Who asks a process without pages for its health, and does not wait."""

import socket
import struct
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from app.metrics import listen_for_metrics
from core.settings import GivenSettings
from flows.process_parts import Part
from flows.services import BackgroundServices
from models.database import Database
from tests.builders import an_office

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
AT_ONCE = struct.pack("ii", 1, 0)
"""A connection is closed so that its other side is told it is gone."""
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip


def count_waiting(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(WAITING).scalar_one())


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("migrated_database", ["postgresql"], indirect=True)
def test_who_does_not_wait_for_an_answer_leaves_no_traceback(
    migrated_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The database is busy for longer than a proxy waits. Then the next who asks is answered."""
    context = an_office(migrated_database, NOW)
    settings = GivenSettings(data_folder=tmp_path, prefect_api_url="http://127.0.0.1:9/api", metrics_port=0)
    services = BackgroundServices(settings, context, parts=frozenset({Part.DELIVERY}))
    before = threading.active_count()
    with listen_for_metrics(settings, context, dict, services.find_troubles) as port:
        assert port is not None
        address = ("127.0.0.1", port)
        with migrated_database.engine.connect() as stranger:
            stranger.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
            impatient = socket.create_connection(address)
            impatient.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
            wait_until(lambda: count_waiting(migrated_database) == 1)
            impatient.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            impatient.close()
            stranger.rollback()
        wait_until(lambda: threading.active_count() == before + 1)
        with socket.create_connection(address) as patient:
            patient.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
            assert patient.recv(12) == b"HTTP/1.0 503"  # its round was never gone
    assert "Traceback" not in capsys.readouterr().err
