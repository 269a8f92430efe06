"""What is wrong with the outbox is told without the outbox, in counts."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from casework.acting.context import Context
from casework.messages.outbox_alarms import count_day_accounts, run_alarm_checks
from core.clock import local_date
from flows.services import DailyAlarms
from models.database import Database
from models.journal import READ, ActorKind, append_line
from models.message import MessageState
from notifications.channels.channel import SendOutcome, SendResult
from notifications.reminder_policy import ReminderPolicy
from notifications.restore_guard import RestoreGuard
from tests.builders import an_announced_plan, an_office
from tests.notifications.doubles import TUESDAY, ScriptedChannel, SimulatedOffice
from tests.records import fresh_record

POLICY = ReminderPolicy.load()
LATE = POLICY.watch.late


@pytest.fixture
def office() -> SimulatedOffice:
    return SimulatedOffice(fresh_record(), channels={"text": ScriptedChannel()})


def context_of(office: SimulatedOffice, later: timedelta = timedelta(0)) -> Context:
    return an_office(office.database, office.clock.now() + later)


def wrong(office: SimulatedOffice, later: timedelta = timedelta(0)) -> set[str]:
    with office.database.reading() as session:
        return {one.name for one in run_alarm_checks(session, context_of(office, later)) if not one.ok}


def post_many(office: SimulatedOffice, count: int, key: str) -> None:
    for number in range(count):
        office.post(f"{key}-{number}", alone=True)


def test_nothing_wrong_with_an_empty_outbox_or_one_that_empties(office: SimulatedOffice) -> None:
    assert wrong(office) == set()
    post_many(office, 3, "a")
    office.deliver()
    office.clock.advance_by(timedelta(hours=1))
    assert wrong(office) == set()


def test_a_clock_that_shows_less_than_the_journals_last_line_is_told(office: SimulatedOffice) -> None:
    """It is wrong, or was ahead: a record in a file has no other clock to compare it with."""
    with office.database.transaction() as session:
        append_line(session, office.clock.now(), READ, actor_kind=ActorKind.SYSTEM, actor_role="system")
    assert wrong(office, -timedelta(minutes=4)) == set()
    assert wrong(office, -timedelta(hours=5)) == {"clock_behind"}


def test_what_fell_due_and_was_not_touched_is_expected_and_missing(office: SimulatedOffice) -> None:
    """The dispatcher does not run: half an hour is patience, a minute more is an alarm."""
    post_many(office, 4, "a")
    office.clock.advance_by(LATE)
    assert wrong(office) - {"outbox_age"} == set()
    office.clock.advance_by(timedelta(minutes=1))
    assert wrong(office) == {"expected", "outbox_age", "something_leaves"}


def test_everything_expected_is_accounted_for_in_exactly_one_way(postgresql_database: Database) -> None:
    office = SimulatedOffice(postgresql_database)
    answers = [
        SendResult(SendOutcome.SENT),
        SendResult(SendOutcome.REFUSED),
        SendResult(SendOutcome.UNKNOWN),
        SendResult(SendOutcome.TRY_AGAIN),
    ]
    office.channels["text"] = ScriptedChannel(answers)
    post_many(office, 4, "a")
    office.deliver()
    office.eligible = lambda _session, _message: "unable"
    office.post("b", alone=True)
    office.deliver()
    office.clock.advance_by(timedelta(seconds=10))
    with office.database.reading() as session:
        (account,) = count_day_accounts(session, local_date(TUESDAY), office.clock.now(), LATE)
    assert (account.left, account.failed, account.waiting, account.not_sent, account.missing) == (1, 2, 1, 1, 0)
    assert account.expected == 5
    assert wrong(office, timedelta(hours=1)) == {"outbox_age", "expected"}


def test_a_step_that_no_test_covers_is_missing_in_its_office() -> None:
    """No message was even posted: the tick stood still, and the items themselves tell."""
    life = an_announced_plan(delivers=True).on("2026-03-08 16:00")
    due = life.next_moment()
    assert due is not None
    life.jumps_to(due + LATE + timedelta(minutes=1))
    with life.context.database.reading() as session:
        (account,) = [one for one in count_day_accounts(session, local_date(due), life.now, LATE) if one.missing]
        assert account.office_id == life.plan.office_id
        assert "expected" in {one.name for one in run_alarm_checks(session, life.context) if not one.ok}
    life.process_due()
    with life.context.database.reading() as session:
        assert "expected" not in {one.name for one in run_alarm_checks(session, life.context) if not one.ok}


def test_a_channel_that_refuses_is_cried_out_by_its_share(office: SimulatedOffice) -> None:
    office.channels["text"] = ScriptedChannel([SendResult(SendOutcome.REFUSED)] * 3)
    post_many(office, 9, "a")
    office.deliver()
    office.clock.advance_by(timedelta(minutes=1))
    assert wrong(office) == set()  # too few to judge by
    post_many(office, 1, "b")
    office.deliver()
    assert wrong(office) == {"refusals"}


def test_a_volume_changed_by_half_is_cried_out(office: SimulatedOffice) -> None:
    """Twenty on every Tuesday for four weeks; how many on the fifth? Looked at on the day after."""
    for week in range(4):
        post_many(office, 20, f"week-{week}")
        office.clock.advance_by(timedelta(weeks=1))
    posted = 0
    for yesterday, odd in [(0, True), (10, True), (11, False), (20, False), (29, False), (30, True)]:
        post_many(office, yesterday - posted, f"up-to-{yesterday}")
        posted = yesterday
        assert ("volume" in wrong(office, later=timedelta(days=1))) == odd, yesterday


def test_the_log_cries_with_a_dead_outbox_and_names_nobody(
    office: SimulatedOffice, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    post_many(office, 2, "plan-secret")
    office.clock.advance_by(timedelta(hours=1))
    alarms, guard = DailyAlarms(), RestoreGuard(tmp_path / "mark", office.database)
    with caplog.at_level(logging.ERROR):
        assert alarms.log_alarms(context_of(office), guard) == 3
        logged = len(caplog.records)
        office.clock.advance_by(timedelta(minutes=1))
        assert alarms.log_alarms(context_of(office), guard) == 3
        assert len(caplog.records) == logged == 3, "each kind once a day"
    assert "2 reminders should have left" in caplog.text
    assert "secret" not in caplog.text
    assert {m.state for m in office.messages("text")} == {MessageState.CREATED}
