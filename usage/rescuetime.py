"""RescueTime's analytic data as CSV, by its maker's description: seconds of an activity in a day, an hour or five minutes
("interval"), or in the whole of a span ("rank").

In smaller steps than a day the night is known: what begins from 22:00 to 6:00. A ranking names no day, so that
whoever hands it in says which day it is of. How productive something is held to be, and documents, are not kept.
"""

from datetime import date, datetime, time

from core.errors import BadInput
from core.i18n import _
from usage.cell_parsers import parse_datetime
from usage.headings import Headings
from usage.reading_builder import ReadingBuilder
from usage.table import Table, TableRow

FIELDS = {
    "day": ("Date",),
    "rank": ("Rank",),
    "seconds": ("Time Spent (seconds)",),
    "activity": ("Activity",),
    "category": ("Category", "Overview"),
    "ignored": ("Number of People", "Productivity", "Document", "Sub Category", "Efficiency", "Device", "Person"),
}
SIGN = "timespent(seconds)"
HEADINGS = Headings(FIELDS, [["day", "rank"], ["seconds"], ["activity", "category"]])
NIGHT_FROM, NIGHT_TO = time(22), time(6)


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the rows. Raises BadInput for a ranking whose day nobody said."""
    rows = [(row, _moment(row)) for row in table.rows(HEADINGS)]
    in_steps = any(moment is not None and moment.time() != time.min for _, moment in rows)
    nights: dict[date, tuple[float, int]] = {}
    for row, moment in rows:
        builder.offered += 1
        day = row.anchor.only_day if row.get("rank") else None
        if row.get("rank") and day is None:
            raise day_required()
        seconds = row.seconds("seconds")
        builder.amount(moment.date() if moment else day, row.get("activity") or row.get("category"), seconds, row.line)
        if in_steps and moment is not None and isinstance(seconds, float):
            before, first = nights.get(moment.date(), (0.0, row.line))
            nights[moment.date()] = before + (seconds if _is_at_night(moment) else 0.0), first
    for each, (night, line) in nights.items():
        builder.night(each, night, line)


def day_required() -> BadInput:
    """The refusal that asks which day a table is of that names none."""
    return BadInput(_("这张表没有日期。请选“表里没有日期时，是哪一天的”后重新提交。"))


def _moment(row: TableRow) -> datetime | None:
    if not (cell := row.get("day")):
        return None
    moment = parse_datetime(cell)
    if moment is not None:
        return moment.replace(tzinfo=None)
    day = row.day("day")
    return None if day is None else datetime.combine(day, time.min)


def _is_at_night(moment: datetime) -> bool:
    return moment.time() >= NIGHT_FROM or moment.time() < NIGHT_TO
