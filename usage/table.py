"""Rows of a table: text in the encodings offices send (UTF-8 with or without a mark, UTF-16, GB18030), or a workbook.

A table is found by its headings; lines above them, such as a title, are passed over, and asked for what they say of all
rows (of which week, in which unit). A table whose days stand side by side is turned first. Of a workbook the first sheet
with such headings counts.
"""

import codecs
import csv
import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO

from core.errors import BadInput, Mistake
from core.i18n import Text, _, listed, verbatim
from usage.cell_parsers import is_plain_number, parse_datetime, parse_duration, parse_time_of_day
from usage.headings import Headings, TableColumn, days_across, normalize_cell, transpose
from usage.limits import NOT_READABLE, Limits, too_large, too_many
from usage.table_context import NO_HINTS, DateOrders, TableContext, TableHints
from usage.units import Duration, UnitFrom, UnitlessNumber, UnitNote, unit_of
from usage.workbook import is_workbook, sheets_of_workbook

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Workbooks of before 2007, and those that are encrypted, begin alike."""
_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
LINES_ABOVE = 20
PROGRAMS = {"stayfree": 1.0}
BEGIN_AND_END = ("start", "end")
"""The headings that a table of two moments a line would have."""
SLICE_BYTES = 256 * 1024
LINE_SIGNS = 64 * 1024
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
        cell = next((self.get(field) for field in fields if self.get(field)), "")
        return self.anchor.day_in(cell)

    def moment(self, field: str, day_field: str = "") -> datetime | None:
        """The moment a cell tells whole, or a time of day on the row's day."""
        cell = self.get(field)
        if not cell or (moment := self._whole_moment(cell)) is not None:
            return moment if cell else None
        day = self.day(day_field) if day_field else None
        return parse_time_of_day(day, cell) if day else None

    def _whole_moment(self, cell: str) -> datetime | None:
        """The moment that names its own day, also one without a year."""
        if (moment := parse_datetime(cell)) is not None:
            return moment
        head, __, rest = cell.partition(" ")
        day = self.anchor.day_in(head) if rest else None
        return parse_time_of_day(day, rest) if day else None

    def ended(self, begin: datetime, field: str, day_field: str = "") -> datetime | None:
        """The moment at which what began then ended. A mere time of day before the begin is of the next day: from half
        past eleven to half past twelve at night is an hour."""
        if (end := self._whole_moment(cell := self.get(field))) is not None or not cell:
            return end
        end = parse_time_of_day((self.day(day_field) if day_field else None) or begin.date(), cell)
        if end is None:
            return None
        end = end.replace(tzinfo=begin.tzinfo)
        if end >= begin:
            return end
        return None if end.date() == date.max else end + timedelta(days=1)

    def seconds(self, field: str) -> Duration:
        """The seconds of a duration; of two columns, one for hours and one for minutes, both together. None where one
        of them is no duration."""
        cells = self.cells.get(field, ())
        if len(cells) == 1:
            return self.seconds_of(cells[0])
        cell = [self.seconds_of(cell) for cell in cells]
        known = [each for each in cell if isinstance(each, float)]
        return sum(known) if cell and len(known) == len(cell) else None

    def seconds_of(self, cell: Cell) -> Duration:
        """The seconds of one cell, in the unit of its column or in that of the whole table."""
        text, factor = cell
        notes = self.anchor.unit_notes
        if not is_plain_number(text):
            if (seconds := parse_duration(text)) is not None:
                notes.add((UnitFrom.CELL, None))
            return seconds
        unit = factor or self.anchor.factor
        if unit is None:
            return UnitlessNumber(float(text))
        notes.add((UnitFrom.HEADING if factor else self.anchor.factor_from, unit_of(unit)))
        return float(text) * unit


