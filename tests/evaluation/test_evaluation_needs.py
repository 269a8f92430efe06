"""Two who see it differently stay two, and voices that contradict are shown and not weighed."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.needs import Change, Domain, Rating, Time, change, profile
from evaluation.views import Says, Together, Topic, Voice, compare, contradicted

FAMILY = Domain.FAMILY


def cells(*rated: tuple[str, str, int]):  # type: ignore[no-untyped-def]
    """The family's cells at each time, from (time, rater, need)."""
    found = profile(Rating(Time(time), rater, {FAMILY: need}) for time, rater, need in rated)
    return {time: found[FAMILY, time] for time in Time}


@pytest.mark.parametrize(
    ("rated", "said"),
    [
        ([("start", "a", 2), ("mid", "a", 1)], Change.LESS),
        ([("start", "a", 2), ("start", "b", 2), ("mid", "a", 0), ("mid", "b", 1)], Change.LESS),
        ([("start", "a", 2), ("start", "b", 1), ("mid", "a", 1)], Change.UNCLEAR),
        ([("start", "a", 1), ("mid", "a", 1)], Change.SAME),
        ([("start", "a", 1), ("start", "b", 2), ("mid", "a", 1), ("mid", "b", 2)], Change.UNCLEAR),
        ([("start", "a", 0), ("mid", "a", 2)], Change.MORE),
        ([("start", "a", 0)], Change.NOT_SEEN),
        ([("mid", "a", 0)], Change.NOT_SEEN),
    ],
)
def test_a_change_is_said_only_if_every_view_says_it(rated: list[tuple[str, str, int]], said: Change) -> None:
    seen = cells(*rated)
    assert change(seen[Time.START], seen[Time.MID]) is said


def test_disagreement_is_shown_and_not_averaged() -> None:
    cell = cells(("start", "worker", 2), ("start", "assistant", 0))[Time.START]
    assert cell.disagree
    assert cell.seen == (("worker", 2), ("assistant", 0))
    assert cell.span is not None
    assert (cell.span.low, cell.span.high) == (0, 2)


def test_two_rate_and_each_once() -> None:
    with pytest.raises(ValueError, match="two people"):
        cells(("start", "a", 1), ("start", "b", 1), ("start", "c", 1))
    with pytest.raises(ValueError, match="each once"):
        cells(("start", "a", 1), ("start", "a", 2))
    with pytest.raises(ValueError, match="0, 1 or 2"):
        cells(("start", "a", 3))


def voice(of: str, says: Says) -> Voice:
    return Voice(of, {Topic.HOME: says})


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ([], Together.NOBODY),
        ([Says.CANNOT_SAY, Says.CANNOT_SAY], Together.NOBODY),
        ([Says.WELL, Says.CANNOT_SAY], Together.ONE_VOICE),
        ([Says.WELL, Says.WELL], Together.AGREE),
        ([Says.HARD, Says.HARD, Says.CANNOT_SAY], Together.AGREE),
        ([Says.WELL, Says.MIXED], Together.DIFFER),
        ([Says.MIXED, Says.HARD], Together.DIFFER),
        ([Says.WELL, Says.HARD], Together.CONTRADICT),
        ([Says.WELL, Says.MIXED, Says.HARD], Together.CONTRADICT),
    ],
)
def test_what_comes_of_several_voices(said: list[Says], together: Together) -> None:
    found = compare(voice(f"v{place}", says) for place, says in enumerate(said))
    home = next(each for each in found if each.topic is Topic.HOME)
    assert home.together is together
    assert (Topic.HOME in contradicted(found)) == (together is Together.CONTRADICT)


@given(st.lists(st.sampled_from(Says), max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_voice_weighs_more_than_another(said: list[Says]) -> None:
    """In whatever order people speak, the same comes of it, and everybody's word is shown."""
    outcomes = set()
    for order in itertools.permutations(said):
        home = compare(voice(f"v{place}", says) for place, says in enumerate(order))[0]
        outcomes.add(home.together)
        assert len(home.said) == len(said)
    assert len(outcomes) == 1
