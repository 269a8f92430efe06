"""The auditor sees every warning that was accepted, and every unverified rule that was relied on; and no name."""

from datetime import date

import pytest

from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.outcome.acts_ending import DecideNonProsecution
from casework.settings.accepted_warnings import RELIED_ON_BY, Overrides, load_overrides
from casework.settings.relying import used_in
from core.errors import NotAllowed
from law.finding import Confidence
from law.rulebook import Rulebook
from tests.builders import SimulatedPlan, a_plan, an_announced_plan, enrol, start_plan
from tests.cached_plans import cached_copy

FILE_OF = {
    "open_plan": "casework/plan/opening.py casework/plan/plan_examination.py",
    "change_period": "casework/plan/period_and_conditions.py",
    "end_period": "casework/outcome/final_decision.py",
    "write_opinion": "casework/outcome/unfinished_items.py",
    "decide_non_prosecution": "casework/outcome/final_decision.py casework/outcome/unfinished_items.py",
    "revoke": "casework/outcome/final_decision.py",
    "record_missed": "casework/checkins/reminder_steps.py",
    "open_attention": "casework/checkins/attention.py",
    "report_danger": "casework/family/people.py",
    "answer_after_care": "casework/outcome/after_care.py",
}


def auditor_of(life: SimulatedPlan) -> Actor:
    """Somebody of the city office who audits."""
    enrol(life.context, "癸县", "auditor gui.auditor")
    return Actor.of_staff(life.staff("auditor"))


def read(life: SimulatedPlan, **days: date) -> Overrides:
    """The report, as the auditor reads it."""
    return load_overrides(life.context, auditor_of(life), **days)


@cached_copy
def a_plan_with_a_slip() -> SimulatedPlan:
    """Decided on 2 March 2026 for six months, written a day too long, with three days of review left."""
    plan = a_plan(days_left=3)
    return start_plan(plan.model_copy(update={"decision": plan.decision.model_copy(
        update={"period_written_to": date(2026, 9, 2)})}))  # fmt: skip


def test_a_warning_that_was_accepted_stands_with_who_and_why() -> None:
    """The end was written a day too long and few days were left: two warnings, accepted by whoever opened the plan."""
    life = a_plan_with_a_slip()
    report = read(life)
    assert [(each.rule, each.act) for each in report.accepted] == [("DT-07", "open_plan"), ("PB-06", "open_plan")]
    slip = report.accepted[0]
    assert slip.number == life.number
    assert slip.role == "prosecutor"
    assert slip.by == life.staff("prosecutor").display_name
    assert slip.confidence is Confidence.V
    assert slip.why is not None
    assert "2026-09-02" in slip.why.en
    assert slip.at == life.lines("open_plan")[0].at
    assert not slip.reasoned, "the file has no place for a reason of its own"


def test_a_decision_against_a_warning_says_that_there_is_a_reason_and_not_which() -> None:
    """Decided while a report is open: the reason stays in the plan's file."""
    life = an_announced_plan(team_works=False).skips_to("2026-08-31 00:00")
    life.on("2026-08-31 10:00").act(
        "prosecutor",
        "report_incident",
        incident="talk",
        kind="supervision_rules",
        done_on="2026-08-20",
        facts="电话未接",
    )
    life.on("2026-09-02 10:00").act("prosecutor", "hear_victim", state="not_in_this_case")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    perform_as(life.context, life.actor("chief_prosecutor"), life.number, DecideNonProsecution, reason="芒果表现良好")
    accepted = [each for each in read(life).accepted if each.act == "decide_non_prosecution"]
    assert [each.rule for each in accepted] == ["FI-04", "FE-03"], "and nobody has countersigned"
    assert {each.role for each in accepted} == {"chief_prosecutor"}
    assert all(each.reasoned for each in accepted)
    assert "芒果" not in repr(read(life))


def test_an_unverified_rule_that_was_relied_on_is_counted() -> None:
    """The remaining review days rest on a text read at second hand, on every plan that is opened."""
    life = a_plan_with_a_slip()
    relied = {each.rule: each for each in read(life).relied}
    assert set(relied) == {"PB-04", "PB-06"}
    assert relied["PB-04"].acts == ("open_plan",)
    assert (relied["PB-04"].times, relied["PB-04"].plans) == (1, 1)
    assert relied["PB-04"].confidence is Confidence.V2
    assert relied["PB-04"].last_at == life.lines("open_plan")[0].at


def test_the_report_is_of_the_days_that_are_asked() -> None:
    """Both ends included."""
    life = a_plan_with_a_slip()
    day = date(2026, 3, 2)
    assert len(read(life, from_on=day, to_on=day).accepted) == 2
    assert read(life, from_on=date(2026, 3, 3)) == Overrides([], [])
    assert read(life, to_on=date(2026, 3, 1)) == Overrides([], [])


def test_no_name_number_or_offence_stands_in_the_report() -> None:
    """Plan numbers, rules and dates alone."""
    text = repr(read(a_plan_with_a_slip()))
    for secret in ("芒果", "990199200911203338", "10000990101", "287-2", "出售本人银行账户"):
        assert secret not in text


def test_a_sealed_case_is_found_by_nobody() -> None:
    """Its lines stay in the journal and out of the report."""
    life = a_plan_with_a_slip()
    auditor = auditor_of(life)
    with life.context.database.transaction() as session:
        plan = life.context.find(session, life.number)
        plan.sealed_at = life.now
        session.add(plan)
    assert load_overrides(life.context, auditor) == Overrides([], [])


def test_a_case_whose_key_is_with_the_archive_still_shows_the_rule() -> None:
    """What the rule said then cannot be read; that it was accepted can."""
    life = a_plan_with_a_slip()
    life.context.vault.rewrap(life.plan.id, life.context.archive_key)
    report = read(life)
    assert [each.rule for each in report.accepted] == ["DT-07", "PB-06"]
    assert all(each.why is None for each in report.accepted)


@pytest.mark.parametrize("role", ["prosecutor", "chief_prosecutor", "clerk", "social_worker"])
def test_only_who_audits_may_read_it(role: str) -> None:
    """And that somebody wanted to is in the journal."""
    life = a_plan_with_a_slip()
    with pytest.raises(NotAllowed):
        load_overrides(life.context, life.actor(role))


def test_what_an_act_is_said_to_rely_on_is_unverified_and_asked_where_the_act_is_done() -> None:
    """The table agrees with the law and with the source."""
    rulebook = Rulebook.load()
    assert set(RELIED_ON_BY) == set(FILE_OF)
    for act, rules in RELIED_ON_BY.items():
        for rule in rules:
            assert rulebook.rule(rule).confidence is not Confidence.V
            assert set(FILE_OF[act].split()) & set(used_in()[rule]), f"{act}: {rule}"
