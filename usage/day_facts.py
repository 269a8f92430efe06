"""What one day of one device looked like, as figures and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from usage.categories import Category
from usage.sources import Grade, Source

MINUTE = timedelta(minutes=1)

COVERAGE_BOUND = 0.6
"""Below this share of known days nothing is said (domain 5.2)."""


@dataclass(frozen=True)
class Range:
    """A figure of a day: at least `least` and at most `most`; None where nobody knows how much more it was."""

    least: timedelta
    most: timedelta | None


@dataclass(frozen=True)
class DayFacts:
    """One local day of one device, from one source. Durations are exact; None means that the source cannot tell.

    Every duration is the least there was; `unseen` is how much use there may be beside: nought where somebody told the
    whole day or the device watched all of it, None where nobody knows.

    `total` is all use; `by_category` what of it can be told by kind. `night` lies between 0:00 and 6:00 and between
    22:00 and midnight of this day. `longest` is the longest use without a pause of five minutes, on the day it began.
    `used_in_agreed_offline` lies in the hours the plan agreed to be without use. Gaming outside the agreed window is the
    least it can have been where only amounts are known.
    `unclassified` is use of apps that nobody classified; none of it is of the `complete_categories`, which the source
    sums up itself.
    An `impossible` day (24 hours of use) is kept to be looked at, and counts as missing.
    """

    day: date
    source: Source
    grade: Grade
    coverage: float
    total: timedelta | None
    by_category: Mapping[Category, timedelta] = field(default_factory=dict)
    night: timedelta | None = None
    longest: timedelta | None = None
    unlocks: int | None = None
    used_in_agreed_offline: timedelta | None = None
    gaming_outside_agreed: timedelta | None = None
    impossible: bool = False
    unclassified: timedelta = timedelta()
    complete_categories: frozenset[Category] = frozenset()
    unseen: timedelta | None = timedelta()

    def range_of(self, least: timedelta | None, category: Category | None = None) -> Range | None:
        """The range of a duration of this day, of that kind of use where one is named; None where it is not told."""
        if least is None or self.impossible:
            return None
        if self.unseen is None:
            return Range(least, None)
        return Range(least, least + self.unseen + (self.may_also_be(category) if category else timedelta()))

    def minutes(self, category: Category) -> int:
        """Whole minutes of that kind of use, rounded down."""
        return self.by_category.get(category, timedelta()) // timedelta(minutes=1)

    def may_also_be(self, category: Category) -> timedelta:
        """How much of the use may be of that kind beside what is known to be."""
        return timedelta() if category in self.complete_categories else self.unclassified

    @property
    def tells_use(self) -> bool:
        """Whether anything is told of the day's use, and nothing impossible."""
        return self.total is not None and not self.impossible

    def can_be_used(self) -> bool:
        """Whether the whole day is known: its figure is one number to the minute."""
        return self.tells_use and self.unseen is not None and self.unseen < MINUTE
