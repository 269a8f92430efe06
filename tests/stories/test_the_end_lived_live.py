"""How a case ends, lived by the people whose work it is: each decision proposed by one, looked over by another and made by a
third."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from casework.acting.performing import perform
from casework.acting.rights.read_operations import READ_PLAN
from casework.outcome.approvals_view import load_approvals
from casework.plan.plan_check import check_plan
from casework.plan.views.decisions import get_decisions
from casework.shared.text.labels import stage_label
from core.errors import BadInput, SunwardError
from models.decision import ClosingListEntry, Decision, ServiceReceipt
from models.item import Item
from models.objection import Objection
from tests.builders import _ACT, SimulatedPlan, a_plan, announce_and_serve, open_view, start_plan
from tests.cached_plans import cached_copy
from tests.live import DONE

_FACTS = {"kind": "new_crime", "done_on": "2026-03-09", "facts": "参与盗窃"}


@cached_copy
def in_the_second_week() -> SimulatedPlan:
    """A Tuesday morning: announced, served, and a sheet of the phone is owed each week."""
    life = start_plan(cadence={"usage_sheet": {"on": "Sun", "by": "21:00"}}, team_works=False)
    return announce_and_serve(life, "2026-03-04").on("2026-03-10 10:00")


def finds_a_ground(life: SimulatedPlan) -> SimulatedPlan:
    life.act("social_worker", "report_incident", incident="x1", **_FACTS)
    life.act("prosecutor", "hear_minor", incident="x1", text="是我做的", beside="legal_representative")
    return life.act("prosecutor", "close_incident", incident="x1", finding="ground", response="none",
                    reason="证据充分", evidence="监控录像", passed_on=True)  # fmt: skip


def decided(life: SimulatedPlan, step: str, signing: str = "同意", **values: Any) -> SimulatedPlan:
    """Proposed, looked over and signed."""
    life.act("prosecutor", "propose", step=step, reason="依法", **values).act(
        "department_head", "countersign", step=step
    )
    return life.act("chief_prosecutor", step, reason=signing, **values)


@cached_copy
def revoked() -> SimulatedPlan:
    life = finds_a_ground(in_the_second_week()).on("2026-03-11 09:00")
    return decided(life, "revoke", incident="x1").on("2026-03-12 09:00")


@cached_copy
def indicted() -> SimulatedPlan:
    return revoked().act("prosecutor", "prosecute").on("2026-04-10 09:00")


@cached_copy
def sealed() -> SimulatedPlan:
    plan = a_plan(weekly=None, taken_over_on="2026-08-31", announced_on="2026-03-04")
    life = start_plan(plan, team_works=False).on("2026-09-03 10:00").dismiss_open_items()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    life.act("department_head", "countersign", step="decide_non_prosecution")
    life.act("chief_prosecutor", "decide_non_prosecution", reason="同意")
    life.act("prosecutor", "announce_outcome", present=["minor", "mother"]).dismiss_open_items()
    life.on("2026-09-05 10:00")
    assert life.status == "sealed"
    return life


def test_whether_somebody_may_ring_does_not_hold_the_seal_and_stands_on_the_closing_list_unanswered() -> None:
    plan = a_plan(weekly=None, taken_over_on="2026-08-31", announced_on="2026-03-04")
    life = start_plan(plan, team_works=False).on("2026-09-03 10:00").dismiss_open_items()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
    life.act("department_head", "countersign", step="decide_non_prosecution")
    life.act("chief_prosecutor", "decide_non_prosecution", reason="同意")
    life.act("prosecutor", "announce_outcome", present=["minor", "mother"])
    life.on("2026-09-05 10:00")
    assert life.status == "sealed"
    with life.context.database.reading() as session:
        assert "after_care_offer" in session.exec(select(ClosingListEntry.clock)).all()


def dies(life: SimulatedPlan) -> SimulatedPlan:
    return life.act("social_worker", "record_death")


def refused(life: SimulatedPlan, by: str, did: str, **values: Any) -> str:
    """The words in which it is refused, nobody having proposed it first; nothing of it is on record."""
    before = life.plan.version
    with pytest.raises(SunwardError) as refusal:
        perform(life.context, life.number, _ACT.validate_python({"on": life.today, "by": by, "did": did, **values}))
    assert life.plan.version == before
    mistakes = refusal.value.mistakes if isinstance(refusal.value, BadInput) else []
    return " ".join([refusal.value.reason.zh, *(each.wrong.zh for each in mistakes)])


def waiting(life: SimulatedPlan) -> list[Any]:
    """What the page of approvals shows the chief."""
    return list(load_approvals(life.context, life.actor("chief_prosecutor")).waiting)


def open_ones(life: SimulatedPlan, *kinds: str) -> list[tuple[str, str]]:
    """The open items of those kinds, each with its owner."""
    return [(row.kind, row.owner) for row in life.rows(Item) if row.kind in kinds and row.status == "open"]


def warned(life: SimulatedPlan, act: str) -> set[str]:
    """The rules that warned of what was done last of that kind."""
    return set(life.lines(act)[-1].note["warnings"])


def rules(warnings: list[Any]) -> set[str]:
    return {each.rule for each in warnings}


def events(life: SimulatedPlan, event: str) -> int:
    return len([message for message in life.posted() if message.event == event])


def test_who_dies_after_the_revocation_is_not_prosecuted_and_the_case_ends_by_it() -> None:
    """The chief is asked by a day; nothing else can be proposed or done; proposed, looked over and signed, it is sealed."""
    life = dies(revoked())
    assert open_ones(life, "decision_that_follows") == [("decision_that_follows", "chief_prosecutor")]
    assert open_ones(life, "prosecution", "pre_expiry") == []
    assert "本人死亡" in refused(life, "prosecutor", "prosecute")
    assert "本案" in refused(life, "prosecutor", "propose", step="revoke", incident="x1", reason="再撤一次")
    decided(life, "end_otherwise", how="death")
    assert open_ones(life, "decision_that_follows", "prosecution", "judgment") == []
    made = [row for row in life.rows(Decision) if row.kind == "end_otherwise"]
    assert [(row.proposed_by, row.decided_by) for row in made] == [
        (life.staff("prosecutor").id, life.staff("chief_prosecutor").id)
    ]
    assert "已去世" in refused(life, "prosecutor", "answer_after_care", consent=True)
    life.on("2026-04-14 10:00").act("prosecutor", "announce_outcome", why_nobody="没有近亲属").on("2026-04-15 10:00")
    assert (life.status, life.plan.ended_because) == ("sealed", "death")


def test_who_dies_after_the_indictment_is_the_court_s_to_rule_on() -> None:
    """We end nothing that is before the court; its ruling is recorded, and the record is sealed."""
    life = dies(indicted())
    assert open_ones(life, "decision_that_follows") == []
    for how in ("death", "no_criminal_fact"):
        words = refused(life, "prosecutor", "propose", step="end_otherwise", how=how, reason="依法")
        assert "由人民法院终止审理" in words
    life.act("prosecutor", "record_judgment", judgment="terminated_by_death", effective_on=life.today.isoformat())
    life.on("2026-04-15 10:00")
    assert (life.status, life.plan.ended_because) == ("sealed", "terminated_by_death")


def test_the_dead_are_served_nothing_and_who_is_alive_is_served_again() -> None:
    """After the non-prosecution, before its receipts are back: nothing to the minor outlives the seal."""
    plan = a_plan(weekly=None, taken_over_on="2026-08-31", announced_on="2026-03-04")
    life = start_plan(plan, team_works=False).on("2026-09-03 10:00").dismiss_open_items()
    life.act("prosecutor", "write_opinion", proposal="non_prosecution").act(
        "chief_prosecutor", "decide_non_prosecution"
    )

    def owed() -> set[str]:
        rows = life.rows(ServiceReceipt)
        return {row.addressee for row in rows if row.decision == "non_prosecution" and row.received_on is None}

    before = owed()
    assert "minor" in before
    dies(life)
    assert owed() == before - {"minor"}
    life.act("social_worker", "correct_fact", fact="record_death", never_happened=True, reason="认错了人")
    assert owed() == before
    dies(life).act("prosecutor", "announce_outcome", why_nobody="没有近亲属").dismiss_open_items().on(
        "2026-09-05 10:00"
    )
    assert life.status == "sealed"
    assert "minor" not in {row.addressee for row in life.closing_list()}


def test_an_end_by_death_without_a_death_is_refused() -> None:
    life, death = in_the_second_week(), {"step": "end_otherwise", "how": "death", "reason": "听说去世"}
    longer = {"step": "change_period", "new_end_on": "2026-11-01", "reason": "延长"}
    assert "没有登记本人死亡" in refused(life, "prosecutor", "propose", **death)
    dies(life)
    assert open_ones(life, "pre_expiry", "age_rebase") == [], "nothing is ahead of the dead but the decision"
    assert "以死亡终结" in refused(life, "prosecutor", "propose", **longer)
    decided(life, "end_otherwise", how="death")


def test_a_death_that_comes_while_something_else_is_proposed_shows_that_it_fits_no_more() -> None:
    life = in_the_second_week()
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="需要再帮一段")
    dies(life.on("2026-03-11 09:00"))
    (shown,) = waiting(life)
    assert "以死亡终结" in shown.refused.zh
    assert "以死亡终结" in refused(life, "chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")


@pytest.mark.parametrize(("judgment", "months", "outcome"), [
    ("sentence", 8, "prosecution"), ("suspended", 12, "prosecution"), ("fine", None, "prosecution"),
    ("exempted", None, "prosecution"), ("acquitted", None, None),
])  # fmt: skip
def test_what_the_court_says_is_recorded_as_what_it_is(judgment: str, months: int | None, outcome: str | None) -> None:
    life = indicted()
    details = {"judgment": judgment, "effective_on": "2026-04-10"} | ({"sentence_months": months} if months else {})
    refused(life, "assistant", "record_judgment", **(details | {"sentence_months": None if months else 6}))
    life.act("assistant", "record_judgment", **details).on("2026-04-14 10:00")
    assert (life.status, life.plan.outcome, life.plan.ended_because) == ("sealed", outcome, judgment)


def test_a_second_judgment_of_the_same_day_is_told_from_the_first_and_moves_nothing_when_it_is_corrected() -> None:
    life = indicted()
    for details in ({"judgment": "acquitted"}, {"judgment": "sentence", "sentence_months": 8}):
        life.act("assistant", "record_judgment", effective_on="2026-04-10", **details)
    correct = {"fact": "record_judgment", "reason": "抄错", "sentence_months": 9}
    refused(life, "assistant", "correct_fact", **correct)
    life.act("assistant", "correct_fact", which="sentence", **correct)
    assert (life.status, life.plan.outcome, life.plan.ended_because) == ("ended_otherwise", None, "acquitted")


def test_an_objection_withdrawn_after_both_had_brought_the_case_to_court_opens_no_way_back() -> None:
    life = in_the_second_week()
    life.act("prosecutor", "object", objection_by="both", against="decision", text="不同意", made_on="2026-03-04",
             present=["minor", "mother"])  # fmt: skip
    decided(life, "end_otherwise", how="objection")
    life.act("prosecutor", "withdraw_objection", objection_by="minor", against="decision")
    assert life.lines("withdraw_objection")[-1].note["holds"] is False


def test_withdrawn_charges_bring_the_case_back_and_it_ends_by_a_decision() -> None:
    """The chief is asked for it within thirty days, and somebody proposes it."""
    life = indicted().act("assistant", "record_judgment", judgment="charges_withdrawn", effective_on="2026-04-10")
    (asked,) = life.items("decision_that_follows", status="open")
    assert (asked.owner, asked.due_on) == ("chief_prosecutor", date(2026, 5, 11))
    assert stage_label(life.plan).zh == "已撤回起诉，待作出不起诉决定"
    assert "新的证据" in refused(life, "prosecutor", "prosecute")
    decided(life, "end_otherwise", how="no_criminal_fact").on("2026-04-14 10:00")
    served = {row.addressee for row in life.rows(ServiceReceipt) if row.decision == "end_otherwise"}
    assert {"police", "minor", "legal_representative"} <= served
    assert life.status == "ended_otherwise"
    life.act("prosecutor", "announce_outcome", present=["minor", "mother"])
    assert open_ones(life, "after_care_offer") == [], "whoever is innocent is not asked whether they want visits"
    life.on("2026-04-15 10:00")
    assert (life.status, life.plan.ended_because) == ("sealed", "no_criminal_fact")
    owed = {row.addressee for row in life.closing_list() if row.clock == "service"}
    assert served <= owed


def test_an_acquittal_recorded_by_mistake_is_taken_back() -> None:
    life = indicted().act("assistant", "record_judgment", judgment="acquitted", effective_on="2026-04-10")
    life.act("assistant", "correct_fact", fact="record_judgment", never_happened=True, reason="看错了文书")
    assert (life.status, life.plan.outcome) == ("revoked", "prosecution")
    assert open_ones(life, "judgment") == [("judgment", "prosecutor")]


def test_a_further_judgment_is_kept_beside_the_first_and_both_stand_among_the_decisions() -> None:
    life = indicted().act("assistant", "record_judgment", judgment="acquitted", effective_on="2026-04-09")
    life.act("assistant", "record_judgment", sentence_months=8, effective_on="2026-04-10")
    assert (life.status, life.plan.ended_because) == ("ended_otherwise", "acquitted")
    assert any("judged_again" in message.dedupe_key for message in life.posted()), "somebody has to look at it"
    made = open_view(get_decisions, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN).decided
    assert [each.detail["how"] for each in made if each.kind == "judgment"] == ["sentence", "acquitted"]


def test_an_indictment_has_its_own_day_after_an_objection_too() -> None:
    assert "早于" in refused(revoked(), "prosecutor", "prosecute", filed_on="2026-03-10")
    life = in_the_second_week()
    both = {"objection_by": "both", "against": "decision", "present": ["minor", "mother"], "text": "我没有做过"}
    life.act("prosecutor", "object", made_on="2026-03-04", **both)
    decided(life, "end_otherwise", how="objection").on("2026-03-20 10:00")
    life.act(
        "chief_prosecutor", "decide_after_correction", follows="prosecution", filed_on="2026-03-18", reason="已起诉"
    )
    assert stage_label(life.plan).zh == "已提起公诉"
    days = {row.kind: row.decided_on for row in life.rows(Decision)}
    assert days["prosecution"] == date(2026, 3, 18)


def test_a_shortening_is_signed_knowing_that_a_ground_was_found_since() -> None:
    """Whoever signs is told when it is found, on the page, and in the answer; asked for the decision they are once."""
    life = in_the_second_week()
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="需要再帮一段")
    (shown,) = waiting(life)
    assert rules(shown.warnings) == {"FE-03"}
    asked = events(life, "decision_asked")
    finds_a_ground(life.on("2026-03-11 09:00"))
    assert events(life, "decision_asked") == asked
    told = {message.recipient_role for message in life.posted() if message.event == "plan_changed"}
    assert "chief_prosecutor" in told
    (shown,) = waiting(life)
    assert {"FE-02", "FE-03", "FI-13"} <= rules(shown.warnings)
    (since,) = [each.because.zh for each in shown.warnings if each.rule == "FE-02"]
    assert since.startswith("提请之后：2026-03-11")
    life.act("department_head", "countersign", step="change_period")
    assert "FE-03" not in rules(waiting(life)[0].warnings)
    life.act("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")
    assert {"FE-02", "FI-13"} <= warned(life, "change_period")


def test_an_extension_of_an_overturned_decision_is_signed_with_a_warning_and_texted_to_nobody() -> None:
    life = in_the_second_week()
    life.act("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="需要再帮一段")
    life.act("department_head", "countersign", step="change_period").on("2026-03-11 09:00")
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")
    life.act("prosecutor", "propose", step="end_otherwise", how="corrected_by_higher_office", reason="改正")
    life.act("chief_prosecutor", "decide_remedy", remedy="reconsideration", outcome="corrected")
    before = events(life.on("2026-03-12 09:00"), "to_be_told_in_person")
    (shown,) = [each for each in waiting(life) if each.step == "change_period"]
    assert {"RE-11", "FE-02"} <= rules(shown.warnings)
    life.act("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")
    assert "RE-11" in warned(life, "change_period")
    assert events(life, "to_be_told_in_person") == before


def test_a_withdrawn_proposal_brings_back_what_it_had_answered() -> None:
    life = finds_a_ground(in_the_second_week())
    assert open_ones(life, "revocation_proposal") == [("revocation_proposal", "prosecutor")]
    life.act("prosecutor", "propose", step="revoke", incident="x1", reason="又犯新罪")
    assert open_ones(life, "revocation_proposal") == []
    life.on("2026-03-12 09:00").act("prosecutor", "withdraw_proposal", step="revoke", comment="再核实")
    assert open_ones(life, "revocation_proposal", "approval") == [("revocation_proposal", "prosecutor")]
    words = refused(life, "chief_prosecutor", "revoke", incident="x1", reason="同意")
    assert words == "检察官尚未提请（提请已于2026-03-12撤回），不能决定。"


def test_a_late_fact_is_kept_through_the_api_too_and_two_of_a_day_are_two() -> None:
    life = sealed()
    DONE.discard(("note", "prosecutor"))  # so that it is done by a request
    for text in ("本人已到外地上学", "本人已到外地上学", "母亲来电致谢"):
        life.act("prosecutor", "note", topic="other", text=text)
    life.act("assistant", "end_contact", person="mother", because="no_longer_guardian")
    life.act("assistant", "record_death")
    life.act("clerk", "record_service", to="minor", received_on="2026-09-04", decision="non_prosecution")
    life.act("prosecutor", "record_certificate")
    clocks = [row.clock for row in life.closing_list()]
    assert (clocks.count("note"), clocks.count("contact_ended"), clocks.count("death")) == (2, 1, 1)
    assert [line.note["relation"] for line in life.lines("end_contact")] == ["mother"]
    assert len(life.lines("record_death")) == 1


def test_whoever_may_not_record_it_after_the_seal_is_told_what_to_do() -> None:
    life = sealed()
    danger = {"person": "mother", "told_to": "派出所", "facts": "手臂有伤"}
    assert "封存后情况登记" in refused(life, "social_worker", "report_danger", **danger)
    assert "封存后情况登记" in refused(life, "prosecutor", "report_incident", incident="x2", **_FACTS)


def test_an_objection_of_both_needs_both() -> None:
    """One of the family objects for themselves; that both did is what two said, or what staff saw."""
    life, ours = in_the_second_week(), {"against": "conditions", "text": "希望换一个晚上"}
    assert "自己的异议" in refused(life, "mother", "object", objection_by="both", **ours)
    assert "自己的异议" in refused(life, "mother", "object", objection_by="minor", **ours)
    assert "自己的异议" in refused(life, "minor", "object", objection_by="legal_representative", **ours)
    life.act("mother", "object", objection_by="legal_representative", **ours)
    assert "都在场" in refused(life, "prosecutor", "object", objection_by="both", **ours)
    assert "都在场" in refused(life, "prosecutor", "object", objection_by="both", present=["mother"], **ours)
    life.act("prosecutor", "object", objection_by="both", present=["minor", "mother"], **ours)
    assert "自己的异议" in refused(life, "minor", "withdraw_objection", objection_by="both", against="conditions")
    life.act("minor", "withdraw_objection", objection_by="minor", against="conditions")
    left = [(row.made_by, row.withdrawn_on) for row in life.rows(Objection)]
    assert left == [("legal_representative", None), ("legal_representative", None)]


@pytest.mark.parametrize("decision", ["revocation", "reconsideration", "non_prosecution", "period_change"])
def test_a_receipt_of_what_is_not_on_record_is_kept_marked_and_asked_about(decision: str) -> None:
    life = in_the_second_week()
    life.act("clerk", "record_service", to="police", received_on="2026-03-09", decision=decision)
    line = life.lines("record_service")[-1]
    assert line.note["on_record"] is False
    assert "in_time" not in line.note
    assert "SV-02" in warned(life, "record_service")
    assert open_ones(life, "unknown_decision") == [("unknown_decision", "prosecutor")]
    which = {"which": "police", "was_on": "2026-03-09"}
    life.act("clerk", "correct_fact", fact="record_service", never_happened=True, reason="弄错了案号", **which)
    assert open_ones(life, "unknown_decision") == []
    assert [row for row in life.rows(ServiceReceipt) if row.decision == decision] == []


def test_a_leave_beyond_the_last_day_says_that_none_is_needed_then() -> None:
    life = in_the_second_week()
    days = {"leave": "l1", "from_on": "2026-08-28", "to_on": "2026-09-08"}
    life.act("mother", "ask_leave", destination="外省", reason="探亲", **days)
    life.act("prosecutor", "decide_leave", leave="l1", approved=True)
    assert "OB-06" in warned(life, "decide_leave")
    life.skips_to("2026-08-30 12:00").on("2026-09-02 10:00")
    assert life.status_counts("return_check") == {"cancelled": 1}, "nobody has to be back once it is over"


def test_what_cannot_be_is_named_when_a_plan_is_looked_over() -> None:
    """Two milestones of one name; a minor whom nothing reaches. A test is never older than the case."""
    life = in_the_second_week()
    twice = [{"name": "期中", "on": "2026-06-01"}, {"name": "期中", "on": "2026-07-01"}]
    plan = a_plan(milestone=twice, minor={"phone": None})
    checked = check_plan(life.context, life.actor("prosecutor"), plan)
    assert "milestone[2].name" in {each.place for each in checked.mistakes}
    assert "SU-08" in {each.rule for each in checked.findings if not each.holds}
    early = {"assessment": "a1", "tested_on": "2009-12-24", "minor_consented_on": "2009-12-23",
             "representative_consented_on": "2009-12-23", "result": "正常"}  # fmt: skip
    assert "行为之日" in refused(life, "assistant", "record_assessment", **early)


def test_who_takes_a_consent_back_is_not_reported_to_the_others_by_a_text() -> None:
    life = in_the_second_week()
    before = events(life, "explanation_answered")
    life.on("2026-03-11 09:00").act("minor", "withdraw_consent")
    assert events(life, "explanation_answered") == before
