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
from datetime import date, datetime
from typing import BinaryIO

from sunward.errors import BadInput, Mistake
from sunward.words import Words
from usage.anchor import Anchor
from usage.cells import is_bare, moment_in, moment_on, seconds_in
from usage.headings import Column, Headings, clean, turned
from usage.limits import NOT_READABLE, Limits, too_large, too_many
from usage.workbook import is_workbook, sheets_of_workbook

LINES_ABOVE = 20
SLICE_BYTES = 256 * 1024
LINE_SIGNS = 64 * 1024
DELIMITERS = ",\t;，|"

Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, its cells by field, and those of headings no field claims."""

    line: int
    cells: Mapping[str, Sequence[tuple[str, float | None]]]
    others: Mapping[str, tuple[str, float | None]]
    anchor: Anchor

    def get(self, field: str) -> str:
        """The cell, "" where it is empty or there is no such column."""
        told = self.cells.get(field)
        return told[0][0] if told else ""

    def day(self, *fields: str) -> date | None:
        """The local day that the first filled one of these cells names."""
        told = next((self.get(field) for field in fields if self.get(field)), "")
        return self.anchor.day_in(told)

    def moment(self, field: str, day_field: str = "") -> datetime | None:
        """The moment a cell tells whole, or a time of day on the row's day."""
        told = self.get(field)
        if not told or (moment := moment_in(told)) is not None:
            return moment if told else None
        day = self.day(day_field) if day_field else None
        return moment_on(day, told) if day else None

    def seconds(self, field: str) -> float | None:
        """The seconds of a duration; of two columns, one for hours and one for minutes, both together. None where one
        of them is no duration."""
        told = [self.seconds_of(cell) for cell in self.cells.get(field, ())]
        return sum(each for each in told if each is not None) if told and None not in told else None

    def seconds_of(self, cell: tuple[str, float | None]) -> float | None:
        """The seconds of one cell: in the unit of its column, in that above the table, or in minutes."""
        text, factor = cell
        if is_bare(text):
            return float(text) * (factor or self.anchor.factor or 60)
        return seconds_in(text)

    def without_unit(self, field: str) -> str:
        """The cell, where it is a number whose unit is told nowhere; else ""."""
        told = self.cells.get(field, ())
        lone = len(told) == 1 and is_bare(told[0][0]) and not (told[0][1] or self.anchor.factor)
        return told[0][0] if lone else ""


class Table:
    """A table: its sheets, each of lines with their number and cells."""

    def __init__(self, sheets: Iterator[Iterator[Line]], sha256: str, limits: Limits) -> None:
        self.sha256 = sha256
        self.more_sheets = False
        """Whether further sheets hold something; known once all rows were taken."""
        self._sheets = sheets
        self._limits = limits

    @classmethod
    def read(cls, content: BinaryIO, limits: Limits) -> "Table":
        """The whole table. Raises BadInput where it is too large, or neither a workbook nor text in a known encoding."""
        raw = bytearray()
        while part := content.read(SLICE_BYTES):
            raw += part
            if len(raw) > limits.table_bytes:
                raise too_large(limits.table_bytes)
        whole = bytes(raw)
        sha256 = hashlib.sha256(whole).hexdigest()
        if is_workbook(whole):
            return cls(sheets_of_workbook(whole, limits), sha256, limits)
        return cls(iter((_lines_of_text(_decoded(whole), limits),)), sha256, limits)

    def rows(self, headings: Headings) -> Iterator[Row]:
        """The rows below the headings, empty ones left out.

        Raises BadInput where no line has such headings, or where there are too many rows.
        """
        for sheet in self._sheets:
            found = self._found(sheet, headings)
            if found is not None:
                yield from self._rows(*found, headings)
                self.more_sheets = any(next(further, None) is not None for further in self._sheets)
                return
        raise _no_headings(headings)

    def _found(self, sheet: Iterator[Line], headings: Headings) -> tuple[list[Column], Anchor, Iterator[Line]] | None:
        """The columns of a sheet, what stands above them, and the lines below; None where it has no such headings."""
        passed: list[Line] = []
        for number, told in sheet:
            cells = [clean(cell) for cell in told]
            if (columns := headings.columns(cells)) is not None:
                return columns, Anchor([above for _, above in passed], self._limits), sheet
            passed.append((number, cells))
            if number >= LINES_ABOVE:
                break
        anchor = Anchor([cells for _, cells in passed], self._limits)
        lines = turned(passed, lambda cell: anchor.day_in(cell) is not None)
        if lines and (columns := headings.columns(lines[0][1])) is not None:
            return columns, anchor, iter(lines[1:])
        return None

    def _rows(self, columns: list[Column], anchor: Anchor, lines: Iterator[Line], headings: Headings) -> Iterator[Row]:
        first = next(lines, None)
        if first is None:
            return
        refined = headings.refined(columns, [clean(cell) for cell in first[1]])
        count = 0
        for line, told in lines if refined else itertools.chain((first,), lines):
            cells = [clean(cell) for cell in told]
            if not any(cells):
                continue
            count += 1
            if count > self._limits.rows:
                raise too_many("行", "rows", self._limits.rows)
            yield _row(line, refined or columns, cells, anchor)


