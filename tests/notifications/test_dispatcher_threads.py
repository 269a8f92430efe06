"""Several are handed over at the same time: none is held up by another, and none leaves on an old check."""

import threading
import uuid
from collections import Counter
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from models.database import Database
from models.message import Message, MessageState
from notifications import dispatcher
from notifications.addresses import Address
from notifications.channels.channel import SendOutcome, SendResult
from notifications.contact_hours import ContactHours, QuietHours, QuietSchedule
from notifications.dispatcher import LEASE, MAX_CHECK_SECONDS
from notifications.matrix import Event
from notifications.outbox import load_steps
from tests.notifications.doubles import ScriptedChannel, SimulatedOffice


def _office(database: Database, channel: ScriptedChannel, messages: int = 6) -> SimulatedOffice:
    office = SimulatedOffice(database, channels={"text": channel})
    for number in range(messages):
        office.post(str(number), event=Event.AFTER_CARE_OFFERED, recipient_id=uuid.UUID(int=10 + number))
    return office


@pytest.mark.parametrize("late", [False, True])
def test_a_check_that_is_too_old_when_the_turn_has_come_is_made_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """The process stood still between the mark and the hand-over, and meanwhile the reason for the message went."""
    office = _office(database, channel := ScriptedChannel(), messages=1)
    readings = iter([0.0, MAX_CHECK_SECONDS + 1.0 if late else MAX_CHECK_SECONDS - 1.0])
    monkeypatch.setattr(dispatcher, "monotonic", lambda: next(readings, 100.0))
    office.deliver()
    assert len(channel.handed) == (0 if late else 1)
    office.eligible = lambda _session, _message: "done_meanwhile"
    office.deliver()
    message = office.only("text")
    assert message.state == (MessageState.NOT_SENT if late else MessageState.SENT)
    assert message.attempts == (0 if late else 1)
    with database.reading() as session:
        assert ("not_handed_over" in [step.reason for step in load_steps(session, message.id)]) == late


@pytest.mark.parametrize("passes", ["the hour", "the lease"])
def test_nothing_leaves_once_the_hour_or_the_lease_has_passed(sqlite_database: Database, passes: str) -> None:
    office = _office(sqlite_database, channel := ScriptedChannel(), messages=1)
    quiet = ContactHours(QuietSchedule(QuietHours(time(21), time(8))))
    office.book.everybody = Address(phone="10012345678", code_word="小河", call_back="0900-8600000", hours=quiet)
    if passes == "the hour":
        office.clock.advance_by(timedelta(hours=11, minutes=59, seconds=59))
    by = timedelta(seconds=1) if passes == "the hour" else LEASE
    office.eligible = lambda _session, _message: office.clock.advance_by(by)
    office.deliver()
    assert channel.handed == []
    office.eligible = lambda _session, _message: None
    assert office.deliver().sent == (0 if passes == "the hour" else 1)
    office.clock.advance_by(timedelta(hours=11))
    office.deliver()
    assert len(channel.handed) == 1


def test_one_that_cannot_be_prepared_takes_no_other_with_it(sqlite_database: Database) -> None:
    """The rest leaves, and the bad one waits for its next try."""
    office = _office(sqlite_database, channel := ScriptedChannel())

    def fails_for_one(session: Session, message: Message) -> None:
        if message.dedupe_key.startswith("3"):
            raise KeyError

    office.eligible = fails_for_one
    came_to = office.deliver(threads=4)
    assert (came_to.sent, came_to.waiting) == (5, 1)
    assert len(channel.handed) == 5


def test_a_death_among_several_leaves_each_to_be_asked_for(database: Database) -> None:
    """One was handed over and two only marked: the carrier is asked about each, and hears of none twice."""
    sent: list[Message] = []
    turn = threading.Lock()

    class Died(BaseException):
        pass

    def dies(message: Message) -> None:
        with turn:
            if sent:
                raise Died
            sent.append(message)
        raise Died

    office = _office(database, ScriptedChannel(during=dies))
    with pytest.raises(Died):
        office.deliver(threads=3)

    class Knows(ScriptedChannel):
        def find(self, message: Message) -> SendResult | None:
            return SendResult(SendOutcome.SENT) if message.id in [one.id for one in sent] else None

    second = Knows()
    office.channels["text"] = second
    office.clock.advance_by(LEASE)
    assert office.deliver(threads=3).sent == 6
    assert {message.state for message in office.messages("text")} == {MessageState.SENT}
    assert len(second.handed) == 5
    with database.reading() as session:
        steps = [step.reason for message in second.handed for step in load_steps(session, message.id)]
    assert Counter(steps)["not_handed_over"] == 2


def test_several_threads_hand_over_at_the_same_time_and_one_person_belongs_to_one(sqlite_database: Database) -> None:
    """Three meet inside their hand-overs; of two that say the same to one person the second sees the first."""
    meeting = threading.Barrier(3, timeout=10)
    first_of_each: set[int] = set()

    def meets(message: Message) -> None:
        if threading.get_ident() not in first_of_each:
            first_of_each.add(threading.get_ident())
            meeting.wait()

    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel(during=meets)})
    for number in range(9):
        office.post(str(number), recipient_id=uuid.UUID(int=number % 6))
    came_to = office.deliver(threads=3)
    assert (came_to.sent, came_to.not_sent, came_to.delivered) == (6, 3, 9)
    assert len(first_of_each) == 3


@pytest.mark.parametrize("begun", [0, 1])
def test_where_a_thread_cannot_be_begun_nothing_is_left_unknown(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, begun: int
) -> None:
    """Found by the crash tests: each thread that was refused left a message marked, and so of unknown outcome."""
    start, left = threading.Thread.start, [begun]

    def start_some(thread: threading.Thread) -> None:
        if not left[0]:
            raise RuntimeError("can't start new thread")
        left[0] -= 1
        start(thread)

    office = _office(sqlite_database, ScriptedChannel())
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", start_some)
        with pytest.raises(RuntimeError, match="new thread"):
            office.deliver(threads=3)
    assert {message.state for message in office.messages("text")} == {MessageState.CREATED}
    assert office.deliver(threads=3).sent == 6


def test_a_slow_thread_keeps_no_other_waiting_and_no_more_are_away_than_there_are_threads(
    sqlite_database: Database,
) -> None:
    """One text is taken only after all others were: the other thread brings them. So many a kill would leave unknown."""
    others, delivered, away = threading.Event(), list[uuid.UUID](), list[int]()

    def slow(message: Message) -> None:
        with sqlite_database.reading() as session:
            away.append(len(session.exec(select(Message).where(col(Message.handing_over_since).is_not(None))).all()))
        if message.recipient_id == uuid.UUID(int=10):
            assert others.wait(timeout=10)
        else:
            delivered.append(message.id)
            if len(delivered) == 5:
                others.set()

    office = _office(sqlite_database, ScriptedChannel(during=slow))
    assert office.deliver(threads=2).sent == 6
    assert max(away) == 2


def test_an_answer_that_could_not_be_written_down_is_written_at_the_second_try(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database cut the connection while the provider had the messages: what it said is known all the same."""
    office = _office(database, ScriptedChannel())
    write, lost = dispatcher._Round._write, [True]

    def fails_once(round_: Any, session: Any, answered: Any) -> None:
        if answered and lost.pop() if lost else False:
            raise OperationalError(None, None, Exception())
        write(round_, session, answered)

    monkeypatch.setattr(dispatcher._Round, "_write", fails_once)
    assert office.deliver(threads=3).sent == 6
