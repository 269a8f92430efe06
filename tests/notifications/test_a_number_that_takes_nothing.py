"""A number from which texts come back is left alone, until it is renewed or confirmed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.base import new_id
from models.database import Database
from models.message import Message
from notifications.channels.channel import SendOutcome, SendResult
from notifications.matrix import Event
from tests.notifications.doubles import FAMILY_PHONE, MINOR, ScriptedChannel, SimulatedOffice
from tests.records import fresh_record

CAME_BACK = SendResult(SendOutcome.BOUNCED, reason="gateway_no_number")
TOOK_IT = SendResult(SendOutcome.DELIVERED)


def _outcomes(office: SimulatedOffice, *answers: SendResult) -> list[str]:
    """One text a day; how each row stands in the end."""
    channel = office.channels["text"]
    assert isinstance(channel, ScriptedChannel)
    before = {message.id for message in office.messages("text")}
    for answer in answers:
        channel.answers = [answer]
        office.post(f"day-{office.clock.now():%j}", event=Event.CONTACT_CHANGED)
        office.deliver()
        office.clock.advance_by(timedelta(days=1))
    fresh = [message for message in office.messages("text") if message.id not in before]
    return [message.state_reason or message.state for message in fresh]


@pytest.mark.parametrize("taken", [TOOK_IT, SendResult(SendOutcome.SENT)])
def test_three_days_come_back_and_the_fourth_is_not_sent(taken: SendResult) -> None:
    """A taken one between them begins the count anew, also where no receipt ever comes; so does a new number, or the same
    one confirmed."""
    office = SimulatedOffice(fresh_record(), channels={"text": ScriptedChannel()})
    assert _outcomes(office, CAME_BACK, CAME_BACK, taken, CAME_BACK, CAME_BACK) == [
        *["gateway_no_number"] * 2,
        taken.outcome,
        *["gateway_no_number"] * 2,
    ]
    assert _outcomes(office, CAME_BACK, TOOK_IT) == ["gateway_no_number", "address_bounced"]
    office.book.everybody = replace(FAMILY_PHONE, since=office.clock.now())
    assert _outcomes(office, CAME_BACK, CAME_BACK, CAME_BACK, TOOK_IT) == [
        *["gateway_no_number"] * 3,
        "address_bounced",
    ]


def test_a_server_that_refuses_for_one_morning_has_told_nothing_of_the_number(sqlite_database: Database) -> None:
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel()})
    channel = office.channels["text"]
    assert isinstance(channel, ScriptedChannel)
    for minute in range(6):
        channel.answers = [CAME_BACK]
        office.post(f"morning-{minute}", event=Event.CONTACT_CHANGED)
        office.deliver()
        office.clock.advance_by(timedelta(minutes=1))
    assert _outcomes(office, TOOK_IT) == ["delivered"]


def test_no_text_goes_where_somebody_else_answered_a_call(sqlite_database: Database) -> None:
    """One call that found a stranger is enough: the next text would be read by that stranger."""
    office = SimulatedOffice(sqlite_database, channels={"text": ScriptedChannel()})
    now = office.clock.now()
    with sqlite_database.transaction() as session:
        session.add(
            Message(
                id=new_id(now),
                event=Event.CHECK_IN_DUE.value,
                recipient_role="minor",
                recipient_id=MINOR,
                channel="call",
                template="S1",
                language="zh-CN",
                dedupe_key="call",
                created_at=now,
                due_at=now,
                state="refused",
                state_reason="wrong_number",
            )  # fmt: skip
        )
    office.clock.advance_by(timedelta(hours=1))
    assert _outcomes(office, TOOK_IT) == ["wrong_number"]
    office.book.everybody = replace(FAMILY_PHONE, since=office.clock.now())
    assert _outcomes(office, TOOK_IT) == ["delivered"]
