"""Offices and those who work for them, as the administrator keeps them: who is in service, what each still carries, who
begins and who leaves. Nobody leaves with anything open: first it is handed over and accepted."""

import re
import uuid
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, is_allowed_in_office
from casework.acting.rights.read_operations import READ_STAFF
from casework.shared.text.text_checks import check_not_blank
from casework.staff.accounts import (
    count_carried,
    create_request,
    end_service,
    ensure_carries_nothing,
    ensure_may_manage,
    get_managed_account,
    record_at_once,
)
from casework.staff.acts_accounts import CONFIRM_ACCOUNT
from casework.staff.staffing import ensure_office, ensure_staff
from core.errors import BadInput, Mistake, StateConflict
from core.i18n import Text, _, pgettext
from models.database import lock_for_update
from models.office import STAFF_ROLES, AccountRequest, Office, OfficeLevel, Role, Staff
from notifications.phone_numbers import normalize_phone_number
from notifications.send_check import list_mute_mailboxes

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_PHONE = re.compile(r"\+?[0-9][0-9-]{4,18}")
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,120}")
MAX_NAME = 40


@dataclass(frozen=True)
class StaffMember:
    """Somebody with an account, and how many plans they carry."""

    login: str
    display_name: str
    role: str
    office: str
    active: bool
    has_password: bool
    authority_from: date | None
    authority_to: date | None
    phone: str | None
    """The number of their work, at which families call back."""
    email: str | None
    began: bool
    """False until a second person has confirmed that they begin."""
    mute: bool
    """Whether everything comes back from their mailbox, so that nothing is sent there."""
    carries: int
    """Plans that are theirs today, or named for them and not yet accepted."""


@dataclass(frozen=True)
class OfficeView:
    """An office, and how many are in its service."""

    name: str
    level: str
    staff: int


@dataclass(frozen=True)
class Organisation:
    """All offices and everybody who works for them."""

    offices: list[OfficeView]
    staff: list[StaffMember]


def list_staff(context: Context, actor: Actor) -> Organisation:
    """Who is there: in the actor's office, or for an auditor everywhere. No case is among it: only how many each carries."""
    with context.query_plans(actor, READ_STAFF) as session:
        now = context.clock.now()
        carried = dict(session.exec(count_carried()).all())
        offices = {
            row.id: row
            for row in session.exec(select(Office).order_by(col(Office.name)))
            if is_allowed_in_office(session, actor, READ_STAFF, row.id, now)
        }
        staff = session.exec(
            select(Staff)
            .where(col(Staff.office_id).in_(list(offices)))
            .order_by(col(Staff.office_id), col(Staff.role), col(Staff.login))
        ).all()
        not_begun, mute = _not_begun(session), list_mute_mailboxes(session, now)
        return Organisation(
            [
                OfficeView(row.name, row.level, sum(one.office_id == row.id and one.active for one in staff))
                for row in offices.values()
            ],
            [
                StaffMember(
                    one.login, one.display_name, one.role, offices[one.office_id].name, one.active,
                    one.password_hash is not None, one.authority_from, one.authority_to, one.phone, one.email,
                    one.id not in not_begun, one.id in mute, carried.get(one.id, 0),
                )
                for one in staff
            ],
        )  # fmt: skip


def open_office(context: Context, actor: Actor, *, name: str, city: bool = False) -> None:
    """There is an office of that name. Twice is once."""
    check_not_blank(name=name)
    if len(name.strip()) > MAX_NAME:
        raise _mistake("name", _("请填写名称，最多40字。"))
    with context.database.transaction() as session:
        ensure_may_manage(context, session, actor, actor.office_id)
        if session.exec(select(Office.id).where(Office.name == name.strip())).first() is None:
            office = ensure_office(
                session, context.clock.now(), name.strip(), OfficeLevel.CITY if city else OfficeLevel.BASIC
            )
            context.write_journal_line(
                session, context.clock.now(), actor, "open_office", subject_kind="office", subject_id=office.id
            )


def enter_service(
    context: Context,
    actor: Actor,
    *,
    login: str,
    display_name: str,
    role: Role,
    office: str,
    reason: str,
    authority_from: date | None = None,
    authority_to: date | None = None,
    phone: str | None = None,
    email: str | None = None,
) -> str:
    """It was asked that somebody begins in the actor's office, or again, or that something else holds for them; a
    deputy inside the dates of the written authority. `phone` is the number of their work, at which families call back;
    where it or the mailbox is not given, it stays. None of it holds until a second person of the office has confirmed
    it. Returns the first part of a one-time code for a person without a password; nothing for others."""
    if not _LOGIN.fullmatch(login):
        raise _mistake("login", _("用小写英文字母、数字、点和横线。"))
    check_not_blank(display_name=display_name)
    if len(display_name.strip()) > MAX_NAME:
        raise _mistake("display_name", _("请填写姓名，最多40字。"))
    if role not in STAFF_ROLES:
        raise _mistake("role", _("没有这个岗位。"))
    if role is Role.DEPUTY and (authority_from is None or authority_to is None):
        raise _mistake("authority_to", pgettext("refusal", "副检察长须写明授权起止。"))
    phone = normalize_phone_number(phone) if phone else phone
    if phone and not _PHONE.fullmatch(phone):
        raise _mistake("phone", _("写成 0900-8600000 或11位手机号。"))
    if email and not _EMAIL.fullmatch(email):
        raise _mistake("email", _("邮箱写法不对。"))
    with context.database.transaction() as session:
        there = session.exec(select(Office).where(Office.name == office)).first()
        if there is None:
            raise _mistake("office", pgettext("refusal", "没有这个检察院。"))
        ensure_may_manage(context, session, actor, there.id)
        known = session.exec(select(Staff).where(Staff.login == login)).first()
        if known is not None and (known.role != role or known.office_id != there.id):
            raise StateConflict(pgettext("refusal", "这个登录名是别人的，或任别的职。"))
        staff = known
        if staff is None:
            staff = ensure_staff(session, context.clock.now(), login, role, there, display_name.strip())
            staff.active = False
        return create_request(
            context, session, actor, staff, "change" if staff.active else "enter", reason, display_name=display_name.strip(),
            phone=phone or None, email=email or None, authority_from=authority_from, authority_to=authority_to,
        )  # fmt: skip


def leave_service(context: Context, actor: Actor, *, login: str, reason: str) -> str | None:
    """They cannot sign in, and have no right. For somebody who confirms for others the request waits for a second
    person: then the answer is an empty text. Refused while they carry a plan or are named for one: first it is handed
    over, and accepted. Twice is once."""
    with context.database.transaction() as session:
        staff = get_managed_account(context, session, actor, login)
        lock_for_update(session, Staff, staff.id)  # whoever is named for a plan meanwhile waits, or is counted
        if not staff.active:
            return None
        if staff.role in CONFIRM_ACCOUNT.by:
            ensure_carries_nothing(session, staff)
            return create_request(context, session, actor, staff, "leave", reason)
        end_service(context, session, actor, staff, record_at_once(context, session, actor, staff, "leave", reason))
    context.vault.destroy(staff.id)
    return None


def _not_begun(session: Session) -> set[uuid.UUID]:
    """Accounts that were asked for and that nobody has confirmed yet."""
    asked = session.exec(select(AccountRequest).where(AccountRequest.kind == "enter")).all()
    return {one.staff_id for one in asked} - {one.staff_id for one in asked if one.granted}


def _mistake(place: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake(place, wrong)])
