"""Proof of reminding (提醒记录) for one thing owed: what was said about it, to which device, and what it proves.

A text on a shared phone is delivered and proves nothing. A page opened with a wrong code was opened by somebody, and
nothing was seen. Without proof, what did not come in is unknown and never counts.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_MESSAGES, READ_OWN
from casework.checkins.notice_proof import (
    MAY_PROVE,
    get_message_device,
    is_proof_of_notice,
    messages_about,
    was_asked,
    was_notified,
)
from casework.messages.reason_labels import reason_label
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import find_item, get_owner
from casework.shared.text.labels import item_status_label, message_state_label, role_label
from core.i18n import Text, _
from models.item import Item
from models.journal import JournalLine
from models.message import Message
from models.person import Person
from notifications.events import ChannelName
from notifications.merging import get_text_and_values
from notifications.outbox import load_steps


@dataclass(frozen=True)
class MessageStepView:
    """One move of a message."""

    at: datetime
    state: str
    words: Text
    reason: Text | None


@dataclass(frozen=True)
class MessageProof:
    """One message, call or sheet: when, by which channel, its status, and who may have seen it."""

    id: uuid.UUID
    at: datetime | None
    """When it left, or was said; None for what did not leave."""
    to: str
    to_words: Text
    event: str
    channel: str
    text: str
    state: str
    state_words: Text
    reason: Text | None
    device: str | None
    may_have_seen: Text
    proves: bool
    in_time: bool
    """It came no later than the thing was due: only then could the person know of it."""
    steps: list[MessageStepView]


@dataclass(frozen=True)
class ProofOfReminding:
    """All reminders of one item, and what follows."""

    kind: str
    words: Text
    due_on: date
    owner: str
    status: str
    status_words: Text
    could_know: bool
    was_asked: bool
    conclusion: Text
    said: list[MessageProof]
    page_opened_at: list[datetime]
    """The owner's page was opened with the right code, from the first message on."""
    page_opened_by_others_at: list[datetime]
    """It was opened by a card of less than a day, or in a browser in which staff have signed in: maybe by somebody else."""
    wrong_codes_at: list[datetime]
    """The page rested after three wrong codes: probably somebody else, and nothing was seen."""


def load_proof(context: Context, actor: Actor, number: str, kind: str, due_on: date) -> ProofOfReminding:
    """What was said about the thing due on that day. No number, no address and no name is in it."""
    with context.open_for_reading(number, actor, READ_MESSAGES) as open_plan:
        item = find_item(open_plan, kind, due_on)
        owner = get_owner(open_plan, item)
        people = {person.id: person for person in open_plan.people()}
        rows = open_plan.session.exec(
            select(Message)
            .where(messages_about(item.id), col(Message.channel).in_(MAY_PROVE))
            .order_by(col(Message.due_at), col(Message.id))
        ).all()
        known, asked = was_notified(open_plan, item), was_asked(open_plan, item)
        since = min((row.due_at for row in rows), default=None)
        return ProofOfReminding(
            kind=item.kind,
            words=ITEM_KINDS[item.kind].words,
            due_on=item.due_on,
            owner=item.owner,
            status=item.status,
            status_words=item_status_label(item.status),
            could_know=known,
            was_asked=asked,
            conclusion=_CONCLUSIONS[known, asked],
            said=[
                _message_proof(open_plan, message, item, people.get(message.recipient_id or item.id))
                for message in rows
            ],
            page_opened_at=_lines(open_plan, READ_OWN.code, owner, since=since),
            page_opened_by_others_at=_lines(open_plan, READ_OWN.code, owner, since=since, marked=True),
            wrong_codes_at=_lines(open_plan, "page_rests", owner, since=since),
        )


_CONCLUSIONS = {
    (True, True): _("到期前能够知道，也问过情况。"),
    (True, False): _("到期前能够知道；还没有问到本人。"),
    (False, True): _("没有证据说明到期前知道；后来问过情况。"),
    (False, False): _("没有证据说明本人能够知道，没有完成也只算情况不明。"),
}  # fmt: skip

_SEEN_BY = {
    "own": _("本人自己的手机"),
    "shared": _("合用的手机，别人也可能看到；不能说明本人看过"),
    "keypad": _("按键手机，不能说明本人看过"),
    "none": _("没有手机"),
    "unknown": _("手机情况不明，不能说明本人看过"),
}  # fmt: skip
_BY_A_PERSON = {
    ChannelName.CALL: _("电话里和本人说过"),
    ChannelName.PAPER: _("当面交到本人手里"),
    ChannelName.PASSED_ON: _("由人转达，对方看过"),
}
_NOBODY = _("没有发出或没有联系上，无人看到")


def _message_proof(open_plan: OpenPlan, message: Message, item: Item, person: Person | None) -> MessageProof:
    return MessageProof(
        id=message.id,
        at=message.sent_at,
        to=message.recipient_role,
        to_words=role_label(message.recipient_role),
        event=message.event,
        channel=message.channel,
        text=get_text_and_values(message)[0],
        state=message.state,
        state_words=message_state_label(message.state),
        reason=reason_label(message.state_reason) if message.state_reason else None,
        device=get_message_device(message, person) if person else None,
        may_have_seen=_may_have_seen(message, person),
        proves=person is not None and is_proof_of_notice(message, person),
        in_time=message.sent_at is not None and message.sent_at <= item.due_at,
        steps=load_message_steps(open_plan.session, message.id),
    )


def load_message_steps(session: Session, message_id: uuid.UUID) -> list[MessageStepView]:
    """Every move of that message, in order."""
    return [
        MessageStepView(
            step.at, step.state, message_state_label(step.state), reason_label(step.reason) if step.reason else None
        )
        for step in load_steps(session, message_id)
    ]


def _may_have_seen(message: Message, person: Person | None) -> Text:
    if message.state == "delivered" and message.channel in _BY_A_PERSON:
        return _BY_A_PERSON[ChannelName(message.channel)]
    if message.state in ("sent", "delivered", "unknown") and person is not None:
        return _SEEN_BY[get_message_device(message, person)]
    return _NOBODY


def _lines(
    open_plan: OpenPlan, act: str, owner: Person | None, *, since: datetime | None, marked: bool = False
) -> list[datetime]:
    if owner is None or since is None:
        return []
    return sorted(
        line.at
        for line in open_plan.rows(JournalLine, JournalLine.act == act, col(JournalLine.at) >= since)
        if (line.actor_id == owner.id or line.note.get("relation") == owner.relation) and ("way" in line.note) is marked
    )
