"""Today's calls (今日电话名单): whom no text reaches, or can prove to have reached."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.checkins.notice_proof import is_proof_of_notice
from casework.messages.acts import SEND_BY_HAND
from casework.messages.addresses import get_callback_number, get_code_word
from casework.messages.calls import FAMILY_OWNERS, asks_for_explanation, get_call_event, get_template_values
from casework.messages.reason_labels import reason_label
from casework.shared.items.item_kinds import ITEM_KINDS, SHEETS, Pattern
from casework.shared.notify.contact_hours import get_contact_hours
from casework.shared.notify.notify import may_receive
from core.clock import local_date
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
class CallTask:
    """Somebody to be called today about one thing, and why no text will do."""

    plan_number: str
    item_id: uuid.UUID
    kind: str
    words: Text
    due_on: date
    to: str
    relation: str
    asks: bool
    """It has not come in: how was it? Otherwise: it is due."""
    because: str
    because_words: Text
    text: str
    """The neutral words, to be said or passed on by hand."""
    phone: str | None = field(repr=False, default=None)
    call_from: datetime | None = None
    """The first moment from now on at which they may be called; now, in the hours in which they may."""
    tries: int = 0
    """Calls of today that did not reach the person."""
    last: str | None = None
    """What came of the last call."""


def load_call_list(context: Context, actor: Actor) -> list[CallTask]:
    """Whom the actor should call today: what was not received first, then by its day. Nobody who was reached about it,
    whose own phone took the text, who is unable, or who may not be written to at all."""
    with context.query_plans(actor, READ_MESSAGES) as session:
        today = context.clock.today()
        due = session.exec(
            select(Item, Plan)
            .join(Plan, col(Plan.id) == Item.plan_id)
            .where(
                visible_plans(actor, SEND_BY_HAND),
                col(Plan.status) == PlanStatus.UNDER_SUPERVISION,
                col(Plan.sealed_at).is_(None),
                col(Plan.age_doubted_at).is_(None),
                col(Item.status).in_(STILL_OPEN),
                col(Item.owner).in_(FAMILY_OWNERS),
                col(Item.called_at).is_not(None),
            )
            .order_by(col(Item.status).desc(), col(Item.due_on), col(Item.id))
        ).all()
        sent = _messages_sent(session, [item.id for item, _ in due])
        people = _people(session, {plan.id for _, plan in due})
        unable, held = _unable(session, {plan.id for _, plan in due}, today)
        found = []
        for item, plan in due:
            owner = _owner(people.get(plan.id, []), item.owner, today)
            if owner is None or ITEM_KINDS[item.kind].pattern is not Pattern.FAMILY or (plan.id, item.owner) in unable:
                continue
            if item.kind in SHEETS and plan.id in held:
                continue
            entry = _to_call(context, session, plan, item, owner, sent.get(item.id, []), today)
            if entry is not None:
                found.append(entry)
        return found


def _to_call(
    context: Context, session: Session, plan: Plan, item: Item, owner: Person, sent: Iterable[Message], today: date
) -> CallTask | None:
    asks = asks_for_explanation(item)
    event = get_call_event(item, asks=asks)
    last_day = None if asks else ITEM_KINDS[item.kind].last_day  # that it is due was said by it, too
    about = [one for one in sent if one.event in (event, last_day) and one.recipient_id == owner.id]
    spoke = [first for one in about if (first := find_group_leader(session, one)) is not None]
    if any(one.state in OPEN_STATES or is_proof_of_notice(one, owner) for one in (*about, *spoke)):
        return None
    texts = [one for one in (*about, *spoke) if one.channel == ChannelName.TEXT]
    calls = [one for one in about if one.channel == ChannelName.CALL]
    left = any(one.state in (MessageState.SENT, MessageState.DELIVERED) for one in texts)
    because = owner.device if left else (texts[-1].state_reason or texts[-1].state) if texts else "no_text"
    document = context.vault.open_document(plan.id, "person.document", owner.id, owner.document)
    row = find_rule(event, owner.role)
    values: dict[str, Value] = dict(get_template_values(row.template, item)) if row else {}
    word = get_code_word(plan.id.hex)
    back = get_callback_number(session, plan.id) if row and row.template in TEXTS_WITH_CALL_BACK else None
    return CallTask(
        plan_number=plan.number,
        item_id=item.id,
        kind=item.kind,
        words=ITEM_KINDS[item.kind].words,
        due_on=item.due_on,
        to=owner.role,
        relation=owner.relation,
        asks=asks,
        because=because,
        because_words=_SIGNS if document.get("sign_language") else _BECAUSE.get(because) or reason_label(because),
        text=render(row.template, context.language, values, code_word=word, call_back=back).body if row else "",
        phone=None if document.get("sign_language") else document.get("phone"),
        call_from=get_contact_hours(
            context, context.get_policy(plan.office_id), context.get_law(plan.office_id), today, owner
        ).from_(context.clock.now()),
        tries=sum(local_date(call.due_at) == today and call.state != MessageState.DELIVERED for call in calls),
        last=calls[-1].state_reason if calls else None,
    )


_SIGNS = _("使用手语：不打电话，请上门，有通晓手语的人在场")
_BECAUSE = {
    "shared": _("手机合用，短信不能说明本人知道"),
    "unknown": _("手机情况不明，短信不能说明本人知道"),
    "no_text": _("没有发过短信"),
}


def _messages_sent(session: Session, items: list[uuid.UUID]) -> dict[uuid.UUID, list[Message]]:
    found: dict[uuid.UUID, list[Message]] = {}
    for begin in range(0, len(items), 500):
        query = select(Message).where(
            col(Message.item_id).in_(items[begin : begin + 500]), Message.channel != ChannelName.INBOX.value
        )
        for message in session.exec(query.order_by(col(Message.due_at), col(Message.id))):
            if message.item_id is not None:
                found.setdefault(message.item_id, []).append(message)
    return found


def _people(session: Session, plans: set[uuid.UUID]) -> dict[uuid.UUID, list[Person]]:
    found: dict[uuid.UUID, list[Person]] = {}
    query = select(Person).where(col(Person.plan_id).in_(plans), col(Person.role).in_(FAMILY_OWNERS))
    for person in session.exec(query.order_by(col(Person.id))):
        found.setdefault(person.plan_id, []).append(person)
    return found


def _owner(people: list[Person], role: str, today: date) -> Person | None:
    return next((one for one in people if one.role == role and may_receive(one, today)), None)


def _unable(session: Session, plans: set[uuid.UUID], today: date) -> tuple[set[tuple[uuid.UUID, str]], set[uuid.UUID]]:
    """Who is unable today, by plan and role; and the plans of which the minor is."""
    query = select(UnavailabilityPeriod).where(
        col(UnavailabilityPeriod.plan_id).in_(plans),
        col(UnavailabilityPeriod.from_on) <= today,
        col(UnavailabilityPeriod.to_on) >= today,
    )
    found = session.exec(query).all()
    return {(one.plan_id, one.owner) for one in found}, {one.plan_id for one in found if one.owner == Role.MINOR}
