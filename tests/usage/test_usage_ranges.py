"""What is said of a week stays true whatever the days were between their bounds; unknown use is never little use."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.agreement import Agreement
from usage.day_facts import DayFacts
from usage.day_kinds import DayKinds
from usage.facts import DeviceFacts, compute_facts
from usage.goal_measures import MeasureCode
from usage.goal_words import StartSource, describe_course
from usage.goals import GoalPeriod, GoalTerms, MeasuredGoal, compute_goal_periods, measure_days
from usage.limits import Limits
from usage.reading import read_source
from usage.sources import Device, DeviceOwnership, Grade, Source

MONDAY = date(2026, 3, 2)
ZONE = ZoneInfo("Asia/Shanghai")
KINDS = DayKinds(WorkingDays())
GOAL = MeasuredGoal(MeasureCode.SCHOOL_DAY_MINUTES, (GoalTerms(MONDAY, MONDAY + timedelta(days=6), 150),))
MINUTES = st.integers(0, 1439)
RANGES = st.one_of(st.none(), st.tuples(MINUTES, st.one_of(st.none(), MINUTES)))


def within(days: dict[date, DayFacts]) -> bool | None:
    facts = DeviceFacts("phone", DeviceOwnership.OWN, "", days, (), {}, ())
    (week,) = compute_goal_periods(GOAL, facts, (), KINDS, lambda _day: Agreement(), MONDAY + timedelta(days=6))
    return week.within


def a_day(day: date, least: int, unseen: int | None) -> DayFacts:
    more = None if unseen is None else timedelta(minutes=unseen)
    return DayFacts(day, Source.SHEET, Grade.B, 1.0, timedelta(minutes=least), unseen=more)


@given(st.lists(RANGES, min_size=5, max_size=5), st.data())
def test_what_is_said_of_a_week_stays_true_for_every_value_between_the_bounds(
    week: list[tuple[int, int | None] | None], data: st.DataObject
) -> None:
    """None is a missing day; a day without an upper bound can have been any up to the whole day."""
    days, truth = {}, {}
    for place, bounds in enumerate(week):
        day = MONDAY + timedelta(days=place)
        least, unseen = bounds or (0, None)
        most = 1440 if unseen is None else min(least + unseen, 1440)
        truth[day] = a_day(day, data.draw(st.integers(least, most)), 0)
        if bounds is not None:
            days[day] = a_day(day, least, unseen)
    said = within(days)
    assert said is None or said is within(truth)


LEVELS = st.integers(0, 900)


@given(LEVELS, LEVELS, st.lists(st.integers(0, 60), min_size=28, max_size=28), st.integers(0, 40), st.data())
def test_more_or_less_than_at_the_start_is_true_for_every_value_between_the_bounds(
    before: int, later: int, unseen: list[int], gap: int, data: st.DataObject
) -> None:
    """Two weeks are the start and two are held against it, each day open by some minutes, and one perhaps missing."""
    days, truth = {}, {}
    for place, open_by in enumerate(unseen):
        day, least = MONDAY + timedelta(days=place), before if place < 14 else later
        known = (least, least + open_by) if place >= 14 else (least, least)
        least, most = (0, 1440) if place == gap else known
        truth[day] = a_day(day, data.draw(st.integers(least, most)), 0)
        if place != gap:
            days[day] = a_day(day, least, most - least)
    shown = {each.first_on for each in _course(days) if each.within is not None}
    for claimed, amount in _compared(days):
        real = [each.low for each in _course(truth) if each.first_on in shown and each.low is not None]
        start = _start(truth)
        assert start is not None
        difference = sum(real) / len(real) - start[0]
        assert (difference if claimed == "多" else -difference) >= amount - 1, "but for the rounding of a minute"


FROM_ON = MONDAY + timedelta(weeks=2)
LATER = MeasuredGoal(MeasureCode.SCHOOL_DAY_MINUTES, (GoalTerms(FROM_ON, FROM_ON + timedelta(days=13), 600),))


def _course(days: dict[date, DayFacts]) -> tuple[GoalPeriod, ...]:
    facts = DeviceFacts("phone", DeviceOwnership.OWN, "", days, (), {}, ())
    return compute_goal_periods(LATER, facts, (), KINDS, lambda _day: Agreement(), FROM_ON + timedelta(days=13))


def _start(days: dict[date, DayFacts]) -> tuple[int, int] | None:
    facts = DeviceFacts("phone", DeviceOwnership.OWN, "", days, (), {}, ())
    last = FROM_ON - timedelta(days=1)
    return measure_days(LATER.measure, None, facts, MONDAY, last, KINDS, lambda _day: Agreement())


def _compared(days: dict[date, DayFacts]) -> list[tuple[str, int]]:
    said = "".join(
        each.zh for each in describe_course(LATER.about, _start(days), StartSource.BASELINE, 600, _course(days))
    )
    return [(way, int(amount)) for way, amount in re.findall(r"比起点(少|多)(?:至少)?(\d+)分钟", said)]


TABLES = {
    "one app alone": ["日期,抖音时长", *[f"2026-03-0{day},30分钟" for day in range(2, 7)]],
    "a watching app that was off": ["日期,总时长,微信时长", *[f"2026-03-0{day},0分钟,0分钟" for day in range(2, 7)]],
    "wholes that cannot be": ["日期,总时长,微信时长", *[f"2026-03-0{day},1500分钟,60分钟" for day in range(2, 7)]],
    "the best three of five": ["日期,总时长", *[f"2026-03-0{day},149分钟" for day in range(2, 5)]],
    "two wholes of one day": ["日期,总时长", *[f"2026-03-0{day},100分钟" for day in range(2, 7)], "2026-03-06,700分钟"],
    "notifications and money": ["日期,收到的通知,消费(元)", *[f"2026-03-0{day},30,8" for day in range(2, 7)]],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_does_not_tell_the_whole_is_never_within_a_goal(name: str) -> None:
    assert _read("\n".join(TABLES[name]), date.max) is None


def test_days_that_were_not_over_are_the_least_there_was_and_whole_days_are_what_they_were() -> None:
    """The same week read on its Friday morning, and on the Monday after."""
    table = "\n".join(["日期,总时长", *[f"2026-03-0{day},100分钟" for day in range(2, 7)]])
    assert _read(table, date(2026, 3, 6)) is None
    assert _read(table, date(2026, 3, 9)) is True
    assert _read(table.replace("100", "900"), date(2026, 3, 6)) is False, "beyond already at the least"


def _read(table: str, today: date) -> bool | None:
    device, limits = Device("phone", DeviceOwnership.OWN), Limits(open_from=today)
    try:
        reading = read_source(Source.SHEET, device, "minor", ZONE, table.encode(), limits)
    except BadInput:
        return None
    facts = compute_facts([reading], ZONE, KINDS)
    return within(facts[0].days) if facts else None
