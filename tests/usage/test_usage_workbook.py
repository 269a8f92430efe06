"""Workbooks as offices send them, and workbooks made to do harm."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from core.errors import BadInput
from law.working_days import WorkingDays
from tests.machine_logs import as_export
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.limits import Limits
from usage.packed import dump_reading, load_reading
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)


def workbook(*rows: list[object]) -> bytes:
    workbook, kept = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]
    workbook.save(kept)
    return kept.getvalue()


def read_workbook(content: bytes, source: Source = Source.SHEET, limits: Limits | None = None) -> Reading:
    return read_source(source, OWN, "guardian", SHANGHAI, content, limits)


def test_a_workbook_is_read_as_the_same_table_in_text_is() -> None:
    """Days, durations and numbers in cells of any kind; a title above the headings, an empty line between."""
    reading = read_workbook(
        workbook(
            ["一周手机使用小表"],
            ["日期", "全天（分钟）", "夜间（分钟）", "拿起次数", "微信(分钟)"],
            [date(2026, 3, 9), time(3, 25), 25, 81, 60.0],
            [],
            [datetime(2026, 3, 10), timedelta(hours=1, minutes=35), "0", 40, None],  # noqa: DTZ001
            ["2026年3月11日", "2小时5分", None, None, 12],
        )
    )
    text = "日期,全天（分钟）,夜间（分钟）,拿起次数,微信（分钟）\n2026-03-09,205,25,81,60\n2026-03-10,95,0,40,\n2026-03-11,125,,,12\n"
    same = read_workbook(text.encode("gb18030"))
    assert (reading.amounts, reading.nights, reading.unlock_counts) == (same.amounts, same.nights, same.unlock_counts)
    assert reading.problems == ()


def test_a_formula_is_never_evaluated() -> None:
    """Only what the file itself shows is read: here nothing, and so the day is a gap."""
    reading = read_workbook(workbook(["日期", "全天（分钟）"], ["2026-03-09", "=60*60"], ["2026-03-10", 30]))
    assert {amount.day for amount in reading.amounts} == {date(2026, 3, 10)}


def part(name: str, content: bytes) -> bytes:
    """A small workbook with one of its parts replaced."""
    old, kept = zipfile.ZipFile(io.BytesIO(workbook(["日期", "全天（分钟）"], ["2026-03-09", 30]))), io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            new.writestr(each.filename, content if each.filename == name else old.read(each))
    return kept.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def make_hostile() -> dict[str, bytes]:
    """Each does harm in another way."""
    return {
        "no workbook": b"PK\x03\x04rest of a workbook",
        "empty archive": b"PK\x03\x04" + b"\x00" * 60,
        "zip bomb": part(SHEET, b"<worksheet>" + b" " * 90_000_000),
        "entities": part(SHEET, b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY c "&b;&b;">]><worksheet ' + NS + b">&c;</worksheet>"),
        "broken xml": part(SHEET, b"<worksheet><sheetData><row>"),
        "deep xml": part(SHEET, b"<a>" * 200_000),
        "a claimed size": part(
            SHEET, b"<worksheet " + NS + b'><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576">'
            b"<v>1</v></c></row></sheetData></worksheet>",
        ),
        "a far column": part(
            SHEET, b"<worksheet " + NS + b'><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'
        ),
        "endless number": part(
            SHEET, b"<worksheet " + NS + b'><sheetData><row r="1"><c r="A1"><v>' + b"9" * 9000 + b"</v></c></row></sheetData></worksheet>"
        ),
        "no book": part("xl/workbook.xml", b"<x/>"),
    }  # fmt: skip


def test_a_workbook_made_to_do_harm_is_refused_in_words_and_soon() -> None:
    """No other exception, no unpacking of what is too large, no belief in what a file says of its size."""
    for what, content in make_hostile().items():
        began = perf_counter()
        with pytest.raises(BadInput) as refused:
            read_workbook(content)
        assert refused.value.reason.zh, what
        assert perf_counter() - began < 30, what


def test_a_workbook_with_more_lines_than_allowed_is_refused() -> None:
    """The rest is not left out in silence."""
    rows: list[list[object]] = [["日期", "全天（分钟）"], *([date(2026, 3, 9), n] for n in range(30))]
    with pytest.raises(BadInput, match="rows"):
        read_workbook(workbook(*rows), limits=Limits(rows=20))


def test_a_reading_packed_and_unpacked_gives_the_same_facts() -> None:
    """Nothing that facts are made of is lost."""
    log = as_export(("qq", "2026-03-09 21:30", "2026-03-10 00:30"), ("x", "2026-03-09 08:00", "2026-03-09 08:01"))
    for reading in (
        read_workbook(log, Source.ACTIVITYWATCH),
        read_workbook(workbook(["日期", "全天（分钟）", "夜间（分钟）", "拿起次数"], ["2026-03-09", 30, 5, 9])),
    ):
        again = load_reading(dump_reading(reading), OWN, SHANGHAI)
        kinds = DayKinds(WorkingDays())
        assert compute_facts([again], SHANGHAI, kinds)[0].days == compute_facts([reading], SHANGHAI, kinds)[0].days
        assert again.sha256 == reading.sha256
