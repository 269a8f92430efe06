"""Which column is what. Headings are known by several names, Chinese and English; a unit in brackets or behind a stroke
is part of their meaning."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from usage.cell_parsers import unit_factor

_UNIT_BEHIND = re.compile(r"(.+?)[/:、-]?(毫秒|小时|分钟|分|秒|次|hours|minutes|seconds|mins|min|ms|h)$")


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
    group, as the name of an app does. With one of `others` it is another table.
    """

    known: Mapping[str, Sequence[str]]
    needed: Sequence[Sequence[str]]
    like: Sequence[tuple[str, str]]
    others: Sequence[str]
    is_own: Callable[[str], bool]

    def columns(self, cells: Sequence[str]) -> list[TableColumn] | None:
        """The columns that this line heads; None where it is not the headings."""
        found = [self.column(cell) for cell in cells]
        there = {each.field for each in found}
        missing = [group for group in self.needed if not any(field in there for field in group)]
        if missing == list(self.needed[-1:]) and any(self.is_own(each.heading) for each in found if not each.field):
            missing = []
        elsewhere = {normalize_heading(each) for each in self.others}
        return None if missing or any(normalize_heading(cell) in elsewhere for cell in cells) else found

    def column(self, heading: str) -> TableColumn:
        """The column that such a heading stands over."""
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
