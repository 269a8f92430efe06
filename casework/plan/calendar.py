"""A plan's calendar: everything it will owe from its first day to its last, computed from its cadence.

The same computation serves the preview before signing, the opening, and every change of the period.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import keep_code
from casework.shared.device_consent import DeviceConsent, ask_for_consent, get_device_consent
from casework.shared.device_ways import DataWay
from casework.shared.files.plan_file import (
    WEEKDAYS,
    CadencePart,
    EveryDaysPart,
    EveryMonthsPart,
    GuardianSheetPart,
    MilestonePart,
    WeeklyPart,
)
from casework.shared.items.item_kinds import ITEM_KINDS, RHYTHMS, SHEETS, Pattern, Rhythm
from casework.shared.items.items import create_item, get_role_holder
from law.duties import (
    OFFICE_DAY_ENDS,
    SUPERVISING,
    DueItem,
    generate_every_days,
    generate_every_months,
    generate_weekly,
)
from law.period import half_time
from law.working_days import WorkingDays
from models.office import Role

HALF_TIME = "half_time"


def list_due_between(
    cadence: CadencePart, milestones: list[MilestonePart], begins: date, after: date, until: date, days: WorkingDays
) -> list[DueItem]:
    """What falls due after `after` and up to `until`, in the order of its days; periods are counted from `begins`."""
    return sorted(
        (due_item for due_item in _all(cadence, milestones, begins, until, days) if due_item.due_on > after),
        key=lambda due_item: (due_item.due_on, due_item.kind),
    )


def _all(
    cadence: CadencePart, milestones: list[MilestonePart], begins: date, until: date, days: WorkingDays
) -> Iterator[DueItem]:
    for kind, rhythm in RHYTHMS.items():
        yield from _recurring(kind, rhythm, cadence.of(kind), begins, until, days)
    for milestone in milestones:
        worked = days.roll_forward(milestone.on)
        due_on = worked if worked <= until else milestone.on
        yield DueItem("milestone", Role.PROSECUTOR, due_on, OFFICE_DAY_ENDS, SUPERVISING, milestone.name)


def _recurring(
    kind: str,
    rhythm: Rhythm,
    part: WeeklyPart | EveryDaysPart | EveryMonthsPart | None,
    begins: date,
    until: date,
    days: WorkingDays,
) -> Iterator[DueItem]:
    owner = part.owner if isinstance(part, GuardianSheetPart) else rhythm.owners[0]
    match part:
        case WeeklyPart():
            yield from generate_weekly(kind, owner, WEEKDAYS.index(part.on), part.by, begins, until, rhythm.article)
        case EveryDaysPart():
            first = part.first_on or begins + timedelta(days=part.every_days)
            yield from generate_every_days(kind, owner, part.every_days, first, until, days, rhythm.article)
        case EveryMonthsPart():
            on_day = part.on_day or begins.day
            worked = None if ITEM_KINDS[kind].pattern is Pattern.FAMILY else days
            yield from generate_every_months(
                kind, owner, part.every_months, on_day, begins, until, worked, rhythm.article
            )


def list_milestones(given: list[MilestonePart], begins: date, until: date) -> list[MilestonePart]:
    """The plan's own milestones; without any, one at half time."""
    return given or [MilestonePart(name=HALF_TIME, on=half_time(begins, until))]


def generate_items(
    open_plan: OpenPlan, cadence: CadencePart, milestones: list[MilestonePart], after: date, until: date
) -> int:
    """All that falls due in that time is on the plan. Returns how many items were laid out.

    What nobody can owe is left out: a guardian's part once no guardian is left, and sheets of minutes without a consent
    to data of devices. Where nobody was asked for that yet, somebody of the team is to ask.
    """
    coming = list_due_between(cadence, milestones, open_plan.plan.period_from, after, until, open_plan.context.days)
    consent = get_device_consent(open_plan)
    laid = [due_item for due_item in coming if not is_excluded(open_plan, due_item, consent)]
    if any(due_item.kind in SHEETS for due_item in coming):
        ask_for_consent(open_plan)
    there = {(item.kind, item.label, item.due_on) for item in open_plan.items()}
    for due_item in (replace(one, label=keep_code(open_plan, one.label)) for one in laid):
        if (due_item.kind, due_item.label, due_item.due_on) in there:
            continue
        there.add((due_item.kind, due_item.label, due_item.due_on))
        create_item(
            open_plan,
            due_item.kind,
            due_item.due_on,
            owner=str(due_item.owner),
            due_time=due_item.due_time,
            label=due_item.label,
            article=due_item.article,
        )
    return len(laid)


def is_excluded(open_plan: OpenPlan, due_item: DueItem, consent: DeviceConsent) -> bool:
    """Whether nobody can owe it: no guardian is left, or there is no consent to sheets of minutes on that day."""
    if due_item.owner == Role.GUARDIAN and get_role_holder(open_plan, Role.GUARDIAN) is None:
        return True
    return due_item.kind in SHEETS and not consent.takes(DataWay.SHEET, due_item.due_on)
