"""The clerk's list: receipts still out, over all plans within reach; and what still runs after the seal, without a name."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor, RightScope, visible_plans
from casework.acting.rights.read_operations import READ_ACCESS, READ_CLOSING_LIST, READ_SERVICE
from casework.shared.closing_list import OWED_BY_US
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text, _, pgettext
from models.decision import ClosingListEntry, Decision, ServiceReceipt
from models.item import STILL_OPEN, Item
from models.journal import JournalLine
from models.plan import Plan

CLOCKS: dict[str, Text] = {
    "service": pgettext("clocks", "送达"),
    "victim_complaint": _("被害人申诉期"),
    "unfreezing": _("解除扣押冻结"),
    "police_sealing": _("公安机关封存"),
    "reexamination": _("复查"),
    "judgment": _("判决"),
    "note": _("封存后来的其他事实"),
    "contact_ended": _("监护人的变动"),
    "death": _("本人死亡"),
    "death_in_error": _("死亡登记有误，本人健在"),
    "danger_report": _("强制报告"),
}
"""Clocks of the closing list that are no kind of item."""


TO_DO: dict[str, Text] = {
    "police_sealing": _("请向公安机关询问是否已经封存；收到回执后在此登记"),
    "service": _("请催取送达回证，收到后登记送达"),
    "feedback": _("请向公安机关询问处理结果，收到后登记反馈"),
    "reexamination": _("请作出复查决定并登记"),
    "suggestion_reply": _("请向被建议单位询问，收到书面答复后登记"),
    "aid_answer": _("请询问救助申请的结果，收到后登记"),
    **dict.fromkeys(OWED_BY_US, _("请办理；办结后在“封存后情况登记”登记")),
}
"""What somebody does about a clock of the closing list that has passed. A time of somebody else's that is simply over,
such as the victim's to complain, asks for nothing."""
NOTHING_TO_DO = _("期间届满，无须办理")


@dataclass(frozen=True)
class PendingReceipt:
    """A receipt that has not come back."""

    number: str
    decision: str
    addressee: str
    receipt_number: str | None
    due_on: date | None
    has_contact: bool
    """Whether the number of the victim's side is kept for it."""
    ended_by: str | None
    """The row of ends.toml by which our office ended the case otherwise; None where it did not."""

    @property
    def served_as(self) -> str:
        """As which decision its receipt is recorded."""
        return "period_change" if self.decision in ("extension", "shortening") else self.decision


@dataclass(frozen=True)
class RunningClock:
    """A clock that outlives the seal. It leads back to nobody."""

    number: str
    clock: str
    words: Text
    addressee: str | None
    began_on: date
    ends_on: date
    receipt_number: str | None
    done_on: date | None
    to_do: Text | None = None
    """For one whose last day has passed: what is to be done about it."""


def list_clocks_left_running(context: Context, actor: Actor, number: str) -> list[tuple[Text, date]]:
    """What ran on when the seal of that plan was lifted, each with its last day, as the act's line tells it."""
    with context.open_for_reading(number, actor, READ_ACCESS) as open_plan:
        lines = open_plan.rows(JournalLine, JournalLine.act == "unseal")
    clocks = [str(each).partition(".") for each in (lines[-1].note.get("clocks", []) if lines else [])]
    return [(CLOCKS.get(clock) or ITEM_KINDS[clock].words, date.fromisoformat(day)) for clock, _, day in clocks]


def list_pending_receipts(context: Context, actor: Actor) -> list[PendingReceipt]:
    """What is still to be served on whom, the one due first before the others."""
    with context.query_plans(actor, READ_SERVICE) as session:
        due = (
            select(col(Item.due_on))
            .where(Item.plan_id == Plan.id, Item.kind == "service", Item.label == ServiceReceipt.decision)
            .where(col(Item.status).in_(STILL_OPEN))
            .order_by(col(Item.due_on))
            .limit(1)
            .correlate(Plan, ServiceReceipt)
            .scalar_subquery()
        )
        ended = (
            select(col(Decision.detail))
            .where(Decision.plan_id == Plan.id, Decision.kind == "end_otherwise")
            .order_by(col(Decision.id).desc())
            .limit(1)
            .correlate(Plan)
            .scalar_subquery()
        )
        query = (
            select(ServiceReceipt, Plan.number, due, ended)
            .join(Plan, col(Plan.id) == col(ServiceReceipt.plan_id))
            .where(
                visible_plans(actor, READ_SERVICE), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None),
                col(ServiceReceipt.received_on).is_(None),
            )
            .order_by(due, col(Plan.number), col(ServiceReceipt.id))
            .limit(200)
        )  # fmt: skip
        return [
            PendingReceipt(
                number, row.decision, row.addressee, row.number, due_on, row.contact is not None,
                detail["how"] if detail else None,
            )
            for row, number, due_on, detail in session.exec(query)
        ]  # fmt: skip


def get_next_step(row: ClosingListEntry, today: date) -> Text | None:
    """What is to be done about a clock whose last day has passed and that nothing has ended; None before that."""
    if row.done_on is not None or row.ends_on >= today:
        return None
    return TO_DO.get(row.clock, NOTHING_TO_DO)


def list_running_clocks(context: Context, actor: Actor) -> list[RunningClock]:
    """What still runs after the seals of the actor's office (收尾清单); empty for a post that has no part in it."""
    if READ_CLOSING_LIST.by.get(actor.role) is not RightScope.OFFICE:
        return []
    with context.query_plans(actor, READ_CLOSING_LIST) as session:
        today = context.clock.today()
        query = select(ClosingListEntry).where(
            ClosingListEntry.office_id == actor.office_id, col(ClosingListEntry.done_on).is_(None)
        )
        return [
            RunningClock(
                row.plan_number,
                row.clock,
                CLOCKS.get(row.clock) or ITEM_KINDS[row.clock].words,
                row.addressee,
                row.began_on,
                row.ends_on,
                row.receipt_number,
                row.done_on,
                get_next_step(row, today),
            )
            for row in session.exec(query.order_by(col(ClosingListEntry.ends_on), col(ClosingListEntry.id)).limit(200))
        ]
