"""Signing in and out. The record holds the session; the browser or client holds a random token, of which only a digest
is kept. Whoever cannot sign in is told the same, and as slowly, whatever the reason was; wrong tries slow down whoever
makes them (`attempts.py`)."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from casework.shared.context import Context
from casework.shared.rights import SYSTEM, Actor
from casework.staff.attempts import TrySource, count_try, forget_tries, make_known_device, note_wrong
from casework.staff.passwords import check_strength, hash_password, verify_password
from core.clock import local_date
from core.errors import NotFound, NotSignedIn
from core.i18n import _
from models.base import new_id
from models.database import lock_for_update
from models.office import Office, Role, SignIn, Staff
from models.person import Person
from models.plan import Plan

IDLE_LIMIT = timedelta(minutes=30)
MAX_SESSION = timedelta(hours=12)
CONFIRMED_FOR = timedelta(minutes=10)
"""How long saying who one is holds for a decision of weight."""
SEEN_INTERVAL = timedelta(minutes=1)
"""A session in use is noted once a minute, not with every request."""

WRONG = _("没有登录成功：登录名或者密码不对。请核对后再试。")

WRONG_AGAIN = _("密码不对。")


VOICES_OF_OTHERS = {
    "form_teacher": "school", "head_teacher": "school", "mentor": "mentor", "employer": "mentor", "grid_worker": "mentor"
}  # fmt: skip
"""Who outside the family may be recorded as already knowing, and then be asked how things go where they are."""


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and until when at the longest."""

    id: uuid.UUID
    actor: Actor
    name: str | None
    """What staff are called here; nothing for a family."""
    plan_number: str | None
    """For a family: their own plan."""
    ends_at: datetime
    wrong_before: int = 0
    """How often it went wrong at the account between the sign-in before and this one."""


@dataclass(frozen=True)
class NewSession:
    """A session has begun. The token is told once, here, and kept nowhere."""

    token: str
    signed_in: SignedIn
    device: str | None = None
    """What the browser or client keeps beyond the session, to be known again; of a family, nothing."""


def sign_in(context: Context, login: str, password: str, source: TrySource) -> NewSession:
    """A member of staff is signed in. NotSignedIn, always in the same words, if not; after some wrong tries from the same
    place TooManyRequests, which says how long to wait, whether there is such an account or not."""
    with context.database.reading() as session:
        found = session.exec(select(Staff).where(Staff.login == login.strip())).first()
    tries = count_try(context, "password", login, found.id if found else None, source)
    right = verify_password(password, found.password_hash if found else None)
    with context.database.transaction() as session:
        now = context.clock.now()
        staff = lock_for_update(session, Staff, found.id) if found else None
        if staff and right and staff.active:
            forget_tries(session, tries)
            return _let_in(session, context, staff, source, now)
        _note_wrong(session, context, staff, now)
    raise NotSignedIn(WRONG)


def _let_in(session: Session, context: Context, staff: Staff, source: TrySource, now: datetime) -> NewSession:
    device = make_known_device(context, staff.id, source.devices)
    wrong_before, staff.failed_sign_ins = staff.failed_sign_ins, 0
    session.add(staff)
    opened = start_session(session, context, Actor.of_staff(staff), now, wrong_before=wrong_before)
    return replace(opened, device=device)


def _note_wrong(session: Session, context: Context, staff: Staff | None, now: datetime) -> None:
    if staff is not None:
        note_wrong(context, session, staff, now)
    staff_id = staff.id if staff else None
    context.write_journal_line(session, now, SYSTEM, "sign_in_failed", subject_kind="staff", subject_id=staff_id)


def start_session(
    session: Session, context: Context, actor: Actor, now: datetime, *, wrong_before: int = 0
) -> NewSession:
    """A session of that actor begins; it is on record when the caller's transaction commits."""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        id=new_id(now),
        token_digest=hash_session_token(token),
        staff_id=actor.id if actor.kind == "staff" else None,
        person_id=actor.id if actor.kind == "family" else None,
        created_at=now,
        last_seen_at=now,
        ends_at=now + MAX_SESSION,
        wrong_before=wrong_before,
    )
    session.add(row)
    session.flush()
    context.write_journal_line(session, now, actor, "sign_in", plan_id=actor.plan_id)
    signed_in = _signed_in(session, row, now)
    if signed_in is None:
        raise NotSignedIn(WRONG)
    return NewSession(token, signed_in)


def is_signed_in(session: Session, actor: Actor, now: datetime) -> bool:
    """Whether that person has a session which is not over."""
    theirs = col(SignIn.staff_id if actor.kind == "staff" else SignIn.person_id) == actor.id
    return session.exec(select(SignIn.id).where(theirs, *_not_over(now))).first() is not None


def keep_sessions(session: Session, now: datetime, later: timedelta) -> None:
    """Whose session is not over now has it for as long again after the clock was moved on by so much: for them no time
    has passed. Only a demonstration's clock is moved."""
    for row in session.exec(select(SignIn).where(*_not_over(now))).all():
        row.last_seen_at, row.ends_at = row.last_seen_at + later, row.ends_at + later
        row.confirmed_at = (row.confirmed_at or row.created_at) + later
        session.add(row)


def _not_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(SignIn.revoked_at).is_(None), col(SignIn.ends_at) > now, col(SignIn.last_seen_at) > now - IDLE_LIMIT


def resolve_session(context: Context, token: str) -> SignedIn | None:
    """Who holds this token now; None if the session is over, idle too long, or its person may be here no more."""
    with context.database.reading() as session:
        now = context.clock.now()
        row = session.exec(select(SignIn).where(SignIn.token_digest == hash_session_token(token))).first()
        if row is None or row.revoked_at or now >= row.ends_at or now >= row.last_seen_at + IDLE_LIMIT:
            return None
        signed_in = _signed_in(session, row, now)
    if signed_in is not None and now >= row.last_seen_at + SEEN_INTERVAL:
        with context.database.transaction() as session:
            session.execute(update(SignIn).where(col(SignIn.id) == row.id).values(last_seen_at=now))
    return signed_in


