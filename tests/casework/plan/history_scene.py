"""Two months in which a bit of everything happens."""

from datetime import timedelta
from functools import cache

from casework.plan.run_controls import RunControl, control_run
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, start_plan


@cache
def live_a_plan() -> SimulatedPlan:
    """Nobody changes anything about it: whoever does takes another."""
    life = start_plan(a_plan(cadence={"weekly_note": {"on": "Mon"}}), staff=("administrator jia.admin",), delivers=True)
    life.rehearsal.source = "tick"
    life.on("2026-03-04 09:00")
    announce_and_serve(life, "2026-03-04")
    life.on("2026-03-09 18:00").act("minor", "submit", item="weekly_note", text="这周很好")
    life.on("2026-03-10 10:00").act(
        "minor", "ask_leave", leave="home", from_on="2026-03-14", to_on="2026-03-15", destination="邻市", reason="探亲"
    )
    life.on("2026-03-10 15:00").act("prosecutor", "decide_leave", leave="home", approved=True, reason="同意")
    life.on("2026-04-01 09:00").act("chief_prosecutor", "change_period", new_end_on="2026-10-01", reason="延长一个月")
    life.on("2026-04-15 09:00")
    control_run(life.context, life.actor("prosecutor"), life.number, RunControl.HALT, "先核对一下")
    life.on("2026-04-16 09:00")
    control_run(life.context, life.actor("prosecutor"), life.number, RunControl.RESUME, "核对过了")
    life.process_due()
    life.on("2026-04-17 09:00")
    talk = next(item.due_on for item in life.items("prosecutor_talk") if item.due_on > life.today)
    life.act("prosecutor", "move_item", item="prosecutor_talk", due_on=talk, to_on=talk + timedelta(days=1),
             reason="那天开会")  # fmt: skip
    # Before the family may be written to: what waits to be said is taken back by what they did meanwhile.
    life.on("2026-04-20 09:30").act("minor", "submit", item="weekly_note", text="上午就写好了")
    life.on("2026-04-21 10:00").act("social_worker", "report_incident", incident="night", kind="supervision_rules",
                                  done_on="2026-04-20", facts="夜里没有回家")  # fmt: skip
    return life.on("2026-04-23 09:00")
