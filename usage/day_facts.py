"""What one day of one device looked like, as figures and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from usage.categories import PURPOSEFUL, Category
from usage.sources import Grade, Source

COVERAGE_BOUND = 0.6
"""Below this share of a day, or of the days of a week, nothing is said (domain 5.2)."""


@dataclass(frozen=True)
class DayFacts:
    """One local day of one device, from one source. Durations are exact; None means that the source cannot tell.

    `total` is all use; `by_category` what of it can be told by kind. `night` lies between 0:00 and 6:00 and between
    22:00 and midnight of this day. `longest` is the longest use without a pause of five minutes, on the day it began.
    `used_in_agreed_offline` lies in the hours the plan agreed to be without use. Gaming outside the agreed window stands
    beside gaming outside the hours operators may offer minors (context, never a condition); where only amounts are known,
    both are the least they can have been.
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
    gaming_outside_playable: timedelta | None = None
    impossible: bool = False
    unclassified: timedelta = timedelta()
    complete_categories: frozenset[Category] = frozenset()

    def minutes(self, category: Category) -> int:
        """Whole minutes of that kind of use, rounded down."""
        return self.by_category.get(category, timedelta()) // timedelta(minutes=1)

    def may_also_be(self, category: Category) -> timedelta:
        """How much of the use may be of that kind beside what is known to be."""
        return timedelta() if category in self.complete_categories else self.unclassified

    def can_be_used(self, bound: float = COVERAGE_BOUND) -> bool:
        """Whether the day says enough, and nothing impossible."""
        return self.total is not None and not self.impossible and self.coverage >= bound

    @property
    def purposeful(self) -> timedelta | None:
        """Study and contact; None where the source tells no kinds."""
        if not self.by_category:
            return None
        return sum((self.by_category.get(each, timedelta()) for each in PURPOSEFUL), timedelta())
