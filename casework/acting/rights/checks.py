"""The table of rights is asked here: may this actor do that to this plan now, and which plans can they reach with it."""

import contextlib
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, not_, or_, select

from casework.acting.rights.operation import Operation
from casework.acting.rights.read_operations import (
    LENT,
    READ_ACCESS,
    READ_CLOSING_LIST,
    READ_DATES,
    READ_OWN,
    READ_SEALED,
)
from casework.acting.rights.scope import RightScope
from core.clock import local_date
from models.api_token import ApiToken
from models.office import Office, OfficeLevel, Role, Staff
from models.person import Person
from models.plan import Plan, TeamMember
from models.sealed_access import COLLEAGUE, SealedAccessRequest


@dataclass(frozen=True)
class Actor:
    """The one who acts: a signed-in member of staff, somebody of the family, a device, a token of the API, or the
    machine."""

    kind: str
    role: Role
    id: uuid.UUID | None = None
    office_id: uuid.UUID | None = None
    plan_id: uuid.UUID | None = None
    """For family: the one plan that is theirs."""
    unconfirmed: bool = False
    """Signed in, but too long ago for a decision of weight."""
    confirmation: uuid.UUID | None = None
    """The session in which somebody with a second factor has said who they are: the act uses that up."""
    page_mark: str | None = None
    """For family, where it may not have been they who opened their page: `new_card` within a day of its issue,
    `staff_device` in a browser in which staff have signed in."""
    scopes: frozenset[str] | None = None
    """For a token of the API: the scopes that it was given."""
    sends_nothing: bool = False
    """Of a token for trials: what it causes to be said is withdrawn at once."""

    @property
    def input_method(self) -> str:
        """How comes in what somebody sends who does not say it."""
        return self.page_mark or ("page" if self.kind == "family" else "person")

    @classmethod
    def of_staff(cls, staff: Staff) -> "Actor":
        return cls("staff", Role(staff.role), staff.id, staff.office_id)


SYSTEM = Actor("system", Role.SYSTEM)


_asked: ContextVar[list[Operation] | None] = ContextVar("asked", default=None)


@contextlib.contextmanager
def recording_checks() -> Iterator[list[Operation]]:
    """Every act that `may` is asked for meanwhile is in the list: what has never asked must not answer anybody."""
    asked: list[Operation] = []
    before = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(before)


def is_allowed(session: Session, actor: Actor, act: Operation, plan: Plan | None, now: datetime) -> bool:
    """Whether the actor may do this to that plan. `plan` is None for acts on no plan in particular.

    An act on no plan asks only whether the role has the right at all: the query limits what is shown to the plans that
    the actor may see.
    """
    return bool(find_basis(session, actor, act, plan, now))


def find_basis(
    session: Session, actor: Actor, act: Operation, plan: Plan | None, now: datetime
) -> SealedAccessRequest | bool:
    """The basis of the actor's right: True for the table of rights, the grant for access to a colleague's case, False
    for none."""
    if (asked := _asked.get()) is not None:
        asked.append(act)
    scope = find_reach(actor, act)
    if scope is None or not _is_still_in_office(session, actor, now):
        return False
    if plan is None:
        return scope is not RightScope.OWN
    if plan.is_recused(actor.id) or plan.deleted_at is not None:
        return False
    if _covers(session, actor, scope, plan, now):
        return True
    return (find_grant(session, actor, plan, now) or False) if act in LENT else False


def _covers(session: Session, actor: Actor, scope: RightScope, plan: Plan, now: datetime) -> bool:
    """Whether a right that reaches so far covers that plan."""
    match scope:
        case RightScope.ALL:
            return True
        case RightScope.OFFICE:
            return actor.office_id in (plan.office_id, plan.assisting_office_id)
        case RightScope.DECIDING:
            return actor.office_id == plan.office_id
        case RightScope.ASSISTING:
            return actor.office_id == plan.assisting_office_id or carries(session, actor, plan)
        case RightScope.ASKED:
            return plan.asked_office_id is not None and actor.office_id == plan.asked_office_id
        case RightScope.GRANTED:
            return find_grant(session, actor, plan, now) is not None
        case RightScope.NEARBY:
            above = session.get_one(Office, plan.office_id).superior_id
            return actor.office_id is not None and actor.office_id in (plan.office_id, above)
        case RightScope.TEAM:
            return carries(session, actor, plan)
        case RightScope.AT_SEAL:
            return carried_at_seal(session, actor, plan)
        case RightScope.OWN:
            return actor.plan_id == plan.id


