"""A week read from a phone's own screen: three numbers and a photo. The best way in, because most families can.

As numbers typed into a form (`typed_week`), or as a table: a day a row (total, night, pickups, and any column that is
an app or a kind of app), an app of a day a row, or the days side by side.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum

from usage.categories import Categories, is_category_name
from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading_builder import WHOLE_DEVICE, Amount, ReadingBuilder
from usage.table import Table, TableRow
from usage.units import Duration, Unit, UnitlessNumber

FIELDS = {
    "day": ("日期", "date", "day", "时间", "月日"),
    "weekday": ("星期", "周几", "weekday"),
    "app": ("应用", "app", "软件", "应用名称", "App名称", "app name", "application name", "application", "APP/类别", "使用的软件"),
    "kind": ("类别", "分类", "category", "kind"),
    "total": ("总时长", "屏幕使用时间", "分钟", "minutes", "时长", "使用时长", "总计", "合计", "total", "screen time",
              "手机使用时间", "duration", "每日总时长", "亮屏时间", "屏幕时间", "使用时间", "总使用时间", "总使用时长",
              "使用总时长", "手机使用时长", "屏幕使用时长", "屏幕时长", "上网时长", "用机时长", "玩手机时间", "日使用时长",
              "每天使用时长", "每日使用时长", "当天使用时长", "当日使用时长", "当日总时长", "小时", "total screen time", "total usage"),
    "night": ("夜间分钟", "夜间", "night minutes", "night", "夜间时长", "22点后", "22:00-06:00"),
    "pickups": ("拿起次数", "解锁次数", "pickups", "unlocks", "拿起"),
    "ignored": ("备注", "note", "通知", "notifications", "设备", "device", "来源", "source", "手机", "班级", "学校", "年龄",
                "填写人", "照片", "photo", "设备归属", "序号", "编号", "no", "no.", "姓名", "家长", "电量", "步数", "说明"),
}  # fmt: skip
LIKE = (
    ("拿起", "pickups"), ("解锁", "pickups"), ("pickup", "pickups"), ("unlock", "pickups"),
    ("次数", "ignored"), ("个数", "ignored"), ("占比", "ignored"), ("%", "ignored"), ("备注", "ignored"),
    ("签", "ignored"), ("周次", "ignored"),
    ("夜", "night"), ("22点", "night"), ("22时", "night"), ("22:00", "night"), ("10点后", "night"), ("night", "night"),
)  # fmt: skip
"""Parts of headings that tell what a column is, asked in this order where no whole heading is known."""
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
    "total usage",
    "screen time",
)
"""Names in a column of apps under which a phone lists the whole day."""
REST = ("其他", "其它", "other")
"""A kind that, alone among apps, is what they leave over."""
NO_DAYS = ("合计", "总计", "平均", "日均", "小计", "说明", "备注", "注", "total", "average", "填", "签")
"""A line that begins with one of these is about the whole sheet."""
_OF_AN_APP = re.compile(r"(.+?)(?:的?使用时长|的?使用时间|时长|时间)$")


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


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads a sheet. Lines that cannot be read are noted and the others count."""
    day: date | None = None
    kinds = _Kinds()
    for row in table.rows(HEADINGS):
        day_text = row.get("day") or row.get("weekday")
        if (day_text or row.get("ignored")).casefold().startswith(NO_DAYS):
            continue
        builder.offered += 1
        if day_text or not _of(row):  # a day's apps may stand below one merged cell that names the day
            day = row.day("day", "weekday")
        if day is None:
            builder.problems.note(IssueKind.NO_MOMENT, row.line)
            continue
        _take_row(row, day, builder, kinds)
    kinds.settle(builder)


class _Kinds:
    """Which names in a sheet are kinds of apps, and of which kind an app is said to be. A phone lists both, and what is in
    a kind is in its apps once more."""

    def __init__(self) -> None:
        self._kind_by_app: dict[tuple[date, str], str] = {}

    def note(self, day: date, app: str, kind: str) -> None:
        """The app stands beside that kind."""
        self._kind_by_app[day, app] = kind

    def settle(self, builder: ReadingBuilder) -> None:
        """On a day with a kind and apps that may be in it, the kinds are left out. Where nobody told the whole day, it is the
        larger of the two sums: each is no more than what was used."""
        by_day: dict[date, list[Amount]] = defaultdict(list)
        for amount in builder.amounts:
            by_day[amount.day].append(amount)
        for day, amounts in by_day.items():
            kinds = [each for each in amounts if is_category_name(each.of) and (day, each.of) not in self._kind_by_app]
            if all(each.of.casefold() in REST for each in kinds):
                continue
            apps = [each for each in amounts if each.of and each not in kinds]
            doubled = [each for each in kinds if any(self._may_hold(each, app) for app in apps)]
            if not doubled:
                continue
            at = builder.places[doubled[0]]
            builder.problems.note(IssueKind.KINDS_AND_APPS, at)
            builder.amounts = [each for each in builder.amounts if each not in doubled]
            if all(each.of for each in amounts):
                total = self._total(kinds, apps)
                builder.amounts.append(whole := Amount(day, WHOLE_DEVICE, total))
                builder.places[whole] = at

    def _may_hold(self, kind: Amount, app: Amount) -> bool:
        """An app that stands beside another kind is not in this one."""
        return self._kind_by_app.get((app.day, app.of), kind.of) == kind.of

    def _total(self, kinds: Sequence[Amount], apps: Sequence[Amount]) -> int:
        """Kind by kind where apps stand beside their kind; else of all together."""
        if any((app.day, app.of) not in self._kind_by_app for app in apps):
            return max(sum(each.seconds for each in kinds), sum(each.seconds for each in apps))
        within = {kind.of: kind.seconds for kind in kinds}
        of_apps: dict[str, int] = defaultdict(int)
        for app in apps:
            of_apps[self._kind_by_app[app.day, app.of]] += app.seconds
        return sum(max(within.get(kind, 0), of_apps.get(kind, 0)) for kind in within.keys() | of_apps.keys())


