"""A waiting table that no reader knows is matched by hand: it is read so at once, shown, and the office remembers it."""

import base64
import zlib

from casework.acting.acts.verbs import verb
from casework.acting.open_plan import OpenPlan
from casework.usage.acts import MatchUsageTable
from casework.usage.agreement import get_categories
from casework.usage.previews import find_waiting, list_named
from casework.usage.store import as_named, clip_to_period, store_waiting
from casework.usage.table_matches import match_to_dict, remember_match
from casework.usage.waiting import get_limits, get_waiting_table
from core.clock import OFFICE_ZONE
from core.errors import NotFound
from core.i18n import _
from models.usage_source import UsageDevice
from usage.matched_table import first_lines
from usage.reading import read_source
from usage.sources import Source
from usage.table_context import TableHints, TableMatch
from usage.units import Unit


@verb(MatchUsageTable)
def match_usage_table(open_plan: OpenPlan, act: MatchUsageTable) -> None:
    """The waiting table is read by these columns, and still waits to be confirmed; a table with the same headings is read
    so from now on, in this office. Raises BadInput where nothing can be read so, or where its numbers have no unit, or its
    days could be two, and nothing was said; NotFound for no such table. Matched the same again, nothing changes."""
    row = find_waiting(list_named(open_plan, act.file, act.device))
    if row is None:
        raise NotFound(_("没有等着确认的用网记录。"))
    device = open_plan.session.get_one(UsageDevice, row.device_id)
    table, match = get_waiting_table(open_plan, row), _match_of(act)
    content = zlib.decompress(base64.b64decode(table))
    document = open_plan.open("usage_source.document", row.id, row.document)
    if row.source and document["match"] == match_to_dict(match):
        return
    limits = get_limits(open_plan)
    reading = read_source(
        Source.MATCHED, as_named(device), row.collector, OFFICE_ZONE, content, limits,
        categories=get_categories(open_plan), hints=TableHints(match=match),
    )  # fmt: skip
    note = {"sha256": document["sha256"], "first_lines": document["first_lines"], "match": match_to_dict(match)}
    store_waiting(open_plan, row, clip_to_period(open_plan, reading), note, table)
    remember_match(open_plan, first_lines(content, limits), match)
    open_plan.record(note={"device": device.label})


def _match_of(act: MatchUsageTable) -> TableMatch:
    return TableMatch(
        headings_line=act.headings_line, day=act.day_column, app=act.app_column, duration=act.duration_column,
        night=act.night_column, days_across=act.days_across, unit=Unit(act.unit) if act.unit else None, order=act.day_order,
    )  # fmt: skip
