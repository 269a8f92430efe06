"""Today's calls (今日电话名单), paper handed over, and texts passed on by hand: channels of the same rank as a text.

What a person did stands in the outbox's own table, settled at once: a call that reached somebody, a sheet that was put
into their hand. Each says as much as a text to a phone of their own, and more than one to a shared phone.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from casework.addresses import code_word
from casework.desk import Desk, File
from casework.explaining import is_unable, proves
from casework.items import find_item, owner_of
from casework.kinds import KINDS, Pattern
from casework.rights import Act, Actor, reachable
from casework.telling import may_receive, tell
from casework.wording import REASONS
from law.transitions import PlanStatus
from models.columns import new_id
from models.item import STILL_OPEN, Item, ItemStatus, Unable
from models.message import OPEN, Message, MessageState, move
from models.office import Role
from models.person import Person
from models.plan import Plan
from notifications.catalogue import Event, row_for
from notifications.events import ChannelName
from notifications.registered import TEMPLATES
from notifications.render import Value, render
from sunward.clock import local_date, local_time
from sunward.errors import BadInput, Refused
from sunward.words import Words

FAMILY_OWNERS = (Role.MINOR.value, Role.GUARDIAN.value)
MOST_DAYS_AFTERWARDS = timedelta(days=7)
"""So long afterwards a call or a hand-over may still be written down."""


class CallOutcome(StrEnum):
    """What came of a call. `reached` means that the person themself was spoken to."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"


_BECOMES = {
    CallOutcome.REACHED: MessageState.DELIVERED,
    CallOutcome.NOT_REACHED: MessageState.NOT_SENT,
    CallOutcome.CALL_BACK: MessageState.NOT_SENT,
    CallOutcome.WRONG_NUMBER: MessageState.REFUSED,
}


@dataclass(frozen=True)
class ToCall:
    """Somebody to be called today about one thing, and why no text will do."""

    plan_number: str
    item_id: uuid.UUID
    kind: str
    words: Words
    due_on: date
    to: str
    relation: str
    asks: bool
    """It has not come in: how was it? Otherwise: it is due."""
    because: str
    because_words: Words
    text: str
    """The neutral words, to be said or passed on by hand."""
    phone: str | None = field(repr=False, default=None)
    tries: int = 0
    """Calls of today that did not reach the person."""
    last: str | None = None
    """What came of the last call."""


def call_list(desk: Desk, actor: Actor) -> list[ToCall]:
    """Whom the actor should call today: what was not received first, then by its day. Nobody who was reached about it,
    whose own phone took the text, who is unable, or who may not be written to at all."""
    with desk.look_over(actor, Act.READ_MESSAGES) as session:
        today = desk.clock.today()
        due = session.exec(
            select(Item, Plan)
            .join(Plan, col(Plan.id) == Item.plan_id)
            .where(
                reachable(actor, Act.SEND_BY_HAND),
                col(Plan.status) == PlanStatus.UNDER_SUPERVISION,
                col(Plan.sealed_at).is_(None),
                col(Plan.age_doubted_at).is_(None),
                col(Item.status).in_(STILL_OPEN),
                col(Item.owner).in_(FAMILY_OWNERS),
                col(Item.called_at).is_not(None),
            )
            .order_by(col(Item.status).desc(), col(Item.due_on), col(Item.id))
        ).all()
        said = _said(session, [item.id for item, _ in due])
        people = _people(session, {plan.id for _, plan in due})
        unable = _unable(session, {plan.id for _, plan in due}, today)
        found = []
        for item, plan in due:
            owner = _owner(people.get(plan.id, []), item.owner, today)
            if owner is None or KINDS[item.kind].pattern is not Pattern.FAMILY or (plan.id, item.owner) in unable:
                continue
            entry = _to_call(desk, plan, item, owner, said.get(item.id, []), today)
            if entry is not None:
                found.append(entry)
        return found


