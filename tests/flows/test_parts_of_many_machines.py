"""Which settings a process of many machines refuses, and when replaced runs are no repair any more."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from casework.messages.outbox_alarms import run_alarm_checks
from casework.plan import scheduling
from casework.plan.scheduling import PlanRun
from casework.shared.context import Context
from core.clock import SimulatedClock
from core.errors import StateConflict
from core.settings import OF_ONE_MACHINE, GivenSettings, Settings
from flows import process_parts
from flows.process_parts import EVERY_PART, NICENESS, Part, ThisProcess, ensure_fit_for, lower_priority
from flows.reconcile import Reconciliation
from flows.services import BackgroundServices
from models.database import Database
from models.keys import FINGERPRINT
from models.running_process import find_different_settings, load_running
from models.server_history import NAME
from tests.builders import an_office

ON_POSTGRESQL = {"database_url": "postgresql://sunward@127.0.0.1/sunward"}
ELSEWHERE = {"prefect_api_url": "https://prefect.example/api"}
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parts", "given", "names"),
    [
        ({Part.SCHEDULER}, ELSEWHERE, "SUNWARD_DATABASE_URL"),
        ({Part.RUNNER}, ON_POSTGRESQL, "SUNWARD_PREFECT_API_URL"),
        (EVERY_PART, ELSEWHERE, "SUNWARD_DATABASE_URL"),
        ({Part.DELIVERY}, ON_POSTGRESQL, None),
        ({Part.RUNNER}, ON_POSTGRESQL | ELSEWHERE, None),
        (EVERY_PART, {"prefect_api_url": "http://127.0.0.1:8461/api"}, None),
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


def test_two_machines_do_not_keep_a_prefect_server_each(postgresql_database: Database, tmp_path: Path) -> None:
    """The one that comes later is told whom it meets. Started again in its own folder, it meets nobody."""
    context = an_office(postgresql_database, NOW)

    def a_process(folder: str, parts: frozenset[Part] = EVERY_PART, **given: Any) -> ThisProcess:
        return ThisProcess(GivenSettings(data_folder=tmp_path / folder, **given), context, parts)

    first, second = a_process("a"), a_process("b")
    first.note({"tick": NOW}, leads=True)
    first.ensure_one_prefect()
    a_process("a").ensure_one_prefect()
    for other in (second, a_process("b", **ELSEWHERE)):
        with pytest.raises(StateConflict, match="SUNWARD_PREFECT_API_URL"):
            other.ensure_one_prefect()
    a_process("b", frozenset({Part.WEB})).ensure_one_prefect()
    first.end()
    second.ensure_one_prefect()


def test_a_machine_is_known_by_more_than_its_name_and_known_again_once_it_was_restarted(
    postgresql_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machines that are copies of one have one name. What ran before the power cut runs no more."""
    context = an_office(postgresql_database, NOW)
    boot, uptime = tmp_path / "boot", tmp_path / "uptime"
    monkeypatch.setattr(process_parts, "_BOOT", boot)
    monkeypatch.setattr(process_parts, "_UPTIME", uptime)

    def a_process(started_as: str, running_for: str, context: Context) -> ThisProcess:
        boot.write_text(started_as)
        uptime.write_text(f"{running_for} 1.00\n")
        return ThisProcess(GivenSettings(data_folder=tmp_path), context, EVERY_PART)

    first = a_process("first", "900.00", context)
    first.note({}, leads=True)
    a_process("first", "910.00", context).ensure_one_prefect()
    later = replace(context, clock=SimulatedClock(NOW + timedelta(seconds=40)))
    with pytest.raises(StateConflict, match="SUNWARD_PREFECT_API_URL"):
        a_process("a copy of it", "45.00", later).ensure_one_prefect()
    a_process("the same again", "30.00", later).ensure_one_prefect()


def test_machines_with_other_settings_are_named_by_the_setting_and_never_by_its_value(
    postgresql_database: Database, tmp_path: Path
) -> None:
    """Where texts are carried on one of two machines only, half of them would go to a person to be told by telephone."""
    context = an_office(postgresql_database, NOW)
    folders = iter(range(100))

    def run_with(parts: frozenset[Part] = frozenset({Part.DELIVERY}), **given: Any) -> ThisProcess:
        folder = tmp_path / str(next(folders))
        folder.mkdir()
        (folder / "policy.toml").write_text("[watch]")
        settings = GivenSettings(
            data_folder=folder, reminder_policy=folder / "policy.toml", port=next(folders), **given
        )
        process = ThisProcess(settings, context, parts)
        process.note({}, leads=False)
        return process

    def different() -> list[str]:
        with context.database.reading() as session:
            assert "pebble" not in repr([one.settings for one in load_running(session, NOW)])
            found = find_different_settings(load_running(session, NOW))
            (watched,) = (one for one in run_alarm_checks(session, context) if one.name == "settings")
        assert watched.ok is not bool(found)
        assert all(name in watched.words.zh for name in found)
        return found

    mail: dict[str, Any] = {"smtp_url": "smtp://sunward:pebble@mail.example:587"}
    run_with(**mail)
    run_with(**mail)
    run_with(frozenset({Part.WEB}))  # it hands nothing over, and needs no secret of a provider
    assert different() == []
    other = run_with(text_provider="http", text_secret="pebble", **mail)
    assert different() == ["SUNWARD_TEXT_PROVIDER", "SUNWARD_TEXT_SECRET"]
    other.end()
    changed = run_with(**mail)
    assert different() == []
    (tmp_path / "after").write_text("[watch]\n# ours")
    changed.end()
    settings = GivenSettings(data_folder=tmp_path, reminder_policy=tmp_path / "after", smtp_url=mail["smtp_url"])
    ThisProcess(settings, context, frozenset({Part.DELIVERY})).note({}, leads=False)
    assert different() == ["SUNWARD_REMINDER_POLICY"]


