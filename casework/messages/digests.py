"""The morning digest (今日待办): for each person of the staff two counts, and for the staff's group the counts of all.

Counts only, so that a lock screen or a group chat tells nothing. What lies behind them is on the desk.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, case, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, or_, select

from casework.acting.context import Context
from core.clock import at_local, local_date, start_of_day
from models.item import STILL_OPEN, Item
from models.message import Message
from models.office import Staff
from models.plan import Plan, TeamMember
from notifications.digest_and_limits import make_digest_key
from notifications.events import Event, Recipient
from notifications.outbox import post_message
from notifications.reminder_policy import ReminderPolicy


@dataclass(frozen=True)
class Digest:
    """How much is open for one person in one role, due today or before, and how much of it today."""

    recipient: Recipient
    staff_id: uuid.UUID | None
    count: int
    due_today: int


@dataclass(frozen=True)
class DueDigests:
    """Whose digests have come at a moment of a day."""

    day: date
    roles: Mapping[uuid.UUID | None, frozenset[str]]
    """By office; None stands for every office that has no policy of its own."""
    to_group: bool

    @property
    def is_empty(self) -> bool:
        """Whether none has come yet."""
        return not self.to_group and not any(self.roles.values())


class DigestRound:
    """Posts digests again and again. Once those that have come are there, only a person with nothing to do until then can
    still get one: that is looked for every ten minutes, because it reads every item that is due."""

    def __init__(self, policy: ReminderPolicy, *, group: bool) -> None:
        self.policy = policy
        self.group = group
        self._looked: tuple[DueDigests, datetime] | None = None

    def post(self, context: Context) -> int:
        """As `post_digests`; 0 where it has been done within ten minutes and no other digest has come since."""
        due, now = _find_due(context, self.policy, group=self.group), context.clock.now()
        if self._looked is not None and self._looked[0] == due and abs(now - self._looked[1]) < _AGAIN_AFTER:
            return 0
        posted = post_digests(context, self.policy, group=self.group)
        self._looked = due, now
        return posted


_AGAIN_AFTER = timedelta(minutes=10)


def post_digests(context: Context, policy: ReminderPolicy, *, group: bool = False) -> int:
    """Every digest whose hour has come today waits in the outbox, each once; returns how many are new.

    After days off the air there is today's, and none for the days that have passed. `group`: a robot is there to say
    the counts of all.
    """
    due, now = _find_due(context, policy, group=group), context.clock.now()
    if due.is_empty:
        return 0

    def find_fresh(session: Session) -> list[Digest]:
        made = _list_written_keys(session, due.day)
        offices = dict(session.exec(select(Staff.id, Staff.office_id)).all()) if context.policies else {}

        def is_due(one: Digest) -> bool:
            if one.staff_id is None:
                return due.to_group
            office = offices.get(one.staff_id)
            return one.recipient in due.roles[office if office in due.roles else None]

        return [
            one
            for one in get_digests(session, now, working=context.days.is_working(due.day))
            if is_due(one) and _key(one, due.day) not in made
        ]

    with context.database.reading() as session:
        if not find_fresh(session):  # as on every round but one: nobody who writes waits for it
            return 0
    with context.database.transaction() as session:
        return sum(_post(session, now, due.day, digest, context.language) for digest in find_fresh(session))


def _find_due(context: Context, policy: ReminderPolicy, *, group: bool) -> DueDigests:
    now, today = context.clock.now(), context.clock.today()
    policies = {None: policy} | context.policies
    roles = {
        office: frozenset(role for role, hour in one.digest_at.items() if now >= at_local(today, hour))
        for office, one in policies.items()
    }
    return DueDigests(today, roles, group and now >= at_local(today, policies[None].group_at))


def get_digests(session: Session, at: datetime, *, working: bool) -> Iterator[Digest]:
    """Who has something to be told now, at that moment; the group's last, as the sum. On a day off only what is due on it."""
    today = local_date(at)
    counts: Counter[tuple[Recipient, uuid.UUID]] = Counter()
    of_today: Counter[tuple[Recipient, uuid.UUID]] = Counter()
    owed = _select_owners(today, at).subquery()
    is_of_today = case((owed.c.due_on == today, 1), else_=0)
    counted = sql_select(owed.c.staff_id, owed.c.role, func.count(), func.sum(is_of_today))
    for staff_id, role, count, due_today in session.execute(counted.group_by(owed.c.staff_id, owed.c.role)):
        counts[Recipient(role), staff_id] = count
        of_today[Recipient(role), staff_id] = due_today
    for (recipient, staff_id), count in sorted(counts.items()):
        if working or of_today[recipient, staff_id]:
            yield Digest(recipient, staff_id, count, of_today[recipient, staff_id])
    if counts and (working or of_today.total()):
        yield Digest(Recipient.STAFF_GROUP, None, counts.total(), of_today.total())


_OPEN_NOW = (col(Item.status).in_(STILL_OPEN), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
"""An index finds these among all items; any condition beside it with OR would have every item read."""


def _select_owners(today: date, at: datetime) -> Select[uuid.UUID, str, date, uuid.UUID]:
    """The members of the team at that moment in the role that owes an item, once for each such item due by today."""
    carries = and_(
        TeamMember.plan_id == Item.plan_id,
        TeamMember.role == Item.owner,
        or_(col(TeamMember.until_at).is_(None), col(TeamMember.until_at) > at),
        col(TeamMember.accepted_at) <= at,
    )
    return (
        sql_select(col(TeamMember.staff_id), col(TeamMember.role), col(Item.due_on), col(Item.id))
        .select_from(Item)
        .join(TeamMember, carries)
        .join(Plan, col(Plan.id) == Item.plan_id)
        .join(Staff, col(Staff.id) == TeamMember.staff_id)
        .where(
            *_OPEN_NOW,
            col(Item.due_on) <= today,
            col(Staff.active),
            col(TeamMember.role).in_([recipient.value for recipient in _GET_ONE]),
        )
        .distinct()
    )


_GET_ONE = (Recipient.SOCIAL_WORKER, Recipient.ASSISTANT, Recipient.PROSECUTOR, Recipient.CLERK)


def _list_written_keys(session: Session, today: date) -> set[str]:
    found = session.exec(
        select(Message.dedupe_key).where(
            Message.event == Event.MORNING_DIGEST.value, col(Message.created_at) >= start_of_day(today)
        )
    )
    return {key.rpartition("/")[0] for key in found}


def _key(digest: Digest, today: date) -> str:
    return make_digest_key(today, digest.recipient, digest.staff_id)


def _post(session: Session, now: datetime, today: date, digest: Digest, language: str) -> bool:
    message = post_message(
        session,
        now,
        event=Event.MORNING_DIGEST,
        recipient=digest.recipient,
        recipient_id=digest.staff_id,
        dedupe_key=_key(digest, today),
        variables={"count": digest.count, "due_today": digest.due_today},
        language=language,
    )
    return message is not None
