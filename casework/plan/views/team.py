"""Who carries how much (部门与社工站): for the heads of an office, everybody in it; for others, themselves. In the order of
posts and names. Nobody is compared with anybody: the counts say where help is needed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CASELOAD
from casework.plan.views.caseload import ends_soon
from casework.shared.items.items import is_task_of
from models.item import STILL_OPEN, Item
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan, TeamMember

CARRY = (
    Role.PROSECUTOR, Role.ASSISTANT, Role.SOCIAL_WORKER, Role.CLERK, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR,
    Role.DEPUTY,
)  # fmt: skip
"""Posts in which somebody carries a plan, in the order in which they are shown."""
ANSWER_FOR_THE_OFFICE = (Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class StaffWorkload:
    """One person of the office, and what is with them today."""

    login: str
    display_name: str
    role: str
    plans: int
    """Running plans that they carry."""
    near_end: int
    """Of these, whose period ends within thirty days."""
    due: int
    """What their post owes on them within seven days."""
    overdue: int
    """What their post owes on them and has not done."""
    waiting: int
    """Plans handed to them that they have not accepted yet."""


@dataclass(frozen=True)
class PendingHandOver:
    """A plan that was handed over and waits for the reader."""

    number: str
    name: str
    role: str
    from_whom: str | None


@dataclass(frozen=True)
class TeamView:
    """The office as the reader may see it."""

    whole_office: bool
    carriers: list[StaffWorkload]
    handed_to_me: list[PendingHandOver]


def load_team(context: Context, actor: Actor) -> TeamView:
    """As it stands today. Looking is a line in the journal, as with the list of plans."""
    whole = actor.role in ANSWER_FOR_THE_OFFICE
    with context.query_plans(actor, READ_CASELOAD) as session:
        query = select(Staff).where(col(Staff.active), col(Staff.role).in_([role.value for role in CARRY]))
        query = query.where(Staff.office_id == actor.office_id) if whole else query.where(Staff.id == actor.id)
        staff = session.exec(query).all()
        places = {role.value: place for place, role in enumerate(CARRY)}
        carriers = [
            _carrier(context, session, one)
            for one in sorted(staff, key=lambda one: (places[one.role], one.display_name, one.login))
        ]
        return TeamView(whole, carriers, _pending_hand_overs(context, session, actor))


def list_successors(context: Context, actor: Actor, login: str) -> list[tuple[str, str]]:
    """Who may take that person's place, by sign-in name and name: those of the same post and office."""
    with context.query_plans(actor, READ_CASELOAD) as session:
        leaving = session.exec(select(Staff).where(Staff.login == login, Staff.office_id == actor.office_id)).first()
        if leaving is None:
            return []
        same: Sequence[Staff] = session.exec(
            select(Staff)
            .where(
                Staff.office_id == leaving.office_id, Staff.role == leaving.role, Staff.id != leaving.id,
                col(Staff.active),
            )
            .order_by(col(Staff.display_name), col(Staff.login))
        ).all()  # fmt: skip
    return [(one.login, one.display_name) for one in same]


def _carrier(context: Context, session: Session, staff: Staff) -> StaffWorkload:
    today = context.clock.today()
    alive = and_(col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None))
    mine = and_(alive, col(Plan.id).in_(_plans_of(staff, accepted=True)))
    plans = session.exec(select(Plan.id, ends_soon(today)).where(mine)).all()
    still_due = and_(
        col(Item.plan_id).in_([plan_id for plan_id, _ in plans]), col(Item.status).in_(STILL_OPEN),
        is_task_of(staff.role),
    )  # fmt: skip
    return StaffWorkload(
        login=staff.login,
        display_name=staff.display_name,
        role=staff.role,
        plans=len(plans),
        near_end=sum(near for _, near in plans),
        due=_count_items(session, and_(still_due, col(Item.due_on) >= today, col(Item.due_on) <= today + _WEEK)),
        overdue=_count_items(session, and_(still_due, col(Item.due_on) < today)),
        waiting=_count_plans(session, and_(alive, col(Plan.id).in_(_plans_of(staff, accepted=False)))),
    )


def _plans_of(staff: Staff, *, accepted: bool) -> SelectOfScalar[uuid.UUID]:
    taken = col(TeamMember.accepted_at)
    return select(TeamMember.plan_id).where(
        TeamMember.staff_id == staff.id, TeamMember.role == staff.role, col(TeamMember.until_at).is_(None),
        taken.is_not(None) if accepted else taken.is_(None),
    )  # fmt: skip


def _count_plans(session: Session, which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Plan).where(which)).one()


def _count_items(session: Session, which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Item).where(which)).one()


def _pending_hand_overs(context: Context, session: Session, actor: Actor) -> list[PendingHandOver]:
    query = (
        select(Plan, TeamMember)
        .join(TeamMember, col(TeamMember.plan_id) == col(Plan.id))
        .where(
            TeamMember.staff_id == actor.id, col(TeamMember.until_at).is_(None), col(TeamMember.accepted_at).is_(None),
            col(Plan.closed_at).is_(None), col(Plan.sealed_at).is_(None),
        )
        .order_by(col(Plan.number))
    )  # fmt: skip
    views = []
    for plan, member in session.exec(query):
        minor = session.exec(select(Person).where(Person.plan_id == plan.id, Person.role == Role.MINOR.value)).first()
        before = session.get(Staff, member.replaces_id) if member.replaces_id else None
        name = (
            context.vault.open_document(plan.id, "person.document", minor.id, minor.document)["name"] if minor else ""
        )
        views.append(PendingHandOver(plan.number, str(name), member.role, before.display_name if before else None))
    return views
