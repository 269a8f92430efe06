"""ActivityWatch: an export of one bucket or all, or a bare list of events.

Titles, addresses of pages and names of machines are dropped here. A machine keeps a mark made from its name, so that
two machines in one file are never added; "unknown" and no name at all are one mark, the empty one.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from core.errors import BadInput
from core.i18n import _, pgettext
from usage.export_stream import ExportStream
from usage.import_issues import IssueKind
from usage.limits import too_many
from usage.machine_log import EPOCH, MICROSECOND, IntervalSeries, MachineLog, check_interval_end
from usage.reading_builder import ReadingBuilder
from usage.timestamp_checks import TimestampChecker

MARK_LETTERS = 8
BATCH = 5_000


class EventKind(StrEnum):
    """What an event tells."""

    FRONT = "currentwindow"
    PRESENCE = "afkstatus"
    UNLOCK = "os.lockscreen.unlocks"
    TAB = "web.tab.current"
    """Which page a browser showed: it adds no time. Of a listed site its name in the list is kept, of any other nothing."""
    NOTHING_KEPT = "nothing kept"
    """A kind that adds no time, such as files in an editor."""


def parse_export(stream: ExportStream, builder: ReadingBuilder) -> None:
    """Reads the whole export. Raises BadInput where it is no such export, broken, too deep or too large."""
    sign = stream.next_sign()
    if sign == "[":
        _Bucket(builder, 1).take(stream)
    elif sign == "{":
        _read_object(stream, builder)
    else:
        raise BadInput(_("这不是ActivityWatch的导出文件。"))
    stream.finish()
    if len(builder.machines) > 1:
        builder.problems.note(IssueKind.SEVERAL_MACHINES, 1)


def add_events(builder: ReadingBuilder, kind: EventKind, events: Iterator[dict[str, object]]) -> None:
    """Takes events of one bucket of that kind, of a machine without a name."""
    bucket = _Bucket(builder, 1)
    bucket.kind, bucket.has_events = kind, True
    while batch := list(itertools.islice(events, BATCH)):
        bucket.take_batch(batch)
    bucket.close()


def machine_id(hostname: str) -> str:
    """What tells a machine from another without its name; "" for one that does not know where it is."""
    if hostname.strip().casefold() in ("", "unknown"):
        return ""
    return hashlib.sha256(hostname.strip().encode("utf-8", "replace")).hexdigest()[:MARK_LETTERS]


def _read_object(stream: ExportStream, builder: ReadingBuilder) -> None:
    lone = _Bucket(builder, 1)
    seen = False
    for key in stream.entries():
        if key == "buckets":
            seen = True
            for __ in _each_bucket(stream):
                bucket = _Bucket(builder, builder.offered + 1)
                for name in stream.entries():
                    bucket.read(name, stream)
                bucket.close()
        else:
            lone.read(key, stream)
    if not (seen or lone.has_events):
        raise BadInput(_("这不是ActivityWatch的导出文件。"))
    lone.close()


def _each_bucket(stream: ExportStream) -> Iterator[object]:
    """The buckets, whether they stand under their ids or in a list."""
    if stream.next_sign() == "[":
        yield from stream.elements()
    else:
        yield from stream.entries()


class _Bucket:
    """One bucket while it is read. Its kind and machine may be told only after its events."""

    def __init__(self, builder: ReadingBuilder, first: int) -> None:
        self.gathered = builder
        self.machine = MachineLog()
        self.kind: EventKind | None = None
        self.mark = ""
        self.has_events = False
        self.first = first
        self.order = TimestampChecker()

    def read(self, key: str, stream: ExportStream) -> None:
        """One entry of the bucket."""
        if key == "events":
            self.take(stream, close=False)
            return
        value = stream.value()
        if key == "type" and isinstance(value, str):
            self.kind = next((kind for kind in EventKind if kind.value == value), EventKind.NOTHING_KEPT)
        elif key == "hostname" and isinstance(value, str):
            self.mark = machine_id(value)

    def take(self, stream: ExportStream, *, close: bool = True) -> None:
        """The events."""
        self.has_events = True
        for batch in stream.batches():
            self._add(batch)
        if close:
            self.close()

    def take_batch(self, batch: Sequence[object]) -> None:
        """Events that were read already."""
        self._add(batch)

    def close(self) -> None:
        """Hands what was read to its machine; what the kind does not allow is left out."""
        if not self.has_events:
            return
        if self.kind in (None, EventKind.FRONT):
            self._join(lambda machine: machine.front)
            self.order.note(self.gathered.problems)
        if self.kind in (None, EventKind.PRESENCE):
            self._join(lambda machine: machine.present)
            self._join(lambda machine: machine.idle)
        if self.kind in (None, EventKind.TAB):
            self._join(lambda machine: machine.tabs)
        if self.kind in (None, EventKind.UNLOCK) and self.machine.unlocks:
            self.gathered.machine(self.mark).unlocks.extend(self.machine.unlocks)
        if self.kind is EventKind.NOTHING_KEPT:
            self.gathered.problems.note(IssueKind.NOT_USED, self.first)

    def _join(self, track_of: Callable[[MachineLog], IntervalSeries]) -> None:
        track = track_of(self.machine)
        if len(track):
            whole = track_of(self.gathered.machine(self.mark))
            whole.starts.extend(track.starts)
            whole.ends.extend(track.ends)
            whole.names.extend(track.names)

    def _add(self, batch: Sequence[object]) -> None:
        """Each event into its track. An event that cannot be read is noted with its number in the file."""
        builder, problems, bounds = self.gathered, self.gathered.problems, self.gathered.bounds
        if self.kind is EventKind.NOTHING_KEPT:
            self._count(len(batch))
            return
        front, machine, place = self.machine.front, self.machine, builder.names.place
        at, step = builder.offered, self.order.step
        self._count(len(batch))
        parse, epoch, unit = datetime.fromisoformat, EPOCH, MICROSECOND
        for event in batch:
            at += 1
            if not isinstance(event, dict):
                problems.note(IssueKind.UNREADABLE, at)
                continue
            try:
                moment = parse(event["timestamp"])
            except (KeyError, TypeError, ValueError):
                problems.note(IssueKind.NO_MOMENT, at)
                continue
            start = ((moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)) - epoch) // unit
            end = check_interval_end(start, event.get("duration", 0), at, bounds, problems)
            if end is None:
                continue
            data = event.get("data")
            if not isinstance(data, dict):
                data = {}
            kind = self.kind or _kind_of(data)
            if kind is EventKind.FRONT:
                name = data.get("package") or data.get("app") or ""
                front.add(start, end, place(name if isinstance(name, str) else ""))
                step(start, end, at)
            elif kind is EventKind.PRESENCE:
                (machine.present if data.get("status") == "not-afk" else machine.idle).add(start, end)
            elif kind is EventKind.TAB:
                address = data.get("url")
                if site := builder.categories.site_of(address) if isinstance(address, str) else "":
                    machine.tabs.add(start, end, place(site))
            elif kind is EventKind.UNLOCK:
                machine.unlocks.append(start)

    def _count(self, more: int) -> None:
        self.gathered.offered += more
        if self.gathered.offered > self.gathered.limits.events:
            raise too_many(pgettext("refusal", "记录"), self.gathered.limits.events)


def _kind_of(data: dict[str, object]) -> EventKind:
    """What an event tells, where no bucket says so."""
    if data.get("status") in ("afk", "not-afk"):
        return EventKind.PRESENCE
    if "url" in data:
        return EventKind.TAB
    if "file" in data and "app" not in data:
        return EventKind.NOTHING_KEPT
    if "app" in data or "package" in data:
        return EventKind.FRONT
    return EventKind.NOTHING_KEPT if data else EventKind.UNLOCK
