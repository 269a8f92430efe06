"""Signing in and out. The record holds the session; the browser or client holds a random token, of which only a digest
is kept. A failed sign-in is answered the same, and as slowly, whatever the reason; wrong tries slow down the one who
makes them (`attempts.py`)."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select, update

from casework.acting.context import Context
from casework.acting.entry import is_confirmed_for
from casework.acting.resources import Resources
from casework.acting.rights import SYSTEM, Actor
from casework.staff.attempts import TrySource, count_try, forget_tries, make_known_device, note_wrong
from casework.staff.passwords import check_strength, hash_password, verify_password
from casework.staff.second_factors import GRACE, FactorProof, check_proof, list_factor_kinds, needs_second_factor
from core.clock import local_date
from core.errors import NotFound, NotSignedIn
from core.i18n import _
from models.base import new_id
from models.database import lock_for_update
from models.office import Office, Role, SignIn, Staff
from models.person import Person
from models.plan import Plan
from models.server_clock import WRONG_FROM

IDLE_LIMIT = timedelta(minutes=30)
MAX_SESSION = timedelta(hours=12)
"""A working day with its ways."""
CONFIRMED_FOR = timedelta(minutes=10)
"""How long saying who one is holds for a decision of weight; with a second factor for one of them."""
SECOND_STEP_HOLDS = timedelta(minutes=10)
"""How long after the password the second factor may follow."""
ENROLMENT_HOLDS = timedelta(hours=1)
"""How long after a one-time code a first second factor can be set up."""
ROTATION_GRACE = timedelta(seconds=30)
"""How long the token before the last change of trust can still read: a page may have asked with it at that moment."""
NEW_CARD_FOR = timedelta(days=1)
"""How long after a card was given out submissions by it are marked: the giver may have kept it."""
SEEN_INTERVAL = timedelta(minutes=1)
"""A session in use is noted once a minute, not with every request."""

WRONG = _("没有登录成功：登录名或者密码不对。请核对后再试。")

WRONG_AGAIN = _("密码不对。")

WRONG_NOW = _("现在的密码不对。")

WRONG_FACTOR = _("没有验证成功：验证码不对、已经用过或者过时，或者通行密钥不是这个账号的。请等下一个验证码再试。")

WRONG_EITHER = _("密码或者验证码不对，或者验证码已经用过。请等下一个验证码再试。")

NO_FACTOR_YET = _(
    "密码对，但您的岗位还要有第二种验证方式，这个账号没有登记。请向本院系统管理员申请一次性代码，用代码设密码后登记。"
)


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
    stage: str = "full"
    """full; factor or enrol while that is still to be done, and nothing else can be; out where only the offline form is
    still open."""
    by_factor: bool = False
    """Whether the account has a second factor, with which it says who it is."""
    kept_out: bool = False
    """Whether the browser keeps the session for the offline form until it ends."""
    factor_by: datetime | None = None
    """When the password alone opens nothing any more; None where a second factor is there, or none is asked for."""


@dataclass(frozen=True)
class NewSession:
    """A session has begun. The token is told once, here, and kept nowhere."""

    token: str
    signed_in: SignedIn
    device: str | None = None
    """What the browser or client keeps beyond the session, to be known again; of a family, nothing."""


def sign_in(context: Context, login: str, password: str, source: TrySource) -> NewSession:
    """A member of staff is signed in, or, with a second factor, has done the first step: `finish_sign_in` does the other.
    NotSignedIn, always in the same words, if not; after some wrong tries from the same place TooManyRequests, which says how
    long to wait, whether there is such an account or not."""
    with context.database.reading() as session:
        found = session.exec(select(Staff).where(Staff.login == login.strip())).first()
    tries = count_try(context, "password", login, found.id if found else None, source)
    right = verify_password(password, found.password_hash if found else None)
    with context.database.transaction() as session:
        now = context.clock.now()
        staff = lock_for_update(session, Staff, found.id) if found else None
        if staff and found and right and staff.active and staff.password_hash == found.password_hash:
            forget_tries(session, tries)
            if (opened := begin_after_first_proof(session, context, staff, source, now)) is not None:
                return opened
            why = NO_FACTOR_YET
        else:
            note_failed_sign_in(session, context, staff, now)
            why = WRONG
    raise NotSignedIn(why)


def begin_after_first_proof(
    session: Session, context: Context, staff: Staff, source: TrySource, now: datetime
) -> NewSession | None:
    """What begins once the password, or the identity provider in its place, has said who it is: the step of the second
    factor where the account has one, else the session. None where the post needs a factor and the account has none."""
    if context.second_factor and list_factor_kinds(session, staff.id):
        actor = Actor.of_staff(staff)
        return start_session(
            session, context, actor, now, stage="factor", lasts=SECOND_STEP_HOLDS, browser=source.browser
        )
    if not needs_second_factor(context, staff.role, staff.first_sign_in_at):
        return _let_in(session, context, staff, source, now)
    return None


def finish_sign_in(
    context: Context, first_step: SignedIn, proof: FactorProof, source: TrySource, *, kept_out: bool = False
) -> NewSession:
    """The second factor was right too: the member of staff is signed in, and what the first step gave opens nothing any
    more. NotSignedIn if not; TooManyRequests after some wrong ones, wherever they came from. With `kept_out` the session,
    once idle too long for everything else, still opens the offline form until it ends."""
    staff = _staff(context, first_step)
    tries = _count_factor(context, staff, source)
    with context.database.transaction() as session:
        now = context.clock.now()
        row = lock_for_update(session, SignIn, first_step.id)
        account = lock_for_update(session, Staff, staff.id)
        waiting = row.stage == "factor" and row.revoked_at is None and account.active
        if waiting and check_proof(context, session, staff.id, row.id, proof):
            forget_tries(session, tries)
            row.revoked_at = now
            return _let_in(session, context, account, source, now, by_factor=True, kept_out=kept_out)
        note_failed_sign_in(session, context, account, now)
    raise NotSignedIn(WRONG_FACTOR)


def _count_factor(context: Context, staff: Staff, source: TrySource) -> str:
    """Only a person who knows the password gets this far: tries from all unknown places count together."""
    return count_try(context, "factor", staff.login, staff.id, replace(source, address=""))


def _let_in(
    session: Session, context: Context, staff: Staff, source: TrySource, now: datetime, *, by_factor: bool = False,
    kept_out: bool = False,
) -> NewSession:  # fmt: skip
    device = make_known_device(context, staff.id, source.devices)
    wrong_before, staff.failed_sign_ins = staff.failed_sign_ins, 0
    staff.first_sign_in_at = staff.first_sign_in_at or now
    actor = Actor.of_staff(staff)
    opened = start_session(
        session, context, actor, now, wrong_before=wrong_before, by_factor=by_factor, kept_out=kept_out,
        browser=source.browser,
    )  # fmt: skip
    return replace(opened, device=device)


def note_failed_sign_in(session: Session, context: Context, staff: Staff | None, now: datetime) -> None:
    """It stands in the journal, and counts at the account where there is one."""
    if staff is not None:
        note_wrong(context, session, staff, now)
    staff_id = staff.id if staff else None
    context.write_journal_line(session, now, SYSTEM, "sign_in_failed", subject_kind="staff", subject_id=staff_id)


def start_session(
    session: Session,
    context: Resources,
    actor: Actor,
    now: datetime,
    *,
    wrong_before: int = 0,
    by_factor: bool = False,
    kept_out: bool = False,
    stage: str = "full",
    lasts: timedelta = MAX_SESSION,
    browser: str | None = None,
) -> NewSession:
    """A session of that actor begins, whole or for one step only; it is on record when the caller's transaction commits."""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        id=new_id(now),
        token_digest=hash_session_token(token),
        staff_id=actor.id if actor.kind == "staff" else None,
        person_id=actor.id if actor.kind == "family" else None,
        created_at=now,
        last_seen_at=now,
        ends_at=now + lasts,
        wrong_before=wrong_before,
        stage=stage,
        by_factor=by_factor,
        kept_out=kept_out,
        browser=browser,
    )
    session.add(row)
    session.flush()
    if stage != "factor":
        context.write_journal_line(session, now, actor, "sign_in", plan_id=actor.plan_id)
    signed_in = _load_signed_in(context, session, row, now)
    if signed_in is None:
        raise NotSignedIn(WRONG)
    return NewSession(token, signed_in)


