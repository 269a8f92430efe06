"""Days from amounts: figures somebody read from a screen or wrote down. What a figure does not say stays unknown."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from usage.agreement import Agreement, Window
from usage.categories import Categories, Category, is_category_name, is_lock_screen
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.import_issues import ImportIssues, IssueKind
from usage.reading import Reading
from usage.reading_builder import WHOLE_DEVICE
from usage.sources import SOURCE_TRAITS, Source

MINUTE = timedelta(minutes=1)
WHOLE_DAY, NIGHT = timedelta(days=1), timedelta(hours=8)


def days_from_totals(
    source: Source,
    readings: Sequence[Reading],
    categories: Categories,
    kinds: DayKinds,
    agreement: Agreement,
    problems: ImportIssues,
) -> tuple[dict[date, DayFacts], dict[str, timedelta]]:
    """The days of one device from the figures of one source, and how long each name was used.

    A day's figure is one number only where somebody told the whole of a day that was over; anything else is the least
    there was. The same figure told twice counts once. Two different wholes contradict each other: the day is then
    missing, and a problem says so. Two figures of one app in one file are two apps of that name, and add up. What two files
    both tell counts once, and the whole of a day replaces what was told before it was over.
    """
    totals: dict[date, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    nights: dict[date, set[int]] = defaultdict(set)
    unlocks: dict[date, set[int]] = defaultdict(set)
    closed = {each.day for reading in readings for each in reading.amounts if each.day not in reading.at_least}
    open_days = {day for reading in readings for day in reading.at_least} - closed
    for reading in readings:
        for (day, of), figures in _by_name(reading).items():
            if day in reading.at_least and day in closed:
                continue
            if of != WHOLE_DEVICE and len(figures) > 1:
                problems.note(IssueKind.SAME_NAME, day.isoformat())
                figures = {sum(figures)}
            if of == WHOLE_DEVICE and day in open_days and len(figures | totals[day][of]) > 1:
                figures, totals[day][of] = {max(figures | totals[day][of])}, set()
            totals[day][of] |= figures
        for night in reading.nights:
            if night.day in reading.at_least and night.day in closed:
                continue
            nights[night.day].add(night.seconds)
        for day, count in reading.unlock_counts:
            unlocks[day].add(count)
    names: dict[str, timedelta] = defaultdict(timedelta)
    days: dict[date, DayFacts] = {}
    for day in sorted(totals.keys() | nights.keys() | unlocks.keys()):
        parts = _settled(day, totals[day], problems)
        by_category: dict[Category, timedelta] = defaultdict(timedelta)
        for name, seconds in parts.items():
            if name != WHOLE_DEVICE:
                names[name] += timedelta(seconds=seconds)
                by_category[categories.of(name)] += timedelta(seconds=seconds)
        total = _total(day, parts, problems) if parts else None
        whole = WHOLE_DEVICE in parts and day not in open_days
        gaming = by_category.get(Category.GAME, timedelta()) if by_category else None
        kind = kinds.kind(day)
        days[day] = DayFacts(
            day=day,
            source=source,
            grade=SOURCE_TRAITS[source].grade,
            coverage=1.0 if total is not None and whole else 0.0,
            total=total,
            by_category=dict(by_category),
            night=_night(day, nights[day], total, problems) if parts or not totals[day] else None,
            unclassified=_unclassified(total, parts, categories),
            unseen=timedelta() if whole else None,
            complete_categories=frozenset(categories.of(name) for name in parts if is_category_name(name)),
            unlocks=max(unlocks[day]) if unlocks[day] else None,
            gaming_outside_agreed=_least_outside(gaming, agreement.gaming[kind]) if kind in agreement.gaming else None,
        )
    return days, names


def _by_name(reading: Reading) -> dict[tuple[date, str], set[int]]:
    """The figures of a file by day and app. Time on a lock screen is no use."""
    found: dict[tuple[date, str], set[int]] = defaultdict(set)
    for amount in reading.amounts:
        if not is_lock_screen(amount.of):
            found[amount.day, amount.of].add(amount.seconds)
    return found


def _settled(day: date, totals: dict[str, set[int]], problems: ImportIssues) -> dict[str, int]:
    """One figure a name; none where the day contradicts itself: the problem names both figures, in minutes."""
    parts: dict[str, int] = {}
    contradicted = False
    for name, figures in totals.items():
        if len(figures) == 1:
            parts[name] = next(iter(figures))
        else:
            both = "/".join(str(seconds // 60) for seconds in sorted(figures))
            problems.note(IssueKind.CONTRADICTION, f"{day.isoformat()} {both}")
            contradicted = True
    return {} if contradicted and WHOLE_DEVICE not in parts else parts


def _total(day: date, parts: dict[str, int], problems: ImportIssues) -> timedelta | None:
    """The day's whole figure, or the sum of its parts as the least there was, where nobody told the whole."""
    named = timedelta(seconds=sum(seconds for name, seconds in parts.items() if name != WHOLE_DEVICE))
    total = timedelta(seconds=parts[WHOLE_DEVICE]) if WHOLE_DEVICE in parts else named
    if named > total + len(parts) * MINUTE:  # each figure is rounded to the minute
        problems.note(IssueKind.PARTS_EXCEED_WHOLE, day.isoformat())
    if total > WHOLE_DAY:
        problems.note(IssueKind.IMPOSSIBLE_DAY, day.isoformat())
        return None
    return total


def _night(day: date, told: set[int], total: timedelta | None, problems: ImportIssues) -> timedelta | None:
    """What was told of the night; None where there are several, or one that is longer than its day or than a night."""
    if len(told) > 1:
        problems.note(IssueKind.CONTRADICTION, day.isoformat())
    if len(told) != 1:
        return None
    night = timedelta(seconds=next(iter(told)))
    most = NIGHT if total is None else min(NIGHT, total)
    if night > most + MINUTE:  # each figure is rounded to the minute
        problems.note(IssueKind.NIGHT_EXCEEDS_DAY, day.isoformat())
        return None
    return min(night, most)


def _unclassified(total: timedelta | None, parts: dict[str, int], categories: Categories) -> timedelta:
    """What of the day is in no app or kind that somebody placed; nought where no kinds are told at all."""
    placed = sum(seconds for name, seconds in parts.items() if name != WHOLE_DEVICE and categories.knows(name))
    return max(timedelta(), total - timedelta(seconds=placed)) if total is not None and any(parts) else timedelta()


def _least_outside(gaming: timedelta | None, window: Window | None) -> timedelta | None:
    """The least that lay outside the window: all of it where there is none, else what is longer than it."""
    if gaming is None or window is None:
        return gaming
    opens, closes = (timedelta(hours=each.hour, minutes=each.minute) for each in window)
    length = closes - opens if closes > opens else WHOLE_DAY - opens
    return max(timedelta(), gaming - length)
