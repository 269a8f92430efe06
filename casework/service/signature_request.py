"""The victim's side asked by one neutral text to call and sign for a paper (S21), because a person chose it.

The text tells nothing but that there is a paper, a day and a number of the office: no case, no minor, no code word, and
never the number of the minor's social worker. Their number lies encrypted at the receipt it is for, and goes when that
receipt is back or the file is sealed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.messages.manual_send import draft_by_hand, find_wait, post_by_hand, refuse_unsent
from casework.messages.victim_contact import get_office_phone
from casework.service.acts import AskToSign
from casework.service.announcement_and_service import get_served_decision
from core.errors import BadInput, Mistake, StateConflict
from core.i18n import _
from models.decision import ServiceReceipt
from notifications.matrix import Event, Recipient

MAX_DAYS = 14


@dataclass(frozen=True)
class SignatureRequestResult:
    """What now waits in the outbox."""

    receipt: str | None
    leaves_at: datetime


@verb(AskToSign)
def ask_to_sign(open_plan: OpenPlan, act: AskToSign) -> SignatureRequestResult:
    """One text to the victim's side: there is a paper to sign for, please call the office by that day.

    `receipt` is the number on the paper's receipt, needed where several victims are still out; `phone` is kept for it
    until it is back. Refused where no paper is owed to a victim, after the seal, without a number of the
    office to call, and within half an hour of the last.
    """
    _refuse_day(open_plan, act.day)
    row = _receipt(open_plan, get_served_decision(open_plan, act.decision), act.number)
    if act.phone is not None:
        row.contact = open_plan.seal("receipt.contact", row.id, {"phone": act.phone})
    row.number = row.number or act.number
    if row.contact is None:
        missing = _("请填写电话号码。")
        raise BadInput(missing, mistakes=[Mistake("phone", missing)])
    if get_office_phone(open_plan.session, open_plan.plan) is None:
        raise StateConflict(_("书记员、助理、承办检察官都没有登记办公电话，短信里没有号码可回。请先登记，或者打电话。"))
    message = draft_by_hand(open_plan, Event.PAPER_TO_SIGN, Recipient.VICTIM, row.id, {"day": act.day.isoformat()})
    refuse_unsent(find_wait(open_plan, message))
    line = open_plan.record(note={"decision": row.decision, "on": act.day, "to": "victim"})
    post_by_hand(open_plan, message, f"to_sign/{line.id}")
    return SignatureRequestResult(row.number, message.due_at)


def _receipt(open_plan: OpenPlan, decision: str, receipt: str | None) -> ServiceReceipt:
    out = [
        row
        for row in open_plan.rows(ServiceReceipt)
        if row.decision == decision and row.addressee == "victim" and row.received_on is None
    ]
    if not out:
        raise StateConflict(_("没有还要被害人签收的文书。"))
    if receipt is None:
        if len(out) > 1:
            which = _("还有几名被害人未签收，请写明回证编号。")
            raise BadInput(which, mistakes=[Mistake("number", which)])
        return out[0]
    fitting = [row for row in out if row.number == receipt] or [row for row in out if row.number is None]
    if not fitting:
        unknown = _("没有这个编号的未收回的回证。")
        raise BadInput(unknown, mistakes=[Mistake("number", unknown)])
    return fitting[0]


def _refuse_day(open_plan: OpenPlan, day: date) -> None:
    if not open_plan.today <= day <= open_plan.today + timedelta(days=MAX_DAYS):
        wrong = _("请写今天起{max_days}日内的一天。", max_days=MAX_DAYS)
        raise BadInput(wrong, mistakes=[Mistake("day", wrong)])
