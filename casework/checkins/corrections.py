"""A period in which somebody could not do what was owed, corrected: what it does not cover after that is asked after,
never missed."""

from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.checkins.acts import RecordUnable
from casework.checkins.unavailability import excuse_within, restore_unable_items
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from core.errors import BadInput
from core.i18n import _
from models.item import UnavailabilityPeriod
from models.office import Role


def _period(open_plan: OpenPlan) -> list[FactEntry]:
    return [
        FactEntry(
            row,
            {"from_on": row.from_on, "to_on": row.to_on},
            {"who": row.owner, "from_on": row.from_on, "to_on": row.to_on},
            (row.owner,),
        )
        for row in open_plan.rows(UnavailabilityPeriod)
        if not (row.while_held or row.while_missing) and row.from_on <= row.to_on
    ]


def _other_days(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    row: UnavailabilityPeriod = entry.row
    from_on, to_on = values.get("from_on", row.from_on), values.get("to_on", row.to_on)
    if to_on < from_on:
        raise BadInput(_("终止日早于起始日。"))
    return _store(open_plan, row, from_on, to_on)


def _store(open_plan: OpenPlan, row: UnavailabilityPeriod, from_on: date, to_on: date) -> Noted:
    was_from, was_to = row.from_on, row.to_on
    row.from_on, row.to_on = from_on, to_on
    who = Role(row.owner)
    again = restore_unable_items(open_plan, who, was_from, was_to)
    excused = excuse_within(open_plan, who, from_on, to_on, known_since=open_plan.now)
    return {"items": len(excused), "owed_again": len(again)}


def _never_was(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    row: UnavailabilityPeriod = entry.row
    was_from, was_to = row.from_on, row.to_on
    open_plan.session.delete(row)
    return {"owed_again": len(restore_unable_items(open_plan, Role(row.owner), was_from, was_to))}


UNABLE = Correction(RecordUnable.operation, "from_on", _period, _other_days, _never_was)
