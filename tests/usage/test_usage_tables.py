"""Sheets, records and diaries as people and phones write them. Every name and figure here is invented."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.categories import Categories, Category
from usage.cell_parsers import parse_date, parse_datetime, parse_duration
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts, compute_facts
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.reading import Reading, read_source, read_typed_week
from usage.sheet import Screen, TypedWeek
from usage.sources import Device, DeviceOwnership, Grade, Source, SourceScope
from usage.table import read_lines

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
KINDS = DayKinds(WorkingDays())
MONDAY = date(2026, 3, 9)


def read_table(source: Source, text: str, encoding: str = "utf-8", device: Device = OWN) -> Reading:
    return read_source(source, device, "guardian", SHANGHAI, text.encode(encoding))


def facts(*readings: Reading) -> DeviceFacts:
    (device,) = compute_facts(readings, SHANGHAI, KINDS)
    return device


def day(reading: Reading, on: date = MONDAY) -> DayFacts:
    return facts(reading).days[on]


WIDE = "某某的一周\n日期,总时长,夜间,拿起次数,微信,抖音,备注\n2026年3月9日,3小时25分钟,25分,81次,1小时,45分钟,无\n2026/3/10,95,0,,,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_sheet_is_read_in_every_encoding_offices_send(encoding: str) -> None:
    """The same sheet, the same day."""
    found = day(read_table(Source.SHEET, WIDE, encoding))
    assert (found.total, found.night, found.unlocks) == (timedelta(minutes=205), timedelta(minutes=25), 81)
    assert found.by_category == {Category.SOCIAL: timedelta(hours=1), Category.VIDEO: timedelta(minutes=45)}
    assert found.grade is Grade.B
    assert found.longest is None, "a screen read aloud does not tell sessions"


def test_an_app_of_a_day_a_row_is_read_as_well() -> None:
    """As a phone's weekly report reads, with tabs and the English of an iPhone."""
    text = "Date\tApp\tScreen Time\n2026-03-09\tDouyin\t1h 5m\n2026-03-09\tSome New Game\t40m\n"
    reading = read_table(Source.SHEET, text)
    assert day(reading).total == timedelta(minutes=105)
    assert facts(reading).unplaced == {"Some New Game": timedelta(minutes=40)}


def test_a_total_among_the_apps_is_the_day_and_not_one_app_more() -> None:
    """As a phone lists it."""
    found = day(read_table(Source.SHEET, "日期,App,时长\n2026-03-09,总计,2小时\n2026-03-09,微信,1小时\n"))
    assert (found.total, found.by_category) == (timedelta(hours=2), {Category.SOCIAL: timedelta(hours=1)})


def test_a_typed_week_is_the_same_as_a_sheet() -> None:
    """Three numbers a day; a day nobody could read stays a gap."""
    week = TypedWeek(MONDAY, [80, None, 90], [0, None, 15], [40, None, 52], Screen.IOS)
    reading = read_typed_week(week, OWN, "guardian", SHANGHAI, photo_sha256="ab")
    found = facts(reading)
    assert [each.total for each in found.days.values()] == [timedelta(minutes=80), timedelta(minutes=90)]
    assert found.gaps(MONDAY, MONDAY + timedelta(days=2)) == [MONDAY + timedelta(days=1)]
    assert reading.sha256 == read_typed_week(week, OWN, "minor", SHANGHAI).sha256


def test_minutes_no_day_has_are_named_and_the_rest_stands() -> None:
    """Negative, or more than a day."""
    reading = read_typed_week(TypedWeek(MONDAY, [-5, 1500, 60]), OWN, "guardian", SHANGHAI)
    assert [(each.trouble, each.at) for each in reading.problems] == [
        (IssueKind.IMPOSSIBLE_DURATION, 1), (IssueKind.IMPOSSIBLE_DURATION, 2),
    ]  # fmt: skip
    assert list(facts(reading).days) == [MONDAY + timedelta(days=2)]


