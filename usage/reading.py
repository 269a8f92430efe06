"""One file or sheet, read: what it tells of a device, and how far it may be believed."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cached_property
from typing import BinaryIO

from core.errors import BadInput, Mistake
from usage import (
    activitywatch,
    activitywatch_csv,
    app_usage,
    game_record,
    matched_table,
    minors_mode,
    rescuetime,
    router_log,
    self_report,
    sheet,
    stayfree,
    usagestats_csv,
)
from usage.categories import Categories
from usage.coverage import coverage_by_day, watched_intervals
from usage.export_stream import ExportStream
from usage.import_issues import ImportIssue, IssueKind
from usage.limits import NOT_READABLE, UNFORESEEN, Limits
from usage.machine_log import MachineLog
from usage.reading_builder import Amount, ReadingBuilder
from usage.sources import SOURCE_TRAITS, Device, Source, SourceTraits
from usage.table import Table, read_all
from usage.table_context import NO_HINTS, TableHints, order_required
from usage.units import Unit, UnitFrom, UnitNote, unit_required
from usage.workbook import is_workbook

TABLE_PARSERS = {
    Source.SHEET: sheet.parse_table,
    Source.USAGESTATS_CSV: usagestats_csv.parse_table,
    Source.MINORS_MODE: minors_mode.parse_table,
    Source.GAME_RECORD: game_record.parse_table,
    Source.DIARY: self_report.parse_table,
    Source.ROUTER: router_log.parse_table,
    Source.STAYFREE: stayfree.parse_table,
    Source.APP_USAGE: app_usage.parse_table,
    Source.RESCUETIME: rescuetime.parse_table,
    Source.ACTIVITYWATCH: activitywatch_csv.parse_table,
    Source.MATCHED: matched_table.parse_table,
}
"""ActivityWatch's export in JSON is no table; its table of a bucket is."""

HEAD_BYTES = 512
BEFORE_JSON = b" \t\r\n\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True)
class Reading:
    """What was read from one file. It holds no title, no address of a page and no name of a machine.

    `machines` are stretches and moments, by a mark without meaning; `amounts` are daily figures by app (the empty
    name is the whole device), equal ones each, for they may be two sessions of one length; `nights` are daily figures
    between 22:00 and 06:00. `sha256` tells the same file again. `photo_sha256` is of the photo handed in with it.
    """

    source: Source
    device: Device
    collector: str
    zone: tzinfo
    sha256: str
    offered: int
    names: tuple[str, ...]
    machines: Mapping[str, MachineLog]
    amounts: tuple[Amount, ...]
    nights: frozenset[Amount]
    unlock_counts: frozenset[tuple[date, int]]
    spent_fen: tuple[tuple[date, str, int], ...]
    text_sha256s: frozenset[str]
    problems: tuple[ImportIssue, ...]
    photo_sha256: str | None = None
    unit_notes: frozenset[UnitNote] = frozenset()
    """Where the units of its numbers were found; for whoever is shown the reading, and kept with none."""

    @property
    def about(self) -> SourceTraits:
        """The source's grade, and what it can speak of."""
        return SOURCE_TRAITS[self.source]

    @cached_property
    def coverage(self) -> dict[date, float]:
        """How much of each day the file speaks of, from 0 to 1, over all its machines. A day not named is a gap."""
        days: dict[date, float] = {amount.day: 1.0 for amount in (*self.amounts, *self.nights)}
        for machine in self.machines.values():
            for day, share in coverage_by_day(
                [watched_intervals(machine)], self.zone, day_by_day=self.about.day_by_day
            ).items():
                days[day] = max(share, days.get(day, 0.0))
        return dict(sorted(days.items()))


def sha256_of(content: bytes) -> str:
    """What tells a photo again."""
    return hashlib.sha256(content).hexdigest()


def read_source(
    source: Source,
    device: Device,
    collector: str,
    zone: tzinfo,
    content: BinaryIO | bytes,
    limits: Limits | None = None,
    *,
    photo_sha256: str | None = None,
    categories: Categories | None = None,
    hints: TableHints = NO_HINTS,
) -> Reading:
    """Reads a file of that source. `collector` is the role that handed it in; `zone` is where the person lives;
    `categories` tell which sites are known; `hints` are what was said of a table beside it.

    What single lines or events cannot give is listed in `problems`; the rest counts. Raises BadInput, and nothing
    else but what the stream itself raises, where the file as a whole cannot be read or offers nothing usable, or where
    its numbers have no unit and can be of more than one.
    """
    limits = limits or Limits()
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    if source not in TABLE_PARSERS:  # what only another system sends is no file
        raise BadInput(NOT_READABLE)
    try:
        if source is Source.ACTIVITYWATCH and (not isinstance(content, bytes) or is_json(content)):
            builder = ReadingBuilder.empty("event", zone, limits, categories)
            export = ExportStream(stream, limits)
            activitywatch.parse_export(export, builder)
            builder.unit_notes.add((UnitFrom.PROGRAM, Unit.SECONDS))
            sha256 = export.sha256
        else:
            builder, sha256 = _read_table(source, zone, read_all(stream, limits), limits, categories, hints)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise BadInput(UNFORESEEN) from None
    return build_reading(builder, source, device, collector, sha256, photo_sha256)


