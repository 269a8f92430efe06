"""Which column is what. Headings are known by several names, Chinese and English; a unit in brackets or behind a stroke
is part of their meaning; a second line of headings below the first one, merged cells above it, refines them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from usage.cell_parsers import parse_duration, unit_factor

FEWEST_DAYS_ACROSS = 3
_UNIT_BEHIND = re.compile(r"(.+?)[/:、-]?(毫秒|小时|分钟|分|秒|次|hours|minutes|seconds|mins|min|ms|h)$")
_UNITS = (
    "小时",
    "时",
    "分钟",
    "分",
    "秒",
    "毫秒",
    "次",
    "次数",
    "时长",
    "hours",
    "minutes",
    "seconds",
    "h",
    "min",
    "ms",
)
_COUNTS = ("次", "次数")


@dataclass(frozen=True)
class TableColumn:
    """A column: the field it is ("" for none that is known), its heading, and the seconds of its unit if it names one."""

    field: str
    heading: str
    factor: float | None


@dataclass(frozen=True)
class Headings:
    """The fields of a table with their names, in order of the fields; `like` are parts of names that tell a field too.

    Of each group in `needed` one field must be there; `is_own` tells a heading no field claims that makes up for the last
    group, as the name of an app does.
    """

    known: Mapping[str, Sequence[str]]
    needed: Sequence[Sequence[str]]
    like: Sequence[tuple[str, str]] = ()
    is_own: Callable[[str], bool] | None = None
    programs: Sequence[tuple[frozenset[str], float]] = ()
    """Headings that together tell the program that wrote them, and the seconds of the unit in which it writes."""

    def columns(self, cells: Sequence[str], *, names_apps: bool = False) -> list[TableColumn] | None:
        """The columns that this line heads; None where it is not the headings. With `names_apps` any heading that no
        field claims is the name of an app."""
        found = [self._column(cell) for cell in cells]
        named = names_apps and any(each.heading and not each.field for each in found)
        if [group for group in self.missing(cells) if not (named and group is self.needed[-1])]:
            return None
        written = {normalize_heading(cell) for cell in cells}
        factor = next((factor for program, factor in self.programs if program <= written), None)
        return [replace(each, factor=each.factor or factor) for each in found]

    def missing(self, cells: Sequence[str]) -> list[Sequence[str]]:
        """The groups of fields that this line does not have."""
        found = [self._column(cell) for cell in cells]
        there = {each.field for each in found}
        missing = [group for group in self.needed if not any(field in there for field in group)]
        if self.is_own is not None and missing == list(self.needed[-1:]):
            missing = [] if any(self.is_own(each.heading) for each in found if not each.field) else missing
        return missing

    def names_apps(self, heading: str) -> bool:
        """Whether what stands below or beside this heading are names of apps or kinds."""
        return self._column(heading).field in ("app", "kind")

    def refined(self, columns: Sequence[TableColumn], cells: Sequence[str]) -> list[TableColumn] | None:
        """The columns with a second line of headings below them; None where this line tells something else already."""
        filled = [cell for cell in cells if cell]
        if not filled or any(
            any(sign.isdigit() for sign in cell) or parse_duration(cell) is not None for cell in filled
        ):
            return None
        day = next((place for place, each in enumerate(columns) if each.field == self.needed[0][0]), 0)
        if (day < len(cells) and cells[day]) or len(filled) < 2 <= len(columns) - 1:
            return None
        refined: list[TableColumn] = []
        above = ""
        for place, column in enumerate(columns):
            above = column.heading or above
            below = cells[place] if place < len(cells) else ""
            refined.append(self._below(above, below) if below else column)
        return refined

    def _below(self, above: str, below: str) -> TableColumn:
        """The column of a cell under another: 使用时长 over 小时, 夜间 over 时长, 各应用 over 微信."""
        if normalize_heading(below) in _UNITS:
            column = self._column(above)
            counts = normalize_heading(below) in _COUNTS and column.field not in ("pickups", "")
            return TableColumn(
                "ignored" if counts else column.field, above, unit_factor(normalize_heading(below)) or column.factor
            )
        both, alone = self._column(above + below), self._column(below)
        return both if both.field and both.field != "ignored" else alone

    def _column(self, heading: str) -> TableColumn:
        whole = normalize_heading(heading)
        name, unit = _parted(whole)
        field = self._field(whole) or self._field(name)
        if not field and (found := _UNIT_BEHIND.fullmatch(name)) and (field := self._field(found[1])):
            unit = unit or found[2]
        if not field:
            field = next((each for part, each in self.like if part in whole), "")
        return TableColumn(field, heading, unit_factor(unit) if unit else unit_factor(whole))

    def _field(self, name: str) -> str:
        return next(
            (field for field, names in self.known.items() if name in {normalize_heading(each) for each in names}), ""
        )


def days_across(lines: Sequence[tuple[int, list[str]]], is_day: Callable[[str], bool]) -> int | None:
    """The place of the line in which days stand side by side; None where there is none."""
    across = (place for place, (_, cells) in enumerate(lines) if sum(map(is_day, cells[1:])) >= FEWEST_DAYS_ACROSS)
    return next(across, None)


def transpose(lines: Sequence[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """A table whose days stand side by side in its first line, with its rows and columns changed. Each new row carries
    the number of the line that names the days."""
    number = lines[0][0]
    kept = [["日期", *lines[0][1][1:]], *(row for _, row in lines[1:] if any(row))]
    width = max(len(row) for row in kept)
    return [(number, [row[at] if at < len(row) else "" for row in kept]) for at in range(width)]


def normalize_cell(cell: str) -> str:
    """The cell with its signs as on a keyboard: full-width digits are digits."""
    return unicodedata.normalize("NFKC", cell).replace("\x00", "").strip()


def normalize_heading(heading: str) -> str:
    """The heading without case, blanks and low strokes."""
    return "".join(normalize_cell(heading).casefold().replace("_", "").split())


def _parted(whole: str) -> tuple[str, str]:
    """A heading and what stands in brackets behind it: 时长(分钟)."""
    if whole.endswith(")") and "(" in whole:
        name, _, unit = whole[:-1].partition("(")
        return name, unit
    return whole, ""
