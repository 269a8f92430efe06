"""What surrounds the decision: the examination before it, the remedies beside it, the conclusion, the silence after it."""

from dataclasses import asdict, replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from law import card_cases, conclusion, confidentiality, decision, examination, leave, objection, remedies, responses
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
        (Present.LEGAL_REPRESENTATIVE, None, False, False, True, None),
        (Present.LEGAL_REPRESENTATIVE, None, True, True, True, None),
        (Present.APPROPRIATE_ADULT, Why.CANNOT_COME, False, False, True, None),
        (Present.APPROPRIATE_ADULT, Why.ACCOMPLICE, True, True, True, None),
        (Present.NOBODY, Why.CANNOT_BE_REACHED, False, False, True, "Neither the representative"),
        (Present.APPROPRIATE_ADULT, None, False, False, True, "why the representative"),
        (Present.LEGAL_REPRESENTATIVE, None, True, False, True, "A girl"),
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
        (True, True, True, True, None),
        (False, False, False, False, "There is no"),
        (True, False, False, False, "not reviewed"),
        (True, True, True, False, "not filled"),
    ],
)
def test_a_social_investigation_is_there_reviewed_and_whole(
    on_file: bool, reviewed: bool, gaps: bool, filled: bool, sentence: str | None, rulebook: Rulebook
) -> None:
    """In this order."""
    holds, because = outcome_of(examination.finding_on_social_investigation(on_file, reviewed, gaps, filled, rulebook))
    assert holds is (sentence is None)
    assert sentence is None or sentence in because


@pytest.mark.parametrize(
    ("minor", "representative", "of_age", "kept"),
    [
        ("2026-03-02", "2026-03-02", False, True),
        ("2026-03-03", "2026-03-02", False, False),
        ("2026-03-02", "2026-03-03", False, False),
        (None, "2026-03-01", False, False),
        ("2026-03-01", None, False, False),
        ("2026-03-01", None, True, True),
        (None, "2026-03-01", True, False),
    ],
)
def test_an_assessment_is_kept_only_with_consents_given_before_it(
    minor: str | None, representative: str | None, of_age: bool, kept: bool, rulebook: Rulebook
) -> None:
    """On the day is early enough; of age the person alone consents."""
    days = [date.fromisoformat(day) if day else None for day in (minor, representative)]
    finding = examination.finding_on_assessment(date(2026, 3, 2), days[0], days[1], of_age, rulebook)
    assert finding.holds is kept
    assert finding.refuses is not kept


@pytest.mark.parametrize(("with_adults", "apart", "shielded"), list(product([True, False], repeat=3)))
def test_a_case_with_adults_is_apart_or_shielded(
    with_adults: bool, apart: bool, shielded: bool, rulebook: Rulebook
) -> None:
    """Either is enough; without adults neither is asked."""
    holds, because = outcome_of(examination.finding_on_adults_in_the_case(with_adults, apart, shielded, rulebook))
    assert holds is (not with_adults or apart or shielded)
    assert ("no adults" in because) is not with_adults


@pytest.mark.parametrize(("written", "approved"), list(product([True, False], repeat=2)))
def test_the_opinion_of_the_police_has_its_form(written: bool, approved: bool, rulebook: Rulebook) -> None:
    """Both, and the first lack is said first."""
    holds, because = outcome_of(examination.finding_on_police_opinion(written, approved, rulebook))
    assert holds is (written and approved)
    assert ("not in writing" in because) is not written
    assert ("No head" in because) is (written and not approved)


@pytest.mark.parametrize(
    ("months", "predicted", "holds"), [(6, 6, True), (7, 6, False), (7, 7, True), (7, None, True), (6, 12, True)]
)
def test_a_light_case_has_the_shortest_period(
    months: int, predicted: int | None, holds: bool, rulebook: Rulebook
) -> None:
    """Up to six months of likely sentence; a sentence nobody predicted warns of nothing here."""
    _, length = examination.findings_on_length(months, predicted, "reasons", date(2026, 3, 2), rulebook)
    assert (length.rule, length.holds, length.refuses) == ("PB-09", holds, False)


