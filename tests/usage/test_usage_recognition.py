"""Each format is known by its own heading or keys; any other table by the columns that somebody named; and what is none of
them is named for what it is. Every figure is invented, and StayFree's totals are counted here a second time."""

import csv
import io
import re
from collections import defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadInput
from law.working_days import WorkingDays
from tests.machine_logs import as_export
from tests.usage.test_usage_sheet import workbook
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.import_issues import IssueKind
from usage.limits import Limits
from usage.matched_table import first_lines, key_of_headings
from usage.reading import Reading, read_source
from usage.recognition import Recognition, recognize
from usage.sources import Device, DeviceOwnership, Grade, Source
from usage.table_context import TableHints, TableMatch
from usage.units import Unit

ZONE = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
LIMITS = Limits(latest=date(2026, 3, 27))
STAYFREE = """\
,Device,"October 31, 2025","November 1, 2025","November 2, 2025",Total Usage
Later,Some Phone,0s,0s,22s,22s
WeChat,Some Phone,0s,1h 5m 3s,1h 5s,2h 5m 8s
example.test,Some Phone,0s,5m 12s,2h,2h 5m 12s
Total Usage,,0s,1h 10m 15s,3h 27s,4h 10m 42s

Created by “StayFree”.
Creation date: 11/3/25 09:33:24
"""


def recognized(text: str | bytes, match: TableMatch | None = None) -> Recognition:
    content = text if isinstance(text, bytes) else text.encode()
    return recognize(content, OWN, "guardian", ZONE, LIMITS, find_match=lambda _lines: match)


def only(text: str | bytes, match: TableMatch | None = None) -> Reading:
    reading = recognized(text, match).reading
    assert reading is not None
    return reading


def days_of(*readings: Reading) -> dict[date, DayFacts]:
    (facts,) = compute_facts(readings, ZONE, DayKinds(WorkingDays()))
    return facts.days


def totals(*readings: Reading) -> dict[date, float]:
    return {day: each.total.total_seconds() for day, each in days_of(*readings).items() if each.total is not None}


def test_activitywatch_is_known_by_its_keys() -> None:
    """Whole, one bucket, or a bare list; other JSON is none."""
    reading = only(as_export(("WeChat", "2026-03-09 20:00", "2026-03-09 21:00")))
    assert (reading.source, reading.about.grade) == (Source.ACTIVITYWATCH, Grade.A)
    for other in ('{"hello": "world"}', '{"events": 7}'):
        with pytest.raises(BadInput, match="ActivityWatch"):
            recognized(other)


def test_the_sheet_is_known_by_its_headings() -> None:
    """A heading that only programs write makes it somebody else's table."""
    assert only("日期,总时长,夜间\n2026-03-09,3小时25分,25分\n").source is Source.SHEET
    for head in ("日期,应用,时长(分钟)", "Date,Package,Duration", "日期,开始,结束"):
        found = recognized(f"{head}\n2026-03-09,微信,25\n")
        assert (found.reading, found.first_lines[0]) == (None, tuple(head.split(",")))


def test_stayfree_is_known_by_its_name_read_from_its_first_used_day_and_its_total_is_never_added() -> None:
    """As CSV and as a workbook with the sheet of unlocks; days before the first use are gaps."""
    counted: dict[date, int] = defaultdict(int)
    rows = list(csv.reader(io.StringIO(STAYFREE)))
    for row in rows[1:4]:
        for at, day in ((3, date(2025, 11, 1)), (4, date(2025, 11, 2))):
            parts = dict((unit, int(number)) for number, unit in re.findall(r"(\d+)([hms])", row[at]))
            counted[day] += parts.get("h", 0) * 3600 + parts.get("m", 0) * 60 + parts.get("s", 0)
    unlocks = [["", *rows[0][2:5]], ["Device Unlocks", "0", "42", "17"]]
    book = only(workbook(rows, unlocks))
    assert totals(only(STAYFREE)) == totals(book) == counted
    assert (book.source, book.about.grade) == (Source.STAYFREE, Grade.A)
    assert [each.unlocks for each in days_of(book).values() if each.total is not None] == [42, 17]
    assert {each.kind for each in only(STAYFREE).problems} == {IssueKind.BEFORE_FIRST_USE}
    with pytest.raises(BadInput):  # two devices are never added
        recognized(STAYFREE.replace("example.test,Some Phone", "example.test,Some Tablet"))
    apps = "".join(f"app{n},P,{60 * n},{n}\n" for n in range(40))
    seconds = only(f',Device,"March 5, 2026","March 6, 2026"\n{apps}Created by “StayFree”.\n')
    assert totals(seconds) == {date(2026, 3, 5): sum(60 * n for n in range(40)), date(2026, 3, 6): sum(range(40))}
    with pytest.raises(BadInput, match="no dates"):
        recognized("Monday,Tuesday\nWeChat,1h\nCreated by StayFree,\n")


