"""Which column of a table is what. The columns are those of the template, by its names in Chinese or English; a unit in
brackets is part of a heading's meaning."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from usage.categories import Categories, is_category_name
from usage.cell_parsers import unit_factor

FIELDS: dict[str, tuple[str, ...]] = {
    "day": ("日期", "date", "day"),
    "total": ("全天", "整天", "whole day", "总时长", "屏幕使用时间", "total", "screen time"),
    "night": ("夜间", "22点后", "night"),
    "pickups": ("拿起次数", "解锁次数", "pickups", "unlocks"),
}
"""The fields and their names; the first Chinese and the first English one are the template's."""
_OF_AN_APP = re.compile(r"(?:应用|app)\s*:\s*(.+)", re.IGNORECASE)
_SPENT = re.compile(r"(.+?)的?(?:使用时长|使用时间|时长)$")


@dataclass(frozen=True)
class TableColumn:
    """A column: its heading, its field ("" for one that the template does not have), the kind or app that it is about (""
    for none), and the seconds of its unit if its heading names one."""

    heading: str
    field: str
    app: str
    factor: float | None

    @property
    def is_used(self) -> bool:
        """Whether its cells are read."""
        return bool(self.field or self.app)


def find_columns(cells: Sequence[str], categories: Categories) -> list[TableColumn] | None:
    """The columns that this line heads; None where it is not the headings: they name the day and a figure."""
    columns = [_read_heading(cell, categories) for cell in cells]
    fields = {column.field for column in columns}
    has_figure = bool(fields & {"total", "night"}) or any(column.app for column in columns)
    return columns if "day" in fields and has_figure else None


def normalize_cell(cell: str) -> str:
    """The cell with its signs as on a keyboard: full-width digits are digits."""
    return unicodedata.normalize("NFKC", cell).replace("\x00", "").strip()


def _read_heading(heading: str, categories: Categories) -> TableColumn:
    """An app stands in the list of apps, or behind 应用: or App: in its heading."""
    name, _, unit = normalize_cell(heading).removesuffix(")").partition("(")
    plain = " ".join(name.casefold().split())
    factor = unit_factor(unit.strip())
    for field, names in FIELDS.items():
        if plain in names:
            return TableColumn(heading, field, "", factor)
    if found := _OF_AN_APP.fullmatch(name.strip()):
        return TableColumn(heading, "", found[1].strip(), factor)
    spent = _SPENT.fullmatch(name.strip())
    app = spent[1] if spent else name.strip()
    return TableColumn(heading, "", app if is_category_name(app) or categories.knows(app) else "", factor)
