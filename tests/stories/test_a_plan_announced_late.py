"""Decided the day before a long holiday, announced after it: the clock runs from the decision, misses from the telling."""

from datetime import date

from tests.builders import serve_all, start_plan


def test_a_plan_announced_late() -> None:
    # ------------------------------------------------------- Wednesday 30 September 2026: decided; seven days of holiday follow
    life = start_plan(decided_on="2026-09-30", weekly="Sat", days_left=8, delivers=True)
    assert life.plan.period_to == date(2027, 3, 30)
    assert life.plan.final_decision_by == date(2027, 4, 7)
    assert life.due("service") == date(2026, 10, 8)  # three days end in the holiday
    assert life.due("announcement") == date(2026, 10, 13)  # five working days; Saturday the 10th is worked

    # ------------------------------------------------------- Saturday 3 October: a note falls due that nobody was told of
    life.on("2026-10-04 12:00")
    assert life.item("weekly_note", "2026-10-03").status == "not_owed_yet"
    assert life.delivered(to="minor") == []
    assert life.delivered(to="mother") == []

    # ------------------------------------------------------- 13 and 14 October: still not announced; the prosecutor is told
    life.on("2026-10-14 12:00")
    assert life.texts("2026-10-13", to="prosecutor") == ["E1", "E4"]
    assert life.item("weekly_note", "2026-10-10").status == "not_owed_yet"
    assert life.plan.period_to == date(2027, 3, 30)

    # ------------------------------------------------------- Friday 16 October, 10:00: the mother is back; announced
    life.on("2026-10-16 10:00").act(
        "prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"]
    )
    serve_all(life)
    late = life.lines("record_service")[0]
    assert late.note["in_time"] is False  # a fact, recorded and not refused
    life.on("2026-10-16 17:00")
    assert life.texts(to="minor") == ["S1"]

    # ------------------------------------------------------- from Saturday 17 October a note can be missed
    life.on("2026-10-20 10:00")
    assert life.item("weekly_note", "2026-10-17").status == "missed"
    assert life.status_counts("weekly_note") == {"not_owed_yet": 2, "missed": 1, "open": 23}


def test_an_item_announced_in_the_evening_before_is_reminded_at_noon_of_the_day() -> None:
    # ------------------------------------------------------- Friday 9 October, 18:00: told after the hour at which notes are called for
    life = start_plan(decided_on="2026-09-30", weekly="Sat", delivers=True)
    life.on("2026-10-09 18:00").act(
        "prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"]
    )
    life.on("2026-10-10 12:00")
    assert life.texts(to="minor") == ["S2"]


def test_what_falls_due_on_the_day_of_the_announcement_is_not_owed_yet() -> None:
    # ------------------------------------------------------- Saturday 10 October, 10:00, a worked Saturday: a note would be due at 20:00
    life = start_plan(decided_on="2026-09-30", weekly="Sat", delivers=True)
    life.on("2026-10-10 10:00").act(
        "prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"]
    )
    assert life.item("weekly_note", "2026-10-10").status == "not_owed_yet"
    life.on("2026-10-12")
    assert life.delivered(to="minor") == []