def test_two_different_figures_for_one_day_make_a_gap_and_a_question() -> None:
    """Neither is believed; the same figure twice is one figure."""
    one = read_table(Source.SHEET, "日期,分钟\n2026-03-09,60\n2026-03-10,70\n")
    two = read_table(Source.SHEET, "日期,分钟\n2026-03-09,90\n2026-03-10,70\n")
    found = facts(one, two)
    assert not found.days[MONDAY].can_be_used()
    assert found.days[MONDAY + timedelta(days=1)].total == timedelta(minutes=70)
    assert {(each.trouble, each.at) for each in found.problems} == {(IssueKind.CONTRADICTION, "2026-03-09")}


def test_parts_that_exceed_the_whole_are_a_question() -> None:
    """The whole stands."""
    found = facts(read_table(Source.SHEET, "日期,总时长,微信,抖音\n2026-03-09,60,50,40\n"))
    assert found.days[MONDAY].total == timedelta(hours=1)
    assert {each.trouble for each in found.problems} == {IssueKind.PARTS_EXCEED_WHOLE}


def test_a_helper_apps_stretches_are_local_time() -> None:
    """Begin and end, or begin and milliseconds."""
    text = (
        "package,start,end,duration_ms\n"
        "com.tencent.mm,2026-03-09 23:30:00,2026-03-10 00:30:00,\n"
        "com.tencent.mm,2026-03-10 08:00:00,,90000\n"
    )
    found = facts(read_table(Source.USAGESTATS_CSV, text)).days
    assert found[MONDAY].night == timedelta(minutes=30)
    assert found[MONDAY + timedelta(days=1)].total == timedelta(minutes=31, seconds=30)
    assert found[MONDAY].grade is Grade.A


def test_a_helper_apps_bare_events_become_stretches() -> None:
    """Resumed until left or until another comes; an app whose leaving was never written is not open for ever."""
    text = (
        "timestamp,package,event\n1773050400000,,18\n1773050400000,com.tencent.mm,1\n1773050460000,tv.danmaku.bili,1\n"
        "1773050520000,tv.danmaku.bili,2\n1773050600000,com.tencent.mm,1\n1773136000000,com.tencent.mm,2\n"
    )
    reading = read_table(Source.USAGESTATS_CSV, text)
    found = day(reading)
    assert found.by_category == {Category.SOCIAL: timedelta(minutes=1), Category.VIDEO: timedelta(minutes=1)}
    assert found.unlocks == 1
    assert [each.trouble for each in reading.problems] == [IssueKind.IMPOSSIBLE_DURATION]


def test_a_minors_mode_speaks_of_one_account_and_off_is_a_gap() -> None:
    """It never becomes the day of a device."""
    reading = read_table(
        Source.MINORS_MODE, "日期,应用,使用时长(分钟),状态\n2026-03-09,抖音,38,开启\n2026-03-10,抖音,,关闭\n", "gb18030"
    )
    found = facts(reading)
    assert (found.scope, found.speaks_of_a_person) == (SourceScope.ACCOUNT, False)
    assert list(found.days) == [MONDAY]
    assert [each.trouble for each in reading.problems] == [IssueKind.NOT_USED]


def test_a_game_record_tells_what_lay_outside_the_playable_hour_and_what_was_spent() -> None:
    """With times exactly; with amounts the least it can have been. Monday is no playable day, Friday is."""
    text = (
        "游戏名称,日期,开始时间,结束时间,时长,充值金额\n"
        "王者荣耀,,2026-03-13 20:30,2026-03-13 21:15,,\n"
        "王者荣耀,2026-03-09,,,50分钟,12.50元\n"
    )
    found = {
        each.day: each
        for each in (
            day(read_table(Source.GAME_RECORD, text)),
            day(read_table(Source.GAME_RECORD, text), date(2026, 3, 13)),
        )
    }
    assert found[date(2026, 3, 13)].gaming_outside_playable == timedelta(minutes=15)
    assert found[MONDAY].gaming_outside_playable == timedelta(minutes=50)
    assert found[MONDAY].spent_fen == 1250


