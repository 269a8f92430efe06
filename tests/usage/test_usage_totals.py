"""Totals do not depend on how a record was cut, ordered or dated, and equal a count of seconds one by one."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.working_days import WorkingDays
from tests.machine_logs import as_buckets
from usage.agreement import Agreement
from usage.categories import Category
from usage.day_facts import DayFacts
from usage.day_kinds import DayKind, DayKinds
from usage.facts import compute_facts
from usage.intervals import clip_intervals, foreground, merge_intervals
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
KINDS = DayKinds(WorkingDays())
APPS = {"QQ": Category.SOCIAL, "抖音": Category.VIDEO, "王者荣耀": Category.GAME, "没人认识": Category.OTHER}
EVE = datetime(2026, 3, 12, 21, 50, tzinfo=SHANGHAI)
"""A Thursday; the stretches drawn begin within three hours, and so cross 22:00 and midnight."""
WINDOW_SECONDS = 3 * 3600

Stretch = tuple[int, int, str]

stretches = st.lists(
    st.tuples(st.integers(0, WINDOW_SECONDS), st.integers(0, 1500), st.sampled_from(sorted(APPS))),
    min_size=1,
    max_size=12,
)
presences = st.lists(st.tuples(st.integers(0, WINDOW_SECONDS), st.integers(0, 3000)), min_size=1, max_size=6)
offsets = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


def event(start: int, seconds: int, data: dict[str, str], zone: tzinfo = UTC) -> dict[str, Any]:
    return {
        "timestamp": (EVE + timedelta(seconds=start)).astimezone(zone).isoformat(),
        "duration": seconds,
        "data": data,
    }


def exported(events: list[dict[str, Any]]) -> Reading:
    return read_source(Source.ACTIVITYWATCH, OWN, "machine", SHANGHAI, as_buckets(events))


def totals(*readings: Reading) -> dict[date, tuple[Any, ...]]:
    """Every figure of every day that a sum could get wrong."""
    (device,) = compute_facts(readings, SHANGHAI, KINDS, agreement=Agreement(gaming={DayKind.SCHOOL_DAY: None}))
    return {day: figures(facts) for day, facts in device.days.items() if facts.total}


def figures(facts: DayFacts) -> tuple[Any, ...]:
    return (
        facts.total, dict(facts.by_category), facts.night, facts.longest,
        facts.gaming_outside_agreed,
    )  # fmt: skip


def events_of(fronts: list[Stretch], there: list[tuple[int, int]], zone: tzinfo = UTC) -> list[dict[str, Any]]:
    return [
        *(event(start, seconds, {"app": app, "title": "t"}, zone) for start, seconds, app in fronts),
        *(event(start, seconds, {"status": "not-afk"}, zone) for start, seconds in there),
    ]


@settings(max_examples=25, deadline=None)
@given(stretches, presences, st.randoms())
def test_cutting_a_file_in_parts_changes_no_total(
    fronts: list[Stretch], there: list[tuple[int, int]], random: Any
) -> None:
    """Windows in one file, presence in another, parts in any number."""
    events = events_of(fronts, there)
    parts: dict[int, list[dict[str, Any]]] = {}
    for each in events:
        parts.setdefault(random.randrange(4), []).append(each)
    assert totals(*(exported(part) for part in parts.values())) == totals(exported(events))


@settings(max_examples=25, deadline=None)
@given(stretches, presences, st.randoms())
def test_the_order_of_events_changes_no_total(fronts: list[Stretch], there: list[tuple[int, int]], random: Any) -> None:
    """Newest first, oldest first or shuffled."""
    events = events_of(fronts, there)
    shuffled = list(events)
    random.shuffle(shuffled)
    assert totals(exported(shuffled)) == totals(exported(events))


@settings(max_examples=25, deadline=None)
@given(stretches, presences, offsets)
def test_the_time_zone_of_the_export_changes_no_total(
    fronts: list[Stretch], there: list[tuple[int, int]], offset: timezone
) -> None:
    """A computer set to another zone lived through the same minutes."""
    assert totals(exported(events_of(fronts, there, offset))) == totals(exported(events_of(fronts, there)))


@settings(max_examples=25, deadline=None)
@given(stretches, presences)
def test_totals_equal_a_count_second_by_second(fronts: list[Stretch], there: list[tuple[int, int]]) -> None:
    """Each second is asked: who came to the front last, was somebody there, which day, was it night?"""
    spent: dict[date, Counter[str]] = {}
    for second in range(WINDOW_SECONDS + 4500):
        if not any(start <= second < start + length for start, length in there):
            continue
        open_now = [(start, start + length, app) for start, length, app in fronts if start <= second < start + length]
        if not open_now:
            continue
        app = max(open_now)[2]
        local = EVE + timedelta(seconds=second)
        count = spent.setdefault(local.date(), Counter())
        count["total"] += 1
        count[APPS[app]] += 1
        count["night"] += local.hour >= 22 or local.hour < 6
    made = totals(exported(events_of(fronts, there)))
    assert made.keys() == spent.keys()
    for day, (total, by_category, night, *_) in made.items():
        assert total == timedelta(seconds=spent[day]["total"])
        assert {kind: value for kind, value in by_category.items() if value} == {
            kind: timedelta(seconds=spent[day][kind]) for kind in Category if spent[day][kind]
        }
        assert night == timedelta(seconds=spent[day]["night"])


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda each: (each[0], each[0] + each[1])), max_size=10
)


@given(spans)
def test_a_union_holds_every_moment_once(some: list[tuple[int, int]]) -> None:
    """What is merged neither overlaps nor loses anything."""
    union = merge_intervals(some)
    inside = {moment for start, end in some for moment in range(start, end)}
    assert sorted(moment for start, end in union for moment in range(start, end)) == sorted(inside)
    front = foreground([(start, end, str(n)) for n, (start, end) in enumerate(some)])
    assert sorted(moment for start, end, _ in front for moment in range(start, end)) == sorted(inside)


@given(spans, spans)
def test_what_lies_within_lies_in_both(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    """Intersection, moment by moment."""
    windows = merge_intervals(others)
    inside = clip_intervals([(start, end, "") for start, end in merge_intervals(some)], windows)
    both = {m for s, e in some for m in range(s, e)} & {m for s, e in others for m in range(s, e)}
    assert sorted(moment for start, end, _ in inside for moment in range(start, end)) == sorted(both)


def test_a_stretch_over_midnight_belongs_to_both_days_and_its_session_to_the_first() -> None:
    """From 23:30 to 00:45 are thirty and forty-five minutes, one session of an hour and a quarter, all at night."""
    made = totals(exported([event(100 * 60, 75 * 60, {"app": "QQ"})]))
    (first, second) = (made[date(2026, 3, 12)], made[date(2026, 3, 13)])
    assert (first[0], second[0]) == (timedelta(minutes=30), timedelta(minutes=45))
    assert (first[2], second[2]) == (timedelta(minutes=30), timedelta(minutes=45))
    assert (first[3], second[3]) == (timedelta(minutes=75), timedelta())


def test_pauses_shorter_than_five_minutes_do_not_end_a_session() -> None:
    """Twenty minutes, four of pause, twenty, six of pause, ten: the longest use is forty-four minutes."""
    made = totals(
        exported([event(0, 1200, {"app": "QQ"}), event(1440, 1200, {"app": "抖音"}), event(3000, 600, {"app": "QQ"})])
    )
    assert made[date(2026, 3, 12)][3] == timedelta(minutes=44)


def test_a_day_without_any_record_is_a_gap_and_a_day_with_a_running_idle_computer_is_a_day() -> None:
    """Missing is not zero; idle is."""
    day = 24 * 3600
    events = [
        event(-day, 60, {"app": "QQ"}), event(0, 0, {"status": "afk"}), event(2 * day, 60, {"app": "QQ"}),
        event(-day, 60, {"status": "not-afk"}), event(2 * day, 60, {"status": "not-afk"}),
    ]  # fmt: skip
    (device,) = compute_facts([exported(events)], SHANGHAI, KINDS)
    assert device.days[date(2026, 3, 12)].total == timedelta()
    assert date(2026, 3, 13) not in device.days
    assert date(2026, 3, 13) in device.gaps(date(2026, 3, 12), date(2026, 3, 14))


def test_the_first_and_last_day_are_covered_from_and_to_what_was_written() -> None:
    """From 21:50 on Thursday to 06:00 on Saturday."""
    parsed = exported(
        [event(0, 60, {"app": "QQ"}), event(10 * 3600, 60, {"app": "QQ"}), event(32 * 3600 + 540, 60, {"app": "QQ"})]
    )
    assert parsed.coverage == pytest.approx(
        {date(2026, 3, 12): 13 / 144, date(2026, 3, 13): 1.0, date(2026, 3, 14): 0.25}, abs=1e-3
    )
