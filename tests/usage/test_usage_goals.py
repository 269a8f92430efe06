"""What is said of a goal, against a year of invented weeks of which the truth is known."""

import random
from collections.abc import Mapping
from datetime import date, time, timedelta

import pytest

from law.working_days import WorkingDays
from usage.agreement import Agreement
from usage.categories import Category
from usage.day_facts import DayFacts
from usage.day_kinds import DayKind, DayKinds
from usage.facts import DeviceFacts
from usage.goal_measures import MEASURES, MeasureCode
from usage.goal_words import StartSource, describe_course, describe_course_plainly, summarize_course
from usage.goals import GoalPeriod, GoalTerms, MeasuredGoal, SaidValue, choose_facts, compute_goal_periods, measure_days
from usage.sources import DeviceOwnership, Grade, Source
from usage.weeks import compute_week

FIRST, WEEKS = date(2026, 1, 5), 52  # a Monday
LAST = FIRST + timedelta(weeks=WEEKS, days=-1)
KINDS = DayKinds(WorkingDays(), [(date(2026, 7, 6), date(2026, 8, 30))])
SLEEP = Agreement(offline=dict.fromkeys(DayKind, (time(23), time(6))))
DAYS = [FIRST + timedelta(days=n) for n in range(7 * WEEKS)]


def truth(seed: int) -> dict[date, DayFacts]:
    """A year: much at night, games and long days at first, less and less of them, and a summer that slips."""
    lots, days = random.Random(seed), {}
    for place, day in enumerate(DAYS):
        slips = 1.6 if date(2026, 7, 6) <= day <= date(2026, 8, 30) else 1.0
        less = max(0.3, 1 - place / 400) * slips
        night = round(lots.triangular(0, 90, 45) * less)
        game = round(lots.triangular(0, 120, 60) * less)
        total = night + game + round(lots.triangular(20, 200, 90) * less)
        days[day] = DayFacts(
            day, Source.SHEET, Grade.B, 1.0, timedelta(minutes=total),
            by_category={Category.GAME: timedelta(minutes=game), Category.SOCIAL: timedelta(minutes=total - game)},
            night=timedelta(minutes=night), used_in_agreed_offline=timedelta(minutes=night if night > 20 else 3),
        )  # fmt: skip
    return days


def device(days: Mapping[date, DayFacts], **more: object) -> DeviceFacts:
    about: dict[str, object] = {"whose": DeviceOwnership.OWN, "mark": "", "others": ()}
    return DeviceFacts("phone", days=dict(days), unplaced={}, problems=(), **(about | more))  # type: ignore[arg-type]


def goal(measure: MeasureCode, target: int, **more: object) -> MeasuredGoal:
    return MeasuredGoal(measure, (GoalTerms(FIRST, LAST, target),), **more)  # type: ignore[arg-type]


def periods(
    of: MeasuredGoal, facts: DeviceFacts | None, *said: SaidValue, until: date = LAST
) -> tuple[GoalPeriod, ...]:
    return compute_goal_periods(of, facts, said, KINDS, lambda _day: SLEEP, until)


def was(measure: MeasureCode, days: Mapping[date, DayFacts], monday: date) -> int | None:
    """The truth of a week, computed apart: in whole minutes or nights; None where it has no such day."""
    week = [days[monday + timedelta(days=n)] for n in range(7)]
    figures = {
        MeasureCode.NIGHT_MINUTES: [day.night for day in week],
        MeasureCode.SCHOOL_DAY_MINUTES: [day.total for day in week if KINDS.kind(day.day) is DayKind.SCHOOL_DAY],
        MeasureCode.FREE_DAY_MINUTES: [day.total for day in week if KINDS.kind(day.day) is DayKind.FREE_DAY],
        MeasureCode.KIND_MINUTES: [day.by_category[Category.GAME] for day in week],
    }
    if measure is MeasureCode.SLEEP_NIGHTS:
        return sum(1 for day in week if (day.used_in_agreed_offline or timedelta()).total_seconds() <= 300)
    amounts = [each.total_seconds() / 60 for each in figures[measure] if each is not None]
    return int(sum(amounts) / len(amounts) + 0.5) if amounts else None


GOALS = [
    goal(MeasureCode.NIGHT_MINUTES, 30),
    goal(MeasureCode.SCHOOL_DAY_MINUTES, 150),
    goal(MeasureCode.FREE_DAY_MINUTES, 180),
    goal(MeasureCode.KIND_MINUTES, 40, category=Category.GAME),
    goal(MeasureCode.SLEEP_NIGHTS, 5),
]


