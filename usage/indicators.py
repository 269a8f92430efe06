"""Against the person's own beginning, the first four weeks unless other days were agreed on, and against nobody else.

School days are compared with school days and free days with free days. Missing days make a range, never a zero. Below
the coverage bound nothing is said, and then nothing is lost or won. A shared or unknown device, an account or a line
gives no finding about a person. Nothing here is a score, and nothing here has an effect on a plan.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.dates import days_between
from core.i18n import Text, _, ngettext, pgettext
from usage.agreement import Agreement
from usage.day_facts import COVERAGE_BOUND, MINUTE, DayFacts
from usage.day_kinds import DayKind, DayKinds
from usage.facts import DeviceFacts
from usage.weeks import Week, compute_week, list_whole_weeks

BASELINE = timedelta(weeks=4)
MIN_BASELINE = timedelta(weeks=2)
MAX_BASELINE = timedelta(weeks=8)
"""Less than two weeks are nobody's habit, and a beginning that lasts longer than two months is none."""
NIGHT, WHOLE_DAY = timedelta(hours=8), timedelta(days=1)
FEWEST_OF_A_KIND = 2
"""One school day, or one free day, is nobody's habit."""

NOT_OF_A_PERSON = _("设备共用、归属不清，或记录的不是一台设备，不能说明某个人的情况。")
NOT_ASSESSABLE = _("有记录的天数不够，无法评估；不因此加减任何评价。")
ASSESSABLE = _("有记录的天数足够。")


class UsageMeasure(StrEnum):
    """What of a day is compared."""

    TOTAL = "total"
    NIGHT = "night"
    LONGEST = "longest"
    GAMING_OUTSIDE_AGREED = "gaming_outside_agreed"
    USED_IN_AGREED_OFFLINE = "used_in_agreed_offline"


def of_total(day: DayFacts) -> timedelta | None:
    """All use of the day."""
    return day.total


def of_night(day: DayFacts) -> timedelta | None:
    """Use at night."""
    return day.night


MEASURES: dict[UsageMeasure, tuple[Text, Callable[[DayFacts], timedelta | None]]] = {
    UsageMeasure.TOTAL: (_("每天使用"), of_total),
    UsageMeasure.NIGHT: (_("每天夜间使用"), of_night),
    UsageMeasure.LONGEST: (_("连续使用最长"), lambda day: day.longest),
    UsageMeasure.GAMING_OUTSIDE_AGREED: (_("约定时段外游戏"), lambda day: day.gaming_outside_agreed),
    UsageMeasure.USED_IN_AGREED_OFFLINE: (_("约定不用的时段内使用"), lambda day: day.used_in_agreed_offline),
}

KIND_NAMES: dict[DayKind, Text] = {
    DayKind.SCHOOL_DAY: _("上学日"),
    DayKind.FREE_DAY: pgettext("within a sentence", "休息日"),
}


