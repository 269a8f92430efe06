"""What can be done with a plan now, as it stands and by what waits in it.

All of it is declared with the act (`casework/*/acts.py`): in which phase of a plan it has its place, and what has to be there
for it. Here it is only asked.
"""

from pkgutil import resolve_name

from casework.acting.acts.act import Act
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Operation
from casework.acting.rights.operation import ActGroup
from casework.acting.rights.phase_checks import get_fit
from casework.acting.rights.phases import PhaseFit


def is_applicable(open_plan: OpenPlan, act: type[Act]) -> bool:
    """Whether the plan stands so that the act makes sense today: it is done or kept as a late fact, and there is
    something to do it to."""
    if open_plan.plan.closed_at is not None:
        return False
    if open_plan.plan.sealed_at is not None and act.operation.group is not ActGroup.SEALED:
        return False  # what else may come after the seal is recorded from the closing list
    fits = any(
        get_fit(right, open_plan.plan, open_plan.today) in (PhaseFit.DONE, PhaseFit.FACT) for right in act.operations()
    )
    return fits and _is_ready(open_plan, act.operation)


def _is_ready(open_plan: OpenPlan, operation: Operation) -> bool:
    if operation.needs_open and not open_plan.items(*operation.needs_open):
        return False
    ready = resolve_name(operation.ready) if isinstance(operation.ready, str) else operation.ready
    return ready is None or bool(ready(open_plan))
