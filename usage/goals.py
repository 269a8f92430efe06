"""The course of a goal: stretch by stretch what was, how much of it is known, and whether it lay within the goal.

A stretch is said to lie within the goal, or beyond it, only where the days that are missing cannot change that: each of
them is filled once with the lowest and once with the highest known day of the same stretch; nor use that nobody
classified: of a kind it is once nought and once all of it. Everything else is "not assessable", and nothing is lost or won by it. A goal that was changed is held against what held on the stretch's first day.
Nothing here adds up to a score, and stretches in a row are not counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import days_between
from law.months import same_day_after
from usage.agreement import Agreement
from usage.categories import Category
from usage.day_facts import COVERAGE_BOUND
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts
from usage.goal_measures import MEASURES, NOTICEABLE, GoalMeasure, GoalUnit, MeasureCode, Period, Reckoning
from usage.sources import Grade, Source

ONE_DAY = timedelta(days=1)
DAYS_IN_A_WEEK = 7

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
    """A week or a month of a goal. `value` is None where too little is known; `low` and `high` are what it can have been.
    `unclassified` is how much more it can have been for use that nobody classified; where that is noticeable, there is
    no value.

    `within` is None where it is not assessable: too little is known, or the days that are missing could decide it.
    `said`: it rests on what people said and not on a record. `reported`: another system sent some of its days.
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
) -> int | None:  # fmt: skip
    """The same measure over other days, such as the first weeks, for one week or month; None where too little is known,
    or where use that nobody classified makes a difference.

    What is counted is scaled to the length of a week.
    """
    about = MEASURES[measure]
    days = [day for day in days_between(first, last) if _counts(about, day, kinds, agreement_on)]
    values = _values(about, category, facts, days, agreement_on)
    if not days or len(values) < max(about.fewest, COVERAGE_BOUND * len(days)):
        return None
    if about.reckoning is Reckoning.MEAN:
        mean, most = _mean(values, about.unit)
        return mean if most - mean < NOTICEABLE[about.unit] else None
    return _rounded(sum(value for value, _, _ in values) * DAYS_IN_A_WEEK / len(values), about.unit)


def choose_facts(device: str | None, facts: Sequence[DeviceFacts]) -> DeviceFacts | None:
    """What a goal is measured by: its own device where it names one, else the only one that speaks of the person. None
    where there is none, or several: two are never added."""
    candidates = [each for each in facts if each.days and each.speaks_of_a_person and device in (None, each.device_id)]
    return candidates[0] if len(candidates) == 1 else None


def _stretches(goal: MeasuredGoal, last: date) -> list[tuple[date, date]]:
    """Whole weeks from Monday, or whole months from the goal's first day."""
    found = []
    if goal.about.period is Period.WEEK:
        begins = goal.first_on + timedelta(days=-goal.first_on.weekday() % DAYS_IN_A_WEEK)
        while (ends := begins + timedelta(days=DAYS_IN_A_WEEK - 1)) <= last:
            found.append((begins, ends))
            begins = ends + ONE_DAY
        return found
    place = 0
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
    known = [facts.days[day] for day in days if day in facts.days and not facts.days[day].impossible] if facts else []
    grade = max((each.grade for each in known), default=None) if values else None
    reported = any(each.source is Source.REPORTED for each in known)
    low, value, most, high = _reckoned(about, values, len(days))
    unclassified = most - value if value is not None and most is not None else 0
    if unclassified >= NOTICEABLE[about.unit]:
        value = None
    by_people = said is not None and about.by_people and value is None
    if by_people:
        value = low = high = said
        grade, reported = Grade.C, False
    within = _within(about, low, high, target)
    return GoalPeriod(first, last, target, value, low, high, len(values), len(days), grade, within, by_people, reported,
                      unclassified)  # fmt: skip


def _within(about: GoalMeasure, low: int | None, high: int | None, target: int) -> bool | None:
    """What cannot have been otherwise, whatever the missing days were. None for either end means that it is not known."""
    if about.at_most:
        return True if high is not None and high <= target else False if low is not None and low > target else None
    return True if low is not None and low >= target else False if high is not None and high < target else None


def _reckoned(
    about: GoalMeasure, values: Sequence[tuple[float, float, float]], days: int
) -> tuple[int | None, int | None, int | None, int | None]:
    """The least, the value itself, the same with what nobody classified, and the most it can have been, in whole units."""
    enough = len(values) >= max(min(about.fewest, days), COVERAGE_BOUND * days) and len(values) > 0
    missing, total = days - len(values), sum(value for value, _, _ in values)
    if not enough:
        return None, None, None, None
    if about.reckoning is Reckoning.COUNT:
        return int(total), int(total), int(total), int(total) + missing
    lowest, highest = min(value for value, _, _ in values), max(most for _, most, _ in values)
    at_most = sum(most / coverage for _, most, coverage in values)
    return (
        _rounded((total + missing * lowest) / days, about.unit),
        *_mean(values, about.unit),
        _rounded((at_most + missing * highest) / days, about.unit),
    )


def _mean(values: Sequence[tuple[float, float, float]], unit: GoalUnit) -> tuple[int, int]:
    """The mean of what is known, and of that with what nobody classified."""
    known, most = sum(each[0] for each in values), sum(each[1] for each in values)
    return _rounded(known / len(values), unit), _rounded(most / len(values), unit)


def _values(
    about: GoalMeasure, category: Category | None, facts: DeviceFacts, days: Sequence[date], agreement_on: AgreementOn
) -> list[tuple[float, float, float]]:
    """The known days, each as it is, with what nobody classified, and its coverage: seconds, or one for a day that kept to
    it and nought for one that did not."""
    found: list[tuple[float, float, float]] = []
    for day in days:
        there = facts.days.get(day)
        value = None if there is None or about.of is None or not there.can_be_used() else about.of(there, category)
        if there is None or value is None:
            continue
        if about.code is MeasureCode.SLEEP_NIGHTS and isinstance(value, timedelta):
            kept = float(value <= agreement_on(day).tolerance)
            found.append((kept, kept, there.coverage))
        else:
            amount = value.total_seconds() if isinstance(value, timedelta) else float(value)
            more = there.may_also_be(category).total_seconds() if about.of_a_category and category else 0.0
            found.append((amount, amount + more, there.coverage))
    return found


def _rounded(amount: float, unit: GoalUnit) -> int:
    """Whole minutes of seconds, half upwards, as people see them; days and nights as they are."""
    return int((amount / 60 if unit is GoalUnit.MINUTES else amount) + 0.5)


def _said_of(said: Sequence[SaidValue], first: date, last: date) -> int | None:
    values = [each.value for each in said if first <= each.day <= last]
    return values[-1] if values else None
