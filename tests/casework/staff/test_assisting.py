"""Assistance elsewhere: the assisting office's own people read what they need and report, and decide nothing."""

import pytest
from sqlmodel import select

from casework.acting.performing import perform
from casework.acting.rights import OPERATIONS, Actor, Operation, RightScope, is_allowed, visible_plans
from casework.acting.rights.read_operations import READ_CASELOAD, READ_DATES, READ_PLAN
from casework.documents.acts import APPROVE_TEMPLATE, OFFER_TEMPLATE
from casework.incidents.acts import ReportDanger
from casework.measures.acts import Object
from casework.plan.views.status import load_plan_status
from casework.seal.acts import AskAccess
from casework.staff.acts_team import AcceptHandOver, HandOver
from core.errors import NotAllowed, Refused, SunwardError
from law.four_eyes import Responsibility
from models.journal import JournalLine
from models.office import Role, Staff
from models.plan import Plan, TeamMember
from tests.builders import _ACT, SimulatedPlan, an_announced_plan, enrol, open_view

READ = (READ_PLAN, READ_DATES, READ_CASELOAD)


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    life = an_announced_plan(team_works=False)
    enrol(life.context, "另县", *(f"{role.value} zz.{role.value}" for role in
                              (Role.PROSECUTOR, Role.ASSISTANT, Role.SOCIAL_WORKER, Role.DEPARTMENT_HEAD, Role.CLERK,
                               Role.CHIEF_PROSECUTOR)))  # fmt: skip
    life.on("2026-03-06 10:00").act("prosecutor", "ask_assistance", office="另县")
    does(life, "zz.prosecutor", "accept_assistance", social_worker="zz.social_worker")
    return life.on("2026-03-09 10:00")


def staff(life: SimulatedPlan, login: str) -> Actor:
    with life.context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())


def does(life: SimulatedPlan, login: str, did: str, **values: object) -> None:
    actor = staff(life, login)
    act = _ACT.validate_python({"did": did, "on": life.today, "by": actor.role.value, **values})
    perform(life.context, life.number, act, actor)


def can(life: SimulatedPlan, login: str, act: Operation) -> bool:
    with life.context.database.reading() as session:
        actor, plan = staff(life, login), life.context.find(session, life.number)
        allowed = is_allowed(session, actor, act, plan, life.now)
        if act.by.get(actor.role) in (RightScope.TEAM, RightScope.ASSISTING):
            found = session.exec(select(Plan.id).where(visible_plans(actor, act))).all()
            assert (plan.id in found) is allowed, "the list and the plan say the same"
        return allowed


def test_the_assisting_offices_own_people_can_read_what_they_carry(life: SimulatedPlan) -> None:
    """Prosecutor and assistant read the plan like their head and clerk; another plan's people do not."""
    for login in ("zz.prosecutor", "zz.assistant", "zz.social_worker", "zz.department_head"):
        for act in READ:
            assert can(life, login, act), (login, act)
        open_view(load_plan_status, life.context, staff(life, login), life.number)


def test_an_assisting_office_decides_nothing_whatever_a_team_says(life: SimulatedPlan) -> None:
    """Every act that the table of four eyes gives to somebody's decision or proposal is the deciding office's alone, also
    for a prosecutor of the other office who once got a place on the team."""
    with life.context.database.transaction() as session:
        for login, role in (("zz.prosecutor", Role.SOCIAL_WORKER), ("zz.prosecutor", Role.PROSECUTOR)):
            session.add(TeamMember(id=_new(life), plan_id=life.plan.id, staff_id=staff(life, login).id, role=role.value,
                                   from_at=life.now, accepted_at=life.now))  # fmt: skip
    decides = {
        act for act in OPERATIONS.values() for column in act.steps.values()
        if column in (Responsibility.DECIDES, Responsibility.PROPOSES, Responsibility.COUNTERSIGNS)
    } - {HandOver.operation, AcceptHandOver.operation, Object.operation, ReportDanger.operation}  # fmt: skip
    assert len(decides) > 20
    for login in ("zz.prosecutor", "zz.assistant", "zz.department_head", "zz.chief_prosecutor"):
        allowed = {act for act in decides if act.by and can(life, login, act)}
        assert allowed <= {OFFER_TEMPLATE, APPROVE_TEMPLATE, AskAccess.operation}, (login, allowed)
    for did, values in (("change_cadence", {"item": "weekly_note", "from_on": "2026-04-01", "reason": "改"}),
                      ("close_incident", {"incident": "x", "finding": "dismissed", "reason": "无"})):  # fmt: skip
        with pytest.raises(NotAllowed):
            does(life, "zz.prosecutor", did, **values)


