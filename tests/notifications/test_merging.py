"""Several things of one person, on one day, at one moment, are one text; each keeps a row of its own."""

import uuid
from datetime import date, timedelta

import pytest

from models.database import Database
from models.message import Message, MessageState, set_state
from notifications.channels.channel import SendOutcome, SendResult
from notifications.channels.inbox import InboxChannel
from notifications.digest_and_limits import MessageLimits
from notifications.dispatcher import DeliveryCounts, deliver_pending
from notifications.matrix import Event
from notifications.merging import get_text_and_values
from notifications.outbox import withdraw_messages
from notifications.reminder_policy import ReminderPolicy
from tests.at_once import at_once
from tests.notifications.doubles import AddressBook, ScriptedChannel, SimulatedOffice, nothing_against
from tests.records import fresh_record

PLAN, NOTE, REPORT, SHEET = (uuid.UUID(int=number) for number in (7, 71, 72, 73))
BOUNDS = MessageLimits(ReminderPolicy.load(), most_a_day=2)
EVENTS = {NOTE: Event.CHECK_IN_DUE, REPORT: Event.THOUGHT_REPORT_DUE, SHEET: Event.USAGE_SHEET_DUE}


@pytest.fixture
def office() -> SimulatedOffice:
    return SimulatedOffice(fresh_record(), channels={"text": ScriptedChannel()})


def post(office: SimulatedOffice, *items: uuid.UUID, **more: object) -> None:
    for item in items:
        office.post(f"k-{item.int}", event=EVENTS[item], item_id=item, plan_id=PLAN, **more)


def deliver(office: SimulatedOffice, **more: object) -> DeliveryCounts:
    return office.deliver(bounds=BOUNDS, **more)


def text_about(office: SimulatedOffice, item: uuid.UUID) -> Message:
    (found,) = [message for message in office.messages("text") if message.item_id == item]
    return found


def sent_texts(office: SimulatedOffice) -> list[str]:
    channel = office.channels["text"]
    assert isinstance(channel, ScriptedChannel)
    return [get_text_and_values(message)[0] for message in channel.handed]


@pytest.mark.parametrize("is_local", [True, False])
def test_two_that_coincide_are_one_text_and_the_other_points_to_it(office: SimulatedOffice, is_local: bool) -> None:
    office.channels["text"] = ScriptedChannel(is_local=is_local)
    post(office, NOTE, REPORT)
    deliver(office)
    first, other = text_about(office, NOTE), text_about(office, REPORT)
    assert sent_texts(office) == ["S25"]
    assert get_text_and_values(first)[1] == {"count": 2, "day": date(2026, 12, 23)}
    assert (first.state, first.said_count) == (MessageState.SENT, 2)
    assert (other.state, other.state_reason, other.said_in) == (MessageState.NOT_SENT, "said_together", first.id)


def test_three_are_one_as_well_and_count_as_one_of_the_day(office: SimulatedOffice) -> None:
    post(office, NOTE, REPORT, SHEET)
    office.post("own", event=Event.RETURN_CHECK, item_id=uuid.UUID(int=99), plan_id=PLAN)
    assert deliver(office).sent == BOUNDS.most_a_day
    assert sorted(sent_texts(office)) == ["S25", "S8"]


def test_what_is_of_another_day_another_moment_or_another_matter_goes_by_itself(office: SimulatedOffice) -> None:
    office.post("a", event=Event.CHECK_IN_DUE, item_id=NOTE, plan_id=PLAN)
    office.post(
        "b", event=Event.THOUGHT_REPORT_DUE, variables={"day": date(2026, 12, 24)}, item_id=REPORT, plan_id=PLAN
    )
    office.post(
        "c", event=Event.USAGE_SHEET_DUE, item_id=SHEET, plan_id=PLAN, due_at=office.clock.now() + timedelta(hours=1)
    )
    office.deliver(bounds=MessageLimits(ReminderPolicy.load(), most_a_day=9))
    assert sorted(sent_texts(office)) == ["S1", "S12"]


def test_the_text_speaks_only_of_what_is_still_owed_when_it_leaves(office: SimulatedOffice) -> None:
    """Done, excused, taken back: what is left alone is said in its own words."""
    post(office, NOTE, REPORT, SHEET)
    with office.database.transaction() as session:
        withdraw_messages(session, office.clock.now(), reason="excused", item_id=SHEET)
    office.eligible = lambda _session, message: "done_meanwhile" if message.item_id == NOTE else None
    deliver(office)
    assert sent_texts(office) == ["S12"]
    assert {item: text_about(office, item).state for item in EVENTS} == {
        NOTE: "not_sent", REPORT: "sent", SHEET: "withdrawn",
    }  # fmt: skip
    assert text_about(office, REPORT).said_count is None


