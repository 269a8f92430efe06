"""A heartbeat joined to what a bucket has told so far: the last stretch grows, or a new one begins."""

from dataclasses import replace

from usage.machine_log import SECOND, IntervalSeries, MachineLog
from usage.reading import Reading

_TRACKS = ("front", "present", "idle", "tabs")


def merge_heartbeat(before: Reading, heartbeat: Reading, pulse_seconds: float) -> Reading:
    """Both as one reading. A beat that says the same within the pulse of the last one's end makes that one longer."""
    names = list(before.names)
    place_of = {name: place for place, name in enumerate(names)}
    for name in heartbeat.names:
        if name not in place_of:
            place_of[name] = len(names)
            names.append(name)
    machines = dict(before.machines)
    for machine_id, beaten in heartbeat.machines.items():
        machine = machines.setdefault(machine_id, MachineLog())
        for name in _TRACKS:
            track: IntervalSeries = getattr(beaten, name)
            for start, end, number in zip(track.starts, track.ends, track.names, strict=True):
                called = place_of[heartbeat.names[number]] if number >= 0 else -1
                _join(getattr(machine, name), start, end, called, round(pulse_seconds * SECOND))
        machine.unlocks.extend(beaten.unlocks)
    return replace(before, names=tuple(names), machines=machines, offered=before.offered + heartbeat.offered)


def _join(track: IntervalSeries, start: int, end: int, name: int, pulse: int) -> None:
    if len(track) and track.names[-1] == name and track.starts[-1] <= start <= track.ends[-1] + pulse:
        track.ends[-1] = max(track.ends[-1], end)
    else:
        track.add(start, end, name)
