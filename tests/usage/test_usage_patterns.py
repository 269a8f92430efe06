"""Odd patterns ask; they do not say. What was harmless is gone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from usage.patterns import Custody, HandedIn, Oddity, notes_on
from usage.reading import Reading, read
from usage.sources import Device, Source, Whose

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 3, 2, 21, 0, 30, tzinfo=SHANGHAI)
KEPT = Custody("phone", NINE, NINE + timedelta(days=7))


def week(minute_step: int = 0, **more: str) -> list[HandedIn]:
    return [HandedIn(NINE + timedelta(days=n, minutes=n * minute_step), **more) for n in range(7)]


def used(whose: Whose = Whose.OWN, device: str = "phone", source: Source = Source.USAGESTATS_CSV) -> Reading:
    text = "package,start,end,日期,时长\nqq,2026-03-04 10:00,2026-03-04 10:30,2026-03-04,30\n"
    return read(source, Device(device, whose), "minor", SHANGHAI, text.encode())


def kinds(handed_in: list[HandedIn], readings: list[Reading] | None = None) -> list[Oddity]:
    return [note.oddity for note in notes_on(handed_in, readings or [], [KEPT], SHANGHAI)]


def test_the_same_minute_every_evening_asks_and_a_minute_more_each_day_does_not() -> None:
    """Five times are needed."""
    assert kinds(week()) == [Oddity.SAME_MINUTE]
    assert kinds(week(minute_step=1)) == []
    assert kinds(week()[:4]) == []


def test_the_same_photo_or_text_on_several_days_asks() -> None:
    """Twice for a photo, three times for a text; twice on one day is only a second press."""
    assert kinds(week(1, photo_sha256="a")) == [Oddity.SAME_PHOTO]
    assert kinds(week(1, text_sha256="a")) == [Oddity.SAME_TEXT]
    assert kinds(week(1, text_sha256="a")[:2]) == []
    assert kinds([HandedIn(NINE, photo_sha256="a"), HandedIn(NINE + timedelta(minutes=1), photo_sha256="a")]) == []


def test_use_while_the_device_was_handed_in_asks_only_of_ones_own_device_and_a_machines_record() -> None:
    """A shared phone, another phone, a router or a diary raise no question."""
    assert kinds([], [used()]) == [Oddity.USED_WHILE_HANDED_IN]
    assert kinds([], [used(Whose.SHARED)]) == []
    assert kinds([], [used(Whose.UNKNOWN)]) == []
    assert kinds([], [used(device="tablet")]) == []
    assert kinds([], [used(source=Source.DIARY)]) == []
    assert kinds([], [used(source=Source.ROUTER)]) == []
    (note,) = notes_on([], [used()], [KEPT], SHANGHAI)
    assert note.days == (date(2026, 3, 4),)


def test_a_note_asks_and_names_harmless_reasons() -> None:
    """In both languages, and without a verdict."""
    (note,) = notes_on(week(), [], [], SHANGHAI)
    assert "请问一问" in note.asks.zh
    assert "Please ask" in note.asks.en
    assert "闹钟" in note.perhaps.zh


def test_a_note_closed_as_harmless_leaves_every_view_and_does_not_come_again() -> None:
    """Not even when more days join it."""
    (note,) = notes_on(week(), [], [], SHANGHAI)
    longer = [*week(), HandedIn(NINE + timedelta(days=9))]
    assert notes_on(longer, [], [], SHANGHAI, closed={note.key}) == []
    assert len(notes_on(longer, [], [], SHANGHAI)) == 1
