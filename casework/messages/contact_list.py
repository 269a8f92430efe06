"""Whom somebody of the office is to reach in person today (今日联系): whom no text reaches, or can prove to have reached,
about what is due; and whom something that happened says to speak with."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session, and_, col, or_, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.checkins.notice_proof import is_proof_of_notice
from casework.messages.acts import SEND_BY_HAND
from casework.messages.addresses import get_callback_number, get_code_word
from casework.messages.calls import FAMILY_OWNERS, asks_for_explanation, get_call_event, get_template_values
from casework.messages.reason_labels import reason_label
from casework.shared.items.follow_ups import ABOUT_A_PERSON, UNDELIVERED
from casework.shared.items.item_kinds import ITEM_KINDS, SHEETS, Pattern
from casework.shared.notify.contact_hours import get_contact_hours
from casework.shared.notify.notify import may_receive
from core.clock import start_of_day
from core.i18n import Text, _
from law.transitions import PlanStatus
from models.item import STILL_OPEN, Item, UnavailabilityPeriod
from models.message import OPEN_STATES, Message, MessageState
from models.office import Role
from models.person import Person
from models.plan import Plan
from notifications.events import ChannelName
from notifications.matrix import find_rule
from notifications.merging import find_group_leader
from notifications.render import Value, render
from notifications.text_registry import TEXTS_WITH_CALL_BACK


@dataclass(frozen=True)
class ContactTask:
    """Somebody to be reached by a person: whom, about what, why no text will do, and what was tried."""

    plan_number: str
    kind: str
    words: Text
    due_on: date
    relation: str
    about_item: bool
    """About what they owe; otherwise about something that happened."""
    asks: bool
    """It has not come in: how was it? Otherwise: it is due."""
    because: str
    because_words: Text
    text: str
    """The neutral words, to be said or passed on by hand."""
    name: str = field(repr=False)
    phone: str | None = field(repr=False, default=None)
    call_from: datetime | None = None
    """The first moment from now on at which they may be called; now, in the hours in which they may."""
    tries: int = 0
    """Calls of today that did not reach the person."""
    last: Text | None = None
    """What came of the last call of today."""


def load_contact_list(context: Context, actor: Actor) -> list[ContactTask]:
    """Return whom the actor is to reach today: first what was not received, then by day. Left out are people who were
    reached about it, whose own phone took the text, who are unable, or who may not be contacted at all."""
    with context.query_plans(actor, READ_MESSAGES) as session:
        today = context.clock.today()
        owed = and_(
            col(Plan.status) == PlanStatus.UNDER_SUPERVISION,
            col(Plan.age_doubted_at).is_(None),
            col(Item.owner).in_(FAMILY_OWNERS),
            col(Item.called_at).is_not(None),
        )
        rows = session.exec(
            select(Item, Plan)
            .join(Plan, col(Plan.id) == Item.plan_id)
            .where(
                visible_plans(actor, SEND_BY_HAND),
                col(Plan.sealed_at).is_(None),
                col(Item.status).in_(STILL_OPEN),
                or_(owed, col(Item.kind).in_(ABOUT_A_PERSON)),
            )
            .order_by(col(Item.status).desc(), col(Item.due_on), col(Item.id))
        ).all()
        plans = {plan.id for _, plan in rows}
        of_items = col(Message.item_id).in_([item.id for item, _ in rows]), Message.channel != ChannelName.INBOX.value
        today_by_phone = (
            col(Message.plan_id).in_(plans),
            Message.channel == ChannelName.CALL.value,
            col(Message.due_at) >= start_of_day(today),
        )
        messages = select(Message).order_by(col(Message.due_at), col(Message.id))
        sent = _grouped(session.exec(messages.where(*of_items)), lambda one: one.item_id)
        called = _grouped(session.exec(messages.where(*today_by_phone)), lambda one: one.recipient_id)
        persons = select(Person).where(col(Person.plan_id).in_(plans)).order_by(col(Person.id))
        people = _grouped(session.exec(persons), lambda one: one.plan_id)
        unable, held = _unable(session, plans, today)
        found, owing = [], set()
        for item, plan in rows:
            of_person = item.kind in ABOUT_A_PERSON
            person = _find_person(people.get(plan.id, []), item, today)
            if person is None or ((plan.id, item.owner) in unable and not of_person):
                continue
            if item.kind in SHEETS and plan.id in held:
                continue
            reason = (
                _why_speak(item, person) if of_person else _why_no_text(session, item, person, sent.get(item.id, []))
            )
            if reason is not None:
                found.append(_to_task(context, session, plan, item, person, reason, called.get(person.id, [])))
                owing |= set() if of_person else {(plan.number, person.relation)}
        return [one for one in found if one.kind != UNDELIVERED or (one.plan_number, one.relation) not in owing]


def _find_person(people: list[Person], item: Item, today: date) -> Person | None:
    of_person = item.kind in ABOUT_A_PERSON
    if not of_person and ITEM_KINDS[item.kind].pattern is not Pattern.FAMILY:
        return None
    meant = (one for one in people if (one.relation == item.label if of_person else one.role == item.owner))
    return next((one for one in meant if may_receive(one, today)), None)


_Reason = tuple[str, Text]
_Row = TypeVar("_Row", Message, Person)


def _why_speak(item: Item, person: Person) -> _Reason:
    if person.no_texts_since_at is not None:
        return "wants_no_texts", reason_label("wants_no_texts")
    return item.kind, ITEM_KINDS[item.kind].words


def _why_no_text(session: Session, item: Item, owner: Person, sent: Iterable[Message]) -> _Reason | None:
    """Return why a person makes contact about what is owed, or None if a text or a person has reached its owner or still may."""
    asks = asks_for_explanation(item)
    last_day = None if asks else ITEM_KINDS[item.kind].last_day  # that it is due was said by it, too
    about = [one for one in sent if one.event in (get_call_event(item, asks=asks), last_day)]
    about = [one for one in about if one.recipient_id == owner.id]
    spoke = [first for one in about if (first := find_group_leader(session, one)) is not None]
    if any(one.state in OPEN_STATES or is_proof_of_notice(one, owner) for one in (*about, *spoke)):
        return None
    texts = [one for one in (*about, *spoke) if one.channel == ChannelName.TEXT]
    left = any(one.state in (MessageState.SENT, MessageState.DELIVERED) for one in texts)
    because = owner.device if left else (texts[-1].state_reason or texts[-1].state) if texts else "no_text"
    return because, _BECAUSE.get(because) or reason_label(because)


_SIGNS = _("使用手语：不打电话，请上门，有通晓手语的人在场")
_BECAUSE = {
    "shared": _("手机合用，短信不能说明本人知道"),
    "unknown": _("手机情况不明，短信不能说明本人知道"),
    "no_text": _("没有发过短信"),
}


def _to_task(
    context: Context, session: Session, plan: Plan, item: Item, person: Person, reason: _Reason, called: list[Message]
) -> ContactTask:
    about_item = item.kind not in ABOUT_A_PERSON
    asks = about_item and asks_for_explanation(item)
    row = find_rule(get_call_event(item, asks=asks), person.role) if about_item else None
    values: dict[str, Value] = dict(get_template_values(row.template, item)) if row else {}
    back = get_callback_number(session, plan.id) if row and row.template in TEXTS_WITH_CALL_BACK else None
    word = get_code_word(plan.id.hex)
    document = context.vault.open_document(plan.id, "person.document", person.id, person.document)
    hours = get_contact_hours(
        context, context.get_policy(plan.office_id), context.get_law(plan.office_id), context.clock.today(), person
    )
    return ContactTask(
        plan_number=plan.number,
        kind=item.kind,
        words=ITEM_KINDS[item.kind].words,
        due_on=item.due_on,
        relation=person.relation,
        about_item=about_item,
        asks=asks,
        because=reason[0],
        because_words=_SIGNS if document.get("sign_language") else reason[1],
        text=render(row.template, context.language, values, code_word=word, call_back=back).body if row else "",
        name=document["name"],
        phone=None if document.get("sign_language") else document.get("phone"),
        call_from=hours.from_(context.clock.now()),
        tries=sum(call.state != MessageState.DELIVERED for call in called),
        last=reason_label(called[-1].state_reason or called[-1].state) if called else None,
    )


def _grouped(rows: Iterable[_Row], by: Callable[[_Row], uuid.UUID | None]) -> dict[uuid.UUID | None, list[_Row]]:
    found: dict[uuid.UUID | None, list[_Row]] = {}
    for row in rows:
        found.setdefault(by(row), []).append(row)
    return found


def _unable(session: Session, plans: set[uuid.UUID], today: date) -> tuple[set[tuple[uuid.UUID, str]], set[uuid.UUID]]:
    """Return who is unable today, by plan and role, and the plans whose minor is."""
    query = select(UnavailabilityPeriod).where(
        col(UnavailabilityPeriod.plan_id).in_(plans),
        col(UnavailabilityPeriod.from_on) <= today,
        col(UnavailabilityPeriod.to_on) >= today,
    )
    found = session.exec(query).all()
    return {(one.plan_id, one.owner) for one in found}, {one.plan_id for one in found if one.owner == Role.MINOR}
