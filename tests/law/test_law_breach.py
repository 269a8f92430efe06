"""Grounds of revocation by the day done and the day found; and what may count as missed."""

from datetime import date

import pytest

from core.errors import BadInput
from law.breach import Ground, counts_as_missed, finding_on_ground
from law.finding import Effect, Finding
from law.rulebook import Rulebook

DECIDED = date(2026, 5, 20)
END = date(2026, 11, 19)


def ask(ground: Ground, done: str, found: str, rulebook: Rulebook, *, concluded: bool = False) -> Finding:
    """About a period of 20 May to 19 November 2026."""
    return finding_on_ground(
        ground,
        date.fromisoformat(f"2026-{done}"),
        date.fromisoformat(f"2026-{found}"),
        DECIDED,
        END,
        DECIDED,
        concluded,
        rulebook,
    )


SENTENCES = [
    # what happened, the ground, done, found, whether a ground may exist, whether that is a reading
    ("new crime on the first day", Ground.NEW_CRIME, "05-20", "05-20", True, False),
    ("new crime on the evening of the last day", Ground.NEW_CRIME, "11-19", "11-19", True, False),
    ("missed crime found on the last day", Ground.MISSED_CRIME, "05-19", "11-19", True, False),
    ("missed crime found on the day of the decision", Ground.MISSED_CRIME, "03-01", "05-20", True, False),
    ("known before the decision", Ground.MISSED_CRIME, "03-01", "05-19", False, False),
    ("done on the day of the decision", Ground.MISSED_CRIME, "05-20", "08-01", False, False),
]


@pytest.mark.parametrize(
    ("ground", "done", "found", "holds", "is_reading"),
    [row[1:] for row in SENTENCES],
    ids=[row[0] for row in SENTENCES],
)
def test_two_dates_decide(
    ground: Ground, done: str, found: str, holds: bool, is_reading: bool, rulebook: Rulebook
) -> None:
    """When it was done and when it was found; where the text is open the finding says that it is a reading."""
    finding = ask(ground, done, found, rulebook)
    assert finding.holds is holds
    assert finding.is_reading is is_reading
    assert finding.refuses is not holds, "without a ground an act of revocation is refused"


def test_each_ground_cites_its_own_item(rulebook: Rulebook) -> None:
    """Article 479, items one to four."""
    for number, ground in enumerate(Ground, start=1):
        assert f"479({number})" in ask(ground, "07-01", "07-02", rulebook).article


def test_nothing_is_found_before_it_is_done(rulebook: Rulebook) -> None:
    """Such dates are a slip of the pen."""
    with pytest.raises(BadInput):
        ask(Ground.NEW_CRIME, "07-18", "07-17", rulebook)


@pytest.mark.parametrize(
    ("could_know", "could_act", "was_heard", "excused", "because"),
    [
        (False, True, True, False, "They could not know or could not act: it does not count."),
        (None, True, True, False, "It is not known whether they could: it does not count."),
        (True, None, True, False, "It is not known whether they could: it does not count."),
        (True, True, False, False, "They were not heard yet: it does not count for now."),
        (True, True, True, True, "Excused: it does not count."),
        (True, True, True, False, "They could know, could act and were heard: it may count."),
    ],
)
def test_silence_is_not_a_breach(
    could_know: bool | None, could_act: bool | None, was_heard: bool, excused: bool, because: str, rulebook: Rulebook
) -> None:
    """Only who could know, could act and was heard can have missed something; what was lacking is said."""
    finding = counts_as_missed(could_know, could_act, was_heard, excused, rulebook)
    assert finding.holds is ("may count" in because)
    assert finding.effect is Effect.REFUSES
    assert finding.because.en == because
