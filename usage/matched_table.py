"""A table that no reader knows, read as somebody matched its columns by hand: which is the day, the app, how long."""

import itertools
from collections.abc import Sequence
from datetime import date

from core.errors import BadInput
from core.i18n import _
from usage.headings import normalize_cell, normalize_heading
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading_builder import WHOLE_DEVICE, ReadingBuilder
from usage.table import Table, TableRow, read_lines
from usage.table_context import TableContext, TableMatch

LINES_OF_HEADINGS = 8
COLUMNS = ("day", "app", "duration", "night", "start", "end")


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the first sheet as it was matched. Raises BadInput where nobody matched it."""
    match = table.match
    if match is None:
        raise BadInput(_("这张表的各列还没有人对过。"))
    context, lines = next(table.grids())
    columns: dict[int, date] = {}
    for place, (number, cells) in enumerate(lines, 1):
        if place == match.headings_line:
            columns = {at: day for at, cell in enumerate(cells) if (day := context.day_in(cell)) is not None}
        if place <= match.headings_line or not any(cells):
            continue
        builder.offered += 1
        if match.days_across:
            _take_across(match, number, cells, columns, context, builder)
        else:
            _take(match, _row(match, number, cells, context), builder)


def first_lines(content: bytes, limits: Limits) -> list[list[str]]:
    """The lines of the table among which its headings are."""
    lines = itertools.islice(read_lines(content, limits), LINES_OF_HEADINGS)
    return [[normalize_cell(cell) for cell in cells] for _number, cells in lines]


def key_of_headings(lines: Sequence[Sequence[str]], headings_line: int) -> str:
    """What tells a table of the same program again: its headings in their order; of days side by side only that they are."""
    cells = lines[headings_line - 1] if headings_line <= len(lines) else ()
    return "|".join(_key(normalize_heading(cell)) for cell in cells).rstrip("|#")


def _key(heading: str) -> str:
    return "#" if any(sign.isdigit() for sign in heading) else heading


def _row(match: TableMatch, number: int, cells: Sequence[str], context: TableContext) -> TableRow:
    factor = match.unit.seconds if match.unit else None
    places = {name: getattr(match, name) for name in COLUMNS}
    found = {
        name: [(cells[place - 1], factor)]
        for name, place in places.items()
        if place and place <= len(cells) and cells[place - 1]
    }
    return TableRow(number, found, [], context)


def _take(match: TableMatch, row: TableRow, builder: ReadingBuilder) -> None:
    if match.start:
        begin = row.moment("start", "day")
        if begin is None:
            builder.problems.note(IssueKind.NO_MOMENT, row.line)
            return
        ended = row.ended(begin, "end", "day")
        builder.stretch(*builder.since(begin, ended, row.seconds("duration")), row.get("app"), row.line)
        return
    day = row.day("day")
    if row.get("duration"):
        builder.amount(day, row.get("app") or WHOLE_DEVICE, row.seconds("duration"), row.line)
    if row.get("night"):
        builder.night(day, row.seconds("night"), row.line)


def _take_across(
    match: TableMatch,
    number: int,
    cells: Sequence[str],
    columns: dict[int, date],
    context: TableContext,
    builder: ReadingBuilder,
) -> None:
    app = cells[match.app - 1] if match.app and match.app <= len(cells) else WHOLE_DEVICE
    factor = match.unit.seconds if match.unit else None
    for at, day in columns.items():
        if at < len(cells) and cells[at]:
            row = TableRow(number, {"duration": [(cells[at], factor)]}, [], context)
            builder.amount(day, app, row.seconds("duration"), number)