class Table:
    """A table: its sheets, each of lines with their number and cells."""

    def __init__(
        self,
        sheets: Iterator[Iterator[Line]],
        sha256: str,
        limits: Limits,
        hints: TableHints = NO_HINTS,
    ) -> None:
        self.sha256 = sha256
        self.unit_notes: set[UnitNote] = set()
        """Where the units of its numbers were found; known once all rows were taken."""
        self._hints = hints
        self.match = hints.match
        """Which column is what, where somebody said so."""
        self.orders = DateOrders(limits, hints.order)
        """In which order its days are written; known once all rows were taken."""
        self.more_sheets = False
        """Whether further sheets hold something; known once all rows were taken."""
        self._sheets = sheets
        self._limits = limits
        self._missing: Sequence[Sequence[str]] = ()

    @classmethod
    def of(cls, whole: bytes, limits: Limits, hints: TableHints = NO_HINTS) -> "Table":
        """The table, with what was said of it. Raises BadInput where it is neither a workbook nor text in a known
        encoding."""
        sha256 = hashlib.sha256(whole).hexdigest()
        if is_workbook(whole):
            return cls(sheets_of_workbook(whole, limits), sha256, limits, hints)
        return cls(iter((_lines_of_text(_decoded(whole), limits),)), sha256, limits, hints)

    def grids(self) -> Iterator[tuple[TableContext, Iterator[Line]]]:
        """Each sheet as it is, for a reader that knows its program's layout: its lines, and what tells a day in them."""
        for sheet in self._sheets:
            yield self._anchor([]), ((number, [normalize_cell(cell) for cell in cells]) for number, cells in sheet)

    def rows(self, headings: Headings) -> Iterator[TableRow]:
        """The rows below the headings, empty ones left out.

        Raises BadInput where no line has such headings, or where there are too many rows.
        """
        for sheet in self._sheets:
            found = self._found(sheet, headings)
            if found is not None:
                yield from self._rows(*found, headings)
                self.more_sheets = any(next(further, None) is not None for further in self._sheets)
                return
        raise _no_headings(headings, self._missing or headings.needed)

    def _found(
        self, sheet: Iterator[Line], headings: Headings
    ) -> tuple[list[TableColumn], TableContext, Iterator[Line]] | None:
        """The columns of a sheet, what stands above them, and the lines below; None where it has no such headings."""
        passed: list[Line] = []
        for number, row_cells in sheet:
            cells = [normalize_cell(cell) for cell in row_cells]
            if (columns := headings.columns(cells)) is not None:
                return columns, self._anchor(passed), sheet
            if not passed and _is_begin_and_end(cells) and (columns := headings.columns(BEGIN_AND_END)) is not None:
                return columns, self._anchor(passed), itertools.chain([(number, row_cells)], sheet)
            self._note_missing(headings.missing(cells))
            passed.append((number, cells))
            if number >= LINES_ABOVE:
                break
        return self._turned(passed, sheet, headings)

    def _turned(
        self, passed: list[Line], below: Iterator[Line], headings: Headings
    ) -> tuple[list[TableColumn], TableContext, Iterator[Line]] | None:
        """The same of a table whose days stand side by side; all its lines are taken."""
        anchor = self._anchor(passed)
        place = days_across(passed, lambda cell: anchor.day_in(cell) is not None)
        if place is None:
            return None
        if anchor.factor is None:
            anchor.factor = _of_program([*passed[:place], (0, passed[place][1][:1])])
            anchor.factor_from = UnitFrom.PROGRAM
        lines = passed[place:]
        for number, row_cells in below:
            if any(cells := [normalize_cell(cell) for cell in row_cells]):
                lines.append((number, cells))
            if len(lines) > self._limits.names:
                raise too_many(_("行"), self._limits.names)
        across = transpose(lines)
        columns = headings.columns(across[0][1], names_apps=headings.names_apps(lines[0][1][0]))
        return None if columns is None else (columns, anchor, iter(across[1:]))

    def _anchor(self, above: Sequence[Line]) -> TableContext:
        return TableContext([cells for _, cells in above], self._limits, self._hints, self.orders, self.unit_notes)

    def _note_missing(self, missing: Sequence[Sequence[str]]) -> None:
        """Of the line that is nearest to being the headings."""
        if not self._missing or len(missing) < len(self._missing):
            self._missing = missing

    def _rows(
        self, columns: list[TableColumn], anchor: TableContext, lines: Iterator[Line], headings: Headings
    ) -> Iterator[TableRow]:
        first = next(lines, None)
        if first is None:
            return
        refined = headings.refined(columns, [normalize_cell(cell) for cell in first[1]])
        count = 0
        for line, row_cells in lines if refined else itertools.chain((first,), lines):
            cells = [normalize_cell(cell) for cell in row_cells]
            if not any(cells):
                continue
            count += 1
            if count > self._limits.rows:
                raise too_many(_("行"), self._limits.rows)
            yield _row(line, refined or columns, cells, anchor)


