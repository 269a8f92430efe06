"""The course of a goal: stretch by stretch what was, how much of it is known, and whether it lay within the goal.

Every day is a range, at least and at most; a day that is missing, or of which only the least is known, can have been
anything. A stretch lies within the goal only if it does so at the most it can have been, and beyond it only if it does
so at the least. Everything else is "not assessable", and nothing is lost or won by it. Known days never stand in for
missing ones. A goal that was changed is held against what held on the stretch's first day.
Nothing here adds up to a score, and stretches in a row are not counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import days_between
from law.months import same_day_after
from usage.agreement import Agreement
from usage.categories import Category
from usage.day_facts import COVERAGE_BOUND, DayFacts, Range
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts
from usage.goal_measures import MEASURES, GoalMeasure, GoalUnit, MeasureCode, Period, Reckoning
from usage.sources import Grade, Source
from usage.weeks import DAYS_IN_A_WEEK, list_whole_weeks

ONE_DAY = timedelta(days=1)

AgreementOn = Callable[[date], Agreement]


@dataclass(frozen=True)
class GoalTerms:
    """What was agreed, from that day on until the goal's last day."""

    from_on: date
    to_on: date
    target: int


@dataclass(frozen=True)
class MeasuredGoal:
    """A goal as it is measured: its terms one after the other, the first of them the earliest. `ended_on` is the day on
    which people ended it, if they did."""

    measure: MeasureCode
    terms: tuple[GoalTerms, ...]
    category: Category | None = None
    ended_on: date | None = None

    @property
    def about(self) -> GoalMeasure:
        """Its measure, as it is declared."""
        return MEASURES[self.measure]

    @property
    def first_on(self) -> date:
        """The first day on which it held."""
        return self.terms[0].from_on

    @property
    def last_on(self) -> date:
        """The last day on which it holds."""
        last = self.terms[-1].to_on
        return last if self.ended_on is None else min(last, self.ended_on)

    def target_on(self, day: date) -> int:
        """What held on that day; before the first terms, what they say."""
        held = [terms for terms in self.terms if terms.from_on <= day]
        return (held[-1] if held else self.terms[0]).target


@dataclass(frozen=True)
class SaidValue:
    """What somebody said of the stretch in which that day lies, in the measure's unit."""

    day: date
    value: int


@dataclass(frozen=True)
class GoalPeriod:
    """A week or a month of a goal. `low` and `high` are what it can have been; `value` is None where they are
    apart. `known` are the days known whole, and `known_within` those of them that kept to the target by themselves.
    `unclassified` is how much more it can have been for use that nobody classified, where nothing else is open.

    `within` is None where it is not assessable: what is not known could decide it. `said`: it rests on what people said and not on a record. `reported`: another system sent some of its days.
    """

    first_on: date
    last_on: date
    target: int
    value: int | None
    low: int | None
    high: int | None
    known: int
    days: int
    grade: Grade | None
    within: bool | None
    said: bool = False
    reported: bool = False
    unclassified: int = 0
    known_within: int = 0

    @property
    def bounds(self) -> tuple[int, int] | None:
        """What it was, at least and at most; None where nothing is told."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def compute_goal_periods(
    goal: MeasuredGoal,
    facts: DeviceFacts | None,
    said: Sequence[SaidValue],
    kinds: DayKinds,
    agreement_on: AgreementOn,
    until: date,
) -> tuple[GoalPeriod, ...]:
    """Every whole week or month of the goal until that day, the earliest first.

    `facts` are of the device or account that the goal is about; None where there is none, or no single one. Of several
    values said of one stretch the last counts. A stretch without any day on which the measure counts is left out.
    """
    found = []
    for first, last in _stretches(goal, min(until, goal.last_on)):
        days = [day for day in days_between(first, last) if _counts(goal.about, day, kinds, agreement_on)]
        if days:
            found.append(_period(goal, first, last, days, facts, _said_of(said, first, last), agreement_on))
    return tuple(found)


def measure_days(
    measure: MeasureCode, category: Category | None, facts: DeviceFacts, first: date, last: date, kinds: DayKinds,
    agreement_on: AgreementOn,
) -> tuple[int, int] | None:  # fmt: skip
    """The same measure over other days, such as the first weeks, for one week or month, at least and at most; None where
    too little is known.

    What is counted is scaled to the length of a week.
    """
    about = MEASURES[measure]
    days = [day for day in days_between(first, last) if _counts(about, day, kinds, agreement_on)]
    values = _values(about, category, facts, days, agreement_on)
    if not days or sum(each.whole for each in values) < max(about.fewest, COVERAGE_BOUND * len(days)):
        return None
    low, high = _bounds(about, values, len(days))
    if about.reckoning is Reckoning.COUNT:
        return low * DAYS_IN_A_WEEK // len(days), -(-high * DAYS_IN_A_WEEK // len(days))
    return low, high


def choose_facts(device: str | None, facts: Sequence[DeviceFacts]) -> DeviceFacts | None:
    """What a goal is measured by: its own device where it names one, else the only one that speaks of the person. None
    where there is none, or several: two are never added."""
    candidates = [each for each in facts if each.days and each.speaks_of_a_person and device in (None, each.device_id)]
    return candidates[0] if len(candidates) == 1 else None


def _stretches(goal: MeasuredGoal, last: date) -> list[tuple[date, date]]:
    """Whole weeks from Monday, or whole months from the goal's first day."""
    if goal.about.period is Period.WEEK:
        return list_whole_weeks(goal.first_on, last)
    found, place = [], 0
    while (ends := same_day_after(goal.first_on, place + 1) - ONE_DAY) <= last:
        found.append((same_day_after(goal.first_on, place), ends))
        place += 1
    return found


