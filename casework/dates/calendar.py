"""A plan's calendar: everything it will owe from its first day to its last, computed from its cadence.

The same computation serves the preview before signing, the opening, and every change of the period.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from casework.desk import File
from casework.files.plan_file import (
    WEEKDAYS,
    CadencePart,
    EveryDaysPart,
    EveryMonthsPart,
    GuardianSheetPart,
    MilestonePart,
    WeeklyPart,
)
from casework.items import holder_of, put_item
from casework.kinds import KINDS, RHYTHMS, SHEETS, Pattern, Rhythm
from casework.usage.consent import ask_for_consent, device_consent
from law.duties import (
    OFFICE_DAY_ENDS,
    SUPERVISING,
    Owed,
    every_days,
    every_months,
    weekly,
)
from law.period import half_time
from law.working_days import WorkingDays
from models.office import Role

HALF_TIME = "half_time"


def owed_between(
    cadence: CadencePart, milestones: list[MilestonePart], begins: date, after: date, until: date, days: WorkingDays
) -> list[Owed]:
    """What falls due after `after` and up to `until`, in the order of its days; periods are counted from `begins`."""
    return sorted(
        (owed for owed in _all(cadence, milestones, begins, until, days) if owed.due_on > after),
        key=lambda owed: (owed.due_on, owed.kind),
    )


def _all(
    cadence: CadencePart, milestones: list[MilestonePart], begins: date, until: date, days: WorkingDays
) -> Iterator[Owed]:
    for kind, rhythm in RHYTHMS.items():
        yield from _recurring(kind, rhythm, cadence.of(kind), begins, until, days)
    for milestone in milestones:
        worked = days.rolled(milestone.on)
        due_on = worked if worked <= until else milestone.on
        yield Owed("milestone", Role.PROSECUTOR, due_on, OFFICE_DAY_ENDS, SUPERVISING, milestone.name)


def _recurring(
    kind: str,
    rhythm: Rhythm,
    said: WeeklyPart | EveryDaysPart | EveryMonthsPart | None,
    begins: date,
    until: date,
    days: WorkingDays,
) -> Iterator[Owed]:
    owner = said.owner if isinstance(said, GuardianSheetPart) else rhythm.owners[0]
    match said:
        case WeeklyPart():
            yield from weekly(kind, owner, WEEKDAYS.index(said.on), said.by, begins, until, rhythm.article)
        case EveryDaysPart():
            first = said.first_on or begins + timedelta(days=said.every_days)
            yield from every_days(kind, owner, said.every_days, first, until, days, rhythm.article)
        case EveryMonthsPart():
            on_day = said.on_day or begins.day
            worked = None if KINDS[kind].pattern is Pattern.FAMILY else days
            yield from every_months(kind, owner, said.every_months, on_day, begins, until, worked, rhythm.article)


def milestones_of(given: list[MilestonePart], begins: date, until: date) -> list[MilestonePart]:
    """The plan's own milestones; without any, one at half time."""
    return given or [MilestonePart(name=HALF_TIME, on=half_time(begins, until))]


def lay_out(file: File, cadence: CadencePart, milestones: list[MilestonePart], after: date, until: date) -> int:
    """All that falls due in that time is on the plan. Returns how many items were laid out.

    What nobody can owe is left out: a guardian's part once no guardian is left, and sheets of minutes without a consent
    to data of devices. Where nobody was asked for that yet, somebody of the team is to ask.
    """
    coming = owed_between(cadence, milestones, file.plan.period_from, after, until, file.desk.days)
    laid = [owed for owed in coming if not left_out(file, owed)]
    if any(owed.kind in SHEETS for owed in coming):
        ask_for_consent(file)
    there = {(item.kind, item.label, item.due_on) for item in file.items()}
    for owed in laid:
        if (owed.kind, owed.label, owed.due_on) in there:
            continue
        there.add((owed.kind, owed.label, owed.due_on))
        put_item(
            file,
            owed.kind,
            str(owed.owner),
            owed.due_on,
            due_time=owed.due_time,
            label=owed.label,
            article=owed.article,
        )
    return len(laid)


def left_out(file: File, owed: Owed) -> bool:
    """Whether nobody can owe it: no guardian any more, or no consent to data of devices."""
    if owed.owner == Role.GUARDIAN and holder_of(file, Role.GUARDIAN) is None:
        return True
    return owed.kind in SHEETS and not device_consent(file).given
