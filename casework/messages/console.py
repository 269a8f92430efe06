"""The message console (消息台): every message within somebody's reach, found by plan, person, state or text.

What is shown are registered texts, numbers of plans, capacities and sign-in names: no name of a family, no number, no
address. A person is found by the keyed digest of the name or number that is searched, and the name is kept nowhere.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, false, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.acting.context import Context
from casework.acting.rights import Actor, Operation, is_allowed, missing_right, visible_plans
from casework.acting.rights.read_operations import SEARCH_MESSAGES
from casework.messages.acts import SEND_AGAIN, SETTLE_MESSAGE, WITHDRAW_MESSAGE
from casework.messages.plan_messages import MessageView, to_message_view
from casework.messages.proof import MessageStepView, load_message_steps
from casework.shared.paging import bad_cursor, from_cursor, to_cursor
from casework.shared.person_search import find_persons
from core.clock import start_of_day
from core.errors import BadInput, Mistake, NotFound
from core.i18n import _, pgettext
from models.message import OPEN_STATES, Message, MessageState
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan
from notifications.events import BY_MACHINE, ChannelName, Event
from notifications.merging import get_text_and_values
from notifications.text_registry import TEMPLATES

FOR_A_PERSON = "for_a_person"
"""Asked for in place of a state: what the machine has given up, and what is unknown."""
_Owners = dict[uuid.UUID | None, Staff | Person]
GIVEN_UP = (MessageState.UNKNOWN, MessageState.REFUSED, MessageState.BOUNCED)


@dataclass(frozen=True)
class MessageQuery:
    """Which messages are asked for; what is not said is not asked. Days are those on which a message is due."""

    plan: str | None = None
    person: str | None = None
    """A sign-in name of staff, a capacity such as 'minor', or a name or phone number of the family."""
    state: str | None = None
    template: str | None = None
    channel: str | None = None
    event: str | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class FoundMessage:
    """One of them: on which plan, to whom, and what a person may do about it now."""

    plan: str | None
    login: str | None
    """The sign-in name of whom of the staff it is for."""
    relation: str | None
    """Who of the family it is for, as their relation to the minor."""
    template: str
    message: MessageView
    can_send_again: bool
    can_withdraw: bool
    can_settle: bool


@dataclass(frozen=True)
class FoundMessages:
    """A page of them, newest first; `next` leads further into the past."""

    messages: list[FoundMessage]
    next: str | None


@dataclass(frozen=True)
class MessageDetail:
    """One message with every step it has made."""

    found: FoundMessage
    steps: list[MessageStepView]


def search_messages(
    context: Context, actor: Actor, wanted: MessageQuery, *, cursor: str | None = None, limit: int = 50
) -> FoundMessages:
    """The messages within the actor's reach that fit everything asked for. BadInput for what cannot be asked."""
    _refuse_unknown(wanted)
    with context.query_plans(actor, SEARCH_MESSAGES) as session:
        query = _select_visible(actor).where(*_fits(context, session, wanted))
        if cursor is not None:
            due_at, last = _place(cursor)
            query = query.where(
                or_(col(Message.due_at) < due_at, and_(col(Message.due_at) == due_at, col(Message.id) < last))
            )
        rows = session.exec(query.order_by(col(Message.due_at).desc(), col(Message.id).desc()).limit(limit + 1)).all()
        page = rows[:limit]
        owners = _owners(session, page)
        found = [_found(actor, message, owners) for message in page]
    more = to_cursor(page[-1].due_at.isoformat(), str(page[-1].id)) if len(rows) > limit else None
    return FoundMessages(found, more)


def load_message(context: Context, actor: Actor, message_id: uuid.UUID) -> MessageDetail:
    """One message within the actor's reach, with its steps. NotFound for any other, as if there were none."""
    with context.query_plans(actor, SEARCH_MESSAGES) as session:
        message = session.exec(_select_visible(actor).where(Message.id == message_id)).first()
        if message is None:
            raise NotFound(_("没有这条消息。"))
        return MessageDetail(
            _found(actor, message, _owners(session, [message])), load_message_steps(session, message.id)
        )


def load_message_plan(context: Context, actor: Actor, message_id: uuid.UUID) -> str:
    """The number of the plan a message is about. NotFound for one of no plan, or out of the actor's reach."""
    with context.database.reading() as session:
        if not is_allowed(session, actor, SEARCH_MESSAGES, None, context.clock.now()):
            raise missing_right(SEARCH_MESSAGES)
        message = session.exec(_select_visible(actor).where(Message.id == message_id)).first()
        if message is None or message.plan_number is None:
            raise NotFound(_("没有这条消息。"))
        return message.plan_number


