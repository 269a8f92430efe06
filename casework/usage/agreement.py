"""What a plan agreed on about digital use, as numbers from a day on, and the categories of its office."""

from datetime import date
from operator import itemgetter
from typing import Any

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.shared.text.text_checks import text_or_none
from casework.usage.acts import AgreeOnUsage
from core.clock import local_date
from models.office_setting import SettingKind, list_settings
from usage.agreement import Agreement
from usage.categories import Categories, Category
from usage.day_codec import agreement_from_dict
from usage.day_kinds import DayKind, DayKinds


def get_agreements(open_plan: OpenPlan) -> list[tuple[date, dict[str, Any]]]:
    """Each with the day from which it holds, the earliest first."""
    return [(from_on, get_terms(fields)) for from_on, fields in _list_agreed(open_plan)]


def get_terms(fields: AgreeOnUsage) -> dict[str, Any]:
    """What was agreed, as the numbers against which days are held."""
    terms: dict[str, Any] = {
        "daily_minutes": _by_kind(fields.school_day_minutes, fields.free_day_minutes),
        "gaming": _by_kind(fields.gaming_on_school_days, fields.gaming_on_free_days),
        "offline": _by_kind(fields.offline_on_school_days, fields.offline_on_free_days),
    }
    if sentence := text_or_none(fields.guardian_sentence):
        terms["guardian_sentence"] = sentence
    if fields.minor_mode:
        terms["minor_mode"] = True
    if fields.night_minutes is not None:
        terms["night_minutes"] = fields.night_minutes
    if fields.holiday_from_on is not None:
        terms["school_holidays"] = [
            [fields.holiday_from_on.isoformat(), (fields.holiday_to_on or fields.holiday_from_on).isoformat()]
        ]
    return terms


def _by_kind(school_day: object, free_day: object) -> dict[str, Any]:
    limits = {DayKind.SCHOOL_DAY.value: school_day, DayKind.FREE_DAY.value: free_day}
    return {kind: value for kind, value in limits.items() if value is not None}


def get_agreement_on(terms: list[tuple[date, dict[str, Any]]], day: date) -> Agreement:
    """What held on that day; nothing before anything was agreed."""
    held = [each for from_on, each in terms if from_on <= day]
    return agreement_from_dict(held[-1]) if held else Agreement()


def get_plan_days(open_plan: OpenPlan) -> tuple[date, date]:
    """The first and the last day of which the plan may hold data of devices: those of its period, from its first day here.
    With the first begin the own first four weeks, whatever is handed in."""
    return max(open_plan.plan.period_from, open_plan.plan.started_here_on), open_plan.plan.period_to


def _list_agreed(open_plan: OpenPlan) -> list[tuple[date, AgreeOnUsage]]:
    agreed = [(entry.fields.from_on or entry.on, entry.fields) for entry in list_entries(open_plan, AgreeOnUsage)]
    return sorted(agreed, key=itemgetter(0))


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
    placed = list_settings(open_plan.session, SettingKind.CATEGORY)
    rows = [row for row in placed if row.office_id == open_plan.plan.office_id]
    shipped = Categories.load()
    if not rows:
        return shipped
    by_name = {row.key: Category(row.content["category"]) for row in rows}
    return shipped.with_placed(by_name, local_date(rows[-1].at))
