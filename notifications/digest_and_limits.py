"""What the policy says of one message at the moment of sending: the digest stands for it, or the day has had enough."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from core.clock import at_local, local_date, start_of_day
from models.item import Item
from models.message import Message, MessageState
from models.office import Staff
from models.plan import Plan
from notifications.events import FAMILY, ChannelName, Event, Recipient
from notifications.reminder_policy import ReminderPolicy


@dataclass(frozen=True)
class MessageLimits:
    """The policy, and the practice's number of texts to one person in a day."""

    policy: ReminderPolicy
    most_a_day: int
    office_policies: Mapping[uuid.UUID | None, ReminderPolicy] = field(default_factory=dict)
    """Those of offices that have one of their own, and under None one that holds in place of `policy`."""
    office_most: Mapping[uuid.UUID, int] = field(default_factory=dict)
    """The number of offices that have chosen their own."""
    counted: bool = True
    """Whether the digest stands for mails and a day has its limit; a life rehearsed alone shows each thing at its moment."""

    def policy_of(self, session: Session, message: Message) -> ReminderPolicy:
        """The one of the recipient's office, or for a family of the office of its plan."""
        if not self.office_policies:
            return self.policy
        staff = session.get(Staff, message.recipient_id) if message.recipient_id else None
        plan = session.get(Plan, message.plan_id) if message.plan_id and staff is None else None
        office = staff.office_id if staff else plan.office_id if plan else None
        return self.office_policies.get(office) or self.office_policies.get(None) or self.policy


def make_digest_key(day: date, recipient: Recipient, recipient_id: uuid.UUID | None) -> str:
    """Tells that day's digest of that person from every other."""
    return f"digest/{day.isoformat()}/{recipient.value}/{recipient_id or 'all'}"


def check_digest(bounds: MessageLimits, session: Session, message: Message, now: datetime) -> bool | datetime:
    """Whether that day's digest has said it; the moment until which it waits for one; False if it leaves by itself."""
    policy = bounds.policy_of(session, message)
    at = policy.digest_at.get(Recipient(message.recipient_role))
    if not bounds.counted or at is None or message.alone or message.channel == ChannelName.INBOX:
        return False
    if Event(message.event) not in policy.merges:
        return False
    day = local_date(message.due_at)
    if str(message.variables.get("day", day)) > day.isoformat():
        return False  # spoken of before its day: no digest counts it yet
    key = make_digest_key(day, Recipient(message.recipient_role), message.recipient_id)
    made = session.exec(select(Message.id).where(Message.dedupe_key == f"{key}/{ChannelName.EMAIL}")).first()
    if made is not None:
        return (
            message.item_id is not None
            and id_created_at(message.item_id) <= id_created_at(made)
            and _counted(session, message)
        )
    waits_until = at_local(day, at) + policy.waits
    return waits_until if now < waits_until else False


def _counted(session: Session, message: Message) -> bool:
    """A digest counts what its reader owes, and not what somebody else does who is late with it."""
    item = session.get(Item, message.item_id)
    return item is not None and item.owner == message.recipient_role


def check_daily_limit(bounds: MessageLimits, session: Session, message: Message, now: datetime) -> datetime | None:
    """The next day, if this person of a family has had as many texts today as anybody gets; None if not."""
    if not bounds.counted:
        return None
    does_not_count = bounds.policy_of(session, message).does_not_count
    counts = Event(message.event) not in does_not_count
    if not counts or message.alone or message.channel != ChannelName.TEXT or message.recipient_role not in FAMILY:
        return None
    today = local_date(now)
    had = session.exec(
        select(func.count())
        .select_from(Message)
        .where(
            Message.recipient_id == message.recipient_id,
            Message.channel == message.channel,
            Message.id != message.id,
            or_(
                and_(
                    col(Message.sent_at) >= start_of_day(today),
                    col(Message.state).in_((MessageState.SENT, MessageState.DELIVERED)),
                ),
                col(Message.handing_over_since).is_not(None),  # by another dispatcher, at this moment
            ),
            col(Message.alone).is_(False),
            col(Message.event).not_in([event.value for event in does_not_count]),
        )
    ).one()
    plan = session.get(Plan, message.plan_id) if message.plan_id and bounds.office_most else None
    most = bounds.office_most.get(plan.office_id, bounds.most_a_day) if plan else bounds.most_a_day
    return start_of_day(today + timedelta(days=1)) if had >= most else None


def id_created_at(made: uuid.UUID) -> datetime:
    """The millisecond at which that id was made, by the record's clock."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
