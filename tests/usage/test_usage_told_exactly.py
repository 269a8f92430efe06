"""Nothing is wrong in silence: tables in shapes that phones, programs and families really write, every name and figure
invented. What is read is exact, and what could be two things is asked."""

import io
import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.categories import Category
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.packed import dump_reading, load_reading
from usage.reading import Reading, read_source, read_typed_week
from usage.recognition import PROGRAMS
from usage.sheet import TypedWeek
from usage.sources import Device, DeviceOwnership, Source
from usage.table_context import TableHints
from usage.units import Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
PHONE = Device("phone", DeviceOwnership.OWN)
MONDAY = date(2026, 11, 16)
TUESDAY = date(2026, 11, 17)
LIMITS = Limits(latest=date(2026, 11, 27))
MINUTE = timedelta(minutes=1)
TABLE_SOURCES = [each for each in Source if each not in (*PROGRAMS, Source.MATCHED, Source.REPORTED)]
"""What a program writes is in its own unit, and a table matched by hand in that which was said."""


def read_text(text: str, source: Source = Source.SHEET, unit: Unit | None = None, limits: Limits = LIMITS) -> Reading:
    return read_source(source, PHONE, "guardian", SHANGHAI, text.encode(), limits, hints=TableHints(unit=unit))


def days(*readings: Reading) -> dict[date, DayFacts]:
    (device,) = compute_facts(readings, SHANGHAI, DayKinds(WorkingDays()))
    return device.days


def minutes(*readings: Reading) -> list[float]:
    return [found.total / MINUTE for found in days(*readings).values() if found.total is not None]


def troubles(reading: Reading) -> list[IssueKind]:
    return [each.trouble for each in reading.problems]


def asked(text: str, source: Source = Source.SHEET) -> str:
    with pytest.raises(BadInput) as refused:
        read_text(text, source)
    return refused.value.reason.zh


# Wide tables


def wide(apps: int, across: list[str], cell: str, title: str = "") -> str:
    lines = [f"应用{n}," + ",".join([cell] * len(across)) for n in range(apps)]
    return title + "\n".join(["应用," + ",".join(across), *lines]) + "\n"


@pytest.mark.parametrize("title", ["", "某某手机的一周\n", "某某手机的一周\n\n填表人：某某\n"])
@pytest.mark.parametrize("apps", [1, 18, 19, 20, 30, 71, 400])
def test_a_table_of_days_side_by_side_is_read_to_its_last_line(apps: int, title: str) -> None:
    """However many apps a phone has, and whatever stands above."""
    across = [f"2026-11-{day}" for day in range(16, 21)]
    assert minutes(read_text(wide(apps, across, "2分", title))) == [2.0 * apps] * 5


def test_a_wide_table_with_more_lines_than_any_phone_has_apps_is_refused() -> None:
    """In words, before it is turned."""
    across = [f"2026-11-{day}" for day in range(16, 21)]
    with pytest.raises(BadInput, match="rows"):
        read_text(wide(60, across, "1分"), limits=Limits(names=50))


def test_two_apps_of_one_name_side_by_side_are_two() -> None:
    """As an export lists two packages under the same label."""
    text = "应用,11/16,11/17,11/18\n微信,10分,5分,1分\n微信,20分,5分,1分\n"
    assert minutes(read_text(text)) == [30, 10, 2]


def test_an_export_in_seconds_that_does_not_say_so_is_read_in_seconds_where_nothing_else_is_possible() -> None:
    """Seventy-one apps on twenty-eight days, as an app that watches a phone writes them; and it is noted."""
    across = [(date(2026, 10, 20) + timedelta(days=n)).strftime("%B %d, %Y") for n in range(28)]
    lines = [f'"App {n}",' + ",".join(str((n * 37 + place * 11) % 400) for place in range(28)) for n in range(71)]
    heads = ",".join(f'"{each}"' for each in across)
    text = "\n".join([f'"应用",{heads}', *lines])
    wanted = [sum((n * 37 + place * 11) % 400 for n in range(71)) / 60 for place in range(28)]
    reading = read_text(text)
    assert minutes(reading) == pytest.approx(wanted)
    assert troubles(reading) == [IssueKind.ONLY_SECONDS]


