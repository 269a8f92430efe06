"""How a case ends, lived through the API by the people whose work it is: each act with a key, each decision proposed by one,
looked over by another and made by a third."""

import itertools
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from casework.outcome.approvals_view import load_approvals
from casework.shared.rights import Actor
from models.decision import ClosingListEntry, Decision, ServiceReceipt
from models.item import Item
from models.journal import JournalLine
from models.objection import Objection
from tests.api.two_offices import Client, TwoOffices
from tests.builders import a_plan

_FACTS = {"kind": "new_crime", "done_on": "2026-03-09", "facts": "参与盗窃"}


@dataclass
class Live:
    """The first office's plan, acted on by signed-in people only."""

    offices: TwoOffices
    clients: dict[str, Client] = field(default_factory=dict)
    keys: Any = field(default_factory=itertools.count)

    def answer(self, by: str, did: str, *, key: str | None = None, **values: Any) -> Any:
        """What whoever does it is answered; they have said anew who they are, as each act has a new session."""
        client = self.offices.as_(by if by in ("minor", "mother") else f"gui.{by}")
        headers = {"Idempotency-Key": key or f"key-{next(self.keys)}"}
        return client.post(f"/api/v1/plans/{self.offices.number}/acts", json={"did": did, **values}, headers=headers)

    def does(self, by: str, did: str, **values: Any) -> Any:
        answer = self.answer(by, did, **values)
        assert answer.status_code == 201, (did, str(answer.json()))
        self.offices.process_due()
        return answer.json()

    def refused(self, by: str, did: str, **values: Any) -> str:
        """The words in which it is refused; nothing of it is on record."""
        before = self.offices.plan().version
        answer = self.answer(by, did, **values)
        assert answer.status_code in (409, 422), (did, str(answer.json()))
        assert self.offices.plan().version == before
        return str(
            answer.json()["detail"] if answer.status_code == 409 else answer.json()["mistakes"][0]["wrong"]["zh"]
        )

    def on(self, moment: str) -> "Live":
        self.offices.on(moment)
        self.offices.process_due()
        return self

    def waiting(self, by: str = "chief_prosecutor") -> list[Any]:
        """What the page of approvals shows."""
        found = load_approvals(self.offices.context, Actor.of_staff(self.offices.staff(f"gui.{by}")))
        return [one for one in found.waiting if one.number == self.offices.number]

    def open(self, *kinds: str) -> list[tuple[str, str]]:
        """The open items of those kinds, each with its owner."""
        rows = [row for row in self.offices.rows(Item) if row.plan_id == self.offices.plan().id]
        return [(row.kind, row.owner) for row in rows if row.kind in kinds and row.status == "open"]

    # what several stories begin with

    def finds_a_ground(self) -> "Live":
        self.does("social_worker", "report_incident", incident="x1", **_FACTS)
        self.does("prosecutor", "hear_minor", incident="x1", text="是我做的", beside="legal_representative")
        self.does("prosecutor", "close_incident", incident="x1", finding="ground", response="none",
                  reason="证据充分", evidence="监控录像", passed_on=True)  # fmt: skip
        return self

    def is_revoked(self) -> "Live":
        self.finds_a_ground().on("2026-03-11 09:00")
        self.does("prosecutor", "propose", step="revoke", incident="x1", reason="考验期内又犯新罪")
        self.does("department_head", "countersign", step="revoke")
        self.does("chief_prosecutor", "revoke", incident="x1", reason="同意撤销")
        return self.on("2026-03-12 09:00")

    def is_indicted(self) -> "Live":
        self.is_revoked().does("prosecutor", "prosecute")
        return self.on("2026-04-10 09:00")

    def dies(self) -> "Live":
        self.does("social_worker", "end_contact", person="minor", because="died")
        return self

    def is_ended(self, how: str) -> "Live":
        self.does("prosecutor", "propose", step="end_otherwise", how=how, reason="依法终结")
        self.does("department_head", "countersign", step="end_otherwise")
        self.does("chief_prosecutor", "end_otherwise", how=how, reason="同意")
        return self

    def is_sealed(self) -> "Live":
        self.on("2026-09-03 10:00")
        self.offices.dismiss_open_items()
        self.does("prosecutor", "hear_victim", state="not_in_this_case")
        self.does("prosecutor", "write_opinion", proposal="non_prosecution", text="表现良好")
        self.does("department_head", "countersign", step="decide_non_prosecution")
        self.does("chief_prosecutor", "decide_non_prosecution", reason="同意")
        self.does("prosecutor", "announce_outcome", present=["minor", "mother"])
        self.offices.dismiss_open_items()
        self.on("2026-09-04 10:00").on("2026-09-05 10:00")
        assert self.offices.plan().status == "sealed"
        return self


