"""The clerk's list: receipts still out, over all plans within reach; and what still runs after the seal, without a name."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from casework.shared.context import Context
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.rights import Actor, RightScope, visible_plans
from casework.shared.rights.read_operations import READ_ACCESS, READ_CLOSING_LIST, READ_SERVICE
from core.words import Words
from models.decision import ClosingListEntry, ServiceReceipt
from models.item import STILL_OPEN, Item
from models.journal import JournalLine
from models.plan import Plan

CLOCKS: dict[str, Words] = {
    "service": Words("送达", "service"),
    "victim_complaint": Words("被害人申诉期", "the victim's time to complain"),
    "unfreezing": Words("解除扣押冻结", "release of property"),
    "police_sealing": Words("公安机关封存", "sealing by the police"),
    "reexamination": Words("复查", "re-examination"),
    "judgment": Words("判决", "a judgment"),
    "note": Words("封存后来的其他事实", "another fact that came after the seal"),
    "contact_ended": Words("监护人的变动", "a change among the guardians"),
    "danger_report": Words("强制报告", "a mandatory report"),
}
"""Clocks of the closing list that are no kind of item."""


TO_DO: dict[str, Words] = {
    "police_sealing": Words(
        "请向公安机关询问是否已经封存；收到回执后在此登记",
        "ask the police whether they have sealed; record their receipt when it comes",
    ),
    "service": Words("请催取送达回证，收到后登记送达", "ask for the receipt of service, and record it when it comes"),
    "feedback": Words(
        "请向公安机关询问处理结果，收到后登记反馈", "ask the police what came of it, and record the answer"
    ),
    "remedy_answer": Words("请作出决定并登记", "answer it, and record the answer"),
    "reexamination": Words("请作出复查决定并登记", "decide the re-examination, and record the answer"),
    "suggestion_reply": Words("请向被建议单位询问，收到书面答复后登记", "ask the unit, and record its written answer"),
    "aid_answer": Words("请询问救助申请的结果，收到后登记", "ask what came of the request for aid, and record it"),
}
"""What somebody does about a clock of the closing list that has passed. A time of somebody else's that is simply over,
such as the victim's to complain, asks for nothing."""
NOTHING_TO_DO = Words("期间届满，无须办理", "the time is over; nothing has to be done")


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

    @property
    def served_as(self) -> str:
        """As which decision its receipt is recorded."""
        return "period_change" if self.decision in ("extension", "shortening") else self.decision


@dataclass(frozen=True)
class RunningClock:
    """A clock that outlives the seal. It leads back to nobody."""

    number: str
    clock: str
    words: Words
    addressee: str | None
    began_on: date
    ends_on: date
    receipt_number: str | None
    done_on: date | None
    to_do: Words | None = None
    """For one whose last day has passed: what is to be done about it."""


def list_clocks_left_running(desk: Context, actor: Actor, number: str) -> list[tuple[Words, date]]:
    """What ran on when the seal of that plan was lifted, each with its last day, as the act's line tells it."""
    with desk.open_for_reading(number, actor, READ_ACCESS) as file:
        line = file.session.exec(
            select(JournalLine)
            .where(JournalLine.plan_id == file.plan.id, JournalLine.act == "unseal")
            .order_by(col(JournalLine.sequence).desc())
        ).first()
    told = [str(each).partition(".") for each in (line.note.get("clocks", []) if line else [])]
    return [(CLOCKS.get(clock) or ITEM_KINDS[clock].words, date.fromisoformat(day)) for clock, _, day in told]


def list_pending_receipts(desk: Context, actor: Actor) -> list[PendingReceipt]:
    """What is still to be served on whom, the one due first before the others."""
    with desk.query_plans(actor, READ_SERVICE) as session:
        due = (
            select(col(Item.due_on))
            .where(Item.plan_id == Plan.id, Item.kind == "service", col(Item.status).in_(STILL_OPEN))
            .order_by(col(Item.due_on))
            .limit(1)
            .correlate(Plan)
            .scalar_subquery()
        )
        query = (
            select(ServiceReceipt, Plan.number, due)
            .join(Plan, col(Plan.id) == col(ServiceReceipt.plan_id))
            .where(
                visible_plans(actor, READ_SERVICE), col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None),
                col(ServiceReceipt.received_on).is_(None),
            )
            .order_by(due, col(Plan.number), col(ServiceReceipt.id))
            .limit(200)
        )  # fmt: skip
        return [
            PendingReceipt(number, row.decision, row.addressee, row.number, due_on, row.contact is not None)
            for row, number, due_on in session.exec(query)
        ]


def get_next_step(row: ClosingListEntry, today: date) -> Words | None:
    """What is to be done about a clock whose last day has passed and that nothing has ended; None before that."""
    if row.done_on is not None or row.ends_on >= today:
        return None
    return TO_DO.get(row.clock, NOTHING_TO_DO)


def list_running_clocks(desk: Context, actor: Actor) -> list[RunningClock]:
    """What still runs after the seals of the actor's office (收尾清单); empty for a post that has no part in it."""
    if READ_CLOSING_LIST.by.get(actor.role) is not RightScope.OFFICE:
        return []
    with desk.query_plans(actor, READ_CLOSING_LIST) as session:
        today = desk.clock.today()
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
