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
from casework.shared.closing_list import OWED_BY_OTHERS
from casework.shared.device_consent import get_device_consent
from casework.shared.items.completing_items import completing_due_item
from casework.shared.items.item_kinds import BEYOND_THE_END, ITEM_KINDS
from casework.shared.items.items import add_item, cancel_items
from casework.shared.notify.notify import notify
from casework.staff.assistance import stop_assisting
from casework.usage.deletion import delete_usage_data
from law.articles import cite
from law.ends import EndRow, find_end
from law.transitions import Outcome, PlanStatus
from models.item import Item
from notifications.matrix import Event
from notifications.outbox import withdraw_messages

_END_OF_SUPERVISION = cite("end_of_supervision")
_GROUNDS_OF_REVOCATION = cite("grounds_of_revocation")
_OUTCOME_ANNOUNCED = cite("outcome_told")
_MEASURES_LIFTED = cite("measures_lifted")
_REVIEW_BY_HIGHER = cite("review_by_higher")
_JUDGMENT = cite("SE-15")
_SEALING = cite("SE-01")


def execute_decision(context: Context, number: str, item_id: uuid.UUID) -> None:
    """What a named person decided takes its course: duties and reminders stop, service is owed, the outcome is to be
    told face to face, and after a revocation the indictment has its date: all of it as the row of law says."""
    with completing_due_item(context, number, item_id) as found:
        if found is None:
            return
        open_plan, item, fell_due_at = found
        ended = get_item_codes(cancel_open_work(open_plan, item.label))
        row = get_end(open_plan, item.label)
        if row.served:
            require_service(open_plan, item.label, _list_addressees(open_plan, row), open_plan.today)
        for kind in row.opens:
            open_next(open_plan, row, kind)
        if item.label != "end_otherwise":  # after a death or an innocence the staff finds the words and the moment
            told_by = context.days.after(context.days.after(open_plan.today, 1), 2)
            notify(open_plan, Event.TO_BE_TOLD_IN_PERSON, f"outcome/{item.id}", day=told_by)
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


def pass_on(open_plan: OpenPlan) -> None:
    """Nothing is sealed here: the file went to another office, or the sentence is too long. The run is over at once, or,
    while receipts and answers are owed to this office, on the working day after the last of them."""
    if not open_plan.items("service", *OWED_BY_OTHERS):
        close_unsealed(open_plan)
        return
    add_item(open_plan, "closing", open_plan.context.days.after(open_plan.today, 1))


def schedule_sealing(open_plan: OpenPlan, day: date) -> None:
    """The record is sealed on that day, and on no other."""
    cancel_items(open_plan, "moved", kinds=("sealing",), except_on=day)
    add_item(open_plan, "sealing", day, article=_SEALING)


_SET_ASIDE = {"found_wrong": "set_aside_own", "reexamination": "set_aside_by_higher_office"}
"""The row of ends.toml by the ground on which a non-prosecution is set aside."""


def get_end(open_plan: OpenPlan, decision: str) -> EndRow:
    """The row of law by which the last decision of that kind ends the case."""
    made = open_plan.last_decision(decision)
    detail = made.detail if made else {}
    match decision:
        case "end_otherwise":
            return find_end(detail["how"])
        case "set_aside":
            return find_end(_SET_ASIDE[detail["ground"]])
        case "revocation":
            return find_end("revoked")
        case _:
            return find_end(decision)


def return_to_court(open_plan: OpenPlan) -> None:
    """The case stands before the court again, by the decision that took it there."""
    before = open_plan.last_decision("revocation", "set_aside", "end_otherwise")
    if before is not None:
        ended_otherwise = before.kind == "end_otherwise"
        open_plan.plan.status = (PlanStatus.ENDED_OTHERWISE if ended_otherwise else PlanStatus.REVOKED).value
        open_plan.plan.ended_because = get_end(open_plan, before.kind).code
    open_plan.plan.outcome = Outcome.PROSECUTION.value


def open_next(open_plan: OpenPlan, row: EndRow, kind: str) -> None:
    """What the row opens is owed from today. What is announced is sealed after its announcement; a judgment is asked for
    once there is an indictment."""
    days = open_plan.context.days
    match kind:
        case "outcome_announcement":
            add_item(open_plan, kind, days.after(open_plan.today, 3), article=_OUTCOME_ANNOUNCED)
        case "prosecution" if open_plan.plan.outcome is None:  # else it was indicted before this ran
            add_item(open_plan, kind, open_plan.plan.final_decision_by, article=_GROUNDS_OF_REVOCATION)
        case "after_correction":
            # What follows, prosecution or not, is for people to say: nothing is sealed by itself.
            due_on = days.after(open_plan.today, open_plan.number("correction_follow_up_working_days"))
            add_item(open_plan, kind, due_on, article=_REVIEW_BY_HIGHER)
        case "measures_lifted":
            case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
            if case.get("in_custody") or any(each["lifted_on"] is None for each in case["bail"]):
                add_item(open_plan, kind, days.after(open_plan.today, 1), article=_MEASURES_LIFTED)
        case "compensation_told" | "return_to_police":
            add_item(open_plan, kind, days.after(open_plan.today, 3), article=row.article)
        case "closing":
            pass_on(open_plan)
        case "sealing" if not row.announced:
            schedule_sealing(open_plan, open_plan.today + timedelta(days=1))


def _list_addressees(open_plan: OpenPlan, row: EndRow) -> list[str]:
    """On whom the row has its paper served, as far as this case has them; each victim for themselves, the dead never."""
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    defended = (case["opinions"].get("defender") or {}).get("state") not in ("not_in_this_case", "no_longer_a_party")
    count = {
        "minor": int(open_plan.minor().ended_on is None),
        "victim": 0 if case["no_victim"] else max(1, case["victims"]),
        "legal_representative": int(open_plan.of_age_on > open_plan.today),
        "defender": int(defended),
    }
    return [to.value for to in row.served for _each in range(count.get(to, 1))]