def read_lines(whole: bytes, limits: Limits) -> Iterator[Line]:
    """The lines of the first sheet as they are, each with its number in the file. Raises BadInput where it is neither a
    workbook nor text in a known encoding, or is too large."""
    if len(whole) > limits.table_bytes:
        raise too_large(limits.table_bytes)
    return next(sheets_of_workbook(whole, limits)) if is_workbook(whole) else _lines_of_text(_decoded(whole), limits)


def read_all(content: BinaryIO, limits: Limits) -> bytes:
    """All bytes of a table. Raises BadInput where it is too large."""
    raw = bytearray()
    while part := content.read(SLICE_BYTES):
        raw += part
        if len(raw) > limits.table_bytes:
            raise too_large(limits.table_bytes)
    return bytes(raw)


def sha256_of_text(text: str) -> str:
    """What tells a text again without keeping it: the SHA-256 of its signs, blanks left out."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _lines_of_text(text: str, limits: Limits) -> Iterator[Line]:
    reader = csv.reader(_each_line(text), delimiter=_delimiter(text))
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


def _each_line(text: str) -> Iterator[str]:
    """The lines with their ends, without a second copy of the text. Raises BadInput for a line beyond all measure."""
    text_end, begin = len(text), 0
    while begin < text_end:
        end = text.find("\n", begin, begin + LINE_SIGNS + 1)
        lone = text.find("\r", begin, begin + LINE_SIGNS + 1 if end < 0 else end)
        if lone >= 0 and lone + 1 != end:
            end = lone
        if end < 0:
            if text_end - begin > LINE_SIGNS:
                raise BadInput(_("有一行过长，无法读取。"))
            end = text_end
        yield text[begin : end + 1]
        begin = end + 1


def _delimiter(text: str) -> str:
    """The sign that parts the cells: of those possible the one in most lines of the file's beginning, and most frequent
    there. A comma may also stand in numbers."""
    head = text[:4096]
    lines = head.splitlines()
    return max(DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), head.count(sign)))


def _of_program(above: Sequence[Line]) -> float | None:
    """The seconds of the unit in which a program that names itself above its table writes without saying so."""
    text = " ".join(cell for _, cells in above for cell in cells).casefold()
    return next((factor for name, factor in PROGRAMS.items() if name in text), None)


def _is_begin_and_end(cells: Sequence[str]) -> bool:
    """Two moments and nothing else: a table that never had headings."""
    filled = [cell for cell in cells if cell]
    return len(filled) == len(BEGIN_AND_END) and all(parse_datetime(cell) is not None for cell in filled)


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


def _no_headings(headings: Headings, missing: Sequence[Sequence[str]]) -> BadInput:
    """Names what no line has, and what was found of the headings in the line nearest to them."""
    known = headings.known
    there = [group for group in headings.needed if group not in missing]
    mistakes = [
        Mistake(
            "headings",
            _("缺少列：{columns}", columns=_either(known, group)),
        )
        for group in missing
    ]
    reason = _("没有找到表头，请使用规定的表格。")
    if there:
        reason = _(
            "表头不完整：有{columns}这一列，还缺下面的列；请补上，或选择另一种记录。",
            columns=listed(_either(known, group) for group in there),
        )
    return BadInput(reason, mistakes=mistakes)


def _either(known: Mapping[str, Sequence[str]], group: Sequence[str]) -> Text:
    """One of those headings."""
    return listed((verbatim(known[field][0]) for field in group), _("或"))
