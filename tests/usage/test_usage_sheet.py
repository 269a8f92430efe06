"""The table after the template, as offices and families write it. What is understood is exact; what could be two things is
refused, and what is not understood is named by its line. Every name and figure is invented."""

import io
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.categories import Categories, Category
from usage.cell_parsers import parse_date, parse_duration
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts, compute_facts
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.packed import dump_reading, load_reading
from usage.reading import Reading, read_source, read_typed_week
from usage.sheet import TypedWeek
from usage.sources import Device, DeviceOwnership, Grade, Source
from usage.table import read_sheets

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
LIMITS = Limits(latest=date(2026, 11, 27))
MINUTE = timedelta(minutes=1)
TITLED = [
    ["一周手机使用情况登记表"],
    ["填表日期：2026年11月22日"],
    ["序号", "日期", "星期", "全天", "夜间（22点后）", "拿起次数", "备注"],
    ["1", "11月16日", "周一", "1小时20分", "20分钟", "３５次", ""],
    ["2", "11月17日", "周二", "2h", "没用", "40", ""],
    ["3", "11/18", "周三", "一个半小时", "半小时", "", "生病"],
    ["4", "11月19日", "周四", "", "", "", "没有看"],
    ["5", "11月20日", "周五", "3：25", "一刻钟", "80", ""],
    ["合计", "", "", "10小时", "", "", ""],
]


def read(text: str | bytes, limits: Limits = LIMITS, device: Device = OWN) -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    return read_source(Source.SHEET, device, "guardian", SHANGHAI, content, limits)


def facts(*readings: Reading) -> DeviceFacts:
    (device,) = compute_facts(readings, SHANGHAI, DayKinds(WorkingDays()))
    return device


def days(*readings: Reading) -> dict[date, DayFacts]:
    return facts(*readings).days


def minutes(*readings: Reading) -> list[float]:
    return [found.total / MINUTE for found in days(*readings).values() if found.total is not None]


def troubles(reading: Reading) -> list[IssueKind]:
    return [each.kind for each in reading.problems]


def workbook(*sheets: list[list[str]]) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    book.save(kept)
    return kept.getvalue()


def text_of(rows: list[list[str]], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(row) for row in rows)


@pytest.mark.parametrize("content", [
    workbook(TITLED), text_of(TITLED).encode("gb18030"), text_of(TITLED, "\t").encode("utf-16"),
    text_of(TITLED, ";").encode("utf-8-sig"), text_of(TITLED, "，").encode(),
])  # fmt: skip
def test_a_sheet_is_read_whole_in_every_shape_and_encoding_that_offices_send(content: bytes) -> None:
    """A title, a number for each line, full-width digits, durations in words, a line that adds up."""
    reading = read(content)
    found = days(reading)
    assert minutes(reading) == [80, 120, 90, 205]
    assert [found[day].night for day in found] == [20 * MINUTE, 0 * MINUTE, 30 * MINUTE, 15 * MINUTE]
    assert (found[MONDAY].unlocks, found[MONDAY].grade, found[MONDAY].longest) == (35, Grade.B, None)
    assert MONDAY + timedelta(days=3) not in found, "an empty line is a gap"
    assert all(not each.by_category for each in found.values()), "the number of a line is no app"
    assert {(each.kind, each.at) for each in reading.problems} == {(IssueKind.COLUMN_NOT_USED, at) for at in (1, 3, 7)}