def _new(life: SimulatedPlan):  # type: ignore[no-untyped-def]
    from models.base import new_id

    return new_id(life.now)


def test_the_report_is_the_assisting_offices_own(life: SimulatedPlan) -> None:
    """The deciding office's worker records none; its prosecutor only what came by letter; theirs is theirs."""
    for login in ("gui.social_worker", "gui.prosecutor", "gui.assistant"):
        with pytest.raises(Refused, match="reports itself"):
            does(life, login, "record_assisted_report", text="一切正常")
    with pytest.raises(Refused, match="reports itself"):
        does(life, "gui.social_worker", "record_assisted_report", text="一切正常", by_letter=True)
    does(life, "zz.social_worker", "record_assisted_report", text="按时上工")
    does(life, "zz.assistant", "record_assisted_report", text="按时上工")
    does(life, "gui.prosecutor", "record_assisted_report", text="来函：按时上工", by_letter=True)
    lines = [line for line in life.lines() if line.act == "record_assisted_report"]
    assert [line.note["by_letter"] for line in lines] == [False, False, True]
    assert isinstance(lines[0], JournalLine)


def test_an_office_that_assists_hands_over_its_own_people_only(life: SimulatedPlan) -> None:
    enrol(life.context, "另县", "social_worker zz.second")
    before = life.plan.version
    for values in ({"to": "zz.second", "leaving": "gui.social_worker"}, {"to": "gui.social_worker"}):
        with pytest.raises(SunwardError):
            does(life, "zz.department_head", "hand_over", role="social_worker", **values)
    assert life.plan.version == before
    does(life, "zz.department_head", "hand_over", role="social_worker", to="zz.second")


def test_a_worker_hands_over_no_post_but_their_own(life: SimulatedPlan) -> None:
    """A stand-in takes over at once: nobody below names one for the prosecutor."""
    enrol(life.context, "癸县", "prosecutor zz.gui.other")
    with pytest.raises(
        Refused,
        match="You can only hand over your own work; the rest is handed over by the prosecutor or the department head",
    ):
        does(life, "gui.social_worker", "hand_over", role="prosecutor", to="zz.gui.other", stand_in="zz.gui.other")


@pytest.mark.parametrize(("login", "by_letter"), [("zz.prosecutor", False), ("gui.prosecutor", True)])
def test_the_asked_office_declines_and_everything_stays_here(login: str, by_letter: bool) -> None:
    life = an_announced_plan(team_works=False)
    enrol(life.context, "另县", "prosecutor zz.prosecutor")
    life.on("2026-03-06 10:00").act("prosecutor", "ask_assistance", office="另县")
    does(life, login, "decline_assistance", reason="人手不足", by_letter=by_letter)
    assert life.status_counts("assistance_answer") == {"done": 1}
    assert life.items("assisted_report") == []
    assert (life.plan.assisting_office_id, life.plan.asked_office_id) == (None, None)
    with pytest.raises(NotAllowed):
        does(life, "zz.prosecutor", "accept_assistance")
    life.act("prosecutor", "ask_assistance", office="另县")
    does(life, "zz.prosecutor", "accept_assistance")
    with pytest.raises(Refused, match="No request for assistance waits"):
        life.act("prosecutor", "decline_assistance", reason="人手不足", by_letter=True)
