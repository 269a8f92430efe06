"""From a report to the chief's desk: who was heard, what a ground rests on, which response was chosen, and whether the
opinion and the decision agree with the record. Nothing of it is decided by the program; all of it is said before."""

from typing import Any, get_args

import pytest

from casework.acting.performing import perform_as
from casework.incidents.acts import CloseIncident, HearMinor
from casework.outcome.approvals_view import load_approvals
from casework.plan.views.journal_pages import load_journal_page
from core.errors import BadInput, Refused
from law.responses import DECISIONS, Response
from models.decision import Incident
from models.journal import JournalLine, open_detail
from models.office import Role
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, enrol
from tests.cached_plans import cached_copy


@cached_copy
def reported(**more: Any) -> SimulatedPlan:
    """A Tuesday in the second week, with one report of a breach of the supervision rules, and nobody heard."""
    life = an_announced_plan(a_plan(weekly=None), team_works=False).on("2026-03-10 10:00")
    report(life, "one", **more)
    return life


def report(
    life: SimulatedPlan, label: str, *, kind: str = "supervision_rules", done_on: str = "2026-03-08", **more: Any
) -> None:
    life.act("prosecutor", "report_incident", incident=label, kind=kind, done_on=done_on, facts="夜里没有回家", **more)


def heard(life: SimulatedPlan, label: str = "one") -> SimulatedPlan:
    return life.act("prosecutor", "hear_minor", incident=label, text="去外婆家了")


def closed(life: SimulatedPlan, finding: str, label: str = "one", **more: Any) -> SimulatedPlan:
    return life.act("prosecutor", "close_incident", incident=label, finding=finding, reason="核实", **more)


def warned(life: SimulatedPlan, act: str) -> dict[str, str]:
    """What the last line of that act keeps of the warnings: the rule, and what it said."""
    line: JournalLine = [line for line in life.lines() if line.act == act][-1]
    warnings = (open_detail(life.context.vault, line) or {}).get("warnings", [])
    assert [each["rule"] for each in warnings] == line.note["warnings"]
    return {each["rule"]: each["because_zh"] for each in warnings}


# ---------------------------------------------------------------- heard


@pytest.mark.parametrize("text", [" ", "……", "\u3000\n"])
def test_blanks_are_no_hearing(text: str) -> None:
    life = reported()
    with pytest.raises(BadInput):
        perform_as(life.context, life.actor("prosecutor"), life.number, HearMinor, incident="one", text=text)
    with pytest.raises(Refused, match="not heard"):
        closed(life, "lesser_response", response="talk")


def test_a_hearing_without_words_that_stands_on_an_older_record_counts_as_none() -> None:
    """What was let through before is not heard today either."""
    life = reported()
    with life.context.open_for_update(life.number, life.actor("prosecutor"), _hear()) as open_plan:
        from models.base import new_id
        from models.item import Explanation

        row_id = new_id(open_plan.now)
        (incident,) = life.rows(Incident)
        document = open_plan.context.vault.seal_document(
            open_plan.plan.id, "explanation.document", row_id, {"text": "  "}
        )
        open_plan.session.add(Explanation(id=row_id, plan_id=open_plan.plan.id, incident_id=incident.id, given_at=open_plan.now,
                                     by_role="minor", document=document))  # fmt: skip
    with pytest.raises(Refused, match="not heard"):
        closed(life, "ground")


def _hear() -> Any:

    return HearMinor.operation


def test_a_refusal_to_speak_is_a_hearing_and_says_who_was_there() -> None:
    life = reported()
    with pytest.raises(BadInput) as asked:
        life.act("prosecutor", "hear_minor", incident="one", refused_to_speak=True)
    assert [mistake.place for mistake in asked.value.mistakes] == ["beside"]
    life.act("prosecutor", "hear_minor", incident="one", refused_to_speak=True, beside="legal_representative")
    assert life.lines()[-1].note["refused_to_speak"] is True
    closed(life, "lesser_response", response="reminder")


# ---------------------------------------------------------------- the ladder


def test_every_rung_of_the_ladder_can_be_chosen_but_those_that_are_decided() -> None:
    """Derived from the law's ladder: a new rung that no form offers turns this red."""
    offered = set(get_args(CloseIncident.model_fields["response"].annotation))
    assert offered - {"plan_change", "none"} == {each.value for each in Response} - {each.value for each in DECISIONS}


@pytest.mark.parametrize(
    ("finding", "response"),
    [("dismissed", "admonition"), ("dismissed", "talk"), ("lesser_response", "none"), ("ground", "warning")],
)
def test_a_response_that_does_not_agree_with_the_finding_is_refused_with_its_reason(
    finding: str, response: str
) -> None:
    life = heard(reported())
    with pytest.raises(Refused) as refused:
        closed(life, finding, response=response)
    assert refused.value.article
    assert [row.status for row in life.rows(Incident)] == ["heard"]


# ---------------------------------------------------------------- outside the period


def test_what_was_done_before_the_period_is_answered_only_with_a_warning_on_record() -> None:
    life = reported(done_on="2026-02-20")
    closed(heard(life), "lesser_response", response="admonition")
    assert "考验期之前" in warned(life, "close_incident")["VI-14"]
    with pytest.raises(Refused, match="before the period"):
        closed(life, "ground", rests_on="serious")


