"""Telling people: an event becomes messages to those whom the matrix names and the plan knows.

The texts carry no name, body or purpose; the rows are posted inside the verb's transaction.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS
from casework.shared.items.item_kinds import UNNAMED_IN_THE_JOURNAL, get_owners
from casework.shared.notify.contact_hours import get_contact_hours
from casework.shared.notify.receivers import get_receivers, keep_event
from core.clock import local_time
from models.item import Item
from models.office import Role, Staff
from models.person import Person
from models.webhook import Webhook
from notifications.contact_hours import ContactHours
from notifications.events import FAMILY, INFORMED, TO_PERSONS
from notifications.matrix import Event, NotificationRule, Recipient, find_rules
from notifications.outbox import NewMessage, post_messages
from notifications.render import Value
from notifications.text_registry import TEMPLATES

_OFFICE_WIDE = (
    Recipient.DEPARTMENT_HEAD, Recipient.CHIEF_PROSECUTOR, Recipient.DEPUTY, Recipient.CLERK, Recipient.CASE_MANAGEMENT,
    Recipient.ADMINISTRATOR,
)  # fmt: skip


def get_send_hours(open_plan: OpenPlan, person: Person | None) -> ContactHours:
    """When that person can be written to; for nobody in particular, outside the quiet hours."""
    return get_contact_hours(open_plan.context, open_plan.policy, open_plan.rulebook, open_plan.today, person)


FEW_HOURS = 7
"""Somebody whom a text can reach in fewer hours a week is hardly reached by texts."""


def has_few_hours(open_plan: OpenPlan, person: Person) -> bool:
    """Whether the hours that the person has said leave hardly any for a text."""
    limited = "sms" in person.reach and bool(person.phone_held or person.not_at)
    return limited and get_send_hours(open_plan, person).get_hours_a_week(open_plan.today) < FEW_HOURS


def notify(open_plan: OpenPlan, event: Event | None, key: str, **to: Any) -> int:
    """The event's messages, as `draft_messages` finds them, wait in the outbox; returns how many are new."""
    return post_drafts(open_plan, draft_messages(open_plan, event, key, **to))


def tell_office_systems(open_plan: OpenPlan) -> None:
    """What people have just done, where its act is declared as told, is an event in the feed and for webhooks: of an item
    once, of none once a day."""
    for line in open_plan.lines:
        if line.act in OPERATIONS and OPERATIONS[line.act].is_told:
            item = open_plan.session.get(Item, line.subject_id) if line.subject_kind == "item" else None
            notify(open_plan, Event.ACT_DONE, str(item.id if item else open_plan.today), item=item, act=line.act)


def post_drafts(open_plan: OpenPlan, drafts: Sequence[NewMessage], *, often_posted: bool = False) -> int:
    """The messages wait in the outbox; returns how many are new. `often_posted`: most of them usually are not."""
    posted = post_messages(open_plan.session, open_plan.now, drafts, often_posted=often_posted)
    open_plan.posted += posted
    return len(posted)


def draft_messages(
    open_plan: OpenPlan,
    event: Event | None,
    key: str,
    *,
    item: Item | None = None,
    day: date | None = None,
    count: int | None = None,
    only: Collection[Recipient] | None = None,
    persons: Collection[uuid.UUID] | None = None,
    staff: Collection[Staff] | None = None,
    due_at: datetime | None = None,
    but: uuid.UUID | None = None,
    act: str | None = None,
) -> list[NewMessage]:
    """What is to be said because of the event, and to whom. `key` tells this occasion from every other: the same key for
    the same person is posted once, however often this is said.

    A family is written to only in the hours in which it may be; staff at once. Texts to a family never go out
    for a plan whose messages are paused, in doubt or ended: that is asked again at the moment of sending. With `staff`, it
    is said to these people, each in the role they hold, and to nobody else. `but` is who knows it already: they did it.
    `act` is the code of what a person did, for the office's own systems.
    """
    if event is None:
        return []
    said: list[NewMessage] = []
    about = day or (item.due_on if item else open_plan.today)
    known: dict[str, Value] = {
        "day": about,
        "count": count or 1,
        "time": local_time(item.due_at).strftime("%H:%M") if item else "09:00",
    }
    for row in find_rules(event):
        if only is not None and row.recipient not in (*only, Recipient.OFFICE_SYSTEM):
            continue
        if row.recipient in INFORMED and only is None:
            continue  # asked by a person's choice, never because something fell due
        takes = _values_of(row)
        to: Iterable[Person | Staff | Webhook] = get_recipients(
            open_plan, row.recipient, named=event is Event.HANDOVER_ASKED
        )
        if row.recipient is Recipient.OFFICE_SYSTEM:
            event_type = act or event.value
            kind = item.kind if item and item.kind not in UNNAMED_IN_THE_JOURNAL else None
            event_id = keep_event(open_plan, event_type, key, about, kind)
            if event_id is None:
                continue  # told before: whoever was registered since reads it in the feed
            known |= {"event_id": str(event_id), "type": event_type} | ({"kind": kind} if kind else {})
            to = get_receivers(open_plan.session, open_plan.plan.office_id, event_type)
        elif staff is not None:
            to = [one for one in staff if one.role == row.recipient]
        for who in to:
            if persons is not None and row.recipient in TO_PERSONS and who.id not in persons:
                continue
            if but is not None and who.id == but:
                continue
            at = due_at or open_plan.now
            if isinstance(who, Person):
                at = get_send_hours(open_plan, who).from_(at)
            said.append(
                NewMessage(
                    event=event,
                    recipient=row.recipient,
                    recipient_id=who.id,
                    dedupe_key=f"{open_plan.plan.number}/{key}/{row.recipient.value}/{who.id}",
                    variables={name: known[name] for name in takes if name in known},
                    due_at=at,
                    language=open_plan.context.language,
                    plan_id=open_plan.plan.id,
                    plan_number=open_plan.plan.number,
                    item_id=item.id if item else None,
                    article=item.article if item else None,
                )
            )
    return said


