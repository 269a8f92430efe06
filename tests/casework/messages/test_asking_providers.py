"""Providers are asked what became of texts, less and less often, and nobody is asked about a sealed case."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from casework.acting.performing import perform_as
from casework.family.acts import NameContact
from casework.messages.addresses import CaseAddresses
from casework.messages.receipts import MessageOutcome, poll_providers, settle_message
from core.errors import NotAllowed, NotFound, Refused
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, DeliveryReceipt, SendOutcome, SendResult
from notifications.outbox import load_steps
from notifications.render import Rendered
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy


@dataclass
class Provider(Channel):
    """Says later what it is told to say, of any message."""

    tells_status = True

    says: list[DeliveryReceipt | Exception | None] = field(default_factory=list)
    asked: list[tuple[str | None, datetime]] = field(default_factory=list)
    is_local: bool = False

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        return SendResult(SendOutcome.SENT, reference="N-1")

    def find(self, message: Message) -> SendResult | None:
        return None

    def get_status(self, message: Message, address: Address, handed_over_at: datetime) -> DeliveryReceipt | None:
        self.asked.append((address.phone, handed_over_at))
        answer = self.says.pop(0) if self.says else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        return None


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    """A boy whose note is due on Monday; the text about it has left."""
    return an_announced_plan(delivers=True).on("2026-03-08 17:30")


def _text(life: SimulatedPlan) -> Message:
    with life.context.database.transaction() as session:
        found = select(Message).where(Message.channel == "text", Message.event == "check_in_due")
        message = session.exec(found).first()
        assert message is not None
        return message


def _to_be_asked(life: SimulatedPlan) -> Message:
    message = _text(life)
    with life.context.database.transaction() as session:
        message.handed_over_as, message.look_again_at = "k", life.context.clock.now()
        session.add(message)
    return message


def test_what_the_provider_says_stands_in_the_row(life: SimulatedPlan) -> None:
    _to_be_asked(life)
    provider = Provider([RuntimeError("10000990101"), None, DeliveryReceipt("k", SendOutcome.DELIVERED, "N-1")])
    for _ in range(2):
        assert poll_providers(life.context, {"text": provider}) == 0
        assert poll_providers(life.context, {"text": provider}) == 0  # not yet again
        look = _text(life).look_again_at
        assert look is not None
        life.rehearsal.clock.advance_to(look)
    assert poll_providers(life.context, {"text": provider}) == 1
    message = _text(life)
    assert (message.state, message.look_again_at) == ("delivered", None)
    assert [phone for phone, _ in provider.asked] == ["10000990101"] * 3


def test_a_provider_that_does_not_answer_is_asked_once_a_round(life: SimulatedPlan) -> None:
    """Each question may take half a minute, and fifty may wait. The others keep their turn."""
    life.on("2026-03-13 17:30")
    with life.context.database.transaction() as session:
        texts = session.exec(select(Message).where(Message.channel == "text", Message.state == "sent")).all()
        assert len(texts) > 2
        for number, message in enumerate(texts):
            message.handed_over_as, message.look_again_at = f"k-{number}", life.context.clock.now()
            session.add(message)
    provider = Provider([TimeoutError()])
    assert poll_providers(life.context, {"text": provider}) == 0
    assert len(provider.asked) == 1
    poll_providers(life.context, {"text": provider})
    assert len(provider.asked) == len(texts), "all others, and not yet the first again"


def test_after_three_days_nobody_is_asked_any_more_and_the_row_says_so(life: SimulatedPlan) -> None:
    _to_be_asked(life)
    provider = Provider()
    for _ in range(20):
        poll_providers(life.context, {"text": provider})
        life.rehearsal.clock.advance_by(timedelta(hours=8))
    message = _text(life)
    assert (message.state, message.look_again_at) == ("sent", None)
    assert len(provider.asked) < 12
    with life.context.database.reading() as session:
        assert [step.reason for step in load_steps(session, message.id)][-1] == "no_receipt"


def test_nobody_is_asked_about_a_sealed_case(life: SimulatedPlan) -> None:
    message = _to_be_asked(life)
    with life.context.database.transaction() as session:
        life.context.find(session, life.number).sealed_at = life.context.clock.now()
    life.context.vault.rewrap(message.plan_id or message.id, life.context.archive_key)
    provider = Provider()
    assert poll_providers(life.context, {"text": provider}) == 0
    assert provider.asked == []
    assert _text(life).look_again_at is None


def test_a_person_says_what_became_of_it_and_undoes_nothing(life: SimulatedPlan) -> None:
    message, worker = _text(life), life.actor("social_worker")
    with pytest.raises(NotAllowed):
        settle_message(life.context, life.actor("clerk"), life.number, message.id, MessageOutcome.CAME_BACK)
    with pytest.raises(NotFound):
        settle_message(life.context, worker, life.number, uuid.UUID(int=7), MessageOutcome.CAME_BACK)
    for _ in range(2):
        settle_message(life.context, worker, life.number, message.id, MessageOutcome.CAME_BACK)
    assert _text(life).state == "bounced"
    with pytest.raises(Refused):
        settle_message(life.context, worker, life.number, message.id, MessageOutcome.ARRIVED)


def test_a_new_number_is_known_by_its_day(life: SimulatedPlan) -> None:
    """What came back from the old number says nothing of the new one."""
    number_of = CaseAddresses(life.context)
    with life.context.database.reading() as session:
        before = number_of.address(session, _text(life))
    perform_as(life.context, life.actor("social_worker"), life.number, NameContact, person="minor", name=None,
                 phone="10000990199", device="own")  # fmt: skip
    with life.context.database.reading() as session:
        after = number_of.address(session, _text(life))
    assert before is not None
    assert after is not None
    assert before.since is not None
    assert before.since < life.context.clock.now()
    assert (after.since, after.phone) == (life.context.clock.now(), "10000990199")


def test_a_case_whose_key_is_lost_keeps_no_provider_from_being_asked_about_others(life: SimulatedPlan) -> None:
    """Nobody can be asked about it: it is looked at less and less often, and after three days no more."""
    message = _to_be_asked(life)
    life.context.vault.destroy(message.plan_id or message.id)
    provider = Provider()
    assert poll_providers(life.context, {"text": provider}) == 0
    look = _text(life).look_again_at
    assert look is not None
    assert look > life.context.clock.now()
    assert provider.asked == []
