"""Against one's own first weeks, with ranges; and when nothing is said at all."""

import tomllib
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.working_days import WorkingDays
from tests.machine_logs import as_export
from usage.agreement import Agreement
from usage.day_kinds import DayKind, DayKinds
from usage.facts import DeviceFacts, compute_facts
from usage.indicators import (
    NOT_ASSESSABLE,
    NOT_OF_A_PERSON,
    DailyMeanRange,
    Indicators,
    UsageMeasure,
    compute_indicators,
)
from usage.reading import Reading, read_source, read_typed_week
from usage.sheet import TypedWeek
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
CASELOAD = Path(__file__).parents[2] / "examples" / "caseload"
SUMMER = (date(2026, 7, 4), date(2026, 8, 31))
KINDS = DayKinds(WorkingDays(), [SUMMER])
BEGAN = date(2026, 4, 20)
AGREED = Agreement(
    daily={DayKind.SCHOOL_DAY: timedelta(hours=2), DayKind.FREE_DAY: timedelta(hours=3)}, night=timedelta(0)
)


def sheets_of(plan: str, ownership: DeviceOwnership) -> list[Reading]:
    """The weekly sheets of one sample plan, each of the Monday to Sunday before it fell due."""
    data = tomllib.loads((CASELOAD / f"{plan}.acts.toml").read_text(encoding="utf-8"))["acts"]
    return [
        read_typed_week(
            TypedWeek(act.get("due_on", act["on"]) - timedelta(days=7), act["minutes"], act["night_minutes"]),
            Device("phone", ownership), act["by"], SHANGHAI,
        )
        for act in data if act["did"] == "submit" and act["item"] == "usage_sheet"
    ]  # fmt: skip


def facts(readings: Sequence[Reading], agreement: Agreement = AGREED) -> DeviceFacts:
    (device,) = compute_facts(readings, SHANGHAI, KINDS, agreement=agreement)
    return device


def indicators_of(device: DeviceFacts, first: date, last: date) -> Indicators:
    return compute_indicators(device, (BEGAN, BEGAN + timedelta(days=27)), first, last, KINDS, AGREED, 5)


def ranges(indicators: Indicators, measure: UsageMeasure, kind: DayKind) -> tuple[DailyMeanRange, DailyMeanRange]:
    (found,) = [each for each in indicators.comparisons if (each.measure, each.kind) == (measure, kind)]
    assert found.first_weeks is not None
    assert found.now is not None
    return found.first_weeks, found.now


def week(minutes: Sequence[int | None], first_on: date = BEGAN) -> Reading:
    return read_typed_week(TypedWeek(first_on, minutes), Device("phone", DeviceOwnership.OWN), "guardian", SHANGHAI)


def test_a_summer_that_slipped_and_an_autumn_that_came_back_can_be_recorded() -> None:
    """The sample plan Dashu: August against its own first weeks, and October against the same."""
    device = facts(sheets_of("12-dashu", DeviceOwnership.OWN))
    august, october = (
        indicators_of(device, date(2026, 8, 1), date(2026, 8, 31)),
        indicators_of(device, date(2026, 10, 12), date(2026, 11, 22)),
    )
    then, now = ranges(august, UsageMeasure.TOTAL, DayKind.FREE_DAY)
    assert now.low > 2 * then.high
    then, now = ranges(october, UsageMeasure.TOTAL, DayKind.SCHOOL_DAY)
    assert now.high < then.low
    assert ranges(october, UsageMeasure.NIGHT, DayKind.SCHOOL_DAY)[1].high == timedelta(0)
    assert august.weeks_within == (0, 4)
    assert october.weeks_within == (6, 6)
    assert all(each.words.zh and each.words.en for each in august.comparisons)


@pytest.mark.parametrize("ownership", [DeviceOwnership.SHARED, DeviceOwnership.UNKNOWN])
def test_a_shared_or_unknown_device_gives_no_finding_about_a_person(ownership: DeviceOwnership) -> None:
    """The sample plan Xiaohan: the mother's midnight videos are not the boy's night."""
    device = facts(sheets_of("23-xiaohan", ownership))
    found = indicators_of(device, date(2026, 10, 1), date(2026, 10, 31))
    assert (found.assessable, found.because, found.comparisons, found.weeks) == (False, NOT_OF_A_PERSON, (), ())


