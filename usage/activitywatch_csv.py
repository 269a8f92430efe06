"""ActivityWatch's "Export bucket as CSV": the events of one bucket a line each, `timestamp,duration` and what each tells.

Which bucket it is stands in no line; its columns tell. The moments are in UTC, durations in seconds. The table of
presence (`status`) handed in beside that of windows for the same device limits it to the time somebody was there.
"""

from collections.abc import Sequence

from core.errors import BadInput
from core.i18n import _
from usage.activitywatch import EventKind, add_events
from usage.headings import normalize_heading
from usage.reading_builder import ReadingBuilder
from usage.table import Table
from usage.units import Unit, UnitFrom

SIGNS = ("timestamp", "duration")


def is_activitywatch_table(headings: Sequence[str]) -> bool:
    """Whether these are the headings of such a table."""
    return [normalize_heading(each) for each in headings[:2]] == list(SIGNS)


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads the events. Raises BadInput where it is no such table."""
    _context, lines = next(table.grids())
    _number, headings = next(lines, (0, []))
    if not is_activitywatch_table(headings):
        raise BadInput(_("这不是ActivityWatch的导出文件。"))
    names = [normalize_heading(each) for each in headings]
    events = (_event(names, cells) for _number, cells in lines if any(cells))
    add_events(builder, _kind(names), events)
    builder.unit_notes.add((UnitFrom.PROGRAM, Unit.SECONDS))


def _kind(names: Sequence[str]) -> EventKind:
    """Which bucket has such columns."""
    for name, kind in (("status", EventKind.PRESENCE), ("url", EventKind.TAB), ("app", EventKind.FRONT),
                       ("package", EventKind.FRONT)):  # fmt: skip
        if name in names:
            return kind
    return EventKind.UNLOCK if len(names) == len(SIGNS) else EventKind.NOTHING_KEPT


def _event(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    found = dict(zip(names, cells, strict=False))
    seconds = found.get("duration", "")
    try:
        duration: object = float(seconds)
    except ValueError:
        duration = seconds
    return {"timestamp": found.get("timestamp"), "duration": duration, "data": found}