def sha256_of_text(text: str) -> str:
    """What tells a text again without keeping it: the SHA-256 of its signs, blanks left out."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _lines_of_text(text: str, limits: Limits) -> Iterator[Line]:
    reader = csv.reader(_each_line(text), delimiter=_delimiter(text))
    try:
        for cells in reader:
            if len(cells) > limits.columns:
                raise too_many("列", "columns", limits.columns)
            yield reader.line_num, cells
    except csv.Error:
        raise BadInput(NOT_READABLE) from None


def _decoded(raw: bytes) -> str:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(
            Words("这是旧式Excel文件，请另存为XLSX或CSV。", "This is an old Excel file. Please save it as XLSX or CSV.")
        )
    for encoding in _encodings(raw):
        try:
            return raw.decode(encoding)
        except UnicodeError:
            continue
    raise BadInput(
        Words("无法识别文字编码，请另存为UTF-8。", "The text encoding is not known. Please save the file as UTF-8.")
    )


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
                raise BadInput(Words("有一行过长，无法读取。", "A line is too long to be read."))
            end = text_end
        yield text[begin : end + 1]
        begin = end + 1


def _delimiter(text: str) -> str:
    """The sign that parts the cells: of those possible the one most frequent at the file's beginning."""
    head = text[:4096]
    return max(DELIMITERS, key=head.count)


def _row(line: int, columns: Sequence[Column], cells: Sequence[str], anchor: Anchor) -> Row:
    """The same field in two columns counts once, unless they are parts of one figure: so many hours, so many minutes."""
    by_field: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    others: dict[str, tuple[str, float | None]] = {}
    for column, cell in zip(columns, cells, strict=False):
        if not cell or not (column.field or column.heading):
            continue
        if not column.field:
            others[column.heading] = (cell, column.factor)
        elif not by_field[column.field] or _is_a_part(by_field[column.field], column.factor):
            by_field[column.field].append((cell, column.factor))
    return Row(line, {field: told for field, told in by_field.items() if told}, others, anchor)


def _is_a_part(told: Sequence[tuple[str, float | None]], factor: float | None) -> bool:
    return factor is not None and all(known is not None and known != factor for _, known in told)


def _no_headings(headings: Headings) -> BadInput:
    known = headings.known
    mistakes = [
        Mistake(
            "headings",
            Words(
                "缺少列：" + "或".join(known[field][0] for field in group),
                "Missing column: " + " or ".join(known[field][0] for field in group),
            ),
        )
        for group in headings.needed
    ]
    return BadInput(
        Words("没有找到表头，请使用规定的表格。", "No headings were found. Please use the form as given."),
        mistakes=mistakes,
    )