def test_one_claim_that_a_device_is_shared_is_enough() -> None:
    """The least any sheet claims stands."""
    own, shared = sheets_of("12-dashu", DeviceOwnership.OWN), sheets_of("12-dashu", DeviceOwnership.SHARED)
    assert not facts([*own[1:], shared[0]]).speaks_of_a_person
    assert not facts([shared[0], own[0]]).speaks_of_a_person, "the same sheet, claimed both ways"


def test_below_the_bound_nothing_is_said_and_nothing_lost_or_won() -> None:
    """Four days of seven are fewer than three in five of a week; five are enough."""
    long, short = week([600, 600, 600, 600, None, None, None]), week([600, 600, 600, 600, 600, None, None])
    nothing = indicators_of(facts([long]), BEGAN, BEGAN + timedelta(days=6))
    assert (nothing.assessable, nothing.because, nothing.weeks_within) == (False, NOT_ASSESSABLE, (0, 0))
    assert indicators_of(facts([short]), BEGAN, BEGAN + timedelta(days=6)).weeks_within == (0, 1)


def test_missing_days_make_a_range_and_never_a_zero() -> None:
    """Four known school days of five: the fifth can have been anything, from nought to the whole day."""
    device = facts([week([60, 120, 180, 240, None, 100, 100])])
    indicators = indicators_of(device, BEGAN, BEGAN + timedelta(days=6))
    (found,) = [
        each for each in indicators.comparisons if (each.measure, each.kind) == (UsageMeasure.TOTAL, DayKind.SCHOOL_DAY)
    ]
    assert found.now is not None
    assert (found.now.low, found.now.high) == tuple(timedelta(minutes=each) for each in (120, 408))
    assert found.first_weeks is None, "one week of four is no baseline"
    assert found.words is NOT_ASSESSABLE


@given(st.lists(st.one_of(st.none(), st.integers(0, 900)), min_size=28, max_size=28))
def test_a_range_lies_the_right_way_round_and_knows_how_many_it_rests_on(minutes: list[int | None]) -> None:
    """Whatever is missing."""
    if all(each is None for each in minutes):
        return
    device = facts([week(minutes)])
    for each in indicators_of(device, BEGAN, BEGAN + timedelta(days=27)).comparisons:
        if each.now is not None:
            assert each.now.low <= each.now.high
            assert 0.6 * each.now.days <= each.now.known <= each.now.days


def test_a_week_is_traced_to_the_days_that_went_beyond() -> None:
    """Two hours on school days, three on free ones; exactly that is within."""
    device = facts([week([120, 121, 120, 120, 120, 180, 180])])
    (found,) = indicators_of(device, BEGAN, BEGAN + timedelta(days=6)).weeks
    assert found.within is False


def test_a_make_up_saturday_is_a_school_day_and_a_school_holiday_is_none() -> None:
    """9 May 2026 is worked; a Monday in July is free for a pupil."""
    assert KINDS.kind(date(2026, 5, 9)) is DayKind.SCHOOL_DAY
    assert KINDS.kind(date(2026, 7, 6)) is DayKind.FREE_DAY
    assert KINDS.kind(date(2026, 10, 1)) is DayKind.FREE_DAY


def test_hours_agreed_to_be_without_use_belong_to_their_evening() -> None:
    """From 23:00 to 06:00 on school days: Thursday's night counts until Friday's morning, Saturday's not at all."""
    agreement = Agreement(offline={DayKind.SCHOOL_DAY: (time(23), time(6))})
    log = as_export(
        ("qq", "2026-04-23 22:50", "2026-04-23 23:20"), ("qq", "2026-04-24 00:30", "2026-04-24 01:00"),
        ("qq", "2026-04-25 23:30", "2026-04-26 00:30"),
    )  # fmt: skip
    parsed = read_source(Source.ACTIVITYWATCH, Device("phone", DeviceOwnership.OWN), "guardian", SHANGHAI, log)
    days = facts([parsed], agreement).days
    assert [days[date(2026, 4, n)].used_in_agreed_offline for n in (23, 24, 25, 26)] == [
        timedelta(minutes=20), timedelta(minutes=30), timedelta(0), timedelta(0),
    ]  # fmt: skip
