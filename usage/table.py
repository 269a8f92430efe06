"""Rows of a table: text in the encodings offices send (UTF-8 with or without a mark, UTF-16, GB18030), or a workbook.

The table is found by its headings; lines above them, such as a title, are passed over. Of a workbook the first sheet with
such headings counts.
"""

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.errors import BadInput
from core.i18n import _
from usage.categories import Categories
from usage.headings import TableColumn, find_columns, normalize_cell
from usage.limits import NOT_READABLE, Limits, too_large, too_many
from usage.workbook import is_workbook, sheets_of_workbook

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""Workbooks of before 2007, and those that are encrypted, begin alike."""
_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
LINES_ABOVE = 20
DELIMITERS = ",\t;，|"

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Table:
    """The columns of a table and the lines below them, each with its number in the file."""

    columns: Sequence[TableColumn]
    lines: Iterator[Line]
    further_sheets: Iterator[Iterator[Line]]

    def has_more_sheets(self) -> bool:
        """Whether further sheets hold something; asked once all lines were taken."""
        return any(next(sheet, None) is not None for sheet in self.further_sheets)


def open_table(whole: bytes, limits: Limits, categories: Categories) -> Table | None:
    """The table; None where no line has the headings of the template. BadInput where it is neither a workbook nor text in
    a known encoding, or is too large; and while its lines are taken, where there are too many."""
    sheets = read_sheets(whole, limits)
    for sheet in sheets:
        for _number, cells in itertools.islice(sheet, LINES_ABOVE):
            if (columns := find_columns(cells, categories)) is not None:
                return Table(columns, _bounded(sheet, limits), sheets)
    return None


def read_sheets(whole: bytes, limits: Limits) -> Iterator[Iterator[Line]]:
    """The sheets as they are, each as its lines. Raises BadInput as `open_table` does."""
    if len(whole) > limits.table_bytes:
        raise too_large(limits.table_bytes)
    if is_workbook(whole):
        return sheets_of_workbook(whole, limits)
    return iter((_lines_of_text(_decoded(whole), limits),))


def _bounded(lines: Iterator[Line], limits: Limits) -> Iterator[Line]:
    rows = 0
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            rows += 1
            if rows > limits.rows:
                raise too_many(_("行"), limits.rows)
            yield number, [normalize_cell(cell) for cell in cells]


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
