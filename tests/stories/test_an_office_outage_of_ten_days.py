"""Ten days without power: nothing is lost, nobody is flooded, and our downtime lengthens the family's windows."""

from datetime import date, timedelta

from core.clock import local_time
from models.item import ItemStatus
from models.message import MessageState
from tests.builders import SimulatedPlan, an_announced_plan
from tests.cached_plans import cached_copy


@cached_copy
def a_life_in_march() -> SimulatedPlan:
    """Notes every Monday; the last one before the outage came in on 9 March 2026."""
    life = an_announced_plan(delivers=True)
    life.add_habit("minor", "weekly_note", until="2026-03-09")
    return life


def test_an_office_outage_of_ten_days() -> None:
    # ------------------------------------------------------- Wednesday 11 March, 12:00: the power goes
    life = a_life_in_march().on("2026-03-11 12:00")
    before = len(life.delivered())

    # ------------------------------------------------------- Saturday 21 March, 12:00: it is back; two days later the note is due
    life.jumps_to("2026-03-21 12:00").process_due()

    # the note of Monday 16 March was never called for: asked once how it was, and it counts for nothing
    assert life.item("weekly_note", "2026-03-16").status == "unknown"
    assert life.texts("2026-03-21", to="minor") == ["S3"]

    # every text that fell due has a row with its reason, and none was said too late
    late = {
        (m.event, m.state, m.state_reason) for m in life.messages() if m.channel == "text" and m.created_at == life.now
    }
    assert late == {
        ("check_in_due", MessageState.WITHDRAWN, "overtaken"),
        ("check_in_last_day", MessageState.WITHDRAWN, "overtaken"),
        ("check_in_not_received", MessageState.SENT, None),
    }

    # staff hear of what passed once each, and the journal says when it fell due and when it was noticed
    message = life.delivered()[before:]
    assert len(message) == len({(one.to, one.template, one.event) for one in message})
    line = life.lines("note_unknown")[0]
    assert line.fell_due_at is not None
    assert line.noticed_at is not None
    assert local_time(line.fell_due_at).date() == date(2026, 3, 17)
    assert local_time(line.noticed_at).date() == date(2026, 3, 21)
    assert (life.next_moment() or life.now) > life.now

    # ------------------------------------------------------- from Sunday 22 March everything is as before
    life.skips_to("2026-09-02 00:00")
    assert life.status == "awaiting_decision"
    assert life.status_counts("weekly_note") == {"on_time": 25, "unknown": 1}


def test_asked_only_after_the_outage_there_is_still_time_to_explain() -> None:
    # ------------------------------------------------------- Monday 16 March, 13:00: called for and reminded; then the power goes
    life = a_life_in_march().on("2026-03-16 13:00")
    assert life.texts("2026-03-15", to="minor") == ["S1", "S2"]

    # ------------------------------------------------------- Thursday 26 March, 11:00: back. He is asked now
    life.jumps_to("2026-03-26 11:00").process_due()
    assert life.item("weekly_note", "2026-03-16").status == "not_received"

    # ------------------------------------------------------- and has two whole days from now, not from when we should have asked
    life.on("2026-03-28 10:59:59")
    assert life.item("weekly_note", "2026-03-16").status == "not_received"
    life.on("2026-03-28 11:00")
    assert life.item("weekly_note", "2026-03-16").status == "missed"


def test_back_in_the_night_nobody_is_woken() -> None:
    # ------------------------------------------------------- the power is back on Thursday 19 March, 02:30
    life = a_life_in_march().on("2026-03-11 12:00")
    life.jumps_to("2026-03-19 02:30").process_due()
    assert life.texts("2026-03-11 12:00", to="minor") == []
    life.on("2026-03-19 12:00")
    (asked,) = (message for message in life.delivered("2026-03-11 12:00", to="minor"))
    assert local_time(asked.at).hour == 8


def test_back_on_the_evening_it_is_due_one_text_leaves_and_proves_nothing() -> None:
    # ------------------------------------------------------- out from Saturday 14 March to Monday 16 March, 20:30; due at 20:00
    life = a_life_in_march().on("2026-03-14 12:00")
    life.jumps_to("2026-03-16 20:30").process_due()
    assert len(life.texts("2026-03-14 12:00", to="minor")) <= 1

    # ------------------------------------------------------- told half an hour after the hour: he could not know
    life.on("2026-03-20 12:00")
    assert life.item("weekly_note", "2026-03-16").status == "unknown"


def test_the_end_of_the_period_does_not_wait_for_the_power() -> None:
    # ------------------------------------------------------- out over 1 September, the last day
    life = a_life_in_march().skips_to("2026-08-30 12:00")
    life.jumps_to("2026-09-09 09:30").process_due()
    assert life.status == "awaiting_decision"
    assert life.plan.final_decision_by == date(2026, 9, 11)  # the clock of the law has run on
    (line,) = life.lines("end_period")
    assert line.fell_due_at is not None
    assert local_time(line.fell_due_at).isoformat(timespec="minutes") == "2026-09-02T00:00+08:00"
    reminded = [e.detail["step"] for e in life.diary("2026-09-09") if e.detail.get("kind") == "final_decision"]
    assert reminded[-1:] == ["near_3"]
    life.on(life.now + timedelta(days=1))
    assert life.items(status=ItemStatus.MISSED, owner="prosecutor") == []
