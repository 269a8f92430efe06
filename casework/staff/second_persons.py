"""Who may confirm what somebody else has asked for: of an account, and of what is to hold for all offices."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from casework.acting.rights import Actor
from casework.acting.rights.scope import SIGNERS
from casework.staff.acts_accounts import CONFIRM_ACCOUNT
from casework.staff.signing_roles import SIGNING
from core.clock import local_date
from core.i18n import Text, _
from models.office import AccountRequest, Office, Role, Staff

NOTICE_TO_OWNER = timedelta(days=1)
"""How long before a code from the machine replaces the password of somebody who signs the owner is notified and can
stop it."""
COUNTS_AFTER = timedelta(days=30)
"""How long after they were entered at the machine a signer confirms nothing that holds for all offices."""


def why_by_another(session: Session, row: AccountRequest, staff: Staff, actor: Actor, now: datetime) -> Text | None:
    """Return why the actor may not confirm the request, or None if they may."""
    if actor.id == row.asked_by_id:
        return _("您自己提出的，要由另一个人确认：另一位管理员、部门负责人或检察长。")
    if actor.id == row.staff_id:
        return _("这是您自己的账号，要由别人确认。")
    if row.content is not None:
        return _why_not_for_all(session, row, staff, actor, now)
    at_machine = row.asked_by_id is None
    roles = list_confirming_posts(session, staff, now, at_machine=at_machine)
    if actor.role not in roles:
        return _(
            "这一项由检察长或者在授权期限内的副检察长确认；安装机器上生成的代码，本院没有别的检察长、副检察长能签批的，由部门负责人确认。"
        )
    return None


def _why_not_for_all(session: Session, row: AccountRequest, asker: Staff, actor: Actor, now: datetime) -> Text | None:
    """Return the same for a request that is to hold for all offices. A signer of the superior office or of another office than
    the asker's confirms it; where no other office has one, a signer of the asker's own, after a day. A signer who was
    entered at the machine lately does not count."""
    signer = session.get_one(Staff, actor.id)
    if actor.role not in SIGNERS:
        return _("对各院有效的事项，由检察长或者在授权期限内的副检察长确认。")
    if not counts_for_all_offices(signer, now):
        return _("您的账号是后来在安装机器上登记的，满{days}天后才能确认对各院有效的事项。", days=COUNTS_AFTER.days)
    if (row.content or {}).get("superior"):
        superior = session.get_one(Office, asker.office_id).superior_id
        return None if actor.office_id == superior else _("这一项由上级院的检察长、副检察长确认。")
    if actor.office_id != asker.office_id:
        return None
    others = select(Staff.id).where(Staff.office_id != asker.office_id, *_can_sign(SIGNERS, now))
    counting = or_(col(Staff.counts_from_at).is_(None), col(Staff.counts_from_at) <= now)
    if session.exec(others.where(counting).limit(1)).first() is not None:
        return _("对各院有效的事项，由上级院或者另一个院的检察长、副检察长确认。")
    if now < row.asked_at + NOTICE_TO_OWNER:
        return _("别的院没有能确认的人：由本院的检察长、副检察长在提出满一天之后确认。")
    return None


def counts_for_all_offices(signer: Staff, now: datetime) -> bool:
    """Return whether the signer may confirm what holds for all offices: not in the first days after they were entered at the
    machine."""
    return signer.counts_from_at is None or signer.counts_from_at <= now


def list_confirming_posts(session: Session, staff: Staff, now: datetime, *, at_machine: bool) -> Collection[Role]:
    """Return the posts that confirm a request for that account. The operator of the machine may keep the accounts, so a signer
    confirms a code that was made there for somebody who signs or keeps accounts, or the head where nobody else signs."""
    if not (at_machine and staff.role in SIGNING):
        return CONFIRM_ACCOUNT.by
    return SIGNERS if is_somebody_there(session, staff, SIGNERS, now) else [Role.DEPARTMENT_HEAD]


def is_somebody_there(session: Session, staff: Staff, roles: Collection[Role], now: datetime) -> bool:
    """Return whether somebody else of that office holds one of these posts today and can sign in."""
    there = select(Staff.id).where(Staff.office_id == staff.office_id, Staff.id != staff.id, *_can_sign(roles, now))
    return session.exec(there.limit(1)).first() is not None


def _can_sign(roles: Collection[Role], now: datetime) -> tuple[Any, ...]:
    """Return the conditions by which the record knows who holds one of these posts today and can sign in."""
    today = local_date(now)
    deputed = and_(col(Staff.authority_from) <= today, col(Staff.authority_to) >= today)
    return (
        col(Staff.active), col(Staff.role).in_(roles), col(Staff.password_hash).is_not(None),
        or_(col(Staff.role) != Role.DEPUTY, deputed),
    )  # fmt: skip