def visible_messages(actor: Actor) -> ColumnElement[bool]:
    """The condition that cuts a query on messages and their plans to the actor's reach: nothing of a sealed plan; of
    what is about no plan, one's own, and for an administrator all."""
    own = (
        col(Message.recipient_id) == actor.id if actor.role is not Role.ADMINISTRATOR else col(Message.id).is_not(None)
    )
    return or_(
        and_(col(Message.plan_id).is_(None), own),
        and_(visible_plans(actor, SEARCH_MESSAGES), col(Plan.sealed_at).is_(None)),
    )


def _select_visible(actor: Actor) -> SelectOfScalar[Message]:
    return select(Message).outerjoin(Plan, col(Plan.id) == col(Message.plan_id)).where(visible_messages(actor))


def _refuse_unknown(wanted: MessageQuery) -> None:
    known: dict[str, tuple[str | None, set[str]]] = {
        "state": (wanted.state, {*MessageState, FOR_A_PERSON}),
        "template": (wanted.template, set(TEMPLATES)),
        "channel": (wanted.channel, set(ChannelName)),
        "event": (wanted.event, set(Event)),
    }
    wrong = pgettext("wrong", "没有这一项。")
    mistakes = [
        Mistake(name, wrong) for name, (value, names) in known.items() if value is not None and value not in names
    ]
    if wanted.from_on and wanted.to_on and wanted.to_on < wanted.from_on:
        mistakes.append(Mistake("to_on", _("早于起始日。")))
    if mistakes:
        raise BadInput(_("查找条件有误。"), mistakes=mistakes)


def _fits(context: Context, session: Session, wanted: MessageQuery) -> list[ColumnElement[bool]]:
    exactly = {
        Message.plan_number: wanted.plan,
        Message.template: wanted.template,
        Message.channel: wanted.channel,
        Message.event: wanted.event,
    }
    fits: list[ColumnElement[bool]] = [col(column) == value for column, value in exactly.items() if value is not None]
    if wanted.state == FOR_A_PERSON:
        fits.append(col(Message.state).in_(GIVEN_UP))
    elif wanted.state is not None:
        fits.append(col(Message.state) == wanted.state)
    if wanted.from_on is not None:
        fits.append(col(Message.due_at) >= start_of_day(wanted.from_on))
    if wanted.to_on is not None:
        fits.append(col(Message.due_at) < start_of_day(wanted.to_on + timedelta(days=1)))
    if wanted.person is not None:
        fits.append(_is_for_person(context, session, wanted.person))
    return fits


def _is_for_person(context: Context, session: Session, person: str) -> ColumnElement[bool]:
    """The condition that a message is to that person: a capacity, a sign-in name, or somebody of a family by name or
    number."""
    if person in {role.value for role in Role}:
        return col(Message.recipient_role) == person
    staff = session.exec(select(Staff.id).where(Staff.login == person)).all()
    found = [*staff, *find_persons(context.vault, session, person)]
    return col(Message.recipient_id).in_(found) if found else false()


def _owners(session: Session, messages: Sequence[Message]) -> _Owners:
    ids = {message.recipient_id for message in messages}
    found: _Owners = {one.id: one for one in session.exec(select(Staff).where(col(Staff.id).in_(ids)))}
    return found | {one.id: one for one in session.exec(select(Person).where(col(Person.id).in_(ids)))}


def _found(actor: Actor, message: Message, owners: _Owners) -> FoundMessage:
    who = owners.get(message.recipient_id)
    of_a_plan = message.plan_id is not None
    by_machine = message.channel in BY_MACHINE
    return FoundMessage(
        plan=message.plan_number,
        login=who.login if isinstance(who, Staff) else None,
        relation=who.relation if isinstance(who, Person) else None,
        template=get_text_and_values(message)[0],
        message=to_message_view(message, who if isinstance(who, Person) else None, message.device),
        can_send_again=of_a_plan and by_machine and message.state not in OPEN_STATES and _has_right(actor, SEND_AGAIN),
        can_withdraw=of_a_plan and message.state in OPEN_STATES and _has_right(actor, WITHDRAW_MESSAGE),
        can_settle=of_a_plan and by_machine and message.state in _MAY_BE_SETTLED and _has_right(actor, SETTLE_MESSAGE),
    )


_MAY_BE_SETTLED = (MessageState.SENT, MessageState.UNKNOWN)


def _has_right(actor: Actor, act: Operation) -> bool:
    """Whether the role has the right at all; on which plan, the verb asks itself."""
    return actor.role in act.by


def _place(cursor: str) -> tuple[datetime, uuid.UUID]:
    due_at, last = (str(part) for part in from_cursor(cursor, (str, str)))
    try:
        return datetime.fromisoformat(due_at), uuid.UUID(last)
    except ValueError:
        raise bad_cursor() from None