@pytest.mark.parametrize("of", GOALS, ids=[each.measure.value for each in GOALS])
def test_of_a_year_known_whole_every_week_is_said_as_it_was(of: MeasuredGoal) -> None:
    days = truth(1)
    for each in periods(of, device(days)):
        real = was(of.measure, days, each.first_on)
        assert (each.value, each.low, each.high) == (real, real, real)
        assert real is not None
        assert each.within is (real <= of.terms[0].target if of.about.at_most else real >= of.terms[0].target)
    expected = [week for week in range(WEEKS) if was(of.measure, days, FIRST + timedelta(weeks=week)) is not None]
    assert len(periods(of, device(days))) == len(expected)


@pytest.mark.parametrize("of", GOALS, ids=[each.measure.value for each in GOALS])
def test_of_a_year_with_gaps_what_is_said_is_always_what_was(of: MeasuredGoal) -> None:
    """Every fifth day is missing, by lot, in ten years. What the missing days could turn round is not said at all."""
    wrong = said = stretches = 0
    for seed in range(10):
        days, lots = truth(seed), random.Random(seed)
        known = {day: facts for day, facts in days.items() if lots.random() > 0.2}
        for each in periods(of, device(known)):
            real = was(of.measure, days, each.first_on)
            stretches += 1
            if each.within is not None and real is not None:
                said += 1
                wrong += each.within is not (
                    real <= of.terms[0].target if of.about.at_most else real >= of.terms[0].target
                )
    assert said > 0.15 * stretches
    assert wrong == 0, (wrong, said, stretches)


def test_a_week_of_which_too_little_is_known_is_not_assessable_and_nothing_is_lost() -> None:
    days = {day: facts for day, facts in truth(2).items() if day.weekday() < 4}
    of = goal(MeasureCode.NIGHT_MINUTES, 30)
    course = periods(of, device(days))
    assert {(each.value, each.within, each.known) for each in course} == {(None, None, 4)}
    assert {(each.value, each.known) for each in periods(of, None)} == {(None, 0)}
    words = describe_course_plainly(of.about, (45, 45), 30, course)
    assert words[-1].zh == "这段时间记录不够，看不出来；这不算你没做到。"


def test_a_goal_that_changed_is_held_against_what_was_agreed_for_that_week() -> None:
    july = date(2026, 7, 1)
    of = MeasuredGoal(
        MeasureCode.NIGHT_MINUTES, (GoalTerms(FIRST, LAST, 60), GoalTerms(july, LAST, 5)), ended_on=date(2026, 8, 31)
    )
    course = periods(of, device(truth(3)))
    assert {each.target for each in course if each.first_on < july} == {60}
    assert {each.target for each in course if each.first_on >= july} == {5}
    assert course[-1].last_on == date(2026, 8, 30), "people ended it, and nothing is measured after that"


def test_money_is_what_people_said_of_a_month_and_silence_is_no_nought() -> None:
    of = goal(MeasureCode.TOP_UPS, 50)
    said = [SaidValue(date(2026, 1, 6), 90), SaidValue(date(2026, 2, 6), 30)]
    january, february, march = periods(of, None, *said, until=date(2026, 4, 4))
    assert [(each.value, each.within, each.said) for each in (january, february, march)] == [
        (90, False, True), (30, True, True), (None, None, False),
    ]  # fmt: skip


def test_days_with_sport_are_what_people_said_and_silence_is_no_nought() -> None:
    of = goal(MeasureCode.ACTIVITY_DAYS, 3)
    course = periods(of, None, SaidValue(FIRST, 3), until=FIRST + timedelta(days=20))
    assert [(each.value, each.within, each.grade) for each in course] == [(3, True, Grade.C), (None, None, None), (None, None, None)]  # fmt: skip


def test_two_own_devices_are_never_added_and_a_shared_one_measures_nobody() -> None:
    days = truth(4)
    phone, shared = device(days), device(days, whose=DeviceOwnership.SHARED)
    assert choose_facts(None, [phone, shared]) is phone
    assert choose_facts(None, [phone, phone]) is None
    assert choose_facts("computer", [phone]) is None


def test_the_sentences_say_what_was_and_no_verdict() -> None:
    days = truth(5)
    of = goal(MeasureCode.NIGHT_MINUTES, 30)
    start = measure_days(of.measure, None, device(days), FIRST, FIRST + timedelta(days=27), KINDS, lambda _day: SLEEP)
    course = periods(of, device(days), until=FIRST + timedelta(weeks=6, days=-1))
    summary = summarize_course(course)
    assert (summary.stretches, summary.assessable, summary.known, summary.days) == (6, 6, 42, 42)
    said = [each.zh for each in describe_course(of.about, start, StartSource.BASELINE, 30, course)]
    nights = [was(of.measure, days, FIRST + timedelta(weeks=n)) or 0 for n in range(6)]
    assert start is not None
    assert start[0] == start[1]
    assert said[0] == f"起点{start[0]}分钟（按约定的起点那几周算出），目标不超过30分钟。"
    assert said[1] == f"6周中可以评价6周，其中{sum(each <= 30 for each in nights)}周符合约定。"
    assert said[2].startswith(f"最近可以评价的4周（1月19日至2月15日）平均{int(sum(nights[2:]) / 4 + 0.5)}分钟")
    assert said[-1] == "依据：照屏幕抄下的数字（B级）。"
    for measure in MEASURES.values():
        words = " ".join(each.zh for each in describe_course(measure, (5, 5), StartSource.SAID, 2, course))
        assert not {"违", "差", "优", "名", "分数", "连续"} & set(words.replace("差不多", ""))


