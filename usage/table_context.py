"""What the lines above a table say of all its rows: of which week it is, in which unit. With it a day without a year,
or a mere weekday, is a day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from usage.cell_parsers import parse_date, unit_factor
from usage.limits import Limits
from usage.units import Unit

_FULL = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")
_UNTIL = re.compile(r"\s*(?:至|到|-|—|–|~|～)+\s*(?:\d{4}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月日号]")
_YEAR = re.compile(r"(\d{4})\s*年")
_UNIT = re.compile(r"单位\s*:\s*(小时|分钟|分|秒)")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?(?!\d)")
_THREE_PARTS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_MONTH_BY_NAME = re.compile(
    r"(?:(\d{1,2})[\s/-]*)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s/-]*(?:(\d{1,2})(?!\d))?[\s,/-]*(\d{4})?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(
    r"^[(（]?(?:周|星期|礼拜)([一二三四五六日天])[)）]?|^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE
)
_PLACE = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    name: place for place, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""The numbers by which spreadsheets mean the days from 2000 to 2099."""
_SERIAL_NOUGHT = date(1899, 12, 30)


@dataclass(frozen=True)
class TableMatch:
    """Which column of a table is what, by its place from one; None for none. The lines below `headings_line` are its rows.
    With `days_across` the days stand in the headings, and every column with a day is a duration."""

    headings_line: int = 1
    day: int | None = None
    app: int | None = None
    duration: int | None = None
    night: int | None = None
    unit: Unit | None = None
    order: str | None = None
    """The order of days that could be two: `dmy`, `mdy` or `ymd`."""
    days_across: bool = False


@dataclass(frozen=True)
class TableHints:
    """What was said of a table beside it: the unit of numbers that name none, the order of days that could be two, and
    which column is what in one that no reader knows."""

    unit: Unit | None = None
    order: str | None = None
    match: TableMatch | None = None


NO_HINTS = TableHints()


class DateOrders:
    """In which order the days of one table name day, month and year. A day that could be two is none, unless another day
    of the same table settles it."""

    _PLACES = {"mdy": (2, 0, 1), "dmy": (2, 1, 0), "ymd": (0, 1, 2)}

    def __init__(self, limits: Limits, known: str | None = None) -> None:
        self._limits = limits
        self._known = known
        self._possible = set(self._PLACES)
        self.in_doubt = False
        """Whether a day was met that could be two."""

    @property
    def only(self) -> str | None:
        """The only order in which all days of the table can be read; None where there are several, or none."""
        return next(iter(self._possible)) if len(self._possible) == 1 else None

    def day_in(self, parts: Sequence[str]) -> date | None:
        """The day that the three numbers name."""
        found = {order: day for order in self._PLACES if (day := self._in_order(order, parts)) is not None}
        self._possible &= found.keys() or self._possible
        if self._known in found:
            return found[self._known]
        days = set(found.values())
        self.in_doubt |= len(days) > 1
        return days.pop() if len(days) == 1 else None

    def _in_order(self, order: str, parts: Sequence[str]) -> date | None:
        year, month, day = (parts[place] for place in self._PLACES[order])
        if len(parts[2]) > 2 and order == "ymd":
            return None
        found = _date(int(year) + (0 if len(year) > 2 else 2000), int(month), int(day))
        return found if found is not None and self._limits.holds(found) else None


class TableContext:
    """Where a table stands in time."""

    def __init__(self, above: Sequence[Sequence[str]], limits: Limits, hints: TableHints, orders: DateOrders) -> None:
        """`above` are the cells of the lines over the headings; the last day a record can be of is in the limits. What is
        written above stands over what the `hints` say."""
        text = " ".join(cell for cells in above for cell in cells if cell)
        found = _FULL.search(text)
        self.first = parse_date(found.group()) if found else None
        self.is_a_week = bool(found and _UNTIL.match(text, found.end()))
        named = _YEAR.search(text)
        self.year = int(named[1]) if named else None
        unit = _UNIT.search(text)
        self.factor = unit_factor(unit[1]) if unit else hints.unit.seconds if hints.unit else None
        self.orders = orders
        self.latest = limits.latest if limits.latest < Limits().latest else None

    def day_in(self, text: str) -> date | None:
        """The local day a cell names; None where it names none, or more than one it could be."""
        if (day := parse_date(text)) is not None:
            return day
        if text.isdecimal():
            in_bounds = len(text) < 9 and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL
            return _SERIAL_NOUGHT + timedelta(days=int(text)) if in_bounds else None
        if found := _THREE_PARTS.match(text):
            return self.orders.day_in(found.groups())
        plain = _WEEKDAY.sub("", text).strip(" ,，")
        if found := _MONTH_AND_DAY.match(plain):
            return self._in_its_year(int(found[1]), int(found[2]))
        if (found := _MONTH_BY_NAME.match(plain)) and (named := found[1] or found[3]):
            month = _MONTHS.index(found[2].casefold()) + 1
            year = found[4] or (found[1] and found[3] and f"20{found[3]:0>2}")
            return _date(int(year), month, int(named)) if year else self._in_its_year(month, int(named))
        return self._of_weekday(text) if not plain else None

    def _in_its_year(self, month: int, day: int) -> date | None:
        """The nearest to what is written above; else of the year written there; else the last such day that has been."""
        if self.first is not None:
            first = self.first
            near = [_date(first.year + step, month, day) for step in (-1, 0, 1)]
            return min((each for each in near if each), key=lambda each: abs(each - first), default=None)
        if self.year is not None:
            return _date(self.year, month, day)
        if self.latest is not None:
            last = self.latest
            gone = [_date(last.year - step, month, day) for step in (0, 1)]
            return next((each for each in gone if each and each <= last), None)
        return None

    def _of_weekday(self, text: str) -> date | None:
        """That day of the week that is written above; None where none is."""
        found = _WEEKDAY.match(text)
        if found is None or self.first is None or not self.is_a_week:
            return None
        place = _PLACE[(found[1] or found[2]).casefold()]
        try:
            return self.first + timedelta(days=(place - self.first.weekday()) % 7)
        except OverflowError:
            return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
