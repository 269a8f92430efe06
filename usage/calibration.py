"""The typed sheet beside the device's own log of the same days: how far apart the two are, said and held against nobody.

What people report of screen time and what devices log differ by hours, in both directions; a difference is a reason to
know how far a figure can be believed, and says nothing about honesty.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from core.i18n import Text, _, ngettext
from usage.day_facts import DayFacts
from usage.facts import DeviceFacts
from usage.sources import SOURCE_TRAITS, Grade, Source

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class ComparedDay:
    """One day in whole minutes, as it was typed and as the device logged it."""

    day: date
    typed: int
    logged: int


@dataclass(frozen=True)
class Calibration:
    """A device whose log and whose typed sheet speak of the same days."""

    device_id: str
    typed_source: Source
    logged_source: Source
    days: tuple[ComparedDay, ...]

    @property
    def typed(self) -> int:
        """The mean of what was typed, in whole minutes a day."""
        return _mean([each.typed for each in self.days])

    @property
    def logged(self) -> int:
        """The mean of what the device logged, in whole minutes a day."""
        return _mean([each.logged for each in self.days])

    @property
    def words(self) -> tuple[Text, ...]:
        """The difference in sentences."""
        apart = max(self.days, key=lambda each: (abs(each.logged - each.typed), each.day))
        difference = self.logged - self.typed
        minutes = abs(difference)
        if difference > 0:
            mean = ngettext("平均每天记录比填写的多{minutes}分钟。", minutes, minutes=minutes)
        elif difference < 0:
            mean = ngettext("平均每天记录比填写的少{minutes}分钟。", minutes, minutes=minutes)
        else:
            mean = _("平均下来两者一样。")
        return (
            ngettext(
                "同样的{count}天里，{typed_name}平均{typed}分钟，{logged_name}平均{logged}分钟。",
                len(self.days), count=len(self.days), typed=self.typed, logged=self.logged,
                typed_name=SOURCE_TRAITS[self.typed_source].name, logged_name=SOURCE_TRAITS[self.logged_source].name,
            ),
            mean,
            _(
                "差得最多的一天：{month}月{day}日，填写{typed}分钟，记录{logged}分钟。",
                month=apart.day.month, day=apart.day.day, typed=apart.typed, logged=apart.logged,
            ),
            _("凭印象填的和设备记的，常常相差很多，谁都这样；这只说明数字能信到几分，不说明谁不诚实。"),
        )  # fmt: skip


def calibrate(facts: DeviceFacts, first: date, last: date) -> Calibration | None:
    """The days of that span of which both a log (grade A) and a typed or told source say enough; None without any."""
    told: dict[date, list[DayFacts]] = defaultdict(list)
    for day in (*facts.days.values(), *facts.others):
        if first <= day.day <= last and day.can_be_used():
            told[day.day].append(day)
    found: list[tuple[ComparedDay, Source, Source]] = []
    for on, days in sorted(told.items()):
        logged = next((each for each in days if each.grade is Grade.A), None)
        typed = next((each for each in days if each.grade is not Grade.A), None)
        if logged is not None and typed is not None and logged.total is not None and typed.total is not None:
            compared = ComparedDay(on, typed.total // MINUTE, logged.total // MINUTE)
            found.append((compared, typed.source, logged.source))
    if not found:
        return None
    return Calibration(facts.device_id, found[0][1], found[0][2], tuple(each for each, _typed, _logged in found))


def _mean(numbers: list[int]) -> int:
    return int(sum(numbers) / len(numbers) + 0.5)
