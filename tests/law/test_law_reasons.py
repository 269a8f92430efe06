"""A finding says why: the reason given is the one that holds, and no other that would have done as well."""

import inspect
from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from core.i18n import Bilingual
from law.card_restriction import RestrictedGroup, finding_on_group
from law.conclusion import (
    Audience,
    finding_on_final_complaint,
    finding_on_outcome_served,
    finding_on_property,
    finding_on_punishment_opinion,
    finding_on_telling_the_outcome,
)
from law.confidentiality import (
    Inquirer,
    finding_on_certificate,
    finding_on_explaining_the_seal,
    finding_on_file_cover,
    finding_on_silence,
)
from law.decision import (
    Custody,
    finding_on_custody,
    finding_on_end_of_measure,
    finding_on_telling_the_victim,
    finding_on_written_decision,
)
from law.eligibility import CaseFacts, findings_on_opening
from law.examination import (
    finding_on_adults_in_the_case,
    finding_on_handler,
    finding_on_police_opinion,
    findings_on_length,
)
from law.expiry import finding_on_open_review
from law.finding import Confidence, Finding
from law.four_eyes import STEPS, ActorRole, ProcedureStep
from law.guardians import AidAmounts, finding_on_aid, finding_on_guardians_notice
from law.leave import finding_on_granting, finding_on_regular_travel
from law.majority import finding_on_after_care, finding_on_going_on, finding_on_notice_to_parent, finding_on_protection
from law.objection import ObjectionKind, finding_on_withdrawal, findings_on_objection
from law.parties import Party, PartyState
from law.period import findings_on_new_end
from law.remedies import (
    ReexaminationAddressee,
    finding_on_examiner,
    finding_on_reexamination_served,
    finding_on_setting_aside,
)
from law.responses import BreachResponseStep as ResponseStep
from law.responses import Response, finding_on_passing_on, finding_on_points, finding_on_revocation
from law.rulebook import Rulebook
from law.service import Addressee, Delivery, finding_on_delivery
from law.supervision import finding_on_agreement, finding_on_assistance, finding_on_who_judges

HEARD = {party: PartyState.HEARD for party in Party}


def case(**changes: object) -> CaseFacts:
    """A case in order, but for what is changed."""
    facts: dict[str, object] = {
        "born_on": date(2009, 4, 14), "act_dates": [date(2026, 2, 8)], "offence_article": "287-2",
        "predicted_sentence_months": 10, "decided_on": date(2026, 4, 21), "opinions": HEARD, "repentance": ["plea"],
        "reason_not_minor_offence": "two classmates", "counsel": True,
    }  # fmt: skip
    return CaseFacts(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("announced", "present", "why"),
    [
        (False, [Audience.MINOR], "Not announced"),
        (True, [Audience.MINOR, Audience.ANYBODY_ELSE], "More people"),
        (True, [], "was not there"),
        (True, [Audience.MINOR], "Announced, to few"),
    ],
)
def test_why_the_outcome_was_announced_as_it_should_be_or_not(
    announced: bool, present: list[Audience], why: str, rulebook: Rulebook
) -> None:
    found = finding_on_telling_the_outcome(announced, present, rulebook)
    assert why in found.because.en
    assert found.holds is (why == "Announced, to few")


def test_why_a_revocation_is_warned_of_or_not(rulebook: Rulebook) -> None:
    step = ResponseStep(Response.TALK, "三次", "记录", True, "检察官")

    def reason(by: str | None, decided: str | None, chief: bool, steps: list[ResponseStep], crime: bool = False) -> str:
        found = finding_on_revocation(by, decided, chief, steps, rulebook, for_crime=crime)
        return f"{found.holds}: {found.because.en}"

    assert "False: It needs somebody who proposes" in reason(None, "b", True, [step])
    assert "False: It needs somebody who proposes" in reason("a", None, True, [step])
    assert "own proposal" in reason("a", "a", True, [step])
    assert reason("a", "b", False, [step]).startswith("False")
    assert "authorised deputy" in reason("a", "b", False, [step])
    assert reason("a", "b", True, []).startswith("False")
    assert "steps taken before" in reason("a", "b", True, [])
    assert (
        reason("a", "b", True, [step])
        == reason("a", "b", True, [step], True)
        == "True: Two people, and 1 earlier steps."
    )
    assert reason("a", "b", True, [], True).startswith("True")
    assert "steps taken before" not in reason("a", "b", True, [], True)


