"""Days from stretches: what a machine wrote down, cut into days, nights, kinds and sessions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from usage.agreement import Agreement, Window
from usage.categories import Categories, Category, is_lock_screen
from usage.coverage import coverage_by_day, watched_intervals
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.intervals import Interval, LocalDays, NamedInterval, clip_intervals, foreground, merge_intervals, overlap
from usage.machine_log import DAY, MICROSECOND, MINUTE, MachineLog
from usage.reading import Reading
from usage.sources import SOURCE_TRAITS, Source

WHOLE_DAY = timedelta(days=1)
SESSION_PAUSE = 5 * MINUTE
HARDLY_A_DAY = DAY - MINUTE
"""Use of a whole day to the minute: somebody else, a film left running, or a wrong clock; in any case, please ask."""


@dataclass
class _Day:
    by_name: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    night: int = 0
    longest: int = 0
    unlocks: int = 0
    gaming: list[Interval] = field(default_factory=list)
    all_use: list[Interval] = field(default_factory=list)


def used_intervals(
    machines: Iterable[tuple[Sequence[str], MachineLog]], categories: Categories | None = None
) -> list[NamedInterval]:
    """Which app was in use when, from all files of one machine: in front, and somebody there where that is known.

    What a browser in front was used for is told by the listed site it showed, where `categories` are given. A lock screen
    in front is no use.
    """
    logs = list(machines)
    front = foreground(piece for names, each in logs for piece in each.front.named(list(names)))
    if categories is not None and any(len(each.tabs) for _, each in logs):
        in_front = foreground(piece for names, each in logs for piece in each.tabs.named(list(names)))
        front = list(_by_site(front, in_front, categories))
    front = [piece for piece in front if not is_lock_screen(piece[2])]
    if not any(len(each.present) or len(each.idle) for _, each in logs):
        return front
    return clip_intervals(front, merge_intervals(span for _, each in logs for span in each.present.spans()))


def _by_site(
    front: Iterable[NamedInterval], in_front: Sequence[NamedInterval], categories: Categories
) -> Iterator[NamedInterval]:
    """The pieces with a browser's time given to the sites it showed meanwhile; both in order, neither overlapping itself."""
    first = 0
    for start, end, name in front:
        if not categories.is_browser(name):
            yield start, end, name
            continue
        while first < len(in_front) and in_front[first][1] <= start:
            first += 1
        at, place = start, first
        while place < len(in_front) and in_front[place][0] < end:
            opens, closes, site = max(in_front[place][0], start), min(in_front[place][1], end), in_front[place][2]
            if opens > at:
                yield at, opens, name
            yield opens, closes, site
            at, place = closes, place + 1
        if at < end:
            yield at, end, name


def days_from_intervals(
    source: Source,
    logs: Sequence[tuple[Reading, MachineLog]],
    local: LocalDays,
    categories: Categories,
    kinds: DayKinds,
    agreement: Agreement,
) -> tuple[dict[date, DayFacts], dict[str, timedelta]]:
    """The days of one machine, and how long each name was in front. Where nothing tells what was in front, only that somebody
    was there, its days are gaps and not nought."""
    pieces = used_intervals(((reading.names, machine) for reading, machine in logs), categories)
    days: dict[date, _Day] = defaultdict(_Day)
    names: dict[str, timedelta] = defaultdict(timedelta)
    games = {name for reading, _ in logs for name in reading.names if categories.of(name) is Category.GAME}
    for day, at_night, start, end, name in local.parted(pieces):
        facts = days[day]
        facts.by_name[name] += end - start
        if at_night:
            facts.night += end - start
        if agreement.offline:
            facts.all_use.append((start, end))
        if name in games:
            facts.gaming.append((start, end))
    for start, end in merge_intervals(((start, end) for start, end, _ in pieces), SESSION_PAUSE):
        facts = days[local.day_of(start)]
        facts.longest = max(facts.longest, end - start)
    unlocks = {moment for _, machine in logs for moment in machine.unlocks}
    tells_use = any(len(machine.front) for _, machine in logs)
    for moment in unlocks:
        days[local.day_of(moment)].unlocks += 1
    seen = [watched_intervals(machine) for _, machine in logs]
    covered = coverage_by_day(seen, local.zone)
    made: dict[date, DayFacts] = {}
    for day in sorted(covered.keys() | days.keys()):
        facts, kind = days[day], kinds.kind(day)
        by_category: dict[Category, timedelta] = defaultdict(timedelta)
        for name, spent in facts.by_name.items():
            names[name] += spent * MICROSECOND
            by_category[categories.of(name)] += spent * MICROSECOND
        total = sum(facts.by_name.values())
        unclassified = sum(spent for name, spent in facts.by_name.items() if not categories.knows(name))
        made[day] = DayFacts(
            day=day,
            source=source,
            grade=SOURCE_TRAITS[source].grade,
            coverage=covered.get(day, 0.0) if tells_use else 0.0,
            total=total * MICROSECOND,
            by_category=dict(by_category),
            night=facts.night * MICROSECOND,
            longest=facts.longest * MICROSECOND,
            unlocks=facts.unlocks if unlocks else None,
            unclassified=unclassified * MICROSECOND,
            unseen=(1 - covered.get(day, 0.0)) * WHOLE_DAY if tells_use else None,
            used_in_agreed_offline=_in_offline(day, facts.all_use, local, kinds, agreement),
            gaming_outside_agreed=_outside(day, facts.gaming, agreement.gaming[kind], local)
            if kind in agreement.gaming
            else None,
            impossible=total >= HARDLY_A_DAY,
        )
    return made, names


def _in_offline(
    day: date, all_use: Sequence[Interval], local: LocalDays, kinds: DayKinds, agreement: Agreement
) -> timedelta | None:
    """What of the day's use lies in hours agreed to be without any, those of the evening before included."""
    spans: list[Interval] = []
    for evening in (day - timedelta(days=1), day):
        if window := agreement.offline.get(kinds.kind(evening)):
            closes_on = evening if window[1] > window[0] else evening + timedelta(days=1)
            spans.append((local.at(evening, window[0]), local.at(closes_on, window[1])))
    if not agreement.offline:
        return None
    return sum(overlap(start, end, merge_intervals(spans)) for start, end in all_use) * MICROSECOND


def _outside(day: date, gaming: Sequence[Interval], window: Window | None, local: LocalDays) -> timedelta:
    """What of the gaming lies outside the window; all of it where there is none. A window to 0:00 ends with the day."""
    spans: list[Interval] = []
    if window is not None:
        opens, closes = local.at(day, window[0]), local.at(day, window[1])
        spans = [(opens, closes if closes > opens else local.span(day)[1])]
    return sum(end - start - overlap(start, end, spans) for start, end in gaming) * MICROSECOND
