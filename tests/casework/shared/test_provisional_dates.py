"""A limit that runs into a year whose holidays nobody has announced is marked so, and no longer once they are."""

from datetime import date

from casework.plan.views.caseload import load_caseload
from casework.plan.views.expiry import get_expiry_review
from flows.diary import format_entry
from law.working_days import AnnouncedDay
from tests.builders import SimulatedPlan, an_announced_plan, open_view, start_plan
from tests.cached_plans import cached_copy
from web.timeline_details import describe_note
from web.views.period import get_period_timeline


@cached_copy
def into_next_year() -> SimulatedPlan:
    """Lived to its half; the last day for the decision is 17 February 2027."""
    return an_announced_plan(decided_on="2026-08-10", months=6, days_left=8, team_works=False, told_on="2026-08-12")


def announced(life: SimulatedPlan) -> SimulatedPlan:
    """The notice for 2027 is known now."""
    life.context.days.replace_announced({date(2027, 1, 1): AnnouncedDay(False, "2027-1")}, (2027,))
    return life


def test_a_decision_s_last_day_that_is_only_computed_is_marked_in_the_diary() -> None:
    life = into_next_year()
    (opened,) = [entry for entry in life.diary() if entry.happening == "open_plan"]
    assert opened.detail["final_decision_by"] == "2027-02-17"
    assert opened.detail["provisional"] == ["final_decision_by"]
    assert "起诉或者不起诉的决定不晚于（暂定） 2027-02-17" in format_entry(opened, describe_note).plain
    assert "final decision by (provisional) 2027-02-17" in format_entry(opened, describe_note, "en").plain


def test_an_item_of_the_law_is_marked_and_a_family_s_week_is_not() -> None:
    life = into_next_year()
    told_then = life.skips_to("2027-02-01 12:00").on("2027-02-10 09:00").diary("2027-02-10")
    decision = next(entry for entry in told_then if entry.detail.get("kind") == "final_decision")
    assert decision.detail["provisional"] == ["due_on"]
    assert "2027-02-17（暂定）" in format_entry(decision, describe_note).plain
    notes = [entry for entry in life.diary() if entry.detail.get("kind") == "weekly_note" and entry.at.year == 2027]
    assert notes
    assert not any("provisional" in entry.detail for entry in notes)


def test_what_ends_in_a_known_year_carries_no_mark() -> None:
    (opened,) = [entry for entry in start_plan().diary() if entry.happening == "open_plan"]
    assert "provisional" not in opened.detail
    life = announced(into_next_year()).jumps_to("2026-10-08 10:00")
    life.act("prosecutor", "change_period", new_end_on="2027-03-09", reason="还需巩固")
    (changed,) = [entry for entry in life.diary() if entry.happening == "change_period"]
    assert "provisional" not in changed.detail


def test_the_pages_that_show_the_day_mark_it_until_the_year_is_known() -> None:
    life = into_next_year()
    prosecutor, number = life.actor("prosecutor"), life.number
    assert open_view(get_expiry_review, life.context, prosecutor, number).provisional
    (row,) = load_caseload(life.context, prosecutor).plans
    assert row.final_decision_provisional
    marked = "final decision (provisional)"
    assert marked in [
        marker.words.en for marker in open_view(get_period_timeline, life.context, prosecutor, number).markers
    ]

    announced(life)
    assert not open_view(get_expiry_review, life.context, prosecutor, number).provisional
    (row,) = load_caseload(life.context, prosecutor).plans
    assert not row.final_decision_provisional
    assert marked not in [
        marker.words.en for marker in open_view(get_period_timeline, life.context, prosecutor, number).markers
    ]
