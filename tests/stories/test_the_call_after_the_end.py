"""The period ended on 19 November; on the 24th the police call (case 15). Two days, two readings, one clock."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.incidents.acts import ReportIncident
from casework.outcome.acts_ending import DecideNonProsecution
from core.errors import Refused
from law.transitions import Outcome
from models.decision import Decision
from tests.builders import SimulatedPlan, load_example
from tests.cached_plans import cached_copy


@cached_copy
def the_call(done_on: date) -> SimulatedPlan:
    """Tuesday 24 November 2026, 16:05: suspected of a theft of that day."""
    life = load_example("15", "2026-11-20 10:30", delivers=True).act(
        "prosecutor", "write_opinion", proposal="non_prosecution"
    )
    life.on("2026-11-24 16:05")
    assert life.status == "awaiting_decision"
    assert life.plan.final_decision_by == date(2026, 11, 27)
    message = len(life.delivered())
    finding = perform_as(
        life.context, life.actor("prosecutor"), life.number, ReportIncident, incident="theft", kind="new_crime", done_on=done_on,
        found_on=None, facts="涉嫌盗窃",
    )  # fmt: skip
    life.process_due()
    assert finding.holds is (done_on <= date(2026, 11, 19))
    # no text goes to anybody of the family, nothing changes by itself, no clock is stretched
    # (nor to the prosecutor, who reported it; whoever signs the open proposal is told)
    assert {one.to for one in life.delivered()[message:]} == {"assistant", "chief_prosecutor", "deputy"}
    assert life.status == "awaiting_decision"
    assert life.plan.final_decision_by == date(2026, 11, 27)
    return life


def test_done_within_the_period_and_found_after_it() -> None:
    # ------------------------------------------------------- a theft of 17 November
    life = the_call(date(2026, 11, 17))
    (line,) = life.lines("report_incident")
    assert line.note["ground_may_exist"] is True

    # ------------------------------------------------------- heard and found: revocation, by the same last day
    life.on("2026-11-25 09:00").act("prosecutor", "hear_minor", incident="theft", text="承认")
    life.act("prosecutor", "close_incident", incident="theft", finding="ground", reason="考验期内实施")
    with pytest.raises(Refused):
        life.act("chief_prosecutor", "decide_non_prosecution")
    life.on("2026-11-26 10:00").act("prosecutor", "revoke", incident="theft", reason="考验期内再犯")
    assert life.status == "revoked"
    assert life.plan.final_decision_by == date(2026, 11, 27)  # eight days ran from the 19th, not from today
    assert life.due("prosecution") == date(2026, 11, 27)


def test_done_within_the_period_and_weighed_otherwise() -> None:
    # ------------------------------------------------------- the same theft; the prosecutor finds it no ground
    life = the_call(date(2026, 11, 17))
    life.act("prosecutor", "hear_minor", incident="theft", text="否认，当时在上班")
    life.act("prosecutor", "close_incident", incident="theft", finding="dismissed", reason="没有证据")
    life.on("2026-11-26 10:00").act("chief_prosecutor", "decide_non_prosecution")
    assert life.status == "non_prosecuted"
    assert life.plan.outcome == Outcome.NON_PROSECUTION


def test_done_after_the_period() -> None:
    # ------------------------------------------------------- a theft of 21 November: outside the period, no ground
    life = the_call(date(2026, 11, 21))
    (line,) = life.lines("report_incident")
    assert line.note["ground_may_exist"] is False
    life.act("prosecutor", "hear_minor", incident="theft", text="承认")
    with pytest.raises(Refused, match="Outside the period"):
        life.act("prosecutor", "close_incident", incident="theft", finding="ground", reason="再犯")

    # ------------------------------------------------------- it goes its own way; here only non-prosecution is open
    life.act("prosecutor", "close_incident", incident="theft", finding="dismissed", reason="另案处理")
    with pytest.raises(Refused):
        life.act("prosecutor", "revoke", incident="theft", reason="再犯")
    life.on("2026-11-27 10:00").act("chief_prosecutor", "decide_non_prosecution")
    assert life.status == "non_prosecuted"
    decision = next(row for row in life.rows(Decision) if row.kind == "non_prosecution")
    assert decision.decided_by == life.staff("chief_prosecutor").id


def test_decided_while_the_report_is_open_is_decided_with_a_warning() -> None:
    # ------------------------------------------------------- both stay open to named persons, but nothing ends unlooked at
    life = the_call(date(2026, 11, 17))
    with pytest.raises(Refused, match="incident to be reviewed"):
        life.act("chief_prosecutor", "decide_non_prosecution")

    # ------------------------------------------------------- the prosecutor says why; who decides is told that it is open all the same
    life.act("prosecutor", "dismiss_items", items=["incident_review"], reason="公安机关另行核实，结论不在本案期限之内")
    accepted = perform_as(
        life.context, life.actor("chief_prosecutor"), life.number, DecideNonProsecution, reason="查无实据"
    )
    assert [finding.rule for finding in accepted] == ["FI-04", "FE-02", "FE-03"]
    assert life.lines("decide_non_prosecution")[0].note["warnings"] == ["FI-04", "FE-02", "FE-03"]
