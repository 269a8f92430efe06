"""Figures over many cases: an office's statistics, and the yearly fairness report. No name, no case, no ranking."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.routing import ApiRoute
from casework.evaluation import fairness, statistics
from casework.evaluation.fairness import FairnessReport
from casework.evaluation.statistics import Statistics
from casework.settings.compliance_audit import ComplianceAudit, SignedAudit, load_compliance_audit, sign_audit
from casework.shared.files.base import Day
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_COMPLIANCE, READ_FAIRNESS, READ_STATISTICS
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.downloads import XLSX, csv_response, workbook_response

router = APIRouter(route_class=ApiRoute, tags=["figures"])

From = Annotated[Day | None, Query(description="1 January of the year of the decisions; the latest year if omitted.")]
Until = Annotated[Day | None, Query(description="31 December of the same year.")]
Year = Annotated[int, Query(ge=2000, le=2200, description="The year in which the cases ended.")]
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "For a spreadsheet."}
}

_XLSX: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}, "description": "A workbook."}
}


@router.get("/statistics")
def read_statistics(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_STATISTICS)],
    from_on: From = None,
    to_on: Until = None,
) -> Statistics:
    """Get statistics by office.

    Returns completion, lateness, durations and outcomes of the decisions of one year, as of the last full quarter. An
    office with fewer than five cases shows no figures; counts of one to four people, and figures from which they
    could be derived, are null. Of more than a hundred offices figures are counted once a night: `counted_at` says when,
    and is null where they were counted for this request.
    """
    return statistics.load_statistics(get_app_state(request).context, actor, from_on=from_on, to_on=to_on)


@router.get("/statistics.csv", response_class=Response, responses=_CSV)
def read_statistics_csv(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_STATISTICS)],
    from_on: From = None,
    to_on: Until = None,
) -> Response:
    """Download the statistics as CSV.

    The same figures as `GET /statistics`.
    """
    figures = statistics.load_statistics(get_app_state(request).context, actor, from_on=from_on, to_on=to_on)
    return csv_response(statistics.as_csv(figures), "statistics.csv")


@router.get("/statistics.xlsx", response_class=Response, responses=_XLSX)
def read_statistics_workbook(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_STATISTICS)],
    from_on: From = None,
    to_on: Until = None,
) -> Response:
    """Download the statistics as XLSX.

    The same figures as `GET /statistics`.
    """
    figures = statistics.load_statistics(get_app_state(request).context, actor, from_on=from_on, to_on=to_on)
    return workbook_response(statistics.as_xlsx(figures), "statistics.xlsx")


@router.get("/fairness")
def read_fairness_report(
    request: Request, actor: Annotated[Actor, requires_right(READ_FAIRNESS)], year: Year
) -> FairnessReport:
    """Get the yearly fairness report.

    Compares results for groups of young people whose cases ended in that year. Small counts are withheld.
    """
    return fairness.load_fairness_report(get_app_state(request).context, actor, year)


@router.get("/fairness.csv", response_class=Response, responses=_CSV)
def read_fairness_csv(request: Request, actor: Annotated[Actor, requires_right(READ_FAIRNESS)], year: Year) -> Response:
    """Download the fairness report as CSV.

    The same figures as `GET /fairness`.
    """
    return csv_response(
        fairness.as_csv(fairness.load_fairness_report(get_app_state(request).context, actor, year)), "fairness.csv"
    )


@router.get("/compliance-audit")
def read_compliance_audit(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_COMPLIANCE)],
    year: Annotated[int, Query(ge=2000, le=2200, description="The calendar year.")],
) -> ComplianceAudit:
    """Get the yearly audit of minors' data.

    Returns counts and evidence for the audit of Network Regulations art 37: consents, requests, access outside teams,
    sealed files, exports, deletions, changes of rights, backups. Counts of one to four are null.
    """
    return load_compliance_audit(get_app_state(request).context, actor, year)


@router.get("/compliance-audit/signed")
def read_signed_audit(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_COMPLIANCE)],
    year: Annotated[int, Query(ge=2000, le=2200, description="The calendar year.")],
) -> SignedAudit:
    """Get the yearly audit as a signed document.

    The signature is over `format` and `audit`, as JSON with sorted names and without spaces, by the key that signs
    the heads of the journal.
    """
    context = get_app_state(request).context
    return sign_audit(context, load_compliance_audit(context, actor, year))
