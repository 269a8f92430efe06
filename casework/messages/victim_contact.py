"""The victim's side as a recipient: their number at the receipt that is out, and whom of the office they call back."""

import uuid
from collections.abc import Sequence

from sqlmodel import Session, col, select

from casework.acting.resources import Resources
from models.decision import ServiceReceipt
from models.message import Message
from models.office import Role, Staff
from models.plan import Plan, TeamMember

SERVES = (Role.CLERK.value, Role.ASSISTANT.value, Role.PROSECUTOR.value)
"""Whom the victim's side calls: the first of these with a number. Never the social worker, who is the minor's."""


def get_office_phone(session: Session, plan: Plan) -> str | None:
    """The work number of the one who serves papers on this plan; else of a clerk of its office."""
    clerks = select(Staff.phone).where(
        Staff.office_id == plan.office_id,
        Staff.role == Role.CLERK.value,
        col(Staff.active),
        col(Staff.phone).is_not(None),
    )
    return get_work_phone(session, plan.id, SERVES) or session.exec(clerks.order_by(col(Staff.login))).first()


def get_work_phone(session: Session, plan_id: uuid.UUID, roles: Sequence[str]) -> str | None:
    """The work number of the first of these roles who carries the plan and has one; never a private one."""
    numbers = session.exec(
        select(TeamMember.role, Staff.phone)
        .join(Staff, col(Staff.id) == col(TeamMember.staff_id))
        .where(
            TeamMember.plan_id == plan_id,
            col(TeamMember.role).in_(roles),
            col(TeamMember.accepted_at).is_not(None),
            col(TeamMember.until_at).is_(None),
            col(Staff.active),
            col(Staff.phone).is_not(None),
        )
        .order_by(col(Staff.login))
    ).all()
    return min(numbers, key=lambda one: roles.index(one[0]), default=(None, None))[1]


def get_receipt_phone(context: Resources, row: ServiceReceipt) -> str | None:
    """The number at that receipt, for the length of one sending; None once it has gone."""
    if row.contact is None:
        return None
    return str(context.vault.open_document(row.plan_id, "receipt.contact", row.id, row.contact)["phone"])


def find_reason_not_to_ask(session: Session, message: Message, plan: Plan) -> str | None:
    """Why the victim's side is not asked after all, or None."""
    row = session.get(ServiceReceipt, message.recipient_id)
    if plan.sealed_at is not None:
        return "sealed"
    if row is None or row.plan_id != plan.id:
        return "not_a_contact"
    if row.received_on is not None:
        return "done_meanwhile"
    return "paused" if plan.quarantined_at is not None else None
