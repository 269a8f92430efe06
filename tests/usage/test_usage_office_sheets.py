"""Sheets as real offices and families type them: titles, merged cells, units in words, days without a year, days side
by side. What is understood is exact; what is not is named, and never guessed into a wrong number."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.categories import Category
from usage.cell_parsers import parse_duration, parse_time_of_day
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 16)
KNOWS_TODAY = Limits(latest=date(2026, 11, 27))
MINUTE = timedelta(minutes=1)


def read_sheet(content: bytes | str, source: Source = Source.SHEET, limits: Limits = KNOWS_TODAY) -> Reading:
    raw = content.encode("gb18030") if isinstance(content, str) else content
    return read_source(source, Device("phone", DeviceOwnership.OWN), "guardian", SHANGHAI, raw, limits)


def days(reading: Reading) -> dict[date, DayFacts]:
    (device,) = compute_facts([reading], SHANGHAI, DayKinds(WorkingDays()))
    return device.days


def minutes(reading: Reading) -> list[float]:
    return [found.total / MINUTE for found in days(reading).values() if found.total is not None]


def sheet(*rows: list[object], merged: tuple[str, ...] = (), more: bool = False) -> bytes:
    workbook, kept = Workbook(), io.BytesIO()
    first = workbook.active
    assert isinstance(first, Worksheet)
    for row in rows:
        first.append(row)
    for cells in merged:
        first.merge_cells(cells)
    if more:
        workbook.create_sheet("第二周").append(["日期", "时长"])
    workbook.save(kept)
    return kept.getvalue()


def test_a_form_with_a_title_merged_cells_and_words_for_units_is_read_whole() -> None:
    """A title over all columns, a number for each line, full-width digits, hours in words, a line that adds up."""
    reading = read_sheet(
        sheet(
            ["一周手机使用情况登记表"],
            ["填表日期：2026年11月22日"],
            ["序号", "日期", "星期", "使用时长", "夜间（22点后）", "拿起次数", "备注"],
            [1, "11月16日", "周一", "1小时20分", "20分钟", "３５次", ""],
            [2, "11月17日", "周二", "两小时", "没用", 40, ""],
            [3, "11/18", "周三", "一个半小时", "半小时", "", "生病"],
            [4, "11月19日", "周四", "", "", "", "没有看"],
            [5, "11月20日", "周五", "约5.5小时", "一刻钟", "80", ""],
            ["合计", "", "", "10小时", "", "", ""],
            merged=("A1:G1", "A2:G2"),
        )
    )
    found = days(reading)
    assert minutes(reading) == [80, 120, 90, 330]
    assert [found[day].night for day in found] == [20 * MINUTE, 0 * MINUTE, 30 * MINUTE, 15 * MINUTE]
    assert (found[MONDAY].unlocks, MONDAY + timedelta(days=3) in found) == (35, False)
    assert all(not each.by_category for each in found.values()), "the number of a line is no app"
    assert reading.problems == ()


def test_hours_and_minutes_in_two_columns_are_one_figure() -> None:
    """Under one merged heading, or under two."""
    under_one = sheet(
        ["日期", "使用时长", None, "夜间"], [None, "小时", "分钟", "分钟"],
        [datetime(2026, 11, 16), 1, 20, 5], [datetime(2026, 11, 17), 0, 45, 0],  # noqa: DTZ001
        merged=("B1:C1",),
    )  # fmt: skip
    under_two = "日期,使用时长(小时),使用时长(分钟),夜间\n2026-11-16,1,20,5\n2026-11-17,0,45,0\n"
    assert minutes(read_sheet(under_one)) == minutes(read_sheet(under_two)) == [80, 45]
    assert days(read_sheet(under_one))[MONDAY].night == 5 * MINUTE


def test_apps_under_one_merged_heading_are_apps() -> None:
    """The second line of headings names them."""
    found = days(
        read_sheet(
            sheet(
                ["日期", "总时长", "各软件使用时长", None, None],
                [None, None, "微信", "抖音", "王者荣耀"],
                ["2026-11-16", "2小时", 60, "40分", "20"],
                merged=("C1:E1",),
            )
        )
    )[MONDAY]
    assert (found.total, found.by_category) == (
        120 * MINUTE,
        {Category.SOCIAL: 60 * MINUTE, Category.VIDEO: 40 * MINUTE, Category.GAME: 20 * MINUTE},
    )


def test_a_unit_said_once_above_the_table_holds_for_all_of_it() -> None:
    """As forms of authorities do."""
    assert minutes(read_sheet("手机使用登记表（单位：小时）\n日期,使用时长\n2026-11-16,1.5\n2026-11-17,2\n")) == [
        90,
        120,
    ]


def test_small_numbers_without_a_unit_raise_the_question_whether_they_are_hours() -> None:
    """They count as nothing until somebody says it."""
    with pytest.raises(BadInput) as refused:
        read_sheet("日期,使用时长\n2026-11-16,3\n2026-11-17,2.5\n2026-11-18,5\n")
    assert [mistake.place for mistake in refused.value.mistakes] == ["line 2"]
    assert read_sheet("日期,使用时长(分钟)\n2026-11-16,3\n2026-11-17,2\n2026-11-18,5\n").problems == ()


def test_days_side_by_side_are_read_as_days_one_below_another() -> None:
    """The week across, one line a figure."""
    across = "一周小表\n日期,11/16,11/17,11/18,11/19\n使用时长,1小时20分,2小时,45分,\n夜间,0,10,5,\n"
    found = days(read_sheet(across))
    assert minutes(read_sheet(across)) == [80, 120, 45]
    assert found[MONDAY + timedelta(days=1)].night == 10 * MINUTE


def test_apps_by_days_are_read_in_either_direction_and_without_a_total() -> None:
    """As phones list a week: an app a line, a day a column. A form's own date above is no heading."""
    by_app = "应用,11/16,11/17,11/18\n微信,1小时,30分,\n抖音,20分,40分,10分\n"
    by_day = "填表人,某某,日期,2026年11月20日\n日期,微信使用时长,抖音\n11/16,1小时,20分\n11/17,30分,40分\n11/18,,10分\n"
    assert minutes(read_sheet(by_app)) == minutes(read_sheet(by_day)) == [80, 70, 10]
    assert days(read_sheet(by_day))[MONDAY].by_category == {Category.SOCIAL: 60 * MINUTE, Category.VIDEO: 20 * MINUTE}