def test_how_sure_we_are_of_each_step_follows_from_what_it_rests_on() -> None:
    """Practice and inference are ours; what stands in the Provisions of 2013 was read at second hand at best."""
    for step in STEPS:
        if "本院做法" in step.article or "推论" in step.article:
            expected = Confidence.P
        elif step.id in ("elsewhere", "change_period"):
            expected = Confidence.V2
        elif "2013 Provisions" in step.article or "names nobody" in step.article:
            expected = Confidence.K
        else:
            expected = Confidence.V
        assert step.confidence is expected, step.id


def test_what_nobody_decides_needs_no_two_people() -> None:
    words = Bilingual("甲", "a")
    assert not ProcedureStep("x", words, "office_practice", proposes=(ActorRole.PROSECUTOR,)).two_people
    assert not ProcedureStep("x", words, "office_practice", decides=(ActorRole.PROSECUTOR,)).two_people
    assert ProcedureStep(
        "x", words, "office_practice", countersigns=(ActorRole.CLERK,), decides=(ActorRole.PROSECUTOR,)
    ).two_people


D = date(2026, 3, 2)
Ask = Callable[[Rulebook], Finding]


def of_rule(rule: str, findings: list[Finding]) -> Finding:
    """That rule's answer among them."""
    (found,) = (finding for finding in findings if finding.rule == rule)
    return found


def opening(rule: str, **changes: object) -> Ask:
    return lambda book: of_rule(rule, findings_on_opening(case(**changes), book))


def new_end(rule: str, end: str, on: str) -> Ask:
    day = date.fromisoformat
    return lambda book: of_rule(
        rule, findings_on_new_end(date(2026, 1, 15), date(2026, 9, 14), day(end), day(on), book)
    )


@pytest.mark.parametrize(
    ("ask", "holds", "why"),
    [
        (lambda book: finding_on_group(RestrictedGroup.PUNISHED, book), False, "no punishment"),
        (lambda book: finding_on_outcome_served([Addressee.POLICE], [Addressee.POLICE], book), True, "Served on all"),
        (lambda book: finding_on_silence(Inquirer.JUDICIAL_ORGAN_ON_A_NEW_SUSPICION, book), False, "must tell judicial organs the truth"),
        (lambda book: finding_on_written_decision(False, book), False, "no written"),
        (lambda book: finding_on_end_of_measure(D, D, book), True, "lasts as long"),
        (opening("PR-05", conditions_for_prosecution_met=False), False, "Not fit"),
        (opening("PR-06", repentance=[]), False, "No"),
        (opening("PR-10", counsel=None, opinions={}), False, "Nobody"),
        (opening("PR-15", counsel=False), False, "without counsel"),
        (opening("PR-07", reason_not_minor_offence=" "), False, "Say why"),
        (opening("PR-08", mitigating=["plea"]), False, "first consider"),
        (lambda book: finding_on_handler(None, book), False, "not on record"),
        (lambda book: findings_on_length(8, 10, None, D, book)[0], False, "Say why"),
        (lambda book: finding_on_open_review(False, book), True, "No report is open"),
        (lambda book: finding_on_guardians_notice(1, 1, False, book), True, "signed, or"),
        (lambda book: finding_on_granting(True, None, book), False, "wait for both"),
        (lambda book: finding_on_going_on(date(2006, 4, 14), [D], book), False, "after majority"),
        (lambda book: finding_on_withdrawal(D, D, book), False, "decided already"),
        (lambda book: findings_on_objection(ObjectionKind.NONE, False, book)[0], True, "do not both"),
        (lambda book: findings_on_objection(ObjectionKind.TO_CONDITIONS, False, book)[1], False, "not answered"),
        (new_end("PB-07", "2026-11-14", "2026-09-15"), False, "is over"),
        (new_end("PB-08", "2026-08-14", "2026-08-15"), False, "lies before"),
        (lambda book: finding_on_reexamination_served(list(ReexaminationAddressee), book), True, "served on all"),
        (lambda book: finding_on_delivery(Delivery.SIGNED, False, book), True, "It is served"),
        (lambda book: finding_on_delivery(Delivery.LEFT_THERE, True, book), True, "It is served"),
        (lambda book: finding_on_points(False, -15, book), False, "are not a ground"),
        (lambda book: finding_on_custody(Custody.DETAINED, book), False, "at once"),
        (lambda book: finding_on_property({"a": "returned", "b": None, "c": " "}, book), False, "2 thing"),
        (lambda book: finding_on_certificate(D, D, book), True, "no need"),
        (lambda book: finding_on_withdrawal(D, None, book), True, ""),
        (lambda book: finding_on_points(False, None, book), True, ""),
        (lambda book: finding_on_granting(False, None, book), True, ""),
        (lambda book: findings_on_length(7, None, "同伴影响", D, book)[1], True, ""),
        (lambda book: finding_on_guardians_notice(0, 0, False, book), False, "have not signed"),
        (lambda book: finding_on_aid(False, AidAmounts(None, None), book), True, "No need"),
        (lambda book: finding_on_aid(True, AidAmounts(None, None), book), False, "nobody has asked"),
        (lambda book: finding_on_aid(True, AidAmounts(12000, None), book), True, "12000 yuan asked, not answered"),
        (lambda book: finding_on_aid(True, AidAmounts(0, 0), book), True, "0 yuan asked, 0 granted"),
        (lambda book: finding_on_notice_to_parent(date(2009, 5, 20), date(2027, 5, 19), False, book), True, "A minor"),
        (lambda book: finding_on_notice_to_parent(date(2009, 5, 20), date(2027, 5, 20), True, book), True, "agrees"),
        (lambda book: finding_on_protection(date(2009, 5, 20), date(2027, 5, 19), True, book), True, "given"),
        (lambda book: finding_on_protection(date(2009, 5, 20), date(2027, 5, 19), False, book), False, "are due"),
        (lambda book: finding_on_who_judges(False, book), False, "cannot be handed"),
    ],
)  # fmt: skip
def test_the_reason_is_that_of_the_answer(ask: Ask, holds: bool, why: str, rulebook: Rulebook) -> None:
    """Who reads why something holds is not told why it does not."""
    found = ask(rulebook)
    assert found.holds is holds
    assert why in found.because.en


