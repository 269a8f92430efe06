"""Offices, staff and teams: who carries a plan, and that there is always somebody."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.shared.items.items import add_item, finish_items, get_row_label
from casework.shared.notify.notify import notify
from casework.shared.text.labels import role_label
from casework.staff.acts_team import AcceptHandOver, HandOver
from core.errors import BadInput, Mistake, Refused, StateConflict
from core.i18n import _, listed, pgettext
from law.articles import cite
from law.four_eyes import get_step as four_eyes_step
from models.base import new_id
from models.office import Office, OfficeLevel, Role, Staff
from models.plan import TeamMember
from notifications.matrix import Event, Recipient

_ASSISTANCE = cite("SU-05")


def ensure_office(session: Session, now: datetime, name: str, level: OfficeLevel = OfficeLevel.BASIC) -> Office:
    """The office of that name is in the record."""
    office = session.exec(select(Office).where(Office.name == name)).first()
    if office is None:
        office = Office(id=new_id(now), name=name, level=level.value)
        session.add(office)
        session.flush()
    return office


def ensure_staff(
    session: Session, now: datetime, login: str, role: Role, office: Office, display_name: str | None = None
) -> Staff:
    """Somebody of that sign-in name is in the record; one already there keeps what they are."""
    staff = session.exec(select(Staff).where(Staff.login == login)).first()
    if staff is None:
        staff = Staff(
            id=new_id(now),
            office_id=office.id,
            login=login,
            display_name=display_name or login,
            role=role.value,
        )
        session.add(staff)
        session.flush()
    return staff


def get_staff_actor(session: Session, login: str, place: str = "team") -> Staff:
    """The actor with that sign-in name. BadInput if nobody in service has it. A person *named* in an act is found by
    `find_staff`, which asks for post and office."""
    staff = session.exec(select(Staff).where(Staff.login == login, col(Staff.active))).first()
    if staff is None:
        raise BadInput(
            _("没有这个登录名的在岗人员。"),
            mistakes=[Mistake(place, pgettext("refusal", "没有在岗人员用这个登录名。"))],
        )
    return staff


def find_staff(
    session: Session, login: str, roles: Collection[Role], offices: Collection[uuid.UUID | None], place: str = "team"
) -> Staff:
    """The person with that sign-in name in an act, a form or a file: in service, in one of those roles, at one of those
    offices. BadInput if nobody signs in by it; Refused, with what is meant, for somebody of another role or office.

    The one way from a name to a person: nobody gets a place on a plan that their own post does not give them.
    """
    staff = get_staff_actor(session, login, place)
    if staff.role not in {role.value for role in roles}:
        meant = [role_label(role.value) for role in sorted(roles)]
        raise StateConflict(_("此人不任该职，应为{roles}。", roles=listed(meant, _("或者"))))
    if staff.office_id not in offices:
        raise StateConflict(_("此人不在办理这一事项的检察院任职。"))
    return staff


def get_proposing_roles(step: str) -> tuple[Role, ...]:
    """The posts whose hand proposes that step of the table of four eyes."""
    return tuple(Role(role.value) for role in four_eyes_step(step).proposes)


def join_team(
    open_plan: OpenPlan, staff: Staff, role: Role, *, accepted: bool = True, standing_in: bool = False
) -> TeamMember:
    """The person carries the plan in that role from now on, or is named and yet to accept. StateConflict for a person
    who has left meanwhile."""
    staff = open_plan.session.get_one(Staff, staff.id, with_for_update={"read": True}, populate_existing=True)
    if not staff.active:
        raise StateConflict(pgettext("refusal", "没有在岗人员用这个登录名。"))
    member = TeamMember(
        id=new_id(open_plan.now),
        plan_id=open_plan.plan.id,
        staff_id=staff.id,
        role=role.value,
        from_at=open_plan.now,
        accepted_at=open_plan.now if accepted else None,
        standing_in=standing_in,
    )
    open_plan.add_member(member)
    return member


@verb(HandOver)
def hand_over(open_plan: OpenPlan, act: HandOver) -> None:
    """The successor is named and notified. Until they accept, the holder of the role, or the stand-in, is responsible:
    there is no day without an owner. Refused for somebody of another office, or who does not hold that post, and for a
    person who has the role already; a worker and an assistant hand over their own post, and an office its own people.
    Without `leaving`, the person who hands over their own role leaves, or the holder of the role in the successor's
    office; each office's own people stay. To a successor who is already named nothing is done again."""
    role = Role(act.role)
    if open_plan.actor.role in _THEIR_OWN and role is not open_plan.actor.role:
        raise StateConflict(_("只能移交自己的工作，其他的由检察官或者部门负责人移交。"))  # fmt: skip
    offices = _offices_for(open_plan, role)
    successor = find_staff(open_plan.session, act.to, (role,), offices, "to")
    substitute = _substitute(open_plan, role, act.stand_in, offices) if act.stand_in is not None else None
    going = _leaving(open_plan, role, successor, act.leaving)
    leaves = going[0].staff_id if going else None
    _refuse_what_is_not_theirs(open_plan, going, successor)
    named_already = [one for one in open_plan.team(role, named=True) if one.replaces_id == leaves]
    if substitute is None and successor.id in {one.staff_id for one in named_already}:
        return
    for other in open_plan.team(role, named=True):
        if other.replaces_id == leaves:
            remove_members(open_plan, [other])  # somebody else was named before: the last word holds
            finish_items(open_plan, "hand_over_acceptance", label=_labels(other), because="named_anew")
    if substitute is not None:
        remove_members(open_plan, going)
        membership = join_team(open_plan, substitute, role, standing_in=True)
        membership.replaces_id = leaves
    named = join_team(open_plan, successor, role, accepted=False)
    named.replaces_id = leaves
    line = open_plan.record(note={"role": role.value})
    days = open_plan.number("handover_acceptance_working_days")
    add_item(
        open_plan,
        "hand_over_acceptance",
        open_plan.context.days.after(open_plan.today, days),
        owner=role.value,
        label=_label(named),
    )
    notify(open_plan, Event.HANDOVER_ASKED, f"hand_over/{line.id}", only=[Recipient(role.value)])