def _weeks(*games: int | None, unlisted: int = 0) -> dict[date, DayFacts]:
    """Each week the same minutes of games a day, and as many of apps that nobody classified; None for a week without days."""
    return {
        FIRST + timedelta(weeks=week, days=n): DayFacts(
            FIRST + timedelta(weeks=week, days=n), Source.ACTIVITYWATCH, Grade.A, 1.0, timedelta(minutes=game + unlisted),
            by_category={Category.GAME: timedelta(minutes=game)}, gaming_outside_agreed=timedelta(minutes=game), unclassified=timedelta(minutes=unlisted),
        )
        for week, game in enumerate(games)
        if game is not None
        for n in range(7)
    }  # fmt: skip


def _said(days: Mapping[date, DayFacts], weeks: int, start: tuple[int, int] | None = (176, 176)) -> list[str]:
    of = goal(MeasureCode.KIND_MINUTES, 100, category=Category.GAME)
    course = periods(of, device(days), until=FIRST + timedelta(weeks=weeks, days=-1))
    return [each.zh for each in describe_course(of.about, start, StartSource.SAID, 100, course)]


@pytest.mark.parametrize(
    ("game", "unlisted", "within"), [(0, 200, None), (0, 60, True), (120, 200, False), (50, 60, None), (90, 5, True)]
)
def test_use_that_nobody_classified_may_be_of_the_kind_or_not(game: int, unlisted: int, within: bool | None) -> None:
    of = goal(MeasureCode.KIND_MINUTES, 100, category=Category.GAME)
    facts = device(_weeks(game, game, unlisted=unlisted))
    first, _ = periods(of, facts, until=FIRST + timedelta(days=13))
    assert (first.within, first.value) == (within, None)
    said = "".join(_said(facts.days, 2))
    assert ("有2周不能评价：平均每天" in said) is (within is None)
    assert ("平均0分钟" in said) is False
    start = measure_days(of.measure, of.category, facts, FIRST, FIRST + timedelta(days=13), KINDS, lambda _day: SLEEP)
    assert start == (game, game + unlisted)


def test_the_last_weeks_carry_their_days_and_old_ones_are_not_held_against_the_start() -> None:
    old = _said(_weeks(90, 90, 90, 90, *[None] * 6), 10)
    assert old[2:4] == [
        "最近可以评价的4周（1月5日至2月1日）平均90分钟。", "2月1日以后没有能够评价的记录，不和起点比较。",
    ]  # fmt: skip
    assert "最近可以评价的4周（1月5日至2月1日）平均90分钟，比起点少86分钟。" in _said(_weeks(90, 90, 90, 90), 4)
    assert [each for each in _said(_weeks(90, 90, 90, None, 90), 5) if "比起点" in each], "one week that is missing"
    assert not [each for each in _said(_weeks(90, 90, 90, None, None, 90), 6) if "比起点" in each]


def test_less_than_at_the_start_is_said_only_where_it_is_so_at_the_bounds() -> None:
    """Ninety minutes a day and up to five more beside 100 or 176; and beside a start that is known only roughly."""
    days = _weeks(90, 90, unlisted=5)
    assert "平均90到95分钟之间，比起点少至少81分钟。" in "".join(_said(days, 2))
    assert "和起点差不多" in "".join(_said(days, 2, (96, 96)))
    assert "和起点相比是多是少说不准" in "".join(_said(days, 2, (100, 100)))
    assert "和起点相比是多是少说不准" in "".join(_said(days, 2, (90, 300)))
    assert "比起点多至少10分钟" in "".join(_said(days, 2, (40, 80)))


def test_a_relapse_and_a_recovery_each_have_their_sentence() -> None:
    said = _said(_weeks(176, 176, 90, 90, 236, 236, 95, 150, 60, 60), 10)
    assert "做到以后又有反复：2月2日至2月15日平均236分钟。" in said
    assert "反复以后又做到：3月2日至3月15日平均60分钟。" in said
    assert not [each for each in _said(_weeks(176, 176, 90, 150, 90, 90), 6) if "反复" in each]


def test_a_week_of_use_that_nobody_classified_is_not_within_the_agreed_hours_for_games() -> None:
    agreed = Agreement(gaming=dict.fromkeys(DayKind, None))
    for unlisted, within in ((0, True), (200, None)):
        week = compute_week(device(_weeks(0, unlisted=unlisted)), FIRST, KINDS, agreed)
        assert week.within is within
