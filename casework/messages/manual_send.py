"""Reminding by hand: what may be said now, to whom, and when it would leave; then saying it. Texts are registered ones,
never free. A reminder is built once, in one place, whether it is looked at or posted."""

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, and_, col, exists, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.acting.context import Context
from casework.acting.entry import ensure_in_phase
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, is_allowed, missing_right, visible_plans
from casework.acting.rights.phase_checks import find_phase_refusal
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.checkins.explanations import awaits_answer
from casework.checkins.notice_proof import messages_about
from casework.messages.acts import SEND_BY_HAND
from casework.messages.addresses import CaseAddresses, get_callback_number, get_code_word
from casework.messages.calls import asks_for_explanation, get_stated_day
from casework.messages.eligibility import SendEligibility
from casework.messages.proof import MessageStepView, load_message_steps
from casework.messages.reason_labels import reason_label
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import find_item
from casework.shared.items.kept_month import is_month_kept
from casework.shared.notify.notify import get_recipients, get_send_hours
from casework.shared.paging import from_cursor, id_from_cursor, to_cursor
from casework.shared.text.labels import message_state_label, role_label
from core.clock import local_date, local_time, start_of_day
from core.errors import BadInput, Mistake, NotFound, Refused, StateConflict
from core.i18n import Text, _, listed, verbatim
from models.base import new_id
from models.item import STILL_OPEN, Item
from models.message import OPEN_STATES, Message, MessageState
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan
from notifications.digest_and_limits import MessageLimits, check_daily_limit, check_digest
from notifications.events import BY_MACHINE, EVENT_INFO, FAMILY, INFORMED, TO_PERSONS, ChannelName
from notifications.matrix import Event, NotificationRule, Recipient, find_rule, find_rules
from notifications.merging import SENT_STATES, find_group_leader
from notifications.outbox import get_end_of_truth, post_message
from notifications.render import Value, render, to_stored_values
from notifications.text_registry import TEMPLATES, TEXTS_WITH_CALL_BACK

CALLS_FIRST = 2
"""So often somebody is called in vain within a day before a text asks them to call within a day."""
COOL_DOWN = timedelta(minutes=30)
"""How long after a manual message the same one is not sent by hand to the same people again."""


class FreeText(StrEnum):
    """What a person may choose to say where nothing that is open asks for it. The rest is said when it happens, and only
    then is it true."""

    CALL_BACK_ASKED = Event.CALL_BACK_ASKED.value
    CALL_WITHIN_A_DAY = Event.CALL_WITHIN_A_DAY.value
    TO_BE_TOLD_IN_PERSON = Event.TO_BE_TOLD_IN_PERSON.value
    APPOINTMENT_OR_VISIT = Event.APPOINTMENT_OR_VISIT.value
    PRAISE_GIVEN = Event.PRAISE_GIVEN.value
    MILESTONE_FORM_DUE = Event.MILESTONE_FORM_DUE.value
    AFTER_CARE_OFFERED = Event.AFTER_CARE_OFFERED.value


@dataclass(frozen=True)
class ReminderRequest:
    """Of which open item, or by which of the free texts, somebody is to be reminded."""

    kind: str | None = None
    due_on: date | None = None
    text: FreeText | None = None
    to: Recipient | None = None
    person: str | None = None
    day: date | None = None
    at: time | None = None
    all_well: bool = False
    """Whether the sender says that everybody in the family is well, where the text can."""
    reference: str = ""
    """What the sender calls it."""


_AS_IT_IS = ReminderRequest()
"""Nothing is named by the sender."""