def test_apps_and_kinds_have_columns_of_their_own_and_any_other_column_is_left_out_and_named() -> None:
    """Steps, money and notifications are no minutes."""
    found = days(read("日期,全天,微信使用时长,抖音,应用：某新游戏\n2026-11-16,2小时,60分,40分,20分\n"))[MONDAY]
    assert (found.total, found.by_category, found.unclassified) == (
        120 * MINUTE, {Category.SOCIAL: 60 * MINUTE, Category.VIDEO: 40 * MINUTE, Category.OTHER: 20 * MINUTE}, 20 * MINUTE,
    )  # fmt: skip
    reading = read("日期,全天（分钟）,步数,消费(元),收到的通知,某新游戏\n2026-11-16,300,8000,648,101,220\n")
    assert (minutes(reading), days(reading)[MONDAY].by_category) == ([300], {})
    assert [(each.kind, each.unit, each.at) for each in reading.problems] == [
        (IssueKind.COLUMN_NOT_USED, "column", at) for at in (3, 4, 5, 6)
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [
    ("日期,社交,微信\n2026-11-16,60分,60分\n", 60), ("日期,社交,游戏,微信\n2026-11-16,80分,30分,60分\n", 110),
])  # fmt: skip
def test_a_kind_and_the_apps_in_it_are_not_counted_twice(text: str, wanted: int) -> None:
    """As a phone lists both; and it is noted. Kinds alone, and what apps leave over, add up."""
    assert (minutes(read(text)), troubles(read(text))) == ([wanted], [IssueKind.KINDS_AND_APPS])
    assert minutes(read("日期,社交,游戏\n2026-11-16,60分,30分\n")) == [90]
    assert minutes(read("日期,微信,抖音,其他\n2026-11-16,60分,30分,15分\n")) == [105]
    whole = read("日期,全天,社交,微信\n2026-11-16,2小时,60分,60分\n")
    assert (minutes(whole), days(whole)[MONDAY].by_category) == ([120], {Category.SOCIAL: 60 * MINUTE})


def test_a_number_is_in_the_unit_of_its_heading_and_without_one_the_line_is_named() -> None:
    """Three: hours, or minutes? Nobody guesses."""
    assert minutes(read("日期,全天（分钟）\n2026-11-16,3\n2026-11-17,2\n")) == [3, 2]
    assert minutes(read("日期,全天（小时）\n2026-11-16,3\n2026-11-17,2.5\n")) == [180, 150]
    for text, told in (
        ("日期,全天\n2026-11-16,3小时\n2026-11-17,300\n", [180]),
        ("日期,全天（分钟）,夜间\n2026-11-16,1小时,\n2026-11-17,300,5\n", [60, 300]),
    ):
        reading = read(text)
        assert (minutes(reading), [(each.kind, each.at) for each in reading.problems]) == (
            told,
            [(IssueKind.NO_UNIT, 3)],
        )
    with pytest.raises(BadInput, match="no unit") as refused:
        read("日期,全天\n2026-11-16,3\n2026-11-17,300\n")
    assert [mistake.place for mistake in refused.value.mistakes] == ["line 2", "line 3"]


def test_one_day_that_is_too_long_is_a_gap() -> None:
    """Its parts never stand in for it."""
    reading = read("日期,全天（分钟）,微信（分钟）\n2026-11-16,300,60\n2026-11-17,1500,60\n2026-11-18,290,40\n")
    assert minutes(reading) == [300, 290]
    assert [(each.kind, each.at) for each in reading.problems] == [(IssueKind.IMPOSSIBLE_DURATION, 3)]


def test_a_line_without_a_day_belongs_to_the_day_above_as_merged_cells_leave_it() -> None:
    """The same line twice counts once; two different figures of one app are two apps of that name."""
    reading = read("日期,微信,抖音\n2026-11-16,10分,\n,,40分\n,,70分\n2026-11-17,5分,\n2026-11-17,5分,\n")
    assert minutes(reading) == [120, 5]
    assert {(each.kind, each.at) for each in facts(reading).problems} == {(IssueKind.SAME_NAME, "2026-11-16")}


@pytest.mark.parametrize(("written", "day"), [
    ("2026-11-16", MONDAY), ("2026/11/16", MONDAY), ("2026年11月16日 周一", MONDAY), ("20261116", MONDAY), ("2026.11.16", MONDAY),
    ("11月16日", MONDAY), ("11-16", MONDAY), ("11.16", MONDAY), ("周一 11月16日", MONDAY), ("11/16（周一）", MONDAY),
    ("11/16/2026", MONDAY), ("Nov 16", MONDAY), ("16-Nov", MONDAY), ("16-Nov-2026", MONDAY), ("16-Nov-26", MONDAY),
    ("16 November 2026", MONDAY), ("46342", MONDAY), ("16/11/2026", MONDAY), ("12月31日", date(2025, 12, 31)),
])  # fmt: skip
def test_a_day_is_understood_as_people_write_it_and_without_a_year_is_the_last_that_has_been(
    written: str, day: date
) -> None:
    assert list(days(read(f"日期;全天（分钟）\n{written};60\n"))) == [day]
    assert parse_date("2026-02-30") is None


