"""A week read from a phone's own screen: three numbers and a photo. The best way in, because most families can.

As numbers typed into a form (`parse_typed_week`), or as a table of a day a row: total, night, pickups, and any further
column that is an app or a kind of app.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from usage.categories import Categories, is_category_name
from usage.headings import Headings
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading_builder import WHOLE_DEVICE, Amount, ReadingBuilder
from usage.table import Table, TableRow, seconds_of
from usage.units import Duration, Unit, UnitlessNumber

FIELDS = {
    "day": ("日期", "date", "day", "时间", "月日"),
    "weekday": ("星期", "周几", "weekday"),
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
    ("签", "ignored"), ("周次", "ignored"), ("通知", "ignored"), ("notification", "ignored"), ("步", "ignored"),
    ("steps", "ignored"), ("元", "ignored"), ("消费", "ignored"), ("充值", "ignored"), ("most used", "ignored"), ("mostused", "ignored"),
    ("夜", "night"), ("22点", "night"), ("22时", "night"), ("22:00", "night"), ("10点后", "night"), ("night", "night"),
    ("合计", "total"), ("total", "total"),
)  # fmt: skip
"""Parts of headings that tell what a column is, asked in this order where no whole heading is known."""
OF_A_PROGRAM = (
    "应用", "app", "软件", "应用名称", "app name", "application", "application name", "类别", "分类", "category", "kind",
    "APP/类别", "使用的软件", "package", "包名", "应用包名", "package name", "做什么", "activity", "rank", "event", "event type",
    "事件", "timestamp", "start", "start time", "开始", "开始时间", "end", "end time", "结束", "结束时间", "上线", "下线", "time",
)  # fmt: skip
"""Headings that no sheet of ours has: one of them makes a table somebody else's, which a person matches column by column."""
REST = ("其他", "其它", "other")
"""A kind that, alone among apps, is what they leave over."""
NO_DAYS = ("合计", "总计", "平均", "日均", "小计", "说明", "备注", "注", "total", "average", "填", "签")
"""A line that begins with one of these is about the whole sheet."""
_OF_AN_APP = re.compile(r"(.+?)(?:的?使用时长|的?使用时间|时长|时间)$")


@dataclass(frozen=True)
class TypedWeek:
    """Numbers typed into the form: one a day from `first_on`, None for a day nobody could read."""

    first_on: date
    minutes: Sequence[int | None]
    night_minutes: Sequence[int | None] = ()
    pickups: Sequence[int | None] = ()


def parse_table(table: Table, builder: ReadingBuilder) -> None:
    """Reads a sheet. Lines that cannot be read are noted and the others count."""
    builder.is_table = True
    for row in table.rows(HEADINGS):
        if (row.get("day") or row.get("weekday") or row.get("ignored")).casefold().startswith(NO_DAYS):
            continue
        builder.offered += 1
        day = row.day("day", "weekday")
        if day is None:
            builder.problems.note(IssueKind.NO_MOMENT, row.line)
        else:
            _take_row(row, day, builder)
    _settle_kinds(builder)


def _settle_kinds(builder: ReadingBuilder) -> None:
    """A phone lists kinds of apps and the apps in them: on a day with both, the kinds are left out. Where nobody told the
    whole day, it is the larger of the two sums: each is no more than what was used."""
    by_day: dict[date, list[Amount]] = defaultdict(list)
    for amount in builder.amounts:
        by_day[amount.day].append(amount)
    for day, amounts in by_day.items():
        kinds = [each for each in amounts if is_category_name(each.of)]
        apps = [each for each in amounts if each.of and each not in kinds]
        if not apps or all(each.of.casefold() in REST for each in kinds):
            continue
        at = builder.places[kinds[0]]
        builder.problems.note(IssueKind.KINDS_AND_APPS, at)
        builder.amounts = [each for each in builder.amounts if each not in kinds]
        if all(each.of for each in amounts):
            total = max(sum(each.seconds for each in set(kinds)), sum(each.seconds for each in set(apps)))
            builder.amounts.append(whole := Amount(day, WHOLE_DEVICE, total))
            builder.places[whole] = at


def parse_typed_week(week: TypedWeek, zone: tzinfo, limits: Limits) -> tuple[ReadingBuilder, str]:
    """The typed numbers gathered, and the hash that tells the same sheet again. Places are days of the week, from one."""
    builder = ReadingBuilder.empty("line", zone, limits)
    for place, minutes in enumerate(week.minutes):
        builder.offered += 1
        if minutes is not None:
            builder.amount(week.first_on + timedelta(days=place), WHOLE_DEVICE, minutes * 60, place + 1)
    for place, minutes in enumerate(week.night_minutes):
        if minutes is not None:
            builder.night(week.first_on + timedelta(days=place), minutes * 60, place + 1)
    for place, count in enumerate(week.pickups):
        if count is not None:
            builder.pickups(week.first_on + timedelta(days=place), str(count), place + 1)
    content = [week.first_on.isoformat(), list(week.minutes), list(week.night_minutes), list(week.pickups)]
    return builder, hashlib.sha256(repr(content).encode()).hexdigest()


def _take_row(row: TableRow, day: date, builder: ReadingBuilder) -> None:
    if row.get("total"):
        builder.amount(day, WHOLE_DEVICE, row.seconds("total"), row.line)
    if row.get("night"):
        builder.night(day, _as_the_total(row, row.seconds("night")), row.line)
    if pickups := row.get("pickups"):
        builder.pickups(day, pickups.removesuffix("次").strip(), row.line)
    for heading, cell in row.others:
        if (duration := _as_the_total(row, seconds_of(*cell, row.anchor))) is not None:
            builder.amount(day, _app_of(heading), duration, row.line)


def _as_the_total(row: TableRow, duration: Duration) -> Duration:
    """A mere number counts minutes where the heading of the day's total says that this one does."""
    minutes = [factor for _, factor in row.cells.get("total", ())] == [Unit.MINUTES.seconds]
    return duration.number * Unit.MINUTES.seconds if isinstance(duration, UnitlessNumber) and minutes else duration


def _app_of(heading: str) -> str:
    """The app that a column is about: 微信使用时长(分钟) is about 微信."""
    name = heading.partition("(")[0].strip()
    found = _OF_AN_APP.fullmatch(name)
    return found[1] if found else name


HEADINGS = Headings(
    FIELDS,
    [["day", "weekday"], ["total", "night"]],
    LIKE,
    OF_A_PROGRAM,
    lambda heading: Categories.load().knows(_app_of(heading)),
)
