"""The head of the journal leaves once a day, whoever is asked to send it, and is missed when it does not."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.context import Context
from casework.acting.rights import SYSTEM, Actor
from casework.messages import journal_heads
from casework.messages.alarms_view import OF_THE_MACHINES, AlarmsCache
from casework.messages.journal_heads import export_journal_head, load_departures
from casework.messages.outbox_alarms import run_alarm_checks
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock
from flows.services import link_journal
from models.exported_head import SignedHead, open_head
from models.message import Message
from models.office import Role
from notifications.channels.memory import MemoryChannel
from tests.builders import an_office
from tests.notifications.doubles import TUESDAY
from tests.records import fresh_record

KEEPER = "keeper@example.test"
TODAY = date(2026, 11, 24)


@pytest.fixture
def office() -> Context:
    context = an_office(fresh_record(), TUESDAY)
    context.heads_email = KEEPER
    with context.database.transaction() as session:
        context.write_journal_line(session, TUESDAY, SYSTEM, "read")
    return context


def wrong(office: Context) -> set[str]:
    with office.database.reading() as session:
        return {one.name for one in run_alarm_checks(session, office) if not one.ok}


def messages(office: Context) -> list[Message]:
    with office.database.reading() as session:
        return list(session.exec(select(Message)))


def test_a_journal_without_a_link_has_no_head_and_any_other_has_one_a_day(office: Context, tmp_path: Path) -> None:
    """To the keeper and to the folder; asked again the same day, nothing more."""
    assert not export_journal_head(office, tmp_path / "heads")
    link_journal(office)

    assert export_journal_head(office, tmp_path / "heads")
    assert not export_journal_head(office, tmp_path / "heads")
    assert {(one.channel, one.recipient_id) for one in messages(office)} == {("email", None)}

    assert not journal_heads._sign_and_post(office), "another process looked before, and writes after"
    assert len(messages(office)) == 1

    (file,) = (tmp_path / "heads").iterdir()
    head = open_head(office.vault, file.read_text())
    assert isinstance(head, SignedHead)
    assert (head.day, head.number) == (TODAY, 1)
    assert {json.dumps(json.loads(str(one.variables["signed_head"]))) for one in messages(office)} == {
        json.dumps(json.loads(file.read_text()))
    }

    clock = office.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance_by(timedelta(days=1))
    assert export_journal_head(office, tmp_path / "heads")
    assert len(list((tmp_path / "heads").iterdir())) == 2


def test_the_mail_contains_the_head_and_goes_to_the_keeper(office: Context) -> None:
    link_journal(office)
    export_journal_head(office, None)
    channels = create_memory_channels()
    Dispatcher(channels).deliver(office)
    memory = channels["email"]
    assert isinstance(memory, MemoryChannel)
    (sent,) = memory.handed
    text = sent.rendered.body
    assert isinstance(open_head(office.vault, text[text.index("{") :]), SignedHead)
    with office.database.reading() as session:
        (today,) = load_departures(session, TODAY)
    assert (today.mailed, today.in_folder, today.waiting, today.left) == (True, False, 0, True)


def test_three_days_without_a_head_that_left_are_an_alarm(office: Context, tmp_path: Path) -> None:
    """Posted is not left: the mail must have been taken, or the file lie in its folder."""
    clock = office.clock
    assert isinstance(clock, SimulatedClock)
    link_journal(office)
    export_journal_head(office, None)
    clock.advance_by(timedelta(days=2))
    assert "journal_heads" not in wrong(office)
    clock.advance_by(timedelta(days=1))
    assert "journal_heads" in wrong(office)
    export_journal_head(office, tmp_path)
    assert "journal_heads" not in wrong(office)
    clock.advance_by(timedelta(days=3))
    assert "journal_heads" in wrong(office)


def test_where_no_head_goes_elsewhere_nobody_is_alarmed(office: Context) -> None:
    """As it is by default."""
    office.heads_email = None
    clock = office.clock
    assert isinstance(clock, SimulatedClock)
    link_journal(office)
    for _day in range(9):
        export_journal_head(office, None)
        clock.advance_by(timedelta(days=1))
        assert "journal_heads" not in wrong(office)


def test_that_no_head_left_is_told_the_administrator_and_not_those_who_look_after_cases(office: Context) -> None:
    clock = office.clock
    assert isinstance(clock, SimulatedClock)
    link_journal(office)
    export_journal_head(office, None)
    clock.advance_by(timedelta(days=4))
    roles = (Role.ADMINISTRATOR, Role.PROSECUTOR, Role.SOCIAL_WORKER)
    with office.database.transaction() as session:
        place = ensure_office(session, TUESDAY, "癸县")
        staff = [Actor.of_staff(ensure_staff(session, TUESDAY, f"gui.{role}", role, place)) for role in roles]
    cache = AlarmsCache()
    alarms = {actor.role: {one.name for one in cache.seen_by(office, actor)} & set(OF_THE_MACHINES) for actor in staff}
    assert alarms == {Role.ADMINISTRATOR: {"journal_heads"}, Role.PROSECUTOR: set(), Role.SOCIAL_WORKER: set()}
