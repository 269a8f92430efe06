"""The states of a message move only forward, whatever happens to it."""

import contextlib
from datetime import timedelta
from itertools import pairwise
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from models.database import Database
from models.message import FORWARD, Message, MessageState, MessageStep, set_state
from notifications.channels.channel import SendOutcome, SendResult
from notifications.delivery_receipts import set_outcome
from notifications.matrix import Event, Recipient
from notifications.outbox import withdraw_messages
from tests.notifications.doubles import PROSECUTOR, STAFF_MAIL, TUESDAY, ScriptedChannel, SimulatedOffice
from tests.records import fresh_record

ENDS = {state for state, following in FORWARD.items() if not following}

_acts = st.one_of(
    st.tuples(st.just("post"), st.integers(0, 3)),
    st.tuples(st.just("deliver"), st.sampled_from([outcome.value for outcome in SendOutcome])),
    st.tuples(st.just("die"), st.sampled_from(["before", "inside"])),
    st.tuples(st.just("wait"), st.integers(1, 40)),
    st.tuples(st.just("withdraw"), st.none()),
    st.tuples(st.just("settle"), st.sampled_from([state.value for state in MessageState])),
)


class _Death(BaseException):
    """The process is gone: nothing that comes after it in the program happens."""


@settings(max_examples=30)
@given(acts=st.lists(_acts, min_size=5, max_size=25))
def test_states_only_move_forward_and_every_move_leaves_a_step(acts: list[tuple[str, object]]) -> None:
    database = fresh_record()
    _perform(SimulatedOffice(database), acts)
    _holds(database)


def _perform(office: SimulatedOffice, acts: list[tuple[str, object]]) -> None:
    office.book.everybody = STAFF_MAIL
    for act, detail in acts:
        match act, detail:
            case "post", int(number):
                to = Recipient.PROSECUTOR
                office.post(str(number), event=Event.STATUTORY_DATE_NEAR, to=to, recipient_id=PROSECUTOR, alone=True)
            case "deliver", str(outcome):
                answers: list[SendResult | Exception] = [SendResult(SendOutcome(outcome), reason=outcome)] * 9
                finds = None if outcome == "sent" else SendResult(SendOutcome.UNKNOWN)
                office.channels |= {channel: ScriptedChannel(list(answers), finds) for channel in ("email", "text")}
                office.deliver()
            case "die", str(where):
                _die(office, where)
            case "wait", int(minutes):
                office.clock.advance_by(timedelta(minutes=minutes))
            case "withdraw", _:
                with office.database.transaction() as session:
                    withdraw_messages(session, office.clock.now(), reason="done", recipient_id=PROSECUTOR)
            case "settle", str(state):
                _settle(office, MessageState(state))


def _die(office: SimulatedOffice, where: str) -> None:
    def dies(*_: object) -> NoReturn:
        raise _Death

    channel = ScriptedChannel(during=dies)
    office.channels |= {"email": channel, "text": channel}
    kept = office.eligible
    if where == "before":
        office.eligible = dies
    with contextlib.suppress(_Death):
        office.deliver()
    office.eligible = kept


def _settle(office: SimulatedOffice, state: MessageState) -> None:
    for message in office.messages():
        allowed = state in FORWARD[MessageState(message.state)] and message.state in ("unknown", "sent")
        with office.database.transaction() as session:
            if allowed:
                set_outcome(session, office.clock.now(), message.id, state, "by_hand")


def _holds(database: Database) -> None:
    with database.reading() as session:
        for message in session.exec(select(Message)):
            steps = session.exec(
                select(MessageStep).where(MessageStep.message_id == message.id).order_by(col(MessageStep.number))
            ).all()
            states = [MessageState(step.state) for step in steps]
            assert states[0] == MessageState.CREATED
            assert states[-1] == message.state
            assert [step.number for step in steps] == list(range(1, message.steps + 1))
            assert all(after == before or after in FORWARD[before] for before, after in pairwise(states))
            assert all(before.at <= after.at for before, after in pairwise(steps))
            if message.state not in (MessageState.CREATED, MessageState.CLAIMED):
                assert message.handing_over_since is None


def test_nothing_follows_an_end() -> None:
    office = SimulatedOffice(fresh_record())
    office.post()
    message = office.only("text")
    with office.database.reading() as session:
        for end in ENDS:
            message.state = end.value
            for state in MessageState:
                with pytest.raises(ValueError, match="cannot become"):
                    set_state(session, message, TUESDAY, state)
