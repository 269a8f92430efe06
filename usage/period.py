"""A reading cut to the days that were agreed on: what lies before or after them is nobody's to keep."""

from array import array
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from usage.import_issues import ImportIssue, IssueKind
from usage.machine_log import TRACKS, IntervalSeries, MachineLog, to_microseconds
from usage.reading import Reading


def clip_reading(reading: Reading, first: date, last: date) -> Reading:
    """The reading of the days from `first` to `last` alone, with a note of how many days were left out; the very same
    object where it has no other day. Names of apps that were open on other days only are gone too."""
    outside = tuple(day for day in reading.coverage if not first <= day <= last)
    if not outside:
        return reading
    begin = to_microseconds(datetime.combine(first, time.min, reading.zone))
    end = to_microseconds(datetime.combine(last + timedelta(days=1), time.min, reading.zone))
    machines = {machine_id: _cut(machine, begin, end) for machine_id, machine in reading.machines.items()}
    note = ImportIssue(IssueKind.OUTSIDE_PERIOD, "day", f"{outside[0]} – {outside[-1]}", len(outside))
    return replace(
        reading,
        names=_still_named(reading.names, machines),
        machines={machine_id: machine for machine_id, machine in machines.items() if len(machine)},
        amounts=tuple(each for each in reading.amounts if first <= each.day <= last),
        nights=frozenset(each for each in reading.nights if first <= each.day <= last),
        unlock_counts=frozenset(each for each in reading.unlock_counts if first <= each[0] <= last),
        problems=(*reading.problems, note),
        at_least=frozenset(each for each in reading.at_least if first <= each <= last),
    )


def _cut(machine: MachineLog, begin: int, end: int) -> MachineLog:
    tracks = {name: _part(getattr(machine, name), begin, end) for name in TRACKS}
    unlocks = array("q", (moment for moment in machine.unlocks if begin <= moment < end))
    return MachineLog(**tracks, unlocks=unlocks)


def _part(track: IntervalSeries, begin: int, end: int) -> IntervalSeries:
    part = IntervalSeries()
    for start, stop, name in zip(track.starts, track.ends, track.names, strict=True):
        if start < end and (stop > begin or start >= begin):
            part.add(max(start, begin), min(stop, end), name)
    return part


def _still_named(names: tuple[str, ...], machines: Mapping[str, MachineLog]) -> tuple[str, ...]:
    """The names in their places; one of no other day is blank, so that the places stay."""
    tracks = (getattr(each, name) for each in machines.values() for name in TRACKS)
    used = {place for track in tracks for place in track.names}
    return tuple(name if place in used else "" for place, name in enumerate(names))