@pytest.mark.parametrize(
    ("finding", "lack"),
    [
        (finding_on_police_opinion, lambda written, head: "" if written and head else "No head" if written else "not in writing"),
        (finding_on_telling_the_victim, lambda victim, of_complaint, court: "" if not victim or (of_complaint and court) else
         "no court takes" if of_complaint else "complaint within seven days"),
        (finding_on_adults_in_the_case, lambda adults, apart, shielded: "" if not adults or apart or shielded else "Neither"),
        (finding_on_examiner, lambda juvenile, handler: "The handler" if handler else "" if juvenile else "The juvenile"),
        (finding_on_setting_aside, lambda wrong, fit: "It was wrong and" if wrong and fit else ""),
        (finding_on_passing_on, lambda crime, passed: "has not been passed" if crime and not passed else ""),
        (finding_on_punishment_opinion, lambda needed, sent: "was not sent" if needed and not sent else ""),
        (finding_on_final_complaint, lambda received, in_time: "deciding office" if received and not in_time else ""),
        (finding_on_explaining_the_seal, lambda minor, other, of_age: "" if minor and (other or of_age) else "not explained"),
        (finding_on_file_cover, lambda shared, marked: "does not say" if shared and not marked else ""),
        (finding_on_regular_travel, lambda regular, permission: "give a standing" if regular and not permission else ""),
        (finding_on_agreement, lambda signed, team: "" if signed and team else "No team" if signed else "There is no"),
        (finding_on_assistance, lambda accepted, decides: "decides nothing" if decides else "" if accepted else "not accepted"),
        (finding_on_after_care, lambda consented, withdrawn: "" if consented and not withdrawn else "Without consent"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)  # fmt: skip
def test_each_answer_counts_and_what_is_lacking_is_named(
    finding: Callable[..., Finding], lack: Callable[..., str], rulebook: Rulebook
) -> None:
    """Whatever is answered to its two or three questions, it holds only where nothing is lacking."""
    every = list(product([True, False], repeat=len(inspect.signature(finding).parameters) - 1))
    lacks = {lack(*answers) for answers in every} - {""}
    for answers in every:
        found, lacking = finding(*answers, rulebook), lack(*answers)
        assert found.holds is not bool(lacking), answers
        assert lacking in found.because.en, answers
        assert lacking or not [each for each in lacks if each in found.because.en and len(each) > 10], answers