@pytest.fixture
def live(offices: TwoOffices) -> Live:
    """Keys of cases that are sealed here are put away in a vault of this house's own."""
    own = replace(offices.context, vault=offices.context.vault.set_aside())
    return Live(TwoOffices(own, offices.number, offices.other))


def warned(answer: dict[str, Any]) -> set[str]:
    """The rules that warned of what was done."""
    return {rule for line in answer["recorded"] for rule in line["note"].get("warnings", [])}


def rules(warnings: list[Any]) -> set[str]:
    return {each.rule for each in warnings}


@pytest.mark.parametrize("indicted", [False, True])
def test_who_dies_after_the_revocation_is_not_prosecuted_and_the_case_ends_by_it(live: Live, indicted: bool) -> None:
    """The chief is asked by a day; nothing else can be proposed or done; proposed, looked over and signed, it is sealed."""
    (live.is_indicted() if indicted else live.is_revoked()).dies()
    assert live.open("decision_that_follows") == [("decision_that_follows", "chief_prosecutor")]
    assert live.open("prosecution", "pre_expiry") == []
    if not indicted:
        assert "本人死亡" in live.refused("prosecutor", "prosecute")
    assert "本案" in live.refused("prosecutor", "propose", step="revoke", incident="x1", reason="再撤一次")
    live.is_ended("death")
    assert live.open("decision_that_follows", "prosecution", "judgment") == []
    made = [row for row in live.offices.rows(Decision) if row.kind == "end_otherwise"]
    assert [(row.proposed_by, row.decided_by) for row in made] == [
        (live.offices.staff("gui.prosecutor").id, live.offices.staff("gui.chief_prosecutor").id)
    ]
    assert "已去世" in live.refused("prosecutor", "answer_after_care", consent=True)
    live.on("2026-04-14 10:00").on("2026-04-15 10:00")
    assert (live.offices.plan().status, live.offices.plan().ended_because) == ("sealed", "death")


def test_an_end_by_death_without_a_death_is_refused(live: Live) -> None:
    assert "没有登记本人死亡" in live.refused(
        "prosecutor", "propose", step="end_otherwise", how="death", reason="听说去世"
    )
    live.dies()
    assert "以死亡终结" in live.refused(
        "prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="延长"
    )
    live.is_ended("death")


