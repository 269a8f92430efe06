"""The outbox: posted with what caused it, once, and taken back the same way."""

import uuid
from datetime import date, timedelta

import pytest
from sqlmodel import col, update

from core.errors import BadInput
from models.database import Database
from models.message import Message, MessageState
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.inbox import inbox_of
from notifications.delivery_receipts import set_outcome
from notifications.matrix import Event, Recipient
from notifications.outbox import (
    find_next_due,
    list_given_up,
    load_steps,
    post_message,
    withdraw_messages,
)
from tests.notifications.doubles import (
    MINOR,
    PROSECUTOR,
    STAFF_MAIL,
    TUESDAY,
    ScriptedChannel,
    SimulatedOffice,
)

PLAN, ITEM = uuid.UUID(int=100), uuid.UUID(int=101)


def test_the_same_key_in_one_transaction_leaves_the_callers_work_whole(database: Database) -> None:
    """A second post of one key is no error for the database, so what the caller wrote besides is kept."""

    def ask(key: str) -> Message | None:
        return post_message(
            session, TUESDAY, event=Event.PRAISE_GIVEN, recipient=Recipient.MINOR, recipient_id=MINOR, dedupe_key=key
        )

    with database.transaction() as session:
        assert ask("a") is not None
        assert ask("a") is None
        assert ask("b") is not None
    assert len(SimulatedOffice(database).messages("text")) == 2


def test_what_is_rolled_back_was_never_posted(sqlite_database: Database) -> None:
    def verb_that_fails() -> None:
        with sqlite_database.transaction() as session:
            post_message(
                session,
                TUESDAY,
                event=Event.PRAISE_GIVEN,
                recipient=Recipient.MINOR,
                recipient_id=MINOR,
                dedupe_key="a",
            )
            raise RuntimeError("the verb failed")

    with pytest.raises(RuntimeError):
        verb_that_fails()
    assert SimulatedOffice(sqlite_database).messages() == []