def test_a_program_that_names_itself_above_its_table_is_read_in_its_unit() -> None:
    """Even where the numbers are small."""
    text = "StayFree - usage time\n,11/16,11/17,11/18\n微信,120,60,30\n抖音,60,0,30\nTotal Usage,180,60,60\n"
    assert minutes(read_text(text)) == [3, 1, 1]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("日期,使用时长\n2026-11-16,3\n2026-11-17,2.5\n2026-11-18,5\n", Source.SHEET),
        ("日期,使用时长\n2026-11-16,3\n2026-11-17,2.5\n2026-11-18,90\n", Source.SHEET),
        ("日期,使用时长\n2026-11-16,3\n2026-11-17,2\n2026-11-18,90\n", Source.SHEET),
        ("日期,使用时长\n2026-11-16,3\n2026-11-17,2\n", Source.SHEET),
        ("日期,使用时长\n2026-11-16,4\n", Source.SHEET),
        ("日期,使用时长\n2026-11-16,900\n", Source.SHEET),
        ("日期,使用时长\n2026-11-16,95\n2026-11-17,1500\n", Source.SHEET),
        ("日期,总时长,夜间\n2026-11-16,5小时,2\n", Source.SHEET),
        ("应用,11/16,11/17,11/18\n微信,300,200,100\n抖音,120,60,30\n", Source.SHEET),
        ("日期,应用,时长\n2026-11-16,微信,300\n", Source.SHEET),
        ("日期,做什么,时长\n2026-11-16,QQ,2\n", Source.DIARY),
        ("日期,应用,时长\n2026-11-16,抖音,2\n", Source.MINORS_MODE),
        ("游戏,日期,时长\n原神,2026-11-16,2\n", Source.GAME_RECORD),
        ("package,start,duration\nqq,2026-11-16 10:00,100\n", Source.USAGESTATS_CSV),
        ("package,date,usage\nqq,2026-11-16,100\n", Source.USAGESTATS_CSV),
        ("上线,在线时长\n2026-11-16 10:00,100\n", Source.ROUTER),
    ],
)
def test_numbers_that_can_be_of_two_units_are_asked_about_and_the_answer_is_taken(text: str, source: Source) -> None:
    """The refusal says what to choose. With each answer the same table is read in that unit, and with no other question."""
    assert "单位" in asked(text, source)
    for unit in (Unit.SECONDS, Unit.MINUTES):
        reading = read_text(text, source, unit)
        assert reading.offered
        assert IssueKind.NO_UNIT not in troubles(reading)
    if source is Source.USAGESTATS_CSV:
        assert minutes(read_text(text, source, Unit.SECONDS)) == [pytest.approx(100 / 60)]
        assert minutes(read_text(text, source, Unit.MINUTES)) == [100]


@pytest.mark.parametrize("source", TABLE_SOURCES)
def test_no_reader_of_tables_makes_minutes_of_a_number_without_asking_where_it_may_be_hours(source: Source) -> None:
    """Whatever reads tables next is asked the same: two units, two figures, and without one a question."""
    text = {
        Source.SHEET: "日期,时长\n2026-11-16,2\n",
        Source.DIARY: "日期,app,时长\n2026-11-16,qq,2\n",
        Source.MINORS_MODE: "日期,app,时长\n2026-11-16,qq,2\n",
        Source.GAME_RECORD: "游戏,日期,时长\nqq,2026-11-16,2\n",
        Source.USAGESTATS_CSV: "app,日期,时长\nqq,2026-11-16,2\n",
        Source.ROUTER: "上线,时长\n2026-11-16 10:00,2\n",
    }[source]
    assert "单位" in asked(text, source)
    assert minutes(read_text(text, source, Unit.HOURS)) == [120]
    assert minutes(read_text(text, source, Unit.MINUTES)) == [2]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("日期,使用时长\n2026-11-16,95\n2026-11-17,0\n2026-11-18,320\n", [95, 0, 320]),
        ("日期,使用时长(分钟)\n2026-11-16,3\n2026-11-17,2\n", [3, 2]),
        ("单位：小时\n日期,使用时长\n2026-11-16,3\n2026-11-17,2.5\n", [180, 150]),
        ("日期,总时长(分钟),夜间\n2026-11-16,300,5\n", [300]),
        ("日期,总时长(分钟),微信,抖音\n2026-11-16,600,2,3\n", [600]),
        ("日期,使用时长\n2026-11-16,9180\n2026-11-17,25080\n", [153, 418]),
    ],
)
def test_where_only_one_unit_is_possible_nobody_is_asked(text: str, wanted: list[float]) -> None:
    """A heading, a line above, or the numbers themselves."""
    assert minutes(read_text(text)) == wanted