def record_call(
    desk: Desk,
    actor: Actor,
    number: str,
    *,
    kind: str,
    due_on: date,
    outcome: CallOutcome,
    at: datetime | None = None,
) -> None:
    """The call stands with the item. One that reached the person proves that they could know, or that they were asked:
    then the time to explain runs from the call. A wrong number is told to those who can find the right one."""
    with desk.file(number, actor, Act.SEND_BY_HAND) as file:
        item, owner, when = _about(file, kind, due_on, at)
        state = _BECOMES[outcome]
        _write(file, item, owner, ChannelName.CALL, state, outcome.value, when)
        if outcome is CallOutcome.REACHED:
            _time_to_explain(file, item, when)
        if outcome is CallOutcome.WRONG_NUMBER:
            tell(file, Event.MESSAGE_NEEDS_A_PERSON, f"wrong_number/{owner.id}/{file.today}", item=item)
        file.record("record_call", item=item, note={"outcome": outcome.value, "call_at": when})


def record_passed_on(
    desk: Desk, actor: Actor, number: str, *, kind: str, due_on: date, at: datetime | None = None, seen: bool = False
) -> None:
    """The neutral text was passed on by hand, in whatever way the family is used to, at that time. On a phone of their
    own that is as good as a text; otherwise it proves something only if it was seen."""
    with desk.file(number, actor, Act.SEND_BY_HAND) as file:
        item, owner, when = _about(file, kind, due_on, at)
        state = MessageState.DELIVERED if seen else MessageState.SENT
        _write(file, item, owner, ChannelName.PASSED_ON, state, "seen" if seen else "passed_on", when)
        if seen or owner.device == "own":
            _time_to_explain(file, item, when)
        file.record("record_passed_on", item=item, note={"seen": seen, "passed_on_at": when})


def record_paper(
    desk: Desk, actor: Actor, number: str, *, who: Role, until_on: date, at: datetime | None = None
) -> int:
    """A sheet with everything that person owes until that day was put into their hand; returns how many things were on
    it. It speaks of what is due, and asks nothing."""
    with desk.file(number, actor, Act.SEND_BY_HAND) as file:
        when = _when(file, at)
        on_it = [
            item
            for item in file.items()
            if item.owner == who
            and KINDS[item.kind].pattern is Pattern.FAMILY
            and item.status == ItemStatus.OPEN
            and local_date(when) <= item.due_on <= until_on
        ]
        owner = owner_of(file, on_it[0]) if on_it else None
        if owner is None or not may_receive(owner, file.today):
            raise Refused(Words("这段时间没有要写在纸上的事。", "There is nothing of theirs to put on a sheet."))
        for item in on_it:
            _write(file, item, owner, ChannelName.PAPER, MessageState.DELIVERED, "handed_over", when, asks=False)
        file.record("record_paper", note={"who": who.value, "until_on": until_on, "items": len(on_it)})
        return len(on_it)


def _about(file: File, kind: str, due_on: date, at: datetime | None) -> tuple[Item, Person, datetime]:
    item = find_item(file, kind, due_on)
    owner = owner_of(file, item) if item.owner in FAMILY_OWNERS else None
    if owner is None or not may_receive(owner, file.today):
        raise Refused(Words("这一项没有可以联系的人。", "There is nobody to be spoken to about this."))
    if is_unable(file, item.owner, file.today):
        raise Refused(
            Words("本人正在无法履行期间，请勿催促。", "They are unable at present and are not to be pressed.")
        )
    return item, owner, _when(file, at)


def _when(file: File, at: datetime | None) -> datetime:
    when = at or file.now
    if not file.now - MOST_DAYS_AFTERWARDS <= when <= file.now:
        raise BadInput(Words("时间应在过去七天之内。", "The time must lie within the last seven days."))
    return when


def _event(item: Item, *, asks: bool) -> Event:
    kind = KINDS[item.kind]
    event = (kind.not_received or Event.EXPLANATION_ASKED) if asks else kind.call
    assert event is not None  # every kind of the family's has words for being due
    return event


def _asks(item: Item, when: datetime | None = None) -> bool:
    """Whether what is said now, or was said then, is the question how it was. Before its day it was only called for."""
    return item.status == ItemStatus.NOT_RECEIVED and (when is None or when > item.due_at)