def test_on_a_revoked_plan_a_report_is_kept_and_nothing_is_found_by_it() -> None:
    life = heard(reported())
    closed(life, "ground", rests_on="serious")
    life.act("prosecutor", "revoke", incident="one", reason="属实").on("2026-03-12 10:00")
    report(life, "two", done_on="2026-03-11")
    heard(life, "two")
    for finding, response in (("lesser_response", "admonition"), ("ground", "none")):
        with pytest.raises(Refused) as refused:
            closed(life, finding, "two", response=response)
        assert "479" in (refused.value.article or "")
    closed(life, "dismissed", "two")


# ---------------------------------------------------------------- serious, or several times


def test_one_breach_that_nobody_called_serious_says_so_to_prosecutor_and_chief_before_anybody_signs() -> None:
    """At the finding, at the proposal, in the queue and at the revocation; people decide."""
    life = heard(reported())
    closed(life, "ground")
    warning = warned(life, "close_incident")["VI-13"]
    assert "1次" in warning
    assert "未标明" in warning
    life.act("prosecutor", "propose", step="revoke", incident="one", reason="提请")
    assert "VI-13" in warned(life, "propose")
    (waiting,) = load_approvals(life.context, life.actor("chief_prosecutor")).waiting
    assert [finding.rule for finding in waiting.warnings] == ["VI-13", "FE-03"]
    life.act("chief_prosecutor", "revoke", incident="one", reason="属实")
    assert "VI-13" in warned(life, "revoke")
    enrol(life.context, "癸县", "auditor zz.auditor")
    accepted = load_journal_page(life.context, life.actor("auditor"), only_accepted=True).lines
    assert sum("VI-13" in dict(line.accepted) for line in accepted) == 3
    who = {role: life.staff(role).display_name for role in ("prosecutor", "chief_prosecutor")}
    assert {line.by for line in accepted} == set(who.values())


def test_what_it_rests_on_is_written_and_then_nothing_is_warned_of() -> None:
    """Several times only where several were confirmed; serious as the named person found it."""
    life = heard(reported())
    closed(life, "ground", rests_on="several")
    assert "1次" in warned(life, "close_incident")["VI-13"]
    closed(life, "ground", rests_on="serious")
    assert warned(life, "close_incident") == {}
    for label in ("two", "three"):
        report(life, label)
        heard(life, label)
    closed(life, "lesser_response", "two", response="talk")
    closed(life, "ground", "three", rests_on="several")
    assert warned(life, "close_incident") == {}
    assert {row.label: row.rests_on for row in life.rows(Incident)} == {
        life.code("one"): "serious",
        life.code("two"): None,
        life.code("three"): "several",
    }
    with pytest.raises(BadInput):
        closed(life, "lesser_response", "two", response="reminder", rests_on="serious")


# ---------------------------------------------------------------- opinion and decision


@cached_copy
def over() -> SimulatedPlan:
    life = an_announced_plan(a_plan(weekly=None), team_works=False)
    return life.skips_to("2026-09-03 10:00").dismiss_open_items()


def test_prosecution_proposed_without_a_ground_and_the_decision_against_it_both_say_so() -> None:
    """CPL art 284(2): non-prosecution is a duty then. The opinion warns, the decision says that it departs from it, and
    the auditor reads both."""
    life = over()
    life.act("prosecutor", "write_opinion", proposal="prosecution", text="表现不好")
    assert "应当不起诉" in warned(life, "write_opinion")["FI-13"]
    life.act("chief_prosecutor", "decide_non_prosecution", reason="没有撤销情形")
    assert "建议起诉" in warned(life, "decide_non_prosecution")["FI-14"]
    enrol(life.context, "癸县", "auditor zz.auditor")
    lines = load_journal_page(life.context, life.actor("auditor"), only_accepted=True).lines
    assert {"FI-13", "FI-14"} <= {rule for line in lines for rule, _title in line.accepted}


def test_an_opinion_that_agrees_with_the_record_brings_no_remark() -> None:
    life = over()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    assert warned(life, "write_opinion") == {}
    life.act("chief_prosecutor", "decide_non_prosecution")
    assert "FI-14" not in warned(life, "decide_non_prosecution")


def test_a_revocation_against_an_opinion_of_non_prosecution_says_so() -> None:
    life = over()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    report(life, "late", kind="new_crime", done_on="2026-08-30", found_on="2026-09-03")
    heard(life, "late")
    closed(life, "ground", "late", passed_on=True)
    life.act("prosecutor", "propose", step="revoke", incident="late", reason="期内再犯")
    assert "FI-14" in warned(life, "propose")
    rules_by_step = {one.step: [each.rule for each in one.warnings]
             for one in load_approvals(life.context, life.actor("chief_prosecutor")).waiting}  # fmt: skip
    assert rules_by_step == {"revoke": ["FI-14", "FE-03"], "decide_non_prosecution": ["FI-13", "FE-03"]}
    life.act("chief_prosecutor", "revoke", incident="late", reason="属实")
    assert "FI-14" in warned(life, "revoke")
    assert life.staff(Role.PROSECUTOR.value).login == "gui.prosecutor"
