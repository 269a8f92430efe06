"""The end of the period: dates of opinion and decision, the victim, and the outcomes that are open."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from law.expiry import (
    finding_on_opinion,
    finding_on_outcome,
    finding_on_victim_heard,
    outcomes_offered,
)
from law.parties import PartyState
from law.rulebook import Rulebook
from law.transitions import Outcome

END = date(2026, 11, 19)
DAY_AFTER = date(2026, 11, 20)
BOTH = {Outcome.NON_PROSECUTION, Outcome.PROSECUTION}


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