def is_json(content: bytes) -> bool:
    """Whether it begins as JSON does, blanks and marks of encodings passed over; so does nothing at all."""
    head = content[:HEAD_BYTES]
    return not is_workbook(head) and head.replace(b"\x00", b"").lstrip(BEFORE_JSON)[:1] in (b"{", b"[", b"")


def _read_table(
    source: Source, zone: tzinfo, whole: bytes, limits: Limits, categories: Categories | None, hints: TableHints
) -> tuple[ReadingBuilder, str]:
    """What a table told, and its hash. Where it names no unit, or days that could be two, it is read again with what all of
    it together leaves possible."""
    builder = ReadingBuilder.empty("line", zone, limits, categories)
    table = Table.of(whole, limits, hints)
    TABLE_PARSERS[source](table, builder)
    if hints.order is None and table.orders.in_doubt and table.orders.only:
        hints = replace(hints, order=table.orders.only)
        return _read_table(source, zone, whole, limits, categories, hints)
    if hints.order is None and table.orders.in_doubt and not builder.has_anything() and len(table.orders.possible) > 1:
        raise order_required(table.orders.possible)
    builder.unit_notes |= table.unit_notes
    if (at := builder.units.first_at) is not None:
        found = builder.units.unit(by_hand=_is_typed(source, builder))
        if found is None:
            raise unit_required(at)
        builder.unit_notes.add((UnitFrom.ONLY_POSSIBLE, found))
        if found is not Unit.MINUTES:
            hints = replace(hints, unit=found, unit_from=UnitFrom.ONLY_POSSIBLE)
            builder, sha256 = _read_table(source, zone, whole, limits, categories, hints)
            builder.problems.note(IssueKind.ONLY_SECONDS, at)
            return builder, sha256
    builder.order.note(builder.problems)
    builder.close(adds_up=SOURCE_TRAITS[source].adds_up or SOURCE_TRAITS[source].may_be_sessions)
    if table.more_sheets:
        builder.problems.note(IssueKind.MORE_SHEETS, 1)
    if builder.offered and not builder.problems and not builder.has_anything():
        raise BadInput(NOT_READABLE)
    return builder, table.sha256


def _is_typed(source: Source, builder: ReadingBuilder) -> bool:
    """Whether a person wrote the numbers. Apps by days with no whole day among them are some program's export."""
    return SOURCE_TRAITS[source].by_hand and (source is not Source.SHEET or builder.units.has_a_whole)


def build_reading(
    builder: ReadingBuilder, source: Source, device: Device, collector: str, sha256: str, photo_sha256: str | None
) -> Reading:
    """What was gathered, as a reading. Raises BadInput where lines or events were offered and none can be used."""
    problems = builder.problems.as_tuple()
    broken = any(problem.trouble is not IssueKind.NOT_USED for problem in problems)
    if builder.offered and broken and not builder.has_anything():
        raise BadInput(NOT_READABLE, mistakes=[Mistake(f"{each.unit} {each.at}", each.words) for each in problems])
    return Reading(
        source=source,
        device=device,
        collector=collector,
        zone=builder.zone,
        sha256=sha256,
        offered=builder.offered,
        names=tuple(builder.names.all),
        machines=builder.machines,
        amounts=tuple(sorted(builder.amounts)),
        nights=frozenset(builder.nights),
        unlock_counts=frozenset(builder.unlock_counts),
        spent_fen=tuple(sorted(builder.spent_fen)),
        text_sha256s=frozenset(builder.texts),
        problems=problems,
        photo_sha256=photo_sha256,
        unit_notes=frozenset(builder.unit_notes),
    )


def read_typed_week(
    week: sheet.TypedWeek,
    device: Device,
    collector: str,
    zone: tzinfo,
    limits: Limits | None = None,
    *,
    photo_sha256: str | None = None,
) -> Reading:
    """A week typed into the form, as the reading of a sheet. Raises BadInput where numbers were typed and none can be."""
    builder, sha256 = sheet.parse_typed_week(week, zone, limits or Limits())
    builder.close(adds_up=False)
    return build_reading(builder, Source.SHEET, device, collector, sha256, photo_sha256)
