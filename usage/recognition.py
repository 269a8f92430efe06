"""What a file is: each format is known by its own heading or keys, and a table that is none of them is matched by hand."""

import contextlib
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from core.errors import BadInput, DayOrderRequired
from core.i18n import Text, _, pgettext
from usage import matched_table, sheet, stayfree
from usage.activitywatch import is_json
from usage.categories import Categories
from usage.headings import normalize_cell
from usage.limits import NOT_READABLE, Limits
from usage.reading import Reading, read_source
from usage.sources import Device, Source
from usage.table import LINES_ABOVE, read_lines
from usage.table_context import TableHints, TableMatch
from usage.units import Unit

Lines = Sequence[Sequence[str]]
LINES_LOOKED_AT = 5_000
HEAD = 4_096
_WATCHED = pgettext("file", "这是看过什么、搜过什么的清单，没有时长。")
_SITES = pgettext("file", "这是路由器的域名记录，里面有全家人上过的网站。")
OTHERS: tuple[tuple[tuple[bytes, ...], Text], ...] = (
    ((b'"titleurl"', b'"header"'), _WATCHED),
    ((b"myactivity.google.com",), _WATCHED),
    ((b"youtube", b"watch history"), _WATCHED),
    ((b"user=0", b"timerange="), pgettext("file", "这是安卓系统的诊断记录（dumpsys）。")),
    ((b"dnsmasq[",), _SITES),
    ((b"sqlite format 3",), pgettext("file", "这是应用的数据库，不是导出的记录。")),
    ((b"<html",), pgettext("file", "这是网页，不是导出的记录。")),
)
"""What people hand in for such a record: words that stand together in its beginning, and what it is."""


@dataclass(frozen=True)
class Recognition:
    """The file as it was read; None for a table whose columns somebody has to match first. `first_lines` are those of a
    table that is none of ours, whether it was matched before or not; `match` is how."""

    reading: Reading | None
    first_lines: tuple[tuple[str, ...], ...] = ()
    match: TableMatch | None = None


def recognize(
    content: bytes,
    device: Device,
    collector: str,
    zone: tzinfo,
    limits: Limits | None = None,
    *,
    categories: Categories | None = None,
    unit: Unit | None = None,
    find_match: Callable[[Lines], TableMatch | None] = lambda _lines: None,
) -> Recognition:
    """The file, read as `read_source` reads it; `unit` is that of numbers without one in a sheet. A table that is none of
    ours is read as `find_match` says that it was matched before. Raises BadInput for what is no record that is taken,
    with its name where that is easily told, and what to do instead."""
    limits = limits or Limits()

    def read(source: Source, hints: TableHints) -> Reading:
        return read_source(source, device, collector, zone, content, limits, categories=categories, hints=hints)

    if (other := _name_other(content)) is not None:
        instead = _("没有收取，也没有留存。请打开手机的“屏幕使用时间”，把每天的分钟数填进一周小表。")
        raise BadInput(_("{what}{instead}", what=other, instead=instead))
    if is_json(content):
        return Recognition(read(Source.ACTIVITYWATCH, TableHints()))
    lines = [
        [normalize_cell(cell) for cell in cells]
        for _, cells in itertools.islice(read_lines(content, limits), LINES_LOOKED_AT)
    ]
    if stayfree.is_export(lines):
        return Recognition(read(Source.STAYFREE, TableHints()))
    heads = next((cells for cells in lines[:LINES_ABOVE] if sheet.HEADINGS.columns(cells) is not None), None)
    total = matched_table.find_total(lines)
    if heads is not None and (
        total is None or sheet.HEADINGS.column(heads[total - 1]).field
    ):  # else it would count twice
        try:
            return Recognition(read(Source.SHEET, TableHints(unit=unit)))
        except DayOrderRequired:
            pass  # whoever matches its columns says in which order its days are written
    if sum(len([cell for cell in cells if cell]) > 1 for cells in lines) < 2:
        raise BadInput(NOT_READABLE)
    first = tuple(tuple(cells) for cells in lines[: matched_table.LINES_OF_HEADINGS])
    match = find_match(first)
    reading = None
    if match is not None:
        with contextlib.suppress(BadInput):  # it is matched anew
            reading = read(Source.MATCHED, TableHints(match=match))
    return Recognition(reading, first, match)


def _name_other(content: bytes) -> Text | None:
    head = content[:HEAD].replace(b"\x00", b"").lower()
    return next((words for signs, words in OTHERS if all(sign in head for sign in signs)), None)
