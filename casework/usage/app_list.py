"""The list of apps of an office: what it placed, where the program's own list would put it, and what nobody has placed yet.

The program's list comes with it; what an office places stands above it, for every plan of that office.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, select

from casework.acting.acts.machine import PROCESS_PLAN
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM, Actor, visible_plans
from casework.acting.verbs import verb
from casework.shared.continue_on_error import do_each
from casework.shared.device_consent import get_device_consent
from casework.shared.text.text_checks import check_not_blank
from casework.usage.acts import CategoriseApp
from casework.usage.store import rebuild_days
from core.clock import local_date
from core.errors import BadInput
from core.i18n import _
from models.base import new_id
from models.journal import JournalLine
from models.office import Office, Staff
from models.office_setting import OfficeSetting, SettingKind, list_settings
from models.plan import Plan
from models.usage_day import UsageDay
from models.usage_source import UsageDevice
from usage.categories import Categories, Category

MAX_NAME = 200
MAX_LISTED = 300


@dataclass(frozen=True)
class CategorizedApp:
    """An app or site as the office placed it; `shipped_as` is where the program's own list has it, if it knows it."""

    app: str
    category: Category
    placed_on: date
    placed_by: str | None
    shipped_as: Category | None


@dataclass(frozen=True)
class UncategorizedApp:
    """An app nobody has placed: for how many minutes it was open, in the files of how many plans."""

    app: str
    minutes: int
    plans: int


@dataclass(frozen=True)
class AppList:
    """The list of one office."""

    office: str
    shipped: int
    shipped_as_of: date
    placed: list[CategorizedApp]
    unplaced: list[UncategorizedApp]


def load_app_list(context: Context, actor: Actor) -> AppList:
    """What stands for the actor's office today. Unplaced apps are those of the plans that the actor works on; no plan is
    named."""
    with context.query_plans(actor, CategoriseApp.operation) as session:
        office = session.get_one(Office, actor.office_id)
        shipped, rows = Categories.load(), _rows(session, actor)
        placed = {row.key: row for row in rows}
        kinds = {name: Category(row.content["category"]) for name, row in placed.items()}
        knows = shipped.with_placed(kinds, shipped.as_of)
        return AppList(
            office=office.name,
            shipped=len(shipped),
            shipped_as_of=shipped.as_of,
            placed=[_placed(session, placed[name], shipped) for name in sorted(placed)],
            unplaced=_unplaced(context, session, actor, knows),
        )


def categorize_for_office(context: Context, actor: Actor, *, app: str, category: Category) -> None:
    """In the actor's office the app or site is of that kind from now on, and the days of its plans are made anew as far
    as their readings are still kept. Placed again, otherwise, the last word stands. BadInput for no name."""
    name = _name_in(app)
    context.ensure_allowed(actor, CategoriseApp.operation)
    with context.database.transaction() as session:
        line = _place(context, session, actor, name, category)
    if line is not None:
        _make_office_anew(context, actor)


@verb(CategoriseApp, opens_plan=True)
def categorize_app(context: Context, actor: Actor, number: str, act: CategoriseApp) -> None:
    """As `categorize_for_office`, by a member of this plan's team: the app is placed with this plan open, and the days
    of the office's other plans are made anew after it."""
    name = _name_in(act.app)
    with context.open_for_update(number, actor, act.operation) as open_plan:
        line = _place(context, open_plan.session, actor, name, Category(act.category))
        if line is not None:
            open_plan.lines.append(line)
            _make_anew(open_plan)
    if line is not None:
        alone = replace(context, on_opening=None, before_commit=None, on_commit=None)
        context.database.after_commit(
            lambda record: _make_office_anew(replace(alone, database=record), actor, but=number)
        )


def _name_in(app: str) -> str:
    check_not_blank(app=app)
    name = app.strip()
    if len(name) > MAX_NAME:
        raise BadInput(_("请填应用名称，最多200字。"))
    return name