def test_a_diary_adds_up_and_its_words_are_not_kept() -> None:
    """Two amounts of a day are parts of it; a stretch over midnight needs no second date."""
    text = "日期,做什么,开始,结束,时长,备注\n2026-03-09,QQ,,,30,今天和同学聊了作业的事\n2026-03-09,QQ,,,20,\n2026-03-10,抖音,23:30,0:15,,\n"
    reading = read_table(Source.DIARY, text)
    found = facts(reading).days
    assert found[MONDAY].total == timedelta(minutes=50)
    assert found[date(2026, 3, 11)].total == timedelta(minutes=15)
    assert "作业" not in repr(reading)
    assert len(reading.text_sha256s) == 1


def test_stretches_and_amounts_of_one_diary_day_are_parts_of_it() -> None:
    """Half an hour with times and twenty minutes without are fifty; how much of it at night is then not known."""
    found = day(
        read_table(Source.DIARY, "日期,做什么,开始,结束,时长\n2026-03-09,QQ,22:30,23:00,\n2026-03-09,抖音,,,20\n")
    )
    assert (found.total, found.night, found.coverage) == (timedelta(minutes=50), None, 1.0)
    assert found.by_category == {Category.SOCIAL: timedelta(minutes=30), Category.VIDEO: timedelta(minutes=20)}


def test_what_was_spent_stands_beside_when_was_played() -> None:
    """One row may tell both."""
    found = day(
        read_table(Source.GAME_RECORD, "游戏,开始时间,结束时间,充值\n原神,2026-03-09 20:00,2026-03-09 20:30,648\n")
    )
    assert (found.total, found.spent_fen) == (timedelta(minutes=30), 64_800)


def test_a_router_speaks_of_nobody() -> None:
    """Even when it is said to be somebody's own."""
    found = facts(read_table(Source.ROUTER, "设备,上线,下线\n某手机,2026-03-09 22:30,2026-03-09 23:00\n"))
    assert (found.scope, found.whose, found.speaks_of_a_person) == (
        SourceScope.HOUSEHOLD,
        DeviceOwnership.UNKNOWN,
        False,
    )
    assert found.days[MONDAY].night == timedelta(minutes=30)


def test_the_surer_source_stands_and_nothing_is_added() -> None:
    """A machine's hour and a typed fifty minutes of the same phone are an hour; the sheet stays to be compared."""
    machine = read_table(
        Source.USAGESTATS_CSV,
        "package,start,duration_minutes\nqq,2026-03-08 10:00,1\nqq,2026-03-09 10:00,60\nqq,2026-03-10 10:00,1\n",
    )
    sheet = read_table(Source.SHEET, "日期,分钟\n2026-03-09,50\n2026-03-12,40\n")
    found = facts(machine, sheet)
    assert found.days[MONDAY].total == timedelta(hours=1)
    assert [(each.day, each.total) for each in found.others if each.day == MONDAY] == [(MONDAY, timedelta(minutes=50))]
    assert found.days[date(2026, 3, 12)].grade is Grade.B


def test_two_devices_are_reported_apart() -> None:
    """Each with its own days."""
    text = "日期,分钟\n2026-03-09,60\n"
    tablet = read_table(Source.SHEET, text + "2026-03-10,1\n", device=Device("tablet", DeviceOwnership.SHARED))
    found = compute_facts([read_table(Source.SHEET, text), tablet], SHANGHAI, KINDS)
    assert [(each.device_id, each.days[MONDAY].total, each.speaks_of_a_person) for each in found] == [
        ("phone", timedelta(hours=1), True), ("tablet", timedelta(hours=1), False),
    ]  # fmt: skip


