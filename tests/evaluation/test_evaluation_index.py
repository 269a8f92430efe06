"""The index: every point from a dated entry, what is unknown as a range, and nothing shared out in silence."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.i18n import NO_TEXT
from evaluation.index import (
    DEFAULT_WEIGHTS,
    LATE,
    ON_TIME,
    IndexEntry,
    IndexPart,
    Weights,
    calculate_index,
    get_index_changes,
    index_without_entry,
)
from evaluation.numbers import median, p90, share
from evaluation.shares import ValueRange

BEGAN = date(2026, 3, 2)
NOTHING = NO_TEXT


def entry(place: int, part: IndexPart, value: float | None, day: int = 0) -> IndexEntry:
    span = None if value is None else ValueRange(value, value)
    return IndexEntry(f"e{place}", part, BEGAN + timedelta(days=day), NOTHING, span)


ENTRIES = st.lists(
    st.builds(
        entry, st.integers(0, 9999), st.sampled_from(IndexPart), st.none() | st.sampled_from((0.0, 0.5, LATE, ON_TIME)),
        st.integers(0, 90),
    ),
    max_size=25, unique_by=lambda one: one.key,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "says"),
    [({IndexPart.COMPLIANCE: 31}, "a hundred"), ({IndexPart.COMPLIANCE: 24, IndexPart.DIGITAL: 31}, "thirty"),
     ({IndexPart.COMPLIANCE: 60, IndexPart.FAMILY: -15}, "negative")],
)  # fmt: skip
def test_weights_that_may_not_be(changed: dict[IndexPart, int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Weights({**DEFAULT_WEIGHTS.of, **changed})


def test_without_a_phone_nothing_is_lost_and_nothing_is_shared_out() -> None:
    """A part that cannot be assessed leaves the points of the others as they are, and says so."""
    kept = [entry(place, IndexPart.COMPLIANCE, ON_TIME) for place in range(4)]
    index = calculate_index(kept, DEFAULT_WEIGHTS)
    assert index.points == ValueRange(30, 30)
    assert index.of == 30
    assert index.part(IndexPart.DIGITAL).points is None
    with_phone = calculate_index(
        [*kept, *(entry(place, IndexPart.DIGITAL, ON_TIME) for place in range(10, 14))], DEFAULT_WEIGHTS
    )
    assert with_phone.part(IndexPart.COMPLIANCE).points == index.part(IndexPart.COMPLIANCE).points
    assert (with_phone.points, with_phone.of) == (ValueRange(55, 55), 55)


@pytest.mark.parametrize(
    ("known", "unknown", "points"), [(3, 2, ValueRange(18, 30)), (2, 2, None), (5, 0, ValueRange(30, 30))]
)
def test_what_is_unknown_widens_the_range_and_too_much_of_it_ends_it(
    known: int, unknown: int, points: ValueRange | None
) -> None:
    entries = [
        entry(place, IndexPart.COMPLIANCE, ON_TIME if place < known else None) for place in range(known + unknown)
    ]
    assert calculate_index(entries, DEFAULT_WEIGHTS).part(IndexPart.COMPLIANCE).points == points


@given(ENTRIES)
@settings(max_examples=80, deadline=None)
def test_every_point_comes_from_an_entry(entries: list[IndexEntry]) -> None:
    """The whole is the sum of its parts, lies in its bounds, does not depend on the order, and moves only where an entry
    falls."""
    index = calculate_index(entries, DEFAULT_WEIGHTS)
    assert index == calculate_index(list(reversed(entries)), DEFAULT_WEIGHTS)
    if index.points is not None:
        assert 0 <= index.points.low <= index.points.high <= index.of + 1e-9
    for one in entries[:5]:
        fallen = index_without_entry(entries, one.key, DEFAULT_WEIGHTS)
        for part in IndexPart:
            if part is not one.part:
                assert fallen.part(part) == index.part(part)


@given(ENTRIES, st.integers(0, 90))
@settings(max_examples=40, deadline=None)
def test_what_moved_is_explained_by_what_came_in_between(entries: list[IndexEntry], day: int) -> None:
    before = BEGAN + timedelta(days=day)
    for moved in get_index_changes(entries, DEFAULT_WEIGHTS, before, date.max):
        assert all(one.on > before for one in moved.new)
        if not moved.new:
            assert moved.before == moved.after
            assert moved.by in (None, 0)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_median_and_p90_are_what_a_person_counts(values: list[int]) -> None:
    middle, high = median(values), p90(values)
    assert middle is not None
    assert high is not None
    assert sum(value <= middle for value in values) * 2 >= len(values) <= sum(value >= middle for value in values) * 2
    assert sum(value <= high for value in values) * 10 >= 9 * len(values)
    assert high in values
    assert sum(value < high for value in values) * 10 < 9 * len(values)


def test_of_nothing_there_is_no_middle_and_no_share() -> None:
    assert (median([]), p90([]), share(0, 0)) == (None, None, None)
    assert (median([3, 1]), p90([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), share(1, 3)) == (2.0, 9.0, 33)