def test_the_first_speaks_for_no_later_one_that_is_owed_no_more(office: SimulatedOffice) -> None:
    post(office, NOTE, REPORT)
    office.eligible = lambda _session, message: "done_meanwhile" if message.item_id == REPORT else None
    deliver(office)
    assert sent_texts(office) == ["S1"]
    assert text_about(office, REPORT).state_reason == "done_meanwhile"


def test_done_while_the_provider_asked_for_patience_the_other_is_said_alone(office: SimulatedOffice) -> None:
    """Also if it is the very one that was to speak for both."""
    office.channels["text"] = ScriptedChannel([SendResult(SendOutcome.TRY_AGAIN, reason="http_503")])
    post(office, NOTE, REPORT)
    deliver(office)
    assert text_about(office, REPORT).state == MessageState.CLAIMED
    office.eligible = lambda _session, message: "done_meanwhile" if message.item_id == NOTE else None
    for _ in range(3):
        office.clock.advance_by(timedelta(minutes=2))
        deliver(office)
    assert sent_texts(office) == ["S25", "S12"]
    assert text_about(office, REPORT).state == MessageState.SENT


def test_a_provider_that_will_not_take_the_one_is_asked_for_the_other(office: SimulatedOffice) -> None:
    office.channels["text"] = ScriptedChannel([SendResult(SendOutcome.REFUSED, reason="gateway_9")])
    post(office, NOTE, REPORT)
    deliver(office)
    assert sent_texts(office) == ["S25", "S12"]


def test_where_the_answer_was_lost_nothing_of_either_is_sent_again(office: SimulatedOffice) -> None:
    office.channels["text"] = ScriptedChannel([SendResult(SendOutcome.UNKNOWN, reason="http_ReadTimeout")])
    post(office, NOTE, REPORT)
    for _ in range(3):
        deliver(office)
        office.clock.advance_by(timedelta(minutes=5))
    assert sent_texts(office) == ["S25"]
    assert [text_about(office, item).state for item in (NOTE, REPORT)] == ["unknown", "not_sent"]


def test_an_office_without_that_text_registered_says_each_by_itself(office: SimulatedOffice) -> None:
    class OnlyItsOwn(ScriptedChannel):
        def template_number(self, template: str) -> str | None:
            return None if template == "S25" else template

    office.channels["text"] = OnlyItsOwn()
    post(office, NOTE, REPORT)
    deliver(office)
    assert sent_texts(office) == ["S1", "S12"]


def test_a_policy_may_leave_each_by_itself(office: SimulatedOffice) -> None:
    written = ReminderPolicy.load().written
    begin = written.index("together = [")
    apart = written[:begin] + "together = []\n" + written[written.index("]", begin) + 1 :]
    post(office, NOTE, REPORT)
    office.deliver(bounds=MessageLimits(ReminderPolicy.read(apart), most_a_day=2))
    assert sent_texts(office) == ["S1", "S12"]


def test_what_comes_second_waits_for_the_first_that_another_dispatcher_holds(office: SimulatedOffice) -> None:
    post(office, NOTE, REPORT)
    with office.database.transaction() as session:
        theirs = session.get_one(Message, text_about(office, NOTE).id)
        theirs.fence, theirs.lease_until = 1, office.clock.now() + timedelta(minutes=3)
        set_state(session, theirs, office.clock.now(), MessageState.CLAIMED)
    deliver(office)
    assert sent_texts(office) == []
    office.clock.advance_by(timedelta(minutes=4))
    deliver(office)
    assert sent_texts(office) == ["S25"]


def test_two_dispatchers_that_hold_one_each_send_one_text(database: Database) -> None:
    office = SimulatedOffice(database)
    people = [uuid.UUID(int=1000 + number) for number in range(6)]
    for who in people:
        for item, event in EVENTS.items():
            office.post(f"{who.int}-{item.int}", event=event, recipient_id=who, plan_id=who,
                        item_id=uuid.UUID(int=who.int * 100 + item.int), due_at=office.clock.now())  # fmt: skip
    channel = ScriptedChannel()

    def dispatch() -> None:
        own = Database(office.database.url)
        try:
            for _ in range(20):
                deliver_pending(
                    own, office.clock, {"text": channel, "inbox": InboxChannel()}, AddressBook(), nothing_against,
                    limit=5, bounds=BOUNDS,
                )  # fmt: skip
        finally:
            own.dispose()

    at_once(dispatch, dispatch)
    office.channels["text"] = channel
    office.clock.advance_by(timedelta(minutes=5))
    deliver(office)
    assert sorted(message.recipient_id for message in channel.handed if message.recipient_id) == people
    assert {get_text_and_values(message)[0] for message in channel.handed} == {"S25"}
