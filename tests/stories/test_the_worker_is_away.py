"""The social worker falls ill for three weeks: the prosecutor is asked who steps in, and a child whom nobody has met for a
month stands on the desk."""

from casework.plan.views.caseload import CaseloadFilter, load_caseload
from tests.builders import SimulatedPlan, an_announced_plan, enrol
from tests.cached_plans import cached_copy
from web.views.my_day import get_my_day


@cached_copy
def supervised() -> SimulatedPlan:
    life = an_announced_plan(team_works=False, delivers=True)
    return life.on("2026-03-09 10:00")


def unseen(life: SimulatedPlan, by: str = "prosecutor") -> tuple[int, int]:
    actor = life.actor(by)
    listed = load_caseload(life.context, actor, only=[CaseloadFilter.UNSEEN]).plans
    return get_my_day(life.context, actor).counts[CaseloadFilter.UNSEEN], len(listed)


def test_the_prosecutor_is_asked_who_steps_in_until_it_is_handed_over() -> None:
    life = supervised()
    life.act(
        "social_worker",
        "record_unable",
        who="social_worker",
        from_on="2026-03-09",
        to_on="2026-03-30",
        reason="illness",
    )
    (asked,) = life.items("stand_in")
    assert (asked.owner, asked.due_on.isoformat(), asked.status) == ("prosecutor", "2026-03-10", "open")
    assert ("prosecutor", "plan_changed") in {(one.to, one.event) for one in life.delivered("2026-03-09 09:59")}

    enrol(life.context, "癸县", "social_worker gui.worker2")
    life.act("prosecutor", "hand_over", role="social_worker", to="gui.worker2")
    assert life.status_counts("stand_in") == {"done": 1}


def test_of_the_prosecutor_the_head_is_asked_and_no_date_of_the_law_waits() -> None:
    life = supervised()
    before = {item.id: item.status for item in life.items(owner="prosecutor")}
    life.act(
        "prosecutor", "record_unable", who="prosecutor", from_on="2026-03-09", to_on="2026-09-30", reason="illness"
    )
    assert [item.owner for item in life.items("stand_in")] == ["department_head"]
    assert {item.id: item.status for item in life.items(owner="prosecutor")} == before


def test_a_child_whom_nobody_has_met_for_thirty_days_stands_on_the_desk() -> None:
    life = supervised()
    assert unseen(life.on("2026-04-02 10:00")) == (0, 0)
    assert unseen(life.on("2026-04-04 10:00")) == (1, 1)
    contact = life.items("worker_contact", status="open")[0]
    life.act("social_worker", "submit", item="worker_contact", due_on=contact.due_on.isoformat(), text="家访",
             went="attempted")  # fmt: skip
    assert unseen(life) == (1, 1)
    life.act("social_worker", "submit", item="worker_contact", due_on=contact.due_on.isoformat(), text="家访")
    assert unseen(life) == (0, 0)