@pytest.mark.parametrize("written", ["05/11/2026", "周一", "昨天"])
def test_a_day_that_could_be_two_is_none(written: str) -> None:
    """Fifth of November or eleventh of May? Monday of which week?"""
    with pytest.raises(BadInput):
        read(f"日期;全天（分钟）\n{written};60\n")


def test_of_several_sheets_the_first_with_the_headings_is_read_and_the_others_are_named() -> None:
    reading = read(workbook([["填表说明"]], [["日期", "全天"], ["2026-11-16", "60分"]], [["日期", "全天"]]))
    assert (minutes(reading), troubles(reading)) == ([60], [IssueKind.MORE_SHEETS])


def test_what_cannot_be_read_is_named_by_its_line_and_the_rest_counts() -> None:
    reading = read("标题\n日期,全天（分钟）\n2026-11-16,60\n昨天,60\n2026-02-30,60\n2026-11-17,很久\n9999-01-01,5\n")
    assert [(each.kind, each.at) for each in reading.problems] == [
        (IssueKind.NO_MOMENT, 4), (IssueKind.NO_MOMENT, 5), (IssueKind.IMPOSSIBLE_DURATION, 6), (IssueKind.IMPOSSIBLE_DATE, 7),
    ]  # fmt: skip
    assert minutes(reading) == [60]


def test_two_figures_for_one_day_make_a_gap_and_the_same_twice_is_one() -> None:
    """In one sheet or in two, with both figures; packed and unpacked it is the same."""
    inside = facts(read("日期,全天,夜间\n2026-11-16,60分,50分\n2026-11-16,90分,50分\n"))
    assert (inside.days[MONDAY].total, inside.days[MONDAY].night) == (None, None)
    assert [(each.kind, each.at) for each in inside.problems] == [(IssueKind.CONTRADICTION, "2026-11-16 60/90")]
    one, two = (
        read("日期,全天（分钟）\n2026-11-16,60\n2026-11-17,70\n"),
        read("日期,全天（分钟）\n2026-11-16,90\n2026-11-17,70\n"),
    )
    found = facts(one, load_reading(dump_reading(two), OWN, SHANGHAI))
    assert not found.days[MONDAY].can_be_used()
    assert found.days[TUESDAY].total == 70 * MINUTE
    assert {(each.kind, each.at) for each in found.problems} == {(IssueKind.CONTRADICTION, "2026-11-16 60/90")}
    assert minutes(one, one) == [60, 70]


def test_parts_that_exceed_the_whole_are_a_question_and_a_night_longer_than_its_day_is_not_counted() -> None:
    found = facts(read("日期,全天（分钟）,微信（分钟）,抖音（分钟）\n2026-11-16,60,50,40\n"))
    assert (found.days[MONDAY].total, {each.kind for each in found.problems}) == (
        60 * MINUTE,
        {IssueKind.PARTS_EXCEED_WHOLE},
    )
    for reading in (
        read("日期,总时长,夜间\n2026-11-16,60分,300分\n"), read("日期,总时长,夜间\n2026-11-16,20小时,600分\n"),
        read_typed_week(TypedWeek(MONDAY, [60], [300]), OWN, "minor", SHANGHAI),
    ):  # fmt: skip
        found = facts(reading)
        assert (found.days[MONDAY].night, [each.kind for each in found.problems]) == (
            None,
            [IssueKind.NIGHT_EXCEEDS_DAY],
        )


