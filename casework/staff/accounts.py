"""What is asked for somebody's account, and how it comes about: one person asks, another of the same office confirms,
and whoever the account belongs to is told and completes it. Nobody ever holds another's whole code or password.

A one-time code has two parts. Whoever asks is shown the first, whoever confirms the second; each hands theirs over in
person. Only a person who was given both can choose a password with them, once, within a day.
"""

import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.shared.context import Context, ensure_confirmed
from casework.shared.rights import SYSTEM, Actor, RightScope, is_allowed_in_office, missing_right
from casework.shared.text.text_checks import check_not_blank
from casework.staff.acts_accounts import CONFIRM_ACCOUNT, KEEP_STAFF
from casework.staff.attempts import TrySource, alert_owner, count_try, forget_tries, make_known_device
from casework.staff.authentication import ENROLMENT_HOLDS, NewSession, end_sessions, list_own_names, start_session
from casework.staff.passwords import check_strength, hash_password, verify_password
from casework.staff.second_factors import needs_second_factor, remove_all_factors
from casework.staff.signing_roles import SIGNING
from core.errors import BadInput, Mistake, NotFound, NotSignedIn, StateConflict
from core.i18n import Text, _
from models.base import new_id
from models.database import lock_for_update
from models.office import AccountRequest, Role, Staff
from notifications.events import Event, Recipient
from notifications.outbox import post_message

WAITS_FOR = timedelta(days=3)
"""So long a request waits for the second person."""
CODE_HOLDS = timedelta(days=1)
"""So long a code may be used once it holds."""
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
    """Whether it waits for whoever reads this: not for whoever asked, nor for whose account it is."""
    may_stop: bool
    """Whether it can still be stopped: it waits, or its code has not been used."""
    changes: dict[str, str | None]
    """What would hold afterwards, where that is another than now."""


def request_code(context: Context, actor: Actor, *, login: str, reason: str) -> str:
    """A new way in was asked for somebody who lost theirs. Returns the first part of a one-time code: it opens nothing
    until a second person has confirmed. Their present password stays good until the code is used."""
    with context.database.transaction() as session:
        staff = get_managed_account(context, session, actor, login, active=True)
        return create_request(context, session, actor, staff, "code", reason)


def create_request(
    context: Context, session: Session, actor: Actor, staff: Staff, kind: str, reason: str, **changes: Any
) -> str:
    """The request waits for a second person, and whoever it is about is told. Returns the first part of a code."""
    now = context.clock.now()
    answer = clean_reason(reason)
    first = _part()
    lock_for_update(session, Staff, staff.id)  # of two who ask at once, the last word holds as well
    for other in _open(session, staff.id, now):
        if other.kind == kind:
            other.answered_at, other.granted = now, False  # the last word holds
            session.add(other)
    row = AccountRequest(
        id=new_id(now), staff_id=staff.id, kind=kind, asked_by_id=actor.id, asked_at=now, reason=answer, needs_second=True,
        first_part=hash_password(first) if kind == "code" or staff.password_hash is None else None,
        ends_at=now + WAITS_FOR, **changes,
    )  # fmt: skip
    session.add(row)
    _line(context, session, actor, "ask_for_account", row)
    _notify_owner(session, now, context, staff, row)
    return format_code(first) if row.first_part else ""


def record_leaving(context: Context, session: Session, actor: Actor, staff: Staff, reason: str) -> None:
    """That they were let go, by whom and why, is kept; no second person is asked."""
    now = context.clock.now()
    row = AccountRequest(
        id=new_id(now), staff_id=staff.id, kind="leave", asked_by_id=actor.id, asked_at=now, reason=clean_reason(reason),
        needs_second=False, answered_at=now, granted=True, ends_at=now,
    )  # fmt: skip
    session.add(row)
    _line(context, session, actor, "leave_service", row)