@dataclass(frozen=True)
class Reminder:
    """One reminder: of an item (`kind`, `due_on`) or a text alone, to whom, in which words, and when it leaves, or why not.
    Nobody's name or number is in it."""

    plan: str
    kind: str | None
    due_on: date | None
    text: str | None
    """The code of the registered text."""
    words: Text
    """What the item, or the text, is called."""
    to: str
    to_words: Text
    person: str | None
    """Which guardian, by relation: each is written to apart."""
    channels: list[str] = field(default_factory=list)
    says: str = ""
    """As it would be read."""
    takes: list[str] = field(default_factory=list)
    """What the sender may name: the `day`, the hour (`at`), that everybody is well (`all_well`)."""
    needs: list[str] = field(default_factory=list)
    """What of it is still to be named."""
    leaves_at: datetime | None = None
    reason: Text | None = None
    """Why it does not leave."""
    id: uuid.UUID | None = None
    """By which its fate is asked for, once it is sent."""


@dataclass(frozen=True)
class LateReminders:
    """What was late on a page of plans; `next` leads to the one after it."""

    reminders: list[Reminder]
    next: str | None


@dataclass(frozen=True)
class ReminderFate:
    """What became of a reminder, to the provider's receipt."""

    id: uuid.UUID
    plan: str
    text: str
    to: str
    channel: str
    state: str
    state_words: Text
    reason: Text | None
    leaves_at: datetime
    sent_at: datetime | None
    steps: list[MessageStepView]
    reference: str = ""
    """What its sender calls it."""


@dataclass(frozen=True)
class ReminderPage:
    """Reminders that somebody sent, the newest first; `next` leads to those before."""

    reminders: list[ReminderFate]
    next: str | None


@dataclass(frozen=True)
class _Draft:
    """A reminder as it is built, and what posting it takes."""

    row: NotificationRule
    who: Person | Staff
    item: Item | None
    values: dict[str, Value]
    would_be: Message
    reminder: Reminder


def list_reminders(open_plan: OpenPlan, wanted: ReminderRequest = _AS_IT_IS) -> list[Reminder]:
    """What may be said by hand now: of what is late, of the next thing of each kind, and the free texts; each to whom,
    and where it would not leave, why. Nothing where the case has come to where nobody is reminded."""
    if find_phase_refusal(SEND_BY_HAND, open_plan.plan, open_plan.today) is not None:
        return []
    return [draft.reminder for draft in _drafts(open_plan, _occasions(open_plan), wanted)]


def send_reminder(
    context: Context, actor: Actor, number: str, wanted: ReminderRequest, *, dry_run: bool = False
) -> Reminder:
    """The reminder waits in the outbox and leaves in the hours in which they may be written to; where several hold a post,
    each gets it, and the answer is about the first. Refused where it would not leave, where what it says is not so, and
    within half an hour of the last one by hand. With `dry_run` the same, and nothing is posted."""
    with _open(context, actor, number, dry_run) as open_plan:
        chosen = _choose(open_plan, wanted)
        if dry_run:
            return chosen[0].reminder
        occasion = f"by_hand/{new_id(open_plan.now)}"
        posted = [_post(open_plan, draft, occasion, wanted.reference, alone=True) for draft in chosen]
    return posted[0]


def send_late_reminders(
    context: Context, actor: Actor, *, cursor: str | None = None, limit: int = 50, dry_run: bool = False
) -> LateReminders:
    """The owners of late items on plans of the actor's own office are reminded, plan by plan in the order of their
    numbers; of each item once a day, automatic messages and the morning's digest included, within the limits of a day;
    or the reason why not is returned."""
    with context.database.reading() as session:
        if not is_allowed(session, actor, SEND_BY_HAND, None, context.clock.now()):
            raise missing_right(SEND_BY_HAND)
        late = exists().where(
            col(Item.plan_id) == Plan.id, col(Item.status).in_(STILL_OPEN), col(Item.owner) != Role.SYSTEM.value,
            col(Item.due_on) < context.clock.today(),
        )  # fmt: skip
        query = select(Plan.number).where(
            visible_plans(actor, SEND_BY_HAND), col(Plan.office_id) == actor.office_id, col(Plan.sealed_at).is_(None),
            col(Plan.closed_at).is_(None), late,
        )  # fmt: skip
        if cursor is not None:
            query = query.where(col(Plan.number) > str(from_cursor(cursor, (str,))[0]))
        numbers = session.exec(query.order_by(col(Plan.number)).limit(limit + 1)).all()
    page = numbers[:limit]
    found: list[Reminder] = []
    for number in page:
        try:
            with _open(context, actor, number, dry_run) as open_plan:
                of_the_plan = list(_LateOnes(open_plan, dry_run).remind())
            found += of_the_plan
        except (Refused, StateConflict) as refused:
            found.append(
                Reminder(number, None, None, None, verbatim(""), "", verbatim(""), None, reason=refused.reason)
            )
    return LateReminders(found, to_cursor(page[-1]) if len(numbers) > limit else None)


