"""A table that no reader knows, read as somebody matched its columns by hand: which is the day, the app, how long."""

import itertools
from collections.abc import Sequence
from datetime import date

from core.errors import BadInput
from core.i18n import _
from usage.cell_parsers import parse_duration
from usage.headings import normalize_cell, normalize_heading
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading_builder import WHOLE_DEVICE, ReadingBuilder
from usage.sheet import HEADINGS
from usage.table import Table, read_lines, seconds_of
from usage.units import Duration

LINES_OF_HEADINGS = 8
LINES_ASKED = 100


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the first sheet as it was matched. Raises BadInput where nobody matched it."""
    match = table.match
    if match is None:
        raise BadInput(_("这张表的各列还没有人对过。"))
    context, lines = next(table.grids())
    factors: list[float | None] = []
    days: dict[int, date] = {}
    for at, (line, cells) in enumerate(lines, 1):
        if at == match.headings_line:
            factors = [match.unit.seconds if match.unit else HEADINGS.column(cell).factor for cell in cells]
            days = {place: day for place, cell in enumerate(cells, 1) if (day := context.day_in(cell)) is not None}
        if at <= match.headings_line or not any(cells):
            continue
        builder.offered += 1
        durations = {
            place: seconds_of(cell, factors[place - 1] if place <= len(factors) else None, context)
            for place, cell in enumerate(cells, 1)
            if cell and place in (*days, match.duration, match.night)
        }
        app = _cell(cells, match.app)
        if match.days_across:
            for place, day in days.items():
                if place in durations:
                    _add(builder, day, app, durations[place], line)
            continue
        on = context.day_in(_cell(cells, match.day))
        if match.duration in durations:
            _add(builder, on, app, durations[match.duration], line)
        if match.night in durations:
            builder.night(on, durations[match.night], line)


def find_total(lines: Sequence[Sequence[str]]) -> int | None:
    """The place of the column that in every one of these lines is the sum of the others; None for none, and of one line."""
    read = [dict(enumerate(map(parse_duration, cells), 1)) for cells in lines[:LINES_ASKED]]
    rows = [known for row in read if len(known := {place: each for place, each in row.items() if each is not None}) > 2]
    rows = [row for row in rows if any(row.values())]
    places = rows[0] if len(rows) > 1 else ()
    fits = (place for place in places if all(abs(2 * row.get(place, 0) - sum(row.values())) < 1 for row in rows))
    return next(fits, None)


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


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place - 1] if place and place <= len(cells) else ""


def _add(builder: ReadingBuilder, day: date | None, name: str, duration: Duration, line: int) -> None:
    """What stands beside a name that no app has, such as a total or a night, is that."""
    match HEADINGS.column(name).field if name else "total":
        case "total":
            builder.amount(day, WHOLE_DEVICE, duration, line)
        case "night":
            builder.night(day, duration, line)
        case "pickups" | "ignored":
            builder.problems.note(IssueKind.NOT_USED, line)
        case _:
            builder.amount(day, name, duration, line)