def issue_code(context: Context, login: str) -> tuple[str, bool]:
    """At the machine of the installation, where there is nobody to ask yet: a whole one-time code, and whether a second
    person of the office is to confirm it on the page first. So it is for those who sign, decide or keep accounts, as soon
    as there is somebody who could."""
    first, second = _part(), _part()
    first_hash, second_hash = hash_password(first), hash_password(second)  # slowly, and nobody waits for the record
    with context.database.transaction() as session:
        now = context.clock.now()
        staff = session.exec(select(Staff).where(Staff.login == login, col(Staff.active))).first()
        if staff is None:
            raise NotFound(NOBODY)
        lock_for_update(session, Staff, staff.id)
        waits = staff.role in SIGNING and _could_confirm(session, staff)
        for other in _open(session, staff.id, now):
            if other.kind == "code":
                other.answered_at, other.granted = now, False
                session.add(other)
        row = AccountRequest(
            id=new_id(now), staff_id=staff.id, kind="code", asked_by_id=None, asked_at=now, reason="./run",
            needs_second=waits, first_part=first_hash, second_part=second_hash,
            ends_at=now + (WAITS_FOR if waits else CODE_HOLDS),
        )  # fmt: skip
        session.add(row)
        _line(context, session, SYSTEM, "ask_for_account", row)
        _notify_owner(session, now, context, staff, row)
        return format_code(first, second), waits


def list_pending_requests(context: Context, actor: Actor) -> list[AccountRequestView]:
    """What a second person may confirm in the actor's office, oldest first; also what they asked for themselves."""
    with context.query_plans(actor, CONFIRM_ACCOUNT) as session:
        now = context.clock.now()
        query = (
            select(AccountRequest)
            .join(Staff, col(Staff.id) == col(AccountRequest.staff_id))
            .where(
                Staff.office_id == actor.office_id,
                col(AccountRequest.needs_second),
                col(AccountRequest.answered_at).is_(None),
                col(AccountRequest.ends_at) > now,
            )
            .order_by(col(AccountRequest.id))
        )
        return [_request_view(session, row, now, actor) for row in session.exec(query)]


def confirm_account(context: Context, actor: Actor, request_id: uuid.UUID, *, reason: str) -> str:
    """What was asked for the account holds. Returns the second part of its code, or nothing where there is none, or it
    was whole. Refused for whoever asked, and for whoever the account belongs to."""
    with context.database.transaction() as session:
        now = context.clock.now()
        row, staff = _for_answering(context, session, actor, request_id, now)
        other = _why_by_another(row, actor)
        if other is not None:
            raise StateConflict(other)
        second = ""
        if row.first_part and row.second_part is None:
            second = _part()
            row.second_part = hash_password(second)
        if row.kind == "link" and _is_linked_elsewhere(session, row):
            raise StateConflict(LINKED_ELSEWHERE)
        _apply(row, staff, now)
        row.answered_by_id, row.answered_at, row.granted = actor.id, now, True
        row.ends_at, row.shown_at = now + CODE_HOLDS, None  # they are shown that it was confirmed, too
        session.add(row)
        session.add(staff)
        row.answer_reason = clean_reason(reason)
        _line(context, session, actor, "confirm_account", row)
        _notify_owner(session, now, context, staff, row)
        return format_code(second)


def stop_request(context: Context, actor: Actor, request_id: uuid.UUID, *, reason: str) -> None:
    """What was asked comes to nothing, and its code opens nothing: by whoever could confirm it, or whose account it is."""
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
        session.add(row)
        _line(context, session, actor, "stop_account_request", row)


def set_password_with_code(context: Context, login: str, code: str, new: str, source: TrySource) -> NewSession:
    """Whoever was given both parts of a code has chosen a password and is signed in; the code opens nothing any more, and
    every other session, every second factor and the link to the identity provider is over. Whoever needs a factor sets it up
    before anything else. NotSignedIn, always in the same words, if not; TooManyRequests where too many wrong codes came from
    there."""
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
            session.add(row)
            forget_tries(session, tries)
            staff.password_hash, staff.failed_sign_ins = kept, 0
            staff.provider_identity = None  # whoever begins anew links it anew
            session.add(staff)
            end_sessions(session, now, staff_id=staff.id)
            context.write_journal_line(
                session, now, Actor.of_staff(staff), "use_code", subject_kind="staff", subject_id=staff.id
            )
            if remove_all_factors(context, session, staff.id):
                alert_owner(context, session, staff.id, f"code/{row.id}")
            if needs_second_factor(context, Role(staff.role)):
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
            session.add(row)
        staff_id = row.staff_id if row else None
        context.write_journal_line(session, now, SYSTEM, "sign_in_failed", subject_kind="staff", subject_id=staff_id)
    raise NotSignedIn(WRONG_CODE)


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
            session.add(row)


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
    ensure_confirmed(session, actor)


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


