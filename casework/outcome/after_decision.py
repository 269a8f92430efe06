"""What follows an end: everything stops, service is owed, the outcome is to be told, the record is to be sealed.

Nothing is decided here; what people decide at the end stands in `casework/outcome/final_decision.py`.
"""

import uuid
from datetime import date, timedelta

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.outcome.acts_ending import ASK_THE_COURT_WITHIN
from casework.outcome.decisions import set_plan_status
from casework.outcome.unfinished_items import get_item_codes, list_unfinished
from casework.partners.partners import end_all_orders
from casework.service.announcement_and_service import require_service
from casework.shared.device_consent import get_device_consent
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.item_kinds import BEYOND_THE_END, ITEM_KINDS
from casework.shared.items.items import add_item, cancel_items
from casework.shared.notify.notify import notify
from casework.staff.assistance import stop_assisting
from casework.usage.deletion import delete_usage_data
from law.articles import cite
from law.transitions import End, PlanStatus
from models.item import Item
from notifications.matrix import Event
from notifications.outbox import withdraw_messages

_END_OF_SUPERVISION = cite("end_of_supervision")
_GROUNDS_OF_REVOCATION = cite("grounds_of_revocation")
_OUTCOME_ANNOUNCED = cite("outcome_told")
_REVIEW_BY_HIGHER = cite("review_by_higher")
_JUDGMENT = cite("SE-15")
_SEALING = cite("SE-01")


def execute_decision(context: Context, number: str, item_id: uuid.UUID) -> None:
    """What a named person decided takes its course: duties and reminders stop, service is owed, the outcome is to be
    told face to face, and after a revocation the indictment has its date."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        ended = get_item_codes(cancel_open_work(open_plan, item.label))
        tomorrow = context.days.after(open_plan.today, 1)
        match item.label:
            case "non_prosecution":
                require_service(open_plan, "non_prosecution", _addressees(open_plan), open_plan.today)
                add_item(
                    open_plan,
                    "outcome_announcement",
                    context.days.after(open_plan.today, 3),
                    article=_OUTCOME_ANNOUNCED,
                )
            case "revocation":
                require_service(
                    open_plan, "revocation", ["police", "minor", *_representative(open_plan)], open_plan.today
                )
                if open_plan.plan.outcome is None:  # else it was indicted before this ran
                    add_item(
                        open_plan,
                        "prosecution",
                        open_plan.plan.final_decision_by,
                        article=_GROUNDS_OF_REVOCATION,
                    )
            case _ if open_plan.plan.ended_because == End.CHANGE_OF_JURISDICTION:
                close_unsealed(open_plan)  # the file went to another office, and the seal is that office's
            case _ if open_plan.plan.ended_because in (End.CORRECTED_BY_HIGHER_OFFICE, End.OBJECTION):
                # What follows, prosecution or not, is for people to say: nothing is sealed by itself.
                due_on = context.days.after(open_plan.today, open_plan.number("correction_follow_up_working_days"))
                add_item(open_plan, "after_correction", due_on, article=_REVIEW_BY_HIGHER)
            case _:
                schedule_sealing(open_plan, open_plan.today + timedelta(days=1))
        if item.label in ("non_prosecution", "revocation"):
            notify(open_plan, Event.TO_BE_TOLD_IN_PERSON, f"outcome/{item.id}", day=context.days.after(tomorrow, 2))
        open_plan.record(
            f"carry_out_{item.label}", item=item, fell_due_at=fell_due_at, article=_END_OF_SUPERVISION,
            note={"ended": ended} if ended else None,
        )  # fmt: skip


def cancel_open_work(open_plan: OpenPlan, because: str) -> list[Item]:
    """Nothing is owed and nothing about duties is sent, within the minute of the end, whatever the end. Orders to
    guardians and assistance end; what units and authorities owe us runs on. Returns what waited for a person and has
    ended with it."""
    waited = [item for item in list_unfinished(open_plan) if item.kind not in BEYOND_THE_END]
    stop_assisting(open_plan, because)
    end_all_orders(open_plan, because)
    cancel_items(open_plan, because, kinds=tuple(set(ITEM_KINDS) - set(BEYOND_THE_END)))
    withdraw_messages(open_plan.session, open_plan.now, reason="ended", plan_id=open_plan.plan.id)
    return waited


def await_judgment(open_plan: OpenPlan) -> None:
    """The court has not judged yet: somebody asks how far the case is, and it is brought up again until the judgment is
    recorded."""
    due_on = open_plan.context.days.after(open_plan.today, ASK_THE_COURT_WITHIN)
    add_item(open_plan, "judgment", due_on, article=_JUDGMENT)


def close_unsealed(open_plan: OpenPlan) -> None:
    """The plan's run is over without a seal. What was to be deleted of devices does not outlive it."""
    if not get_device_consent(open_plan).given:
        delete_usage_data(open_plan)
    cancel_items(open_plan, "closed")
    set_plan_status(open_plan, PlanStatus.CLOSED)
    open_plan.plan.closed_at = open_plan.now
    open_plan.plan.wake_at = None


def schedule_sealing(open_plan: OpenPlan, day: date) -> None:
    """The record is sealed on that day, and on no other."""
    cancel_items(open_plan, "moved", kinds=("sealing",), except_on=day)
    add_item(open_plan, "sealing", day, article=_SEALING)


def _addressees(open_plan: OpenPlan) -> list[str]:
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    victims = [] if case["no_victim"] else ["victim"] * max(1, case["victims"])
    there = (case["opinions"].get("defender") or {}).get("state") not in ("not_in_this_case", "no_longer_a_party")
    return ["police", "minor", *_representative(open_plan), *(["defender"] if there else []), *victims]


def _representative(open_plan: OpenPlan) -> list[str]:
    return [] if open_plan.of_age_on <= open_plan.today else ["legal_representative"]