def is_allowed_in_office(
    session: Session, actor: Actor, act: Operation, office_id: uuid.UUID | None, now: datetime
) -> bool:
    """Whether the actor may do this where it is about an office and no plan: in their own, or with `Scope.ALL` in any."""
    scope = act.by.get(actor.role)
    if scope is RightScope.OFFICE and actor.office_id != office_id:
        return False
    return is_allowed(session, actor, act, None, now)


def find_reach(actor: Actor, act: Operation) -> RightScope | None:
    """How far the actor's right to this reaches; None where they have none."""
    if actor.scopes is not None and act.scope not in actor.scopes:
        return None
    return act.by.get(actor.role)


def can_see_plan(session: Session, actor: Actor, plan: Plan, now: datetime) -> bool:
    """Whether the actor may know that there is such a plan. To anybody else it is as if there were none. A token may know of
    its office's plans, whatever its scopes."""
    actor = replace(actor, scopes=None)
    if plan.deleted_at is not None:
        return False
    acts = (
        [READ_CLOSING_LIST, READ_ACCESS, READ_SEALED] if plan.sealed_at else [READ_DATES, READ_OWN, READ_CLOSING_LIST]
    )
    return any(is_allowed(session, actor, act, plan, now) for act in acts)


def may_know_of_deletion(session: Session, actor: Actor, plan: Plan, now: datetime) -> bool:
    """Whether somebody may be told that there was such a plan and that it was deleted by policy: who could know of it
    while it was sealed. To anybody else there is none, and never was."""
    if plan.is_recused(actor.id) or not _is_still_in_office(session, actor, now):
        return False
    scopes = (find_reach(actor, act) for act in (READ_CLOSING_LIST, READ_ACCESS))
    return any(scope is not None and _covers(session, actor, scope, plan, now) for scope in scopes)


def visible_plans(actor: Actor, act: Operation) -> ColumnElement[bool]:
    """The condition that cuts a query on plans to those the actor may do this to. Denies where nothing is granted."""
    return and_(_in_scope(actor, find_reach(actor, act)), not_recused(actor.id), col(Plan.deleted_at).is_(None))


def not_recused(staff_id: uuid.UUID | None) -> ColumnElement[bool]:
    """The condition on plans that nobody is recused from the case who has this id."""
    return or_(col(Plan.recused).is_(None), ~col(Plan.recused).contains(str(staff_id)))


def _in_scope(actor: Actor, scope: RightScope | None) -> ColumnElement[bool]:
    match scope:
        case RightScope.ALL:
            return col(Plan.id).is_not(None)
        case RightScope.OFFICE:
            return or_(col(Plan.office_id) == actor.office_id, col(Plan.assisting_office_id) == actor.office_id)
        case RightScope.DECIDING:
            return col(Plan.office_id) == actor.office_id
        case RightScope.TEAM:
            return _carried_by(actor)
        case RightScope.ASSISTING:
            return or_(_carried_by(actor), col(Plan.assisting_office_id) == actor.office_id)
        case RightScope.OWN:
            return col(Plan.id) == actor.plan_id
        case _:
            return col(Plan.id).is_(None)


def list_visible_offices(session: Session, actor: Actor, act: Operation) -> list[Office]:
    """The offices whose cases the actor's right covers, by name. A city office's own are those under it."""
    query = select(Office).order_by(col(Office.name))
    if act.by.get(actor.role) is not RightScope.ALL:
        own = session.get(Office, actor.office_id)
        if own is None:
            return []
        if own.level != OfficeLevel.CITY:
            return [own]
        under = (col(Office.superior_id) == own.id) | col(Office.superior_id).is_(None)
        query = query.where(under)
    return [office for office in session.exec(query) if office.level == OfficeLevel.BASIC]


