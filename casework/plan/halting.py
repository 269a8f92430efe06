"""Plans that are halted: nothing is done for them by the program until a person has looked and releases them."""

from typing import Any

from casework.acting.acts.machine import PROCESS_PLAN, QUARANTINE, RELEASE_QUARANTINE
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import SYSTEM, Actor, Operation
from casework.shared.items.follow_ups import PLAN_HALTED, create_follow_up
from casework.shared.items.items import finish_items
from casework.shared.notify.notify import notify
from notifications.matrix import Event


def quarantine(context: Context, number: str) -> None:
    """The plan is halted, and its prosecutor and the administrator are notified."""
    with context.open_for_update(number, SYSTEM, PROCESS_PLAN) as open_plan:
        halt(open_plan, QUARANTINE)


def halt(open_plan: OpenPlan, act: Operation, *, detail: dict[str, Any] | None = None) -> None:
    """The open plan is halted, by the program or by a person; one that is halted already is not changed."""
    if open_plan.plan.quarantined_at is not None:
        return
    open_plan.plan.quarantined_at = open_plan.now
    open_plan.record(act.code, detail=detail)
    notify(open_plan, Event.PLAN_HALTED, f"halted/{open_plan.plan.version}")
    create_follow_up(open_plan, PLAN_HALTED, "")


def release_plan(context: Context, actor: Actor, number: str, reason: str | None = None) -> None:
    """A halted plan is processed by the program again, from now. One that is not halted is not changed."""
    with context.open_for_update(number, actor, RELEASE_QUARANTINE) as open_plan:
        if open_plan.plan.quarantined_at is None:
            return
        open_plan.plan.quarantined_at = None
        open_plan.plan.failures, open_plan.plan.failing_since_at = 0, None
        finish_items(open_plan, PLAN_HALTED, label="", because="released")
        open_plan.record("release_quarantine", detail={"reason": reason} if reason else None)
        open_plan.wake()