def sign_out(context: Context, signed_in: SignedIn) -> None:
    """The session is over; its token opens nothing any more."""
    with context.database.transaction() as session:
        now = context.clock.now()
        session.execute(update(SignIn).where(col(SignIn.id) == signed_in.id).values(revoked_at=now))
        context.write_journal_line(session, now, signed_in.actor, "sign_out", plan_id=signed_in.actor.plan_id)


def confirm_password(context: Context, signed_in: SignedIn, password: str, source: TrySource) -> SignedIn:
    """The signed-in member of staff has said again who they are, and may decide for some minutes. NotSignedIn for a wrong
    password, which counts as one at sign-in."""
    staff = _staff(context, signed_in)
    tries = count_try(context, "password", staff.login, staff.id, source)
    right = verify_password(password, staff.password_hash)
    with context.database.transaction() as session:
        now = context.clock.now()
        row = lock_for_update(session, Staff, staff.id)
        good = right and row.active
        if good:
            forget_tries(session, tries)
            session.execute(update(SignIn).where(col(SignIn.id) == signed_in.id).values(confirmed_at=now))
            context.write_journal_line(session, now, signed_in.actor, "confirm")
        else:
            _note_wrong(session, context, row, now)
    if not good:
        raise NotSignedIn(WRONG_AGAIN)
    return replace(signed_in, actor=replace(signed_in.actor, unconfirmed=False))


def change_password(context: Context, signed_in: SignedIn, old: str, new: str, source: TrySource) -> NewSession:
    """The signed-in member of staff has another password; every session of theirs is over, and another has begun."""
    staff = _staff(context, signed_in)
    tries = count_try(context, "password", staff.login, staff.id, source)
    if not verify_password(old, staff.password_hash):
        with context.database.transaction() as session:
            now = context.clock.now()
            _note_wrong(session, context, lock_for_update(session, Staff, staff.id), now)
        raise NotSignedIn(_("现在的密码不对。"))
    with context.database.reading() as session:
        check_strength(new, *list_own_names(session, staff))
    kept = hash_password(new)
    with context.database.transaction() as session:
        now = context.clock.now()
        forget_tries(session, tries)
        lock_for_update(session, Staff, staff.id).password_hash = kept
        end_sessions(session, now, staff_id=staff.id)
        context.write_journal_line(session, now, signed_in.actor, "change_password")
        return start_session(session, context, signed_in.actor, now)


def list_own_names(session: Session, staff: Staff) -> tuple[str, ...]:
    """What everybody knows of somebody, and no password of theirs is made of."""
    return staff.login, staff.display_name, session.get_one(Office, staff.office_id).name


def list_without_password(context: Context) -> list[str]:
    """Sign-in names of those in service who cannot sign in yet."""
    with context.database.reading() as session:
        query = select(Staff.login).where(col(Staff.active), col(Staff.password_hash).is_(None))
        return list(session.exec(query.order_by(col(Staff.login))))


def end_sessions(
    session: Session, now: datetime, *, staff_id: uuid.UUID | None = None, person_id: uuid.UUID | None = None
) -> None:
    """Every session of that person is over."""
    owned = col(SignIn.staff_id) == staff_id if staff_id else col(SignIn.person_id) == person_id
    session.execute(update(SignIn).where(owned, col(SignIn.revoked_at).is_(None)).values(revoked_at=now))


def hash_session_token(token: str) -> str:
    """What stands in the record for a random token or page secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_informed_viewpoint(person: Person) -> str | None:
    """As whom somebody who already knows is asked: for the school, or as whoever helps or employs. None for everybody
    else, who is asked nothing and has no page."""
    return VOICES_OF_OTHERS.get(person.relation) if person.role == Role.INFORMED else None


def may_open_own_page(person: Person, plan: Plan, now: datetime) -> bool:
    """Whether somebody may open their page today: of the family, or of school or work where they already know. Who was
    named as a danger may not, nor is told so."""
    family = person.role in (Role.MINOR, Role.GUARDIAN)
    if not (family or get_informed_viewpoint(person)) or person.named_as_danger_at or plan.sealed_at:
        return False
    today = local_date(now)
    begun = person.from_on is None or person.from_on <= today
    return begun and (person.ended_on is None or today < person.ended_on)


def _signed_in(session: Session, row: SignIn, now: datetime) -> SignedIn | None:
    if row.staff_id is not None:
        staff = session.get(Staff, row.staff_id)
        if staff is None or not staff.active:
            return None
        unconfirmed = now >= (row.confirmed_at or row.created_at) + CONFIRMED_FOR
        actor = replace(Actor.of_staff(staff), unconfirmed=unconfirmed)
        return SignedIn(row.id, actor, staff.display_name, None, row.ends_at, row.wrong_before)
    person = session.get(Person, row.person_id)
    plan = session.get(Plan, person.plan_id) if person else None
    if person is None or plan is None or not may_open_own_page(person, plan, now):
        return None
    actor = Actor("family", Role(person.role), person.id, None, plan.id)
    return SignedIn(row.id, actor, None, plan.number, row.ends_at)


def _staff(context: Context, signed_in: SignedIn) -> Staff:
    with context.database.reading() as session:
        staff = session.get(Staff, signed_in.actor.id) if signed_in.actor.kind == "staff" else None
    if staff is None:
        raise NotFound(_("没有密码可改。"))
    return staff
