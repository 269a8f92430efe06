"""Nobody in a small group can be counted from what is shown."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.fairness import FEWEST, TOGETHER, CountTable, SuppressedTable, suppress


def of(rows: dict[str, list[int]], by: str = "sex") -> CountTable:
    return CountTable(by, {(group, f"r{place}"): n for group, row in rows.items() for place, n in enumerate(row)})


def possible(suppressed: SuppressedTable) -> Iterator[dict[tuple[str, str], int]]:
    """Every table that somebody who sees only what is shown must think possible."""
    unknown = [place for place, count in suppressed.cells.items() if count is None]

    def fill(place: int, rows: dict[str, int], columns: dict[str, int]) -> Iterator[dict[tuple[str, str], int]]:
        if place == len(unknown):
            if not any(rows.values()) and not any(columns.values()):
                yield {}
            return
        group, result = unknown[place]
        most = min(rows[group], columns[result])
        least = 0 if any(each == group for each, _ in unknown[place + 1 :]) else rows[group]
        least = max(least, 0 if any(each == result for _, each in unknown[place + 1 :]) else columns[result])
        for count in range(least, most + 1):
            less = fill(place + 1, rows | {group: rows[group] - count}, columns | {result: columns[result] - count})
            yield from ({unknown[place]: count, **rest} for rest in less)

    known = {place: count for place, count in suppressed.cells.items() if count is not None}
    rows = {
        g: total - sum(n for (each, _), n in known.items() if each == g) for g, total in suppressed.group_totals.items()
    }
    columns = {
        r: total - sum(n for (_, each), n in known.items() if each == r)
        for r, total in suppressed.result_totals.items()
    }
    yield from fill(0, rows, columns)


@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=3), min_size=2, max_size=3).filter(
    lambda rows: len({len(row) for row in rows}) == 1))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_no_small_count_can_be_worked_out(rows: list[list[int]]) -> None:
    """Whatever the counts, every withheld one might as well be another; and no total is small."""
    table = of({f"g{place}": row for place, row in enumerate(rows)})
    (suppressed,) = suppress([table])
    assert all(count is None or count == 0 or count >= FEWEST for count in suppressed.cells.values())
    assert all(total >= FEWEST for total in [*suppressed.group_totals.values(), *suppressed.result_totals.values()])
    seen: dict[tuple[str, str], set[int]] = {}
    for filling in possible(suppressed):
        for place, count in filling.items():
            seen.setdefault(place, set()).add(count)
        if all(len(counts) > 1 for counts in seen.values()):
            break
    several = min(len(suppressed.groups), len(suppressed.results)) > 1
    assert all(len(counts) > 1 for counts in seen.values()) or not several
    assert not (suppressed.withheld and not several)


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        # nothing small: everything is shown
        ({"f": [9, 6], "m": [20, 8]}, [9, 6, 20, 8]),
        # one small count takes three others with it: from any of the totals it would be known
        ({"f": [3, 6], "m": [20, 8]}, [None, None, None, None]),
        # what is nought is shown: nobody is there
        ({"f": [0, 6], "m": [20, 8]}, [0, 6, 20, 8]),
        # with a third group the loop is closed over the smallest row
        ({"a": [3, 6], "b": [7, 6], "c": [30, 20]}, [None, None, None, None, 30, 20]),
    ],
)
def test_what_is_withheld(rows: dict[str, list[int]], cells: list[int | None]) -> None:
    (suppressed,) = suppress([of(rows)])
    assert [suppressed.cells[group, result] for group in suppressed.groups for result in suppressed.results] == cells


def test_small_groups_stand_together_and_never_alone() -> None:
    (suppressed,) = suppress([of({"a": [2, 1], "b": [1, 1], "c": [12, 9]})])
    assert suppressed.groups == ("c", TOGETHER)
    assert suppressed.group_totals == {"c": 21, TOGETHER: 5}
    (suppressed,) = suppress([of({"a": [2, 1], "c": [12, 9], "d": [6, 6]})])
    assert suppressed.group_totals == {"c": 21, TOGETHER: 15}


def test_of_fewer_than_five_people_nothing_is_said() -> None:
    (suppressed,) = suppress([of({"f": [1, 0], "m": [2, 1]})])
    assert (suppressed.groups, suppressed.cells, suppressed.result_totals) == ((), {}, {})
    (suppressed,) = suppress([of({"m": [5]})])
    assert suppressed.group_totals == {"m": 5}


def test_tables_of_the_same_people_have_the_same_totals() -> None:
    """A rare result is put together in every table, so that no table gives away what another withholds."""
    by_sex, by_device = of({"f": [9, 2], "m": [20, 1]}), of({"own": [15, 3], "none": [14, 0]}, "device")
    suppressed = suppress([by_sex, by_device])
    assert {each.results for each in suppressed} == {(TOGETHER,)}
    with pytest.raises(ValueError, match="same people"):
        suppress([by_sex, of({"own": [15, 3]}, "device")])
