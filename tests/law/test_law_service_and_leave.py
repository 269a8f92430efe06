"""On whom papers are served, what an announcement holds, and what a family is told about leave."""

import pytest

from law.leave import LeaveAnswer, leave_answer_to_family
from law.parties import Party, PartyState
from law.rulebook import Rulebook
from law.service import (
    Addressee,
    AnnouncementItem,
    addressees,
    finding_on_addressee,
    finding_on_announcement,
)

EVERYBODY = {party: PartyState.HEARD for party in Party}
ALL_ITEMS = list(AnnouncementItem)


def test_the_decision_is_served_on_every_party() -> None:
    """Five addressees, and somebody who could not be heard is served all the same."""
    assert [each.value for each in addressees(EVERYBODY, of_age=False)] == [party.value for party in Party]
    assert Addressee.VICTIM in addressees({**EVERYBODY, Party.VICTIM: PartyState.TRIED_AND_FAILED}, of_age=False)


def test_no_paper_for_a_victim_who_is_not_in_the_case_nor_for_a_parent_of_an_adult() -> None:
    """Many card cases have no victim; the representation ends at eighteen."""
    served = addressees({**EVERYBODY, Party.VICTIM: PartyState.NOT_IN_THIS_CASE}, of_age=True)
    assert served == (Addressee.POLICE, Addressee.MINOR, Addressee.DEFENDER)
    gone = addressees({**EVERYBODY, Party.LEGAL_REPRESENTATIVE: PartyState.NO_LONGER_A_PARTY}, of_age=False)
    assert Addressee.LEGAL_REPRESENTATIVE not in gone


@pytest.mark.parametrize("outsider", [Addressee.SCHOOL, Addressee.EMPLOYER])
def test_school_and_employer_receive_nothing_without_a_named_reason(outsider: Addressee, rulebook: Rulebook) -> None:
    """Nobody learns of a case from us."""
    assert finding_on_addressee(outsider, None, rulebook).refuses
    assert "reason" in finding_on_addressee(outsider, None, rulebook).because.en
    assert finding_on_addressee(outsider, "witness", rulebook).because.en == "It may be served."
    assert finding_on_addressee(outsider, " ", rulebook).refuses
    assert finding_on_addressee(outsider, "form teacher was the witness", rulebook).holds
    police = finding_on_addressee(Addressee.POLICE, None, rulebook)
    assert police.holds
    assert police.because.en == "It may be served."


@pytest.mark.parametrize(
    ("items", "present", "representative", "of_age", "missing"),
    [
        (ALL_ITEMS, True, None, False, "the representative"),
        (ALL_ITEMS, True, None, True, None),
        (ALL_ITEMS, False, PartyState.HEARD, False, "not present"),
        (ALL_ITEMS[:2], True, PartyState.HEARD, False, "three items"),
        ([], True, PartyState.HEARD, False, "no record of what was explained"),
    ],
)
def test_an_incomplete_announcement_is_recorded_with_a_warning(
    items: list[AnnouncementItem],
    present: bool,
    representative: PartyState | None,
    of_age: bool,
    missing: str | None,
    rulebook: Rulebook,
) -> None:
    """It is a fact: the period runs from the decision in any case."""
    finding = finding_on_announcement(items, present, representative, of_age, rulebook)
    assert finding.holds is (missing is None)
    assert finding.warns is (missing is not None)
    assert (missing or "explained") in finding.because.en
    assert not finding.refuses


@pytest.mark.parametrize(
    ("on_bail", "prosecutor", "police", "answer"),
    [
        (True, True, True, LeaveAnswer.GRANTED),
        (True, False, True, LeaveAnswer.REFUSED),
    ],
)
def test_a_family_on_bail_waits_for_both(
    on_bail: bool, prosecutor: bool | None, police: bool | None, answer: LeaveAnswer
) -> None:
    """A child who leaves on our word alone can be arrested."""
    assert leave_answer_to_family(on_bail, prosecutor, police) is answer
