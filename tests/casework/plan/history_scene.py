"""Two months in which a bit of everything happens, and how its status was seen at the end of many a day."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

from casework.plan.run_controls import RunControl, control_run
from casework.plan.views.status import PlanStatusView, load_plan_status
from core.clock import at_local
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, open_view, start_plan

SEEN_ON = (
    "2026-03-02", "2026-03-04", "2026-03-09", "2026-03-10", "2026-03-12", "2026-03-20", "2026-04-01", "2026-04-10",
    "2026-04-15", "2026-04-17", "2026-04-20", "2026-04-22",
)  # fmt: skip


@dataclass
class LivedPlan:
    """The plan, and the status that its prosecutor saw in the last minute of those days."""

    life: SimulatedPlan
    seen: dict[date, PlanStatusView]


@cache
def live_a_plan() -> LivedPlan:
    """Nobody changes anything about it: whoever does takes another."""
    life = start_plan(a_plan(cadence={"weekly_note": {"on": "Mon"}}), staff=("administrator jia.admin",), delivers=True)
    life.rehearsal.source = "tick"
    seen: dict[date, PlanStatusView] = {}

    def until(moment: str) -> SimulatedPlan:
        for day in SEEN_ON:
            end = at_local(date.fromisoformat(day), time(23, 59, 59))
            if life.now < end < at_local(date.fromisoformat(moment[:10]), time.fromisoformat(moment[11:])):
                life.on(end)
                seen[date.fromisoformat(day)] = open_view(
                    load_plan_status, life.context, life.actor("prosecutor"), life.number
                )
        return life.on(moment)

    until("2026-03-04 09:00")
    announce_and_serve(life, "2026-03-04")
    until("2026-03-09 18:00").act("minor", "submit", item="weekly_note", text="这周很好")
    until("2026-03-10 10:00").act(
        "minor", "ask_leave", leave="home", from_on="2026-03-14", to_on="2026-03-15", destination="邻市", reason="探亲"
    )
    until("2026-03-10 15:00").act("prosecutor", "decide_leave", leave="home", approved=True, reason="同意")
    until("2026-04-01 09:00").act("chief_prosecutor", "change_period", new_end_on="2026-10-01", reason="延长一个月")
    until("2026-04-15 09:00")
    control_run(life.context, life.actor("prosecutor"), life.number, RunControl.HALT, "先核对一下")
    until("2026-04-16 09:00")
    control_run(life.context, life.actor("prosecutor"), life.number, RunControl.RESUME, "核对过了")
    life.process_due()
    until("2026-04-17 09:00")
    talk = next(item.due_on for item in life.items("prosecutor_talk") if item.due_on > life.today)
    life.act("prosecutor", "move_item", item="prosecutor_talk", due_on=talk, to_on=talk + timedelta(days=1),
             reason="那天开会")  # fmt: skip
    # Before the family may be written to: what waits to be said is taken back by what they did meanwhile.
    until("2026-04-20 09:30").act("minor", "submit", item="weekly_note", text="上午就写好了")
    until("2026-04-21 10:00").act("social_worker", "report_incident", incident="night", kind="supervision_rules",
                                  done_on="2026-04-20", facts="夜里没有回家")  # fmt: skip
    until("2026-04-23 09:00")
    return LivedPlan(life, seen)
