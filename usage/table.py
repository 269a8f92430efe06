"""Rows of a table: text in the encodings offices send (UTF-8 with or without a mark, UTF-16, GB18030), or a workbook.

A sheet is found by its headings; lines above them, such as a title, are passed over, and asked for what they say of all
rows (of which week, in which unit). Of a workbook the first sheet with such headings counts.
"""

import codecs
import csv
import io
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import BadInput
from core.i18n import _
from usage.cell_parsers import is_plain_number, parse_duration
from usage.headings import Headings, TableColumn, normalize_cell
from usage.limits import NOT_READABLE, Limits, too_large, too_many
from usage.table_context import NO_HINTS, DateOrders, TableContext, TableHints
from usage.units import Duration, UnitlessNumber
from usage.workbook import is_workbook, sheets_of_workbook

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Workbooks of before 2007, and those that are encrypted, begin alike."""
_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
LINES_ABOVE = 20
DELIMITERS = ",\t;，|"

Line = tuple[int, list[str]]
Cell = tuple[str, float | None]
"""What stands in it, and the seconds of its column's unit if that names one."""


@dataclass(frozen=True)
class TableRow:
    """One line: its number in the file, its cells by field, and those of headings no field claims."""

    line: int
    cells: Mapping[str, Sequence[Cell]]
    others: Sequence[tuple[str, Cell]]
    anchor: TableContext

    def get(self, field: str) -> str:
        """The cell, "" where it is empty or there is no such column."""
        cell = self.cells.get(field)
        return cell[0][0] if cell else ""

    def day(self, *fields: str) -> date | None:
        """The local day that the first filled one of these cells names."""
        return self.anchor.day_in(next((self.get(field) for field in fields if self.get(field)), ""))

    def seconds(self, field: str) -> Duration:
        """The seconds of a duration; of two columns, one for hours and one for minutes, both together. None where one
        of them is no duration."""
        durations = [seconds_of(*cell, self.anchor) for cell in self.cells.get(field, ())]
        if len(durations) == 1:
            return durations[0]
        known = [each for each in durations if isinstance(each, float)]
        return sum(known) if known and len(known) == len(durations) else None


def seconds_of(text: str, factor: float | None, context: TableContext) -> Duration:
    """The seconds of a cell; of a mere number in its unit, `factor` or that of the table, where one is known."""
    if not is_plain_number(text):
        return parse_duration(text)
    unit = factor or context.factor
    return UnitlessNumber(float(text)) if unit is None else float(text) * unit


class Table:
    """A table: its sheets, each of lines with their number and cells."""

    def __init__(self, content: bytes, limits: Limits, hints: TableHints = NO_HINTS) -> None:
        """The table, with what was said of it. Raises BadInput where it is neither a workbook nor text in a known encoding,
        or is too large."""
        self.match = hints.match
        """Which column is what, where somebody said so."""
        self.orders = DateOrders(limits, hints.order or (hints.match.order if hints.match else None))
        """In which order its days are written; known once all rows were taken."""
        self.more_sheets = False
        """Whether further sheets hold something; known once all rows were taken."""
        self._hints = hints
        self._limits = limits
        self._sheets = _sheets_of(content, limits)

    def grids(self) -> Iterator[tuple[TableContext, Iterator[Line]]]:
        """Each sheet as it is, for a reader that knows its layout: its lines, and what tells a day in them."""
        for sheet in self._sheets:
            yield self._anchor([]), ((number, [normalize_cell(cell) for cell in cells]) for number, cells in sheet)

    def rows(self, headings: Headings) -> Iterator[TableRow]:
        """The rows below the headings, empty ones left out.

        Raises BadInput where no line has such headings, or where there are too many rows.
        """
        for _context, lines in self.grids():
            above: list[list[str]] = []
            for _number, cells in itertools.islice(lines, LINES_ABOVE):
                if (columns := headings.columns(cells)) is not None:
                    yield from self._rows(columns, self._anchor(above), lines)
                    self.more_sheets = any(next(further, None) is not None for further in self._sheets)
                    return
                above.append(cells)
        raise BadInput(_("没有找到表头，请使用规定的表格。"))

    def _anchor(self, above: Sequence[Sequence[str]]) -> TableContext:
        return TableContext(above, self._limits, self._hints, self.orders)

    def _rows(self, columns: list[TableColumn], anchor: TableContext, lines: Iterator[Line]) -> Iterator[TableRow]:
        filled = ((line, cells) for line, cells in lines if any(cells))
        for count, (line, cells) in enumerate(filled, 1):
            if count > self._limits.rows:
                raise too_many(_("行"), self._limits.rows)
            yield _row(line, columns, cells, anchor)


def read_lines(whole: bytes, limits: Limits) -> Iterator[Line]:
    """The lines of the first sheet as they are, each with its number in the file. Raises BadInput where it is neither a
    workbook nor text in a known encoding, or is too large."""
    return next(_sheets_of(whole, limits))


def _sheets_of(whole: bytes, limits: Limits) -> Iterator[Iterator[Line]]:
    if len(whole) > limits.table_bytes:
        raise too_large(limits.table_bytes)
    if is_workbook(whole):
        return sheets_of_workbook(whole, limits)
    return iter((_lines_of_text(_decoded(whole), limits),))


def _lines_of_text(text: str, limits: Limits) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            if len(cells) > limits.columns:
                raise too_many(_("列"), limits.columns)
            yield reader.line_num, cells
    except csv.Error:
        raise BadInput(NOT_READABLE) from None


def _decoded(raw: bytes) -> str:
    if not raw:
        raise BadInput(_("这个文件是空的，里面没有内容。"))
    if raw.startswith(_OLD_OR_LOCKED):
        raise BadInput(_("这是旧式Excel文件，或者有打开密码。请在表格软件里去掉密码，另存为XLSX或CSV。"))
    if raw.startswith(_NO_TABLE):
        raise BadInput(_("这不是表格。请选XLSX或CSV文件；图片、PDF里的内容，请先录入表格。"))
    for encoding in _encodings(raw):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    raise BadInput(_("无法识别文字编码，请另存为UTF-8。"))


def _encodings(raw: bytes) -> list[str]:
    if raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ["utf-16"]
    sample = raw[:200]
    if sample[1::2].count(0) > len(sample) // 8:
        return ["utf-16-le"]
    if sample[0::2].count(0) > len(sample) // 8:
        return ["utf-16-be"]
    return ["utf-8-sig", "gb18030"]


def _delimiter(text: str) -> str:
    """The sign that parts the cells: of those possible the one in most lines of the file's beginning, and most frequent
    there. A comma may also stand in numbers."""
    head = text[:4096]
    lines = head.splitlines()
    return max(DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), head.count(sign)))


def _row(line: int, columns: Sequence[TableColumn], cells: Sequence[str], anchor: TableContext) -> TableRow:
    """The same field in two columns counts once, unless they are parts of one figure: so many hours, so many minutes."""
    by_field: dict[str, list[Cell]] = defaultdict(list)
    others: list[tuple[str, Cell]] = []
    for column, cell in zip(columns, cells, strict=False):
        if not cell or not (column.field or column.heading):
            continue
        if not column.field:
            others.append((column.heading, (cell, column.factor)))
        elif not by_field[column.field] or _is_a_part(by_field[column.field], column.factor):
            by_field[column.field].append((cell, column.factor))
    return TableRow(line, {field: cell for field, cell in by_field.items() if cell}, others, anchor)


def _is_a_part(cells: Sequence[Cell], factor: float | None) -> bool:
    return factor is not None and all(known is not None and known != factor for _, known in cells)