def test_of_a_kind_and_an_app_in_one_line_the_app_is_meant() -> None:
    """A line of a kind alone is of that kind."""
    found = days(read_sheet("日期,类别,应用,时长\n11月16日,社交,抖音,20分\n11月16日,游戏,,30分\n"))[MONDAY]
    assert found.by_category == {Category.VIDEO: 20 * MINUTE, Category.GAME: 30 * MINUTE}


def test_weekdays_are_days_where_the_week_is_named_above_and_nowhere_else() -> None:
    """Monday of which week? Without one the file is refused, line by line."""
    week = "星期,屏幕使用时间\n周一,80\n星期二,90\nSun,100\n"
    assert list(days(read_sheet("2026年11月16日至11月22日\n" + week))) == [
        MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=6),
    ]  # fmt: skip
    with pytest.raises(BadInput) as refused:
        read_sheet(week)
    assert [mistake.place for mistake in refused.value.mistakes] == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("11月16日", MONDAY), ("11-16", MONDAY), ("11.16", MONDAY), ("周一 11月16日", MONDAY), ("11/16（周一）", MONDAY),
        ("11/16/2026", MONDAY), ("Nov 16", MONDAY), ("16 November 2026", MONDAY), ("46342", MONDAY),
        ("12月31日", date(2025, 12, 31)),
    ],
)  # fmt: skip
def test_a_day_without_a_year_is_the_last_such_day_that_has_been(written: str, day: date) -> None:
    """On 26 November 2026 the last of December was last year's."""
    assert list(days(read_sheet(f"日期;分钟\n{written};60\n"))) == [day]


