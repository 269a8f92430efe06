"""A clock that goes on by weeks at once is waited for: what is processed by a wrong one cannot be taken back."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import bootstrap
from casework.checkins.outages import record_heartbeat
from casework.messages.outbox_alarms import run_alarm_checks
from core.clock import SimulatedClock, WallClock
from core.settings import GivenSettings
from flows.prefect import flow as prefect_flow
from flows.prefect.service import may_process_runs
from flows.process_parts import Part
from flows.services import BackgroundServices
from models import clock_leap
from models.clock_leap import LEAP
from models.database import Database
from tests.builders import an_office, at

NOW = at("2026-11-24 09:00")
MINUTE = timedelta(minutes=1)


class Machine:
    """Whatever goes by itself on one machine, whose clock can be set."""

    def __init__(self, database: Database, folder: Path, last_alive: datetime | None = None) -> None:
        self.context = an_office(database, NOW)
        database.clock_leap.watch(last_alive)
        settings = GivenSettings(data_folder=folder, prefect_api_url="http://127.0.0.1:9/api")
        parts = frozenset({Part.WEB, Part.SCHEDULER, Part.DELIVERY})
        self.services = BackgroundServices(settings, self.context, parts=parts)

    def set_clock(self, moment: datetime) -> None:
        self.context = replace(self.context, clock=SimulatedClock(moment))

    def rounds(self) -> set[str]:
        """Those that are gone now, of those in which time matters."""
        self.services.heartbeats.last_runs.clear()
        for job in self.services.scheduler.jobs:
            if job.name not in ("process", "law"):
                job.act(self.context)
        return set(self.services.heartbeats.last_runs)

    def alarms(self) -> set[str]:
        with self.context.database.reading() as session:
            return {
                one.name for one in run_alarm_checks(session, self.context) if one.name == "clock_ahead" and not one.ok
            }


@pytest.fixture
def machine(sqlite_database: Database, tmp_path: Path) -> Machine:
    return Machine(sqlite_database, tmp_path)


def test_by_a_date_that_somebody_has_mistyped_nothing_is_processed_and_put_right_all_goes_on(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert {"tick", "outbox"} <= machine.rounds()
    assert machine.alarms() == set()
    machine.set_clock(NOW + LEAP)
    assert machine.rounds() == set()
    assert machine.alarms() == {"clock_ahead"}
    monkeypatch.setattr(prefect_flow, "_open_record", lambda: machine.context)
    assert not may_process_runs(machine.context), "runs that are due wait in Prefect as they are"
    for number in ("2F8M-01", "2F8M-02", "2F8M-03"):  # a stock worker calls them all the same, and none fails
        waits = prefect_flow._run_from_record(number)
        assert waits is not None
        assert waits.at > datetime.now(UTC)
    machine.set_clock(NOW + LEAP + MINUTE)
    assert machine.rounds() == set()
    machine.set_clock(NOW + MINUTE)
    assert {"tick", "outbox"} <= machine.rounds()
    assert may_process_runs(machine.context)
    assert machine.alarms() == set()
    assert [one.levelname for one in caplog.records if one.name == "models.clock_leap"] == ["ERROR", "WARNING"], (
        "one line for all of them"
    )


def test_after_a_quarter_of_an_hour_it_is_taken_for_right(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A legal clock waits for nobody."""
    machine.rounds()
    machine.set_clock(NOW + LEAP)
    assert machine.rounds() == set()
    monkeypatch.setattr(clock_leap, "WAITING", timedelta(0))
    assert {"tick", "outbox"} <= machine.rounds()
    monkeypatch.undo()
    assert {"tick", "outbox"} <= machine.rounds(), "once is enough"


def test_a_machine_that_slept_over_a_long_holiday_goes_on_at_once(machine: Machine) -> None:
    machine.rounds()
    machine.set_clock(NOW + LEAP - MINUTE)
    assert {"tick", "outbox"} <= machine.rounds()


@pytest.mark.parametrize(("days", "waits"), [(15, True), (13, False)])
def test_a_clock_that_was_set_while_the_program_was_not_there_is_noticed_at_its_start(
    sqlite_database: Database, tmp_path: Path, days: int, waits: bool
) -> None:
    machine = Machine(sqlite_database, tmp_path, last_alive=NOW - timedelta(days=days))
    assert ("tick" not in machine.rounds()) is waits


def test_a_program_is_told_when_its_record_was_last_alive(tmp_path: Path) -> None:
    settings = GivenSettings(data_folder=tmp_path / "data")
    context = bootstrap.create_context(settings)
    now = WallClock().now()
    assert not context.database.clock_leap.is_paused(now), "a new record was never alive"
    record_heartbeat(replace(context, clock=SimulatedClock(now - timedelta(days=20))))
    context.database.dispose()
    again = bootstrap.create_context(settings)
    assert again.database.clock_leap.is_paused(now)
    again.database.dispose()


def test_a_demonstrations_clock_may_be_moved_as_far_as_one_likes(tmp_path: Path) -> None:
    settings = GivenSettings(data_folder=tmp_path / "data")
    bootstrap.create_context(settings).database.dispose()
    bootstrap.set_clock(settings.data_folder, NOW)
    context = bootstrap.create_context(settings)
    assert not context.database.clock_leap.is_paused(NOW)
    assert not context.database.clock_leap.is_paused(NOW + 10 * LEAP)
    context.database.dispose()


def test_it_is_told_once(machine: Machine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    machine.rounds()
    machine.set_clock(NOW + LEAP)
    machine.rounds()
    machine.rounds()
    assert [one.name for one in caplog.records].count(clock_leap.__name__) == 1
