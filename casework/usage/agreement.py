"""What a plan agreed on about digital use, as numbers from a day on, and the categories of its office."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from core.clock import local_date
from core.errors import BadInput
from core.i18n import _
from models.base import new_id
from models.usage_review import UsageAgreement, UsageCategory
from usage.agreement import Agreement
from usage.categories import Categories, Category
from usage.day_codec import agreement_from_dict
from usage.day_kinds import DayKinds


def store_agreement(open_plan: OpenPlan, from_on: date, terms: dict[str, Any], keep_raw_days: int) -> None:
    """The terms are on the file; those for the same day stand in their place."""
    for first, last in terms.get("school_holidays", []):
        if date.fromisoformat(last) < date.fromisoformat(first):
            raise BadInput(_("假期的终止日早于起始日。"))
    row = next(iter(open_plan.rows(UsageAgreement, UsageAgreement.from_on == from_on)), None) or UsageAgreement(
        id=new_id(open_plan.now), plan_id=open_plan.plan.id, from_on=from_on, agreed_at=open_plan.now, document=b""
    )
    row.document = open_plan.seal("usage_agreement.document", row.id, terms)
    row.agreed_at, row.by_id, row.keep_raw_days = open_plan.now, open_plan.actor.id, keep_raw_days
    open_plan.session.add(row)
    open_plan.session.flush()


def get_agreements(open_plan: OpenPlan) -> list[tuple[date, dict[str, Any]]]:
    """Each with the day from which it holds, the earliest first."""
    rows = sorted(open_plan.rows(UsageAgreement), key=lambda row: row.from_on)
    return [(row.from_on, open_plan.open("usage_agreement.document", row.id, row.document)) for row in rows]


def get_agreement_on(terms: list[tuple[date, dict[str, Any]]], day: date) -> Agreement:
    """What held on that day; nothing before anything was agreed."""
    held = [each for from_on, each in terms if from_on <= day]
    return agreement_from_dict(held[-1]) if held else Agreement()


def get_plan_days(open_plan: OpenPlan) -> tuple[date, date]:
    """The first and the last day of which the plan may hold data of devices: those of its period, from its first day here.
    With the first begin the own first four weeks, whatever is handed in."""
    return max(open_plan.plan.period_from, open_plan.plan.started_here_on), open_plan.plan.period_to


def get_raw_retention_days(open_plan: OpenPlan) -> int:
    """For how long the plan keeps files as they came today."""
    held = [row for row in open_plan.rows(UsageAgreement) if row.from_on <= open_plan.today]
    return max(held, key=lambda row: row.from_on).keep_raw_days if held else 0


def get_day_kinds(open_plan: OpenPlan, terms: list[tuple[date, dict[str, Any]]]) -> DayKinds:
    """School days and free days: the public calendar, and the school holidays that any agreement names."""
    holidays = {
        (date.fromisoformat(first), date.fromisoformat(last))
        for _, each in terms
        for first, last in each.get("school_holidays", [])
    }
    return DayKinds(open_plan.context.days, sorted(holidays))


def get_categories(open_plan: OpenPlan) -> Categories:
    """The list of the program with what the plan's office placed, which stands above."""
    query = (
        select(UsageCategory)
        .where(UsageCategory.office_id == open_plan.plan.office_id)
        .order_by(col(UsageCategory.placed_at), col(UsageCategory.id))
    )
    rows = list(open_plan.session.exec(query))
    shipped = Categories.load()
    if not rows:
        return shipped
    placed = {row.name: Category(row.category) for row in rows}
    return shipped.with_placed(placed, local_date(rows[-1].placed_at))
