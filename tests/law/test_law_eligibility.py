"""Whether the decision may be made: the case's facts, one thing wrong at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from law.eligibility import CaseFacts, Party, PartyState, findings_on_opening, least_age
from law.finding import Finding, filter_refusals, filter_warnings
from law.objection import can_be_recorded
from law.rulebook import Rulebook

EVERYBODY_HEARD = {party: PartyState.HEARD for party in Party}

A_GOOD_CASE = CaseFacts(
    born_on=date(2009, 4, 14),
    act_dates=[date(2026, 2, 8)],
    offence_article="287-2",
    predicted_sentence_months=10,
    decided_on=date(2026, 4, 21),
    opinions=EVERYBODY_HEARD,
    repentance=["plea", "cards handed back"],
    reason_not_minor_offence="two classmates were brought in",
    counsel=True,
)


def refused(rulebook: Rulebook, **changes: Any) -> list[str]:
    """The rules that refuse the good case once these facts are changed."""
    return [finding.rule for finding in filter_refusals(findings_on_opening(replace(A_GOOD_CASE, **changes), rulebook))]


def warned(rulebook: Rulebook, **changes: Any) -> list[str]:
    """The rules that warn."""
    return [finding.rule for finding in filter_warnings(findings_on_opening(replace(A_GOOD_CASE, **changes), rulebook))]


def one(rule: str, rulebook: Rulebook, **changes: Any) -> Finding:
    """That rule's answer."""
    found = [each for each in findings_on_opening(replace(A_GOOD_CASE, **changes), rulebook) if each.rule == rule]
    assert len(found) == 1
    return found[0]


def test_every_act_counts_and_not_only_the_first(rulebook: Rulebook) -> None:
    """One act as an adult, or one too early, is found among many."""
    assert refused(rulebook, act_dates=[date(2026, 2, 8), date(2027, 6, 1)]) == ["PR-01"]
    assert refused(rulebook, act_dates=[date(2026, 2, 8), date(2024, 12, 1)]) == ["PR-02"]
    assert refused(rulebook, act_dates=[]) == ["PR-01"]


@pytest.mark.parametrize("article", ["114", "115", "232", "236", "263", "347"])
def test_the_grave_offences_count_from_fourteen(article: str, rulebook: Rulebook) -> None:
    """Robbery at fifteen is a crime; at thirteen nothing is."""
    at_fifteen = {"born_on": date(2010, 6, 21), "act_dates": [date(2025, 10, 3)]}
    assert "PR-02" not in refused(rulebook, offence_article=article, **at_fifteen)
    at_thirteen = {"born_on": date(2012, 1, 1), "act_dates": [date(2025, 10, 3)]}
    assert refused(rulebook, offence_article=article, **at_thirteen)[:2] == ["PR-01", "PR-02"]


def test_injury_counts_from_fourteen_only_with_a_grave_result(rulebook: Rulebook) -> None:
    """A light injury needs sixteen."""
    on = date(2025, 10, 3)
    assert least_age("234", on, rulebook) == 16
    assert least_age("234", on, rulebook, serious_injury_or_death=True) == 14
    assert least_age("264", on, rulebook, serious_injury_or_death=True) == 16
    light = {"offence_article": "234", "born_on": date(2010, 6, 21), "act_dates": [on]}
    assert refused(rulebook, **light) == ["PR-02"]
    assert refused(rulebook, serious_injury_or_death=True, **light) == []


@pytest.mark.parametrize("article", ["", "999", "17", "帮信", "287-", "287-2-1", "287之二", "02"])
def test_what_is_no_article_of_part_two_is_no_offence(article: str, rulebook: Rulebook) -> None:
    """A slip of the pen is refused with a reason and breaks nothing."""
    assert refused(rulebook, offence_article=article) == ["PR-03"]


def test_a_likely_sentence_that_nobody_recorded_is_not_zero(rulebook: Rulebook) -> None:
    """It is refused."""
    assert refused(rulebook, predicted_sentence_months=None) == ["PR-04"]


@pytest.mark.parametrize("party", list(Party))
def test_only_nothing_recorded_refuses(party: Party, rulebook: Rulebook) -> None:
    """And the finding says about whom."""
    opinions = {each: state for each, state in EVERYBODY_HEARD.items() if each is not party}
    assert refused(rulebook, opinions=opinions) == ["HR-01"]
    because = one("HR-01", rulebook, opinions=opinions).because.en
    assert party.value.replace("_", " ") in because
    assert because.startswith("Nothing is recorded about the ")
    assert len(because.split(",")) == 1


def test_nothing_about_counsel_is_refused_and_none_at_all_is_a_warning(rulebook: Rulebook) -> None:
    """A recorded absence is a fact; somebody of age need not have counsel."""
    nobody = {party: PartyState.HEARD for party in Party if party is not Party.DEFENDER}
    assert "PR-10" in refused(rulebook, counsel=None, opinions=nobody)
    assert refused(rulebook, counsel=False) == []
    assert warned(rulebook, counsel=False) == ["PR-15"]
    assert warned(rulebook, counsel=None) == []
    absent = {**EVERYBODY_HEARD, Party.DEFENDER: PartyState.NOT_IN_THIS_CASE}
    assert warned(rulebook, counsel=None, opinions=absent) == ["PR-15"]
    adult = {"born_on": date(2008, 4, 21), "act_dates": [date(2026, 2, 8)]}
    assert warned(rulebook, counsel=False, **adult) == []


def test_why_not_let_the_case_go(rulebook: Rulebook) -> None:
    """Minor-offence non-prosecution comes first, above all in light card cases."""
    assert warned(rulebook, reason_not_minor_offence=None) == ["PR-07"]
    assert warned(rulebook, reason_not_minor_offence=" ") == ["PR-07"]
    assert warned(rulebook, mitigating=["deceived"]) == ["PR-08"]
    assert warned(rulebook, mitigating=["deceived"], aggravating=["used classmates"]) == []
    assert warned(rulebook, offence_article="266", mitigating=["deceived"]) == []


def test_a_father_who_objects_at_the_announcement_counts_too() -> None:
    """Until the announcement is closed."""
    assert can_be_recorded(date(2026, 10, 9), None)
    assert can_be_recorded(date(2026, 10, 9), date(2026, 10, 9))
    assert not can_be_recorded(date(2026, 10, 10), date(2026, 10, 9))


def test_on_the_birthday_itself_the_reason_says_that_the_age_is_not_reached_yet(rulebook: Rulebook) -> None:
    """Sixteen years and no month, and still not liable: whoever reads that is told why (DT-01)."""

    def why(act_on: date) -> str:
        facts = replace(A_GOOD_CASE, born_on=date(2010, 2, 8), act_dates=[act_on])
        return next(f.because.en for f in findings_on_opening(facts, rulebook) if f.rule == "PR-02")

    assert "16 y 0 m on 2026-02-08 (the birthday: reached the day after)" in why(date(2026, 2, 8))
    assert "15 y 11 m on 2026-02-07: not liable" in why(date(2026, 2, 7))
    assert "15 y 0 m on 2025-03-01: not liable" in why(date(2025, 3, 1)), "a month that began is not the birthday"
