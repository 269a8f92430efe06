"""Cancels items and waiting messages when a fact stops them, and restores them when another fact lifts the stop. Used
inside verbs only.

A stopped item is `cancelled`, neither done nor missed, with the code of the fact as its reason.
"""

from casework.acting.open_plan import OpenPlan
from casework.shared.facts.fact_rules import DECISION_THAT_FOLLOWS, FactRule, Stops
from casework.shared.items.item_kinds import STOPS_WITH_SUPERVISION
from casework.shared.items.items import FAMILY_OWNERS, cancel_items, finish_items, reopen_item
from law.transitions import PlanStatus
from models.item import Item
from models.office import Role
from notifications.events import Event
from notifications.outbox import withdraw_messages

ABOUT_DUTIES = (
    Event.CHECK_IN_DUE, Event.CHECK_IN_LAST_DAY, Event.CHECK_IN_NOT_RECEIVED, Event.EXPLANATION_ASKED,
    Event.USAGE_SHEET_DUE, Event.THOUGHT_REPORT_DUE, Event.MILESTONE_FORM_DUE, Event.RETURN_CHECK, Event.RETURN_NOT_REPORTED,
    Event.APPOINTMENT_OR_VISIT,
)  # fmt: skip


def apply_stop(open_plan: OpenPlan, row: FactRule) -> list[Item]:
    """The duties that the rule stops are cancelled; the supervision is stopped under its code until a decision or
    another fact lifts it. Returns the cancelled items. A verb whose rule stops only some days, one person or one kind
    cancels them itself."""
    kinds: tuple[str, ...]
    match row.stops:
        case Stops.SUPERVISION:
            if row.reason not in open_plan.plan.stopped_by:
                open_plan.plan.stopped_by = [*open_plan.plan.stopped_by, row.reason]
            kinds = STOPS_WITH_SUPERVISION
        case Stops.FAMILY:
            kinds = ()
        case Stops.GUARDIANS:
            return cancel_items(open_plan, row.reason, owners=(Role.GUARDIAN.value,))
        case _:
            return []
    gone = cancel_items(open_plan, row.reason, owners=tuple(owner.value for owner in FAMILY_OWNERS))
    gone += cancel_items(open_plan, row.reason, kinds=kinds) if kinds else []
    withdraw_messages(
        open_plan.session, open_plan.now, reason=row.reason, plan_id=open_plan.plan.id, events=ABOUT_DUTIES
    )
    return gone


def lift_stop(open_plan: OpenPlan, reason: str) -> None:
    """What that fact had stopped, and is still to come, is owed again, unless another fact stops it."""
    finish_items(open_plan, DECISION_THAT_FOLLOWS, because="lifted", label=reason)
    open_plan.plan.stopped_by = [each for each in open_plan.plan.stopped_by if each != reason]
    if open_plan.plan.stopped_because is None:
        restore_items(open_plan, reason)


def resolve_following_decision(open_plan: OpenPlan) -> None:
    """The decision that a fact asked for is made: nothing stands stopped in wait for it."""
    finish_items(open_plan, DECISION_THAT_FOLLOWS, because="decided")
    open_plan.plan.stopped_by = []


def restore_items(open_plan: OpenPlan, ended_because: str) -> None:
    """Items that were cancelled for that reason and are still to come are open again, if their owner may still owe
    them."""
    cancelled = [item for item in open_plan.items(only_open=False) if item.settled_because == ended_because]
    for item in cancelled:
        represented = item.owner != Role.GUARDIAN or open_plan.of_age_on > open_plan.today
        if item.due_on > open_plan.today and represented and open_plan.plan.status == PlanStatus.UNDER_SUPERVISION:
            reopen_item(open_plan, item)
