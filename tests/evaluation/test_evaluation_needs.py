"""Two who see it differently stay two, and voices that contradict are shown and not weighed."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.needs import AssessmentPoint, Domain, NeedChange, Rating, build_needs_profile, compare_needs
from evaluation.viewpoints import (
    Topic,
    Viewpoint,
    ViewpointAgreement,
    ViewpointRating,
    compare_viewpoints,
    contradicted_topics,
)

FAMILY = Domain.FAMILY


def cells(*rated: tuple[str, str, int]):  # type: ignore[no-untyped-def]
    """The family's cells at each time, from (time, rater, need)."""
    found = build_needs_profile(Rating(AssessmentPoint(time), rater, {FAMILY: need}) for time, rater, need in rated)
    return {time: found[FAMILY, time] for time in AssessmentPoint}


@pytest.mark.parametrize(
    ("rated", "change"),
    [
        ([("start", "a", 2), ("mid", "a", 1)], NeedChange.LESS),
        ([("start", "a", 2), ("start", "b", 2), ("mid", "a", 0), ("mid", "b", 1)], NeedChange.LESS),
        ([("start", "a", 2), ("start", "b", 1), ("mid", "a", 1)], NeedChange.UNCLEAR),
        ([("start", "a", 1), ("mid", "a", 1)], NeedChange.SAME),
        ([("start", "a", 1), ("start", "b", 2), ("mid", "a", 1), ("mid", "b", 2)], NeedChange.UNCLEAR),
        ([("start", "a", 0), ("mid", "a", 2)], NeedChange.MORE),
        ([("start", "a", 0)], NeedChange.NOT_SEEN),
        ([("mid", "a", 0)], NeedChange.NOT_SEEN),
    ],
)
def test_a_change_is_said_only_if_every_view_says_it(rated: list[tuple[str, str, int]], change: NeedChange) -> None:
    seen = cells(*rated)
    assert compare_needs(seen[AssessmentPoint.START], seen[AssessmentPoint.MID]) is change


def test_two_rate_and_each_once() -> None:
    with pytest.raises(ValueError, match="two people"):
        cells(("start", "a", 1), ("start", "b", 1), ("start", "c", 1))
    with pytest.raises(ValueError, match="each once"):
        cells(("start", "a", 1), ("start", "a", 2))
    with pytest.raises(ValueError, match="0, 1 or 2"):
        cells(("start", "a", 3))


def voice(of: str, says: ViewpointRating) -> Viewpoint:
    return Viewpoint(of, {Topic.HOME: says})


@pytest.mark.parametrize(
    ("ratings", "agreement"),
    [
        ([], ViewpointAgreement.NOBODY),
        ([ViewpointRating.CANNOT_SAY, ViewpointRating.CANNOT_SAY], ViewpointAgreement.NOBODY),
        ([ViewpointRating.WELL, ViewpointRating.CANNOT_SAY], ViewpointAgreement.ONE_VOICE),
        ([ViewpointRating.WELL, ViewpointRating.WELL], ViewpointAgreement.AGREE),
        ([ViewpointRating.HARD, ViewpointRating.HARD, ViewpointRating.CANNOT_SAY], ViewpointAgreement.AGREE),
        ([ViewpointRating.WELL, ViewpointRating.MIXED], ViewpointAgreement.DIFFER),
        ([ViewpointRating.MIXED, ViewpointRating.HARD], ViewpointAgreement.DIFFER),
        ([ViewpointRating.WELL, ViewpointRating.HARD], ViewpointAgreement.CONTRADICT),
        ([ViewpointRating.WELL, ViewpointRating.MIXED, ViewpointRating.HARD], ViewpointAgreement.CONTRADICT),
    ],
)
def test_what_comes_of_several_voices(ratings: list[ViewpointRating], agreement: ViewpointAgreement) -> None:
    found = compare_viewpoints(voice(f"v{place}", says) for place, says in enumerate(ratings))
    home = next(each for each in found if each.topic is Topic.HOME)
    assert home.agreement is agreement
    assert (Topic.HOME in contradicted_topics(found)) == (agreement is ViewpointAgreement.CONTRADICT)


@given(st.lists(st.sampled_from(ViewpointRating), max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_voice_weighs_more_than_another(ratings: list[ViewpointRating]) -> None:
    """In whatever order people speak, the same comes of it, and everybody's word is shown."""
    outcomes = set()
    for order in itertools.permutations(ratings):
        home = compare_viewpoints(voice(f"v{place}", says) for place, says in enumerate(order))[0]
        outcomes.add(home.agreement)
        assert len(home.said) == len(ratings)
    assert len(outcomes) == 1
