"""The tick, without Prefect: what is overdue is lived, and nobody waits for a plan that fails."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self
from uuid import uuid4

import pytest

from core.clock import OffsetClock, SimulatedClock
from flows.backoff import Backoff
from flows.prefect.reconciliation import Reconciliation
from flows.prefect.runner import Runner
from flows.scheduler import JobScheduler, OverduePlans, PeriodicJob
from tests.prefect.fake_scheduling import FakeRecord

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def overdue_in(fake_record: FakeRecord) -> OverduePlans:
    return OverduePlans(fake_record, lambda _context, number: fake_record.process_due(number, source="tick"))


def test_a_plan_is_left_to_its_own_run_for_two_seconds_and_then_processed(tmp_path: Path) -> None:
    """One second after its time the tick does nothing, two seconds after it does."""
    clock = SimulatedClock(MORNING)
    fake_record = FakeRecord(tmp_path / "world.db", clock)
    plan = fake_record.a_plan("5H2C-01", due_in=timedelta(0))
    overdue = overdue_in(fake_record)
    clock.advance_by(timedelta(seconds=1))
    assert overdue.once(fake_record) == 0
    clock.advance_by(timedelta(seconds=1))
    assert overdue.once(fake_record) == 1
    assert overdue.once(fake_record) == 0
    assert fake_record.times_processed(plan) == 1


def test_a_week_without_power_is_caught_up_in_one_tick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty plans that fell due meanwhile, twenty being asked for at a time: each is lived once."""
    monkeypatch.setattr("flows.scheduler.PLANS_PER_PASS", 20)
    clock = SimulatedClock(MORNING)
    fake_record = FakeRecord(tmp_path / "world.db", clock)
    plans = [fake_record.a_plan(f"5H2C-{number:03}", due_in=timedelta(minutes=number)) for number in range(30)]
    clock.advance_by(timedelta(days=7))
    assert overdue_in(fake_record).once(fake_record) == 30
    assert {fake_record.times_processed(plan) for plan in plans[::5]} == {1}


def test_plans_that_fail_hold_up_nobody_and_are_tried_later_and_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty-five broken plans stand before a good one, twenty being asked for at a time; the good one is lived in the same
    tick."""
    monkeypatch.setattr("flows.scheduler.PLANS_PER_PASS", 20)
    clock = SimulatedClock(MORNING)
    fake_record = FakeRecord(tmp_path / "world.db", clock)
    broken = [fake_record.a_plan(f"5H2C-B{number:03}", due_in=timedelta(0), breaks="words") for number in range(25)]
    good = fake_record.a_plan("5H2C-G", due_in=timedelta(seconds=1))
    overdue = overdue_in(fake_record)
    for _ in range(60):
        clock.advance_by(timedelta(seconds=1))
        overdue.once(fake_record)
    assert fake_record.times_processed(good) == 1
    # Tried at 2, 7, 17 and 37 seconds.
    assert {len(fake_record.failures(plan)) for plan in broken[::5]} == {4}
    assert {kind for _, _, kind in fake_record.failures(broken[0])} == {"RuntimeError"}


def test_one_round_that_fails_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    fake_record = FakeRecord(tmp_path / "world.db")
    gone: list[str] = []

    def fails(_: object) -> None:
        raise RuntimeError("words")

    rounds = [
        PeriodicJob("failing", timedelta(seconds=0.1), fails),
        PeriodicJob("good", timedelta(seconds=0.1), lambda _: gone.append("good")),
    ]
    timetable = JobScheduler(fake_record, rounds)
    began = time.monotonic()
    timetable.start()
    until(lambda: len(gone) >= 4)
    timetable.stop()
    turns = len(gone)
    assert turns <= (time.monotonic() - began) / 0.1 + 1
    time.sleep(0.3)
    assert len(gone) == turns


class SetClock(datetime):
    """What the program and its scheduler take for the time; `by` is how far it was set."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.by


