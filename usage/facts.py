"""Daily facts of each device, from everything read of it.

Two devices are never added, nor two machines in one file, nor two sources: of each day the surest source that says
enough stands, and the others are there to be compared. A day nobody told anything about is not in the facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from core.dates import days_between
from usage.agreement import Agreement
from usage.categories import Categories
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.days_from_intervals import days_from_intervals
from usage.days_from_totals import days_from_totals
from usage.import_issues import ImportIssue, ImportIssues, IssueKind
from usage.intervals import LocalDays
from usage.machine_log import TRACKS, MachineLog
from usage.reading import Reading
from usage.sources import DeviceOwnership, Source

MAX_PROBLEMS = 100
LEAST_OPEN = timedelta(minutes=1)
"""An app nobody placed is listed once it was open for this long."""


@dataclass(frozen=True)
class DeviceFacts:
    """What is known of one device, day by day.

    `mark` tells machines apart that came under one device; it has no meaning. `unplaced` are apps without a category,
    longest first. Days are in order.
    """

    device_id: str
    whose: DeviceOwnership
    mark: str
    days: dict[date, DayFacts]
    others: tuple[DayFacts, ...]
    """What less sure sources say of the same days, to be compared and never added."""
    unplaced: dict[str, timedelta]
    problems: tuple[ImportIssue, ...]

    @property
    def speaks_of_a_person(self) -> bool:
        """Only somebody's own device does. A shared or unknown one gives no finding."""
        return self.whose is DeviceOwnership.OWN

    def gaps(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last` about which nothing is known. They are missing, not empty."""
        return [day for day in days_between(first, last) if day not in self.days or not self.days[day].can_be_used()]


def compute_facts(
    readings: Iterable[Reading],
    zone: tzinfo,
    kinds: DayKinds,
    categories: Categories | None = None,
    agreement: Agreement | None = None,
) -> list[DeviceFacts]:
    """The facts of every device the readings speak of, each apart. The same file given twice counts once."""
    once = {(reading.device, reading.source, reading.sha256): reading for reading in readings}
    grouped: dict[str, list[Reading]] = defaultdict(list)
    for reading in once.values():
        grouped[reading.device.id].append(reading)
    office = (LocalDays(zone), categories or Categories.load(), kinds, agreement or Agreement())
    return [facts for device_id, group in sorted(grouped.items()) for facts in _of_device(device_id, group, *office)]


def _of_device(
    device_id: str,
    readings: Sequence[Reading],
    local: LocalDays,
    categories: Categories,
    kinds: DayKinds,
    agreement: Agreement,
) -> Iterable[DeviceFacts]:
    machine_ids = _machine_ids(readings)
    for machine_id, own_marks in machine_ids.items():
        problems = ImportIssues("day", MAX_PROBLEMS)
        found: dict[date, list[DayFacts]] = defaultdict(list)
        unplaced: dict[str, timedelta] = defaultdict(timedelta)
        for source in Source:
            own = [(each, _joined(each, own_marks)) for each in readings if each.source is source]
            logs = [(each, machine) for each, machine in own if len(machine)]
            days, names = days_from_intervals(source, logs, local, categories, kinds, agreement)
            results = [(days, names)]
            if "" in own_marks:
                figures = [each for each, _ in own]
                results.append(days_from_totals(source, figures, categories, kinds, agreement, problems))
            for days, names in results:
                for name, spent in names.items():
                    unplaced[name] += spent
                for facts in days.values():
                    found[facts.day].append(facts)
                    if facts.impossible:
                        problems.note(IssueKind.IMPOSSIBLE_DAY, facts.day.isoformat())
        best = {day: max(each, key=reliability_key) for day, each in sorted(found.items())}
        if not best:
            continue
        yield DeviceFacts(
            device_id=device_id,
            whose=_ownership(readings),
            mark=machine_id,
            days=best,
            others=tuple(facts for day, each in sorted(found.items()) for facts in each if facts is not best[day]),
            unplaced=_longest_first(unplaced, categories),
            problems=problems.as_tuple(),
        )


def _machine_ids(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    """The machines to report apart. What names no machine belongs to the only one that is named, if there is one."""
    named = sorted({machine_id for reading in readings for machine_id in reading.machines} - {""})
    return {named[0]: ("", named[0])} if len(named) == 1 else {each: (each,) for each in ("", *named)}


def _joined(reading: Reading, machine_ids: Sequence[str]) -> MachineLog:
    there = [reading.machines[machine_id] for machine_id in machine_ids if machine_id in reading.machines]
    if len(there) == 1:
        return there[0]
    joined = MachineLog()
    for machine in there:
        for name in TRACKS:
            getattr(joined, name).extend(getattr(machine, name))
        joined.unlocks.extend(machine.unlocks)
    return joined


def reliability_key(facts: DayFacts) -> tuple[bool, str, float, str]:
    """A day known whole before one that does not; then the surer grade, the fuller coverage, the source's name."""
    return facts.can_be_used(), {"A": "3", "B": "2", "C": "1"}[facts.grade], facts.coverage, facts.source


def _ownership(readings: Sequence[Reading]) -> DeviceOwnership:
    """The least any reading claims."""
    order = (DeviceOwnership.UNKNOWN, DeviceOwnership.SHARED, DeviceOwnership.OWN)
    return min((reading.device.whose for reading in readings), key=order.index)


def _longest_first(open_for: dict[str, timedelta], categories: Categories) -> dict[str, timedelta]:
    unknown = ((name, spent) for name, spent in open_for.items() if name and not categories.knows(name))
    listed = sorted(unknown, key=lambda each: (-each[1], each[0]))
    return {name: spent for name, spent in listed if spent >= LEAST_OPEN}
