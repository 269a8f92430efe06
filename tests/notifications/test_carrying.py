"""Several under way between two transactions: none is held up by another, and none leaves on an old look."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from models.database import Database
from models.message import Message, MessageState
from notifications.channels.channel import SendOutcome, SendResult
from notifications.delivery_worker import LEASE, LOOK_HOLDS
from notifications.matrix import Event
from notifications.outbox import load_steps, withdraw_messages
from tests.notifications.doubles import ScriptedChannel, SimulatedOffice


def _office(database: Database, channel: ScriptedChannel, messages: int = 6) -> SimulatedOffice:
    office = SimulatedOffice(database, channels={"text": channel})
    for number in range(messages):
        office.post(str(number), event=Event.AFTER_CARE_OFFERED, recipient_id=uuid.UUID(int=10 + number))
    return office


def test_what_takes_too_long_lets_the_others_look_again(database: Database) -> None:
    """Each hand-over takes a second and a half: two belong to one look, the others are looked at once more, and each
    has been tried once."""
    channel = ScriptedChannel(at_once=50)
    office = _office(database, channel)
    looks: list[str] = []
    office.eligible = lambda session, message: looks.append(message.dedupe_key)
    channel.during = lambda message: office.clock.advance_by(timedelta(seconds=1.5))
    assert office.deliver().sent == 6
    assert len(channel.handed) == len({message.id for message in channel.handed}) == 6
    assert [message.attempts for message in office.messages("text")] == [1] * 6
    assert len(looks) == 6 + 4 + 2


def test_what_was_overtaken_while_others_were_handed_over_does_not_leave(sqlite_database: Database) -> None:
    channel = ScriptedChannel(at_once=50)
    office = _office(sqlite_database, channel)
    reason: list[str | None] = [None]
    office.eligible = lambda session, message: reason[0]

    def slowly(message: Message) -> None:
        office.clock.advance_by(timedelta(seconds=3))
        reason[0] = "done_meanwhile"

    channel.during = slowly
    came_to = office.deliver()
    assert (came_to.sent, came_to.not_sent) == (1, 5)


def test_the_same_person_is_never_twice_among_those_under_way(sqlite_database: Database) -> None:
    """The second of two that say the same must see that the first has left."""
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel(at_once=50)})
    for number in range(3):
        office.post(str(number))
    came_to = office.deliver()
    assert (came_to.sent, came_to.not_sent) == (1, 2)


def test_one_that_cannot_be_prepared_takes_no_other_with_it(database: Database) -> None:
    """The first answers are written, the rest leaves, and the bad one waits for its next try."""
    channel = ScriptedChannel(at_once=2)
    office = _office(database, channel)

    def fails_for_one(session: Session, message: Message) -> None:
        if message.dedupe_key.startswith("3"):
            raise KeyError

    office.eligible = fails_for_one
    came_to = office.deliver()
    assert (came_to.sent, came_to.waiting) == (5, 1)
    assert len(channel.handed) == 5


def test_a_death_among_several_leaves_each_to_be_asked_for(database: Database) -> None:
    """Two were handed over and four only marked: the carrier is asked about each, and hears of none twice."""
    sent: list[Message] = []

    class Died(BaseException):
        pass

    def dies(message: Message) -> None:
        if len(sent) == 2:
            raise Died
        sent.append(message)

    office = _office(database, ScriptedChannel(at_once=50, during=dies))
    with pytest.raises(Died):
        office.deliver()

    class Knows(ScriptedChannel):
        def find(self, message: Message) -> SendResult | None:
            return SendResult(SendOutcome.SENT) if message.id in [one.id for one in sent] else None

    second = Knows(at_once=50)
    office.channels["text"] = second
    office.clock.advance_by(LEASE)
    assert office.deliver().sent == 6
    assert {message.state for message in office.messages("text")} == {MessageState.SENT}
    assert len(second.handed) == 4
    with database.reading() as session:
        first = session.exec(select(Message).where(Message.id == second.handed[0].id)).one()
        assert "not_handed_over" in [step.reason for step in load_steps(session, first.id)]


def test_several_workers_deliver_at_the_same_time_and_one_person_belongs_to_one_worker(
    sqlite_database: Database,
) -> None:
    """Three hands meet inside their hand-overs; of two that say the same to one person the second sees the first."""
    meeting = threading.Barrier(3, timeout=10)
    first_of_each: set[int] = set()

    def meets(message: Message) -> None:
        if threading.get_ident() not in first_of_each:
            first_of_each.add(threading.get_ident())
            meeting.wait()

    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel(during=meets)})
    for number in range(9):
        office.post(str(number), recipient_id=uuid.UUID(int=number % 6))
    came_to = office.deliver(workers=3)
    assert (came_to.sent, came_to.not_sent, came_to.delivered) == (6, 3, 9)
    assert len(first_of_each) == 3


@pytest.mark.parametrize("begun", [0, 1])
def test_where_no_thread_can_be_begun_nothing_is_left_unknown(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, begun: int
) -> None:
    """Fewer hands bring them, at last the one that keeps the books. Found by the crash tests: each hand that was refused
    left its message marked as being handed over, and so of unknown outcome."""
    start, left = threading.Thread.start, [begun]

    def start_some(thread: threading.Thread) -> None:
        if not left[0]:
            raise RuntimeError("can't start new thread")
        left[0] -= 1
        start(thread)

    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel()})
    for number in range(6):
        office.post(str(number), recipient_id=uuid.UUID(int=number))
    monkeypatch.setattr(threading.Thread, "start", start_some)
    assert office.deliver(workers=3).sent == 6


def test_a_slow_hand_keeps_no_other_waiting_and_no_more_are_away_than_there_are_hands(
    sqlite_database: Database,
) -> None:
    """One mail is taken only after all others were: the other hand brings them. So many a kill would leave unknown."""
    others, brought, away = threading.Event(), list[uuid.UUID](), list[int]()

    def slow(message: Message) -> None:
        with sqlite_database.reading() as session:
            away.append(len(session.exec(select(Message).where(col(Message.handing_over_since).is_not(None))).all()))
        if message.recipient_id == uuid.UUID(int=0):
            assert others.wait(timeout=10)
        else:
            brought.append(message.id)
            if len(brought) == 5:
                others.set()

    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel(during=slow)})
    for number in range(6):
        office.post(str(number), recipient_id=uuid.UUID(int=number))
    assert office.deliver(workers=2).sent == 6
    assert max(away) == 2


@pytest.mark.parametrize(
    ("meanwhile", "sent", "not_sent", "looked_again"),
    [
        ("nothing", 6, 0, False),
        ("it was withdrawn", 5, 0, False),
        ("another spoke for it", 5, 1, True),
        ("a moment passed, and its reason went", 5, 1, True),
        ("the record was busy for a moment, and its reason went", 5, 1, True),
        ("the provider said not now", 5, 0, True),
    ],
)
def test_those_who_come_next_are_looked_at_together_and_the_look_holds_for_a_moment(
    database: Database, monkeypatch: pytest.MonkeyPatch, meanwhile: str, sent: int, not_sent: int, looked_again: bool
) -> None:
    """Six to six people, one after the other. What happens to the second during the first is seen before it leaves: a row
    that was touched at once, all else after half a second or when a provider says not now."""
    office = _office(database, channel := ScriptedChannel())
    first, second = uuid.UUID(int=10), uuid.UUID(int=11)
    looks: list[uuid.UUID | None] = []
    a_moment, at_once = LOOK_HOLDS + timedelta(milliseconds=1), database.transaction

    @contextmanager
    def after_a_moment() -> Iterator[Session]:
        with at_once() as session:
            office.clock.advance_by(a_moment)
            yield session

    reason: list[str | None] = [None]

    def look(session: Session, message: Message) -> str | None:
        looks.append(message.recipient_id)
        return reason[0] if message.recipient_id == second else None

    def during(message: Message) -> None:
        if message.recipient_id != first:
            return
        if meanwhile == "it was withdrawn":
            with database.transaction() as session:
                withdraw_messages(session, office.clock.now(), reason="withdrawn", recipient_id=second)
        elif meanwhile == "another spoke for it":
            with database.transaction() as session:
                theirs = session.exec(select(Message).where(Message.recipient_id == second, Message.channel == "text"))
                theirs.one().said_in = message.id
        elif meanwhile == "a moment passed, and its reason went":
            office.clock.advance_by(a_moment)
            reason[0] = "done_meanwhile"
        elif meanwhile == "the record was busy for a moment, and its reason went":
            monkeypatch.setattr(database, "transaction", after_a_moment)
            reason[0] = "done_meanwhile"
        elif meanwhile == "the provider said not now":
            channel.answers = [SendResult(SendOutcome.TRY_AGAIN)]

    office.eligible, channel.during = look, during
    came_to = office.deliver()
    assert (came_to.sent, came_to.not_sent) == (sent, not_sent)
    assert (looks.count(second) > 1) == looked_again
