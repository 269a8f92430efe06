"""Whether a week kept to what the plan agreed on: yes, no, or not to be said."""

from dataclasses import dataclass
from datetime import date, timedelta

from usage.agreement import Agreement
from usage.categories import Category
from usage.day_facts import COVERAGE_BOUND, DayFacts
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True)
class Week:
    """A week from Monday. `within` is None where too few of its days are known, where use that nobody
    classified could decide it, or nothing was agreed on."""

    first_on: date
    known: int
    within: bool | None


def compute_weeks(
    facts: DeviceFacts, first: date, last: date, kinds: DayKinds, agreement: Agreement
) -> tuple[Week, ...]:
    """The whole weeks from `first` to `last`."""
    monday = first + timedelta(days=-first.weekday() % DAYS_IN_A_WEEK)
    weeks: list[Week] = []
    while monday + timedelta(days=DAYS_IN_A_WEEK - 1) <= last:
        weeks.append(_week(facts, monday, kinds, agreement))
        monday += timedelta(days=DAYS_IN_A_WEEK)
    return tuple(weeks)


def _week(facts: DeviceFacts, monday: date, kinds: DayKinds, agreement: Agreement) -> Week:
    days = (facts.days.get(monday + timedelta(days=n)) for n in range(DAYS_IN_A_WEEK))
    known = [day for day in days if day is not None and day.can_be_used()]
    if len(known) < COVERAGE_BOUND * DAYS_IN_A_WEEK or not agreement.says_anything or not facts.speaks_of_a_person:
        return Week(monday, len(known), None)
    if any(_exceeds(day, kinds, agreement) for day in known):
        return Week(monday, len(known), False)
    return Week(monday, len(known), None if any(_may_exceed(day, kinds, agreement) for day in known) else True)


def _may_exceed(day: DayFacts, kinds: DayKinds, agreement: Agreement) -> bool:
    """Whether use that nobody classified could be gaming outside the hours that were agreed on."""
    agreed = kinds.kind(day.day) in agreement.gaming
    return agreed and day.may_also_be(Category.GAME) > agreement.tolerance


def _exceeds(day: DayFacts, kinds: DayKinds, agreement: Agreement) -> bool:
    """Only what is known and was agreed on can go beyond it."""
    daily = agreement.daily.get(kinds.kind(day.day))
    outside_hours = (day.gaming_outside_agreed, day.used_in_agreed_offline)
    return (
        (daily is not None and day.total is not None and day.total > daily)
        or (agreement.night is not None and day.night is not None and day.night > agreement.night)
        or any(spent is not None and spent > agreement.tolerance for spent in outside_hours)
    )
