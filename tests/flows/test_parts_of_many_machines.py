"""Which settings a process of many machines refuses, and by which folder of keys it starts."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import StateConflict
from core.settings import GivenSettings
from flows import process_parts
from flows.process_parts import EVERY_PART, Part, ThisProcess, ensure_fit_for
from flows.services import BackgroundServices
from models.database import Database
from models.keys import FINGERPRINT
from tests.builders import an_office

ON_POSTGRESQL = {"database_url": "postgresql://sunward@127.0.0.1/sunward"}
ELSEWHERE = {"prefect_api_url": "https://prefect.example/api"}
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parts", "given", "names"),
    [
        ({Part.SCHEDULER}, ELSEWHERE, "SUNWARD_DATABASE_URL"),
        ({Part.RUNNER}, ON_POSTGRESQL, "SUNWARD_PREFECT_API_URL"),
        (EVERY_PART, ELSEWHERE, None),
        ({Part.DELIVERY}, ON_POSTGRESQL, None),
        ({Part.RUNNER}, ON_POSTGRESQL | ELSEWHERE, None),
        (EVERY_PART, ON_POSTGRESQL, None),
    ],
)
def test_settings_that_do_not_fit_are_refused_by_name(
    parts: frozenset[Part], given: dict[str, Any], names: str | None
) -> None:
    settings = GivenSettings(**given)
    if names is None:
        ensure_fit_for(frozenset(parts), settings)
    else:
        with pytest.raises(StateConflict, match=names):
            ensure_fit_for(frozenset(parts), settings)


@pytest.mark.parametrize(("ago", "late"), [(5, []), (60, ["outbox"]), (-18_000, ["outbox"])])
def test_a_round_that_was_gone_long_ago_or_by_a_clock_that_was_set_back_since_is_late(
    sqlite_database: Database, tmp_path: Path, ago: int, late: list[str]
) -> None:
    context = an_office(sqlite_database, NOW)
    services = BackgroundServices(
        GivenSettings(data_folder=tmp_path, **ELSEWHERE), context, parts=frozenset({Part.DELIVERY})
    )
    services.heartbeats.last_runs["outbox"] = NOW - timedelta(seconds=ago)
    assert services.late_rounds() == late


def test_a_machine_with_a_copy_of_the_key_folder_does_not_start(
    postgresql_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told whose keys it does not see. On the common folder it starts, whoever was killed there before."""
    monkeypatch.setattr(process_parts, "MARK_WAIT", 0)
    context = an_office(postgresql_database, NOW)

    def a_process(keys: str) -> ThisProcess:
        (tmp_path / keys).mkdir(exist_ok=True)
        if keys != "not mounted":
            (tmp_path / keys / FINGERPRINT).touch()
        given = {"data_folder": tmp_path / keys, "keys_folder": tmp_path / keys}
        return ThisProcess(GivenSettings(**given), context, frozenset({Part.WEB}))

    first, killed = a_process("common"), a_process("common")
    for one in (first, killed):
        one.ensure_same_keys()
        one.note({}, leads=False)
    shutil.copytree(tmp_path / "common", tmp_path / "copy", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(tmp_path / "common", tmp_path / "whole copy")
    for mark in (tmp_path / "whole copy" / ".processes").iterdir():
        os.utime(mark, (mark.stat().st_atime, mark.stat().st_mtime - 600))
    for folder in ("copy", "whole copy"):
        with pytest.raises(StateConflict, match="SUNWARD_KEYS_FOLDER"):
            a_process(folder).ensure_same_keys()
    (tmp_path / "common" / ".processes" / "of-an-older-machine").touch()
    os.utime(tmp_path / "common" / ".processes" / "of-an-older-machine", (0, 0))
    a_process("common").ensure_same_keys()
    assert "of-an-older-machine" not in os.listdir(tmp_path / "common" / ".processes")
    for one in (first, killed):
        one.end()
    a_process("copy").ensure_same_keys()
    a_process("not mounted").note({}, leads=False)
    assert os.listdir(tmp_path / "not mounted") == []


def test_a_round_that_another_process_leads_now_is_late_in_no_figure(
    postgresql_database: Database, tmp_path: Path
) -> None:
    """Who led before says no more when it last went that round: the other one does."""
    context = an_office(postgresql_database, NOW)
    services = BackgroundServices(GivenSettings(data_folder=tmp_path), context, parts=frozenset({Part.DELIVERY}))
    [receipts] = [job for job in services.scheduler.jobs if job.name == "receipts"]
    receipts.act(context)
    assert "receipts" in services.heartbeats.last_runs
    services.locks[Part.DELIVERY].release()
    receipts.act(context)
    assert "receipts" not in services.heartbeats.last_runs
