"""What a reading would say, before it counts: its days beside the same weekdays of the last weeks, what was left out, and
what is doubtful, as questions. It decides nothing: a person confirms, or does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.dates import short_day
from core.i18n import CatalogText, Text, _, listed
from usage.facts import DeviceFacts
from usage.import_issues import IssueKind
from usage.questions import Question, list_questions
from usage.reading import Reading
from usage.sources import SOURCE_TRAITS

MINUTE = timedelta(minutes=1)
WEEKS_BACK = 4
VERY_LONG = 16 * 60
"""Minutes: more than anybody is awake."""
FEWEST_PAST_DAYS = 5
FAR_ABOVE = 2
FAR_ABOVE_MINUTES = 120
OTHER_FIGURE = 10
"""Two figures for one day that differ by no more minutes are one, read twice."""

TO_CHECK = frozenset({
    IssueKind.LONGER_THAN_A_DAY, IssueKind.IMPOSSIBLE_DAY, IssueKind.PARTS_EXCEED_WHOLE,
    IssueKind.CONTRADICTION, IssueKind.SAME_NAME, IssueKind.NIGHT_EXCEEDS_DAY, IssueKind.KINDS_AND_APPS, IssueKind.SEVERAL_MACHINES,
})  # fmt: skip
"""What counts all the same, or makes a day a gap, and is asked about; anything else was left out, or counts once."""


class Doubt(StrEnum):
    """What is asked about a day."""

    VERY_LONG = "very_long"
    FAR_ABOVE = "far_above"
    OTHER_FIGURE = "other_figure"


DOUBTS: dict[Doubt, CatalogText] = {
    Doubt.VERY_LONG: _("{days}超过16小时。是这样吗？还是多写了一位，或单位不对？"),
    Doubt.FAR_ABOVE: _("{days}比前几周最多的一天还多一倍以上。那天有什么不同吗？还是数字或单位不对？"),
    Doubt.OTHER_FIGURE: _(
        "{days}已经有另一个数字在计算，两者不会相加：按更可靠的来源计算，同样可靠而互相矛盾的按缺失处理。"
    ),
}


@dataclass(frozen=True)
class PreviewDay:
    """One day as it was read, in whole minutes; None where it tells nothing. `before` are the same weekday's minutes one
    to four weeks earlier, None where nothing is known; `counted` is what counts of that day now."""

    day: date
    minutes: int | None
    night: int | None
    unlocks: int | None
    before: list[int | None]
    counted: int | None


@dataclass(frozen=True)
class ReadingPreview:
    """How a file was read: as what, its days, what was left out and what is asked."""

    source: str
    name: Text
    grade: str
    entries: int
    days: list[PreviewDay]
    left_out: list[Text]
    doubts: list[Text]
    questions: list[Question]
    """What makes a day whole where it is answered by yes; without an answer the figure is the least there was."""


def preview_reading(
    reading: Reading, facts: Sequence[DeviceFacts], past: Mapping[date, int], received_on: date
) -> ReadingPreview:
    """The reading, shown: `facts` are made of it alone, `past` are the minutes of the device's days that count and that
    the reader may see."""
    shown = _days(facts, past)
    problems = [*reading.problems, *(problem for each in facts for problem in each.problems)]
    return ReadingPreview(
        source=reading.source.value,
        name=SOURCE_TRAITS[reading.source].name,
        grade=reading.about.grade.value,
        entries=reading.offered,
        days=shown,
        left_out=[*(each.words for each in problems if each.kind not in TO_CHECK), *_known_in_part(reading, facts)],
        doubts=[*(each.words for each in problems if each.kind in TO_CHECK), *find_doubts(shown, past)],
        questions=list_questions(reading, received_on),
    )


def find_doubts(days: Sequence[PreviewDay], past: Mapping[date, int], *, beside: bool = True) -> list[Text]:
    """What is asked about the days, each question once with its days; `beside`: also about other figures that count."""
    found: dict[Doubt, list[date]] = {}
    for each in days:
        for doubt in _doubts_of(each, past, beside):
            found.setdefault(doubt, []).append(each.day)
    return [DOUBTS[doubt].filled({"days": listed(map(short_day, on))}) for doubt, on in found.items()]


def _days(facts: Sequence[DeviceFacts], past: Mapping[date, int]) -> list[PreviewDay]:
    return [
        PreviewDay(
            day=day,
            minutes=_minutes(each.total) if each.tells_use else None,
            night=_minutes(each.night) if each.tells_use else None,
            unlocks=each.unlocks,
            before=[past.get(day - timedelta(weeks=week)) for week in range(1, WEEKS_BACK + 1)],
            counted=past.get(day),
        )
        for device in facts
        for day, each in sorted(device.days.items())
    ]


def _known_in_part(reading: Reading, facts: Sequence[DeviceFacts]) -> list[Text]:
    """Of which days a program saw a part only. What a table leaves open is a question."""
    days = [
        day
        for device in facts
        for day, each in sorted(device.days.items())
        if reading.machines and each.tells_use and not each.can_be_used()
    ]
    return [_("{days}没有记满一天，只能算至少用了这么多。", days=listed(map(short_day, days)))] if days else []


def _doubts_of(each: PreviewDay, past: Mapping[date, int], beside: bool) -> list[Doubt]:
    if each.minutes is None:
        return []
    first = each.day - timedelta(weeks=WEEKS_BACK)
    earlier = [minutes for day, minutes in past.items() if first <= day < each.day]
    found = [Doubt.VERY_LONG] if each.minutes > VERY_LONG else []
    if len(earlier) >= FEWEST_PAST_DAYS and each.minutes > max(
        FAR_ABOVE * max(earlier), max(earlier) + FAR_ABOVE_MINUTES
    ):
        found.append(Doubt.FAR_ABOVE)
    if beside and each.counted is not None and abs(each.counted - each.minutes) > OTHER_FIGURE:
        found.append(Doubt.OTHER_FIGURE)
    return found


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // MINUTE
