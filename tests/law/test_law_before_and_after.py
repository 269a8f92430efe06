"""What surrounds the decision: the examination before it, the remedies beside it, the conclusion, the silence after it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from law import card_cases, conclusion, confidentiality, decision, examination, leave, remedies, responses
from law.finding import Finding
from law.rulebook import Rulebook
from law.transitions import PlanStatus

Present, Why = examination.Present, examination.WhyNotThere


def outcome_of(finding: Finding) -> tuple[bool, str]:
    """Whether it holds, and what it says."""
    assert finding.because.zh.endswith("。")
    return finding.holds, finding.because.en


# ---------------------------------------------------------------- the examination


@pytest.mark.parametrize(
    ("present", "why", "girl", "female", "signed", "sentence"),
    [
        (Present.APPROPRIATE_ADULT, Why.ACCOMPLICE, True, True, True, None),
        (Present.NOBODY, Why.CANNOT_BE_REACHED, False, False, True, "Neither the representative"),
        (Present.LEGAL_REPRESENTATIVE, None, False, False, False, "not read and signed"),
    ],
)
def test_a_questioning_lacks_one_thing_at_a_time(
    present: examination.Present,
    why: examination.WhyNotThere | None,
    girl: bool,
    female: bool,
    signed: bool,
    sentence: str | None,
    rulebook: Rulebook,
) -> None:
    """Somebody beside the minor, the reason, a woman for a girl, the signature."""
    holds, because = outcome_of(examination.finding_on_questioning(present, why, girl, female, signed, rulebook))
    assert holds is (sentence is None)
    assert sentence is None or sentence in because


@pytest.mark.parametrize(
    ("on_file", "reviewed", "gaps", "filled", "sentence"),
    [
        (True, True, False, False, None),
        (False, False, False, False, "There is no"),
        (True, False, False, False, "not reviewed"),
    ],
)
def test_a_social_investigation_is_there_reviewed_and_whole(
    on_file: bool, reviewed: bool, gaps: bool, filled: bool, sentence: str | None, rulebook: Rulebook
) -> None:
    """In this order."""
    holds, because = outcome_of(examination.finding_on_social_investigation(on_file, reviewed, gaps, filled, rulebook))
    assert holds is (sentence is None)
    assert sentence is None or sentence in because


def test_of_age_the_person_alone_consents_to_an_assessment(rulebook: Rulebook) -> None:
    """What a parent consented to is not enough."""
    assert examination.finding_on_assessment(date(2026, 3, 2), None, date(2026, 3, 1), True, rulebook).refuses


# ---------------------------------------------------------------- cards and accounts


@pytest.mark.parametrize(
    ("facts", "serious"),
    [
        ({"aided": 3}, True),
        ({"settled_yuan": 200000}, True),
        ({"advertising_yuan": 50000}, True),
    ],
)
def test_each_number_makes_a_case_serious_by_itself(facts: dict[str, int], serious: bool, rulebook: Rulebook) -> None:
    """At the number, and for the inflow only above it."""
    asked = card_cases.CardFacts(date(2026, 3, 1), **facts)
    finding = card_cases.finding_on_amounts(asked, rulebook)
    assert finding.holds is serious
    assert ("perhaps no crime" in finding.because.en) is not serious
    assert not finding.refuses


def test_a_number_counts_from_its_day(rulebook: Rulebook) -> None:
    """Phone cards from July 2025, payments from November 2019; before, no number of ours is in force."""
    for day, cards, settled in [("2025-07-01", True, True), ("2025-06-30", False, True), ("2019-10-31", False, False)]:
        on = date.fromisoformat(day)
        assert card_cases.finding_on_amounts(card_cases.CardFacts(on, phone_cards=20), rulebook).holds is cards
        assert card_cases.finding_on_amounts(card_cases.CardFacts(on, settled_yuan=200000), rulebook).holds is settled


# ---------------------------------------------------------------- decision and remedies


def test_only_for_a_victim_does_lateness_change_who_answers() -> None:
    """An authority that asks late is answered by the office it asks in time."""
    assert remedies.who_answers(remedies.RemedyKind.RECONSIDERATION, False) is remedies.AnsweringOffice.DECIDING
    assert remedies.who_answers(remedies.RemedyKind.HIGHER_REVIEW, False) is remedies.AnsweringOffice.NEXT_HIGHER


# ---------------------------------------------------------------- responses and revocation

STEP = responses.BreachResponseStep(responses.Response.ADMONITION, "三次迟交", "提醒记录", True, "承办检察官")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"heard": False}, "not heard"), ({"fact": " "}, "what was found"), ({"evidence": ""}, "what evidence"),
     ({"decided_by": " "}, "who decides")],
)  # fmt: skip
def test_a_response_needs_four_things(changes: dict[str, Any], sentence: str, rulebook: Rulebook) -> None:
    """The ladder is an office's practice, and even so nobody is answered unheard."""
    assert responses.finding_on_response(STEP, rulebook).holds
    finding = responses.finding_on_response(replace(STEP, **changes), rulebook)
    assert finding.refuses
    assert sentence in finding.because.en
    assert finding.confidence == "P"