def _write(
    file: File,
    item: Item,
    owner: Person,
    channel: ChannelName,
    state: MessageState,
    reason: str,
    when: datetime,
    *,
    asks: bool | None = None,
) -> None:
    event = _event(item, asks=_asks(item, when) if asks is None else asks)
    row = row_for(event, owner.role)
    template = row.template if row else "S11"
    message = Message(
        id=new_id(file.now),
        plan_id=file.plan.id,
        plan_number=file.plan.number,
        item_id=item.id,
        event=event.value,
        recipient_role=owner.role,
        recipient_id=owner.id,
        channel=channel.value,
        template=template,
        variables=_variables(template, item),
        language=file.desk.language,
        article=item.article,
        dedupe_key=f"{file.plan.number}/{channel}/{item.id}/{event}/{when.isoformat()}",
        created_at=file.now,
        due_at=when,
        alone=True,
        sent_at=when if state in (MessageState.SENT, MessageState.DELIVERED) else None,
    )
    same = file.session.exec(select(Message.id).where(Message.dedupe_key == message.dedupe_key)).first()
    if same is not None:
        raise Refused(Words("这一时刻已经记过了。", "That moment is written down already."))
    file.session.add(message)
    move(file.session, message, file.now, MessageState.CLAIMED, f"by_{file.actor.role}")
    move(file.session, message, file.now, state, reason)


def _variables(template: str, item: Item) -> dict[str, str | int]:
    known: dict[str, str | int] = {
        "day": item.due_on.isoformat(),
        "time": local_time(item.due_at).strftime("%H:%M"),
        "count": 1,
    }
    takes = TEMPLATES[template].required | TEMPLATES[template].optional
    return {name: value for name, value in known.items() if name in takes}


def _time_to_explain(file: File, item: Item, when: datetime) -> None:
    """Asked just now: the whole time to explain lies still ahead."""
    if not _asks(item, when) or item.next_at is None:
        return
    item.asked_at = when
    item.next_at = max(item.next_at, when + timedelta(hours=file.number("explanation_window_hours")))
    file.session.add(item)


def _to_call(desk: Desk, plan: Plan, item: Item, owner: Person, said: Iterable[Message], today: date) -> ToCall | None:
    asks = _asks(item)
    event = _event(item, asks=asks)
    about = [one for one in said if one.event == event.value and one.recipient_id == owner.id]
    if any(one.state in OPEN or proves(one, owner) for one in about):
        return None
    texts = [one for one in about if one.channel == ChannelName.TEXT]
    calls = [one for one in about if one.channel == ChannelName.CALL]
    left = any(one.state in (MessageState.SENT, MessageState.DELIVERED) for one in texts)
    because = owner.device if left else (texts[-1].state_reason or texts[-1].state) if texts else "no_text"
    document = desk.vault.open_document(plan.id, "person.document", owner.id, owner.document)
    row = row_for(event, owner.role)
    values: dict[str, Value] = dict(_variables(row.template, item)) if row else {}
    word = code_word(plan.id.hex)
    return ToCall(
        plan_number=plan.number,
        item_id=item.id,
        kind=item.kind,
        words=KINDS[item.kind].words,
        due_on=item.due_on,
        to=owner.role,
        relation=owner.relation,
        asks=asks,
        because=because,
        because_words=_BECAUSE.get(because) or REASONS.get(because) or Words(because, because),
        text=render(row.template, desk.language, values, code_word=word).body if row else "",
        phone=document.get("phone"),
        tries=sum(local_date(call.due_at) == today and call.state != MessageState.DELIVERED for call in calls),
        last=calls[-1].state_reason if calls else None,
    )


_BECAUSE = {
    "shared": Words("手机合用，短信不能说明本人知道", "a shared phone: a text proves nothing"),
    "unknown": Words("手机情况不明，短信不能说明本人知道", "whose phone it is, is not known"),
    "no_text": Words("没有发过短信", "no text was sent"),
}


def _said(session: Session, items: list[uuid.UUID]) -> dict[uuid.UUID, list[Message]]:
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


def _unable(session: Session, plans: set[uuid.UUID], today: date) -> set[tuple[uuid.UUID, str]]:
    query = select(Unable).where(
        col(Unable.plan_id).in_(plans), col(Unable.from_on) <= today, col(Unable.to_on) >= today
    )
    return {(one.plan_id, one.owner) for one in session.exec(query)}
