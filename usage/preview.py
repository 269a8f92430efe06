"""What a reading would say, before it counts: its days beside the same weekdays of the last weeks, what was left out, and
what is doubtful, as questions. It decides nothing: a person confirms, or does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.dates import short_day
from core.i18n import CatalogText, Text, _, listed
from usage.facts import DeviceFacts
from usage.import_issues import ImportIssue, IssueKind
from usage.reading import Reading
from usage.sources import SOURCE_TRAITS, Source, SourceScope
from usage.units import NAMES, Unit, UnitFrom, UnitNote

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
    IssueKind.LONGER_THAN_A_DAY, IssueKind.CLOCK_CHANGED, IssueKind.IMPOSSIBLE_DAY, IssueKind.PARTS_EXCEED_WHOLE,
    IssueKind.CONTRADICTION, IssueKind.NIGHT_EXCEEDS_DAY, IssueKind.KINDS_AND_APPS, IssueKind.ONLY_SECONDS,
    IssueKind.SEVERAL_MACHINES, IssueKind.NO_UNIT,
})  # fmt: skip
"""What counts all the same, or makes a day a gap, and is asked about; anything else was left out, or counts once."""
_ASKS_OF: dict[Source, Text] = {
    Source.RESCUETIME: _("RescueTime把同一账号的几台设备加在一起。这个账号只在这一台上用吗？"),
}


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
    """One way to read a file: as what, in which unit and how that is known, its days, what was left out and what is asked."""

    source: str
    name: Text
    grade: str
    unit: str | None
    """The unit that was taken, where the table says none and several are possible."""
    order: str | None
    """The order of days that was taken, where several are possible."""
    units: list[Text]
    entries: int
    days: list[PreviewDay]
    left_out: list[Text]
    doubts: list[Text]


def preview_reading(
    reading: Reading,
    facts: Sequence[DeviceFacts],
    past: Mapping[date, int],
    *,
    unit: Unit | None = None,
    order: str | None = None,
) -> ReadingPreview:
    """The reading, shown: `facts` are made of it alone, `past` are the minutes of the device's days that count and that
    whoever looks may see."""
    shown = _days(facts, past)
    problems = [*reading.problems, *(problem for each in facts for problem in each.problems)]
    of_source = [_ASKS_OF[reading.source]] if reading.source in _ASKS_OF else []
    return ReadingPreview(
        source=reading.source.value,
        name=SOURCE_TRAITS[reading.source].name,
        grade=reading.about.grade.value,
        unit=unit.value if unit else None,
        order=order,
        units=[describe_unit(note) for note in sorted(reading.unit_notes, key=str)],
        entries=reading.offered,
        days=shown,
        left_out=[*(each.words for each in problems if each.trouble not in TO_CHECK), *_known_in_part(facts)],
        doubts=[
            *of_source,
            *_asked(problems),
            *find_doubts(shown, past, of_device=reading.about.scope is SourceScope.DEVICE),
        ],
    )


def find_doubts(days: Sequence[PreviewDay], past: Mapping[date, int], *, of_device: bool = True) -> list[Text]:
    """What is asked about the days, each question once with its days."""
    found: dict[Doubt, list[date]] = {}
    for each in days:
        for doubt in _doubts_of(each, past, of_device):
            found.setdefault(doubt, []).append(each.day)
    return [DOUBTS[doubt].filled({"days": listed(map(short_day, on))}) for doubt, on in found.items()]


def describe_unit(note: UnitNote) -> Text:
    """The unit and how it is known, as a person reads it."""
    found, unit = note
    name = NAMES[unit] if unit else None
    if name is None:
        return _("单位：每个数字自己写明") if found is UnitFrom.CELL else _("单位：见表头")
    return _UNITS[found].filled({"unit": name})


_UNITS: dict[UnitFrom, CatalogText] = {
    UnitFrom.CELL: _("单位：{unit}（数字旁写明）"),
    UnitFrom.HEADING: _("单位：{unit}（表头写明）"),
    UnitFrom.ABOVE: _("单位：{unit}（表上方写明）"),
    UnitFrom.PROGRAM: _("单位：{unit}（这种程序都这样写）"),
    UnitFrom.SAID: _("单位：{unit}（交来的人选定）"),
    UnitFrom.SUPPOSED: _("如果单位是{unit}（没有写明）"),
    UnitFrom.ONLY_POSSIBLE: _("单位：{unit}（没有写明，换成别的单位不可能）"),
}


def _days(facts: Sequence[DeviceFacts], past: Mapping[date, int]) -> list[PreviewDay]:
    return [
        PreviewDay(
            day=day,
            minutes=_minutes(each.total) if each.can_be_used(0.0) else None,
            night=_minutes(each.night) if each.can_be_used(0.0) else None,
            unlocks=each.unlocks,
            before=[past.get(day - timedelta(weeks=week)) for week in range(1, WEEKS_BACK + 1)],
            counted=past.get(day),
        )
        for device in facts
        for day, each in sorted(device.days.items())
    ]


def _known_in_part(facts: Sequence[DeviceFacts]) -> list[Text]:
    """Which days count as missing, because too little of them is known."""
    days = [
        day
        for device in facts
        for day, each in sorted(device.days.items())
        if each.can_be_used(0.0) and not each.can_be_used()
    ]
    return [_("{days}只有一部分时间有记录，按缺失处理。", days=listed(map(short_day, days)))] if days else []


def _doubts_of(each: PreviewDay, past: Mapping[date, int], of_device: bool) -> list[Doubt]:
    if each.minutes is None:
        return []
    first = each.day - timedelta(weeks=WEEKS_BACK)
    earlier = [minutes for day, minutes in past.items() if first <= day < each.day]
    found = [Doubt.VERY_LONG] if each.minutes > VERY_LONG else []
    if len(earlier) >= FEWEST_PAST_DAYS and each.minutes > max(
        FAR_ABOVE * max(earlier), max(earlier) + FAR_ABOVE_MINUTES
    ):
        found.append(Doubt.FAR_ABOVE)
    if of_device and each.counted is not None and abs(each.counted - each.minutes) > OTHER_FIGURE:
        found.append(Doubt.OTHER_FIGURE)
    return found


def _asked(problems: Sequence[ImportIssue]) -> list[Text]:
    return [each.words for each in problems if each.trouble in TO_CHECK]


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // MINUTE
