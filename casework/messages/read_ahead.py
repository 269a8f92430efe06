"""What the last looks at several messages ask for, read for all of them at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import and_, bindparam, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.base import Record
from models.item import Item, UnavailabilityPeriod
from models.message import Message
from models.office import Role, Staff
from models.person import Person, PhoneIndex
from models.plan import Plan, TeamMember
from notifications.events import TO_PERSONS, ChannelName
from notifications.text_registry import TEXTS_WITH_CALL_BACK

RecordRow = TypeVar("RecordRow", bound=Record)

_HELD_OF_PLANS = select(TeamMember.plan_id, TeamMember.staff_id, TeamMember.role, TeamMember.until_at).where(
    col(TeamMember.plan_id).in_(bindparam("ids", expanding=True))
)
_UNABLE_AT_ALL = (
    select(UnavailabilityPeriod.plan_id)
    .where(col(UnavailabilityPeriod.plan_id).in_(bindparam("ids", expanding=True)))
    .distinct()
)


def _elsewhere_of_several() -> Any:
    """Whose number, of several people, stands in another case too."""
    theirs, same, owner, other = aliased(PhoneIndex), aliased(PhoneIndex), aliased(Person), aliased(Person)
    return (
        select(theirs.person_id)
        .join(owner, col(owner.id) == col(theirs.person_id))
        .join(same, col(same.digest) == col(theirs.digest))
        .join(other, col(other.id) == col(same.person_id))
        .where(
            col(theirs.person_id).in_(bindparam("ids", expanding=True)),
            col(other.plan_id) != col(owner.plan_id),
            col(other.ended_on).is_(None),
        )
        .distinct()
    )


_ELSEWHERE_OF_SEVERAL = _elsewhere_of_several()
_PLANS, _STAFF, _ITEMS = (
    select(table).where(col(table.id).in_(bindparam("ids", expanding=True))) for table in (Plan, Staff, Item)
)
_PERSONS = select(Person).where(
    or_(
        col(Person.id).in_(bindparam("ids", expanding=True)),
        and_(col(Person.plan_id).in_(bindparam("plans", expanding=True)), col(Person.role) == "minor"),
    )
)

CONTACTS = (Role.SOCIAL_WORKER.value, Role.ASSISTANT.value, Role.PROSECUTOR.value)
"""Whom a family calls back: the first of these who carries the plan and has a number."""
_CARRY = (
    select(TeamMember.plan_id, TeamMember.role, Staff.phone)
    .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
    .where(
        col(TeamMember.plan_id).in_(bindparam("ids", expanding=True)),
        col(TeamMember.role).in_(CONTACTS),
        col(TeamMember.accepted_at).is_not(None),
        col(TeamMember.until_at).is_(None),
        col(Staff.active),
        col(Staff.phone).is_not(None),
    )
)

READ_AHEAD = "read_ahead"


@dataclass(frozen=True)
class Ahead:
    """What the looks at several messages ask for, as one transaction has read it for all of them."""

    plans: AbstractSet[uuid.UUID] = frozenset()
    persons: AbstractSet[uuid.UUID] = frozenset()
    minors: Mapping[uuid.UUID, Person] = field(default_factory=dict)
    """By plan."""
    sometimes_unable: AbstractSet[uuid.UUID] = frozenset()
    """Plans of which anybody was ever unable: only of these it is asked when."""
    shared: AbstractSet[uuid.UUID] = frozenset()
    """Persons whose number stands in another case too."""
    held: Mapping[tuple[uuid.UUID, uuid.UUID, str], Sequence[Any]] = field(default_factory=dict)
    """By plan, member of the staff and role, until when they carried it."""
    call_backs: Mapping[uuid.UUID, str | None] = field(default_factory=dict)
    """By plan, the number that a family calls back; of the plans that were asked for."""
    rows: Mapping[tuple[type[Any], uuid.UUID], Any] = field(default_factory=dict)
    """By table and id."""


_NOTHING_AHEAD = Ahead()


def read_ahead(session: Session, messages: Sequence[Message]) -> None:
    """What the looks at these messages will ask for is in the session, in one question for each table instead of one for
    each message. For a session that ends with the looks."""
    session.info.pop(READ_AHEAD, None)
    if len(messages) < 2:
        return

    def ask(query: Any, ids: AbstractSet[uuid.UUID | None], **more: Any) -> list[Any]:
        return session.exec(query, params={"ids": tuple(ids - {None}), **more}).all() if ids - {None} else []

    to_persons = [message for message in messages if message.recipient_role in TO_PERSONS]
    to_staff = [message for message in messages if message.recipient_role not in TO_PERSONS]
    plans, of_persons = ({message.plan_id for message in some} - {None} for some in (messages, to_persons))
    recipients = {message.recipient_id for message in to_persons}
    persons = ask(_PERSONS, recipients, plans=tuple(of_persons))
    items = {message.item_id for message in messages if message.channel != ChannelName.INBOX}
    rows = [
        *persons,
        *ask(_PLANS, plans),
        *ask(_STAFF, {message.recipient_id for message in to_staff}),
        *ask(_ITEMS, items),
    ]
    held: dict[tuple[uuid.UUID, uuid.UUID, str], list[Any]] = {}
    for plan_id, staff_id, role, until in ask(_HELD_OF_PLANS, {message.plan_id for message in to_staff}):
        held.setdefault((plan_id, staff_id, role), []).append(until)
    session.info[READ_AHEAD] = Ahead(
        plans={plan_id for plan_id in plans if plan_id is not None},
        persons={person_id for person_id in recipients if person_id is not None},
        minors={person.plan_id: person for person in persons if person.role == "minor"},
        sometimes_unable=set(ask(_UNABLE_AT_ALL, of_persons)),
        shared=set(ask(_ELSEWHERE_OF_SEVERAL, recipients)),
        held=held,
        call_backs=find_callback_numbers(
            session, {one.plan_id for one in to_persons if one.plan_id and one.template in TEXTS_WITH_CALL_BACK}
        ),
        rows={(type(row), row.id): row for row in rows},
    )


def find_callback_numbers(session: Session, plans: Collection[uuid.UUID]) -> dict[uuid.UUID, str | None]:
    """For each of these plans the number of whoever is the family's contact; None where none of them has one."""
    carried = session.exec(_CARRY, params={"ids": tuple(plans)}).all() if plans else ()
    found: dict[uuid.UUID, str | None] = dict.fromkeys(plans)
    for plan_id, _role, phone in sorted(carried, key=lambda one: CONTACTS.index(one[1])):
        found[plan_id] = found[plan_id] or phone
    return found


def get_ahead(session: Session) -> Ahead:
    """What was read ahead in this session; nothing, where each look asks for itself."""
    found: Ahead = session.info.get(READ_AHEAD, _NOTHING_AHEAD)
    return found


def find_row(session: Session, table: type[RecordRow], row_id: uuid.UUID | None) -> RecordRow | None:
    """The row of that table, as this session has it; None if there is none."""
    known: RecordRow | None = get_ahead(session).rows.get((table, row_id)) if row_id is not None else None
    return known if known is not None else session.get(table, row_id)