def rotate_token(context: Context, session: Session, row: SignIn, now: datetime) -> NewSession:
    """The session goes on under another token, because more may be done with it now: who holds a copy of the old one
    gains nothing by it."""
    token = secrets.token_urlsafe(32)
    row.previous_digest, row.rotated_at, row.token_digest = row.token_digest, now, hash_session_token(token)
    session.flush()
    signed_in = _load_signed_in(context, session, row, now)
    if signed_in is None:
        raise NotSignedIn(WRONG)
    return NewSession(token, signed_in)


def is_signed_in(session: Session, actor: Actor, now: datetime) -> bool:
    """Whether that person has a session which is not over."""
    theirs = col(SignIn.staff_id if actor.kind == "staff" else SignIn.person_id) == actor.id
    return session.exec(select(SignIn.id).where(theirs, *is_not_over(now))).first() is not None


def keep_sessions(session: Session, now: datetime, later: timedelta) -> None:
    """Whose session is not over now has it for as long again after the clock was moved on by so much: for them no time
    has passed. Only a demonstration's clock is moved."""
    for row in session.exec(select(SignIn).where(*is_not_over(now))).all():
        row.last_seen_at, row.ends_at = row.last_seen_at + later, row.ends_at + later
        if row.confirmed_at or not row.by_factor:
            row.confirmed_at = (row.confirmed_at or row.created_at) + later


