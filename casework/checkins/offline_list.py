"""What somebody may fill in on the way, without a signal: their own contacts, and what a family tells them by phone.

The list travels on a phone: plans by their number, tasks by their kind and day. Whose they are it says of one's own contacts
up to tomorrow, which the phone keeps encrypted and for a day.
"""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session, and_, col, or_, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.checkins.acts import TAKE_ALONG
from casework.checkins.attachments import filter_allowed, get_allowed_attachments, get_location_precision
from casework.shared.items.item_kinds import ITEM_KINDS, STAFF_HAND_IN, Pattern
from core.i18n import Text
from models.item import STILL_OPEN, Item
from models.office import Role
from models.person import Person
from models.plan import Plan

LISTED_FOR = timedelta(days=7)
MAX_TASKS = 200


@dataclass(frozen=True)
class OfflineTask:
    """One task that may be filled in on the way."""

    plan: str
    kind: str
    words: Text
    owner: str
    due_on: date
    family: bool
    """Owed by the family, and filled in for them by phone or from paper."""
    may_attach: list[str]
    """What the plan says may be attached to it."""
    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    """The minor's, for a contact of one's own that is due by tomorrow."""


@dataclass(frozen=True)
class OfflineList:
    """The list, the day it was made, and a mark that tells one member of staff from another and names nobody."""

    whose: str
    today: date
    tasks: list[OfflineTask]
    place_unit: int
    """To squares of how many metres a place is rounded, on the phone already."""


def load_offline_list(context: Context, actor: Actor) -> OfflineList:
    """What may be filled in on the way, the earliest first. Taking the list along is a line in the journal."""
    with context.query_plans(actor, TAKE_ALONG) as session:
        today = context.clock.today()
        own = and_(col(Item.owner) == actor.role.value, col(Item.kind).in_(STAFF_HAND_IN))
        family = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY]
        notifying = and_(col(Item.owner).in_((Role.MINOR.value, Role.GUARDIAN.value)), col(Item.kind).in_(family))
        found = session.exec(
            select(Item, Plan)
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(
                visible_plans(actor, TAKE_ALONG),
                col(Plan.sealed_at).is_(None),
                col(Plan.closed_at).is_(None),
                col(Item.status).in_(STILL_OPEN),
                col(Item.due_on) <= today + LISTED_FOR,
                or_(own, notifying),
            )
            .order_by(col(Item.due_on), col(Item.id))
            .limit(MAX_TASKS)
        ).all()
        tomorrow = today + timedelta(days=1)
        near = {plan.id for item, plan in found if item.kind not in family and item.due_on <= tomorrow}
        minors = _load_minors(context, session, near)
        tasks = [
            OfflineTask(
                plan.number, item.kind, ITEM_KINDS[item.kind].words, item.owner, item.due_on, item.kind in family,
                filter_allowed(item.kind, get_allowed_attachments(plan)),
                *(minors[plan.id] if item.kind not in family and item.due_on <= tomorrow else ()),
            )
            for item, plan in found
        ]  # fmt: skip
    return OfflineList(_owner_hash(actor), today, tasks, get_location_precision(context, actor.office_id))


def _load_minors(context: Context, session: Session, plans: set[uuid.UUID]) -> dict[uuid.UUID, list[str | None]]:
    """The minor's name, telephone and address on each of those plans."""
    query = select(Person).where(col(Person.plan_id).in_(plans), Person.role == Role.MINOR.value)
    said = {
        one.plan_id: context.vault.open_document(one.plan_id, "person.document", one.id, one.document)
        for one in session.exec(query)
    }
    return {plan: [words.get(name) for name in ("name", "phone", "address")] for plan, words in said.items()}


def _owner_hash(actor: Actor) -> str:
    return hashlib.sha256(f"out/{actor.id}".encode()).hexdigest()[:16]
