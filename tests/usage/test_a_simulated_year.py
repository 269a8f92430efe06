"""A year of one phone, handed in week by week as households do: what is said of each week is compared with what was."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from law.working_days import WorkingDays
from usage.agreement import Agreement
from usage.day_kinds import DayKind, DayKinds
from usage.facts import compute_facts
from usage.goal_measures import MeasureCode
from usage.goals import GoalPeriod, GoalTerms, MeasuredGoal, compute_goal_periods
from usage.limits import Limits
from usage.reading import Reading, read_source
from usage.sources import Device, DeviceOwnership, Source

ZONE, KINDS = ZoneInfo("Asia/Shanghai"), DayKinds(WorkingDays())
MONDAY, WEEKS, TARGET = date(2026, 3, 2), 52, 150
LAST = MONDAY + timedelta(weeks=WEEKS, days=-1)
PHONE, TABLET = Device("phone", DeviceOwnership.OWN), Device("tablet", DeviceOwnership.OWN)
GOAL = MeasuredGoal(MeasureCode.SCHOOL_DAY_MINUTES, (GoalTerms(MONDAY, LAST, TARGET),))
Week = dict[date, int]
"""The minutes that the phone was really used on each day of a week."""
HANDED_IN = timedelta(days=8)
"""On the Tuesday after: on Monday the last day of a table is asked about first."""


def _whole(week: Week, _draw: Random) -> list[str]:
    return _table("总时长", {day: f"{minutes}分钟" for day, minutes in week.items()})


def _in_hours(week: Week, _draw: Random) -> list[str]:
    return _table("总时长", {day: f"{minutes // 60}小时{minutes % 60}分" for day, minutes in week.items()})


def _one_app(week: Week, draw: Random) -> list[str]:
    return _table("抖音时长", {day: f"{draw.randint(0, minutes)}分钟" for day, minutes in week.items()})


def _watcher_was_off(week: Week, _draw: Random) -> list[str]:
    return _table("总时长,微信时长", dict.fromkeys(week, "0分钟,0分钟"))


def _some_days_left_out(week: Week, draw: Random) -> list[str]:
    told = draw.sample(sorted(week), draw.randint(1, 6))
    return _table("总时长", {day: f"{week[day]}分钟" for day in told})


def _the_best_days(week: Week, _draw: Random) -> list[str]:
    return _table("总时长", {day: f"{week[day]}分钟" for day in sorted(week, key=week.__getitem__)[:3]})


def _two_wholes_of_a_day(week: Week, draw: Random) -> list[str]:
    other = draw.choice([day for day in week if KINDS.kind(day) is DayKind.SCHOOL_DAY] or sorted(week))
    return [*_whole(week, draw), f"{other},{(week[other] + 300) % 1200}分钟"]


def _impossible_whole(week: Week, draw: Random) -> list[str]:
    day = draw.choice(sorted(week))
    return _table("总时长,微信时长", {each: f"{1500 if each == day else week[each]}分钟,5分钟" for each in week})


def _nothing(_week: Week, _draw: Random) -> list[str]:
    return []


WAYS: list[Callable[[Week, Random], list[str]]] = [
    _whole, _whole, _in_hours, _one_app, _watcher_was_off, _some_days_left_out, _the_best_days, _two_wholes_of_a_day,
    _impossible_whole, _nothing,
]  # fmt: skip


def _table(columns: str, rows: dict[date, str]) -> list[str]:
    return [f"日期,{columns}", *[f"{day},{row}" for day, row in rows.items()]]


def _read(table: list[str], device: Device, monday: date) -> Reading:
    return read_source(
        Source.SHEET, device, "minor", ZONE, "\n".join(table).encode(), Limits(open_from=monday + HANDED_IN)
    )


def _simulate(seed: int) -> tuple[dict[date, Week], dict[date, GoalPeriod], dict[date, str]]:
    """The truth of each week, what is said of it, and how it was handed in. From the 30th week there is a relapse."""
    draw, truth, ways, readings = Random(seed), dict[date, Week](), dict[date, str](), list[Reading]()
    for number in range(WEEKS):
        monday = MONDAY + timedelta(weeks=number)
        usual = 260 if 30 <= number < 36 else 200 - 3 * number
        truth[monday] = {monday + timedelta(days=d): max(5, usual + draw.randint(-60, 60)) for d in range(7)}
        way = draw.choice(WAYS)
        ways[monday] = way.__name__
        if table := way(truth[monday], draw):
            readings.append(_read(table, PHONE, monday))
        if draw.random() < 0.3:  # another device, whose minutes stand beside the goal
            readings.append(_read(_table("总时长", dict.fromkeys(truth[monday], "20分钟")), TABLET, monday))
    (facts,) = [each for each in compute_facts(readings, ZONE, KINDS) if each.device_id == "phone"]
    periods = compute_goal_periods(GOAL, facts, (), KINDS, lambda _day: Agreement(), LAST)
    return truth, {period.first_on: period for period in periods}, ways


def _was_within(week: Week) -> bool:
    """Whether the school days kept to the goal on average, as the goal reads, to the minute."""
    school = _school_days(week)
    return bool(school) and round(sum(school) / len(school)) <= TARGET


def _school_days(week: Week) -> list[int]:
    return [minutes for day, minutes in week.items() if KINDS.kind(day) is DayKind.SCHOOL_DAY]


def test_what_is_said_of_each_week_of_a_year_is_true_and_the_rest_cannot_be_said() -> None:
    """Twenty years of a household each: nothing untrue is said, and what was told whole is said."""
    said: Counter[tuple[str, bool | None]] = Counter()
    for seed in range(20):
        truth, periods, ways = _simulate(seed)
        for monday, week in truth.items():
            within = periods[monday].within if monday in periods else None
            assert within in (None, _was_within(week)), (seed, monday, ways[monday])
            if len(_school_days(week)) > 2:  # in a week of holidays nothing is said of school days
                said[ways[monday], within] += 1
    assert said["_whole", None] == said["_in_hours", None] == 0
    assert said["_whole", True] > 50 < said["_whole", False]
    for way in ("_one_app", "_watcher_was_off", "_the_best_days", "_two_wholes_of_a_day", "_nothing"):
        assert said[way, True] == 0, way
    assert said["_one_app", False] > 0, "beyond already at the least"