@pytest.mark.parametrize(("content", "named"), [
    ('[{"header": "YouTube", "title": "Watched x", "titleUrl": "https://x.example", "time": "2026-03-09T10:00:00Z"}]', "没有时长"),
    ("<html>https://myactivity.google.com</html>", "没有时长"),
    ('user=0\n  Last 24 hour events (timeRange="3/8/2026, 10:00 – 3/9/2026, 10:00")\n', "dumpsys"),
    ("Mar  9 10:00:00 dnsmasq[123]: query[A] x.example from 192.168.1.9\n" * 3, "域名"),
    ("SQLite format 3\x00rest", "数据库"), ("<!DOCTYPE html><html><p>x</p></html>", "网页"),
])  # fmt: skip
def test_what_is_no_record_that_is_read_is_named_with_what_to_do_instead(content: str, named: str) -> None:
    with pytest.raises(BadInput) as refused:
        recognized(content)
    assert named in refused.value.reason.zh
    assert "没有留存" in refused.value.reason.zh
    assert "一周小表" in refused.value.reason.zh


def test_a_text_that_is_no_table_is_refused() -> None:
    with pytest.raises(BadInput):
        recognized("今天没有玩手机\n")


PHONES: dict[str, tuple[str, TableMatch, dict[int, float]]] = {
    "app, day, minutes": ("App;Date;Minutes\nWeChat;2026/3/9;60\nQQ;2026/3/9;5\n",
                          TableMatch(day=2, app=1, duration=3), {9: 65}),
    "a total among the apps": ("Date\tApp\tScreen Time\n9-Mar\tTotal\t2h\n9-Mar\tWeChat\t1h\n",
                               TableMatch(day=1, app=2, duration=3), {9: 120}),
    "days across": (",9-Mar-2026,10-Mar-2026\nWeChat,300,200\n抖音,120,60\n",
                    TableMatch(app=1, days_across=True, unit=Unit.SECONDS), {9: 7, 10: 260 / 60}),
    "a sheet turned": ("日期,3月9日,3月10日\n使用时长,1小时20分,2h\n夜间,5分,10分\n拿起次数,30,40\n",
                       TableMatch(app=1, days_across=True), {9: 80, 10: 120}),
    "sessions": ('App,Date,Time,Duration\nQQ,3/9/26,10:53 pm,0:10:00\nQQ,3/9/26,11:53 pm,0:10:00\nQQ,3/19/26,9:00 am,0:01:00\n',
                 TableMatch(day=2, app=1, duration=4), {9: 20, 19: 1}),
    "a day too long": ("Tag;Dauer\n9-Mar;90\n10-Mar;1500\n", TableMatch(day=1, duration=2, unit=Unit.MINUTES), {9: 90}),
    "a moment for a day": ("When,Seconds\n2026-03-09T22:00:00,120\n2026-03-09T23:00:00,60\n",
                           TableMatch(day=1, duration=2, unit=Unit.SECONDS), {9: 3}),
}  # fmt: skip


@pytest.mark.parametrize("name", PHONES)
def test_any_other_table_is_read_by_the_columns_that_were_named(name: str) -> None:
    """Grade B: a person said what is what."""
    text, match, wanted = PHONES[name]
    found = recognized(text, match)
    assert found.first_lines
    assert found.reading is not None
    assert found.reading.about.grade is Grade.B
    assert {day.day: seconds / 60 for day, seconds in totals(found.reading).items()} == pytest.approx(wanted)
    if name == "a sheet turned":
        assert [each.night for each in days_of(found.reading).values()] == [timedelta(minutes=5), timedelta(minutes=10)]


def test_a_match_that_no_longer_fits_leaves_the_table_to_be_matched_anew() -> None:
    """Numbers without a unit, or days that could be two, are asked about."""
    text = "Tag;Dauer\n02/03/2026;30\n03/02/2026;40\n"
    match = TableMatch(day=1, duration=2)
    assert recognized(text, match).reading is None
    for wrong in (match, TableMatch(day=1, duration=2, unit=Unit.MINUTES)):
        with pytest.raises(BadInput):
            read_source(Source.MATCHED, OWN, "guardian", ZONE, text.encode(), LIMITS, hints=TableHints(match=wrong))
    right = TableMatch(day=1, duration=2, unit=Unit.MINUTES, order="dmy")
    assert list(totals(only(text, right))) == [date(2026, 2, 3), date(2026, 3, 2)]


def test_a_table_of_the_same_program_is_known_by_its_headings_whatever_its_days() -> None:
    """No word of a family's table is in what tells it again but its headings, of which a keyed digest is kept."""
    keys = {
        key_of_headings(first_lines(f"App,{days}\nQQ,1,2\n".encode(), LIMITS), 1)
        for days in ("2026-03-09,2026-03-10", "2026-03-11,2026-03-12,2026-03-13")
    }
    assert len(keys) == 1
