"""The progress index (进步指数): a number only where an office has switched it on, and never more than a way of showing.

It claims progress, not a forecast. Every point comes from a dated entry; what is not known widens the range; a part of
which too little is known is not assessable, and its weight goes nowhere else. Nothing in `law/`, and nothing that
decides, may read it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluation.shares import Coverage, Span, mean_of
from sunward.words import Words


class Part(StrEnum):
    """What the index is made of."""

    COMPLIANCE = "compliance"
    DIGITAL = "digital"
    STUDY_OR_WORK = "study_or_work"
    FAMILY = "family"
    COUNSELLING = "counselling"
    """Counselling, and the attitude to what was done."""


WHOLE = 100
MOST_DIGITAL = 30
ON_TIME, LATE, TOLD_BY_SELF, NOT_DONE = 1.0, 0.8, 0.5, 0.0
"""What one thing owed is worth. A slip that the person tells of themselves weighs half of one that is found."""
_ANYTHING = Span(0.0, 1.0)


@dataclass(frozen=True)
class Weights:
    """How many of a hundred points each part may bring. ValueError unless they make a hundred, and unless the digital
    part keeps to its cap."""

    of: Mapping[Part, int]

    def __post_init__(self) -> None:
        if set(self.of) != set(Part) or any(weight < 0 for weight in self.of.values()):
            raise ValueError("every part has a weight that is not negative")
        if sum(self.of.values()) != WHOLE:
            raise ValueError("the weights must make a hundred")
        if self.of[Part.DIGITAL] > MOST_DIGITAL:
            raise ValueError("the digital part may not weigh more than thirty")


PROPOSED = Weights(
    {Part.COMPLIANCE: 30, Part.DIGITAL: 25, Part.STUDY_OR_WORK: 15, Part.FAMILY: 15, Part.COUNSELLING: 15}
)


@dataclass(frozen=True)
class Entry:
    """Something that happened on a day and can be looked at. `value` lies between 0 and 1; None: it was owed, and how it
    stands nobody knows."""

    key: str
    part: Part
    on: date
    words: Words
    value: Span | None

    def __post_init__(self) -> None:
        if self.value is not None and not 0 <= self.value.low <= self.value.high <= 1:
            raise ValueError("a value lies between 0 and 1")


@dataclass(frozen=True)
class PartShown:
    """One part: its points of its weight, or that it is not assessable."""

    part: Part
    weight: int
    coverage: Coverage
    points: Span | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Index:
    """The parts, and what they come to: so many points, from low to high, of those that can be assessed at all."""

    parts: tuple[PartShown, ...]

    @property
    def of(self) -> int:
        """The points that can be assessed. What cannot is not shared out among the rest."""
        return sum(part.weight for part in self.parts if part.points is not None)

    @property
    def points(self) -> Span | None:
        """None if nothing can be assessed."""
        known = [part.points for part in self.parts if part.points is not None]
        return Span(sum(each.low for each in known), sum(each.high for each in known)) if known else None

    def part(self, part: Part) -> PartShown:
        return next(each for each in self.parts if each.part is part)


@dataclass(frozen=True)
class Moved:
    """How one part stood on one day and on another, and what came in between."""

    part: Part
    before: Span | None
    after: Span | None
    new: tuple[Entry, ...]

    @property
    def by(self) -> float | None:
        """By how many points its middle moved; None if it could not be assessed on one of the days."""
        return None if self.before is None or self.after is None else self.after.middle - self.before.middle


def index_of(entries: Iterable[Entry], weights: Weights, on: date | None = None) -> Index:
    """The index from what had happened by that day; without a day, from everything."""
    seen = [entry for entry in entries if on is None or entry.on <= on]
    return Index(tuple(_part(part, weights.of[part], [each for each in seen if each.part is part]) for part in Part))


def without(entries: Iterable[Entry], key: str, weights: Weights, on: date | None = None) -> Index:
    """The index as it would be if that entry fell."""
    return index_of([entry for entry in entries if entry.key != key], weights, on)


def moved_between(entries: Iterable[Entry], weights: Weights, before: date, after: date) -> tuple[Moved, ...]:
    """Each part on both days, with the entries that explain the difference."""
    given = list(entries)
    first, then = index_of(given, weights, before), index_of(given, weights, after)
    return tuple(
        Moved(
            part,
            first.part(part).points,
            then.part(part).points,
            tuple(entry for entry in then.part(part).entries if entry.on > before),
        )
        for part in Part
    )


def _part(part: Part, weight: int, entries: list[Entry]) -> PartShown:
    coverage = Coverage(sum(entry.value is not None for entry in entries), len(entries))
    points = None
    if coverage.assessable:
        points = mean_of([entry.value or _ANYTHING for entry in entries]).times(weight)
    return PartShown(part, weight, coverage, points, tuple(sorted(entries, key=lambda entry: (entry.on, entry.key))))
