"""A week read from a phone's own screen: three numbers a day, and a photo. The best way in, because most families can.

As numbers typed into a form (`parse_typed_week`), or as a table of a day a row after the template: the whole day, the
night, pickups, and any further column that is a kind of apps or an app.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from usage.categories import is_category_name
from usage.cell_parsers import is_plain_number, parse_day, parse_duration
from usage.headings import TableColumn
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading_builder import WHOLE_DEVICE, ReadingBuilder
from usage.table import Table

ONE_DAY = timedelta(days=1)
REST = ("其他", "其它", "other")
"""A kind that, alone among apps, is what they leave over."""
NO_DAYS = ("合计", "总计", "平均", "日均", "小计", "说明", "备注", "注", "total", "average", "填", "签")
"""A line that begins with one of these is about the whole sheet."""


@dataclass(frozen=True)
class TypedWeek:
    """Numbers typed into the form: one a day from `first_on`, None for a day nobody could read."""

    first_on: date
    minutes: Sequence[int | None]
    night_minutes: Sequence[int | None] = ()
    pickups: Sequence[int | None] = ()


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads a sheet. A line without a day belongs to the day above it, as merged cells leave it; what cannot be read, and
    a number without a unit in its cell or heading, is noted, and the rest counts."""
    for place, column in enumerate(table.columns, 1):
        if column.heading and not column.is_used:
            builder.problems.note(IssueKind.COLUMN_NOT_USED, place)
    day_at = next(place for place, column in enumerate(table.columns) if column.field == "day")
    day: date | None = None
    for line, cells in table.lines:
        day_cell = cells[day_at] if day_at < len(cells) else ""
        if next(cell for cell in cells if cell).casefold().startswith(NO_DAYS):
            continue
        builder.offered += 1
        day = parse_day(day_cell, builder.limits) if day_cell else day
        if day is None:
            builder.problems.note(IssueKind.NO_MOMENT, line)
            continue
        for column, cell in zip(table.columns, cells, strict=False):
            if cell and column.is_used:
                _take_cell(column, cell, day, line, builder)
    if table.has_more_sheets():
        builder.problems.note(IssueKind.MORE_SHEETS, 1)
    _leave_out_apps_of_kinds(builder)
    if builder.amounts and (last := max(each.day for each in builder.amounts)) + ONE_DAY == builder.limits.open_from:
        builder.unsure_days.add(last)  # handed in this morning, and written last evening perhaps


def _take_cell(column: TableColumn, cell: str, day: date, line: int, builder: ReadingBuilder) -> None:
    match column.field:
        case "day":
            return
        case "pickups":
            builder.pickups(day, cell.removesuffix("次").strip(), line)
        case _ if is_plain_number(cell) and column.factor is None:
            builder.problems.note(IssueKind.NO_UNIT, line)
        case "night":
            builder.night(day, _in_seconds(cell, column), line)
        case "total":
            builder.amount(day, WHOLE_DEVICE, _in_seconds(cell, column), line)
        case _ if (seconds := _in_seconds(cell, column)) is not None:
            builder.amount(day, column.app, seconds, line)


def _in_seconds(cell: str, column: TableColumn) -> float | None:
    return float(cell) * column.factor if is_plain_number(cell) and column.factor else parse_duration(cell)


def _leave_out_apps_of_kinds(builder: ReadingBuilder) -> None:
    """A phone lists kinds of apps and the apps in them: on a day with both, the apps are left out. Both are never added."""
    kinds = {each.day for each in builder.amounts if is_category_name(each.of) and each.of.casefold() not in REST}
    twice = [each for each in builder.amounts if each.of and each.day in kinds and not is_category_name(each.of)]
    for line in sorted({builder.places[each] for each in twice}):
        builder.problems.note(IssueKind.KINDS_AND_APPS, line)
    builder.amounts = [each for each in builder.amounts if each not in twice]


def parse_typed_week(week: TypedWeek, zone: tzinfo, limits: Limits) -> tuple[ReadingBuilder, str]:
    """The typed numbers gathered, and the hash that tells the same sheet again. Places are days of the week, from one."""
    builder = ReadingBuilder.empty("line", zone, limits)
    for place, minutes in enumerate(week.minutes):
        builder.offered += 1
        if minutes is not None:
            builder.amount(week.first_on + timedelta(days=place), WHOLE_DEVICE, minutes * 60, place + 1)
    for place, minutes in enumerate(week.night_minutes):
        if minutes is not None:
            builder.night(week.first_on + timedelta(days=place), minutes * 60, place + 1)
    for place, count in enumerate(week.pickups):
        if count is not None:
            builder.pickups(week.first_on + timedelta(days=place), str(count), place + 1)
    content = [week.first_on.isoformat(), list(week.minutes), list(week.night_minutes), list(week.pickups)]
    return builder, hashlib.sha256(repr(content).encode()).hexdigest()