def _place(context: Context, session: Session, actor: Actor, name: str, category: Category) -> JournalLine | None:
    """The line of the journal; None where it is placed so already. It is of the office, and of no plan."""
    assert actor.id is not None  # rights gave this to named people only
    if _is_placed_so(session, actor, name, category):
        return None
    now = context.clock.now()
    session.add(
        OfficeSetting(
            id=new_id(now), office_id=actor.office_id, kind=SettingKind.CATEGORY, key=name,
            content={"category": category.value}, by_id=actor.id, at=now,
        )
    )  # fmt: skip
    return context.write_journal_line(
        session, now, actor, CategoriseApp.operation.code, note={"category": category.value}
    )


def _make_office_anew(context: Context, actor: Actor, but: str | None = None) -> None:
    def make_anew(number: str) -> None:
        with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
            _make_anew(open_plan)

    do_each((number for number in _numbers(context, actor) if number != but), make_anew)


def _make_anew(open_plan: OpenPlan) -> None:
    rebuild_plan_days(open_plan, open_plan.plan.period_from - timedelta(days=366))


def rebuild_plan_days(open_plan: OpenPlan, since: date) -> None:
    """Every day of the plan's devices from then on is made anew, as far as its readings are still kept."""
    for device in open_plan.rows(UsageDevice):
        known = select(UsageDay).where(UsageDay.device_id == device.id, col(UsageDay.day) >= since)
        days = [row.day for row in open_plan.session.exec(known)]
        if days:
            rebuild_days(open_plan, device, min(days), max(days))


def _is_placed_so(session: Session, actor: Actor, name: str, category: Category) -> bool:
    """Whether it is so already, by the office's own word or, where it has none, by the program's list."""
    same = [row.content["category"] for row in _rows(session, actor) if row.key == name]
    shipped = Categories.load()
    return same[-1:] == [category.value] or (not same and shipped.knows(name) and shipped.of(name) is category)


def _rows(session: Session, actor: Actor) -> list[OfficeSetting]:
    return [row for row in list_settings(session, SettingKind.CATEGORY) if row.office_id == actor.office_id]


def _placed(session: Session, row: OfficeSetting, shipped: Categories) -> CategorizedApp:
    staff = session.get(Staff, row.by_id)
    return CategorizedApp(
        app=row.key,
        category=Category(row.content["category"]),
        placed_on=local_date(row.at),
        placed_by=staff.display_name if staff else None,
        shipped_as=shipped.of(row.key) if shipped.knows(row.key) else None,
    )


def _unplaced(context: Context, session: Session, actor: Actor, knows: Categories) -> list[UncategorizedApp]:
    query = (
        select(UsageDevice, Plan)
        .join(Plan, col(Plan.id) == col(UsageDevice.plan_id))
        .where(
            visible_plans(actor, CategoriseApp.operation),
            col(Plan.sealed_at).is_(None),
            col(UsageDevice.unplaced).is_not(None),
        )
    )
    seconds: dict[str, int] = defaultdict(int)
    plans: dict[str, set[str]] = defaultdict(set)
    for device, plan in session.exec(query):
        assert device.unplaced is not None
        if not get_device_consent(
            OpenPlan(context, session, plan, actor, CategoriseApp.operation, context.clock.now())
        ).given:
            continue
        document = context.vault.open_document(device.plan_id, "usage_device.unplaced", device.id, device.unplaced)
        for name, spent in document.items():
            if not knows.knows(name):
                seconds[name] += spent
                plans[name].add(device.plan_id.hex)
    longest = sorted(seconds, key=lambda name: (-seconds[name], name))[:MAX_LISTED]
    return [UncategorizedApp(name, seconds[name] // 60, len(plans[name])) for name in longest]


def _numbers(context: Context, actor: Actor) -> list[str]:
    """The plans of the actor's office that have a device and still run."""
    query = (
        select(Plan.number)
        .join(UsageDevice, col(UsageDevice.plan_id) == col(Plan.id))
        .where(Plan.office_id == actor.office_id, col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None))
    )
    with context.database.reading() as session:
        return sorted(set(session.exec(query)))
