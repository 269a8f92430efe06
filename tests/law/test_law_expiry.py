"""The end of the period: dates of opinion and decision, the victim, and the outcomes that are open."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.expiry import (
    finding_on_opinion,
    finding_on_outcome,
    finding_on_victim_heard,
    findings_before_decision,
    findings_before_opinion,
    outcomes_offered,
)
from law.finding import Finding, filter_refusals
from law.parties import PartyState
from law.rulebook import Rulebook
from law.transitions import Outcome

END = date(2026, 11, 19)
DAY_AFTER = date(2026, 11, 20)
BOTH = {Outcome.NON_PROSECUTION, Outcome.PROSECUTION}


@pytest.mark.parametrize("findings", [findings_before_opinion, findings_before_decision])
def test_what_is_signed_is_dated_after_the_last_day(
    findings: Callable[[date, date, Rulebook], list[Finding]], rulebook: Rulebook
) -> None:
    """On the last day a crime of that evening would be missed."""
    assert [finding.rule for finding in filter_refusals(findings(END, END, rulebook))] == ["FI-01"]
    assert filter_refusals(findings(DAY_AFTER, END, rulebook)) == []


def test_the_decision_rests_on_an_opinion_that_is_not_later(rulebook: Rulebook) -> None:
    """No opinion, or one written afterwards, refuses; the same day will do."""
    assert finding_on_opinion(None, DAY_AFTER, rulebook).refuses
    assert finding_on_opinion(DAY_AFTER + timedelta(days=1), DAY_AFTER, rulebook).refuses
    assert finding_on_opinion(DAY_AFTER, DAY_AFTER, rulebook).holds


def test_only_nothing_recorded_about_the_victim_refuses(rulebook: Rulebook) -> None:
    """In many cases there is no victim, and some cannot be found."""
    assert finding_on_victim_heard(None, rulebook).refuses
    assert "Nobody" in finding_on_victim_heard(None, rulebook).because.en
    assert all(finding_on_victim_heard(state, rulebook).holds for state in PartyState)


@pytest.mark.parametrize(
    ("today", "ground_confirmed", "review_open", "offered"),
    [
        (END, False, False, set()),
        (END, False, True, set()),
        (END, True, False, {Outcome.PROSECUTION}),
        (DAY_AFTER, False, False, {Outcome.NON_PROSECUTION}),
        (DAY_AFTER, False, True, BOTH),
        (DAY_AFTER, True, False, {Outcome.PROSECUTION}),
        (DAY_AFTER, True, True, {Outcome.PROSECUTION}),
    ],
)
def test_which_outcomes_are_open(today: date, ground_confirmed: bool, review_open: bool, offered: set[Outcome]) -> None:
    """Within the period only a confirmed ground concludes; after it, without one, non-prosecution must follow."""
    assert outcomes_offered(END, today, ground_confirmed, review_open) == offered


def test_an_outcome_that_is_not_open_is_refused_with_its_reason(rulebook: Rulebook) -> None:
    """Each refusal says why, and the reasons differ."""
    mandatory = finding_on_outcome(Outcome.PROSECUTION, {Outcome.NON_PROSECUTION}, rulebook)
    assert mandatory.refuses
    assert "mandatory" in mandatory.because.en
    ground = finding_on_outcome(Outcome.NON_PROSECUTION, {Outcome.PROSECUTION}, rulebook)
    assert ground.refuses
    assert "confirmed" in ground.because.en
    early = finding_on_outcome(Outcome.NON_PROSECUTION, set(), rulebook)
    assert early.refuses
    assert "still runs" in early.because.en
    assert finding_on_outcome(Outcome.NON_PROSECUTION, BOTH, rulebook).holds


@given(passed=st.integers(1, 400), review_open=st.booleans())
def test_without_a_confirmed_ground_non_prosecution_is_always_open_after_the_period(
    passed: int, review_open: bool
) -> None:
    """However late, nothing else can take it away."""
    assert Outcome.NON_PROSECUTION in outcomes_offered(END, END + timedelta(days=passed), False, review_open)
