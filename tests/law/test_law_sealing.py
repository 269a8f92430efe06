"""When a record is sealed, who may look, and what outlives the seal."""

from datetime import date

import pytest

from law.confidentiality import MATERIAL_WORDS, Material
from law.rulebook import Rulebook
from law.sealing import (
    Judgment,
    Requester,
    finding_on_access,
    finding_on_sealing,
)
from law.transitions import PlanStatus

TODAY = date(2026, 11, 24)
FIVE_YEARS = Judgment(60, in_force_on=date(2026, 11, 1), reached_office_on=date(2026, 11, 10))


@pytest.mark.parametrize("status", list(PlanStatus))
def test_without_a_judgment_only_a_case_that_ended_without_prosecution_is_sealed(
    status: PlanStatus, rulebook: Rulebook
) -> None:
    """At once after non-prosecution or another end; a revoked case waits for the court."""
    sealed = status in (PlanStatus.NON_PROSECUTED, PlanStatus.ENDED_OTHERWISE)
    assert finding_on_sealing(status, None, TODAY, rulebook).holds is sealed


@pytest.mark.parametrize(
    ("judgment", "holds"),
    [
        (FIVE_YEARS, True),
        (Judgment(8, TODAY, TODAY), True),
        (Judgment(8, date(2026, 11, 1), date(2026, 11, 25)), False),
        (Judgment(8, date(2026, 11, 25), date(2026, 11, 20)), False),
    ],
)
def test_a_revoked_case_is_sealed_after_a_judgment_of_five_years_or_less(
    judgment: Judgment, holds: bool, rulebook: Rulebook
) -> None:
    """In force, and arrived at the office."""
    finding = finding_on_sealing(PlanStatus.REVOKED, judgment, TODAY, rulebook)
    assert finding.holds is holds
    assert finding.rule == "SE-15"


def test_a_unit_may_look_under_the_state_provision_that_it_cites(rulebook: Rulebook) -> None:
    """As a reading."""
    finding = finding_on_access(Requester.UNIT_UNDER_STATE_PROVISIONS, "a state provision, art 1", rulebook)
    assert finding.holds
    assert finding.is_reading


def test_a_unit_without_a_basis_is_answered_what_is_missing(rulebook: Rulebook) -> None:
    """And an outsider that it is not one of those who may look."""
    unit = finding_on_access(Requester.UNIT_UNDER_STATE_PROVISIONS, None, rulebook)
    assert unit.because.en == "No state provision is cited."
    assert finding_on_access(Requester.ANYONE_ELSE, None, rulebook).because.en == "Not one of those who may look."


def test_supervision_papers_and_police_decisions_are_sealed_too() -> None:
    """Not the decision alone."""
    assert set(MATERIAL_WORDS) == set(Material)
    sealed = " ".join(words.zh for words in MATERIAL_WORDS.values())
    assert all(
        kind in sealed for kind in ("社会调查", "监督考察", "心理", "司法救助", "强制措施", "治安处罚", "电子数据")
    )