def test_a_typed_week_is_the_same_as_a_sheet() -> None:
    """Three numbers a day; a day nobody could read stays a gap; minutes no day has are named."""
    week = TypedWeek(MONDAY, [80, None, 90], [0, None, 15], [40, None, 52])
    reading = read_typed_week(week, OWN, "guardian", SHANGHAI)
    assert [each.total for each in days(reading).values()] == [80 * MINUTE, 90 * MINUTE]
    assert facts(reading).gaps(MONDAY, MONDAY + timedelta(days=2)) == [TUESDAY]
    assert reading.sha256 == read_typed_week(week, OWN, "minor", SHANGHAI).sha256
    wrong = read_typed_week(TypedWeek(MONDAY, [-5, 1500, 60]), OWN, "guardian", SHANGHAI)
    assert [(each.kind, each.at) for each in wrong.problems] == [
        (IssueKind.IMPOSSIBLE_DURATION, 1), (IssueKind.IMPOSSIBLE_DURATION, 2),
    ]  # fmt: skip


def test_two_devices_are_reported_apart() -> None:
    tablet = read("日期,全天（分钟）\n2026-11-16,60\n", device=Device("tablet", DeviceOwnership.SHARED))
    found = compute_facts([read("日期,全天（分钟）\n2026-11-16,60\n"), tablet], SHANGHAI, DayKinds(WorkingDays()))
    assert [(each.device_id, each.days[MONDAY].total, each.speaks_of_a_person) for each in found] == [
        ("phone", 60 * MINUTE, True), ("tablet", 60 * MINUTE, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "seconds"), [
    ("205", 12300), ("3小时25分钟", 12300), ("3 h 25 m", 12300), ("3 hr, 25 min", 12300), ("3:25", 12300), ("3：25", 12300),
    ("1:00:30", 3630), ("45分", 2700), ("40秒", 40), ("1.5小时", 5400), ("1小时20分钟", 4800), ("三小时", 10800), ("3 h 25 min", 12300), ("-5", None), ("1.5", None), ("", None), ("很久", None), ("nan", None),
    ("9" * 400, None), ("一小时", 3600), ("两个小时", 7200), ("半小时", 1800), ("三个半小时", 12600), ("2小时半", 9000),
    ("二十五分钟", 1500), ("一百二十分钟", 7200), ("约2小时", 7200), ("3小时左右", 10800), ("3小时25", 12300),
    ("1h20m", 4800), ("3小時25分鐘", 12300), ("2小时多", None), ("没有使用", 0), ("无", None), ("/", None), ("很多小时", None), ("一二小时", None),
])  # fmt: skip
def test_durations_are_understood_as_people_and_phones_write_them(text: str, seconds: float | None) -> None:
    """Minutes where nothing else is said; and what may mean two things means nothing."""
    assert parse_duration(text) == seconds


def test_the_list_of_apps_knows_an_app_by_all_its_names_and_an_office_may_change_it() -> None:
    """Dated; a lock screen is no use."""
    shipped = Categories.load()
    assert {shipped.of(name) for name in ("微信", "WeChat.exe", "com.tencent.mm", "we chat")} == {Category.SOCIAL}
    changed = shipped.with_placed({"B站": Category.STUDY, "新游戏": Category.GAME}, date(2026, 11, 1))
    assert [shipped.of("B站"), changed.of("b站"), changed.of("新游戏")] == [
        Category.VIDEO,
        Category.STUDY,
        Category.GAME,
    ]
    assert (changed.knows("新游戏"), shipped.knows("新游戏")) == (True, False)
    assert changed.as_of > shipped.as_of
    assert minutes(read("日期,微信,锁屏\n2026-11-16,10分,300分\n")) == [10]


@pytest.mark.parametrize(("raw", "said"), [
    (b"\x89PNG\r\n\x1a\n" + bytes(99), "no table"), (b"%PDF-1.7 x", "no table"), (b"", "empty"),
    (b"\xd0\xcf\x11\xe0rest of a workbook", "XLSX"),
])  # fmt: skip
def test_what_is_no_table_is_called_so(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        list(next(read_sheets(raw, Limits())))
    assert said in refused.value.reason.en


def test_a_table_beyond_its_bounds_is_refused() -> None:
    head = "日期,全天（分钟）\n"
    for text, limits, word in [
        (head + "2026-11-16,1\n" * 50, Limits(table_bytes=100), "larger"),
        (head + "2026-11-16,1\n" * 5, Limits(rows=3), "rows"),
        (head + "," * 500 + "\n", Limits(), "columns"),
    ]:
        with pytest.raises(BadInput, match=word):
            read(text, limits=limits)