def test_what_a_heading_says_stands_above_what_was_chosen() -> None:
    """The table knows better."""
    assert minutes(read_text("日期,使用时长(分钟)\n2026-11-16,30\n", unit=Unit.HOURS)) == [30]


def test_activitywatchs_own_table_is_in_seconds() -> None:
    """A hundred seconds are a hundred seconds, and its moments are those of its offset."""
    text = (
        "timestamp,duration,app,title\n2026-11-16T14:00:00.000000+00:00,100.5,QQ,a\n"
        "2026-11-16T14:05:00+00:00,20,抖音,b\n"
    )
    found = days(read_text(text, Source.USAGESTATS_CSV))[MONDAY]
    assert (found.total, found.night) == (timedelta(seconds=120.5), timedelta(seconds=120.5))


# Equal figures


@pytest.mark.parametrize(
    ("text", "source", "wanted"),
    [
        ("日期,做什么,时长\n2026-11-16,QQ,10分\n2026-11-16,QQ,10分\n2026-11-16,抖音,10分\n", Source.DIARY, 30),
        ("游戏,日期,时长\n原神,2026-11-16,10分\n原神,2026-11-16,10分\n", Source.GAME_RECORD, 20),
        ("app,日期,时长\nqq,2026-11-16,10分\nqq,2026-11-16,10分\nqq,2026-11-16,5分\n", Source.USAGESTATS_CSV, 25),
    ],
)
def test_equal_figures_add_up_and_the_same_lines_again_do_not(text: str, source: Source, wanted: int) -> None:
    """In one file they are two; the same file, or an export that begins with the same lines, tells them once."""
    one = read_text(text, source)
    longer = read_text(text + "\n", source)
    assert one.sha256 != longer.sha256
    assert minutes(one) == minutes(one, one) == minutes(one, longer) == [wanted]
    assert load_reading(dump_reading(one), PHONE, SHANGHAI).amounts == one.amounts


def test_a_later_export_of_sessions_adds_what_is_new() -> None:
    """The range that both hold counts once."""
    head = "app,日期,时长\n"
    first, second = "qq,2026-11-16,10分\n", "qq,2026-11-16,10分\nqq,2026-11-16,7分\n"
    assert minutes(read_text(head + first, Source.USAGESTATS_CSV), read_text(head + second, Source.USAGESTATS_CSV)) == [
        17
    ]


def test_two_equal_payments_are_two() -> None:
    """Thirty yuan twice are sixty; handed in again they stay sixty."""
    text = "游戏,日期,充值\n原神,2026-11-16,30\n原神,2026-11-16,30\n"
    one, again = read_text(text, Source.GAME_RECORD), read_text(text + "\n", Source.GAME_RECORD)
    assert days(one)[MONDAY].spent_fen == days(one, again)[MONDAY].spent_fen == 6000
    assert load_reading(dump_reading(one), PHONE, SHANGHAI).spent_fen == one.spent_fen


def test_two_figures_for_one_day_in_one_sheet_are_named_with_their_line() -> None:
    """A day that is missing for it says why."""
    reading = read_text("日期,时长\n2026-11-16,60分\n2026-11-16,90分\n")
    assert [(each.trouble, each.at) for each in reading.problems] == [(IssueKind.CONTRADICTION, 3)]


# Kinds and their apps


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("日期,应用,时长\n2026-11-16,社交,60分\n,微信,60分\n", 60),
        ("日期,应用,时长\n2026-11-16,社交,80分\n,游戏,30分\n,微信,60分\n,王者荣耀,30分\n", 110),
        ("日期,社交,微信\n2026-11-16,60分,60分\n", 60),
        ("日期,类别,应用,时长\n2026-11-16,社交,微信,50分\n2026-11-16,社交,,60分\n2026-11-16,游戏,,30分\n", 90),
        ("Date,App,Screen Time\n2026-11-16,Social,1h\n2026-11-16,WeChat,1h\n2026-11-16,Games,10m\n", 70),
    ],
)
def test_a_kind_and_the_apps_in_it_are_not_counted_twice(text: str, wanted: int) -> None:
    """As a phone lists both; and it is noted."""
    reading = read_text(text)
    assert minutes(reading) == [wanted]
    assert troubles(reading) == [IssueKind.KINDS_AND_APPS]