def test_a_death_that_comes_while_something_else_is_proposed_shows_that_it_fits_no_more(live: Live) -> None:
    live.does("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="需要再帮一段")
    live.on("2026-03-11 09:00").dies()
    (shown,) = live.waiting()
    assert "以死亡终结" in shown.refused.zh
    assert "以死亡终结" in live.refused("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")


@pytest.mark.parametrize(("judgment", "months", "status", "outcome", "because"), [
    ("sentence", 8, "sealed", "prosecution", None), ("suspended", 12, "sealed", "prosecution", None),
    ("fine", None, "sealed", "prosecution", None), ("exempted", None, "sealed", "prosecution", None),
    ("acquitted", None, "sealed", None, "acquitted"),
])  # fmt: skip
def test_what_the_court_says_is_recorded_as_what_it_is(
    live: Live, judgment: str, months: int | None, status: str, outcome: str | None, because: str | None
) -> None:
    live.is_indicted()
    told = {"judgment": judgment, "effective_on": "2026-04-10"} | ({"sentence_months": months} if months else {})
    live.refused("assistant", "record_judgment", **(told | {"sentence_months": None if months else 6}))
    live.does("assistant", "record_judgment", **told)
    live.on("2026-04-13 10:00").on("2026-04-14 10:00")
    plan = live.offices.plan()
    assert (plan.status, plan.outcome, plan.ended_because) == (status, outcome, because)


def test_withdrawn_charges_bring_the_case_back_and_it_ends_by_a_decision(live: Live) -> None:
    """The chief is asked for it within thirty days, and somebody proposes it."""
    live.is_indicted().does("assistant", "record_judgment", judgment="withdrawn_charges", effective_on="2026-04-10")
    (asked,) = [row for row in live.offices.rows(Item) if row.kind == "decision_that_follows" and row.status == "open"]
    assert (asked.owner, str(asked.due_on)) == ("chief_prosecutor", "2026-05-11")
    assert live.offices.plan().outcome is None
    live.is_ended("no_liability")
    live.on("2026-04-14 10:00").on("2026-04-15 10:00")
    assert (live.offices.plan().status, live.offices.plan().ended_because) == ("sealed", "no_liability")


def test_an_acquittal_recorded_by_mistake_is_taken_back(live: Live) -> None:
    live.is_indicted().does("assistant", "record_judgment", judgment="acquitted", effective_on="2026-04-10")
    live.does("assistant", "correct_fact", fact="record_judgment", never_happened=True, reason="看错了文书")
    assert (live.offices.plan().status, live.offices.plan().outcome) == ("revoked", "prosecution")
    assert live.open("judgment") == [("judgment", "prosecutor")]


def test_a_shortening_is_signed_knowing_that_a_ground_was_found_since(live: Live) -> None:
    """Whoever signs is told when it is found, on the page, and in the answer."""
    live.does("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="需要再帮一段")
    (shown,) = live.waiting()
    assert rules(shown.warnings) == {"FE-03"}
    asked = len(live.offices.messages("decision_asked"))
    live.on("2026-03-11 09:00").finds_a_ground()
    assert len(live.offices.messages("decision_asked")) > asked
    (shown,) = live.waiting()
    assert {"FE-02", "FE-03", "FI-13"} <= rules(shown.warnings)
    (since,) = [each.because.zh for each in shown.warnings if each.rule == "FE-02"]
    assert since.startswith("提请之后：2026-03-11")
    live.does("department_head", "countersign", step="change_period")
    assert "FE-03" not in rules(live.waiting()[0].warnings)
    signed = live.does("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")
    assert {"FE-02", "FI-13"} <= warned(signed)


def test_an_extension_of_an_overturned_decision_is_signed_with_a_warning_and_texted_to_nobody(live: Live) -> None:
    live.does("prosecutor", "propose", step="change_period", new_end_on="2026-11-01", reason="需要再帮一段")
    live.does("department_head", "countersign", step="change_period")
    live.on("2026-03-11 09:00")
    live.does("clerk", "record_service", to="police", received_on="2026-03-05")
    live.does("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-05")
    live.does("prosecutor", "propose", step="end_otherwise", how="corrected_by_higher_office", reason="改正")
    live.does(
        "chief_prosecutor",
        "decide_remedy",
        remedy="reconsideration",
        outcome="corrected",
        examined_by="gui.department_head",
    )
    live.on("2026-03-12 09:00")
    before = len(live.offices.messages("to_be_told_in_person"))
    (shown,) = [each for each in live.waiting() if each.step == "change_period"]
    assert {"RE-11", "FE-02"} <= rules(shown.warnings)
    signed = live.does("chief_prosecutor", "change_period", new_end_on="2026-11-01", reason="同意")
    assert "RE-11" in warned(signed)
    assert len(live.offices.messages("to_be_told_in_person")) == before


def test_a_withdrawn_proposal_brings_back_what_it_had_answered(live: Live) -> None:
    live.finds_a_ground()
    assert live.open("revocation_proposal") == [("revocation_proposal", "prosecutor")]
    live.does("prosecutor", "propose", step="revoke", incident="x1", reason="又犯新罪")
    assert live.open("revocation_proposal") == []
    live.on("2026-03-12 09:00").does("prosecutor", "withdraw_proposal", step="revoke", comment="再核实")
    assert live.open("revocation_proposal", "approval") == [("revocation_proposal", "prosecutor")]
    words = live.refused("chief_prosecutor", "revoke", incident="x1", reason="同意")
    assert words == "检察官尚未提请（提请已于2026-03-12撤回），不能决定。"


def test_a_late_fact_is_kept_with_a_key_as_without_and_two_of_a_day_are_two(live: Live) -> None:
    live.is_sealed()
    first = live.answer("prosecutor", "note", key="n1", topic="other", text="本人已到外地上学")
    again = live.answer("prosecutor", "note", key="n1", topic="other", text="本人已到外地上学")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    live.does("prosecutor", "note", topic="other", text="本人已到外地上学")  # the same under another key is the same
    live.does("prosecutor", "note", topic="other", text="母亲来电致谢")
    live.does("assistant", "end_contact", person="mother", because="no_longer_guardian")
    live.does("assistant", "end_contact", person="minor", because="died")
    live.does("clerk", "record_service", to="minor", received_on="2026-09-04", decision="non_prosecution")
    live.does("prosecutor", "record_certificate")
    lines = [row.clock for row in live.offices.rows(ClosingListEntry)]
    assert (lines.count("note"), lines.count("contact_ended")) == (2, 2)
    gone = [line.note["relation"] for line in live.offices.rows(JournalLine) if line.act == "end_contact"]
    assert gone == ["mother", "minor"]


def test_whoever_may_not_record_it_after_the_seal_is_told_what_to_do(live: Live) -> None:
    live.is_sealed()
    words = live.refused("social_worker", "report_danger", person="mother", told_to="派出所", facts="手臂有伤")
    assert "承办检察官" in words
    assert "报警" in words
    assert "记录情况" in live.refused("prosecutor", "report_incident", incident="x2", **_FACTS)
    stranger = live.offices.as_("ren.social_worker").post(
        f"/api/v1/plans/{live.offices.number}/acts", json={"did": "note", "topic": "other", "text": "旧事"}
    )
    assert stranger.status_code in (403, 404)


def test_an_objection_of_both_needs_both(live: Live) -> None:
    """One of the family objects for themselves; that both did is what two said, or what staff saw."""
    ours = {"against": "conditions", "text": "希望换一个晚上"}
    assert "自己的异议" in live.refused("mother", "object", objection_by="both", **ours)
    assert "自己的异议" in live.refused("mother", "object", objection_by="minor", **ours)
    assert "自己的异议" in live.refused("minor", "object", objection_by="legal_representative", **ours)
    live.does("mother", "object", objection_by="legal_representative", **ours)
    assert "都在场" in live.refused("prosecutor", "object", objection_by="both", **ours)
    assert "都在场" in live.refused("prosecutor", "object", objection_by="both", present=["mother"], **ours)
    live.does("prosecutor", "object", objection_by="both", present=["minor", "mother"], **ours)
    assert "自己的异议" in live.refused("minor", "withdraw_objection", objection_by="both", against="conditions")
    live.does("minor", "withdraw_objection", objection_by="minor", against="conditions")
    left = [(row.made_by, row.withdrawn_on) for row in live.offices.rows(Objection)]
    assert left == [("legal_representative", None), ("legal_representative", None)]


@pytest.mark.parametrize("decision", ["revocation", "reconsideration", "non_prosecution", "period_change"])
def test_a_receipt_of_what_is_not_on_record_is_kept_marked_and_asked_about(live: Live, decision: str) -> None:
    done = live.does("clerk", "record_service", to="police", received_on="2026-03-09", decision=decision)
    (line,) = done["recorded"]
    assert line["note"]["on_record"] is False
    assert "in_time" not in line["note"]
    assert "SV-02" in warned(done)
    assert live.open("unknown_decision") == [("unknown_decision", "prosecutor")]
    live.does("clerk", "correct_fact", fact="record_service", which="police", never_happened=True, reason="弄错了案号")
    assert live.open("unknown_decision") == []
    assert [row for row in live.offices.rows(ServiceReceipt) if row.decision == decision] == []


def test_a_leave_beyond_the_last_day_says_that_none_is_needed_then(live: Live) -> None:
    live.on("2026-08-20 10:00")
    live.does(
        "mother", "ask_leave", leave="l1", from_on="2026-08-28", to_on="2026-09-08", destination="外省", reason="探亲"
    )
    granted = live.does("prosecutor", "decide_leave", leave="l1", approved=True)
    assert "OB-06" in warned(granted)


def test_what_cannot_be_is_named_when_a_plan_is_looked_over(live: Live) -> None:
    """Two milestones of one name; a minor whom nothing reaches. A test is never older than the case."""
    twice = [{"name": "期中", "on": "2026-06-01"}, {"name": "期中", "on": "2026-07-01"}]
    plan = a_plan(milestone=twice, minor={"phone": None}, case={"office": "癸县"})
    body = plan.model_dump(mode="json", exclude_none=True)
    checked = live.offices.as_("gui.prosecutor").post("/api/v1/plans/check", json=body).json()
    assert "milestone[2].name" in {each["place"] for each in checked["mistakes"]}
    assert "SU-08" in {each["rule"] for each in checked["findings"] if not each["holds"]}
    early = {"assessment": "a1", "tested_on": "2009-12-24", "minor_consented_on": "2009-12-23",
             "representative_consented_on": "2009-12-23", "result": "正常"}  # fmt: skip
    assert "行为之日" in live.refused("assistant", "record_assessment", **early)


def test_who_takes_a_consent_back_is_not_reported_to_the_others_by_a_text(live: Live) -> None:
    for who in ("minor", "mother"):
        live.does(who, "give_consents", device_data=True)
    before = {row.id for row in live.offices.messages("explanation_answered")}
    live.on("2026-03-11 09:00").does("minor", "withdraw_consent")
    assert {row.id for row in live.offices.messages("explanation_answered")} == before
