"""Odd patterns ask; they do not say. What was harmless is gone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from usage.anomalies import Anomaly, DeviceCustody, SubmissionFingerprint, find_anomalies
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 2, 21, 0, 30, tzinfo=SHANGHAI)
KEPT = DeviceCustody("phone", NINE, NINE + timedelta(days=7))


def week(minute_step: int = 0, **more: str) -> list[SubmissionFingerprint]:
    return [SubmissionFingerprint(NINE + timedelta(days=n, minutes=n * minute_step), **more) for n in range(7)]


def used(
    ownership: DeviceOwnership = DeviceOwnership.OWN, device: str = "phone", source: Source = Source.USAGESTATS_CSV
) -> Reading:
    text = "package,start,end,日期,时长\nqq,2026-03-04 10:00,2026-03-04 10:30,2026-03-04,30\n"
    return read_source(source, Device(device, ownership), "minor", SHANGHAI, text.encode())


def kinds(handed_in: list[SubmissionFingerprint], readings: list[Reading] | None = None) -> list[Anomaly]:
    return [note.oddity for note in find_anomalies(handed_in, readings or [], [KEPT], SHANGHAI)]


def test_the_same_minute_every_evening_asks_and_a_minute_more_each_day_does_not() -> None:
    """Five times are needed."""
    assert kinds(week()) == [Anomaly.SAME_MINUTE]
    assert kinds(week(minute_step=1)) == []
    assert kinds(week()[:4]) == []


def test_the_same_photo_or_text_on_several_days_asks() -> None:
    """Twice for a photo, three times for a text; twice on one day is only a second press."""
    assert kinds(week(1, photo_sha256="a")) == [Anomaly.SAME_PHOTO]
    assert kinds(week(1, text_sha256="a")) == [Anomaly.SAME_TEXT]
    assert kinds(week(1, text_sha256="a")[:2]) == []
    assert (
        kinds(
            [
                SubmissionFingerprint(NINE, photo_sha256="a"),
                SubmissionFingerprint(NINE + timedelta(minutes=1), photo_sha256="a"),
            ]
        )
        == []
    )


def test_use_while_the_device_was_submitted_asks_only_of_ones_own_device_and_a_machines_record() -> None:
    """A shared phone, another phone, a router or a diary raise no question."""
    assert kinds([], [used()]) == [Anomaly.USED_WHILE_HANDED_IN]
    assert kinds([], [used(DeviceOwnership.SHARED)]) == []
    assert kinds([], [used(DeviceOwnership.UNKNOWN)]) == []
    assert kinds([], [used(device="tablet")]) == []
    assert kinds([], [used(source=Source.DIARY)]) == []
    assert kinds([], [used(source=Source.ROUTER)]) == []
    (note,) = find_anomalies([], [used()], [KEPT], SHANGHAI)
    assert note.days == (date(2026, 3, 4),)


def test_a_note_asks_and_names_harmless_reasons() -> None:
    """In both languages, and without a verdict."""
    (note,) = find_anomalies(week(), [], [], SHANGHAI)
    assert "请问一问" in note.asks.zh
    assert "Please ask" in note.asks.en
    assert "闹钟" in note.perhaps.zh


def test_a_note_closed_as_harmless_leaves_every_view_and_does_not_come_again() -> None:
    """Not even when more days join it."""
    (note,) = find_anomalies(week(), [], [], SHANGHAI)
    longer = [*week(), SubmissionFingerprint(NINE + timedelta(days=9))]
    assert find_anomalies(longer, [], [], SHANGHAI, closed={note.key}) == []
    assert len(find_anomalies(longer, [], [], SHANGHAI)) == 1
