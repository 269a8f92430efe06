"""Counts of people so small that they, and what would give them away, are not shown."""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet

FEWEST = 5
"""Fewer people than these are not counted in the open."""


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
