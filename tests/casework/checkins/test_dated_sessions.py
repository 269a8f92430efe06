"""Counselling, courses, hours and work are dated facts: one session counts once, and a day holds no more than a day."""

from datetime import date

import pytest

from casework.acting.rights import Actor
from casework.checkins.dated_sessions import get_amounts_done
from casework.evaluation.external_confirmation import list_to_confirm, record_confirmation
from casework.messages.manual_send import FreeText, ReminderRequest, send_reminder
from casework.plan.views.status import load_plan_status
from casework.staff.authentication import may_open_own_page
from core.errors import BadInput, NotFound, StateConflict
from models.dated_session import DatedSession
from models.office import Role
from models.person import Person
from models.plan import Condition
from notifications.events import Recipient
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, open_view
from tests.cached_plans import cached_copy

COUNSELLING = {"kind": "A1", "text": "接受心理辅导6次", "measure": "每次一小时", "evidence": "签到单",
               "confirmed_by": "mentor", "amount": 6, "unit": "times"}  # fmt: skip
SERVICE = {"kind": "A2", "text": "公益服务40小时", "measure": "按小时", "evidence": "签到单",
           "confirmed_by": "social_worker", "amount": 40, "unit": "hours"}  # fmt: skip


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    """Wednesday 11 March 2026: told on the 4th, counselling and service in the plan, an order of six hours."""
    life = an_announced_plan(a_plan(condition=[COUNSELLING, SERVICE]), team_works=False)
    life.on("2026-03-05 10:00").act(
        "prosecutor",
        "order_guardian",
        order="fe",
        person="mother",
        hours=6,
        provider="妇联指导站",
        until_on="2026-04-30",
    )
    return life.on("2026-03-11 10:00")


def done(life: SimulatedPlan, kind: str = "A1") -> int:
    (row,) = (row for row in life.rows(Condition) if row.kind == kind)
    return open_view(get_amounts_done, life.context, life.actor("prosecutor"), life.number)[row.id]


def progress(life: SimulatedPlan, by: str, amount: int = 1, condition: str = "A1", **more: object) -> None:
    life.act(by, "record_progress", condition=condition, amount=amount, **more)


def test_what_two_people_recorded_is_one_session_confirmed_by_both(life: SimulatedPlan) -> None:
    progress(life, "social_worker", done_on="2026-03-09")
    progress(life, "assistant", done_on="2026-03-09")
    (row,) = life.rows(DatedSession)
    assert (row.done_on, row.recorded_role, row.confirmed_role) == (date(2026, 3, 9), "social_worker", "assistant")
    assert done(life) == 1
    assert [line.note["done"] for line in life.lines("confirm_session")] == [1]


def test_a_second_session_of_the_day_is_said_to_be_another(life: SimulatedPlan) -> None:
    progress(life, "social_worker")
    with pytest.raises(StateConflict, match="say that it is another"):
        progress(life, "social_worker")
    progress(life, "assistant", another=True)
    assert done(life) == 2


@pytest.mark.parametrize(("condition", "amount"), [("A1", 100), ("A1", 24), ("A1", 4), ("A2", 13), ("A2", 300)])
def test_more_than_a_day_holds_is_recorded_day_by_day(life: SimulatedPlan, condition: str, amount: int) -> None:
    with pytest.raises(BadInput, match="each day by itself"):
        progress(life, "social_worker", amount, condition)
    assert life.rows(DatedSession) == []


def test_what_a_day_holds_is_one_sum(life: SimulatedPlan) -> None:
    progress(life, "social_worker", 8, "A2")
    with pytest.raises(BadInput, match="8 hours are on record for that day"):
        progress(life, "social_worker", 5, "A2")
    progress(life, "social_worker", 5, "A2", done_on="2026-03-10")
    assert done(life, "A2") == 13


@pytest.mark.parametrize("day", ["2026-03-12", "2026-03-01"])
def test_no_session_lies_in_the_future_or_before_the_decision(life: SimulatedPlan, day: str) -> None:
    with pytest.raises(BadInput):
        progress(life, "social_worker", done_on=day)


def test_an_over_count_is_taken_back_and_its_first_record_stays(life: SimulatedPlan) -> None:
    progress(life, "social_worker", 2)
    progress(life, "social_worker", 1, done_on="2026-03-09")
    life.act("assistant", "cancel_session", condition="A1", done_on="2026-03-11", reason="是另一个孩子的")
    assert done(life) == 1
    assert [line.note["amount"] for line in life.lines("record_progress")] == [2, 1]
    assert [line.note["done"] for line in life.lines("cancel_session")] == [1]
    progress(life, "social_worker", 1)
    assert done(life) == 2


def test_which_of_several_is_meant_has_to_be_said(life: SimulatedPlan) -> None:
    progress(life, "social_worker", 1)
    progress(life, "social_worker", 2)
    with pytest.raises(BadInput, match="which amount"):
        life.act("assistant", "cancel_session", condition="A1", done_on="2026-03-11", reason="记错了")
    with pytest.raises(NotFound):
        life.act("assistant", "cancel_session", condition="A1", done_on="2026-03-10", reason="记错了")
    life.act("assistant", "cancel_session", condition="A1", done_on="2026-03-11", amount=2, reason="记错了")
    assert done(life) == 1


