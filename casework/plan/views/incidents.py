"""Every incident of a plan with what was reported, what the minor said, what was found, and the steps taken so far."""

from dataclasses import dataclass
from datetime import date, datetime

from casework.acting.open_plan import OpenPlan
from casework.incidents.acts import CloseIncident
from casework.incidents.incidents import get_hearing_accounts, get_legal_reading, list_readable_incidents
from casework.shared.findings_view import FindingView, to_finding_view
from models.decision import Incident
from models.journal import JournalLine, open_detail
from models.office import Staff


@dataclass(frozen=True)
class IncidentStatement:
    """What the minor said of it, and when."""

    at: datetime
    text: str
    refused_to_speak: bool


@dataclass(frozen=True)
class IncidentView:
    """One incident. `reading` is how the law reads its two dates; it finds nothing."""

    label: str
    kind: str
    status: str
    open: bool
    done_on: date
    found_on: date
    reported_at: datetime
    reported_by_role: str
    serious: bool
    facts: str
    reading: FindingView
    heard: list[IncidentStatement]
    rests_on: str | None
    response: str | None
    closed_at: datetime | None
    closed_by: str | None
    reason: str | None


def get_incidents(open_plan: OpenPlan) -> list[IncidentView]:
    """Return the incidents that the reader may know of: those still open first, then the newest."""
    rows = list_readable_incidents(open_plan)
    reasons = _reasons(open_plan) if rows else {}
    views = [_incident_view(open_plan, row, reasons.get(row.label)) for row in reversed(rows)]
    return sorted(views, key=lambda incident: not incident.open)


def _incident_view(open_plan: OpenPlan, row: Incident, reason: str | None) -> IncidentView:
    closer = open_plan.session.get(Staff, row.closed_by) if row.closed_by else None
    return IncidentView(
        label=row.label,
        kind=row.kind,
        status=row.status,
        open=row.closed_at is None,
        done_on=row.done_on,
        found_on=row.found_on,
        reported_at=row.reported_at,
        reported_by_role=row.reported_by_role,
        serious=row.serious,
        facts=str(open_plan.open("incident.document", row.id, row.document)["facts"]),
        reading=to_finding_view(get_legal_reading(open_plan, row)),
        heard=_statements(open_plan, row),
        rests_on=row.rests_on,
        response=row.response,
        closed_at=row.closed_at,
        closed_by=closer.display_name if closer else None,
        reason=reason,
    )


def _statements(open_plan: OpenPlan, incident: Incident) -> list[IncidentStatement]:
    return [
        IncidentStatement(one.at, one.text, one.refused_to_speak) for one in get_hearing_accounts(open_plan, incident)
    ]


def _reasons(open_plan: OpenPlan) -> dict[str, str]:
    """Why each was closed, as the journal keeps it."""
    return {
        str(line.note["incident"]): str((open_detail(open_plan.context.vault, line) or {}).get("reason") or "")
        for line in open_plan.rows(JournalLine, JournalLine.act == CloseIncident.operation.code)
    }