def parse_typed_week(week: TypedWeek, zone: tzinfo, limits: Limits) -> tuple[ReadingBuilder, str]:
    """The typed numbers gathered, and the hash that tells the same sheet again. Places are days of the week, from one."""
    builder = ReadingBuilder.empty("line", zone, limits)
    for place, minutes in enumerate(week.minutes):
        builder.offered += 1
        if minutes is not None:
            builder.amount(_day(week, place), WHOLE_DEVICE, minutes * 60, place + 1)
    for place, minutes in enumerate(week.night_minutes):
        if minutes is not None:
            builder.night(_day(week, place), minutes * 60, place + 1)
    for place, count in enumerate(week.pickups):
        if count is not None:
            _count(_day(week, place), count, place + 1, builder)
    content = [
        week.first_on.isoformat(),
        list(week.minutes),
        list(week.night_minutes),
        list(week.pickups),
        str(week.screen),
    ]
    return builder, hashlib.sha256(repr(content).encode()).hexdigest()


def _day(week: TypedWeek, place: int) -> date | None:
    try:
        return week.first_on + timedelta(days=place)
    except OverflowError:
        return None


def _take_row(row: TableRow, day: date, builder: ReadingBuilder, kinds: _Kinds) -> None:
    of = WHOLE_DEVICE if _of(row).casefold() in WHOLE else _of(row)
    if row.get("app") and row.get("kind"):
        kinds.note(day, of, row.get("kind"))
    if row.get("total"):
        builder.amount(day, of, row.seconds("total"), row.line)
    if row.get("night"):
        builder.night(day, _as_the_total(row, row.seconds("night")), row.line)
    if pickups := row.get("pickups"):
        digits = pickups.removesuffix("次").strip()
        _count(day, int(digits) if digits.isdecimal() and len(digits) < 10 else -1, row.line, builder)
    if not _of(row):
        for app, duration in _apps_of(row):
            builder.amount(day, app, duration, row.line)


def _apps_of(row: TableRow) -> list[tuple[str, Duration]]:
    """The columns that are about apps. Two columns of one name are two apps that are called alike, and are one figure."""
    together: dict[tuple[str, type], float | UnitlessNumber] = {}
    for heading, cell in row.others:
        key = _app_of(heading), type(duration := _as_the_total(row, row.seconds_of(cell)))
        if isinstance(duration, UnitlessNumber):
            before = together.get(key)
            together[key] = UnitlessNumber(
                duration.number + (before.number if isinstance(before, UnitlessNumber) else 0)
            )
        elif duration is not None:
            before = together.get(key)
            together[key] = duration + (before if isinstance(before, float) else 0)
    return [(app, duration) for (app, _), duration in together.items()]


def _as_the_total(row: TableRow, duration: Duration) -> Duration:
    """A mere number counts minutes where the heading of the day's total says that this one does."""
    minutes = [factor for _, factor in row.cells.get("total", ())] == [Unit.MINUTES.seconds]
    return duration.number * Unit.MINUTES.seconds if isinstance(duration, UnitlessNumber) and minutes else duration


def _count(day: date | None, count: int, line: int, builder: ReadingBuilder) -> None:
    if day is None or not 0 <= count <= MOST_PICKUPS or not builder.bounds.holds_day(day):
        builder.problems.note(IssueKind.UNREADABLE, line)
        return
    builder.unlock_counts.add((day, count))


def _of(row: TableRow) -> str:
    """The app of the line, or the kind of app where the sheet names no more."""
    return row.get("app") or row.get("kind")


def _app_of(heading: str) -> str:
    """The app that a column is about: 微信使用时长(分钟) is about 微信."""
    name = heading.partition("(")[0].strip()
    found = _OF_AN_APP.fullmatch(name)
    return found[1] if found else name


HEADINGS = Headings(
    FIELDS,
    [["day", "weekday"], ["total", "night", "app", "kind"]],
    LIKE,
    lambda heading: Categories.load().knows(_app_of(heading)),
)