def test_a_day_that_could_be_two_is_none() -> None:
    """Fifth of November or eleventh of May; and no year is made up where nobody knows today."""
    for text, limits in [("日期;分钟\n05/11/2026;60\n", KNOWS_TODAY), ("日期;分钟\n11月16日;60\n", Limits())]:
        with pytest.raises(BadInput, match=r"kind|month first"):
            read_sheet(text, limits=limits)
    assert list(days(read_sheet("2026年的表\n日期;分钟\n11月16日;60\n", limits=Limits()))) == [MONDAY]


def test_a_days_apps_stand_below_one_merged_day() -> None:
    """The day is written once for all of its lines."""
    found = days(read_sheet(sheet(["日期", "应用", "时长"], ["11月16日", "微信", "1小时"], [None, "抖音", "20分"])))
    assert found[MONDAY].total == 80 * MINUTE


def test_of_several_sheets_the_first_is_read_and_the_others_are_named() -> None:
    """Nothing is left out in silence."""
    reading = read_sheet(sheet(["日期", "时长"], ["2026-11-16", 60], more=True))
    assert minutes(reading) == [60]
    assert [each.trouble for each in reading.problems] == [IssueKind.MORE_SHEETS]


def test_a_cover_sheet_does_not_hide_the_table_behind_it() -> None:
    """The first sheet with the headings counts."""
    workbook, kept = Workbook(), io.BytesIO()
    workbook.worksheets[0].append(["填表说明"])
    behind = workbook.create_sheet("数据")
    behind.append(["日期", "时长"])
    behind.append(["2026-11-16", 60])
    workbook.save(kept)
    assert minutes(read_sheet(kept.getvalue())) == [60]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一小时", 60), ("两个小时", 120), ("半小时", 30), ("三个半小时", 210), ("2小时半", 150), ("二十五分钟", 25),
        ("一百二十分钟", 120), ("约2小时", 120), ("3小时左右", 180), ("3小时25", 205), ("1h20m", 80), ("没有使用", 0),
        ("无", None), ("/", None), ("很多小时", None), ("一二小时", None),
    ],
)  # fmt: skip
def test_durations_are_understood_as_people_say_them(text: str, wanted: int | None) -> None:
    """And what may mean two things means nothing."""
    assert parse_duration(text) == (None if wanted is None else wanted * 60)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("晚上9点半", 21, 30), ("下午8点", 20, 0), ("21点", 21, 0), ("中午12点", 12, 0), ("凌晨1点20", 1, 20),
        ("晚上12点", 0, 0), ("9:05 pm", 21, 5), ("12:30 am", 0, 30), ("上午十点", 10, 0), ("夜里2点", 2, 0),
    ],
)  # fmt: skip
def test_times_of_day_are_understood_as_people_say_them(text: str, hour: int, minute: int) -> None:
    """Half past nine in the evening is half past nine, and not nine."""
    found = parse_time_of_day(MONDAY, text)
    assert found is not None
    assert (found.hour, found.minute) == (hour, minute)


@pytest.mark.parametrize("text", ["9点多", "晚上", "9点三十五六", "25:00", "9:75", "睡前"])
def test_a_time_of_day_that_is_not_quite_clear_is_none(text: str) -> None:
    """Rather a gap than a wrong minute."""
    assert parse_time_of_day(MONDAY, text) is None


def test_an_evening_in_a_diary_may_end_after_midnight() -> None:
    """From half past eleven to half past twelve at night is an hour, in two days."""
    found = days(read_sheet("日期,做什么,开始,结束\n11月16日,微信,晚上11点半,夜里12点半\n", Source.DIARY))
    assert [each.total for each in found.values()] == [30 * MINUTE, 30 * MINUTE]
