"""Whether a week kept to what the plan agreed on: yes, no, or not to be said."""

from dataclasses import dataclass
from datetime import date, timedelta

from usage.agreement import Agreement
from usage.categories import Category
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True)
class Week:
    """A week from Monday, of which so many days are known whole. `within` is True only where every day is known and kept
    to what was agreed on, False where one went beyond it at the least, and None where neither can be said."""

    first_on: date
    known: int
    within: bool | None


def list_whole_weeks(first: date, last: date) -> list[tuple[date, date]]:
    """Monday and Sunday of every whole week from `first` to `last`."""
    monday = first + timedelta(days=-first.weekday() % DAYS_IN_A_WEEK)
    mondays = [monday + timedelta(weeks=place) for place in range(((last - monday).days + 1) // DAYS_IN_A_WEEK)]
    return [(each, each + timedelta(days=DAYS_IN_A_WEEK - 1)) for each in mondays]


def compute_week(facts: DeviceFacts, monday: date, kinds: DayKinds, agreement: Agreement) -> Week:
    """How the week from that Monday stands to what was agreed on."""
    found = (facts.days.get(monday + timedelta(days=n)) for n in range(DAYS_IN_A_WEEK))
    told = [day for day in found if day is not None and day.tells_use]
    known = sum(day.can_be_used() for day in told)
    if not agreement.says_anything or not facts.speaks_of_a_person:
        return Week(monday, known, None)
    if any(_exceeds(day, kinds, agreement) for day in told):
        return Week(monday, known, False)
    is_open = known < DAYS_IN_A_WEEK or any(_may_exceed(day, kinds, agreement) for day in told)
    return Week(monday, known, None if is_open else True)


def _may_exceed(day: DayFacts, kinds: DayKinds, agreement: Agreement) -> bool:
    """Whether the day could be beyond what was agreed on: what it does not tell, or what nobody classified, may be."""
    kind = kinds.kind(day.day)
    untold = (
        (agreement.night is not None and day.night is None)
        or (kind in agreement.gaming and day.gaming_outside_agreed is None)
        or (bool(agreement.offline) and day.used_in_agreed_offline is None)
    )
    hours_unknown = day.longest is None and agreement.gaming.get(kind) is not None
    may_be = day.may_also_be(Category.GAME) + (
        day.by_category.get(Category.GAME, timedelta()) if hours_unknown else timedelta()
    )
    return untold or (kind in agreement.gaming and may_be > agreement.tolerance)


def _exceeds(day: DayFacts, kinds: DayKinds, agreement: Agreement) -> bool:
    """Only what is known and was agreed on can go beyond it."""
    daily = agreement.daily.get(kinds.kind(day.day))
    outside_hours = (day.gaming_outside_agreed, day.used_in_agreed_offline)
    return (
        (daily is not None and day.total is not None and day.total > daily)
        or (agreement.night is not None and day.night is not None and day.night > agreement.night)
        or any(spent is not None and spent > agreement.tolerance for spent in outside_hours)
    )
