"""Whether an operation fits as a plan stands today."""

from datetime import date

from casework.acting.rights.operation import Operation
from casework.acting.rights.phases import Phase, PhaseFit, PhaseReason
from law.transitions import Outcome, PlanStatus
from models.plan import Plan


def get_phase(plan: Plan, today: date) -> Phase:
    """Where the plan stands in time. The period is over once its last day is, also before the machine has noted it."""
    if plan.sealed_at is not None:
        return Phase.SEALED
    if plan.closed_at is not None:
        return Phase.CLOSED
    if plan.outcome == Outcome.PROSECUTION and plan.status != PlanStatus.UNSEALED:
        return Phase.INDICTED
    if plan.status != PlanStatus.UNDER_SUPERVISION:
        return Phase(plan.status)
    if today > plan.period_to:
        return Phase.AWAITING_DECISION
    return Phase.NOT_ANNOUNCED if plan.announced_on is None else Phase.IN_PERIOD


def get_fit(operation: Operation, plan: Plan, today: date) -> PhaseFit:
    """What becomes of the operation on that plan today. One that declares no times is done to any plan but a sealed one."""
    if operation.fits is None:
        return PhaseFit.DONE if plan.sealed_at is None else PhaseFit.REFUSED
    return operation.fits.fit(get_phase(plan, today))


def opens_sealed(operation: Operation) -> bool:
    """Whether the operation opens a sealed plan: only one that is declared to have its place there does."""
    return operation.fits is not None and operation.fits.fit(Phase.SEALED) is not PhaseFit.REFUSED


def find_phase_refusal(operation: Operation, plan: Plan, today: date) -> PhaseReason | None:
    """Why the operation has no place on that plan today; None where it is done, kept, or for the law to look at."""
    times = operation.fits
    if times is None or times.fit(get_phase(plan, today)) is not PhaseFit.REFUSED:
        return None
    return times.why_not(get_phase(plan, today))
