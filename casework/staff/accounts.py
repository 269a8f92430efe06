"""Requests for an account: one person asks, another of the same office confirms, and the owner of the account is
notified and completes it. Nobody ever holds another's whole code or password.

A one-time code has two parts. The asking person is shown the first, the confirming one the second; each hands theirs
over in person. Only a person who was given both can choose a password with them, once, within a day.
"""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import false
from sqlmodel import Session, and_, col, func, or_, select, update
from sqlmodel.sql.expression import Select, SelectOfScalar

from casework.acting.context import Context
from casework.acting.entry import ensure_confirmed
from casework.acting.rights import SYSTEM, Actor, is_allowed_in_office, missing_right
from casework.acting.rights.scope import SIGNERS
from casework.shared.text.text_checks import check_not_blank, outline_name
from casework.staff.acts_accounts import CONFIRM_ACCOUNT, KEEP_STAFF
from casework.staff.attempts import TrySource, alert_owner, count_try, forget_tries, make_known_device
from casework.staff.authentication import ENROLMENT_HOLDS, NewSession, end_sessions, list_own_names, start_session
from casework.staff.passwords import check_strength, hash_password, verify_password
from casework.staff.second_factors import needs_second_factor, remove_all_factors
from casework.staff.second_persons import (
    NOTICE_TO_OWNER,
    counts_for_all_offices,
    is_somebody_there,
    list_confirming_posts,
    why_by_another,
)
from casework.staff.signing_roles import SIGNING
from core.errors import BadInput, Mistake, NotFound, NotSignedIn, StateConflict
from core.i18n import Text, _, ngettext
from models.base import new_id
from models.database import lock_for_update
from models.office import AccountRequest, Office, Role, SignIn, Staff
from models.plan import Plan, TeamMember
from notifications.events import Event, Recipient
from notifications.outbox import post_message

WAITS_FOR = timedelta(days=3)
"""How long a request waits for the second person."""
CODE_HOLDS = timedelta(days=1)
"""How long a code is valid once it holds."""
FOR_ALL = ("policy", "value", "holidays")
"""Kinds of requests for what is to hold for all offices."""
MAX_REASON = 200
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PART = 8
"""Letters and digits of each part, about forty bits: enough against guessing where tries are counted."""

WRONG_CODE = _("没有成功：登录名或一次性代码不对、代码已用过或已过期，或者还没有第二个人确认。")


@dataclass(frozen=True)
class AccountRequestView:
    """A request that somebody made about an account, as those who confirm and the person themself see it."""

    id: uuid.UUID
    kind: str
    login: str
    display_name: str
    role: str
    asked_by: str | None
    """None where it was done at the machine of the installation."""
    asked_at: datetime
    reason: str
    confirmed_by: str | None
    answered_at: datetime | None
    granted: bool | None
    ends_at: datetime
    waits: bool
    """Whether a second person may still confirm it."""
    may_confirm: bool
    """Whether it waits for the reader: not for the asking person, nor for the owner of the account."""
    may_stop: bool
    """Whether it can still be stopped: it waits, or its code has not been used."""
    changes: dict[str, str | None]
    """What would hold afterwards, where that is another than now."""
    holds_from: datetime | None
    """Before this moment its code opens nothing."""
    shown: str | None
    """Of what is to hold for all offices: in words what that is."""
    office: uuid.UUID
    may_lift: bool
    """Whether the reader may let its code hold before its day."""
    resembles: list[str]
    """The sign-in names of colleagues whose names look like this one."""


def request_code(context: Context, actor: Actor, *, login: str, reason: str) -> str:
    """Ask for a new way in for somebody who lost theirs, perhaps with the phone: no browser keeps the offline form for them
    any more. Return the first part of a one-time code, which opens nothing until a second person has confirmed it. Their
    password stays valid until the code is used."""
    with context.database.transaction() as session:
        staff = get_managed_account(context, session, actor, login, active=True)
        session.execute(update(SignIn).where(col(SignIn.staff_id) == staff.id).values(kept_out=False))
        return create_request(context, session, actor, staff, "code", reason)


