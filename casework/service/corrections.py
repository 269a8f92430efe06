"""The announcement and the receipts, corrected: from when duties can be missed, and what runs from a receipt."""

from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.checkins.attention import update_attention
from casework.remedies.remedies import get_remedies, recalculate_remedy
from casework.service.acts import Announce, RecordService
from casework.service.announcement_and_service import CONDITIONAL
from casework.shared.closing_list import get_closing_rows, schedule_closing
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from casework.shared.items.items import FAMILY_OWNERS, add_item, close_item, finish_items, get_row_labels
from core.errors import Refused
from core.i18n import _
from law.articles import cite
from law.clocks import service_deadline, victim_complaint_deadline
from law.transitions import PlanStatus
from models.decision import ServiceReceipt
from models.item import ItemStatus
from models.plan import Condition
from notifications.outbox import withdraw_messages

_SEALED = cite("sealed")

_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
_STILL_ASKED = (ItemStatus.OPEN, ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)


def _announcement(open_plan: OpenPlan) -> list[FactEntry]:
    on = open_plan.plan.announced_on
    return [FactEntry(open_plan.plan, {"announced_on": on}, {"on": on})] if on is not None else []


def _announced_on(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """Duties count from the right day: what was missed or asked after before it was not owed yet. Where it was told
    earlier than was recorded, nothing more is owed: nobody was called for it. Once the case is decided, the basis of
    the decision stays as it was, and the deciding person is notified."""
    was, on = entry.recorded["announced_on"], values["announced_on"]
    open_plan.plan.announced_on = on
    for condition in open_plan.rows(Condition, Condition.told_on == was):
        condition.told_on = on
    return {"not_owed_yet": _not_due_until(open_plan, on) if open_plan.plan.status in _UNDECIDED else 0}


def _not_due_until(open_plan: OpenPlan, on: date) -> int:
    found = [
        item
        for item in open_plan.items(only_open=False)
        if item.owner in FAMILY_OWNERS and item.due_on <= on and item.status in _STILL_ASKED
    ]
    for item in found:
        close_item(open_plan, item, ItemStatus.NOT_OWED_YET, "not_announced")
        finish_items(open_plan, "explanation_answer", because="not_announced", label=get_row_labels(item.id))
        withdraw_messages(
            open_plan.session, open_plan.now, reason="not_announced", plan_id=open_plan.plan.id, item_id=item.id
        )
    update_attention(open_plan)
    return len(found)


ANNOUNCEMENT = Correction(Announce.operation, "announced_on", _announcement, _announced_on)


def _receipt(open_plan: OpenPlan) -> list[FactEntry]:
    return [
        FactEntry(
            row,
            {"received_on": row.received_on},
            {"to": row.addressee, "received_on": row.received_on, "decision": row.decision},
            (row.addressee, row.number),
        )
        for row in open_plan.rows(ServiceReceipt)
        if row.received_on is not None
    ]


def _received_on(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """Whether service was in time, and what runs from the receipt, follow the right day: the requests and complaints
    that are still unanswered, and a victim's window on the closing list."""
    receipt: ServiceReceipt = entry.row
    was, on = entry.recorded["received_on"], values["received_on"]
    receipt.received_on = on
    open_plan.session.flush()
    for remedy in get_remedies(open_plan):
        its_own = remedy.receipt_number in (None, receipt.number)
        if remedy.kind == _starts(receipt) and its_own and remedy.decision_received_on == was:
            recalculate_remedy(
                open_plan, remedy, decision_received_on=on, posted_on=remedy.posted_on, filed_on=remedy.filed_on
            )
    if open_plan.plan.sealed_at is not None:
        _on_closing_list(open_plan, receipt, was, on)
    if receipt.decision != CONDITIONAL:
        return {}
    return {
        "in_time": service_deadline(open_plan.plan.decided_on, open_plan.context.days, open_plan.rulebook)
        .kept(on, open_plan.rulebook)
        .holds
    }


def _starts(receipt: ServiceReceipt) -> str | None:
    """Which remedy runs from that receipt."""
    if receipt.addressee == "victim":
        return "victim_complaint"
    if receipt.addressee != "police":
        return None
    return "higher_review" if receipt.decision == "reconsideration" else "reconsideration"


def _on_closing_list(open_plan: OpenPlan, receipt: ServiceReceipt, was: date, on: date) -> None:
    for row in get_closing_rows(open_plan):
        if row.addressee != receipt.addressee:
            continue
        if row.clock == "service" and row.done_on == was:
            row.done_on = on
        elif row.clock == "victim_complaint" and row.began_on == was and row.receipt_number == receipt.number:
            window = victim_complaint_deadline(on, open_plan.context.days, open_plan.rulebook)
            row.began_on, row.ends_on = on, window.due_on
    open_plan.session.flush()
    schedule_closing(open_plan)


def _never_received(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """The receipt is owed again, by the day by which it was."""
    receipt: ServiceReceipt = entry.row
    receipt.received_on = receipt.how = receipt.recorded_at = None
    if open_plan.plan.sealed_at is not None:
        raise Refused(_("记录已封存，只能更正日期；未送达的，请重新送达后登记。"),
                      article=_SEALED)  # fmt: skip
    if open_plan.plan.closed_at is not None:
        return {}
    if finish_items(open_plan, "unknown_decision", label=receipt.decision, because="fact_corrected"):
        open_plan.session.delete(receipt)  # of what was never decided nothing is owed
        return {}
    row = open_plan.last_decision(receipt.decision)
    decided_on = open_plan.plan.decided_on if receipt.decision == CONDITIONAL or row is None else row.decided_on
    deadline = service_deadline(decided_on, open_plan.context.days, open_plan.rulebook)
    if not any(item.label == receipt.decision for item in open_plan.items("service")):
        add_item(open_plan, "service", deadline.due_on, label=receipt.decision, article=deadline.article)
    return {}


RECEIPT = Correction(
    RecordService.operation, "received_on", _receipt, _received_on, _never_received, on_closing_list=True
)