def is_not_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What holds in the record of a session that can still be used."""
    in_use = or_(col(SignIn.kept_out), col(SignIn.last_seen_at) > now - IDLE_LIMIT)
    return col(SignIn.revoked_at).is_(None), col(SignIn.ends_at) > now, in_use


class _Session(NamedTuple):
    """What is asked of a session with every request."""

    id: uuid.UUID
    token_digest: str
    staff_id: uuid.UUID | None
    created_at: datetime
    last_seen_at: datetime
    confirmed_at: datetime | None
    confirmed_for: str | None
    ends_at: datetime
    revoked_at: datetime | None
    stage: str
    by_factor: bool
    kept_out: bool
    rotated_at: datetime | None
    wrong_before: int


class _Staff(NamedTuple):
    """And of whose it is: a member of staff,"""

    id: uuid.UUID | None
    active: bool
    role: str
    office_id: uuid.UUID
    display_name: str
    first_sign_in_at: datetime | None


class _Person(NamedTuple):
    """or somebody of a plan's family, or around it,"""

    id: uuid.UUID | None
    plan_id: uuid.UUID
    role: str
    relation: str
    named_as_danger_at: datetime | None
    from_on: date | None
    ended_on: date | None
    page_given_at: datetime | None


class _Plan(NamedTuple):
    """and of that plan."""

    number: str
    sealed_at: datetime | None


_ASKED: tuple[tuple[Any, Any], ...] = ((_Session, SignIn), (_Staff, Staff), (_Person, Person), (_Plan, Plan))


def resolve_session(context: Context, token: str) -> SignedIn | None:
    """Who holds this token now; None if the session is over, idle too long, or its person has lost access. Idle too long
    and kept for the offline form, it is in the stage `out`, and using it there does not make it whole again."""
    now = context.clock.now()
    digest = hash_session_token(token)
    query: Any = (
        select(*(getattr(table, name) for part, table in _ASKED for name in part._fields))
        .select_from(SignIn)
        .join(Staff, col(Staff.id) == col(SignIn.staff_id), isouter=True)
        .join(Person, col(Person.id) == col(SignIn.person_id), isouter=True)
        .join(Plan, col(Plan.id) == col(Person.plan_id), isouter=True)
        .where(or_(col(SignIn.token_digest) == digest, col(SignIn.previous_digest) == digest))
    )
    with context.database.reading() as session:
        found = session.execute(query).first()
    if found is None:
        return None
    values = iter(found)
    row, staff, person, plan = (part(*islice(values, len(part._fields))) for part, _table in _ASKED)
    idle = now >= row.last_seen_at + IDLE_LIMIT
    if row.revoked_at or now >= row.ends_at or (idle and not row.kept_out):
        return None
    if idle:
        row = row._replace(stage="out")
    signed_in = _signed_in(context, row, staff, person, plan, now)
    if row.token_digest != digest and signed_in is not None:  # rotated a moment ago: it reads, and confirms nothing
        if row.rotated_at is None or now >= row.rotated_at + ROTATION_GRACE or row.stage != "full":
            return None
        signed_in = replace(signed_in, actor=replace(signed_in.actor, unconfirmed=True, confirmation=None))
    if signed_in is not None and not idle and now >= row.last_seen_at + SEEN_INTERVAL:
        with context.database.transaction() as session:
            session.execute(update(SignIn).where(col(SignIn.id) == row.id).values(last_seen_at=now))
    return signed_in


