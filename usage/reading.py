"""One file or sheet, read: what it tells of a device, and how far it may be believed."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import cached_property

from core.errors import BadInput, DayOrderRequired, Mistake
from core.i18n import _
from usage import activitywatch, matched_table, sheet, stayfree
from usage.categories import Categories
from usage.coverage import coverage_by_day, watched_intervals
from usage.import_issues import ImportIssue, IssueKind
from usage.limits import NOT_READABLE, UNFORESEEN, Limits
from usage.machine_log import MachineLog
from usage.reading_builder import Amount, ReadingBuilder
from usage.sources import SOURCE_TRAITS, Device, Source, SourceTraits
from usage.table import Table
from usage.table_context import NO_HINTS, TableHints
from usage.units import unit_required

TABLE_PARSERS: dict[Source, Callable[[Table, ReadingBuilder], None]] = {
    Source.SHEET: sheet.parse_table,
    Source.STAYFREE: stayfree.parse_table,
    Source.MATCHED: matched_table.parse_table,
}


@dataclass(frozen=True)
class Reading:
    """What was read from one file. It holds no title, no address of a page and no name of a machine.

    `machines` are stretches and moments, by a mark without meaning; `amounts` are daily figures by app (the empty
    name is the whole device), equal ones each, for they may be two sessions of one length; `nights` are daily figures
    between 22:00 and 06:00. `sha256` tells the same file again.
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
    problems: tuple[ImportIssue, ...]
    at_least: frozenset[date] = frozenset()
    """Days of which the figures are only the least there was: they were not over, or every row of a table is nought."""

    @property
    def about(self) -> SourceTraits:
        """The source's grade, and what it can speak of."""
        return SOURCE_TRAITS[self.source]

    @cached_property
    def coverage(self) -> dict[date, float]:
        """How much of each day the file speaks of, from 0 to 1, over all its machines. A day not named is a gap."""
        days: dict[date, float] = {amount.day: 1.0 for amount in (*self.amounts, *self.nights)}
        for machine in self.machines.values():
            for day, share in coverage_by_day([watched_intervals(machine)], self.zone).items():
                days[day] = max(share, days.get(day, 0.0))
        return dict(sorted(days.items()))


def sha256_of(content: bytes) -> str:
    """What tells the same file again."""
    return hashlib.sha256(content).hexdigest()


def read_source(
    source: Source,
    device: Device,
    collector: str,
    zone: tzinfo,
    content: bytes,
    limits: Limits | None = None,
    *,
    categories: Categories | None = None,
    hints: TableHints = NO_HINTS,
) -> Reading:
    """Reads a file of that source. `collector` is the role that handed it in; `zone` is where the person lives;
    `categories` tell which sites are known; `hints` are what was said of a table beside it.

    What single lines or events cannot give is listed in `problems`; the rest counts. Raises BadInput, and nothing
    else, where the file as a whole cannot be read or offers nothing usable, or where its numbers have no unit and can be
    of more than one.
    """
    limits = limits or Limits()
    try:
        if source is Source.ACTIVITYWATCH:
            builder = ReadingBuilder.empty("event", zone, limits, categories)
            activitywatch.parse_export(content, builder)
        else:
            builder = _read_table(source, zone, content, limits, categories, hints)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise BadInput(UNFORESEEN) from None
    return build_reading(builder, source, device, collector, sha256_of(content))


def _read_table(
    source: Source, zone: tzinfo, content: bytes, limits: Limits, categories: Categories | None, hints: TableHints
) -> ReadingBuilder:
    """What a table told. Where its days could be two, it is read again in the only order that all of them allow."""
    builder = ReadingBuilder.empty("line", zone, limits, categories)
    table = Table(content, limits, hints)
    TABLE_PARSERS[source](table, builder)
    if table.orders.in_doubt and hints.order is None and not (hints.match and hints.match.order):
        if not table.orders.only:
            raise DayOrderRequired(_("表里的日子（如05/11/2026）可以是几月几日，也可以是几日几月，看不出是哪一种。"))
        return _read_table(source, zone, content, limits, categories, replace(hints, order=table.orders.only))
    if builder.unitless_at is not None and not (source is Source.SHEET and builder.surely_minutes):
        raise unit_required(builder.unitless_at)
    builder.close(may_be_sessions=SOURCE_TRAITS[source].may_be_sessions)
    if table.more_sheets:
        builder.problems.note(IssueKind.MORE_SHEETS, 1)
    if builder.offered and not builder.problems and not builder.has_anything():
        raise BadInput(NOT_READABLE)
    return builder


def build_reading(builder: ReadingBuilder, source: Source, device: Device, collector: str, sha256: str) -> Reading:
    """What was gathered, as a reading. Raises BadInput where lines or events were offered and none can be used."""
    problems = builder.problems.as_tuple()
    broken = any(problem.kind is not IssueKind.NOT_USED for problem in problems)
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
        machines={machine_id: machine for machine_id, machine in builder.machines.items() if len(machine)},
        amounts=tuple(sorted(builder.amounts)),
        nights=frozenset(builder.nights),
        unlock_counts=frozenset(builder.unlock_counts),
        problems=problems,
        at_least=frozenset(builder.find_open_days()),
    )


def read_typed_week(
    week: sheet.TypedWeek, device: Device, collector: str, zone: tzinfo, limits: Limits | None = None
) -> Reading:
    """A week typed into the form, as the reading of a sheet. Raises BadInput where numbers were typed and none can be."""
    builder, sha256 = sheet.parse_typed_week(week, zone, limits or Limits())
    builder.close()
    return build_reading(builder, Source.SHEET, device, collector, sha256)