def test_a_line_that_cannot_be_read_is_named_by_its_number() -> None:
    """Counted as the file counts, headings and title included."""
    reading = read_table(
        Source.SHEET, "标题\n日期,分钟\n2026-03-09,60\n昨天,60\n2026-02-30,60\n2026-03-10,很久\n9999-01-01,5\n"
    )
    assert [(each.trouble, each.at) for each in reading.problems] == [
        (IssueKind.NO_MOMENT, 4), (IssueKind.NO_MOMENT, 5), (IssueKind.IMPOSSIBLE_DURATION, 6), (IssueKind.IMPOSSIBLE_DATE, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [each for each in Source if each not in (Source.ACTIVITYWATCH, Source.STAYFREE, Source.MATCHED, Source.REPORTED)],
)
def test_a_table_without_its_headings_is_refused_by_naming_them(source: Source) -> None:
    """What is missing is said in both languages."""
    with pytest.raises(BadInput) as refused:
        read_table(source, "a,b\n1,2\n")
    assert all("缺少列" in mistake.wrong.zh and "Missing" in mistake.wrong.en for mistake in refused.value.mistakes)
    assert refused.value.mistakes


def test_an_old_workbook_is_refused_with_what_to_do() -> None:
    """Saved anew it can be read."""
    with pytest.raises(BadInput, match="XLSX"):
        read_source(Source.SHEET, OWN, "guardian", SHANGHAI, b"\xd0\xcf\x11\xe0rest of a workbook")


@pytest.mark.parametrize(
    ("raw", "said"), [(b"\x89PNG\r\n\x1a\n" + bytes(99), "no table"), (b"%PDF-1.7 x", "no table"), (b"", "empty")]
)
def test_what_is_no_table_is_called_so(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        list(read_lines(raw, Limits()))
    assert said in refused.value.reason.en


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("205", "", 12300), ("3小时25分钟", "", 12300), ("3 h 25 m", "", 12300), ("3:25", "", 12300), ("1:00:30", "", 3630),
        ("45分", "", 2700), ("40秒", "", 40), ("1.5小时", "", 5400), ("90000", "ms", 90),
        ("3", "hours", 10800), ("90", "使用秒", 5400), ("90", "durationseconds", 90), ("-5", "", -300), ("", "", None),
        ("很久", "", None), ("nan", "", None), ("1e9", "", None), ("9" * 400, "", None),
    ],
)  # fmt: skip
def test_durations_are_understood_as_phones_write_them(text: str, unit: str, seconds: float | None) -> None:
    """Minutes where nothing else is said."""
    assert parse_duration(text, unit) == seconds


@pytest.mark.parametrize("text", ["2026-03-09", "2026/3/9", "2026年3月9日 周一", "20260309", "2026.3.9"])
def test_days_are_understood_as_people_write_them(text: str) -> None:
    """And a day that does not exist is none."""
    assert parse_date(text) == MONDAY
    assert parse_date("2026-02-30") is None


@pytest.mark.parametrize(
    "text", ["2026-03-09 21:05", "2026/3/9 21:05:00", "2026年3月9日 21时5分", "2026年3月9日 下午9:05"]
)
def test_moments_are_understood_as_people_write_them(text: str) -> None:
    """Local, when no offset is written."""
    found = parse_datetime(text)
    assert found is not None
    assert (found.hour, found.minute, found.tzinfo) == (21, 5, None)


def test_the_list_of_apps_knows_an_app_by_all_its_names_and_an_office_may_change_it() -> None:
    """At least a hundred and fifty apps, dated."""
    shipped = Categories.load()
    assert {shipped.of(name) for name in ("微信", "WeChat.exe", "com.tencent.mm", "we chat")} == {Category.SOCIAL}
    assert len(shipped) > 300
    changed = shipped.with_placed({"B站": Category.STUDY, "新游戏": Category.GAME}, date(2026, 11, 1))
    assert (shipped.of("B站"), changed.of("b站"), changed.of("新游戏")) == (
        Category.VIDEO,
        Category.STUDY,
        Category.GAME,
    )
    assert (changed.knows("新游戏"), shipped.knows("新游戏")) == (True, False)
    assert changed.as_of > shipped.as_of


def test_a_table_beyond_its_bounds_is_refused() -> None:
    """Bytes, rows, columns, and a line without an end."""
    head = "日期,分钟\n"
    for text, limits, word in [
        (head + "2026-03-09,1\n" * 50, Limits(table_bytes=100), "larger"),
        (head + "2026-03-09,1\n" * 5, Limits(rows=3), "rows"),
        (head + "," * 500 + "\n", Limits(), "columns"),
        (head + "x" * 70_000, Limits(), "too long"),
    ]:
        with pytest.raises(BadInput, match=word):
            read_source(Source.SHEET, OWN, "guardian", SHANGHAI, text.encode(), limits)
