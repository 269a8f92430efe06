"""The days of a reported incident, corrected: how the law reads it follows. What a person has found since stands."""

from casework.acting.open_plan import OpenPlan
from casework.incidents.acts import ReportIncident
from casework.incidents.incidents import get_legal_reading
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from core.errors import BadInput
from core.i18n import _
from models.decision import Incident


def _incident(open_plan: OpenPlan) -> list[FactEntry]:
    return [
        FactEntry(row, {"done_on": row.done_on, "found_on": row.found_on}, {"incident": row.label}, (row.label,))
        for row in open_plan.rows(Incident)
    ]


def _other_days(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    incident: Incident = entry.row
    done_on, found_on = values.get("done_on", incident.done_on), values.get("found_on", incident.found_on)
    if done_on > found_on:
        raise BadInput(_("发现日不能早于发生日。"))
    incident.done_on, incident.found_on = done_on, found_on
    finding = get_legal_reading(open_plan, incident)
    return {"rule": finding.rule, "ground_may_exist": finding.holds}


INCIDENT = Correction(ReportIncident.operation, "done_on", _incident, _other_days)