@pytest.mark.parametrize(("ago", "late"), [(5, []), (60, ["outbox"]), (-18_000, ["outbox"])])
def test_a_round_that_was_gone_long_ago_or_by_a_clock_that_was_set_back_since_is_late(
    sqlite_database: Database, tmp_path: Path, ago: int, late: list[str]
) -> None:
    context = an_office(sqlite_database, NOW)
    services = BackgroundServices(
        GivenSettings(data_folder=tmp_path, **ELSEWHERE), context, parts=frozenset({Part.DELIVERY})
    )
    services.heartbeats.last["outbox"] = NOW - timedelta(seconds=ago)
    assert services.late_rounds() == late


@pytest.mark.parametrize("migrated_database", ["postgresql"], indirect=True)
def test_a_process_on_a_server_that_was_followed_lets_go_of_it(migrated_database: Database, tmp_path: Path) -> None:
    """Each few seconds it is looked whether another machine has seen a newer one."""
    history = migrated_database.server_history
    assert history is not None
    (tmp_path / FINGERPRINT).touch()
    history.keep_in(tmp_path)
    migrated_database.engine.dispose()
    context = an_office(migrated_database, NOW)
    services = BackgroundServices(
        GivenSettings(data_folder=tmp_path, **ELSEWHERE), context, parts=frozenset({Part.DELIVERY})
    )
    services._note_process(context)
    system, timeline = (tmp_path / NAME).read_text().split()
    (tmp_path / NAME).write_text(f"{system} {int(timeline) + 1}")
    with pytest.raises(OperationalError):
        services._note_process(context)


def test_what_may_differ_between_machines_are_settings_that_there_are() -> None:
    assert set(Settings.model_fields) >= OF_ONE_MACHINE
    assert Settings.model_fields.keys() - OF_ONE_MACHINE == {
        name.removeprefix("SUNWARD_").lower() for name in GivenSettings().list_shared()
    }


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


def test_runs_that_are_replaced_over_and_over_are_cried_out(caplog: pytest.LogCaptureFixture) -> None:
    """Twice within a minute is a repair; three times is somebody else with a server of their own."""
    unused: Any = None
    reconciliation = Reconciliation(unused, scheduling, unused)

    def a_minute_with(generation: int) -> None:
        reconciliation._counted_at = None
        reconciliation._watch_generations({"2F8M-01": PlanRun("2F8M-01", generation, uuid4(), NOW + timedelta(days=1))})

    for generation in (1, 3):
        a_minute_with(generation)
        assert reconciliation.climbing == frozenset()
    a_minute_with(6)
    assert reconciliation.climbing == {"2F8M-01"}
    assert "another Prefect server" in caplog.text


def test_a_round_that_another_process_leads_now_is_late_in_no_figure(
    postgresql_database: Database, tmp_path: Path
) -> None:
    """Who led before says no more when it last went that round: the other one does."""
    context = an_office(postgresql_database, NOW)
    services = BackgroundServices(GivenSettings(data_folder=tmp_path), context, parts=frozenset({Part.DELIVERY}))
    [receipts] = [job for job in services.scheduler.jobs if job.name == "receipts"]
    receipts.act(context)
    assert "receipts" in services.heartbeats.last
    services.locks[Part.DELIVERY].give_back()
    receipts.act(context)
    assert "receipts" not in services.heartbeats.last


def test_only_a_process_without_pages_lowers_its_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: list[int] = []
    monkeypatch.setattr(os, "setpriority", lambda _which, _who, niceness: set_to.append(niceness))
    for parts in (EVERY_PART, {Part.WEB}, {Part.WEB, Part.DELIVERY}):
        lower_priority(frozenset(parts))
    assert set_to == []
    lower_priority(frozenset({Part.SCHEDULER, Part.RUNNER, Part.DELIVERY}))
    assert set_to == [NICENESS]
