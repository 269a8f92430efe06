"""Bail, residential surveillance and custody, corrected: their ends, and what somebody held could not do."""

from datetime import date
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.checkins.unavailability import excuse_within, is_in_custody, restore_unable_items
from casework.measures.acts import RecordMeasure
from casework.measures.review_events import get_case, replace_measures, update_custody_alarm
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from core.errors import BadInput
from core.i18n import _
from models.item import UnavailabilityPeriod
from models.office import Role


def _measure(open_plan: OpenPlan) -> list[FactEntry]:
    entries = [
        _entry(row, "custody", row.from_on, row.to_on if row.to_on <= open_plan.today else None)
        for row in open_plan.rows(UnavailabilityPeriod)
        if row.while_held
    ]
    for each in get_case(open_plan)["bail"]:
        lifted_on = date.fromisoformat(each["lifted_on"]) if each["lifted_on"] else None
        entries.append(_entry(each, each.get("measure", "bail"), date.fromisoformat(each["from_on"]), lifted_on))
    return entries


def _entry(row: Any, measure: str, from_on: date, lifted_on: date | None) -> FactEntry:
    return FactEntry(
        row, {"from_on": from_on, "lifted_on": lifted_on}, {"measure": measure, "from_on": from_on}, (measure,)
    )


def _other_days(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    from_on = values.get("from_on", entry.recorded["from_on"])
    lifted_on = values.get("lifted_on", entry.recorded["lifted_on"])
    if from_on > open_plan.today or (lifted_on is not None and not from_on <= lifted_on <= open_plan.today):
        raise BadInput(_("起止日期不对。"))
    if isinstance(entry.row, UnavailabilityPeriod):
        return _held(open_plan, entry.row, from_on, lifted_on)
    case = get_case(open_plan)
    measure = case["bail"][case["bail"].index(entry.row)]
    measure |= {"from_on": from_on.isoformat(), "lifted_on": lifted_on.isoformat() if lifted_on else None}
    replace_measures(open_plan, case)
    return {}


def _held(open_plan: OpenPlan, row: UnavailabilityPeriod, from_on: date, lifted_on: date | None) -> Noted:
    """What was owed while nobody was held is asked after; what was owed while somebody was is unable."""
    was_from, was_to = row.from_on, row.to_on
    row.from_on, row.to_on = from_on, lifted_on or max(open_plan.plan.period_to, open_plan.today)
    again = restore_unable_items(open_plan, Role.MINOR, was_from, was_to)
    until = min(row.to_on, open_plan.today)
    excused = excuse_within(open_plan, Role.MINOR, from_on, row.to_on, items_until=until, known_since=open_plan.now)
    _custody(open_plan)
    return {"items": len(excused), "owed_again": len(again)}


def _never_was(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    if isinstance(row := entry.row, UnavailabilityPeriod):
        was_from, was_to = row.from_on, row.to_on
        open_plan.session.delete(row)
        again = restore_unable_items(open_plan, Role.MINOR, was_from, was_to)
        _custody(open_plan)
        return {"owed_again": len(again)}
    case = get_case(open_plan)
    case["bail"].remove(row)
    replace_measures(open_plan, case)
    return {}


def _custody(open_plan: OpenPlan) -> None:
    case = get_case(open_plan)
    case["in_custody"] = is_in_custody(open_plan)
    update_custody_alarm(open_plan, case["in_custody"])
    replace_measures(open_plan, case)


MEASURE = Correction(RecordMeasure.operation, "from_on", _measure, _other_days, _never_was)
