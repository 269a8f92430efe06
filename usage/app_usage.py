"""The usage history that the Android app "App Usage" writes as CSV: an app, a day, a time and how long, a line each.

Lines about the screen stand between those of apps: a screen that is off or locked is no use, an unlocked one is an
unlock. Two numbers with a colon are minutes and seconds, three are hours, minutes and seconds.
"""

import re

from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.reading_builder import ReadingBuilder
from usage.table import Table, TableRow
from usage.units import UnitFrom

FIELDS = {
    "app": ("App name",),
    "day": ("Date",),
    "time": ("Time",),
    "duration": ("Duration",),
    "ignored": ("Category", "Person", "Notes"),
}
SIGNS = frozenset(FIELDS["app"] + FIELDS["day"] + FIELDS["time"] + FIELDS["duration"])
"""All four together are this app's headings and, as far as we know, nobody else's."""
HEADINGS = Headings(FIELDS, [["app"], ["day"], ["time"], ["duration"]])
UNLOCKED = re.compile(r"screen on \(unlocked", re.IGNORECASE)
NOT_IN_USE = re.compile(r"screen (?:on|off|locked)\b|device (?:boot|shutdown|startup)\b", re.IGNORECASE)
SCREEN_OFF = "Screen off"
FOOTER = "created by app usage"
_MINUTES_AND_SECONDS = re.compile(r"(\d{1,4}):(\d{2})")


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the history. The moment of a line is its beginning."""
    for row in table.rows(HEADINGS):
        if row.get("app").casefold().startswith(FOOTER):
            continue
        builder.offered += 1
        begin = row.moment("time", "day")
        if begin is None:
            builder.problems.note(IssueKind.NO_MOMENT, row.line)
            continue
        start, app = builder.local(begin), row.get("app")
        if UNLOCKED.match(app):
            if builder.bounds.holds(start, start):
                builder.machine().unlocks.append(start)
            continue
        name = SCREEN_OFF if NOT_IN_USE.match(app) else app
        builder.stretch(start, _seconds(row), name, row.line)
    builder.unit_notes.add((UnitFrom.CELL, None))


def _seconds(row: TableRow) -> float | None:
    if found := _MINUTES_AND_SECONDS.fullmatch(row.get("duration")):
        return float(int(found[1]) * 60 + int(found[2]))
    seconds = row.seconds("duration")
    return seconds if isinstance(seconds, float) else None