def test_kinds_alone_and_what_apps_leave_over_add_up() -> None:
    """Neither is in the other."""
    assert minutes(read_text("日期,社交,游戏\n2026-11-16,60分,30分\n")) == [90]
    assert minutes(read_text("日期,微信,抖音,其他\n2026-11-16,60分,30分,15分\n")) == [105]
    whole = read_text("日期,总时长,社交,微信\n2026-11-16,2小时,60分,60分\n")
    assert (minutes(whole), days(whole)[MONDAY].by_category) == ([120], {Category.SOCIAL: 60 * MINUTE})


# Nights


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("游戏,日期,开始,结束\n原神,2026-11-16,23:30,00:30\n", Source.GAME_RECORD),
        ("游戏,开始,结束\n原神,2026-11-16 23:30,0:30\n", Source.GAME_RECORD),
        ("游戏,日期,开始,时长\n原神,2026-11-16,23:30,60分钟\n", Source.GAME_RECORD),
        ("日期,上线,下线\n2026-11-16,23:30,00:30\n", Source.ROUTER),
        ("app,日期,开始,结束\n原神,2026-11-16,23:30,00:30\n", Source.USAGESTATS_CSV),
        ("start,end\n2026-11-16 23:30,2026-11-17 00:30\n", Source.USAGESTATS_CSV),
        ("2026-11-16 23:30,2026-11-17 00:30\n", Source.USAGESTATS_CSV),
        ("2026-11-16 23:30,2026-11-17 00:30\n", Source.ROUTER),
        ("日期,做什么,开始,结束\n2026-11-16,原神,23:30,00:30\n", Source.DIARY),
        ("日期,做什么,开始,时长\n2026-11-16,原神,23:30,60分\n", Source.DIARY),
    ],
)
def test_play_across_midnight_is_read_by_every_reader_that_has_times(text: str, source: Source) -> None:
    """Half an hour of it is of each day, and all of it at night."""
    reading = read_text(text, source)
    assert reading.problems == ()
    assert [(day, found.total, found.night) for day, found in days(reading).items()] == [
        (MONDAY, 30 * MINUTE, 30 * MINUTE), (TUESDAY, 30 * MINUTE, 30 * MINUTE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "reading",
    [
        read_text("日期,总时长,夜间\n2026-11-16,60分,300分\n"),
        read_text("日期,总时长,夜间\n2026-11-16,60,300\n"),
        read_text("日期,总时长,夜间\n2026-11-16,20小时,600分\n"),
        read_typed_week(TypedWeek(MONDAY, [60], [300]), PHONE, "minor", SHANGHAI),
    ],
)
def test_a_night_longer_than_its_day_is_not_counted_and_named(reading: Reading) -> None:
    """Which of the two is wrong nobody knows here: the day stands, of the night nothing is known."""
    assert (days(reading)[MONDAY].night, troubles(reading)) == (None, [IssueKind.NIGHT_EXCEEDS_DAY])


def test_a_night_of_one_file_is_never_more_than_the_day_of_another() -> None:
    """Nor is it cut to fit without a word."""
    (device,) = compute_facts(
        [read_text("日期,总时长\n2026-11-16,60分\n"), read_text("日期,夜间\n2026-11-16,300分\n")],
        SHANGHAI,
        DayKinds(WorkingDays()),
    )
    assert device.days[MONDAY].night is None
    assert [each.trouble for each in device.problems] == [IssueKind.NIGHT_EXCEEDS_DAY]


# What an app that watches an Android phone exports


@pytest.mark.parametrize(
    ("first", "second", "on"),
    [("5/18/24", "5/9/24", date(2024, 5, 18)), ("18/05/2024", "09/05/2024", date(2024, 5, 18))],
)
def test_sessions_with_their_own_time_of_day_are_read_in_the_order_that_the_whole_file_shows(
    first: str, second: str, on: date
) -> None:
    """Month first or day first: one day that can only be read one way settles the others. Its night is told, and a screen
    that is off is no use."""
    text = (
        f"App name,Date,Time,Duration\nScreen off (locked),{first},11:40:00 PM,0:30:00\nWeChat,{first},11:30:00 pm,0:10:00\n"
        f"WeChat,{first},7:42:29 PM,0:00:04\nWeChat,{second},7:42:29 PM,0:00:04\n"
    )
    found = days(read_text(text, Source.USAGESTATS_CSV))
    assert found[on].total == timedelta(minutes=10, seconds=4)
    assert found[on].night == 10 * MINUTE
    assert found[date(2024, 5, 9)].total == timedelta(seconds=4)
    as_diary = days(read_text(text, Source.DIARY))
    assert as_diary[on].total == timedelta(minutes=10, seconds=4)


@pytest.mark.parametrize("day", ["5/6/24", "05/06/2024"])
def test_a_file_whose_days_could_all_be_two_is_refused(day: str) -> None:
    """The fifth of June, or the sixth of May?"""
    with pytest.raises(BadInput):
        read_text(f"App name,Date,Time,Duration\nWeChat,{day},7:42:29 PM,0:00:04\n", Source.USAGESTATS_CSV)


# Refusals


def test_a_refusal_names_no_column_as_missing_that_is_there() -> None:
    """Parted by semicolons, with commas in the numbers."""
    text = "Application_Name;Date;Remark\nWeChat;2026-11-16;1,5\nQQ;2026-11-17;2,5\n"
    with pytest.raises(BadInput) as refused:
        read_text(text, Source.MINORS_MODE)
    assert [mistake.wrong.zh for mistake in refused.value.mistakes] == ["缺少列：应用", "缺少列：使用时长"]
    assert "日期" in refused.value.reason.zh
    assert minutes(read_text("Application_Name;Date;Duration\nWeChat;2026-11-16;1h\n")) == [60]


# Machines


def bucket(events: list[tuple[datetime, float | bool, str]]) -> Reading:
    told_events = [{"timestamp": at.isoformat(), "duration": n, "data": {"app": app}} for at, n, app in events]
    return read_source(Source.ACTIVITYWATCH, PHONE, "device", SHANGHAI, json.dumps(told_events).encode(), LIMITS)


@pytest.mark.parametrize("name", ["loginwindow", "LockApp.exe", "lockscreen", "com.android.keyguard", "锁屏"])
def test_a_lock_screen_in_front_is_no_use(name: str) -> None:
    """Nobody uses a locked computer, whatever its watcher writes; nor does what lay below it come to the front."""
    noon = datetime(2026, 11, 16, 12, tzinfo=SHANGHAI)
    reading = bucket([(noon, 7200, "qq"), (noon + timedelta(hours=1), 3600, name)])
    found = days(reading)[MONDAY]
    assert (found.total, found.longest) == (60 * MINUTE, 60 * MINUTE)
    amounts = read_text(f"app,日期,时长\nqq,2026-11-16,10分\n{name},2026-11-16,300分\n", Source.USAGESTATS_CSV)
    assert minutes(amounts) == [10]


def test_a_day_with_a_few_seconds_between_two_others_is_not_known_whole() -> None:
    """Whatever watched the machine hardly ran."""
    noon = datetime(2026, 11, 16, 12, tzinfo=SHANGHAI)
    reading = bucket([(noon + timedelta(days=n), 5 if n == 1 else 600, "qq") for n in range(3)])
    found = days(reading)
    assert not found[TUESDAY].can_be_used()
    assert found[MONDAY + timedelta(days=2)].coverage == pytest.approx(0.507, abs=0.01)
    whole = bucket([(noon + timedelta(days=n), 600, "qq") for n in range(3)])
    assert days(whole)[TUESDAY].can_be_used()


def test_true_is_no_duration() -> None:
    """It is not one second."""
    noon = datetime(2026, 11, 16, 12, tzinfo=SHANGHAI)
    reading = bucket([(noon, 60, "qq"), (noon + timedelta(minutes=5), True, "qq")])
    assert (minutes(reading), troubles(reading)) == ([1], [IssueKind.IMPOSSIBLE_DURATION])


def test_a_stream_is_read_as_bytes_are() -> None:
    """A table may come as either."""
    text = "日期,使用时长\n2026-11-16,95\n".encode()
    reading = read_source(Source.SHEET, PHONE, "guardian", SHANGHAI, io.BytesIO(text), LIMITS)
    assert minutes(reading) == [95]