# ---------------------------------------------------------------- conclusion

Part, Audience = conclusion.DecisionSection, conclusion.Audience


@pytest.mark.parametrize("part", list(Part))
def test_each_part_of_the_decision_is_missed_by_name(part: conclusion.DecisionSection, rulebook: Rulebook) -> None:
    """Six parts."""
    assert conclusion.finding_on_content(list(Part), rulebook).holds
    holds, because = outcome_of(conclusion.finding_on_content([each for each in Part if each is not part], rulebook))
    assert not holds
    assert because == f"1 part is missing: {conclusion.SECTION_LABELS[part].en}."


# ---------------------------------------------------------------- silence


@pytest.mark.parametrize("material", list(confidentiality.Material))
def test_each_kind_of_material_is_missed(material: confidentiality.Material, rulebook: Rulebook) -> None:
    """What the office does not hold is not missed."""
    others = [each for each in confidentiality.Material if each is not material]
    holds, because = outcome_of(confidentiality.finding_on_sealed_set(others, list(confidentiality.Material), rulebook))
    assert not holds
    assert because == f"Not sealed: {confidentiality.MATERIAL_WORDS[material].en}."
    assert confidentiality.finding_on_sealed_set(others, others, rulebook).holds


G = confidentiality.UnsealingGround


@pytest.mark.parametrize("status", list(PlanStatus))
@pytest.mark.parametrize("ground", list(G))
def test_a_seal_is_lifted_after_a_judgment_and_the_own_file_read_for_a_non_prosecution(
    ground: confidentiality.UnsealingGround, status: PlanStatus, rulebook: Rulebook
) -> None:
    """Curiosity opens nothing."""
    opens = {G.NEW_CRIME: PlanStatus.REVOKED, G.MISSED_CRIME: PlanStatus.REVOKED,
             G.OWN_FILE_FOR_ARTICLE_388: PlanStatus.NON_PROSECUTED}  # fmt: skip
    finding = confidentiality.finding_on_unsealing(ground, status, 60, date(2029, 5, 10), rulebook)
    assert finding.holds is (opens.get(ground) is status)
    assert finding.refuses is not finding.holds


@pytest.mark.parametrize(("months", "sentence"), [(None, "No court"), (59, "from 60"), (60, None), (61, None)])
def test_five_years_together_lift_a_seal_and_a_month_less_does_not(
    months: int | None, sentence: str | None, rulebook: Rulebook
) -> None:
    """A suspicion without a judgment opens nothing."""
    holds, because = outcome_of(
        confidentiality.finding_on_unsealing(G.NEW_CRIME, PlanStatus.REVOKED, months, date(2029, 5, 10), rulebook)
    )
    assert holds is (sentence is None)
    assert sentence is None or sentence in because


def test_nothing_that_identifies_leaves(rulebook: Rulebook) -> None:
    """Name, image, home, school, employer, phone, number, offence, office."""
    assert len(confidentiality.IDENTIFYING) == 9
    for field in confidentiality.IDENTIFYING:
        finding = confidentiality.finding_on_disclosure(["due_on", field], rulebook)
        assert finding.refuses
        assert field in finding.because.en


# ---------------------------------------------------------------- leave, objection, service


def test_the_boundary_is_what_the_decision_writes(rulebook: Rulebook) -> None:
    """Approved, anything holds; nothing is a breach by itself."""

    def reason(boundary: leave.Boundary, left: bool, approved: bool) -> str:
        return leave.finding_on_absence(boundary, left, left, approved, False, rulebook).because.en

    for boundary in leave.Boundary:
        assert "Within the boundary" in reason(boundary, False, False)
        assert "It was approved" in reason(boundary, True, True)
        assert "not approved" in reason(boundary, True, False)
    assert leave.finding_on_absence(leave.Boundary.COUNTY, True, False, False, False, rulebook).warns


def test_the_organ_that_decided_last_keeps_the_clock_of_bail() -> None:
    """The police's bail is over when the procuratorate decides anew; said again by the same organ, the first day counts."""
    early, late, later = date(2025, 9, 15), date(2026, 2, 20), date(2026, 3, 2)
    police, own = (decision.Measure(organ, False, day) for organ, day in (("police", early), ("procuratorate", late)))
    again, at_home = decision.Measure("procuratorate", False, later), decision.Measure("procuratorate", True, later)
    assert decision.measures_that_run([]) == []
    assert decision.measures_that_run([police]) == [police]
    assert decision.measures_that_run([own, police]) == [own], "in whatever order they were told"
    assert decision.measures_that_run([police, own, again]) == [own]
    assert decision.measures_that_run([police, own, at_home]) == [own, at_home], "each measure has a limit of its own"