def create_request(
    context: Context, session: Session, actor: Actor, staff: Staff, kind: str, reason: str, **changes: Any
) -> str:
    """The request waits for a second person, and the owner of the account is notified. Returns the first part of a
    code."""
    now = context.clock.now()
    answer = clean_reason(reason)
    first = _part()
    lock_for_update(session, Staff, staff.id)  # of two who ask at once, the last word holds as well
    for other in _open(session, staff.id, now):
        if other.kind == kind and "content" not in changes:
            other.answered_at, other.granted = now, False  # the last word holds
    row = AccountRequest(
        id=new_id(now), staff_id=staff.id, kind=kind, asked_by_id=actor.id, asked_at=now, reason=answer, needs_second=True,
        first_part=hash_password(first) if kind == "code" or (kind in ("enter", "change") and staff.password_hash is None) else None,
        ends_at=now + WAITS_FOR, **changes,
    )  # fmt: skip
    session.add(row)
    _line(context, session, actor, "ask_for_account", row)
    _notify_owner(session, now, context, staff, row)
    return format_code(first) if row.first_part else ""


def request_for_all(context: Context, session: Session, actor: Actor, kind: str, reason: str, **content: Any) -> None:
    """What is to hold for all offices waits for a second signer (`_why_not_for_all`), who is told in words what it is: `shown`.
    With `superior` it is the superior office's; StateConflict where the record knows of none."""
    asker = session.get_one(Staff, actor.id)
    superior = session.get_one(Office, asker.office_id).superior_id
    if content.get("superior") and superior is None:
        raise StateConflict(_("这一项要由上级院的检察长、副检察长确认，而记录里没有本院的上级院。"))
    create_request(context, session, actor, asker, kind, reason[:MAX_REASON], content=content)
    notify_chiefs(context, session, f"asked/{new_id(context.clock.now())}", [superior] if superior else None)


def record_at_once(
    context: Context, session: Session, actor: Actor, staff: Staff, kind: str, reason: str
) -> AccountRequest:
    """What was done with the account, by whom and why, is kept; no second person is asked."""
    now = context.clock.now()
    row = AccountRequest(
        id=new_id(now), staff_id=staff.id, kind=kind, asked_by_id=actor.id, asked_at=now, reason=clean_reason(reason),
        needs_second=False, answered_at=now, granted=True, ends_at=now,
    )  # fmt: skip
    session.add(row)
    return row


def end_service(context: Context, session: Session, actor: Actor, staff: Staff, row: AccountRequest) -> None:
    """They cannot sign in, and have no right. Their key is destroyed by the caller, once this is committed."""
    ensure_carries_nothing(session, staff)
    staff.active, staff.provider_identity = False, None
    remove_all_factors(context, session, staff.id)
    end_sessions(session, context.clock.now(), staff_id=staff.id)
    _line(context, session, actor, "leave_service", row)


def ensure_carries_nothing(session: Session, staff: Staff) -> None:
    """StateConflict while they carry a plan or are named for one: first it is handed over, and accepted."""
    carries = session.exec(count_carried().where(TeamMember.staff_id == staff.id)).first()
    if carries is not None:
        count = carries[1]
        raise StateConflict(ngettext("还有{count}件方案在其名下；移交并由接收人接收之后才能离岗。", count, count=count))


def count_carried() -> Select[Any, Any]:
    """How many plans that are not over each person carries or is named for."""
    return (
        select(TeamMember.staff_id, func.count(func.distinct(col(TeamMember.plan_id))))
        .join(Plan, col(Plan.id) == col(TeamMember.plan_id))
        .where(col(TeamMember.until_at).is_(None), col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None))
        .group_by(col(TeamMember.staff_id))
    )


