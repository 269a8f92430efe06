"""Rows of a table: text in the encodings offices send (UTF-8 with or without a mark, UTF-16, GB18030), or a workbook.

A table is found by its headings: lines above them, such as a title, are passed over. Headings are known by several
names, Chinese and English; a unit in brackets after a heading is part of its meaning.
"""

import codecs
import csv
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sunward.errors import BadInput, Mistake
from sunward.words import Words
from usage.limits import NOT_READABLE, Limits, too_large, too_many
from usage.workbook import is_workbook, lines_of_workbook

LINES_ABOVE = 20
SLICE_BYTES = 256 * 1024
LINE_SIGNS = 64 * 1024
DELIMITERS = ",\t;，|"


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, its cells by field, and the cells of headings no field claims."""

    line: int
    cells: Mapping[str, str]
    units: Mapping[str, str]
    others: Mapping[str, str]

    def get(self, field: str) -> str:
        """The cell, "" where it is empty or there is no such column."""
        return self.cells.get(field, "")

    def unit(self, field: str) -> str:
        """The unit its heading names, "" where it names none."""
        return self.units.get(field, "")


class Table:
    """A table: its lines, each with its number and its cells."""

    def __init__(self, lines: Iterator[tuple[int, list[str]]], sha256: str, limits: Limits) -> None:
        self.sha256 = sha256
        self._lines = lines
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
        lines = lines_of_workbook(whole, limits) if is_workbook(whole) else _lines_of_text(_decoded(whole), limits)
        return cls(lines, sha256, limits)

    def rows(self, known: Mapping[str, Sequence[str]], needed: Sequence[Sequence[str]]) -> Iterator[Row]:
        """The rows below the headings, empty ones left out.

        `known` are the fields with their headings; of each group in `needed` one field must be there. Raises
        BadInput where no line has such headings, or where there are too many rows.
        """
        names = {_plain(heading): field for field, headings in known.items() for heading in headings}
        columns: list[tuple[str, str, str]] | None = None
        count = 0
        for line, told in self._lines:
            cells = [_clean(cell) for cell in told]
            if columns is None:
                columns = _columns(cells, names, needed)
                if columns is None and line >= LINES_ABOVE:
                    break
                continue
            if not any(cells):
                continue
            count += 1
            if count > self._limits.rows:
                raise too_many("行", "rows", self._limits.rows)
            yield _row(line, columns, cells)
        if columns is None:
            raise _no_headings(known, needed)


def sha256_of_text(text: str) -> str:
    """What tells a text again without keeping it: the SHA-256 of its signs, blanks left out."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _lines_of_text(text: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
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


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).replace("\x00", "").strip()


def _plain(heading: str) -> str:
    return "".join(_clean(heading).casefold().replace("_", "").split())


def _parted(heading: str) -> tuple[str, str]:
    """A heading and the unit in brackets behind it: 时长(分钟)."""
    plain = _plain(heading)
    if plain.endswith(")") and "(" in plain:
        name, _, unit = plain[:-1].partition("(")
        return name, unit
    return plain, ""


def _columns(
    cells: Sequence[str], names: Mapping[str, str], needed: Sequence[Sequence[str]]
) -> list[tuple[str, str, str]] | None:
    """For each column its field ("" for none), heading and unit; None where this line is not the headings."""
    columns: list[tuple[str, str, str]] = []
    taken: set[str] = set()
    for cell in cells:
        plain, unit = _parted(cell)
        field = names.get(_plain(cell)) or names.get(plain) or ""
        if field in taken:
            field = ""
        taken.add(field)
        columns.append((field, cell, unit or plain))
    return columns if all(any(field in taken for field in group) for group in needed) else None


def _row(line: int, columns: Sequence[tuple[str, str, str]], cells: Sequence[str]) -> Row:
    there = list(zip(columns, cells, strict=False))
    return Row(
        line,
        {field: cell for (field, _, _), cell in there if field and cell},
        {field: unit for field, _, unit in columns if field},
        {heading: cell for (field, heading, _), cell in there if not field and heading and cell},
    )


def _no_headings(known: Mapping[str, Sequence[str]], needed: Sequence[Sequence[str]]) -> BadInput:
    mistakes = [
        Mistake(
            "headings",
            Words(
                "缺少列：" + "或".join(known[field][0] for field in group),
                "Missing column: " + " or ".join(known[field][0] for field in group),
            ),
        )
        for group in needed
    ]
    return BadInput(
        Words("没有找到表头，请使用规定的表格。", "No headings were found. Please use the form as given."),
        mistakes=mistakes,
    )