@pytest.mark.parametrize("by", [timedelta(hours=-5), timedelta(days=20_000)])
def test_rounds_go_on_when_the_clock_is_set_and_when_it_is_put_right(
    by: timedelta, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The scheduler sleeps until a moment of the clock. Set back by hours, it slept for hours; set ahead by years, as
    where a machine begins in 1970, it counted every second of them."""
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", SetClock)
    monkeypatch.setattr("core.clock.WallClock.now", lambda _clock: SetClock.now(UTC))
    monkeypatch.setattr(SetClock, "by", timedelta(0))
    gone: list[int] = []
    timetable = JobScheduler(None, [PeriodicJob("tick", timedelta(seconds=0.1), lambda _: gone.append(1))])
    timetable.start()
    noticed: list[str] = []
    for step in (by, -by):
        until(lambda: len(gone) >= 2)
        SetClock.by += step
        noticed.append(f"This machine's clock was set by {step.total_seconds():.0f} seconds.")
        until(lambda: noticed[-1] in caplog.messages)
        gone.clear()
        until(lambda: len(gone) >= 4)
    timetable.stop()
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == noticed


def test_nobody_executes_a_run_whose_moment_lies_ahead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its clock stood ahead when it died."""
    no_prefect: Any = None
    runner = Runner(no_prefect, no_prefect)
    reconciliation = Reconciliation(no_prefect, FakeRecord(tmp_path / "world.db"), runner)
    monkeypatch.setattr("core.clock.WallClock.now", lambda _clock: MORNING - timedelta(hours=5))
    begun_later: Any = SimpleNamespace(id=uuid4(), state_type="RUNNING", state=SimpleNamespace(timestamp=MORNING))
    assert reconciliation._lost_its_process(begun_later)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "the rounds stand still"
        time.sleep(0.05)


def test_a_slow_round_is_not_begun_twice_and_holds_up_no_other(tmp_path: Path) -> None:
    """While one takes three turns, the other goes on."""
    fake_record = FakeRecord(tmp_path / "world.db")
    slow: list[str] = []
    quick: list[str] = []

    def take_long(_: object) -> None:
        slow.append("begun")
        time.sleep(0.3)
        slow.append("ended")

    timetable = JobScheduler(
        fake_record,
        [
            PeriodicJob("slow", timedelta(seconds=0.1), take_long),
            PeriodicJob("quick", timedelta(seconds=0.1), lambda _: quick.append("gone")),
        ],
    )
    timetable.start()
    until(lambda: len(slow) >= 4)
    timetable.stop()
    assert slow == ["begun", "ended"] * (len(slow) // 2)
    assert len(quick) > len(slow) // 2


def test_patience_doubles_up_to_its_most_and_is_forgotten_with_success() -> None:
    """One, two, four, at most five seconds; then anew."""
    patience = Backoff(first=timedelta(seconds=1), most=timedelta(seconds=5))
    waits = [patience.failed("a plan", MORNING).total_seconds() for _ in range(4)]
    assert waits == [1, 2, 4, 5]
    assert not patience.may_try("a plan", MORNING + timedelta(seconds=4))
    assert patience.may_try("a plan", MORNING + timedelta(seconds=5))
    assert patience.may_try("another", MORNING)
    assert patience.may_try("a plan", MORNING - timedelta(hours=5)), "the clock was set back"
    patience.succeeded("a plan")
    assert patience.may_try("a plan", MORNING)


def test_the_demonstrations_clock_is_translated_when_a_run_is_parked() -> None:
    """A story in November 2026 waits in real time, whatever the year is."""
    from flows.prefect.waiting import in_real_time

    clock = OffsetClock(MORNING - datetime.now(UTC))
    real = in_real_time(clock, clock.now() + timedelta(days=2))
    assert abs(real - (datetime.now(UTC) + timedelta(days=2))) < timedelta(seconds=1)


def test_a_sweep_comes_round_to_every_plan(tmp_path: Path) -> None:
    """Of three hundred plans in order each is looked at once in sixty passes, a few at a time."""
    fake_record = FakeRecord(tmp_path / "world.db", SimulatedClock(MORNING))
    for number in range(300):
        fake_record.a_plan(f"5H2C-S{number:03}", due_in=timedelta(days=1))
    reconciliation = Reconciliation(prefect=None, prefect_runs=fake_record, runner=None)  # type: ignore[arg-type]
    active = fake_record.list_active_plans(fake_record)
    reconciliation._in_order = {plan.plan_number: plan for plan in active}
    summary: list[str] = []
    for _ in range(60):
        slice_of = reconciliation._plans_to_check(active)
        assert len(slice_of) == 5
        summary += [plan.plan_number for plan in slice_of]
    assert sorted(summary) == sorted(plan.plan_number for plan in active)
