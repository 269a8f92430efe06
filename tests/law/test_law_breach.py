"""Grounds of revocation by the day done and the day found; and what may count as missed."""

from datetime import date

import pytest

from core.errors import BadInput
from law.breach import Ground, counts_as_missed, finding_on_ground, finding_on_several
from law.finding import Effect, Finding
from law.rulebook import Rulebook
from tests.law.chosen import with_values

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
    ("new crime done and found within", Ground.NEW_CRIME, "07-18", "07-31", True, False),
    ("new crime on the first day", Ground.NEW_CRIME, "05-20", "05-20", True, False),
    ("new crime on the evening of the last day", Ground.NEW_CRIME, "11-19", "11-19", True, False),
    ("theft of 17 November, found on the 24th", Ground.NEW_CRIME, "11-17", "11-24", True, True),
    ("theft of the last day, found the day after", Ground.NEW_CRIME, "11-19", "11-20", True, True),
    ("theft of 21 November, after the period", Ground.NEW_CRIME, "11-21", "11-24", False, False),
    ("theft of the day after the last", Ground.NEW_CRIME, "11-20", "11-24", False, False),
    ("an old crime is not a new one", Ground.NEW_CRIME, "05-19", "06-01", False, False),
    ("missed crime found within", Ground.MISSED_CRIME, "03-01", "08-01", True, False),
    ("missed crime found on the last day", Ground.MISSED_CRIME, "05-19", "11-19", True, False),
    ("missed crime found on the day of the decision", Ground.MISSED_CRIME, "03-01", "05-20", True, False),
    ("missed crime found after", Ground.MISSED_CRIME, "03-01", "11-20", False, True),
    ("known before the decision", Ground.MISSED_CRIME, "03-01", "05-19", False, False),
    ("done on the day of the decision", Ground.MISSED_CRIME, "05-20", "08-01", False, False),
    ("brawl within", Ground.PUBLIC_SECURITY, "10-13", "10-13", True, False),
    ("brawl within, found after", Ground.PUBLIC_SECURITY, "11-18", "11-22", True, True),
    ("brawl before", Ground.PUBLIC_SECURITY, "05-01", "06-01", False, False),
    ("breach of supervision after the period", Ground.SUPERVISION_RULES, "11-22", "11-22", False, False),
    ("breach of supervision within", Ground.SUPERVISION_RULES, "08-01", "08-02", True, False),
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


@pytest.mark.parametrize("ground", list(Ground))
def test_after_the_final_decision_no_ground_of_article_479_is_left(ground: Ground, rulebook: Rulebook) -> None:
    """Only the way of article 388, and it is said."""
    finding = ask(ground, "05-19" if ground is Ground.MISSED_CRIME else "07-18", "08-01", rulebook, concluded=True)
    assert not finding.holds
    assert "388" in finding.because.en


def test_each_ground_cites_its_own_item(rulebook: Rulebook) -> None:
    """Article 479, items one to four."""
    for number, ground in enumerate(Ground, start=1):
        assert f"479({number})" in ask(ground, "07-01", "07-02", rulebook).article


def test_nothing_is_found_before_it_is_done(rulebook: Rulebook) -> None:
    """Such dates are a slip of the pen."""
    with pytest.raises(BadInput):
        ask(Ground.NEW_CRIME, "07-18", "07-17", rulebook)


def test_three_confirmed_ask_a_person_to_look_and_nothing_more(rulebook: Rulebook) -> None:
    """A number never refuses and never revokes."""
    on = date(2026, 9, 21)
    assert finding_on_several(2, on, rulebook).holds
    third = finding_on_several(3, on, rulebook)
    assert third.warns
    assert not third.refuses
    assert "not explained while there was time, or confirmed" in third.because.en, (
        "the clock's misses are no confirmed ones"
    )
    stricter = with_values(rulebook, attention_threshold_missed=2)
    assert finding_on_several(2, on, stricter).warns


@pytest.mark.parametrize(
    ("could_know", "could_act", "was_heard", "excused", "counts"),
    [
        (True, True, True, False, True),
        (True, True, False, False, False),
        (True, True, True, True, False),
        (False, True, True, False, False),
        (True, False, True, False, False),
        (None, True, True, False, False),
        (True, None, True, False, False),
        (None, None, False, False, False),
    ],
)
def test_silence_is_not_a_breach(
    could_know: bool | None, could_act: bool | None, was_heard: bool, excused: bool, counts: bool, rulebook: Rulebook
) -> None:
    """Only who could know, could act and was heard can have missed something."""
    finding = counts_as_missed(could_know, could_act, was_heard, excused, rulebook)
    assert finding.holds is counts
    assert finding.effect is Effect.REFUSES


@pytest.mark.parametrize(
    ("could_know", "could_act", "was_heard", "excused", "because"),
    [
        (False, True, True, False, "They could not know or could not act: it does not count."),
        (None, True, True, False, "It is not known whether they could: it does not count."),
        (True, True, False, False, "They were not heard yet: it does not count for now."),
        (True, True, True, True, "Excused: it does not count."),
        (True, True, True, False, "They could know, could act and were heard: it may count."),
    ],
)
def test_why_it_does_not_count_is_said(
    could_know: bool | None, could_act: bool | None, was_heard: bool, excused: bool, because: str, rulebook: Rulebook
) -> None:
    """Unable, unknown, not heard and excused are different answers."""
    assert counts_as_missed(could_know, could_act, was_heard, excused, rulebook).because.en == because