def test_a_handler_nobody_recorded_is_not_known_to_be_familiar(rulebook: Rulebook) -> None:
    """Missing is not yes."""
    assert [examination.finding_on_handler(each, rulebook).holds for each in (True, False, None)] == [
        True,
        False,
        False,
    ]


# ---------------------------------------------------------------- cards and accounts


@pytest.mark.parametrize(
    ("facts", "serious"),
    [
        ({"own_accounts": 3, "inflow_yuan": 300001}, True),
        ({"own_accounts": 3, "inflow_yuan": 300000}, False),
        ({"own_accounts": 2, "inflow_yuan": 300001}, False),
        ({"phone_cards": 20}, True),
        ({"phone_cards": 19}, False),
        ({"aided": 3}, True),
        ({"aided": 2}, False),
        ({"settled_yuan": 200000}, True),
        ({"settled_yuan": 199999}, False),
        ({"advertising_yuan": 50000}, True),
        ({"advertising_yuan": 49999}, False),
        ({"income_yuan": 10000}, True),
        ({"income_yuan": 9999}, False),
        ({}, False),
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


@pytest.mark.parametrize(("has", "complaint", "court"), list(product([True, False], repeat=3)))
def test_a_victim_is_informed_of_two_things(has: bool, complaint: bool, court: bool, rulebook: Rulebook) -> None:
    """Where there is one."""
    holds, because = outcome_of(decision.finding_on_telling_the_victim(has, complaint, court, rulebook))
    assert holds is (not has or (complaint and court))
    assert ("no victim" in because) is not has
    assert ("complaint within seven days" in because) is (has and not complaint)
    assert ("no court takes" in because) is (has and complaint and not court)


@pytest.mark.parametrize("custody", list(decision.Custody))
def test_only_who_is_locked_up_is_let_out(custody: decision.Custody, rulebook: Rulebook) -> None:
    """Bail and residential surveillance are no custody."""
    finding = decision.finding_on_custody(custody, rulebook)
    assert finding.warns is (custody is decision.Custody.DETAINED)
    assert ("at once" in finding.because.en) is finding.warns


@pytest.mark.parametrize("words", ["可以向人民法院起诉", "有权提起自诉", "另行自诉"])
def test_no_paper_speaks_of_suing(words: str, rulebook: Rulebook) -> None:
    """In none of its forms."""
    assert decision.finding_on_notice(f"如不服，{words}。", rulebook).refuses


@pytest.mark.parametrize(
    ("kind", "in_time", "office"),
    [
        (remedies.RemedyKind.RECONSIDERATION, True, remedies.AnsweringOffice.DECIDING),
        (remedies.RemedyKind.RECONSIDERATION, False, remedies.AnsweringOffice.DECIDING),
        (remedies.RemedyKind.HIGHER_REVIEW, True, remedies.AnsweringOffice.NEXT_HIGHER),
        (remedies.RemedyKind.HIGHER_REVIEW, False, remedies.AnsweringOffice.NEXT_HIGHER),
        (remedies.RemedyKind.COMPLAINT, True, remedies.AnsweringOffice.NEXT_HIGHER),
        (remedies.RemedyKind.COMPLAINT, False, remedies.AnsweringOffice.DECIDING),
    ],
)
def test_who_answers_which_remedy(kind: remedies.RemedyKind, in_time: bool, office: remedies.AnsweringOffice) -> None:
    """Only for a victim does lateness change the way."""
    assert remedies.who_answers(kind, in_time) is office


@pytest.mark.parametrize(("juvenile", "handled", "sentence"), [(True, False, "Somebody else"), (False, False, "The juvenile"),
                                                           (True, True, "The handler"), (False, True, "The handler")])  # fmt: skip
def test_somebody_else_examines_a_remedy(juvenile: bool, handled: bool, sentence: str, rulebook: Rulebook) -> None:
    """Of the juvenile department, and never the handler."""
    holds, because = outcome_of(remedies.finding_on_examiner(juvenile, handled, rulebook))
    assert holds is (juvenile and not handled)
    assert sentence in because


def test_a_pending_remedy_stops_nothing(rulebook: Rulebook) -> None:
    """It shows, as a reading; without one there is nothing to read."""
    pending, none = remedies.finding_on_pending(True, rulebook), remedies.finding_on_pending(False, rulebook)
    assert (pending.warns, pending.refuses, pending.is_reading) == (True, False, True)
    assert "runs on" in pending.because.en
    assert (none.holds, none.is_reading) == (True, False)


@pytest.mark.parametrize(("wrong", "fit"), list(product([True, False], repeat=2)))
def test_only_a_wrong_decision_of_a_fit_case_is_set_aside(wrong: bool, fit: bool, rulebook: Rulebook) -> None:
    """Both together."""
    holds, because = outcome_of(remedies.finding_on_setting_aside(wrong, fit, rulebook))
    assert holds is not (wrong and fit)
    assert ("revoked" in because.split(":")[-1]) is (wrong and fit)


def test_the_answer_to_a_complaint_reaches_all_three(rulebook: Rulebook) -> None:
    """Each of them alone is missed."""
    every = list(remedies.ReexaminationAddressee)
    assert remedies.finding_on_reexamination_served(every, rulebook).holds
    for one in every:
        assert remedies.finding_on_reexamination_served([each for each in every if each is not one], rulebook).warns


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
    assert responses.OWN_PRACTICE.zh == "本院做法"


@pytest.mark.parametrize(("ground", "points", "holds"), [(True, -15, True), (True, None, True), (False, -15, False),
                                                         (False, 0, False), (False, None, True)])  # fmt: skip
def test_points_are_no_ground(ground: bool, points: int | None, holds: bool, rulebook: Rulebook) -> None:
    """Not even a total of nothing; where no points are told, this rule has nothing to say."""
    assert responses.finding_on_points(ground, points, rulebook).holds is holds


@pytest.mark.parametrize(
    ("proposed", "decided", "chief", "steps", "sentence"),
    [
        ("a", "b", True, [STEP], None),
        (None, "b", True, [STEP], "It needs"),
        ("a", None, True, [STEP], "It needs"),
        ("a", "a", True, [STEP], "own proposal"),
        ("a", "b", False, [STEP], "chief procurator"),
        ("a", "b", True, [], "not shown"),
    ],
)
def test_a_revocation_has_two_people_and_a_history(
    proposed: str | None, decided: str | None, chief: bool, steps: list[responses.BreachResponseStep], sentence: str | None,
    rulebook: Rulebook,
) -> None:  # fmt: skip
    """Known from memory, so it warns and never refuses."""
    finding = responses.finding_on_revocation(proposed, decided, chief, steps, rulebook)
    assert finding.holds is (sentence is None)
    assert not finding.refuses
    assert sentence is None or sentence in finding.because.en


@pytest.mark.parametrize(("crime", "passed"), list(product([True, False], repeat=2)))
def test_a_crime_is_passed_on(crime: bool, passed: bool, rulebook: Rulebook) -> None:
    """Anything else need not be."""
    holds, because = outcome_of(responses.finding_on_passing_on(crime, passed, rulebook))
    assert holds is (passed or not crime)
    assert ("has not been passed" in because) is not holds


# ---------------------------------------------------------------- conclusion

Part, Audience = conclusion.DecisionSection, conclusion.Audience


@pytest.mark.parametrize("part", list(Part))
def test_each_part_of_the_decision_is_missed_by_name(part: conclusion.DecisionSection, rulebook: Rulebook) -> None:
    """Six parts."""
    assert conclusion.finding_on_content(list(Part), rulebook).holds
    holds, because = outcome_of(conclusion.finding_on_content([each for each in Part if each is not part], rulebook))
    assert not holds
    assert because == f"1 part is missing: {conclusion.SECTION_LABELS[part].en}."


@pytest.mark.parametrize(
    ("announced", "present", "sentence"),
    [
        (True, [Audience.MINOR], None),
        (True, [Audience.MINOR, Audience.POLICE, Audience.DEFENDER], None),
        (False, [Audience.MINOR], "no effect yet"),
        (True, [Audience.LEGAL_REPRESENTATIVE], "person was not there"),
        (True, [Audience.MINOR, Audience.ANYBODY_ELSE], "More people"),
    ],
)
def test_the_outcome_is_announced_to_the_person_and_to_few(
    announced: bool, present: list[conclusion.Audience], sentence: str | None, rulebook: Rulebook
) -> None:
    """Untold, it has no effect."""
    holds, because = outcome_of(conclusion.finding_on_telling_the_outcome(announced, present, rulebook))
    assert holds is (sentence is None)
    assert sentence is None or sentence in because


@pytest.mark.parametrize(("needed", "sent"), list(product([True, False], repeat=2)))
def test_an_opinion_is_sent_where_another_organ_should_act(needed: bool, sent: bool, rulebook: Rulebook) -> None:
    """Sent without need does no harm."""
    holds, because = outcome_of(conclusion.finding_on_punishment_opinion(needed, sent, rulebook))
    assert holds is (sent or not needed)
    assert ("was not sent" in because) is not holds


def test_everything_seized_has_an_outcome(rulebook: Rulebook) -> None:
    """Nothing seized is nothing open; one thing left is one."""
    assert conclusion.finding_on_property({}, rulebook).holds
    holds, because = outcome_of(conclusion.finding_on_property({"a": "returned", "b": None, "c": " "}, rulebook))
    assert not holds
    assert because.startswith("2 thing")


@pytest.mark.parametrize(("received", "in_time", "holds", "sentence"), [
    (True, True, True, "next-higher"), (True, False, False, "deciding office"), (False, False, True, "not begun"),
    (False, True, True, "not begun"),
])  # fmt: skip
def test_a_complaint_against_the_final_decision_has_its_own_receipt(
    received: bool, in_time: bool, holds: bool, sentence: str, rulebook: Rulebook
) -> None:
    """Before that victim's receipt nothing can be late."""
    found, because = outcome_of(conclusion.finding_on_final_complaint(received, in_time, rulebook))
    assert (found, sentence in because) == (holds, True)


# ---------------------------------------------------------------- silence


@pytest.mark.parametrize("material", list(confidentiality.Material))
def test_each_kind_of_material_is_missed(material: confidentiality.Material, rulebook: Rulebook) -> None:
    """What the office does not hold is not missed."""
    others = [each for each in confidentiality.Material if each is not material]
    holds, because = outcome_of(confidentiality.finding_on_sealed_set(others, list(confidentiality.Material), rulebook))
    assert not holds
    assert because == f"Not sealed: {confidentiality.MATERIAL_WORDS[material].en}."
    assert confidentiality.finding_on_sealed_set(others, others, rulebook).holds


@pytest.mark.parametrize(("minor", "representative", "of_age"), list(product([True, False], repeat=3)))
def test_the_seal_is_explained_to_both(minor: bool, representative: bool, of_age: bool, rulebook: Rulebook) -> None:
    """Of age, to the person alone."""
    holds, because = outcome_of(confidentiality.finding_on_explaining_the_seal(minor, representative, of_age, rulebook))
    assert holds is (minor and (representative or of_age))
    assert ("not explained" in because) is not holds


@pytest.mark.parametrize(("shared", "marked"), list(product([True, False], repeat=2)))
def test_a_shared_file_is_marked(shared: bool, marked: bool, rulebook: Rulebook) -> None:
    """One of a minor alone need not be."""
    holds, because = outcome_of(confidentiality.finding_on_file_cover(shared, marked, rulebook))
    assert holds is (marked or not shared)
    assert ("does not say" in because) is not holds


@pytest.mark.parametrize(("asked", "holds", "sentence"), [("2026-06-17", False, "not made"), ("2026-06-18", True, "no need"),
                                                      ("2026-12-01", True, "no need")])  # fmt: skip
def test_no_family_waits_for_the_seal(asked: str, holds: bool, sentence: str, rulebook: Rulebook) -> None:
    """The certificate is to be had from the day of the decision."""
    found = outcome_of(confidentiality.finding_on_certificate(date.fromisoformat(asked), date(2026, 6, 18), rulebook))
    assert found[0] is holds
    assert sentence in found[1]


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


@pytest.mark.parametrize("field", sorted(confidentiality.IDENTIFYING))
def test_nothing_that_identifies_leaves(field: str, rulebook: Rulebook) -> None:
    """Name, image, home, school, employer, phone, number, offence, office."""
    finding = confidentiality.finding_on_disclosure(["due_on", field], rulebook)
    assert finding.refuses
    assert field in finding.because.en
    assert len(confidentiality.IDENTIFYING) == 9


@pytest.mark.parametrize("asker", list(confidentiality.Inquirer))
def test_only_a_judicial_organ_on_a_new_suspicion_is_informed(
    asker: confidentiality.Inquirer, rulebook: Rulebook
) -> None:
    """Employer, school and army are not."""
    told_to = confidentiality.Inquirer.JUDICIAL_ORGAN_ON_A_NEW_SUSPICION
    assert confidentiality.finding_on_silence(asker, rulebook).holds is (asker is not told_to)


# ---------------------------------------------------------------- leave, objection, service


@pytest.mark.parametrize(
    ("boundary", "left_county", "left_city", "moves", "beyond"),
    [
        (leave.Boundary.COUNTY, False, False, False, False),
        (leave.Boundary.COUNTY, True, False, False, True),
        (leave.Boundary.CITY, True, False, False, False),
        (leave.Boundary.CITY, True, True, False, True),
        (leave.Boundary.COUNTY, True, True, False, True),
        (leave.Boundary.CITY, False, False, True, True),
    ],
)
def test_the_boundary_is_what_the_decision_writes(
    boundary: leave.Boundary, left_county: bool, left_city: bool, moves: bool, beyond: bool, rulebook: Rulebook
) -> None:
    """Approved, anything holds; nothing is a breach by itself."""
    finding = leave.finding_on_absence(boundary, left_county, left_city, False, moves, rulebook)
    assert finding.warns is beyond
    assert not finding.refuses
    assert ("Within" in finding.because.en) is not beyond
    approved = leave.finding_on_absence(boundary, left_county, left_city, True, moves, rulebook)
    assert approved.holds
    assert ("It was approved" in approved.because.en) is beyond


@pytest.mark.parametrize(("regular", "status"), list(product([True, False], repeat=2)))
def test_regular_travel_has_a_standing_permission(regular: bool, status: bool, rulebook: Rulebook) -> None:
    """So that nobody asks every week."""
    holds, because = outcome_of(leave.finding_on_regular_travel(regular, status, rulebook))
    assert holds is (status or not regular)
    assert ("give a standing" in because) is not holds


def test_an_objection_is_withdrawn_before_prosecution(rulebook: Rulebook) -> None:
    """Where nothing was decided it can always be."""
    on = date(2026, 3, 5)
    assert objection.finding_on_withdrawal(on, None, rulebook).holds
    assert not objection.finding_on_withdrawal(on, on, rulebook).holds
    assert objection.finding_on_withdrawal(on, date(2026, 3, 6), rulebook).holds


def test_what_nobody_found_in_a_card_case_is_nothing() -> None:
    """No account, no yuan, nobody aided."""
    facts = asdict(card_cases.CardFacts(date(2026, 3, 1)))
    assert {value for name, value in facts.items() if name != "act_on"} == {0}


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
