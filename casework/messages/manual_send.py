"""Saying one thing by hand, and looking first at what would be said. Texts are registered ones, never free."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from casework.messages.acts import SEND_BY_HAND
from casework.messages.addresses import get_callback_number, get_code_word
from casework.messages.calls import get_stated_day
from casework.messages.eligibility import SendEligibility
from casework.messages.reason_labels import reason_label
from casework.shared.context import Context, OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.notify.notify import get_recipients, get_send_hours
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_MESSAGES
from casework.shared.text.labels import role_label
from core.clock import local_time
from core.errors import BadInput, Mistake, StateConflict
from core.i18n import Text, _, capitalized
from models.base import new_id, unindexed
from models.item import Item
from models.message import Message
from models.office import Staff
from models.person import Person
from notifications.events import FAMILY, INFORMED
from notifications.matrix import Event, NotificationRule, Recipient, find_rule, find_rules
from notifications.outbox import post_message
from notifications.render import Value, render
from notifications.text_registry import TEMPLATES, TEXTS_WITH_CALL_BACK

COOL_DOWN = timedelta(minutes=30)
"""So long after one said by hand the same thing is not said by hand to the same people again."""

BY_HAND = (
    Event.CHECK_IN_DUE, Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED,
    Event.USAGE_SHEET_DUE, Event.THOUGHT_REPORT_DUE, Event.MILESTONE_FORM_DUE, Event.APPOINTMENT_OR_VISIT,
    Event.RETURN_CHECK, Event.RETURN_NOT_REPORTED, Event.TO_BE_TOLD_IN_PERSON, Event.CALL_BACK_ASKED, Event.PRAISE_GIVEN, Event.STAFF_ITEM_DUE,
    Event.AFTER_CARE_OFFERED,
)  # fmt: skip
"""What a person may choose to say. The rest is said when it happens, and only then is it true."""


@dataclass(frozen=True)
class ManualMessagePreview:
    """What one person would be sent now, when it would be sent, and why it would not."""

    to: str
    to_words: Text
    person: str | None
    """Who of the family it is, by relation: each is written to by name of it and apart."""
    channels: list[str]
    text: str
    """As it would be read, with the family's code word and the number to call back."""
    names: list[str]
    """What whoever sends it may choose: the `day` it names, the `time`."""
    leaves_at: datetime
    held_back: Text | None


@dataclass(frozen=True)
class ManualMessage:
    """What now waits in the outbox."""

    event: str
    to: str
    messages: int
    leaves_at: datetime


def build_manual_preview(
    context: Context, actor: Actor, number: str, event: Event, *, day: date | None = None, at: time | None = None
) -> list[ManualMessagePreview]:
    """What would be said about that now, to whom, and when it would leave; or why it would not. Nothing is posted."""
    with context.open_for_reading(number, actor, READ_MESSAGES) as open_plan:
        return [
            _preview(open_plan, row, who, _item_for(open_plan, event, row.recipient), day, at)
            for row in find_rules(event)
            for who in get_recipients(open_plan, row.recipient)
        ]


def post_manual_message(
    context: Context,
    actor: Actor,
    number: str,
    *,
    event: Event,
    to: Recipient,
    person: str | None = None,
    day: date | None = None,
    at: time | None = None,
) -> ManualMessage:
    """The registered text waits in the outbox for everybody in that capacity, or for the `person` of the family alone,
    and leaves in the hours in which they may be written to. Refused where it would not leave at all, where what it says
    is not so, and within half an hour of the last one by hand."""
    with context.open_for_update(number, actor, SEND_BY_HAND) as open_plan:
        row = find_rule(event, to)
        if event not in BY_HAND or row is None:
            raise BadInput(_("这类消息不能由人工发送给该类人员。"))
        if day is not None and day < open_plan.today:
            passed = _("这一天已经过去。")
            raise BadInput(passed, mistakes=[Mistake("day", passed)])
        item = _item_for(open_plan, event, to)
        _refuse_if(_untrue(open_plan, event, to, item, day))
        people = [who for who in get_recipients(open_plan, to) if person is None or _relation(who) == person]
        if not people:
            raise StateConflict(_("没有可以收到的人。"))
        for who in people:
            _refuse_if(_too_soon(open_plan, event, who.id))
            held_back = _preview(open_plan, row, who, item, day, at).held_back
            if held_back is not None:
                raise StateConflict(_("现在不会发出：{held_back}。请打电话。", held_back=held_back))
        line = open_plan.record(item=item, note={"event": event.value, "to": to.value})
        leaves = []
        for who in people:
            leaves.append(get_send_time(open_plan, who))
            message = post_message(
                open_plan.session,
                open_plan.now,
                event=event,
                recipient=to,
                recipient_id=who.id,
                dedupe_key=f"{open_plan.plan.number}/by_hand/{line.id}/{to.value}/{who.id}",
                variables=_values(open_plan, row, item, day, at),
                due_at=leaves[-1],
                language=context.language,
                plan_id=open_plan.plan.id,
                plan_number=open_plan.plan.number,
                item_id=item.id if item else None,
                article=item.article if item else None,
                alone=True,
            )
            open_plan.posted += [message] if message else []
        return ManualMessage(event.value, to.value, len(open_plan.posted), min(leaves))


