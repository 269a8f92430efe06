"""The whole calendar of a plan before it is signed (日程预览): every item with its day, and what that day clashes with.

The plan is opened, by the very verb that opens it, in a record in memory that is thrown away; so the preview is what
the opening will do, and not a second computation of it.
"""

import secrets
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlmodel import select

from casework.acting.context import Context
from casework.acting.own_codes import get_word
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PLAN
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.opening import open_new_plan
from casework.plan.plan_check import ComputedDates
from casework.shared.files.plan_file import BusyPart, PlanFile
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import FAMILY_OWNERS, get_item_steps, get_owner_hours
from casework.shared.items.steps import CALL
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock, local_date
from core.i18n import Text, _
from law.clocks import final_decision_deadline
from models.base import new_id
from models.database import InMemoryDatabase
from models.item import Item, ItemStatus
from models.office import Role, Staff
from models.plan import Plan
from models.vault import Vault
from notifications.contact_hours import ContactHours

BUSY: dict[str, Text] = {
    "exam": _("考试"),
    "harvest": _("农忙"),
    "travel": _("外出"),
    "treatment": _("治疗"),
    "other": _("另有安排"),
}


@dataclass(frozen=True)
class PlanClash:
    """Something to check before signing. None of it is a refusal."""

    what: str
    words: Text


@dataclass(frozen=True)
class PreviewedItem:
    """One item: from whom, on which day, when the first reminder is sent, and its conflicts."""

    kind: str
    label: str
    words: Text
    owner: str
    due_on: date
    due_at: datetime
    called_at: datetime | None
    """None where that moment has gone by already: nobody will be called."""
    article: str | None
    works: bool
    """Whether offices work on that day."""
    holiday: Text | None
    provisional: bool
    """The year's holidays are not announced yet: the day may still move."""
    counts: bool
    """Whether it is owed here; what the calendar had before is owed by nobody, and nothing of it is looked at."""
    overdue: bool
    """Whether its day is over already: a date of the law that is told of within the first minute."""
    clashes: list[PlanClash] = field(default_factory=list)


@dataclass(frozen=True)
class PlanPreview:
    """The calendar that a plan would have, day by day."""

    computed: ComputedDates
    of_age_on: date
    items: list[PreviewedItem]
    counted: dict[str, int]
    """How many of each kind."""
    clashing: int


def preview_plan(context: Context, actor: Actor, plan: PlanFile) -> PlanPreview:
    """All that the plan will owe. BadInput, with every mistake, where it may not be opened. Changes nothing."""
    context.ensure_allowed(actor, OPEN_PLAN)
    return preview_plan_file(context, plan)


def preview_plan_file(context: Context, plan: PlanFile) -> PlanPreview:
    """As `preview_plan`, for a file outside the record: its people are taken to be in service."""
    trial = _trial_desk(context)
    opener = _enrol(trial, plan)
    # Only opening it needs a second person; looking at what it would owe does not.
    number = open_new_plan(
        trial, opener, plan.model_copy(update={"number": None}), prepared_by=new_id(trial.clock.now())
    )
    with trial.open_for_reading(number, opener, READ_PLAN) as open_plan:
        row = open_plan.plan
        items = [item for item in open_plan.items(only_open=False) if item.owner != Role.SYSTEM]
        reach = {item.id: get_owner_hours(open_plan, item) for item in items}
        calls = {item.id: _called_at(get_item_steps(open_plan, item)) for item in items}
        most = open_plan.number("most_reminders_a_day")
        crowded = {
            key
            for key, count in Counter((one.owner, one.due_on) for one in items if one.owner in FAMILY_OWNERS).items()
            if count > most
        }
        preview_items = [
            _previewed(
                context,
                plan,
                row,
                item,
                get_word(open_plan, item.label),
                calls[item.id],
                reach[item.id],
                (item.owner, item.due_on) in crowded,
            )
            for item in items
        ]
        last = final_decision_deadline(row.working_end, row.review_days_left, trial.days, trial.rulebook)
        computed = ComputedDates(
            row.working_end, row.limit_ends_on, row.review_days_left, row.final_decision_by, last.provisional
        )
        of_age_on = open_plan.of_age_on
    trial.database.dispose()
    counted = Counter(item.kind for item in preview_items)
    return PlanPreview(
        computed,
        of_age_on,
        preview_items,
        dict(sorted(counted.items())),
        sum(bool(one.clashes) for one in preview_items),
    )


def _previewed(
    context: Context,
    plan: PlanFile,
    row: Plan,
    item: Item,
    label: str,
    called_at: datetime | None,
    reach: ContactHours,
    crowded: bool,
) -> PreviewedItem:
    works, counts = context.days.is_working(item.due_on), item.status != ItemStatus.BEFORE_THIS_SYSTEM
    in_future = called_at is not None and called_at >= context.clock.now()
    return PreviewedItem(
        kind=item.kind,
        label=label,
        words=ITEM_KINDS[item.kind].words,
        owner=item.owner,
        due_on=item.due_on,
        due_at=item.due_at,
        called_at=called_at if counts and in_future else None,
        article=item.article,
        works=works,
        holiday=context.days.holiday_name(item.due_on),
        provisional=context.days.is_provisional(item.due_on),
        counts=counts,
        overdue=counts and item.due_on < local_date(context.clock.now()),
        clashes=_clashes(plan.busy, item, called_at, reach, works, crowded) if counts else [],
    )


def _clashes(
    busy: list[BusyPart], item: Item, called_at: datetime | None, reach: ContactHours, works: bool, crowded: bool
) -> list[PlanClash]:
    found = []
    if item.owner not in FAMILY_OWNERS:
        if not works:
            found.append(PlanClash("day_off", _("当天不上班")))
        return found
    for part in busy:
        if part.from_on <= item.due_on <= part.to_on:
            found.append(PlanClash(part.kind, BUSY[part.kind]))
    if called_at is None:
        found.append(PlanClash("no_phone_before", _("到期前拿不到手机")))
    elif reach.from_(item.due_at - timedelta(minutes=1)) > item.due_at:
        found.append(PlanClash("no_phone_at_the_hour", _("到期时不在持有手机的时间")))
    if crowded:
        found.append(PlanClash("crowded", _("同一天要交的太多")))
    return found


def _called_at(steps: list[tuple[str, datetime]]) -> datetime | None:
    calls = [moment for step, moment in steps if step.startswith(CALL)]
    return calls[0] if calls else None


def _trial_desk(context: Context) -> Context:
    database = InMemoryDatabase()
    database.create_tables()
    return replace(
        context,
        database=database,
        clock=SimulatedClock(context.clock.now()),
        vault=Vault(None, secrets.token_bytes(32)),
        on_commit=None,
        on_opening=None,
        before_commit=None,
        editions={},
        _ids={},
    )


def _enrol(context: Context, plan: PlanFile) -> Actor:
    """The people whom the file names work in the throw-away office; who would open it is returned."""
    now = context.clock.now()
    with context.database.transaction() as session:
        office = ensure_office(session, now, plan.case.office)
        for role, login in plan.team.model_dump().items():
            if login is not None:
                ensure_staff(session, now, login, Role(role), office)
        prosecutor = session.exec(select(Staff).where(Staff.login == plan.team.prosecutor)).one()
        return Actor.of_staff(prosecutor)
