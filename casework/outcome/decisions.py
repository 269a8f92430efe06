"""A decision goes on record, and the plan stands where the law lets it stand. Used inside verbs only."""

import uuid
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.shared.items.items import finish_items
from core.errors import Refused, StateConflict
from core.i18n import _
from law.transitions import PlanStatus, can_transition
from models.base import new_id
from models.decision import Decision


def record_decision(
    open_plan: OpenPlan,
    kind: str,
    detail: dict[str, str],
    reason: str | None,
    proposer: uuid.UUID | None = None,
    national: tuple[str | None, date | None] = (None, None),
    *,
    on: date | None = None,
) -> Decision:
    """A named person's decision of that kind is on record, of that day or of today, with its reason, and the number and day
    under which it stands in the national case system, where they were typed."""
    if open_plan.actor.id is None:
        raise StateConflict(_("决定须由具名的检察人员作出。"))
    row_id, (number, number_on) = new_id(open_plan.now), national
    named = {"national_number": number, "national_on": number_on.isoformat() if number_on else None}
    decision = Decision(
        id=row_id,
        plan_id=open_plan.plan.id,
        kind=kind,
        decided_on=on or open_plan.today,
        recorded_at=open_plan.now,
        proposed_by=proposer,
        decided_by=open_plan.actor.id,
        document=open_plan.seal(
            "decision.document", row_id, {"reasons": reason, **{key: value for key, value in named.items() if value}}
        ),
        detail=detail,
    )
    open_plan.session.add(decision)
    finish_items(open_plan, "unknown_decision", label=kind, because="decided")
    return decision


def set_plan_status(open_plan: OpenPlan, status: PlanStatus, row: str | None = None) -> None:
    """The plan stands there now, by that row of ends.toml, which it keeps where none is named. Refused where the procedure
    knows no such step."""
    finding = can_transition(PlanStatus(open_plan.plan.status), status)
    if not finding.holds:
        raise Refused(finding.because, article=finding.article)
    open_plan.plan.status = status.value
    open_plan.plan.ended_because = row or open_plan.plan.ended_because