def test_hours_of_an_order_taken_back_are_owed_again(life: SimulatedPlan) -> None:
    life.act("social_worker", "record_order_hours", order="fe", hours=6)
    assert [item.status for item in life.items("guardian_order")] == ["done"]
    life.act("social_worker", "cancel_session", order="fe", done_on="2026-03-11", reason="母亲没有参加")
    assert [item.due_on for item in life.items("guardian_order", status="open")] == [date(2026, 4, 30)]


def test_hours_between_an_order_on_paper_and_its_entry_count_and_those_before_it_do_not(life: SimulatedPlan) -> None:
    order = {"person": "mother", "hours": 6, "provider": "妇联指导站", "until_on": "2026-04-30"}
    life.act("prosecutor", "order_guardian", order="late", made_on="2026-02-16", **order)
    life.act("prosecutor", "order_guardian", order="today", **order)
    with pytest.raises(BadInput, match="before the order was made"):
        life.act("social_worker", "record_order_hours", order="late", hours=2, done_on="2026-02-15")
    with pytest.raises(BadInput, match="before the order was made"):
        life.act("social_worker", "record_order_hours", order="today", hours=2, done_on="2026-03-10")
    life.act("social_worker", "record_order_hours", order="late", hours=2, done_on="2026-02-16")
    life.act("social_worker", "record_order_hours", order="late", hours=4, done_on="2026-03-09")
    assert [item.status for item in life.items("guardian_order") if item.label == life.code("late")] == ["done"]
    assert [line.note["made_on"] for line in life.lines("order_guardian")] == ["2026-03-05", "2026-02-16", "2026-03-11"]


def test_an_order_is_not_made_on_a_day_to_come(life: SimulatedPlan) -> None:
    with pytest.raises(BadInput) as refused:
        life.act("prosecutor", "order_guardian", order="o2", person="mother", provider="妇联", made_on="2026-03-12")
    assert [mistake.place for mistake in refused.value.mistakes] == ["made_on"]


def test_three_hundred_hours_at_once_are_no_day(life: SimulatedPlan) -> None:
    with pytest.raises(BadInput, match="At most 12 hours"):
        life.act("social_worker", "record_order_hours", order="fe", hours=300)


def test_what_comes_after_the_last_day_is_a_late_fact_and_says_so(life: SimulatedPlan) -> None:
    life.on("2026-03-12 10:00").act("prosecutor", "end_order", order="fe", reason="已完成")
    life.on("2026-03-20 10:00").act("social_worker", "record_order_hours", order="fe", hours=2)
    (line,) = life.lines("record_order_hours")
    assert (line.note["late"], line.note["last_day"], line.note["done"]) == (True, "2026-03-12", 2)
    life.skips_to("2026-09-03 10:00").act("social_worker", "record_progress", condition="A1", amount=1)
    assert life.lines("record_progress")[-1].note["late"] is True
    assert done(life) == 1


@pytest.mark.parametrize("who", ["mentor", "grid_worker"])
def test_the_worker_and_whoever_helps_tell_of_one_session(life: SimulatedPlan, who: str) -> None:
    """Both have a page only once a named prosecutor recorded that they know already."""
    assert not [person for person in life.rows(Person) if person.role == "informed"]
    life.act("prosecutor", "record_informed", who=who, name="柳婶", since="2026-03-04")
    (person,) = (person for person in life.rows(Person) if person.role == "informed")
    assert may_open_own_page(person, life.plan, life.now)
    helper = Actor("family", Role.INFORMED, person.id, None, life.plan.id)
    progress(life, "social_worker", done_on="2026-03-10")
    (one,) = list_to_confirm(life.context, helper)
    record_confirmation(life.context, helper, life.number, place=one.place, amount=1, on=date(2026, 3, 10))
    (row,) = life.rows(DatedSession)
    assert (row.recorded_role, row.confirmed_role, done(life)) == ("social_worker", "informed", 1)
    with pytest.raises(StateConflict, match="confirmed already"):
        record_confirmation(life.context, helper, life.number, place=one.place, amount=2, on=date(2026, 3, 10))
    with pytest.raises(BadInput, match="At most 3"):
        record_confirmation(life.context, helper, life.number, place=one.place, amount=4, on=date(2026, 3, 9))
    view = open_view(load_plan_status, life.context, life.actor("prosecutor"), life.number)
    assert [(each.relation, each.name) for each in view.knows] == [(who, "柳婶")]


@pytest.mark.parametrize("who", ["mentor", "grid_worker"])
def test_whoever_helps_is_written_to_by_a_persons_choice_alone(life: SimulatedPlan, who: str) -> None:
    life.act("prosecutor", "record_informed", who=who, name="柳婶", since="2026-03-04", phone="10000990177")
    assert [one for one in life.posted() if one.recipient_role == "mentor"] == []
    wanted = ReminderRequest(text=FreeText.MILESTONE_FORM_DUE, to=Recipient.MENTOR)
    send_reminder(life.context, life.actor("social_worker"), life.number, wanted)
    assert [one.event for one in life.posted() if one.recipient_role == "mentor"] == ["milestone_form_due"]