def issue_code(context: Context, login: str) -> tuple[str, bool, datetime | None]:
    """At the machine of the installation, where nobody is asked who they are: a whole one-time code; whether a second
    person of the office is to confirm it on the page first, as soon as there is somebody who could; and from when it
    holds. One that replaces the password of somebody who signs, decides or keeps accounts holds a day after its owner was
    told, at the address they had until now; that of a signer who came from the machine a day after all chiefs were told."""
    first, second = _part(), _part()
    first_hash, second_hash = hash_password(first), hash_password(second)  # slowly, and nobody waits for the record
    with context.database.transaction() as session:
        now = context.clock.now()
        staff = session.exec(select(Staff).where(Staff.login == login, col(Staff.active))).first()
        if staff is None:
            raise NotFound(NOBODY)
        lock_for_update(session, Staff, staff.id)
        replaces, signs = staff.password_hash is not None, staff.role in SIGNING
        waits = (replaces or signs) and is_somebody_there(
            session, staff, list_confirming_posts(session, staff, now, at_machine=True), now
        )
        for other in _open(session, staff.id, now):
            if other.kind == "code":
                other.answered_at, other.granted = now, False
        holds_from = now + NOTICE_TO_OWNER if signs and (replaces or staff.counts_from_at) else None
        row = AccountRequest(
            id=new_id(now), staff_id=staff.id, kind="code", asked_by_id=None, asked_at=now, reason="./run",
            needs_second=waits, first_part=first_hash, second_part=second_hash, holds_from=holds_from,
            ends_at=now + WAITS_FOR if waits else (holds_from or now) + CODE_HOLDS,
        )  # fmt: skip
        session.add(row)
        _line(context, session, SYSTEM, "ask_for_account", row)
        _notify_owner(session, now, context, staff, row)
        if holds_from and not waits:
            notify_chiefs(context, session, f"account/{row.id}", [session.get_one(Office, staff.office_id).superior_id])
        return format_code(first, second), waits, holds_from


def list_pending_requests(context: Context, actor: Actor) -> list[AccountRequestView]:
    """What a second person may confirm in the actor's office, oldest first; also what they asked for themselves. For a signer
    what is to hold for all offices, too, and for a chief the codes that wait for their day in the offices under theirs."""
    with context.query_plans(actor, CONFIRM_ACCOUNT) as session:
        now = context.clock.now()
        query = (
            select(AccountRequest)
            .join(Staff, col(Staff.id) == col(AccountRequest.staff_id))
            .join(Office, col(Office.id) == col(Staff.office_id))
            .where(
                or_(
                    Staff.office_id == actor.office_id,
                    col(AccountRequest.kind).in_(FOR_ALL) if actor.role in SIGNERS else false(),
                    col(Office.superior_id) == actor.office_id if actor.role in SIGNERS else false(),
                ),
                col(AccountRequest.ends_at) > now,
                or_(
                    and_(col(AccountRequest.needs_second), col(AccountRequest.answered_at).is_(None)),
                    col(AccountRequest.holds_from) > now,
                ),
            )
            .order_by(col(AccountRequest.id))
        )
        views = [_request_view(session, row, now, actor) for row in session.exec(query)]
        near = (one for one in views if one.office == actor.office_id or one.kind in FOR_ALL)
        return [*(one for one in near if one.waits), *(one for one in views if one.may_lift)]


def confirm_account(context: Context, actor: Actor, request_id: uuid.UUID, *, reason: str) -> str:
    """What was asked for the account holds. Returns the second part of its code, or nothing where there is none, or it
    was whole. Refused for the asking person, for the owner of the account, and, of a code that was made at the machine
    for somebody who signs or keeps accounts, for everybody but another signer."""
    with context.database.transaction() as session:
        row, staff = grant_request(context, session, actor, request_id, reason)
        now, second = context.clock.now(), ""
        if row.content is not None:
            raise NotFound(_NO_REQUEST)  # of all offices, which their own verbs do
        if row.first_part and row.second_part is None:
            second = _part()
            row.second_part = hash_password(second)
        if row.kind == "link" and _is_linked_elsewhere(session, row):
            raise StateConflict(LINKED_ELSEWHERE)
        if (
            row.holds_from and actor.role not in SIGNERS
        ):  # their chief may lift the wait, where a date of the law comes before
            notify_chiefs(context, session, f"account/{row.id}", [session.get_one(Office, staff.office_id).superior_id])
        row.ends_at = max(now, row.holds_from or now) + CODE_HOLDS
        _apply(context, session, actor, row, staff)
        _notify_owner(session, now, context, staff, row)
    if row.kind == "leave":
        context.vault.destroy(staff.id)
    return format_code(second)


