"""What looks odd, as notes that ask. A note is never a verdict: each names harmless reasons and has a field for the one
that was found, and a note closed as harmless leaves every view and count."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from core.i18n import Text, _
from usage.days_from_intervals import used_intervals
from usage.intervals import LocalDays, overlap
from usage.machine_log import MICROSECOND, MINUTE, MachineLog, to_microseconds
from usage.reading import Reading
from usage.sources import DeviceOwnership, Grade, SourceScope

SAME_MINUTE_TIMES = 5
SAME_TEXT_TIMES = 3
SAME_PHOTO_TIMES = 2
IN_CUSTODY_AT_LEAST = 5 * MINUTE
KEY_LETTERS = 16


class Anomaly(StrEnum):
    """The kinds of odd pattern."""

    SAME_MINUTE = "same_minute"
    SAME_PHOTO = "same_photo"
    SAME_TEXT = "same_text"
    USED_WHILE_HANDED_IN = "used_while_handed_in"


ANOMALY_TEXTS: dict[Anomaly, tuple[Text, Text]] = {
    Anomaly.SAME_MINUTE: (
        _("好几次都在同一分钟提交，请问一问。"),
        _("也许设了闹钟，或放学后固定时间写。"),
    ),
    Anomaly.SAME_PHOTO: (
        _("两次交的是同一张照片，请问一问。"),
        _("也许选错了照片，或网络不好重发了一次。"),
    ),
    Anomaly.SAME_TEXT: (
        _("几次写的话一字不差，请问一问。"),
        _("也许日子确实一样，或不知道该写什么。"),
    ),
    Anomaly.USED_WHILE_HANDED_IN: (
        _("设备交出保管期间仍有使用记录，请问一问。"),
        _("也许是家长在用、自动播放、时钟不准，或提前取回。"),
    ),
}


@dataclass(frozen=True)
class AnomalyQuestion:
    """Something to ask about. `key` stays the same when more days join, so that what was closed stays closed."""

    oddity: Anomaly
    key: str
    days: tuple[date, ...]

    @property
    def asks(self) -> Text:
        """What to ask."""
        return ANOMALY_TEXTS[self.oddity][0]

    @property
    def perhaps(self) -> Text:
        """Harmless reasons to think of first."""
        return ANOMALY_TEXTS[self.oddity][1]


@dataclass(frozen=True)
class SubmissionFingerprint:
    """One thing a person handed in: when (aware), and what tells its text and photo again."""

    at: datetime
    text_sha256: str | None = None
    photo_sha256: str | None = None


@dataclass(frozen=True)
class DeviceCustody:
    """A device was taken into custody, from a time to a time.

    Use during that time becomes a question, never a finding.
    """

    device_id: str
    from_at: datetime
    to_at: datetime


def find_anomalies(
    handed_in: Iterable[SubmissionFingerprint],
    readings: Collection[Reading],
    custody: Iterable[DeviceCustody],
    zone: tzinfo,
    closed: Collection[str] = (),
) -> list[AnomalyQuestion]:
    """The notes that are open. `closed` are the keys of those somebody closed as harmless: they do not come again."""
    things = sorted(handed_in, key=lambda thing: thing.at)
    notes = [*_same_minute(things, zone), *_same_photo(things, zone), *_same_text(things, zone)]
    for kept in custody:
        notes += _used_in_custody(kept, readings, zone)
    return [note for note in notes if note.key not in closed]


def _same_minute(things: Sequence[SubmissionFingerprint], zone: tzinfo) -> list[AnomalyQuestion]:
    by_minute: dict[str, set[date]] = defaultdict(set)
    for thing in things:
        local = thing.at.astimezone(zone)
        by_minute[f"{local:%H:%M}"].add(local.date())
    return _notes(Anomaly.SAME_MINUTE, by_minute, SAME_MINUTE_TIMES)


def _same_photo(things: Sequence[SubmissionFingerprint], zone: tzinfo) -> list[AnomalyQuestion]:
    by_photo: dict[str, set[date]] = defaultdict(set)
    for thing in things:
        if thing.photo_sha256:
            by_photo[thing.photo_sha256].add(thing.at.astimezone(zone).date())
    return _notes(Anomaly.SAME_PHOTO, by_photo, SAME_PHOTO_TIMES)


def _same_text(things: Sequence[SubmissionFingerprint], zone: tzinfo) -> list[AnomalyQuestion]:
    by_text: dict[str, set[date]] = defaultdict(set)
    for thing in things:
        if thing.text_sha256:
            by_text[thing.text_sha256].add(thing.at.astimezone(zone).date())
    return _notes(Anomaly.SAME_TEXT, by_text, SAME_TEXT_TIMES)


def _notes(oddity: Anomaly, by_sign: dict[str, set[date]], times: int) -> list[AnomalyQuestion]:
    """One note for each sign met on at least so many days: the same thing twice on one day is only a second press."""
    return [
        AnomalyQuestion(oddity, _key(oddity, sign), tuple(sorted(days)))
        for sign, days in by_sign.items()
        if len(days) >= times
    ]


def _used_in_custody(kept: DeviceCustody, readings: Collection[Reading], zone: tzinfo) -> list[AnomalyQuestion]:
    """Only what a machine wrote about a person's own device can raise the question."""
    opens, closes = to_microseconds(kept.from_at), to_microseconds(kept.to_at)
    local = LocalDays(zone)
    used: dict[str, list[tuple[Sequence[str], MachineLog]]] = defaultdict(list)
    for reading in readings:
        device, about = reading.device, reading.about
        if device.id != kept.device_id or device.whose is not DeviceOwnership.OWN:
            continue
        if about.grade is Grade.A and about.scope is SourceScope.DEVICE:
            for machine_id, machine in reading.machines.items():
                used[machine_id].append((reading.names, machine))
    days: dict[date, int] = defaultdict(int)
    for files in used.values():
        pieces = (piece for piece in used_intervals(files) if overlap(*piece[:2], [(opens, closes)]))
        for day, _name, start, end, _known in local.parted(pieces):
            days[day] += overlap(start, end, [(opens, closes)])
    if sum(days.values()) < IN_CUSTODY_AT_LEAST:
        return []
    sign = f"{kept.device_id} {kept.from_at.timestamp()}"
    used_on = tuple(sorted(day for day, spent in days.items() if spent * MICROSECOND > timedelta()))
    return [AnomalyQuestion(Anomaly.USED_WHILE_HANDED_IN, _key(Anomaly.USED_WHILE_HANDED_IN, sign), used_on)]


def _key(oddity: Anomaly, sign: str) -> str:
    return hashlib.sha256(f"{oddity.value} {sign}".encode()).hexdigest()[:KEY_LETTERS]
