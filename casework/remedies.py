"""Reconsideration, higher review, a victim's complaint: each clock, actor and route. The period runs on."""

from datetime import date

from sqlmodel import col, select

from casework.closing_list import add_line, put_closing
from casework.desk import Desk, File
from casework.items import add_item, finish_all
from casework.rights import Act, Actor
from casework.telling import tell
from law.clocks import (
    Deadline,
    higher_review_decision,
    higher_review_request,
    reconsideration_decision,
    reconsideration_request,
    reexamination_deadline,
    victim_complaint_deadline,
)
from models.columns import new_id
from models.decision import Remedy
from models.office import Role
from notifications.catalogue import Event
from sunward.errors import BadInput, NotFound, Refused
from sunward.words import Words


def file_remedy(
    desk: Desk,
    actor: Actor,
    number: str,
    *,
    kind: str,
    decision_received_on: date,
    posted_on: date | None = None,
    receipt_number: str | None = None,
) -> Remedy:
    """The remedy is on the file with whether it came in time, by postmark where there is one, and its answer's own
    clock runs. Late is recorded as late: for a victim it changes the route, not the right (Rules art 382)."""
    with desk.file(number, actor, Act.FILE_REMEDY) as file:
        if decision_received_on > file.today:
            raise BadInput(Words("收到日期在将来。", "The day of receipt lies in the future."))
        if any(row.kind == kind and row.decided_on is None for row in remedies_of(file)):
            raise Refused(Words("同类请求正在办理。", "One of this kind is already pending."))
        window, answer = _clocks(file, kind, decision_received_on)
        in_time = (posted_on or file.today) <= window.due_on
        remedy = Remedy(
            id=new_id(file.now),
            plan_id=file.plan.id,
            kind=kind,
            decision_received_on=decision_received_on,
            filed_on=file.today,
            posted_on=posted_on,
            in_time=in_time,
            answer_by=answer.due_on,
        )
        file.session.add(remedy)
        if file.plan.sealed_at is None:
            add_item(file, "remedy_answer", Role.PROSECUTOR, answer.due_on, label=kind, article=answer.article)
        else:
            # The file stays closed: the clock runs on the nameless list, and access is another matter.
            add_line(file, "reexamination", kind, file.today, answer.due_on, receipt_number)
            put_closing(file)
        file.record(
            article=window.article,
            note={"remedy": kind, "received_on": decision_received_on, "in_time": in_time, "answer_by": answer.due_on},
        )
        tell(file, Event.REMEDY_RECEIVED, f"remedy/{remedy.id}")
        file.wake()
        return remedy


def decide_remedy(desk: Desk, actor: Actor, number: str, *, kind: str, outcome: str) -> None:
    """The answer is on the file. A decision corrected by the higher office is carried out by a decision of its own."""
    with desk.file(number, actor, Act.DECIDE_REMEDY) as file:
        pending = [row for row in remedies_of(file) if row.kind == kind and row.decided_on is None]
        if not pending:
            raise NotFound(Words("没有待答复的这类请求。", "Nothing of this kind is pending."))
        pending[0].decided_on, pending[0].outcome = file.today, outcome
        file.session.add(pending[0])
        finish_all(file, "remedy_answer", label=kind)
        file.record(article="Rules arts 379-383", note={"remedy": kind, "outcome": outcome})
        file.wake()


def remedies_of(file: File) -> list[Remedy]:
    """All remedies of the plan, oldest first."""
    return list(file.session.exec(select(Remedy).where(Remedy.plan_id == file.plan.id).order_by(col(Remedy.filed_on))))


def _clocks(file: File, kind: str, received_on: date) -> tuple[Deadline, Deadline]:
    days, rulebook = file.desk.days, file.rulebook
    match kind:
        case "reconsideration":
            return (
                reconsideration_request(received_on, days, rulebook),
                reconsideration_decision(file.today, days, rulebook),
            )
        case "higher_review":
            return higher_review_request(received_on, days, rulebook), higher_review_decision(
                file.today, days, rulebook
            )
        case _:
            return (
                victim_complaint_deadline(received_on, days, rulebook),
                reexamination_deadline(file.today, False, days, rulebook),
            )