def test_a_missing_value_is_reported_before_anything_is_stored(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    with pytest.raises(BadInput):
        office.post(variables={})
    assert office.messages() == []


def test_an_event_is_not_said_to_somebody_outside_its_rows(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    with pytest.raises(BadInput):
        office.post(event=Event.AGE_IN_DOUBT, to=Recipient.GUARDIAN)
    assert office.messages() == []


def test_a_row_tells_a_stranger_nothing(sqlite_database: Database) -> None:
    """No code word, number or address is kept: they are looked up at the moment of sending."""
    office = SimulatedOffice(sqlite_database)
    office.post()
    office.deliver()
    with sqlite_database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM message").fetchall()
    for private in ("小河", "10012345678", "0900-8600000"):
        assert private not in str(rows)


@pytest.mark.parametrize(
    ("event", "variables", "ends"),
    [
        (Event.CHECK_IN_DUE, {"day": date(2026, 11, 27), "time": "20:00"}, "2026-11-27T16:00:00+00:00"),
        (Event.CHECK_IN_LAST_DAY, {"time": "20:00"}, "2026-11-24T16:00:00+00:00"),
        (Event.CHECK_IN_NOT_RECEIVED, {"day": date(2026, 11, 27)}, "2026-11-27T16:00:00+00:00"),
        (Event.EXPLANATION_ANSWERED, {}, None),
    ],
    ids=["the day named", "today", "until that day", "never"],
)
def test_a_text_ends_when_its_words_would_be_untrue(
    sqlite_database: Database, event: Event, variables: dict[str, date | str], ends: str | None
) -> None:
    """Midnight in the office is four in the afternoon in UTC."""
    posted = SimulatedOffice(sqlite_database).post(event=event, variables=variables)
    assert posted is not None
    assert (posted.expires_at.isoformat() if posted.expires_at else None) == ends


def test_withdrawn_messages_are_kept_and_never_leave(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    office.post("a", item_id=ITEM, due_at=TUESDAY + timedelta(hours=1))
    office.post("b", item_id=uuid.UUID(int=102))
    with sqlite_database.transaction() as session:
        assert withdraw_messages(session, TUESDAY, reason="submitted", item_id=ITEM) == 2
    office.clock.advance_by(timedelta(hours=2))
    office.deliver()
    states = {message.dedupe_key: message.state for message in office.messages()}
    assert states == {"a/text": "withdrawn", "a/inbox": "withdrawn", "b/text": "sent", "b/inbox": "delivered"}


def test_withdrawing_can_be_limited_to_certain_events(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database)
    office.post("a", plan_id=PLAN)
    office.post("b", plan_id=PLAN, event=Event.CONTACT_CHANGED)
    with sqlite_database.transaction() as session:
        assert (
            withdraw_messages(session, TUESDAY, reason="messages_paused", plan_id=PLAN, events=[Event.CHECK_IN_DUE])
            == 2
        )
    assert {m.event for m in office.messages() if m.state == MessageState.CREATED} == {"contact_changed"}


def test_withdrawing_everything_at_once_is_no_act(sqlite_database: Database) -> None:
    with pytest.raises(ValueError, match="needs"), sqlite_database.transaction() as session:
        withdraw_messages(session, TUESDAY, reason="oops")


def test_the_next_moment_is_the_earliest_that_anything_is_due(database: Database) -> None:
    office = SimulatedOffice(database)
    with database.reading() as session:
        assert find_next_due(session) is None
    office.post("a", due_at=TUESDAY + timedelta(days=2))
    office.post("b", due_at=TUESDAY + timedelta(days=1))
    with database.reading() as session:
        assert find_next_due(session) == TUESDAY + timedelta(days=1)


def test_the_inbox_shows_what_was_delivered_newest_first(database: Database) -> None:
    office = SimulatedOffice(database)
    office.post("a")
    office.deliver()
    office.clock.advance_by(timedelta(hours=1))
    office.post("b", event=Event.CONTACT_CHANGED)
    office.post("c", event=Event.CONTACT_CHANGED, recipient_id=PROSECUTOR)
    office.post("d", due_at=TUESDAY + timedelta(days=1))
    office.deliver()
    with database.reading() as session:
        assert [message.dedupe_key for message in session.exec(inbox_of(MINOR))] == ["b/inbox", "a/inbox"]


def test_a_person_settles_what_nobody_knows(database: Database) -> None:
    office = SimulatedOffice(
        database, channels={"text": ScriptedChannel([SendResult(SendOutcome.UNKNOWN, reason="connection_lost")])}
    )
    office.post()
    office.deliver()
    with database.reading() as session:
        (unsettled,) = [message.id for message in list_given_up(session, since=TUESDAY)]
    with database.transaction() as session:
        set_outcome(session, TUESDAY, unsettled, MessageState.DELIVERED, "said_on_the_phone")
    with database.reading() as session:
        assert list_given_up(session, since=TUESDAY) == []
        steps = [(step.state, step.reason) for step in load_steps(session, unsettled)]
    assert steps[-2:] == [("unknown", "connection_lost"), ("delivered", "said_on_the_phone")]


def test_a_refused_mail_is_for_a_person_only_when_no_way_is_left(sqlite_database: Database) -> None:
    refusing = [SendResult(SendOutcome.REFUSED, reason="smtp_550")]
    office = SimulatedOffice(
        sqlite_database, channels={"email": ScriptedChannel(list(refusing)), "text": ScriptedChannel(list(refusing))}
    )
    office.book.everybody = STAFF_MAIL
    office.post(event=Event.STATUTORY_DATE_NEAR, to=Recipient.PROSECUTOR, recipient_id=PROSECUTOR)
    office.deliver()
    with sqlite_database.reading() as session:
        assert list_given_up(session, since=TUESDAY) == []
    office.deliver()
    with sqlite_database.reading() as session:
        assert [message.channel for message in list_given_up(session, since=TUESDAY)] == ["text"]


def test_of_more_than_five_hundred_that_were_refused_none_is_forgotten(sqlite_database: Database) -> None:
    """A provider was away for a day; those already told of do not hide the others."""
    with sqlite_database.transaction() as session:
        for number in range(510):
            post_message(session, TUESDAY, event=Event.PRAISE_GIVEN, recipient=Recipient.MINOR, recipient_id=MINOR,
                         dedupe_key=str(number))  # fmt: skip
        session.connection().execute(
            update(Message).where(col(Message.channel) == "text").values(state=MessageState.REFUSED)
        )
    with sqlite_database.reading() as session:
        assert len(list_given_up(session, since=TUESDAY)) == 510
