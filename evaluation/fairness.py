"""Counts of people by group, small ones withheld so that none of them can be worked out from what is shown.

First groups and results of which there are fewer than five are put together, until every total is five or more: so all
totals can be shown, and tables of the same people by different groups give nothing away through them. Then a count
from 1 to 4 is withheld. That alone would not hide it, for what is missing from a total is known; so further counts are
withheld until every withheld one lies on a loop of withheld ones: one person more here and one fewer there gives the
same totals. Where no such loop can be had, the whole inside of the table is withheld.
"""

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

FEWEST = 5
TOGETHER = "together"
"""Groups, or results, that were too small to stand alone."""
CellPosition = tuple[str, str]


@dataclass(frozen=True)
class CountTable:
    """People by group and result. `counts` may leave out what is nought."""

    by: str
    counts: Mapping[CellPosition, int]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(sorted({group for (group, _), count in self.counts.items() if count}))

    @property
    def results(self) -> tuple[str, ...]:
        return tuple(sorted({result for (_, result), count in self.counts.items() if count}))

    def count(self, group: str, result: str) -> int:
        return self.counts.get((group, result), 0)

    def of_group(self, group: str) -> int:
        return sum(self.count(group, result) for result in self.results)

    def of_result(self, result: str) -> int:
        return sum(self.count(group, result) for group in self.groups)

    @property
    def whole(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class SuppressedTable:
    """A table as anybody may read it: None where a count is withheld. No row at all: there are too few people."""

    by: str
    groups: tuple[str, ...]
    results: tuple[str, ...]
    cells: Mapping[CellPosition, int | None]
    group_totals: Mapping[str, int]
    result_totals: Mapping[str, int]

    @property
    def withheld(self) -> int:
        return sum(count is None for count in self.cells.values())


def suppress(tables: Sequence[CountTable]) -> list[SuppressedTable]:
    """Tables of the same people by different groups, with everything put together and withheld that must be.

    ValueError unless their results have the same totals: then they are not about the same people.
    """
    if not tables:
        return []
    totals = {result: tables[0].of_result(result) for result in tables[0].results}
    if any({result: table.of_result(result) for result in table.results} != totals for table in tables):
        raise ValueError("tables that are shown together must count the same people")
    results = _merging(totals)
    return [_suppressed(_merged(table, results)) for table in tables]


def withheld(people: Mapping[str, AbstractSet[Hashable]]) -> frozenset[str]:
    """Which parts of one whole must not be shown beside it. `people` says who is in each part; some may be in several.

    A part of one to four people is withheld, and with it the next larger ones, until those that are withheld are at least
    two and are five people together: so nothing is left over by subtraction. Where all are in one part, none is shown.
    """
    there = {name: who for name, who in people.items() if who}
    if len(there) == 1:
        return frozenset(people)
    small = {name for name, who in there.items() if len(who) < FEWEST}
    rest = sorted((len(who), name) for name, who in there.items() if name not in small)
    while small and rest and (len(small) < 2 or len(set().union(*(there[name] for name in small))) < FEWEST):
        small.add(rest.pop(0)[1])
    return frozenset(small)


def _merging(totals: Mapping[str, int]) -> dict[str, str]:
    """What each is called after the small ones have been put together with the next larger ones."""
    small = {name for name, count in totals.items() if count < FEWEST}
    rest = sorted((count, name) for name, count in totals.items() if name not in small)
    while small and sum(totals[name] for name in small) < FEWEST and rest:
        small.add(rest.pop(0)[1])
    return {name: TOGETHER if name in small else name for name in totals}


def _merged(table: CountTable, results: Mapping[str, str]) -> CountTable:
    groups = _merging({group: table.of_group(group) for group in table.groups})
    counts: dict[CellPosition, int] = {}
    for (group, result), count in table.counts.items():
        if count:
            place = groups[group], results[result]
            counts[place] = counts.get(place, 0) + count
    return CountTable(table.by, counts)


def _suppressed(table: CountTable) -> SuppressedTable:
    if table.whole < FEWEST:
        return SuppressedTable(table.by, (), (), {}, {}, {})
    cells = {(g, r): table.count(g, r) for g in table.groups for r in table.results}
    hidden = _hidden(cells)
    return SuppressedTable(
        table.by,
        table.groups,
        table.results,
        {place: None if place in hidden else count for place, count in cells.items()},
        {group: table.of_group(group) for group in table.groups},
        {result: table.of_result(result) for result in table.results},
    )


def _hidden(cells: Mapping[CellPosition, int]) -> set[CellPosition]:
    """The cells to withhold. A single row or column is all total, and hides nothing."""
    hidden = {place for place, count in cells.items() if 0 < count < FEWEST}
    while lonely := _on_no_loop(hidden):
        # An empty cell closes no loop: nobody can be taken from it. One that joins two lonely ones is best, then the
        # smallest.
        free = [place for place, count in cells.items() if count and place not in hidden and _beside(place, hidden)]
        if not free:
            return set(cells)
        hidden.add(min(free, key=lambda place: (-_joined(place, lonely), cells[place], place)))
    return hidden


def _beside(place: CellPosition, hidden: set[CellPosition]) -> bool:
    return any(place[0] == each[0] or place[1] == each[1] for each in hidden)


def _joined(place: CellPosition, lonely: set[CellPosition]) -> int:
    return any(place[0] == each[0] for each in lonely) + any(place[1] == each[1] for each in lonely)


def _on_no_loop(hidden: set[CellPosition]) -> set[CellPosition]:
    """The withheld cells without which their row and their column would no longer hang together."""
    return {place for place in hidden if not _hang_together(place, hidden - {place})}


def _hang_together(place: CellPosition, others: set[CellPosition]) -> bool:
    """Whether the row of the place is reached from its column over the other withheld cells."""
    rows: set[str] = set()
    columns = {place[1]}
    while True:
        reached = {row for row, column in others if column in columns}
        onward = columns | {column for row, column in others if row in reached}
        if (reached, onward) == (rows, columns):
            return place[0] in rows
        rows, columns = reached, onward
