"""One file or sheet, read: what it tells of a device, and how far it may be believed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property

from core.errors import BadInput, Mistake
from core.i18n import NO_TEXT, _
from usage import activitywatch, sheet
from usage.categories import Categories
from usage.coverage import coverage_by_day, watched_intervals
from usage.import_issues import ImportIssue, IssueKind
from usage.limits import INSTEAD, UNFORESEEN, Limits
from usage.machine_log import MachineLog
from usage.reading_builder import Amount, ReadingBuilder
from usage.sources import SOURCE_TRAITS, Device, Source, SourceTraits
from usage.table import open_table

NO_HEADINGS = _(
    "这张表没有模板的表头，没有收取，也没有留存。请下载模板填写，或者把每天的分钟数填进一周小表；社工也可以帮忙录入。"
)


@dataclass(frozen=True)
class Reading:
    """What was read from one file. It holds no title, no address of a page and no name of a machine.

    `machines` are stretches and moments, by a mark without meaning; `amounts` are daily figures by app (the empty
    name is the whole device); `nights` are daily figures
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
    """Days of which the figures are only the least there was: they were not over, or all that is told is nought."""

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
) -> Reading:
    """Reads a file of that source. `collector` is the role that handed it in; `zone` is where the person lives;
    `categories` tell which sites are known.

    What single lines or events cannot give is listed in `problems`; the rest counts. Raises BadInput, and nothing
    else, where the file as a whole cannot be read or offers nothing usable.
    """
    limits, categories = limits or Limits(), categories or Categories.load()
    try:
        if source is Source.ACTIVITYWATCH:
            builder = ReadingBuilder.empty("event", zone, limits, categories)
            activitywatch.parse_export(content, builder)
        else:
            builder = ReadingBuilder.empty("line", zone, limits, categories)
            table = open_table(content, limits, categories)
            if table is None:
                raise BadInput(NO_HEADINGS)
            sheet.parse_table(table, builder)
            builder.close()
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise BadInput(UNFORESEEN) from None
    return build_reading(builder, source, device, collector, sha256_of(content))


def build_reading(builder: ReadingBuilder, source: Source, device: Device, collector: str, sha256: str) -> Reading:
    """What was gathered, as a reading. Raises BadInput where lines or events were offered and none can be used."""
    problems = builder.problems.as_tuple()
    broken = [each for each in problems if each.kind is not IssueKind.NOT_USED]
    if not builder.has_anything() and (broken or source is Source.SHEET):
        mistakes = [Mistake(f"{each.unit} {each.at}", each.words) for each in problems]
        raise BadInput(
            _("{why}没有能计入的数字。{instead}", why=broken[0].words if broken else NO_TEXT, instead=INSTEAD),
            mistakes=mistakes,
        )
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