def load_reminder_fate(context: Context, actor: Actor, message_id: uuid.UUID) -> ReminderFate:
    """What became of a reminder on a plan that the actor may remind on. NotFound for any other, as if there were none."""
    with context.query_plans(actor, SEND_BY_HAND, noted_as=READ_MESSAGES) as session:
        own = session.exec(_remindable(actor).where(Message.id == message_id)).first()
        if own is None:
            raise NotFound(_("没有这条提醒。"))
        return _fate(session, own)


def list_sent_reminders(
    context: Context,
    actor: Actor,
    *,
    reference: str | None = None,
    state: MessageState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> ReminderPage:
    """What somebody sent by hand or through the API on plans that the actor may remind on, in that state, under that
    reference."""
    query = _remindable(actor).where(col(Message.reference).is_not(None))
    if reference is not None:
        query = query.where(Message.reference == reference)
    if state is not None:
        query = query.where(Message.state == state)
    if cursor is not None:
        query = query.where(col(Message.id) < id_from_cursor(cursor))
    with context.query_plans(actor, SEND_BY_HAND, noted_as=READ_MESSAGES) as session:
        found = session.exec(query.order_by(col(Message.id).desc()).limit(limit + 1)).all()
        page = [_fate(session, own) for own in found[:limit]]
    return ReminderPage(page, to_cursor(str(page[-1].id)) if len(found) > limit else None)


def _remindable(actor: Actor) -> SelectOfScalar[Message]:
    """The messages, but for the twins in the inbox, of the plans that the actor may remind on."""
    joined = select(Message).join(Plan, col(Plan.id) == col(Message.plan_id))
    inbox = col(Message.channel) == ChannelName.INBOX.value
    return joined.where(visible_plans(actor, SEND_BY_HAND), col(Plan.sealed_at).is_(None), ~inbox)


def _fate(session: Session, own: Message) -> ReminderFate:
    message = find_group_leader(session, own) or own  # said in one text with others
    return ReminderFate(
        own.id, own.plan_number or "", own.event, own.recipient_role, own.channel, message.state,
        message_state_label(message.state), reason_label(message.state_reason) if message.state_reason else None,
        message.due_at, message.sent_at, load_message_steps(session, message.id), own.reference or "",
    )  # fmt: skip


def draft_by_hand(
    open_plan: OpenPlan,
    event: Event,
    recipient: Recipient,
    who: uuid.UUID | None,
    variables: Mapping[str, str | int],
    item: Item | None = None,
    expires_at: datetime | None = None,
) -> Message:
    """The message as it would wait in the outbox: of a family's hours and a victim's the next, to staff at once."""
    row = find_rule(event, recipient)
    assert row is not None  # nothing else is offered
    person = open_plan.session.get(Person, who) if recipient in TO_PERSONS else None
    at_once = recipient not in (*TO_PERSONS, Recipient.VICTIM)
    return Message(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, plan_number=open_plan.plan.number,
        item_id=item.id if item else None, article=item.article if item else None, event=event.value,
        recipient_role=recipient.value, recipient_id=who, channel=row.channel_texts[0].channel.value,
        template=row.template, variables=dict(variables), language=open_plan.context.language, dedupe_key="",
        created_at=open_plan.now, expires_at=expires_at,
        due_at=open_plan.now if at_once else get_send_hours(open_plan, person).from_(open_plan.now),
    )  # fmt: skip


def post_by_hand(
    open_plan: OpenPlan, would_be: Message, occasion: str, *, alone: bool = True, reference: str | None = None
) -> Message | None:
    """The message waits in the outbox; None where it was posted on that occasion before."""
    message = post_message(
        open_plan.session, open_plan.now, event=Event(would_be.event), recipient=Recipient(would_be.recipient_role),
        dedupe_key=f"{would_be.plan_number}/{occasion}/{would_be.recipient_role}/{would_be.recipient_id}", alone=alone,
        reference=reference, **{name: getattr(would_be, name) for name in _POSTED},
    )  # fmt: skip
    open_plan.posted += [message] if message else []
    return message


_POSTED = (
    "recipient_id", "variables", "due_at", "expires_at", "language", "plan_id", "plan_number", "item_id", "article",
)  # fmt: skip


def find_wait(open_plan: OpenPlan, would_be: Message, *, after_any: bool = False) -> Text | None:
    """Why it is to wait: the same was posted by hand to them in the last half hour, or, with `after_any`, was sent at all;
    None where it need not."""
    since = open_plan.now - COOL_DOWN
    by_hand = and_(col(Message.alone).is_(True), col(Message.created_at) > since)
    last = open_plan.session.exec(
        select(func.max(func.coalesce(col(Message.sent_at), col(Message.created_at)))).where(
            Message.plan_id == would_be.plan_id,
            Message.recipient_id == would_be.recipient_id,
            Message.item_id == would_be.item_id,
            col(Message.event) == would_be.event,
            col(Message.channel).in_(BY_MACHINE),
            or_(by_hand, col(Message.sent_at) > since) if after_any else by_hand,
        )
    ).one()
    again = local_time(last + COOL_DOWN).strftime("%H:%M") if last is not None else ""
    return _("刚刚发过，{again}以后可以再发", again=again) if again else None


def find_reason(open_plan: OpenPlan, would_be: Message) -> Text | None:
    """Return why the last check before sending would stop it, or None."""
    with open_plan.session.no_autoflush:
        reason = SendEligibility(open_plan.context)(open_plan.session, [would_be]).get(would_be.id)
    return reason_label(reason) if reason is not None else None


def refuse_unsent(reason: Text | None) -> None:
    """Raise StateConflict if there is a reason why it is not sent."""
    if reason is not None:
        raise StateConflict(_("现在不会发出：{reason}。", reason=reason))


def _open(context: Context, actor: Actor, number: str, dry_run: bool) -> AbstractContextManager[OpenPlan]:
    if dry_run:
        return _look(context, actor, number)
    return context.open_for_update(number, actor, SEND_BY_HAND)


@contextlib.contextmanager
def _look(context: Context, actor: Actor, number: str) -> Iterator[OpenPlan]:
    """The plan for looking, refused wherever it would be for sending."""
    with context.open_for_reading(number, actor, SEND_BY_HAND, noted_as=READ_MESSAGES) as open_plan:
        ensure_in_phase(open_plan.session, actor, SEND_BY_HAND, open_plan.plan, open_plan.now)
        yield open_plan


_Occasion = tuple[Event | None, Item | None]
"""The event whose text is said, and the item that it speaks of; no event where none is registered."""


def _occasions(open_plan: OpenPlan) -> Iterator[_Occasion]:
    """Of what somebody can be reminded: of all that is late and of the next thing of each kind, then the free texts."""
    seen = set()
    for item in open_plan.items():
        if item.owner == Role.SYSTEM:
            continue
        if item.due_on >= open_plan.today:
            if (item.kind, item.owner) in seen:
                continue
            seen.add((item.kind, item.owner))
        yield _event_of(item, open_plan.today), item
    for text in FreeText:
        yield Event(text), None


def _event_of(item: Item, today: date) -> Event | None:
    """The event of the item now, for its owner; None where no text is registered for it."""
    kind = ITEM_KINDS[item.kind]
    if kind.pattern is Pattern.FAMILY:
        event = kind.not_received if asks_for_explanation(item) and kind.not_received else kind.call
    else:
        event = Event.STILL_WAITING if item.due_on < today else Event.STAFF_ITEM_DUE
    return event if event and any(row.recipient == item.owner for row in find_rules(event)) else None


def _drafts(
    open_plan: OpenPlan, occasions: Iterable[_Occasion], wanted: ReminderRequest = _AS_IT_IS
) -> Iterator[_Draft]:
    for event, item in occasions:
        for row in find_rules(event) if event else ():
            if _is_for(row, item):
                for who in get_recipients(open_plan, row.recipient):
                    yield _draft(open_plan, row, who, item, wanted)


def _is_for(row: NotificationRule, item: Item | None) -> bool:
    """Whether the message about the item is for that person: its owner; a form without an item is only for school and
    mentor."""
    if item is not None:
        return row.recipient == item.owner
    return row.event is not Event.MILESTONE_FORM_DUE or row.recipient in INFORMED


def _draft(
    open_plan: OpenPlan,
    row: NotificationRule,
    who: Person | Staff,
    item: Item | None,
    wanted: ReminderRequest,
) -> _Draft:
    takes = TEMPLATES[row.template].required | TEMPLATES[row.template].optional
    values = _values(open_plan, row, item, wanted)
    stored = to_stored_values(row.template, values)
    would_be = draft_by_hand(open_plan, row.event, row.recipient, who.id, stored, item)
    needs_day = row.event is Event.APPOINTMENT_OR_VISIT and item is None and wanted.day is None
    reminder = Reminder(
        plan=open_plan.plan.number,
        kind=item.kind if item else None,
        due_on=item.due_on if item else None,
        text=row.event.value,
        words=ITEM_KINDS[item.kind].words if item else EVENT_INFO[row.event].name,
        to=row.recipient.value,
        to_words=role_label(row.recipient.value),
        person=who.relation if isinstance(who, Person) and row.recipient is Recipient.GUARDIAN else None,
        channels=[str(channel) for channel in row.channels],
        says=_render(open_plan, row, values),
        takes=[
            name
            for name, value in (("day", "day"), ("at", "time"), ("all_well", "all_well"))
            if value in takes and item is None
        ],
        needs=["day"] if needs_day else [],
        leaves_at=would_be.due_at,
        reason=_why_not(open_plan, row, who, would_be),
    )
    return _Draft(row, who, item, values, would_be, reminder)


def _render(open_plan: OpenPlan, row: NotificationRule, values: dict[str, Value]) -> str:
    """To staff with the family's code word and the number to call back; a system is told neither."""
    code_word = call_back = None
    if open_plan.actor.kind == "staff":
        code_word = get_code_word(open_plan.plan.id.hex) if row.recipient in FAMILY else None
        with_number = row.template in TEXTS_WITH_CALL_BACK
        call_back = get_callback_number(open_plan.session, open_plan.plan.id) if with_number else None
    text = render(row.template, open_plan.context.language, values, code_word=code_word, call_back=call_back)
    return f"{text.subject}\n\n{text.body}" if text.subject else text.body


def _values(open_plan: OpenPlan, row: NotificationRule, item: Item | None, wanted: ReminderRequest) -> dict[str, Value]:
    known: dict[str, Value] = {
        "day": get_stated_day(item) if item else wanted.day or open_plan.context.days.after(open_plan.today, 3),
        "count": 1,
    }
    hour = local_time(item.due_at).time() if item and "time" in TEMPLATES[row.template].required else wanted.at
    known |= {"time": hour} if hour else {}
    known |= {"missed_on": item.due_on} if item else {}
    known |= {"all_well": 1} if wanted.all_well else {}
    takes = TEMPLATES[row.template].required | TEMPLATES[row.template].optional
    return {name: known[name] for name in takes if name in known}


def _why_not(open_plan: OpenPlan, row: NotificationRule, who: Person | Staff, would_be: Message) -> Text | None:
    """Why it would not leave, or would say what is not so."""
    if (reason := find_reason(open_plan, would_be)) is not None:
        return reason
    if isinstance(who, Person):
        address = CaseAddresses(open_plan.context).address(open_plan.session, would_be)
        if address is None or address.over(would_be.channel) is None:
            return reason_label("no_address")
    if row.event is Event.PRAISE_GIVEN and not is_month_kept(open_plan, row.recipient.value):
        return _("不属实：这个月还有没按时交的，或者还没有交过")
    if row.event is Event.AFTER_CARE_OFFERED and open_plan.plan.after_care != "consented":
        return _("本人没有同意自愿回访")
    if row.event is Event.CALL_WITHIN_A_DAY and _count_failed_calls(open_plan, who.id) < CALLS_FIRST:
        return _("请先打电话：打过两次都没有打通的，才发这一条")
    ends = get_end_of_truth(row, would_be.variables, would_be.due_at)
    if ends is not None and ends <= would_be.due_at:
        return _("到能发出时，短信写明的日期已过")
    return find_wait(open_plan, would_be)


def _count_failed_calls(open_plan: OpenPlan, who: uuid.UUID) -> int:
    """How often they were called in vain since the day before; none once they were reached."""
    calls = open_plan.session.exec(
        select(Message.state)
        .where(
            Message.plan_id == open_plan.plan.id,
            Message.recipient_id == who,
            Message.channel == ChannelName.CALL.value,
            col(Message.due_at) > open_plan.now - timedelta(days=1),
        )
        .order_by(col(Message.due_at))
    ).all()
    return 0 if MessageState.DELIVERED in calls else len(calls)


def _choose(open_plan: OpenPlan, wanted: ReminderRequest) -> list[_Draft]:
    """What was asked for, to one addressee. Refused where it would not leave."""
    if wanted.day is not None and wanted.day < open_plan.today:
        raise _bad_field("day", _("这一天已经过去。"))
    occasion = _find_occasion(open_plan, wanted)
    assert occasion[0] is not None  # else it is refused above
    drafts = list(_drafts(open_plan, [occasion], wanted))
    fit = [
        draft
        for draft in drafts
        if wanted.to in (None, draft.row.recipient) and wanted.person in (None, draft.reminder.person)
    ]
    addressees = dict.fromkeys(_addressee(draft.reminder) for draft in (fit or drafts))
    meant = {row.recipient for row in find_rules(occasion[0]) if _is_for(row, occasion[1])}
    if not drafts or (not fit and wanted.to in meant and wanted.person is None):
        raise StateConflict(_NOBODY)
    if not fit or len(addressees) > 1:
        who = listed([verbatim(one) for one in addressees])
        raise _bad_field("to", _("请写明发给谁（to，监护人有几位的再写 person）；这一条可以发给：{who}。", who=who))
    for name in ("day", "at"):
        if getattr(wanted, name) is not None and name not in fit[0].reminder.takes:
            raise _bad_field(name, _("这条短信不另写日子和时刻。"))
    for draft in fit:
        if draft.reminder.needs:
            raise _bad_field("day", _("请先写明哪一天见面。"))
        refuse_unsent(draft.reminder.reason)
    return fit


def _addressee(reminder: Reminder) -> str:
    return f"{reminder.to} {reminder.person}" if reminder.person else reminder.to


def _find_occasion(open_plan: OpenPlan, wanted: ReminderRequest) -> _Occasion:
    if wanted.text is not None:
        return Event(wanted.text), None
    assert wanted.kind is not None  # one of the two was asked for
    for event, item in _occasions(open_plan):
        if item is not None and item.kind == wanted.kind and wanted.due_on in (None, item.due_on):
            if event is None:
                raise StateConflict(_NO_TEXT)
            return event, item
    if find_item(open_plan, wanted.kind, wanted.due_on).status in STILL_OPEN:
        raise StateConflict(_("还没到提醒这一项的时候：这一类里还有更早到期的。"))
    raise StateConflict(_("这一项已经办结，无需提醒。"))


_NO_TEXT = _("提醒这一项没有登记过的短信。")


def _bad_field(name: str, wrong: Text) -> BadInput:
    return BadInput(wrong, mistakes=[Mistake(name, wrong)])


def _post(open_plan: OpenPlan, draft: _Draft, occasion: str, reference: str, *, alone: bool) -> Reminder:
    """It waits in the outbox, and a line of the journal says so."""
    item, message = draft.item, post_by_hand(open_plan, draft.would_be, occasion, alone=alone, reference=reference)
    if message is None:
        return replace(draft.reminder, reason=_SAID_TODAY)
    open_plan.record(item=item, note={"event": draft.row.event.value, "to": draft.row.recipient.value})
    return replace(draft.reminder, id=message.id)


_SAID_TODAY = _("这一项当天已经提醒过，或者提醒正在等待发出")


class _LateOnes:
    """What is late on one plan, reminded of."""

    def __init__(self, open_plan: OpenPlan, dry_run: bool) -> None:
        self.open_plan, self.dry_run = open_plan, dry_run
        context = open_plan.context
        most = open_plan.number("most_reminders_a_day")
        self.limits = MessageLimits(context.policy, most, context.policies)
        self.said: list[_Draft] = []

    def remind(self) -> Iterator[Reminder]:
        """Each thing that is late, with its reminder or why there is none."""
        for event, item in _occasions(self.open_plan):
            if item is None or item.due_on >= self.open_plan.today:
                continue
            drafts = list(_drafts(self.open_plan, [(event, item)]))
            if not drafts:
                yield Reminder(
                    self.open_plan.plan.number, item.kind, item.due_on, event.value if event else None,
                    ITEM_KINDS[item.kind].words, item.owner, role_label(item.owner), None,
                    reason=_NOBODY if event else _NO_TEXT,
                )  # fmt: skip
            for draft in drafts:
                waits = _("已经作了说明，等候答复") if awaits_answer(self.open_plan, item) else None
                reason = waits or draft.reminder.reason or self._enough(draft, item)
                if reason is not None:
                    yield replace(draft.reminder, reason=reason)
                    continue
                self.said.append(draft)
                if self.dry_run:
                    yield draft.reminder
                else:
                    day = local_date(draft.would_be.due_at)
                    yield _post(self.open_plan, draft, f"late/{day}/{item.id}", "", alone=False)

    def _enough(self, draft: _Draft, item: Item) -> Text | None:
        """Why it is not said once more today."""
        session, would_be = self.open_plan.session, draft.would_be
        before = or_(
            col(Message.state).in_(OPEN_STATES),
            and_(
                col(Message.state).in_(SENT_STATES),
                func.coalesce(Message.sent_at, Message.due_at) >= start_of_day(local_date(would_be.due_at)),
            ),
        )
        to_them = (Message.recipient_id == draft.who.id, Message.channel != ChannelName.INBOX.value, before)
        if session.exec(select(Message.id).where(messages_about(item.id), *to_them).limit(1)).first() is not None:
            return _SAID_TODAY
        if check_digest(self.limits, session, would_be, would_be.due_at) is True:
            return reason_label("in_digest")
        theirs = [one for one in self.said if one.who.id == draft.who.id]
        if any((one.row, one.values) == (draft.row, draft.values) for one in theirs):
            return reason_label("said_already")
        does_not_count = self.limits.policy_of(session, would_be).does_not_count
        counted = sum(one.row.event not in does_not_count for one in theirs)
        limits = replace(self.limits, most_a_day=self.limits.most_a_day - counted)
        enough = check_daily_limit(limits, session, would_be, would_be.due_at)
        return reason_label("enough_for_today") if enough is not None else None


_NOBODY = _("没有可以收到的人。")