def sign_out(context: Context, signed_in: SignedIn) -> None:
    """The session is over; its token is not valid."""
    with context.database.transaction() as session:
        now = context.clock.now()
        session.execute(update(SignIn).where(col(SignIn.id) == signed_in.id).values(revoked_at=now))
        context.write_journal_line(session, now, signed_in.actor, "sign_out", plan_id=signed_in.actor.plan_id)


def confirm_identity(
    context: Context, signed_in: SignedIn, password: str, proof: FactorProof, source: TrySource
) -> NewSession:
    """The signed-in member of staff has said again who they are, and may decide: for some minutes, or with a second factor
    once within them. The session goes on under another token. A passkey, which verifies its user, needs no password
    besides. NotSignedIn for what is wrong, which counts as at sign-in."""
    staff = _staff(context, signed_in)
    if signed_in.by_factor:
        tries = _count_factor(context, staff, source)
    else:
        tries = count_try(context, "password", staff.login, staff.id, source)
    by_passkey = signed_in.by_factor and proof.passkey is not None
    right = by_passkey or verify_password(password, staff.password_hash)
    with context.database.transaction() as session:
        now = context.clock.now()
        account = lock_for_update(session, Staff, staff.id)
        good = right and account.active and (by_passkey or account.password_hash == staff.password_hash)
        if good and signed_in.by_factor:
            good = check_proof(context, session, staff.id, signed_in.id, proof)
        if good:
            forget_tries(session, tries)
            row = lock_for_update(session, SignIn, signed_in.id)
            row.confirmed_at, row.confirmed_for = now, None
            context.write_journal_line(session, now, signed_in.actor, "confirm")
            return rotate_token(context, session, row, now)
        note_failed_sign_in(session, context, account, now)
    raise NotSignedIn(WRONG_EITHER if signed_in.by_factor else WRONG_AGAIN)


def goes_on(context: Context, signed_in: SignedIn, kind: str) -> bool:
    """Whether who it is was said for an act of this kind already, and holds for one more."""
    with context.database.reading() as session:
        query = select(SignIn.id).where(
            SignIn.id == signed_in.id, is_confirmed_for(kind, context.clock.now(), used=True)
        )
        return session.exec(query).first() is not None


def change_password(
    context: Context, signed_in: SignedIn, old: str, new: str, source: TrySource, proof: FactorProof
) -> NewSession:
    """The signed-in member of staff has another password; every session of theirs is over, and another has begun. With
    a second factor it takes its proof as well, so that a stolen password does not shut its owner out."""
    staff = _staff(context, signed_in)
    if signed_in.by_factor:
        tries = _count_factor(context, staff, source)
    else:
        tries = count_try(context, "password", staff.login, staff.id, source)
    if not verify_password(old, staff.password_hash):
        with context.database.transaction() as session:
            now = context.clock.now()
            note_failed_sign_in(session, context, lock_for_update(session, Staff, staff.id), now)
        raise NotSignedIn(WRONG_NOW)
    with context.database.reading() as session:
        check_strength(new, *list_own_names(session, staff))
    kept = hash_password(new)
    with context.database.transaction() as session:
        now = context.clock.now()
        account = lock_for_update(session, Staff, staff.id)
        still = account.password_hash == staff.password_hash  # no other was chosen since it was compared
        if still and (not signed_in.by_factor or check_proof(context, session, staff.id, signed_in.id, proof)):
            forget_tries(session, tries)
            account.password_hash = kept
            end_sessions(session, now, staff_id=staff.id)
            context.write_journal_line(session, now, signed_in.actor, "change_password")
            return start_session(
                session, context, signed_in.actor, now, by_factor=signed_in.by_factor, browser=source.browser
            )
        note_failed_sign_in(session, context, account, now)
    raise NotSignedIn(WRONG_FACTOR if still else WRONG_NOW)


def list_own_names(session: Session, staff: Staff) -> tuple[str, ...]:
    """What everybody knows of somebody, and no password of theirs is made of."""
    return staff.login, staff.display_name, session.get_one(Office, staff.office_id).name


def get_factor_kinds(context: Context, signed_in: SignedIn) -> list[str]:
    """By which kinds of second factors this person says who they are."""
    with context.database.reading() as session:
        return list_factor_kinds(session, signed_in.actor.id)


