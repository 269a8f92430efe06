"""Daily facts of each device, from everything read of it.

Two devices are never added, nor two machines in one file, nor two sources: of each day the surest source that says
enough stands, and the others are there to be compared. A day nobody told anything about is not in the facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from usage.agreement import Agreement
from usage.categories import Categories
from usage.day_facts import COVERAGE_BOUND, DayFacts
from usage.day_kinds import DayKinds
from usage.days_from_intervals import days_from_intervals
from usage.days_from_totals import days_from_totals
from usage.import_issues import ImportIssue, ImportIssues, IssueKind
from usage.intervals import LocalDays
from usage.machine_log import MICROSECOND, MachineLog
from usage.reading import Reading
from usage.sources import SOURCE_TRAITS, DeviceOwnership, Source, SourceScope

MOST_PROBLEMS = 100
LEAST_OPEN = timedelta(minutes=1)
"""An app nobody placed is listed once it was open for this long."""


@dataclass(frozen=True)
class DeviceFacts:
    """What is known of one device, or of one account or line seen from it (`scope`), day by day.

    `mark` tells machines apart that came under one device; it has no meaning. `unplaced` are apps without a category,
    longest first. Days are in order.
    """

    device_id: str
    whose: DeviceOwnership
    scope: SourceScope
    mark: str
    days: dict[date, DayFacts]
    others: tuple[DayFacts, ...]
    """What less sure sources say of the same days, to be compared and never added."""
    unplaced: dict[str, timedelta]
    problems: tuple[ImportIssue, ...]

    @property
    def speaks_of_a_person(self) -> bool:
        """Only somebody's own device does. A shared or unknown one gives no finding."""
        return self.whose is DeviceOwnership.OWN and self.scope is SourceScope.DEVICE

    def gaps(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` about which nothing is known. They are missing, not empty."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if day not in self.days or not self.days[day].can_be_used()]


def compute_facts(
    readings: Iterable[Reading],
    zone: tzinfo,
    kinds: DayKinds,
    categories: Categories | None = None,
    agreement: Agreement | None = None,
) -> list[DeviceFacts]:
    """The facts of every device the readings speak of, each apart. The same file given twice counts once."""
    once = {(reading.device, reading.source, reading.sha256): reading for reading in readings}
    grouped: dict[tuple[str, SourceScope, str], list[Reading]] = defaultdict(list)
    for reading in once.values():
        scope = reading.about.scope
        grouped[reading.device.id, scope, "" if scope is SourceScope.DEVICE else reading.source].append(reading)
    office = (LocalDays(zone), categories or Categories.load(), kinds, agreement or Agreement())
    return [
        facts
        for (device_id, scope, _), group in sorted(grouped.items(), key=lambda each: each[0])
        for facts in _of_group(device_id, scope, group, *office)
    ]


def _of_group(
    device_id: str,
    scope: SourceScope,
    readings: Sequence[Reading],
    local: LocalDays,
    categories: Categories,
    kinds: DayKinds,
    agreement: Agreement,
) -> Iterable[DeviceFacts]:
    machine_ids = _machine_ids(readings)
    for machine_id, own_marks in machine_ids.items():
        problems = ImportIssues("day", MOST_PROBLEMS)
        found: dict[date, list[DayFacts]] = defaultdict(list)
        unplaced: dict[str, timedelta] = defaultdict(timedelta)
        for source in Source:
            own = [(each, _joined(each, own_marks)) for each in readings if each.source is source]
            seen = [(each, machine) for each, machine in own if len(machine)]
            days, names = days_from_intervals(source, seen, local, categories, kinds, agreement)
            for name, spent in names.items():
                unplaced[name] += spent * MICROSECOND
            if "" in own_marks:
                figures = [each for each, _ in own]
                more, seconds = days_from_totals(source, figures, categories, kinds, agreement, problems)
                for name, spent in seconds.items():
                    unplaced[name] += timedelta(seconds=spent)
                for facts in more.values():
                    if facts.day in days and SOURCE_TRAITS[source].adds_up:
                        days[facts.day] = days[facts.day].together_with(facts)
                    else:
                        found[facts.day].append(facts)
            for facts in days.values():
                found[facts.day].append(facts)
                if facts.impossible:
                    problems.note(IssueKind.IMPOSSIBLE_DAY, facts.day.isoformat())
        best = {day: max(each, key=reliability_key) for day, each in sorted(found.items())}
        yield DeviceFacts(
            device_id=device_id,
            whose=_ownership(readings, scope),
            scope=scope,
            mark=machine_id,
            days=best,
            others=tuple(facts for day, each in sorted(found.items()) for facts in each if facts is not best[day]),
            unplaced=_longest_first(unplaced, categories),
            problems=problems.as_tuple(),
        )


def _machine_ids(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    """The machines to report apart. What names no machine belongs to the only one that is named, if there is one."""
    all_marks = sorted(
        {machine_id for reading in readings for machine_id, machine in reading.machines.items() if len(machine)}
    )
    named = [machine_id for machine_id in all_marks if machine_id]
    if len(named) == 1:
        return {named[0]: ("", named[0])}
    return (
        {machine_id: (machine_id,) for machine_id in ["", *named]}
        if _has_unnamed(readings)
        else {machine_id: (machine_id,) for machine_id in named}
    )


def _has_unnamed(readings: Sequence[Reading]) -> bool:
    return any(
        reading.amounts
        or reading.nights
        or reading.unlock_counts
        or reading.spent_fen
        or len(reading.machines.get("", ()))
        for reading in readings
    )


def _joined(reading: Reading, machine_ids: Sequence[str]) -> MachineLog:
    there = [reading.machines[machine_id] for machine_id in machine_ids if machine_id in reading.machines]
    if len(there) == 1:
        return there[0]
    joined = MachineLog()
    for machine in there:
        for ours, theirs in (
            (joined.front, machine.front),
            (joined.present, machine.present),
            (joined.idle, machine.idle),
            (joined.tabs, machine.tabs),
        ):
            ours.starts.extend(theirs.starts)
            ours.ends.extend(theirs.ends)
            ours.names.extend(theirs.names)
        joined.unlocks.extend(machine.unlocks)
    return joined


def reliability_key(facts: DayFacts) -> tuple[bool, str, float, str]:
    """A day that says enough before one that does not; then the surer grade, the fuller coverage, the source's name."""
    return facts.can_be_used(COVERAGE_BOUND), {"A": "3", "B": "2", "C": "1"}[facts.grade], facts.coverage, facts.source


def _ownership(readings: Sequence[Reading], scope: SourceScope) -> DeviceOwnership:
    """The least any reading claims; a line that everybody at home shares is nobody's."""
    claims = {reading.device.whose for reading in readings}
    if scope is SourceScope.HOUSEHOLD or DeviceOwnership.UNKNOWN in claims:
        return DeviceOwnership.UNKNOWN
    return DeviceOwnership.SHARED if DeviceOwnership.SHARED in claims else DeviceOwnership.OWN


def _longest_first(open_for: dict[str, timedelta], categories: Categories) -> dict[str, timedelta]:
    unknown = ((name, spent) for name, spent in open_for.items() if name and not categories.knows(name))
    listed = sorted(unknown, key=lambda each: (-each[1], each[0]))
    return {name: spent for name, spent in listed if spent >= LEAST_OPEN}
