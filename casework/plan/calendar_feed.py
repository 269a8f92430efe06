"""One's own due dates in a calendar program: a secret address that its owner makes and ends.

The holder of the address sees days and numbers of plans: no name, no content, no office. A calendar program may keep
what it was given, and its maker too; so nothing in it says anything about anybody.
"""

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from casework.acting.context import Context
from casework.acting.rights import Actor, is_allowed, missing_right, not_recused
from casework.settings.acts import KEEP_CALENDAR
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.staff.authentication import hash_session_token
from core.clock import local_date
from core.errors import Gone, NotFound
from core.i18n import Text, _
from models.base import new_id
from models.calendar_link import CalendarLink
from models.item import STILL_OPEN, Item, ItemStatus
from models.office import Role, Staff
from models.plan import Plan, TeamMember
from notifications.digest_and_limits import id_created_at

BEHIND = timedelta(days=60)
"""How long a past day stays in the calendar."""
DOMAIN = "due.sunward.invalid"
_STANDS = (*STILL_OPEN, ItemStatus.DONE, ItemStatus.ON_TIME, ItemStatus.LATE)
_OVER_THE_OFFICE = {
    Role.CHIEF_PROSECUTOR: (Role.CHIEF_PROSECUTOR.value,),
    Role.DEPUTY: (Role.CHIEF_PROSECUTOR.value, Role.DEPUTY.value),
    Role.DEPARTMENT_HEAD: (Role.DEPARTMENT_HEAD.value,),
    Role.CLERK: (Role.CLERK.value,),
}
"""Whose items are theirs in every plan of the office, whether they stand on its team or not."""


GONE = _("这个日历地址已经失效。")


@dataclass(frozen=True)
class NewCalendarLink:
    """The secret of a new address. Told once, here."""

    id: uuid.UUID
    secret: str


@dataclass(frozen=True)
class CalendarLinkView:
    """One of one's own addresses: when it was made, when a calendar last asked, whether it was ended."""

    id: uuid.UUID
    made_at: datetime
    read_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class CalendarEntry:
    """One day in the calendar."""

    item_id: uuid.UUID
    on: date
    title: Text
    cancelled: bool
    changes: int
    changed_at: datetime


def create_link(context: Context, actor: Actor) -> NewCalendarLink:
    """A new address for the actor's own dates. Those made before go on until they are ended."""
    made = NewCalendarLink(new_id(context.clock.now()), secrets.token_urlsafe(32))
    with context.database.transaction() as session:
        now, staff_id = context.clock.now(), _owner(session, context, actor)
        session.add(CalendarLink(id=made.id, staff_id=staff_id, digest=hash_session_token(made.secret), made_at=now))
        context.write_journal_line(session, now, actor, KEEP_CALENDAR.code, note={"state": "made"})
    return made


def revoke_link(context: Context, actor: Actor, link_id: uuid.UUID) -> None:
    """That address of the actor's own is ended. Twice is once; NotFound for another's."""
    with context.database.transaction() as session:
        now, staff_id = context.clock.now(), _owner(session, context, actor)
        link = session.get(CalendarLink, link_id)
        if link is None or link.staff_id != staff_id:
            raise NotFound(_("没有这个日历地址。"))
        if link.revoked_at is None:
            link.revoked_at = now
            context.write_journal_line(session, now, actor, KEEP_CALENDAR.code, note={"state": "revoked"})


def list_links(context: Context, actor: Actor) -> list[CalendarLinkView]:
    """The actor's own addresses, the newest first. No secret is in it: nobody knows them."""
    with context.database.reading() as session:
        mine = select(CalendarLink).where(CalendarLink.staff_id == _owner(session, context, actor))
        return [
            CalendarLinkView(link.id, link.made_at, link.read_at, link.revoked_at)
            for link in session.exec(mine.order_by(col(CalendarLink.made_at).desc(), col(CalendarLink.id).desc()))
        ]


def load_feed_entries(context: Context, secret: str) -> list[CalendarEntry]:
    """What stands in the calendar of that address today. Gone for one that was ended, or whose owner has left;
    NotFound for one that never was. A plan that is sealed or closed is in no calendar."""
    now = context.clock.now()
    with context.database.reading() as session:
        link, staff = _behind(session, secret)
        found = list(_dates(session, staff, local_date(now)))
    if link.read_at is None or local_date(link.read_at) < local_date(now):
        with context.database.transaction() as session:
            session.get_one(CalendarLink, link.id).read_at = now
    return found


