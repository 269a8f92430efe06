"""A machine whose clock is not that of the database server leaves what falls due to the others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from casework.plan.scheduling import NOT_OF_THE_PLAN
from core.clock import OffsetClock, WallClock
from core.errors import WrongClock
from core.settings import GivenSettings
from flows.prefect import flow as prefect_flow
from flows.prefect.service import may_process_runs
from flows.process_parts import Part
from flows.services import BackgroundServices
from models.database import Database
from models.server_clock import WRONG_FROM
from tests.builders import an_office

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
WELL = timedelta(seconds=20)
DAY = timedelta(days=1)


def set_clock(database: Database, offset: timedelta) -> None:
    """This machine's clock is so much ahead of the database server's."""
    database.server_clock.clock = OffsetClock(offset)


@pytest.mark.parametrize("migrated_database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("offset", [DAY, -DAY, WRONG_FROM + WELL, -WRONG_FROM - WELL])
def test_a_machine_with_a_wrong_clock_processes_nothing_until_it_is_right(
    migrated_database: Database, tmp_path: Path, offset: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is set while the program runs, between two turns of a round. The lock on what one of all processes does
    is free for another machine at once."""
    context = an_office(migrated_database, NOW)
    parts = frozenset({Part.SCHEDULER, Part.DELIVERY})
    settings = GivenSettings(data_folder=tmp_path, prefect_api_url="http://127.0.0.1:9/api")
    services = BackgroundServices(settings, context, parts=parts)
    rounds = {job.name: job for job in services.scheduler.jobs}
    led = {"journal": Part.SCHEDULER, "receipts": Part.DELIVERY}
    for name in ("tick", "outbox", *led):
        rounds[name].act(context)
    assert {"tick", "outbox", *led} <= services.heartbeats.last_runs.keys()
    assert services.locks[Part.SCHEDULER].is_held

    set_clock(migrated_database, offset)
    services.heartbeats.last_runs.clear()
    for name, one in rounds.items():
        if name not in ("process", "law"):
            one.act(context)
    assert services.heartbeats.last_runs == {}
    assert not any(lock.is_held for lock in services.locks.values())
    assert "clock" in services.find_troubles()
    monkeypatch.setattr(prefect_flow, "_open_record", lambda: context)
    assert not may_process_runs(context)
    waits = prefect_flow._run_from_record("2F8M-01")
    assert waits is not None
    assert waits.at > datetime.now(UTC)

    set_clock(migrated_database, timedelta(0))
    rounds["tick"].act(context)
    assert list(services.heartbeats.last_runs) == ["tick"]
    assert "clock" not in services.find_troubles()
    assert may_process_runs(context)


def test_the_refusal_names_both_clocks_and_what_helps(postgresql_database: Database) -> None:
    set_clock(postgresql_database, DAY)
    with pytest.raises(WrongClock, match="chrony") as refused:
        postgresql_database.server_clock.ensure_right()
    shown = WallClock().now()
    assert f"{shown + DAY:%Y-%m-%d %H:}" in refused.value.reason.en
    assert f"{shown:%Y-%m-%d %H:}" in refused.value.reason.en
    assert WrongClock.__name__ in NOT_OF_THE_PLAN, "no plan is halted for it"


@pytest.mark.parametrize("offset", [timedelta(0), WELL, -WELL, timedelta(minutes=2)])
def test_a_minute_between_two_clocks_holds_up_nothing(postgresql_database: Database, offset: timedelta) -> None:
    set_clock(postgresql_database, offset)
    postgresql_database.server_clock.ensure_right()


def test_an_answer_that_comes_late_makes_no_clock_wrong(postgresql_database: Database) -> None:
    """The process stood still, or the database did, between the question and the answer."""
    asked = iter([-1, 1])

    def now() -> datetime:
        return WallClock().now() + next(asked) * DAY

    postgresql_database.server_clock.clock = SimpleNamespace(now=now, today=lambda: now().date())
    assert postgresql_database.server_clock.measure() == timedelta(0)


def test_a_record_in_a_file_has_one_machine(sqlite_database: Database) -> None:
    set_clock(sqlite_database, DAY)
    sqlite_database.server_clock.ensure_right()
