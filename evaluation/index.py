"""The progress index (进步指数): a number only where an office has switched it on, and never more than a way of showing.

It claims progress, not a forecast. Every point comes from a dated entry; what is not known widens the range; a part of
which too little is known is not assessable, and its weight goes nowhere else. Nothing in `law/`, and nothing that
decides, may read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.i18n import Text
from evaluation.shares import Coverage, ValueRange, mean_range


class IndexPart(StrEnum):
    """What the index is made of."""

    COMPLIANCE = "compliance"
    DIGITAL = "digital"
    STUDY_OR_WORK = "study_or_work"
    FAMILY = "family"
    COUNSELLING = "counselling"
    """Counselling, and the attitude to what was done."""


TOTAL_POINTS = 100
MOST_DIGITAL = 30
ON_TIME, LATE, SELF_REPORTED, NOT_DONE = 1.0, 0.8, 0.5, 0.0
"""What one thing owed is worth. A slip that the person tells of themselves weighs half of one that is found."""
_ANYTHING = ValueRange(0.0, 1.0)


@dataclass(frozen=True)
class Weights:
    """How many of a hundred points each part may bring. ValueError unless they make a hundred, and unless the digital
    part keeps to its cap."""

    of: Mapping[IndexPart, int]

    def __post_init__(self) -> None:
        if set(self.of) != set(IndexPart) or any(weight < 0 for weight in self.of.values()):
            raise ValueError("every part has a weight that is not negative")
        if sum(self.of.values()) != TOTAL_POINTS:
            raise ValueError("the weights must make a hundred")
        if self.of[IndexPart.DIGITAL] > MOST_DIGITAL:
            raise ValueError("the digital part may not weigh more than thirty")


DEFAULT_WEIGHTS = Weights(
    {
        IndexPart.COMPLIANCE: 30,
        IndexPart.DIGITAL: 25,
        IndexPart.STUDY_OR_WORK: 15,
        IndexPart.FAMILY: 15,
        IndexPart.COUNSELLING: 15,
    }
)


@dataclass(frozen=True)
class IndexEntry:
    """Something that happened on a day and can be looked at. `value` lies between 0 and 1; None: it was owed, and how it
    stands nobody knows."""

    key: str
    part: IndexPart
    on: date
    words: Text
    value: ValueRange | None

    def __post_init__(self) -> None:
        if self.value is not None and not 0 <= self.value.low <= self.value.high <= 1:
            raise ValueError("a value lies between 0 and 1")


@dataclass(frozen=True)
class IndexPartScore:
    """One part: its points of its weight, or that it is not assessable."""

    part: IndexPart
    weight: int
    coverage: Coverage
    points: ValueRange | None
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True)
class Index:
    """The parts, and what they come to: so many points, from low to high, of those that can be assessed at all."""

    parts: tuple[IndexPartScore, ...]

    @property
    def of(self) -> int:
        """The points that can be assessed. What cannot is not shared out among the rest."""
        return sum(part.weight for part in self.parts if part.points is not None)

    @property
    def points(self) -> ValueRange | None:
        """None if nothing can be assessed."""
        known = [part.points for part in self.parts if part.points is not None]
        return ValueRange(sum(each.low for each in known), sum(each.high for each in known)) if known else None

    def part(self, part: IndexPart) -> IndexPartScore:
        return next(each for each in self.parts if each.part is part)


@dataclass(frozen=True)
class IndexChange:
    """How one part stood on one day and on another, and what came in between."""

    part: IndexPart
    before: ValueRange | None
    after: ValueRange | None
    new: tuple[IndexEntry, ...]

    @property
    def by(self) -> float | None:
        """By how many points its middle moved; None if it could not be assessed on one of the days."""
        return None if self.before is None or self.after is None else self.after.middle - self.before.middle


def calculate_index(entries: Iterable[IndexEntry], weights: Weights, on: date | None = None) -> Index:
    """The index from what had happened by that day; without a day, from everything."""
    seen = [entry for entry in entries if on is None or entry.on <= on]
    return Index(
        tuple(_part(part, weights.of[part], [each for each in seen if each.part is part]) for part in IndexPart)
    )


def index_without_entry(entries: Iterable[IndexEntry], key: str, weights: Weights, on: date | None = None) -> Index:
    """The index as it would be if that entry fell."""
    return calculate_index([entry for entry in entries if entry.key != key], weights, on)


def get_index_changes(
    entries: Iterable[IndexEntry], weights: Weights, before: date, after: date
) -> tuple[IndexChange, ...]:
    """Each part on both days, with the entries that explain the difference."""
    given = list(entries)
    first, then = calculate_index(given, weights, before), calculate_index(given, weights, after)
    return tuple(
        IndexChange(
            part,
            first.part(part).points,
            then.part(part).points,
            tuple(entry for entry in then.part(part).entries if entry.on > before),
        )
        for part in IndexPart
    )


def _part(part: IndexPart, weight: int, entries: list[IndexEntry]) -> IndexPartScore:
    coverage = Coverage(sum(entry.value is not None for entry in entries), len(entries))
    points = None
    if coverage.assessable:
        points = mean_range([entry.value or _ANYTHING for entry in entries]).times(weight)
    return IndexPartScore(
        part, weight, coverage, points, tuple(sorted(entries, key=lambda entry: (entry.on, entry.key)))
    )