def load_feed_entry(context: Context, secret: str, item_id: uuid.UUID) -> CalendarEntry:
    """One of them. Gone once its plan is sealed or closed."""
    with context.database.reading() as session:
        __, staff = _behind(session, secret)
        for one in _dates(session, staff, context.clock.today()):
            if one.item_id == item_id:
                return one
        known = session.get(Item, item_id)
        plan = session.get_one(Plan, known.plan_id) if known else None
    if plan is not None and (plan.sealed_at or plan.closed_at):
        raise Gone(GONE)
    raise NotFound(_("没有这一天。"))


def to_ical(dates: list[CalendarEntry], *, chinese: bool) -> bytes:
    """The dates as RFC 5545 has them. The same dates give the same bytes, so that a calendar can ask whether anything
    has changed."""
    from icalendar import Calendar, Event  # a fifth of a second, and few processes ever need it

    calendar = Calendar()
    calendar.add("prodid", "-//Sunward//due dates//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "向阳" if chinese else "Sunward")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for one in dates:
        event = Event()
        event.add("uid", f"{one.item_id}@{DOMAIN}")
        event.add("dtstamp", one.changed_at)
        event.add("last-modified", one.changed_at)
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("summary", one.title.zh if chinese else one.title.en)
        event.add("sequence", one.changes)
        event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _owner(session: Session, context: Context, actor: Actor) -> uuid.UUID:
    if actor.id is None or not is_allowed(session, actor, KEEP_CALENDAR, None, context.clock.now()):
        raise missing_right(KEEP_CALENDAR)
    return actor.id


def _behind(session: Session, secret: str) -> tuple[CalendarLink, Staff]:
    link = session.exec(select(CalendarLink).where(CalendarLink.digest == hash_session_token(secret))).first()
    if link is None:
        raise NotFound(_("没有这个日历地址。"))
    staff = session.get_one(Staff, link.staff_id)
    if link.revoked_at is not None or not staff.active:
        raise Gone(GONE)
    return link, staff


def _dates(session: Session, staff: Staff, today: date) -> Iterator[CalendarEntry]:
    theirs = and_(
        col(TeamMember.plan_id) == col(Item.plan_id),
        col(TeamMember.role) == col(Item.owner),
        TeamMember.staff_id == staff.id,
        col(TeamMember.accepted_at).is_not(None),
    )
    of_the_office = and_(Plan.office_id == staff.office_id, _by_office(Role(staff.role)))
    query = (
        select(Item, Plan.number, TeamMember.until_at, col(TeamMember.id).is_not(None))
        .join(Plan, col(Plan.id) == col(Item.plan_id))
        .outerjoin(TeamMember, theirs)
        .where(
            or_(col(TeamMember.id).is_not(None), of_the_office),
            col(Plan.sealed_at).is_(None),
            col(Plan.closed_at).is_(None),
            not_recused(staff.id),
            col(Item.due_on) >= today - BEHIND,
        )
        .order_by(col(Item.due_on), col(Item.id), col(TeamMember.until_at).is_not(None))
    )
    seen: set[uuid.UUID] = set()
    for item, number, until_at, on_team in session.exec(query):
        if item.id not in seen:  # whoever left a plan and came back carries it
            seen.add(item.id)
            yield _date(item, number, until_at if on_team else None)


def _by_office(role: Role) -> ColumnElement[bool]:
    if role is Role.CASE_MANAGEMENT:
        return col(Item.kind).in_([code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY])
    return col(Item.owner).in_(_OVER_THE_OFFICE.get(role, ()))


def _date(item: Item, number: str, until_at: datetime | None) -> CalendarEntry:
    """The entry of one item, cancelled if the item is, or was handed over before its day; a done one stays on its
    day."""
    given_up = until_at is not None and local_date(until_at) <= item.due_on
    moments = [
        id_created_at(item.id),
        *(moment for moment in (item.settled_at, item.moved_at, until_at) if moment is not None),
    ]
    by_law = ITEM_KINDS[item.kind].pattern is Pattern.STATUTORY
    title = _("{number} 一项期限到期", number=number) if by_law else _("{number} 一项工作到期", number=number)
    return CalendarEntry(
        item_id=item.id,
        on=item.due_on,
        title=title,
        cancelled=given_up or item.status not in _STANDS,
        changes=item.moves + int(item.settled_at is not None) + int(given_up),
        changed_at=max(moments),
    )
