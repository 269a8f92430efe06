"""Exports in the shapes that phones and programs write, recognised by what stands in them. Every figure is invented, and
each total is counted here a second time, from the cells alone."""

import csv
import io
import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.import_issues import IssueKind
from usage.reading import Reading, read_source
from usage.recognition import Recognition, recognize
from usage.sources import Device, DeviceOwnership, Source
from usage.table_context import TableHints
from usage.units import Unit, UnitFrom

ZONE = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
STAYFREE = """\
,Device,"October 31, 2025","November 1, 2025","November 2, 2025",Total Usage
Later,Some Phone,0s,0s,22s,22s
WeChat,Some Phone,0s,1h 5m 3s,1h 5s,2h 5m 8s
example.test,Some Phone,0s,5m 12s,2h,2h 5m 12s
Total Usage,,0s,1h 10m 15s,3h 27s,4h 10m 42s

Created by “StayFree”.
Creation date: 11/3/25 09:33:24
"""
APP_USAGE = """\
"App name","Date","Time","Duration"
"Chrome","11/13/25","9:00:00 PM","1:00:08"
"WeChat","11/3/25","11:58:00 PM","0:04:00"
"Screen off (locked)","11/3/25","10:00:00 PM","1:30:00"
"Screen on (unlocked)","11/3/25","9:59:58 PM","0:00:02"
"Chrome","11/3/25","9:00:00 PM","00:08"
Created by App Usage on Thursday, November 13, 2025, 10:00 PM
"""
RESCUETIME = """\
Date,Time Spent (seconds),Number of People,Activity,Category,Productivity
2026-03-05T20:00:00,1200,1,wechat,Instant Message,0
2026-03-05T22:00:00,900,1,wechat,Instant Message,0
2026-03-05T22:00:00,300,1,youtube.com,Video,-2
2026-03-06T05:00:00,60,1,wechat,Instant Message,0
"""
RANKING = """\
Rank,Time Spent (seconds),Number of People,Activity,Category,Productivity
1,7200,1,wechat,Instant Message,0
2,600,1,youtube.com,Video,-2
"""
WINDOWS = """\
timestamp,duration,app,title
2026-03-05T12:00:00+00:00,600.5,firefox,a title
2026-03-05T15:50:00+00:00,1200,game.exe,another
"""
PRESENCE = """\
timestamp,duration,status
2026-03-05T12:00:00+00:00,300,not-afk
2026-03-05T12:05:00+00:00,300.5,afk
2026-03-05T15:50:00+00:00,1200,not-afk
"""


def workbook_of(*sheets: list[list[str]]) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet()
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    book.save(kept)
    return kept.getvalue()


def recognized(text: str | bytes, hints: TableHints | None = None) -> Recognition:
    content = text if isinstance(text, bytes) else text.encode()
    return recognize(content, OWN, "guardian", ZONE, hints=hints or TableHints())


def only(text: str | bytes) -> Reading:
    (candidate,) = recognized(text).candidates
    return candidate.reading


def days_of(*readings: Reading) -> dict[date, DayFacts]:
    (facts,) = compute_facts(readings, ZONE, DayKinds(WorkingDays()))
    return facts.days


def totals(*readings: Reading) -> dict[date, float]:
    return {day: each.total.total_seconds() for day, each in days_of(*readings).items() if each.total is not None}


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (STAYFREE, ["stayfree"]), (APP_USAGE, ["app_usage"]), (RESCUETIME, ["rescuetime"]),
        (WINDOWS, ["activitywatch"]), (PRESENCE, ["activitywatch"]),
        ("2026-03-05 20:00:00,2026-03-05 20:10:00\n2026-03-05 23:50:00,2026-03-06 00:10:00\n", ["usagestats_csv"]),
        ("package,start,end\nqq,2026-03-09 20:00,2026-03-09 21:00\n", ["usagestats_csv"]),
        ("日期,总时长,夜间\n2026-03-09,3小时25分,25分\n", ["sheet"]),
        ("游戏,上线时间,下线时间\n某游戏,2026-03-09 20:00,2026-03-09 21:00\n", ["game_record"]),
        ("上线,下线\n2026-03-09 20:00,2026-03-09 21:00\n", ["router"]),
        ("日期,做什么,时长\n2026-03-09,QQ,30分钟\n", ["diary"]),
        ("微信青少年模式\n日期,应用,使用时长\n2026-03-09,微信,30分钟\n", ["minors_mode"]),
        ("日期,应用,时长(分钟)\n2026-03-09,微信,25\n", ["sheet", "usagestats_csv"]),
        ("Fecha;Que;Tiempo\n2026-03-09;WeChat;30\n", []),
    ],
)  # fmt: skip
def test_a_file_is_recognised_by_what_stands_in_it(text: str, sources: list[str]) -> None:
    """Two that fit are both offered, and an unknown table shows its first lines."""
    found = recognized(text)
    assert [each.source for each in found.candidates] == sources
    assert bool(found.first_lines) == (not sources)


