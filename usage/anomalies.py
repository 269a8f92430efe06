"""What looks odd, as notes that ask. A note is never a verdict: each names harmless reasons and has a field for the one
that was found, and a note closed as harmless leaves every view and count."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from core.i18n import _
from usage.days_from_intervals import used_intervals
from usage.intervals import LocalDays, overlap
from usage.machine_log import MINUTE, MachineLog, to_microseconds
from usage.reading import Reading
from usage.sources import DeviceOwnership, Grade

IN_CUSTODY_AT_LEAST = 5 * MINUTE
KEY_LETTERS = 16


USED_WHILE_HANDED_IN = "used_while_handed_in"
"""The only pattern looked for: a device was used while it was in custody."""
QUESTION = _("设备交出保管期间仍有使用记录，请问一问。")
HARMLESS_REASONS = _("也许是家长在用、自动播放、时钟不准，或提前取回。")


@dataclass(frozen=True)
class AnomalyQuestion:
    """Something to ask about. `key` stays the same when more days join, so that what was closed stays closed."""

    key: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class DeviceCustody:
    """A device was taken into custody, from a time to a time.

    Use during that time becomes a question, never a finding.
    """

    device_id: str
    from_at: datetime
    to_at: datetime


def find_anomalies(
    readings: Collection[Reading], custody: Iterable[DeviceCustody], zone: tzinfo, closed: Collection[str] = ()
) -> list[AnomalyQuestion]:
    """The notes that are open. `closed` are the keys of those somebody closed as harmless: they do not come again."""
    notes = (note for kept in custody for note in _used_in_custody(kept, readings, zone))
    return [note for note in notes if note.key not in closed]


def _used_in_custody(kept: DeviceCustody, readings: Collection[Reading], zone: tzinfo) -> list[AnomalyQuestion]:
    """Only what a machine wrote about a person's own device can raise the question."""
    opens, closes = to_microseconds(kept.from_at), to_microseconds(kept.to_at)
    local = LocalDays(zone)
    used: dict[str, list[tuple[Sequence[str], MachineLog]]] = defaultdict(list)
    for reading in readings:
        device, about = reading.device, reading.about
        if device.id != kept.device_id or device.whose is not DeviceOwnership.OWN:
            continue
        if about.grade is Grade.A:
            for machine_id, machine in reading.machines.items():
                used[machine_id].append((reading.names, machine))
    days: dict[date, int] = defaultdict(int)
    for files in used.values():
        pieces = (piece for piece in used_intervals(files) if overlap(*piece[:2], [(opens, closes)]))
        for day, _name, start, end, _known in local.parted(pieces):
            days[day] += overlap(start, end, [(opens, closes)])
    if sum(days.values()) < IN_CUSTODY_AT_LEAST:
        return []
    sign = f"{USED_WHILE_HANDED_IN} {kept.device_id} {kept.from_at.timestamp()}"
    key = hashlib.sha256(sign.encode()).hexdigest()[:KEY_LETTERS]
    return [AnomalyQuestion(key, tuple(sorted(day for day, spent in days.items() if spent > 0)))]
