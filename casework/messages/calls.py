"""Calls, paper handed over, and texts passed on by hand: channels of the same rank as a text.

What a person did stands in the outbox's own table, settled at once: a call that reached somebody, a sheet that was put
into their hand. Each says as much as a text to a phone of their own, and more than one to a shared phone.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import select

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.unavailability import cannot_be_done
from casework.messages.acts import RecordCall, RecordPaperNotice
from casework.shared.items.follow_ups import ABOUT_A_PERSON, UNDELIVERED, create_follow_up
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.items.items import find_item, finish_items, get_owner
from casework.shared.notify.notify import may_receive, notify
from core.clock import local_date, local_time, to_utc
from core.errors import BadInput, StateConflict
from core.i18n import _
from models.base import new_id
from models.item import Item, ItemStatus
from models.message import Message, MessageState, set_state
from models.office import Role
from models.person import Person
from notifications.events import ChannelName
from notifications.matrix import Event, find_rule
from notifications.text_registry import TEMPLATES

FAMILY_OWNERS = (Role.MINOR.value, Role.GUARDIAN.value)
MAX_DAYS_AFTERWARDS = timedelta(days=7)
"""How long afterwards a call or a hand-over may still be recorded."""


class CallOutcome(StrEnum):
    """What came of a call, or of words passed on. `reached` means that the person themself was spoken to."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"
    PASSED_ON = "passed_on"
    SEEN = "seen"


_BECOMES = {
    CallOutcome.REACHED: (ChannelName.CALL, MessageState.DELIVERED, ABOUT_A_PERSON),
    CallOutcome.NOT_REACHED: (ChannelName.CALL, MessageState.NOT_SENT, ()),
    CallOutcome.CALL_BACK: (ChannelName.CALL, MessageState.NOT_SENT, ()),
    CallOutcome.WRONG_NUMBER: (ChannelName.CALL, MessageState.REFUSED, ()),
    CallOutcome.PASSED_ON: (ChannelName.PASSED_ON, MessageState.SENT, (UNDELIVERED,)),
    CallOutcome.SEEN: (ChannelName.PASSED_ON, MessageState.DELIVERED, (UNDELIVERED,)),
}
"""As what it stands in the outbox, and which tasks about the person it settles."""


@verb(RecordCall)
def record_call(open_plan: OpenPlan, act: RecordCall) -> None:
    """It stands with the item, and with the person. What reached them proves that they could know, or that they were
    asked: then the time to explain runs from there. A wrong number is told to those who can find the right one."""
    outcome = CallOutcome(act.outcome)
    item = find_item(open_plan, act.item, act.due_on) if act.item else None
    person, when = _get_person(open_plan, act.person, item), _when(open_plan, to_utc(act.called_at))
    channel, state, settles = _BECOMES[outcome]
    event = get_call_event(item, asks=asks_for_explanation(item, when)) if item else Event.CALL_BACK_ASKED
    _write(open_plan, item, person, channel, state, outcome.value, when, event)
    own = outcome is CallOutcome.PASSED_ON and person.device == "own"
    if item is not None and (state is MessageState.DELIVERED or own):
        _time_to_explain(open_plan, item, when)
    finish_items(open_plan, *settles, label=person.relation, because=outcome.value) if settles else None
    if outcome is CallOutcome.WRONG_NUMBER:
        notify(open_plan, Event.MESSAGE_NEEDS_A_PERSON, f"wrong_number/{person.id}/{open_plan.today}", item=item)
        create_follow_up(open_plan, UNDELIVERED, person.relation)
    open_plan.record(item=item, note={"relation": person.relation, "outcome": outcome.value, "call_at": when})


@verb(RecordPaperNotice)
def record_paper_notice(open_plan: OpenPlan, act: RecordPaperNotice) -> int:
    """A sheet with everything that person owes until that day was put into their hand; returns how many things were on
    it. It speaks of what is due, and asks nothing."""
    who = Role(act.who)
    at = to_utc(act.handed_over_at)
    when = _when(open_plan, at)
    on_it = [
        item
        for item in open_plan.items()
        if item.owner == who
        and ITEM_KINDS[item.kind].pattern is Pattern.FAMILY
        and item.status == ItemStatus.OPEN
        and local_date(when) <= item.due_on <= act.until_on
    ]
    owner = get_owner(open_plan, on_it[0]) if on_it else None
    if owner is None or not may_receive(owner, open_plan.today):
        raise StateConflict(_("这段时间没有要写在纸上的事。"))
    for item in on_it:
        event = get_call_event(item, asks=False)
        _write(open_plan, item, owner, ChannelName.PAPER, MessageState.DELIVERED, "handed_over", when, event)
    finish_items(open_plan, UNDELIVERED, label=owner.relation, because="handed_over")
    open_plan.record("record_paper_notice", note={"who": who.value, "until_on": act.until_on, "items": len(on_it)})
    return len(on_it)


