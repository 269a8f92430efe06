"""The figures of offices as drawings: for each office one bar, divided as its cases or duties are, and the table behind."""

from dataclasses import dataclass

from casework.evaluation.statistics import ALL_OFFICES, COLUMNS, Statistics, get_column_values
from casework.evaluation.statistics_count import OfficeTotals
from core.i18n import Text, _, verbatim

IN_SIGHT = 7
"""A part of so many of a hundred or more has its number written into it."""

CHARTS: dict[str, tuple[Text, str, tuple[str, ...]]] = {
    "outcomes": (_("案件现在的情况和结果"), "cases", ("running", "non_prosecution", "prosecution", "otherwise")),
    "own": (_("本人应交的：交来了多少"), "owed", ("on_time", "late", "not_done", "unknown")),
}
"""Each drawing by its name: what it shows, the column of the whole, and those of its parts, which together are the
whole."""
WITHHELD = _("不分开显示（涉及不足五人）")


@dataclass(frozen=True)
class BarPart:
    """One part of a bar, in hundredths of it."""

    place: int
    """Which of the columns it is, by which its filling is chosen; the last is what is withheld."""
    begins: float
    width: float
    value: int
    in_sight: bool


@dataclass(frozen=True)
class ShareBar:
    """An office's bar; without parts where there is nothing."""

    name: Text
    parts: list[BarPart]


@dataclass(frozen=True)
class ShareChart:
    """A drawing with its legend and the numbers behind it."""

    name: str
    title: Text
    columns: list[Text]
    bars: list[ShareBar]
    head: list[Text]
    rows: list[tuple[object, ...]]


def build_share_charts(found: Statistics) -> list[ShareChart]:
    """The drawings of which at least one office shows the whole. What is withheld is one part: it is no more than the
    numbers behind the drawing tell."""
    offices: list[tuple[Text, OfficeTotals]] = [
        (verbatim(row.office), row.figures) for row in found.offices if row.figures is not None
    ]
    if found.all_offices is not None:
        offices.append((ALL_OFFICES, found.all_offices))
    charts = []
    for name, (title, whole, columns) in CHARTS.items():
        values = [(office, get_column_values(figures)) for office, figures in offices]
        bars = [ShareBar(office, _parts(each[whole], [each[column] for column in columns])) for office, each in values]
        if any(bar.parts for bar in bars):
            hidden = any(part.place == len(columns) for bar in bars for part in bar.parts)
            charts.append(
                ShareChart(
                    name, title, [*(COLUMNS[column] for column in columns), *([WITHHELD] if hidden else [])], bars,
                    [COLUMNS["office"], COLUMNS[whole], *(COLUMNS[column] for column in columns)],
                    [(office, *(_written(each[column]) for column in (whole, *columns))) for office, each in values],
                )
            )  # fmt: skip
    return charts


def _written(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _parts(whole: float | None, values: list[float | int | None]) -> list[BarPart]:
    """The parts of one bar, in the order of the columns, and at its end what is withheld."""
    if not whole:
        return []
    known = [int(value or 0) for value in values]
    parts, begins = [], 0.0
    for place, value in enumerate([*known, int(whole) - sum(known)]):
        width = 100 * value / whole
        if value:
            parts.append(BarPart(place, round(begins, 2), round(width, 2), value, width >= IN_SIGHT))
        begins += width
    return parts