_ABOUT_ITEMS = {
    event for kind in ITEM_KINDS.values() for event in (kind.call, kind.last_day, kind.not_received) if event
} - {Event.APPOINTMENT_OR_VISIT}
_OWNERS_ALONE = {Event.USAGE_SHEET_DUE, Event.MILESTONE_FORM_DUE, Event.STAFF_ITEM_DUE}
"""Said to whose thing it is, and to nobody else."""


def _item_for(open_plan: OpenPlan, event: Event, to: Recipient) -> Item | None:
    """The open item that the event would speak of to them, the first due; one not received only once its day is over."""
    if to in INFORMED:
        return None
    asked = [code for code, kind in ITEM_KINDS.items() if event == kind.not_received]
    kinds = [code for code, kind in ITEM_KINDS.items() if event in (kind.call, kind.last_day)]
    for item in open_plan.items(*asked, *kinds) if asked or kinds else []:
        if event in _OWNERS_ALONE and item.owner != to.value:
            continue
        if item.kind in kinds or item.due_on < open_plan.today:
            return item
    return None


def _untrue(open_plan: OpenPlan, event: Event, to: Recipient, item: Item | None, day: date | None) -> Text | None:
    """Why it would say what is not so: nothing of the kind is open, no day was named, nobody consented."""
    if item is None and event in _ABOUT_ITEMS and to not in INFORMED:
        return _("没有这样的待办事项，无需提醒")
    if item is None and event is Event.APPOINTMENT_OR_VISIT and day is None:
        return _("请先写明哪一天见面")
    if event is Event.AFTER_CARE_OFFERED and open_plan.plan.after_care != "consented":
        return _("本人没有同意自愿回访")
    return None


def _refuse_if(because: Text | None) -> None:
    """Refused for that reason, said as a sentence; nothing happens where there is none."""
    if because is not None:
        raise StateConflict(_("{because}。", because=capitalized(because)))


def _relation(who: Person | Staff) -> str | None:
    return who.relation if isinstance(who, Person) else None


def _preview(
    open_plan: OpenPlan,
    row: NotificationRule,
    who: Person | Staff,
    item: Item | None,
    day: date | None,
    at: time | None,
) -> ManualMessagePreview:
    family = row.recipient in FAMILY
    text = render(
        row.template,
        open_plan.context.language,
        _values(open_plan, row, item, day, at),
        code_word=get_code_word(open_plan.plan.id.hex) if family else None,
        call_back=get_callback_number(open_plan.session, open_plan.plan.id)
        if row.template in TEXTS_WITH_CALL_BACK
        else None,
    )
    takes = TEMPLATES[row.template].required | TEMPLATES[row.template].optional
    would_be = Message(
        id=new_id(open_plan.now),
        plan_id=open_plan.plan.id,
        item_id=item.id if item else None,
        event=row.event.value,
        recipient_role=row.recipient.value,
        recipient_id=who.id,
        channel=row.channel_texts[0].channel.value,
        template=row.template,
        language=open_plan.context.language,
        dedupe_key="",
        created_at=open_plan.now,
        due_at=open_plan.now,
    )
    with open_plan.session.no_autoflush:
        reason = SendEligibility(open_plan.context)(open_plan.session, would_be)
    other = _untrue(open_plan, row.event, row.recipient, item, day) or _too_soon(open_plan, row.event, who.id)
    return ManualMessagePreview(
        to=row.recipient.value,
        to_words=role_label(row.recipient.value),
        person=_relation(who) if family else None,
        channels=[str(channel) for channel in row.channels],
        text=f"{text.subject}\n\n{text.body}" if text.subject else text.body,
        names=[name for name in ("day", "time") if name in takes],
        leaves_at=get_send_time(open_plan, who),
        held_back=reason_label(reason) if reason else other,
    )


def _values(
    open_plan: OpenPlan, row: NotificationRule, item: Item | None, day: date | None, at: time | None
) -> dict[str, Value]:
    known: dict[str, Value] = {
        "day": day or (get_stated_day(item) if item else open_plan.context.days.after(open_plan.today, 3)),
        "count": 1,
    }
    hour = at or (local_time(item.due_at).time() if item and "time" in TEMPLATES[row.template].required else None)
    known |= {"time": hour} if hour else {}
    takes = set().union(
        *(
            TEMPLATES[channel_text.template].required | TEMPLATES[channel_text.template].optional
            for channel_text in row.channel_texts
        )
    )
    return {name: known[name] for name in takes if name in known}


def get_send_time(open_plan: OpenPlan, who: Person | Staff) -> datetime:
    """When what is said now would leave for them: a family's hours hold, staff are written to at once."""
    return get_send_hours(open_plan, who).from_(open_plan.now) if isinstance(who, Person) else open_plan.now


def _too_soon(open_plan: OpenPlan, event: Event, who: uuid.UUID) -> Text | None:
    last = open_plan.session.exec(
        select(Message.created_at)
        .where(
            Message.plan_id == open_plan.plan.id,
            Message.recipient_id == who,
            unindexed(Message.event) == event.value,
            col(Message.alone).is_(True),
            col(Message.created_at) > open_plan.now - COOL_DOWN,
        )
        .order_by(col(Message.created_at).desc())
    ).first()
    if last is None:
        return None
    again = local_time(last + COOL_DOWN).strftime("%H:%M")
    return _("刚刚发过，{again}以后可以再发", again=again)