def _get_person(open_plan: OpenPlan, relation: str | None, item: Item | None) -> Person:
    """Return the person who was to be reached: the one named, else the owner of the item, else the minor."""
    if relation is None and item is not None:
        owner = get_owner(open_plan, item) if item.owner in FAMILY_OWNERS else None
        meant = [owner] if owner is not None else []
    else:
        meant = [one for one in open_plan.people() if one.relation == (relation or "minor")]
    person = next((one for one in meant if may_receive(one, open_plan.today)), None)
    if person is None or (item is not None and item.owner != person.role):
        raise StateConflict(_("这一项没有可以联系的人。"))
    if item is not None and cannot_be_done(open_plan.session, item, open_plan.today):
        raise StateConflict(_("本人正在无法履行期间，请勿催促。"))
    return person


def _when(open_plan: OpenPlan, at: datetime | None) -> datetime:
    when = at or open_plan.now
    if not open_plan.now - MAX_DAYS_AFTERWARDS <= when <= open_plan.now:
        raise BadInput(_("时间应在最近七天之内。"))
    return when


def get_call_event(item: Item, *, asks: bool) -> Event:
    kind = ITEM_KINDS[item.kind]
    event = (kind.not_received or Event.EXPLANATION_ASKED) if asks else kind.call
    assert event is not None  # every kind of the family's has words for being due
    return event


def asks_for_explanation(item: Item, when: datetime | None = None) -> bool:
    """Whether what is said now, or was said then, is the question how it was. Before its day it was only called for."""
    return item.status == ItemStatus.NOT_RECEIVED and (when is None or when > item.due_at)


def _write(
    open_plan: OpenPlan,
    item: Item | None,
    owner: Person,
    channel: ChannelName,
    state: MessageState,
    reason: str,
    when: datetime,
    event: Event,
) -> None:
    row = find_rule(event, owner.role)
    template = row.template if row else "S11"
    message = Message(
        id=new_id(open_plan.now),
        plan_id=open_plan.plan.id,
        plan_number=open_plan.plan.number,
        item_id=item.id if item else None,
        event=event.value,
        recipient_role=owner.role,
        recipient_id=owner.id,
        channel=channel.value,
        template=template,
        variables=get_template_values(template, item) if item else {},
        language=open_plan.context.language,
        article=item.article if item else None,
        dedupe_key=f"{open_plan.plan.number}/{channel}/{item.id if item else owner.id}/{event}/{when.isoformat()}",
        created_at=open_plan.now,
        due_at=when,
        alone=True,
        device=owner.device,
        sent_at=when if state in (MessageState.SENT, MessageState.DELIVERED) else None,
    )
    same = open_plan.session.exec(select(Message.id).where(Message.dedupe_key == message.dedupe_key)).first()
    if same is not None:
        raise StateConflict(_("这一时刻已经记过了。"))
    open_plan.session.add(message)
    set_state(open_plan.session, message, open_plan.now, MessageState.CLAIMED, f"by_{open_plan.actor.role}")
    set_state(open_plan.session, message, open_plan.now, state, reason)


def get_stated_day(item: Item) -> date:
    """The day that is named: by which it is due; or, once it is asked how it was, by which there is time to explain."""
    asked = item.status == ItemStatus.NOT_RECEIVED and item.next_at is not None
    return max(item.due_on, local_date(item.next_at)) if asked and item.next_at is not None else item.due_on


def get_template_values(template: str, item: Item) -> dict[str, str | int]:
    known: dict[str, str | int] = {
        "day": get_stated_day(item).isoformat(),
        "missed_on": item.due_on.isoformat(),
        "time": local_time(item.due_at).strftime("%H:%M"),
        "count": 1,
    }
    takes = TEMPLATES[template].required | TEMPLATES[template].optional
    return {name: value for name, value in known.items() if name in takes}


def _time_to_explain(open_plan: OpenPlan, item: Item, when: datetime) -> None:
    """Asked just now: the whole time to explain lies still ahead."""
    if not asks_for_explanation(item, when) or item.next_at is None:
        return
    item.asked_at = when
    item.next_at = max(item.next_at, when + timedelta(hours=open_plan.number("explanation_window_hours")))