def grant_request(
    context: Context, session: Session, actor: Actor, request_id: uuid.UUID, reason: str
) -> tuple[AccountRequest, Staff]:
    """A second person has said yes to what was asked, once, in the caller's transaction; the caller does it."""
    now = context.clock.now()
    row, staff = _for_answering(context, session, actor, request_id, now)
    other = why_by_another(session, row, staff, actor, now)
    if other is not None:
        raise StateConflict(other)
    row.answered_by_id, row.answered_at, row.granted = actor.id, now, True
    row.answer_reason, row.shown_at = clean_reason(reason), None  # they are shown that it was confirmed, too
    _line(context, session, actor, "confirm_account", row)
    return row, staff


def lift_wait(context: Context, actor: Actor, request_id: uuid.UUID, *, reason: str) -> str:
    """A code that waits for its day holds at once: the chief of the superior office has said so, where nobody else signs in
    the owner's. NotFound for everybody else, and where none waits."""
    with context.database.transaction() as session:
        row, now = session.get(AccountRequest, request_id), context.clock.now()
        if row is None or not _may_lift(session, row, actor, now):
            raise NotFound(_NO_REQUEST)
        ensure_confirmed(session, actor, "accounts", now)
        clean_reason(reason)
        row = lock_for_update(session, AccountRequest, row.id)
        row.holds_from = None
        _line(context, session, actor, "lift_wait", row)
        _notify_owner(session, now, context, session.get_one(Staff, row.staff_id), row)
    return ""


def stop_request(context: Context, actor: Actor, request_id: uuid.UUID, *, reason: str) -> None:
    """Make the request and its code void. A person who could confirm it, or the owner of the account, may do so."""
    with context.database.transaction() as session:
        now = context.clock.now()
        row = session.get(AccountRequest, request_id)
        if row is not None and row.staff_id == actor.id:
            row = lock_for_update(session, AccountRequest, row.id)
            if not _may_stop(row, now):
                raise NotFound(_NO_REQUEST)
        else:
            row, __ = _for_answering(context, session, actor, request_id, now)
        row.answered_by_id, row.answered_at, row.granted = actor.id, now, False
        row.answer_reason = clean_reason(reason)
        _line(context, session, actor, "stop_account_request", row)


def set_password_with_code(context: Context, login: str, code: str, new: str, source: TrySource) -> NewSession:
    """The person with both parts of a code has chosen a password and is signed in; the code is used up, and every
    other session, every second factor and the link to the identity provider is over. Who needs a factor sets it up
    before anything else. NotSignedIn, always in the same words, if not; TooManyRequests where too many wrong codes
    came from there."""
    check_strength(new, login)
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    first, second = letters[:PART], letters[PART:]
    with context.database.reading() as session:
        now = context.clock.now()
        offered = _usable(session, login, now)
    tries = count_try(context, "code", login, offered.staff_id if offered else None, source)
    right = all(
        [
            verify_password(first, offered.first_part if offered else None),
            verify_password(second, offered.second_part if offered else None),
        ]
    )
    kept = hash_password(new)
    with context.database.transaction() as session:
        now = context.clock.now()
        staff = lock_for_update(session, Staff, offered.staff_id) if offered is not None else None
        if offered is not None:
            lock_for_update(session, AccountRequest, offered.id)
        row = _usable(session, login, now)
        # What was compared may have been used, stopped or replaced meanwhile.
        if right and staff is not None and row is not None and offered is not None and row.id == offered.id:
            check_strength(new, *list_own_names(session, staff))
            row.used_at = now
            forget_tries(session, tries)
            staff.password_hash, staff.failed_sign_ins = kept, 0
            staff.provider_identity = None  # whoever begins anew links it anew
            end_sessions(session, now, staff_id=staff.id)
            context.write_journal_line(
                session, now, Actor.of_staff(staff), "use_code", subject_kind="staff", subject_id=staff.id
            )
            if remove_all_factors(context, session, staff.id):
                alert_owner(context, session, staff.id, f"code/{row.id}")
            staff.first_sign_in_at = staff.first_sign_in_at or now
            if needs_second_factor(context, staff.role, staff.first_sign_in_at):
                opened = start_session(
                    session,
                    context,
                    Actor.of_staff(staff),
                    now,
                    stage="enrol",
                    lasts=ENROLMENT_HOLDS,
                    browser=source.browser,
                )
            else:
                opened = start_session(session, context, Actor.of_staff(staff), now, browser=source.browser)
            return replace(opened, device=make_known_device(context, staff.id, source.devices))
        if row is not None:
            row.wrong_tries += 1
        staff_id = row.staff_id if row else None
        context.write_journal_line(session, now, SYSTEM, "sign_in_failed", subject_kind="staff", subject_id=staff_id)
    raise NotSignedIn(WRONG_CODE)