@cache
def _values_of(row: NotificationRule) -> frozenset[str]:
    """What the texts of a row can say."""
    texts = [TEMPLATES[channel_text.template] for channel_text in row.channel_texts]
    return frozenset().union(*(text.required | text.optional for text in texts))


def get_recipients(open_plan: OpenPlan, recipient: Recipient, *, named: bool = False) -> Iterator[Person | Staff]:
    """The people of this plan in that capacity. Nobody of work or village is ever among them, and of school or mentor
    only whom a named prosecutor has recorded as knowing already.

    `named`: not those who carry the plan in that role, but who is named for it and has yet to accept.
    """
    if recipient in FAMILY:
        for person in open_plan.people(recipient.value):
            if may_receive(person, open_plan.today):
                yield person
        return
    if recipient in INFORMED:
        yield from (person for person in open_plan.people("informed") if _knows(person, recipient, open_plan.today))
        return
    seen: set[uuid.UUID] = set()
    for staff in open_plan.team_staff(recipient.value, named=named):
        if staff.active and staff.id not in seen:
            seen.add(staff.id)
            yield staff
    if recipient in _OFFICE_WIDE and not seen and not named:
        query = select(Staff).where(
            Staff.office_id == open_plan.plan.office_id, Staff.role == recipient.value, col(Staff.active)
        )
        for staff in open_plan.session.exec(query.order_by(col(Staff.login))):
            if open_plan.plan.is_recused(staff.id):
                continue
            if recipient is not Recipient.DEPUTY or _holds_authority(staff, open_plan.today):
                yield staff


def get_office_recipients(open_plan: OpenPlan, office_id: uuid.UUID, role: Role) -> list[Staff]:
    """The staff with that role in that office today, without those who are recused from the case."""
    query = select(Staff).where(Staff.office_id == office_id, Staff.role == role.value, col(Staff.active))
    found = open_plan.session.exec(query.order_by(col(Staff.login)))
    return [staff for staff in found if not open_plan.plan.is_recused(staff.id)]


def may_receive(person: Person, today: date) -> bool:
    """Whether this person is a contact at all today. Somebody named as a danger receives nothing, and is not told so."""
    if not person.receives or person.named_as_danger_at is not None:
        return False
    begun = person.from_on is None or person.from_on <= today
    return begun and (person.ended_on is None or today < person.ended_on)


def _knows(person: Person, recipient: Recipient, today: date) -> bool:
    """Whether this is the very person of school or mentor of whom a named prosecutor has recorded that they know."""
    begun = person.from_on is not None and person.from_on <= today
    return person.relation in WHO_KNOWS[recipient] and begun and (person.ended_on is None or today < person.ended_on)


WHO_KNOWS = {Recipient.SCHOOL: ("form_teacher", "head_teacher"), Recipient.MENTOR: ("mentor", "grid_worker")}


def _holds_authority(staff: Staff, today: date) -> bool:
    return (staff.authority_from or today) <= today <= (staff.authority_to or today)


def get_owner_recipients(item: Item) -> tuple[Recipient, ...]:
    """The capacities in which the owners of the item are written to; none for the machine's own items."""
    owners = () if item.owner == Role.SYSTEM else get_owners(item.kind, item.owner)
    return tuple(Recipient(owner) for owner in owners)
