"""Which column is what. Headings are known by several names, Chinese and English; a unit in brackets or behind a stroke
is part of their meaning; a second line of headings below the first one, merged cells above it, refines them."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from usage.cells import factor_of, seconds_in

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
class Column:
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

    def columns(self, cells: Sequence[str]) -> list[Column] | None:
        """The columns that this line heads; None where it is not the headings."""
        found = [self._column(cell) for cell in cells]
        there = {each.field for each in found}
        missing = [group for group in self.needed if not any(field in there for field in group)]
        if self.is_own is not None and missing == self.needed[-1:]:
            missing = [] if any(self.is_own(each.heading) for each in found if not each.field) else missing
        return None if missing else found

    def refined(self, columns: Sequence[Column], cells: Sequence[str]) -> list[Column] | None:
        """The columns with a second line of headings below them; None where this line tells something else already."""
        said = [cell for cell in cells if cell]
        if not said or any(any(sign.isdigit() for sign in cell) or seconds_in(cell) is not None for cell in said):
            return None
        day = next((place for place, each in enumerate(columns) if each.field == self.needed[0][0]), 0)
        if (day < len(cells) and cells[day]) or len(said) < 2 <= len(columns) - 1:
            return None
        refined: list[Column] = []
        above = ""
        for place, column in enumerate(columns):
            above = column.heading or above
            below = cells[place] if place < len(cells) else ""
            refined.append(self._below(above, below) if below else column)
        return refined

    def _below(self, above: str, below: str) -> Column:
        """The column of a cell under another: 使用时长 over 小时, 夜间 over 时长, 各应用 over 微信."""
        if plain(below) in _UNITS:
            column = self._column(above)
            counts = plain(below) in _COUNTS and column.field not in ("pickups", "")
            return Column("ignored" if counts else column.field, above, factor_of(plain(below)) or column.factor)
        both, alone = self._column(above + below), self._column(below)
        return both if both.field and both.field != "ignored" else alone

    def _column(self, heading: str) -> Column:
        whole = plain(heading)
        name, unit = _parted(whole)
        field = self._field(whole) or self._field(name)
        if not field and (found := _UNIT_BEHIND.fullmatch(name)) and (field := self._field(found[1])):
            unit = unit or found[2]
        if not field:
            field = next((each for part, each in self.like if part in whole), "")
        return Column(field, heading, factor_of(unit) if unit else factor_of(whole))

    def _field(self, name: str) -> str:
        return next((field for field, names in self.known.items() if name in {plain(each) for each in names}), "")


def turned(lines: Sequence[tuple[int, list[str]]], is_day: Callable[[str], bool]) -> list[tuple[int, list[str]]] | None:
    """A table whose days stand side by side, with its rows and columns changed; None where this is none. Each new row
    carries the number of the line that names the days."""
    for place, (number, cells) in enumerate(lines):
        if sum(is_day(cell) for cell in cells[1:]) >= FEWEST_DAYS_ACROSS:
            kept = [list(row) for _, row in lines[place:] if any(row)]
            kept[0][0] = "日期"
            width = max(len(row) for row in kept)
            return [(number, [row[at] if at < len(row) else "" for row in kept]) for at in range(width)]
    return None


def clean(cell: str) -> str:
    """The cell with its signs as on a keyboard: full-width digits are digits."""
    return unicodedata.normalize("NFKC", cell).replace("\x00", "").strip()


def plain(heading: str) -> str:
    """The heading without case, blanks and low strokes."""
    return "".join(clean(heading).casefold().replace("_", "").split())


def _parted(whole: str) -> tuple[str, str]:
    """A heading and what stands in brackets behind it: 时长(分钟)."""
    if whole.endswith(")") and "(" in whole:
        name, _, unit = whole[:-1].partition("(")
        return name, unit
    return whole, ""