def end_all_sessions(context: Context, actor: Actor, *, login: str, reason: str) -> None:
    """End every session of that person of the actor's office, also the one kept for the offline form, and tell them."""
    with context.database.transaction() as session:
        staff = get_managed_account(context, session, actor, login)
        row = record_at_once(context, session, actor, staff, "sessions", reason)
        end_sessions(session, context.clock.now(), staff_id=staff.id)
        _line(context, session, actor, "end_all_sessions", row)
        alert_owner(context, session, staff.id, f"ended/{row.id}")


def list_own_requests(context: Context, actor: Actor) -> list[AccountRequestView]:
    """What was asked for the actor's own account in the last ninety days, newest first."""
    with context.database.reading() as session:
        now = context.clock.now()
        query = (
            select(AccountRequest)
            .where(AccountRequest.staff_id == actor.id, col(AccountRequest.asked_at) > now - timedelta(days=90))
            .order_by(col(AccountRequest.id).desc())
        )
        return [_request_view(session, row, now, actor) for row in session.exec(query)]


def has_unseen_requests(context: Context, actor: Actor) -> bool:
    """Whether something was asked or confirmed for the actor's account that they were not shown yet."""
    with context.database.reading() as session:
        return session.exec(_untold(actor).limit(1)).first() is not None


def mark_requests_seen(context: Context, actor: Actor) -> None:
    """The actor was shown what was asked for their account so far."""
    with context.database.transaction() as session:
        for row in session.exec(_untold(actor)):
            row.shown_at = context.clock.now()


def get_managed_account(context: Context, session: Session, actor: Actor, login: str, *, active: bool = False) -> Staff:
    """The account, where the actor keeps the accounts of its office and has said just now who they are. To an administrator
    of another office it is as if there were none."""
    staff = session.exec(select(Staff).where(Staff.login == login)).first()
    ensure_may_manage(context, session, actor, staff.office_id if staff else actor.office_id, hide=NOBODY)
    if staff is None or (active and not staff.active):
        raise NotFound(NOBODY)
    return staff


def ensure_may_manage(
    context: Context, session: Session, actor: Actor, office_id: uuid.UUID | None, *, hide: Text | None = None
) -> None:
    """NotAllowed unless the actor keeps accounts at all; for another office's, NotFound in the words of `hide`, or refused.
    ReauthenticationRequired where they signed in a while ago."""
    now = context.clock.now()
    if not is_allowed_in_office(session, actor, KEEP_STAFF, actor.office_id, now):
        raise missing_right(KEEP_STAFF)
    if not is_allowed_in_office(session, actor, KEEP_STAFF, office_id, now):
        raise NotFound(hide) if hide else StateConflict(OTHER_OFFICE)
    ensure_confirmed(session, actor, "accounts", now)