@dataclass(frozen=True)
class DailyMeanRange:
    """A mean a day over `days` days, of which `known` are known whole: at least and at most.

    A missing day can have been anything: known days never stand in for it.
    """

    low: timedelta
    high: timedelta
    known: int
    days: int
    of_known: timedelta
    """The mean of the days known whole. It is never said: it tells only whether people may want to talk about a change."""

    @property
    def words(self) -> Text:
        """The range in whole minutes, with the days it rests on."""
        known = pgettext("within a sentence", "{days}天中{known}天有记录", days=self.days, known=self.known)
        return _("{minutes}（{known}）", minutes=self.minutes, known=known)

    @property
    def minutes(self) -> Text:
        """The range in whole minutes: one number where it is one."""
        low, high = self.least, -(-self.high // MINUTE)
        if self.is_settled:
            return ngettext("{number}分钟", low, number=low)
        return _("{low}到{high}分钟之间", low=low, high=high)

    @property
    def least(self) -> int:
        """The lower bound in whole minutes."""
        return self.low // MINUTE

    @property
    def is_settled(self) -> bool:
        """Whether it is one number to the minute."""
        return self.high - self.low < MINUTE


@dataclass(frozen=True)
class Comparison:
    """One measure on one kind of day, then and now. None where too few days are known."""

    measure: UsageMeasure
    kind: DayKind
    first_weeks: DailyMeanRange | None
    now: DailyMeanRange | None

    @property
    def assessable(self) -> bool:
        """Whether then and now can be compared."""
        return self.first_weeks is not None and self.now is not None

    @property
    def words(self) -> Text:
        """The comparison as a sentence without a judgement."""
        if self.first_weeks is None or self.now is None:
            return NOT_ASSESSABLE
        name = MEASURES[self.measure][0]
        then, now = self.first_weeks.words, self.now.words
        return _("{kind}{name}：起点{then}，这一段{now}。", kind=KIND_NAMES[self.kind], name=name, then=then, now=now)


@dataclass(frozen=True)
class Indicators:
    """What can be talked about, of one stretch of days. `because` says why not, where it cannot."""

    assessable: bool
    because: Text
    comparisons: tuple[Comparison, ...] = ()
    weeks: tuple[Week, ...] = ()

    @property
    def weeks_within(self) -> tuple[int, int]:
        """How many weeks lay within the agreed plan, and of how many that can be said at all."""
        weeks = [week for week in self.weeks if week.within is not None]
        return sum(1 for week in weeks if week.within), len(weeks)


def compute_indicators(
    facts: DeviceFacts,
    baseline: tuple[date, date],
    first: date,
    last: date,
    kinds: DayKinds,
    agreement: Agreement,
    fewest_days: int,
) -> Indicators:
    """The days from `first` to `last` beside the days of the beginning, both included. With fewer than `fewest_days` known ones, or
    a smaller share of them known than the coverage bound, nothing is said."""
    if not facts.speaks_of_a_person:
        return Indicators(False, NOT_OF_A_PERSON)
    then, now = days_between(*baseline), days_between(first, last)
    known = sum(1 for day in now if day in facts.days and facts.days[day].can_be_used())
    if known < max(fewest_days, COVERAGE_BOUND * len(now)):
        return Indicators(False, NOT_ASSESSABLE)
    then_by_kind, now_by_kind = (
        {kind: [day for day in days if kinds.kind(day) is kind] for kind in DayKind} for days in (then, now)
    )
    comparisons = [
        Comparison(measure, kind, *_then_and_now(facts, measure, then_by_kind[kind], now_by_kind[kind]))
        for measure in UsageMeasure
        for kind in DayKind
    ]
    return Indicators(
        True,
        ASSESSABLE,
        tuple(each for each in comparisons if each.now is not None),
        tuple(compute_week(facts, monday, kinds, agreement) for monday, _sunday in list_whole_weeks(first, last)),
    )


def _then_and_now(
    facts: DeviceFacts, measure: UsageMeasure, then: Sequence[date], now: Sequence[date]
) -> tuple[DailyMeanRange | None, DailyMeanRange | None]:
    asked, most = MEASURES[measure][1], NIGHT if measure is UsageMeasure.NIGHT else WHOLE_DAY
    return compute_mean_range(facts, then, asked, most), compute_mean_range(facts, now, asked, most)


def compute_mean_range(
    facts: DeviceFacts, days: Sequence[date], asked: Callable[[DayFacts], timedelta | None], most: timedelta = WHOLE_DAY
) -> DailyMeanRange | None:
    """The mean a day of one figure, at least and at most, where no day can be above `most`; None where fewer days are
    known whole than the coverage bound asks for."""
    ranges = [facts.days[day].range_of(asked(facts.days[day])) for day in days if day in facts.days]
    told = [each for each in ranges if each is not None]
    known = [each.least for each in told if each.most is not None and each.most - each.least < MINUTE]
    if len(known) < max(FEWEST_OF_A_KIND, COVERAGE_BOUND * len(days)):
        return None
    highest = (most if each.most is None else max(each.least, min(each.most, most)) for each in told)
    missing = len(days) - len(told)
    return DailyMeanRange(
        low=sum((each.least for each in told), timedelta()) / len(days),
        high=(sum(highest, timedelta()) + missing * most) / len(days),
        known=len(known),
        days=len(days),
        of_known=sum(known, timedelta()) / len(known),
    )