def list_without_password(context: Context, logins: Collection[str]) -> list[str]:
    """Of these sign-in names those in service who cannot sign in yet."""
    with context.database.reading() as session:
        query = select(Staff.login).where(
            col(Staff.login).in_(logins), col(Staff.active), col(Staff.password_hash).is_(None)
        )
        return list(session.exec(query.order_by(col(Staff.login))))


def end_sessions(
    session: Session,
    now: datetime,
    *,
    staff_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    keep: uuid.UUID | None = None,
) -> None:
    """Every session of that person is over, but for the one to keep."""
    owned = col(SignIn.staff_id) == staff_id if staff_id else col(SignIn.person_id) == person_id
    ending = update(SignIn).where(owned, col(SignIn.revoked_at).is_(None))
    if keep is not None:
        ending = ending.where(col(SignIn.id) != keep)
    session.execute(ending.values(revoked_at=now))


def hash_session_token(token: str) -> str:
    """What stands in the record for a random token or page secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_informed_viewpoint(person: Person | _Person) -> str | None:
    """In which capacity an informed person is asked: for the school, or as a helper or employer. None for everybody
    else, who is asked nothing and has no page."""
    return VOICES_OF_OTHERS.get(person.relation) if person.role == Role.INFORMED else None


def may_open_own_page(person: Person | _Person, plan: Plan | _Plan, now: datetime) -> bool:
    """Whether somebody may open their page today: of the family, or of school or work where they already know. Who was
    named as a danger may not, nor is told so."""
    family = person.role in (Role.MINOR, Role.GUARDIAN)
    if not (family or get_informed_viewpoint(person)) or person.named_as_danger_at or plan.sealed_at:
        return False
    today = local_date(now)
    begun = person.from_on is None or person.from_on <= today
    return begun and (person.ended_on is None or today < person.ended_on)


def _load_signed_in(context: Resources, session: Session, row: SignIn, now: datetime) -> SignedIn | None:
    staff = session.get(Staff, row.staff_id) if row.staff_id else None
    person = session.get(Person, row.person_id) if row.person_id else None
    plan = session.get(Plan, person.plan_id) if person else None
    return _signed_in(context, row, staff, person, plan, now)


def _signed_in(
    context: Resources,
    row: SignIn | _Session,
    staff: Staff | _Staff | None,
    person: Person | _Person | None,
    plan: Plan | _Plan | None,
    now: datetime,
) -> SignedIn | None:
    if row.staff_id is not None:
        if staff is None or staff.id is None or not staff.active:
            return None
        by_password_only = row.stage == "full" and not row.by_factor
        if by_password_only and needs_second_factor(context, staff.role, staff.first_sign_in_at):
            return None  # begun before there were second factors, or beside an edition that knows of none
        said_at = row.confirmed_at if row.by_factor else row.confirmed_at or row.created_at
        # Later than now only by the clock of another machine, or where the clock was set back.
        lately = said_at is not None and said_at - WRONG_FROM < now < said_at + CONFIRMED_FOR
        unconfirmed = not lately or row.stage != "full" or row.confirmed_for is not None
        actor = Actor(
            "staff",
            Role(staff.role),
            staff.id,
            staff.office_id,
            unconfirmed=unconfirmed,
            confirmation=row.id if row.by_factor else None,
        )
        return SignedIn(
            row.id,
            actor,
            staff.display_name,
            None,
            row.ends_at,
            row.wrong_before,
            row.stage,
            row.by_factor,
            row.kept_out,
            staff.first_sign_in_at + GRACE
            if context.second_factor and staff.first_sign_in_at and not row.by_factor
            else None,
        )
    if person is None or person.id is None or plan is None or not may_open_own_page(person, plan, now):
        return None
    is_new = person.page_given_at is not None and now < person.page_given_at + NEW_CARD_FOR
    mark = "new_card" if is_new else None
    actor = Actor("family", Role(person.role), person.id, None, person.plan_id, page_mark=mark)
    return SignedIn(row.id, actor, None, plan.number, row.ends_at)


def _staff(context: Context, signed_in: SignedIn) -> Staff:
    with context.database.reading() as session:
        staff = session.get(Staff, signed_in.actor.id) if signed_in.actor.kind == "staff" else None
    if staff is None:
        raise NotFound(_("没有密码可改。"))
    return staff