def clean_reason(reason: str) -> str:
    """The reason, tidied; BadInput where nothing is said in it, or too much."""
    check_not_blank(reason=reason)
    answer = reason.strip()
    if len(answer) > MAX_REASON:
        wrong = _("最多{max_reason}字。", max_reason=MAX_REASON)
        raise BadInput(_("有1处需要改正。"), mistakes=[Mistake("reason", wrong)])
    return answer


def format_code(*parts: str) -> str:
    """A code, or a part of one, as people read it aloud."""
    letters = "".join(parts)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _part() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(PART))


def _apply(context: Context, session: Session, actor: Actor, row: AccountRequest, staff: Staff) -> None:
    if row.kind == "code":
        return
    if row.kind == "link":
        staff.provider_identity = row.provider_identity
        return
    if row.kind == "leave":
        end_service(context, session, actor, staff, row)
        return
    staff.active = True
    staff.display_name = row.display_name or staff.display_name
    staff.phone, staff.email = row.phone or staff.phone, row.email or staff.email
    if row.phone or row.email:
        staff.address_since_at = context.clock.now()
    staff.authority_from, staff.authority_to = row.authority_from, row.authority_to


def _may_lift(session: Session, row: AccountRequest, actor: Actor, now: datetime) -> bool:
    """Whether the code waits for its day only, and the actor is the chief of the superior office."""
    owner = session.get_one(Staff, row.staff_id)
    above = session.get_one(Office, owner.office_id).superior_id
    decided = row.granted or not row.needs_second
    return (
        bool(decided and row.holds_from and now < row.holds_from and _may_stop(row, now))
        and actor.role is Role.CHIEF_PROSECUTOR
        and above is not None
        and above == actor.office_id
        and counts_for_all_offices(session.get_one(Staff, actor.id), now)
    )


def notify_chiefs(
    context: Context, session: Session, key: str, offices: Collection[uuid.UUID | None] | None = None
) -> None:
    """The chief of each of those offices, or without them of all, is told that somebody changed settings, or let somebody
    in at once."""
    chiefs = select(Staff.id).where(Staff.role == Role.CHIEF_PROSECUTOR, col(Staff.active))
    for chief in session.exec(chiefs if offices is None else chiefs.where(col(Staff.office_id).in_(offices))).all():
        post_message(
            session,
            context.clock.now(),
            event=Event.OFFICE_CHANGED,
            recipient=Recipient.CHIEF_PROSECUTOR,
            recipient_id=chief,
            dedupe_key=f"office/{key}/{chief}",
            language=context.language,
        )


def _is_linked_elsewhere(session: Session, row: AccountRequest) -> bool:
    query = select(Staff.id).where(Staff.provider_identity == row.provider_identity, Staff.id != row.staff_id)
    return session.exec(query).first() is not None


def _for_answering(
    context: Context, session: Session, actor: Actor, request_id: uuid.UUID, now: datetime
) -> tuple[AccountRequest, Staff]:
    if not is_allowed_in_office(session, actor, CONFIRM_ACCOUNT, actor.office_id, now):
        raise missing_right(CONFIRM_ACCOUNT)
    row = session.get(AccountRequest, request_id)
    staff = session.get(Staff, row.staff_id) if row else None
    for_all = row is not None and row.content is not None and actor.role in SIGNERS
    if row is None or staff is None or not (
        for_all or is_allowed_in_office(session, actor, CONFIRM_ACCOUNT, staff.office_id, now)
    ):  # fmt: skip
        raise NotFound(_NO_REQUEST)
    staff = lock_for_update(session, Staff, staff.id)
    row = lock_for_update(session, AccountRequest, row.id)
    if not _waits(row, now):
        raise NotFound(_NO_REQUEST)
    ensure_confirmed(session, actor, "accounts", now)
    return row, staff


def _waits(row: AccountRequest, now: datetime) -> bool:
    return row.needs_second and row.answered_at is None and now < row.ends_at


def _may_stop(row: AccountRequest, now: datetime) -> bool:
    open_code = row.first_part is not None and row.used_at is None and row.granted is not False
    return now < row.ends_at and (_waits(row, now) or open_code)


