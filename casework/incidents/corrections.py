"""The days of a reported incident, corrected: how the law reads it follows. What a person has found since stands."""

from datetime import date

from sqlmodel import col, select

from casework.incidents.acts import ReportIncident
from casework.incidents.incidents import get_legal_reading
from casework.shared.context import OpenPlan
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted, get_single_entry
from core.errors import BadInput
from core.i18n import _
from models.decision import Incident


def _incident(open_plan: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    query = select(Incident).where(Incident.plan_id == open_plan.plan.id).order_by(col(Incident.id))
    return get_single_entry(
        [
            FactEntry(row, {"done_on": row.done_on, "found_on": row.found_on}, {"incident": row.label})
            for row in open_plan.session.exec(query).all()
            if which in (None, row.label)
        ],
        was_on,
        "done_on",
    )


def _other_days(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    incident: Incident = entry.row
    done_on, found_on = values.get("done_on", incident.done_on), values.get("found_on", incident.found_on)
    if found_on > open_plan.today or done_on > found_on:
        raise BadInput(_("发生日、发现日不能晚于今天，发现日不能早于发生日。"))  # fmt: skip
    incident.done_on, incident.found_on = done_on, found_on
    open_plan.session.add(incident)
    finding = get_legal_reading(open_plan, incident)
    return {"rule": finding.rule, "ground_may_exist": finding.holds}


INCIDENT = Correction(ReportIncident.operation, _incident, _other_days)