def test_stayfree_is_read_from_its_first_used_day_and_never_adds_its_total() -> None:
    """As CSV and as a workbook with the sheet of unlocks; days before the first use are gaps."""
    counted: dict[date, int] = defaultdict(int)
    rows = list(csv.reader(io.StringIO(STAYFREE)))
    for row in rows[1:4]:
        for at, day in ((3, date(2025, 11, 1)), (4, date(2025, 11, 2))):
            parts = dict((unit, int(number)) for number, unit in re.findall(r"(\d+)([hms])", row[at]))
            counted[day] += parts.get("h", 0) * 3600 + parts.get("m", 0) * 60 + parts.get("s", 0)
    unlocks = [["", *rows[0][2:5]], ["Device Unlocks", "0", "42", "17"]]
    book = only(workbook_of(rows, unlocks))
    assert totals(only(STAYFREE)) == totals(book) == counted
    assert [each.unlocks for each in days_of(book).values() if each.total is not None] == [42, 17]
    assert only(STAYFREE).unit_notes == {(UnitFrom.CELL, None)}
    assert {each.trouble for each in only(STAYFREE).problems} == {IssueKind.BEFORE_FIRST_USE}
    two = STAYFREE.replace("example.test,Some Phone", "example.test,Some Tablet")
    assert recognized(two).refusal is not None, "two devices are never added"


def test_stayfrees_plain_numbers_are_seconds() -> None:
    """Forty apps, all of them: the unit is the program's and no guess."""
    apps = "".join(f"app{n},P,{60 * n},{n}\n" for n in range(40))
    reading = only(f',Device,"March 5, 2026","March 6, 2026"\n{apps}Created by “StayFree”.\n')
    assert totals(reading) == {date(2026, 3, 5): sum(60 * n for n in range(40)), date(2026, 3, 6): sum(range(40))}
    assert reading.unit_notes == {(UnitFrom.PROGRAM, Unit.SECONDS)}


def test_app_usage_tells_nights_and_unlocks_and_a_dark_screen_is_no_use() -> None:
    """Two numbers with a colon are minutes and seconds; days are read in the only order that all of them allow."""
    days = days_of(only(APP_USAGE))
    counted = {date(2025, 11, 3): (8 + 120, 120), date(2025, 11, 4): (120, 120), date(2025, 11, 13): (3608, 8)}
    assert {day: (each.total, each.night) for day, each in days.items()} == {
        day: (timedelta(seconds=total), timedelta(seconds=night)) for day, (total, night) in counted.items()
    }
    assert days[date(2025, 11, 3)].unlocks == 1


def test_days_that_could_be_two_are_offered_in_both_orders() -> None:
    """The person who hands it in chooses; as a bare table it is refused."""
    text = APP_USAGE.replace("11/13/25", "11/4/25")
    assert [each.hints.order for each in recognized(text).candidates] == ["dmy", "mdy", "ymd"]
    assert date(2025, 3, 11) in totals(recognized(text).candidates[0].reading)


def test_rescuetime_is_summed_by_day_with_its_night_and_a_ranking_asks_for_its_day() -> None:
    """Seconds by its heading."""
    counted: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for row in csv.DictReader(io.StringIO(RESCUETIME)):
        moment = datetime.fromisoformat(row["Date"])
        seconds = int(row["Time Spent (seconds)"])
        counted[moment.date()][0] += seconds
        counted[moment.date()][1] += seconds if moment.hour >= 22 or moment.hour < 6 else 0
    days = days_of(only(RESCUETIME))
    assert {day: [each.total, each.night] for day, each in days.items()} == {
        day: [timedelta(seconds=total), timedelta(seconds=night)] for day, (total, night) in counted.items()
    }
    by_day = RESCUETIME.replace("T20:", "T00:").replace("T22:", "T00:").replace("T05:", "T00:")
    assert [each.night for each in days_of(only(by_day)).values()] == [None, None]
    assert recognized(RANKING).refusal is not None
    (ranked,) = recognized(RANKING, TableHints(only_day=date(2026, 3, 5))).candidates
    assert totals(ranked.reading) == {date(2026, 3, 5): 7800}


def test_activitywatchs_tables_of_windows_and_of_presence_belong_together() -> None:
    """Presence alone is no use and no nought; with the windows it limits them."""
    presence, windows = only(PRESENCE), only(WINDOWS)
    assert not any(each.can_be_used(0.0) and each.total for each in days_of(presence).values())
    assert all(not each.can_be_used() for each in days_of(presence).values())
    assert totals(windows) == {date(2026, 3, 5): 1200.5, date(2026, 3, 6): 600}
    assert totals(windows, presence) == {date(2026, 3, 5): 900, date(2026, 3, 6): 600}


def test_a_unit_that_could_be_two_is_offered_in_each_that_is_possible() -> None:
    """And in none that would make a day longer than a day."""
    found = recognized("日期,使用时长\n2026-03-09,2\n2026-03-10,30\n")
    assert [each.hints.unit for each in found.candidates] == [Unit.MINUTES]
    found = recognized("日期,使用时长\n2026-03-09,2\n2026-03-10,3\n")
    assert [each.hints.unit for each in found.candidates] == [Unit.MINUTES, Unit.HOURS]


def test_a_table_of_which_nothing_can_be_used_is_refused() -> None:
    """It does not come in as a record of no day."""
    with pytest.raises(BadInput):
        read_source(Source.SHEET, OWN, "guardian", ZONE, RESCUETIME.encode())
