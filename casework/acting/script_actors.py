"""Whom a file of acts means: the plan's own person in that role."""

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, Operation, RightScope
from core.errors import BadInput
from core.i18n import _
from models.office import Role, Staff
from models.person import Person
from models.plan import TeamMember

_FAMILY_WORDS = ("guardian", "mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister")


def resolve_actor(context: Context, number: str, by: str, asks: Operation | None = None) -> Actor:
    """Who acts: the plan's own person in that role. For a right of the assisting office it is the holder of the post
    there; for accepting a hand-over, of several the one who has not accepted yet. BadInput if there is nobody."""
    with context.database.reading() as session:
        plan = context.find(session, number)
        if by == "minor" or by in _FAMILY_WORDS:
            people_there = session.exec(select(Person).where(Person.plan_id == plan.id)).all()
            fitting = [
                person
                for person in people_there
                if person.relation == by or (by == "guardian" and person.role == "guardian")
            ]
            if fitting:
                role = Role.MINOR if fitting[0].role == "minor" else Role.GUARDIAN
                return Actor("family", role, fitting[0].id, None, plan.id)
            raise _nobody(by)
        if asks is not None and asks.by.get(Role(by)) is RightScope.ASKED:
            there = select(Staff).where(Staff.office_id == plan.asked_office_id, Staff.role == by, col(Staff.active))
            if (staff := session.exec(there.order_by(col(Staff.login))).first()) is None:
                raise _nobody(by)
            return Actor.of_staff(staff)
        query = (
            select(Staff)
            .join(TeamMember, col(TeamMember.staff_id) == col(Staff.id))
            .where(TeamMember.plan_id == plan.id, TeamMember.role == by, col(TeamMember.until_at).is_(None))
            .order_by(
                col(TeamMember.accepted_at).is_(None).desc()
                if asks is not None and "hand_over_acceptance" in asks.needs_open
                else col(TeamMember.accepted_at).is_(None)
            )
        )
        staff = session.exec(query).first()
        if staff is None:
            in_office = select(Staff).where(Staff.office_id == plan.office_id, Staff.role == by, col(Staff.active))
            staff = session.exec(in_office.order_by(col(Staff.login))).first()
        if staff is None:
            raise _nobody(by)
        return Actor.of_staff(staff)


def _nobody(by: str) -> BadInput:
    return BadInput(_("本方案没有这样的人：{by}。", by=by))