def _apply(row: AccountRequest, staff: Staff, now: datetime) -> None:
    if row.kind == "code":
        return
    if row.kind == "link":
        staff.provider_identity = row.provider_identity
        return
    staff.active = True
    staff.display_name = row.display_name or staff.display_name
    staff.phone, staff.email = row.phone or staff.phone, row.email or staff.email
    if row.phone or row.email:
        staff.address_since_at = now
    staff.authority_from, staff.authority_to = row.authority_from, row.authority_to


def _why_by_another(row: AccountRequest, actor: Actor) -> Text | None:
    """Why it is not the actor's to confirm; None where it is, if it is anybody's."""
    if actor.id == row.asked_by_id:
        return _("您自己提出的，要由另一个人确认：另一位管理员、部门负责人或检察长。")
    if actor.id == row.staff_id:
        return _("这是您自己的账号，要由别人确认。")
    return None


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
    if row is None or staff is None or not is_allowed_in_office(session, actor, CONFIRM_ACCOUNT, staff.office_id, now):
        raise NotFound(_NO_REQUEST)
    staff = lock_for_update(session, Staff, staff.id)
    row = lock_for_update(session, AccountRequest, row.id)
    if not _waits(row, now):
        raise NotFound(_NO_REQUEST)
    ensure_confirmed(session, actor)
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
            or_(col(AccountRequest.granted).is_(True), col(AccountRequest.needs_second).is_(False)),
            or_(col(AccountRequest.granted).is_(None), col(AccountRequest.granted).is_(True)),
        )
        .order_by(col(AccountRequest.id).desc())
    )
    return session.exec(query.limit(1)).first()


def _could_confirm(session: Session, staff: Staff) -> bool:
    confirmers = [role.value for role, scope in CONFIRM_ACCOUNT.by.items() if scope is RightScope.OFFICE]
    query = select(Staff.id).where(
        Staff.office_id == staff.office_id,
        col(Staff.active),
        col(Staff.role).in_(confirmers),
        col(Staff.password_hash).is_not(None),
        Staff.id != staff.id,
    )
    return session.exec(query.limit(1)).first() is not None


def _untold(actor: Actor) -> SelectOfScalar[AccountRequest]:
    return select(AccountRequest).where(AccountRequest.staff_id == actor.id, col(AccountRequest.shown_at).is_(None))


def _request_view(session: Session, row: AccountRequest, now: datetime, reader: Actor) -> AccountRequestView:
    staff = session.get_one(Staff, row.staff_id)

    def name(who: uuid.UUID | None) -> str | None:
        return session.get_one(Staff, who).display_name if who else None

    changes = {}
    if row.kind not in ("code", "link"):
        for field in ("display_name", "phone", "email", "authority_from", "authority_to"):
            then, today = getattr(row, field), getattr(staff, field)
            kept = then is None and not field.startswith("authority")
            if not kept and then != today:
                changes[field] = str(then) if isinstance(then, date) else then
    return AccountRequestView(
        row.id, row.kind, staff.login, staff.display_name, staff.role, name(row.asked_by_id), row.asked_at, row.reason,
        name(row.answered_by_id), row.answered_at, row.granted, row.ends_at, _waits(row, now),
        _waits(row, now) and _why_by_another(row, reader) is None, _may_stop(row, now), changes,
    )  # fmt: skip


def _line(context: Context, session: Session, actor: Actor, act: str, row: AccountRequest) -> None:
    note = {"kind": row.kind, "request": str(row.id)}
    context.write_journal_line(
        session, context.clock.now(), actor, act, subject_kind="staff", subject_id=row.staff_id, note=note
    )


def _notify_owner(session: Session, now: datetime, context: Context, staff: Staff, row: AccountRequest) -> None:
    """Whoever the account belongs to reads it in their inbox and by mail, at the address they had until now."""
    if not staff.active:
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