def _counts(about: GoalMeasure, day: date, kinds: DayKinds, agreement_on: AgreementOn) -> bool:
    """Whether the measure counts on such a day; nights only where hours without use were agreed on, if any were."""
    if about.code is MeasureCode.SLEEP_NIGHTS:
        offline = agreement_on(day).offline
        return not offline or kinds.kind(day) in offline
    return about.day_kind is None or kinds.kind(day) is about.day_kind


def _period(
    goal: MeasuredGoal,
    first: date,
    last: date,
    days: Sequence[date],
    facts: DeviceFacts | None,
    said: int | None,
    agreement_on: AgreementOn,
) -> GoalPeriod:
    about, target = goal.about, goal.target_on(first)
    values = [] if facts is None else _values(about, goal.category, facts, days, agreement_on)
    told = [facts.days[day] for day in days if day in facts.days and facts.days[day].tells_use] if facts else []
    grade = max((each.grade for each in told), default=None) if values else None
    reported = any(each.source is Source.REPORTED for each in told)
    whole = [each for each in values if each.whole]
    low, high = _bounds(about, values, len(days)) if values else (None, None)
    within = _within(about, low, high, target)
    value = low if low == high else None
    unclassified = high - low if low is not None and high is not None and len(whole) == len(days) else 0
    kept = sum(_within(about, *_bounds(about, [each], 1), target) is True for each in whole)
    by_people = said is not None and about.by_people and within is None
    if by_people:
        value = low = high = said
        grade, reported = Grade.C, False
        within = _within(about, low, high, target)
    return GoalPeriod(first, last, target, value, low, high, len(whole), len(days), grade, within, by_people, reported,
                      unclassified if about.of_a_category else 0, kept)  # fmt: skip


def _within(about: GoalMeasure, low: int | None, high: int | None, target: int) -> bool | None:
    """What cannot have been otherwise, whatever the missing days were. None for either end means that it is not known."""
    if about.at_most:
        return True if high is not None and high <= target else False if low is not None and low > target else None
    return True if low is not None and low >= target else False if high is not None and high < target else None


@dataclass(frozen=True)
class _Value:
    """A day as the measure counts it: seconds, or one for a day that kept to it and nought for one that did not."""

    least: float
    most: float
    whole: bool
    """Whether the day is known whole, but for use that nobody classified."""


def _bounds(about: GoalMeasure, values: Sequence[_Value], days: int) -> tuple[int, int]:
    """The least and the most a stretch of that many days can have been, in whole units."""
    missing = days - len(values)
    least, most = sum(each.least for each in values), sum(each.most for each in values) + missing * _most_a_day(about)
    if about.reckoning is Reckoning.COUNT:
        return int(least), int(most)
    return _rounded(least / days, about.unit), _rounded(most / days, about.unit)


def _most_a_day(about: GoalMeasure) -> float:
    """More than that no day can have been."""
    return 1.0 if about.reckoning is Reckoning.COUNT else about.most * 60.0


def _values(
    about: GoalMeasure, category: Category | None, facts: DeviceFacts, days: Sequence[date], agreement_on: AgreementOn
) -> list[_Value]:
    """The days of which anything is told. A night known only in part is as open as a missing one, unless it was used."""
    found: list[_Value] = []
    for day in days:
        there = facts.days.get(day)
        if there is None or about.of is None or (span := _range_of(about, there, category)) is None:
            continue
        most = _most_a_day(about) if span.most is None else min(span.most.total_seconds(), about.most * 60.0)
        if about.code is MeasureCode.SLEEP_NIGHTS:
            allowed = agreement_on(day).tolerance.total_seconds()
            known_kept = span.most is not None and span.most.total_seconds() <= allowed
            found.append(_Value(float(known_kept), float(span.least.total_seconds() <= allowed), there.can_be_used()))
        else:
            least = span.least.total_seconds()
            found.append(_Value(least, max(most, least), there.can_be_used()))
    return found


def _range_of(about: GoalMeasure, day: DayFacts, category: Category | None) -> Range | None:
    assert about.of is not None
    return day.range_of(about.of(day, category), category if about.of_a_category else None)


def _rounded(amount: float, unit: GoalUnit) -> int:
    """Whole minutes of seconds, half upwards, as people see them; days and nights as they are."""
    return int((amount / 60 if unit is GoalUnit.MINUTES else amount) + 0.5)


def _said_of(said: Sequence[SaidValue], first: date, last: date) -> int | None:
    values = [each.value for each in said if first <= each.day <= last]
    return values[-1] if values else None