@verb(AcceptHandOver)
def accept_hand_over(open_plan: OpenPlan, act: AcceptHandOver) -> None:
    """The successor has the role with its open items; the predecessor and the stand-in are released. The
    assisting office's people, or the deciding one's, carry on: each office hands over its own.

    Only the person named can accept; Refused for anybody else. Accepting twice does nothing.
    """
    role = Role(act.role)
    asked = (role, open_plan.actor.id)
    waiting = [member for member, staff in open_plan.members() if (member.role, staff.id) == asked]
    named = next((member for member in waiting if member.accepted_at is None), None)
    if named is None:
        if any(member.accepted_at for member in waiting):
            return
        raise StateConflict(_("没有移交给您的这项工作。"))
    remove_members(open_plan, _followed_by(open_plan, named))
    named.accepted_at = open_plan.now
    finish_items(open_plan, "hand_over_acceptance", label=_labels(named), because="accepted")
    open_plan.record(note={"role": role.value})
    if role in (Role.SOCIAL_WORKER, Role.ASSISTANT):
        notify(open_plan, Event.CONTACT_CHANGED, f"contact/{named.id}")


_THEIR_OWN = (Role.SOCIAL_WORKER, Role.ASSISTANT)
"""Who hands over their own post and nobody else's."""
_ELSEWHERE = (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.CLERK)
"""Posts that somebody of the assisting office may hold on a plan: those that decide nothing."""


def _offices_for(open_plan: OpenPlan, role: Role) -> tuple[uuid.UUID | None, ...]:
    """Whose people may carry the plan in that role: who decides is always of the office that decides (2013 Provisions
    art 44)."""
    own = (open_plan.plan.office_id,)
    there = open_plan.plan.assisting_office_id
    return (*own, there) if role in _ELSEWHERE and there is not None else own


def _substitute(open_plan: OpenPlan, role: Role, login: str, offices: tuple[uuid.UUID | None, ...]) -> Staff:
    """Who stands in: of the same post; or, for a worker, the plan's own assistant, who may do all that a worker does."""
    assisting = {one.staff_id for one in open_plan.team(Role.ASSISTANT)} if role is Role.SOCIAL_WORKER else set()
    substitute = find_staff(
        open_plan.session, login, (role, Role.ASSISTANT) if assisting else (role,), offices, "stand_in"
    )
    if substitute.role != role and substitute.id not in assisting:
        raise StateConflict(_("只有本案的检察官助理能代行社工的工作。"))  # fmt: skip
    return substitute


def _refuse_what_is_not_theirs(open_plan: OpenPlan, going: list[TeamMember], successor: Staff) -> None:
    """The same person takes nothing over, and an office that only assists hands over its own people to its own."""
    if successor.id in {one.staff_id for one in going}:
        raise StateConflict(_("接收人不能是移交人本人。"))
    deciding = open_plan.actor.office_id == open_plan.plan.office_id
    if not deciding and (
        successor.office_id != open_plan.actor.office_id or filter_by_office(open_plan, going, open_plan.plan.office_id)
    ):
        raise Refused(_("协助的检察院只移交本院人员的工作。"),
                      article=_ASSISTANCE)  # fmt: skip


def _leaving(open_plan: OpenPlan, role: Role, successor: Staff, login: str | None) -> list[TeamMember]:
    """The member whom the successor follows: the one named, or the one who hands over their own role, or the holder of
    the role in that office."""
    carrying = open_plan.team(role)
    if login is not None:
        named = [one for one in carrying if open_plan.session.get_one(Staff, one.staff_id).login == login]
        if not named:
            raise BadInput(_("此人不承担这项工作。"))
        return named
    own = [member for member in carrying if member.staff_id == open_plan.actor.id]
    return own or filter_by_office(open_plan, carrying, successor.office_id) or (carrying if len(carrying) == 1 else [])


def _followed_by(open_plan: OpenPlan, named: TeamMember) -> list[TeamMember]:
    """The members with the role until that successor accepts: the leaving one and their stand-in."""
    carrying = open_plan.team(named.role)
    if named.replaces_id is None:
        successor = open_plan.session.get_one(Staff, named.staff_id)
        return filter_by_office(open_plan, carrying, successor.office_id)
    return [
        member
        for member in carrying
        if member.staff_id == named.replaces_id or (member.standing_in and member.replaces_id == named.replaces_id)
    ]


def filter_by_office(open_plan: OpenPlan, members: list[TeamMember], office_id: uuid.UUID) -> list[TeamMember]:
    """Those of them who work for that office."""
    return [one for one in members if open_plan.session.get_one(Staff, one.staff_id).office_id == office_id]


def remove_members(open_plan: OpenPlan, members: list[TeamMember]) -> None:
    """They are not on the team from now on."""
    for member in members:
        member.until_at = open_plan.now
    open_plan.session.flush()


def _label(named: TeamMember) -> str:
    """Tells one hand-over's acceptance from another's."""
    return f"{named.role}-{get_row_label(named.id)}"


def _labels(named: TeamMember) -> tuple[str, ...]:
    """Every label that the item may bear: today's, and the one that older items have."""
    return _label(named), f"{named.role}-{named.id.hex[-6:]}"
