"""StayFree's own export ("Total Usage"): apps below one another, days side by side, an hour as "1h 5m 3s" or as seconds.

The layout is that of files which owners of the app described in public (see docs/digital-use.md). Below the apps stand a
total and who made the file; neither names a device, which every app does. In a workbook the sheet of unlocks follows.
Names of devices are not kept; two devices in one file are never added.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from core.errors import BadInput
from core.i18n import _
from usage.cell_parsers import is_plain_number, parse_duration
from usage.import_issues import IssueKind
from usage.limits import too_many
from usage.reading_builder import ReadingBuilder
from usage.table import LINES_ABOVE, Line, Table
from usage.table_context import TableContext
from usage.units import Duration

SIGN = "stayfree"
DEVICE = ("device", "设备")
UNLOCKS = ("device unlocks", "设备解锁", "解锁次数")
TOTALS = ("total usage", "总使用量", "总计", "合计")

Figure = tuple[int, date, str, Duration]


def is_export(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the table names the program, as its export does below or above the apps, or begins as that does."""
    return any(SIGN in cell.casefold() for cells in lines for cell in cells[:2]) or any(
        cells[1].casefold() in DEVICE and not cells[0] for cells in lines[:2] if len(cells) > 2
    )


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the first sheet with times, and unlocks wherever they stand. Raises BadInput where it is no such export, or
    where it is of several devices."""
    figures: list[Figure] | None = None
    for context, lines in table.grids():
        found = _days_across(context, lines)
        if found is None:
            continue
        days, device_at, below = found
        rows = list(_rows(below, builder))
        _take_unlocks(rows, days, builder)
        if figures is None and (apps := _apps(rows, device_at)):
            figures = [each for row in apps for each in _of_a_row(row, days)]
    if figures is None and not builder.unlock_counts:
        raise BadInput(_("这张StayFree的表里没有日期，看不出是哪几天。请在StayFree里导出每天的“总使用量”。"))
    _take(figures or [], builder)


def _days_across(
    context: TableContext, lines: Iterator[Line]
) -> tuple[dict[int, date], int | None, Iterator[Line]] | None:
    """The day of each column that has one, the column that names devices, and the lines below."""
    for number, cells in lines:
        days = {at: day for at, cell in enumerate(cells) if at and (day := context.day_in(cell)) is not None}
        if days:
            device = next((at for at, cell in enumerate(cells) if cell.casefold() in DEVICE), None)
            return days, device, lines
        if number >= LINES_ABOVE:
            break
    return None


def _rows(lines: Iterator[Line], builder: ReadingBuilder) -> Iterator[Line]:
    for count, (number, cells) in enumerate(lines):
        if count > builder.limits.names:
            raise too_many(_("行"), builder.limits.names)
        if cells and cells[0]:
            yield number, cells


def _apps(rows: Sequence[Line], device_at: int | None) -> list[Line]:
    """The rows of apps: each names its device where the table has such a column."""
    apps = [row for row in rows if row[1][0].casefold() not in (*TOTALS, *UNLOCKS) and len(row[1]) > 1]
    if device_at is None:
        return [row for row in apps if any(row[1][1:])]
    apps = [(number, cells) for number, cells in apps if len(cells) > device_at and cells[device_at]]
    if len({cells[device_at] for _, cells in apps}) > 1:
        raise BadInput(_("表里有几台设备。不同的设备不能相加，请在StayFree里只选一台再导出。"))
    return apps


def _of_a_row(row: Line, days: dict[int, date]) -> Iterator[Figure]:
    number, cells = row
    for at, day in days.items():
        if cell := cells[at] if at < len(cells) else "":
            yield number, day, cells[0], float(cell) if is_plain_number(cell) else parse_duration(cell)


def _take(figures: Sequence[Figure], builder: ReadingBuilder) -> None:
    """The figures from the first day with any use: before it was installed, StayFree writes nought."""
    used = [day for _, day, _, seconds in figures if isinstance(seconds, float) and seconds > 0]
    first = min(used, default=None)
    for number, day, app, seconds in figures:
        builder.offered += 1
        if first is None or day < first:
            builder.problems.note(IssueKind.BEFORE_FIRST_USE, number)
        else:
            builder.amount(day, app, seconds, number)


def _take_unlocks(rows: Sequence[Line], days: dict[int, date], builder: ReadingBuilder) -> None:
    for number, cells in rows:
        if cells[0].casefold() in UNLOCKS:
            for at, day in days.items():
                if cell := cells[at] if at < len(cells) else "":
                    builder.offered += 1
                    builder.pickups(day, cell, number)
