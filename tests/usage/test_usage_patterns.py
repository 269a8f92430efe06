"""Odd patterns ask; they do not say. What was harmless is gone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.machine_logs import as_export
from usage.anomalies import HARMLESS_REASONS, QUESTION, DeviceCustody, find_anomalies
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 2, 21, 0, 30, tzinfo=SHANGHAI)
KEPT = DeviceCustody("phone", NINE, NINE + timedelta(days=7))


def used(
    ownership: DeviceOwnership = DeviceOwnership.OWN, device: str = "phone", source: Source = Source.ACTIVITYWATCH
) -> Reading:
    sheet, log = "日期,总时长\n2026-03-04,30分\n".encode(), as_export(("qq", "2026-03-04 10:00", "2026-03-04 10:30"))
    content = log if source is Source.ACTIVITYWATCH else sheet
    return read_source(source, Device(device, ownership), "minor", SHANGHAI, content)


def days_asked(*readings: Reading) -> list[date]:
    return [day for note in find_anomalies(readings, [KEPT], SHANGHAI) for day in note.days]


def test_use_while_the_device_was_submitted_asks_only_of_ones_own_device_and_a_machines_record() -> None:
    """A shared phone, another phone or a typed sheet raise no question."""
    assert days_asked(used()) == [date(2026, 3, 4)]
    assert days_asked(used(DeviceOwnership.SHARED)) == []
    assert days_asked(used(DeviceOwnership.UNKNOWN)) == []
    assert days_asked(used(device="tablet")) == []
    assert days_asked(used(source=Source.SHEET)) == []


def test_a_note_asks_and_names_harmless_reasons_and_closed_does_not_come_again() -> None:
    """In both languages, and without a verdict."""
    (note,) = find_anomalies([used()], [KEPT], SHANGHAI)
    assert "请问一问" in QUESTION.zh
    assert "Please ask" in QUESTION.en
    assert "家长在用" in HARMLESS_REASONS.zh
    assert find_anomalies([used()], [KEPT], SHANGHAI, closed={note.key}) == []