def _open(session: Session, staff_id: uuid.UUID, now: datetime) -> list[AccountRequest]:
    query = select(AccountRequest).where(AccountRequest.staff_id == staff_id, col(AccountRequest.ends_at) > now)
    return [row for row in session.exec(query) if _may_stop(row, now)]


def _usable(session: Session, login: str, now: datetime) -> AccountRequest | None:
    """The newest code of that account that holds now."""
    query = (
        select(AccountRequest)
        .join(Staff, col(Staff.id) == col(AccountRequest.staff_id))
        .where(
            Staff.login == login.strip(),
            col(Staff.active),
            col(AccountRequest.second_part).is_not(None),
            col(AccountRequest.used_at).is_(None),
            col(AccountRequest.ends_at) > now,
            or_(col(AccountRequest.holds_from).is_(None), col(AccountRequest.holds_from) <= now),
            or_(col(AccountRequest.granted).is_(True), col(AccountRequest.needs_second).is_(False)),
            or_(col(AccountRequest.granted).is_(None), col(AccountRequest.granted).is_(True)),
        )
        .order_by(col(AccountRequest.id).desc())
    )
    return session.exec(query.limit(1)).first()


def _untold(actor: Actor) -> SelectOfScalar[AccountRequest]:
    return select(AccountRequest).where(AccountRequest.staff_id == actor.id, col(AccountRequest.shown_at).is_(None))


def _request_view(session: Session, row: AccountRequest, now: datetime, reader: Actor) -> AccountRequestView:
    staff = session.get_one(Staff, row.staff_id)

    def name(who: uuid.UUID | None) -> str | None:
        return session.get_one(Staff, who).display_name if who else None

    changes = {}
    if row.kind in ("enter", "change"):
        for field in ("display_name", "phone", "email", "authority_from", "authority_to"):
            then, today = getattr(row, field), getattr(staff, field)
            kept = then is None and not field.startswith("authority")
            if not kept and then != today:
                changes[field] = str(then) if isinstance(then, date) else then
    return AccountRequestView(
        row.id, row.kind, staff.login, staff.display_name, staff.role, name(row.asked_by_id), row.asked_at, row.reason,
        name(row.answered_by_id), row.answered_at, row.granted, row.ends_at, _waits(row, now),
        _waits(row, now) and why_by_another(session, row, staff, reader, now) is None, _may_stop(row, now), changes,
        row.holds_from, row.content["shown"] if row.content else None, staff.office_id,
        _may_lift(session, row, reader, now), _find_alike(session, staff, row.display_name),
    )  # fmt: skip


def _find_alike(session: Session, staff: Staff, name: str | None) -> list[str]:
    others = select(Staff).where(Staff.office_id == staff.office_id, Staff.id != staff.id, col(Staff.active))
    mine = outline_name(name) if name else ""
    return [one.login for one in session.exec(others) if mine and outline_name(one.display_name) == mine]


def _line(context: Context, session: Session, actor: Actor, act: str, row: AccountRequest) -> None:
    note = {"kind": row.kind, "request": str(row.id)}
    context.write_journal_line(
        session, context.clock.now(), actor, act, subject_kind="staff", subject_id=row.staff_id, note=note
    )


def _notify_owner(session: Session, now: datetime, context: Context, staff: Staff, row: AccountRequest) -> None:
    """The owner of the account reads it in their inbox and by mail, at the address they had until now."""
    if not staff.active or row.content is not None:
        return  # they begin only once it is confirmed
    step = "confirmed" if row.granted else "asked"
    post_message(
        session,
        now,
        event=Event.ACCOUNT_ASKED,
        recipient=Recipient.ACCOUNT_HOLDER,
        recipient_id=staff.id,
        dedupe_key=f"account/{row.id}/{step}",
        language=context.language,
    )


NOBODY = _("没有在岗人员用这个登录名。")
LINKED_ELSEWHERE = _("这个统一身份已经关联了另一个账号。")
OTHER_OFFICE = _("管理员只管本院的人员；这件事由该院的管理员办理。")
_NO_REQUEST = _("没有这项申请，或者已经办过、已过期。")
