"""A week read from a phone's own screen: three numbers and a photo. The best way in, because most families can.

As numbers typed into a form (`typed_week`), or as a table in one of two shapes: a day a row (total, night, pickups,
and any column that is an app or a kind of app), or an app of a day a row.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum

from usage.cells import day_in, seconds_in
from usage.gathered import WHOLE_DEVICE, Gathered
from usage.limits import Limits
from usage.problems import Trouble
from usage.table import Row, Table

FIELDS = {
    "day": ("日期", "date", "day", "时间"),
    "app": ("应用", "app", "软件", "应用名称", "App名称", "application", "类别"),
    "total": ("总时长", "屏幕使用时间", "分钟", "minutes", "时长", "使用时长", "总计", "合计", "total", "screen time",
              "手机使用时间", "duration", "每日总时长", "亮屏时间", "屏幕时间"),
    "night": ("夜间分钟", "夜间", "night minutes", "night", "夜间时长", "22点后", "22:00-06:00"),
    "pickups": ("拿起次数", "解锁次数", "pickups", "unlocks", "拿起"),
    "ignored": ("星期", "weekday", "备注", "note", "通知", "notifications", "设备", "device", "来源", "source", "手机",
                "填写人", "照片", "photo", "设备归属"),
}  # fmt: skip
MOST_PICKUPS = 5000
WHOLE = (
    "总计",
    "合计",
    "全部",
    "总时长",
    "屏幕使用时间",
    "所有app与类别",
    "total",
    "all",
    "all apps & categories",
    "screen time",
)
"""Names in a column of apps under which a phone lists the whole day."""


class Screen(StrEnum):
    """Whose screen the numbers were read from."""

    IOS = "ios"
    ANDROID = "android"
    HUAWEI = "huawei"
    XIAOMI = "xiaomi"
    OTHER = "other"


@dataclass(frozen=True)
class TypedWeek:
    """Numbers typed into the form: one a day from `first_on`, None for a day nobody could read."""

    first_on: date
    minutes: Sequence[int | None]
    night_minutes: Sequence[int | None] = ()
    pickups: Sequence[int | None] = ()
    screen: Screen = Screen.OTHER


def gather(table: Table, gathered: Gathered) -> None:
    """Reads a sheet. Lines that cannot be read are noted and the others count."""
    for row in table.rows(FIELDS, [["day"], ["total", "night", "app"]]):
        gathered.offered += 1
        day = day_in(row.get("day"))
        if day is None:
            gathered.problems.note(Trouble.NO_MOMENT, row.line)
            continue
        _take_row(row, day, gathered)


def gather_typed(week: TypedWeek, zone: tzinfo, limits: Limits) -> tuple[Gathered, str]:
    """The typed numbers gathered, and the hash that tells the same sheet again. Places are days of the week, from one."""
    gathered = Gathered.empty("line", zone, limits)
    for place, minutes in enumerate(week.minutes):
        gathered.offered += 1
        if minutes is not None:
            gathered.amount(_day(week, place), WHOLE_DEVICE, minutes * 60, place + 1)
    for place, minutes in enumerate(week.night_minutes):
        if minutes is not None:
            gathered.night(_day(week, place), minutes * 60, place + 1)
    for place, count in enumerate(week.pickups):
        if count is not None:
            _count(_day(week, place), count, place + 1, gathered)
    told = [
        week.first_on.isoformat(),
        list(week.minutes),
        list(week.night_minutes),
        list(week.pickups),
        str(week.screen),
    ]
    return gathered, hashlib.sha256(repr(told).encode()).hexdigest()


def _day(week: TypedWeek, place: int) -> date | None:
    try:
        return week.first_on + timedelta(days=place)
    except OverflowError:
        return None


def _take_row(row: Row, day: date, gathered: Gathered) -> None:
    of = WHOLE_DEVICE if row.get("app").casefold() in WHOLE else row.get("app")
    if total := row.get("total"):
        gathered.amount(day, of, seconds_in(total, row.unit("total")), row.line)
    if night := row.get("night"):
        gathered.night(day, seconds_in(night, row.unit("night")), row.line)
    if pickups := row.get("pickups"):
        digits = pickups.removesuffix("次").strip()
        _count(day, int(digits) if digits.isdecimal() and len(digits) < 10 else -1, row.line, gathered)
    for heading, cell in row.others.items():
        seconds = seconds_in(cell, heading)
        if seconds is not None and not row.get("app"):
            gathered.amount(day, _without_unit(heading), seconds, row.line)


def _count(day: date | None, count: int, line: int, gathered: Gathered) -> None:
    if day is None or not 0 <= count <= MOST_PICKUPS or not gathered.bounds.holds_day(day):
        gathered.problems.note(Trouble.UNREADABLE, line)
        return
    gathered.unlock_counts.add((day, count))


def _without_unit(heading: str) -> str:
    return heading.partition("(")[0].strip()