def find_grant(session: Session, actor: Actor, plan: Plan, now: datetime) -> SealedAccessRequest | None:
    """The grant by which the actor may look into that plan today, the one that stands longest; it ends by itself. What
    was granted for a sealed file opens no open one, nor the other way round."""
    if actor.kind != "staff":
        return None
    for_colleague = SealedAccessRequest.requester == COLLEAGUE
    return session.exec(
        select(SealedAccessRequest)
        .where(
            SealedAccessRequest.plan_number == plan.number,
            SealedAccessRequest.reader_id == actor.id,
            for_colleague if plan.sealed_at is None else not_(for_colleague),
            col(SealedAccessRequest.granted).is_(True),
            col(SealedAccessRequest.ended_at).is_(None),
            col(SealedAccessRequest.until_on) >= local_date(now),
        )
        .order_by(col(SealedAccessRequest.until_on).desc())
    ).first()


_OF_EITHER_OFFICE = (Role.SOCIAL_WORKER,)
"""Whose place on a team means the same whichever office they work for: they decide nothing."""


def carries(session: Session, actor: Actor, plan: Plan) -> bool:
    """Whether the actor carries the plan in the post they hold. Deciding and preparing a decision belong to the office
    that decides, whatever a team says; a place in the team under another post gives nothing."""
    return _has_place(session, actor, plan, col(TeamMember.until_at).is_(None))


def carried_at_seal(session: Session, actor: Actor, plan: Plan) -> bool:
    """Whether the actor carried the plan when it was sealed, in the post they hold: who came later knows nothing of it,
    and who left the team since still does."""
    if plan.sealed_at is None:
        return False
    left_since = or_(col(TeamMember.until_at).is_(None), col(TeamMember.until_at) > plan.sealed_at)
    return _has_place(session, actor, plan, and_(col(TeamMember.from_at) <= plan.sealed_at, left_since))


def _has_place(session: Session, actor: Actor, plan: Plan, then: ColumnElement[bool]) -> bool:
    if actor.role not in _OF_EITHER_OFFICE and actor.office_id != plan.office_id:
        return False
    place = select(TeamMember.id).where(
        TeamMember.plan_id == plan.id, TeamMember.staff_id == actor.id, TeamMember.role == actor.role.value, then
    )
    return session.exec(place).first() is not None


def _carried_by(actor: Actor) -> ColumnElement[bool]:
    """The same as a condition on plans."""
    mine = select(TeamMember.plan_id).where(
        TeamMember.staff_id == actor.id, col(TeamMember.until_at).is_(None), TeamMember.role == actor.role.value
    )
    if actor.role in _OF_EITHER_OFFICE:
        return col(Plan.id).in_(mine)
    return and_(col(Plan.id).in_(mine), col(Plan.office_id) == actor.office_id)


def _is_still_in_office(session: Session, actor: Actor, now: datetime) -> bool:
    """Rights end at once with the account, a deputy's with the dates of the authority, and a guardian's with the minor's
    majority or when they are named as a danger."""
    if actor.kind == "family" and actor.id is not None:
        person = session.get(Person, actor.id)
        if person is None or person.named_as_danger_at is not None:
            return False
        return person.ended_on is None or local_date(now) < person.ended_on
    if actor.kind == "token":
        token = session.get(ApiToken, actor.id)
        return token is not None and token.confirmed_at is not None and token.ended_at is None and now < token.ends_at
    if actor.kind != "staff":
        return True
    staff = session.get(Staff, actor.id)
    if staff is None or not staff.active or staff.role != actor.role:
        return False
    if actor.role is Role.DEPUTY:
        today = local_date(now)
        return (staff.authority_from or today) <= today <= (staff.authority_to or today)
    return True
