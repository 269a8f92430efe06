"""Reconsideration, higher review, a victim's complaint: each clock, actor and route. The period runs on."""

from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.remedies.acts import (
    CORRECTED_AFTER_THE_END,
    CORRECTED_BY_RECONSIDERATION,
    CORRECTED_BY_REVIEW,
    CORRECTED_ON_COMPLAINT,
    CORRECTED_ON_LATE_COMPLAINT,
    REMEDY_ANSWERED_ABOVE,
    REMEDY_TO_ANSWER_HERE,
    DecideRemedy,
    FileRemedy,
    RecordRemedyAnswer,
)
from casework.shared.closing_list import add_line, complete_line, move_line, schedule_closing
from casework.shared.facts.fact_rules import FactRule
from casework.shared.facts.taking_effect import FactEffect, take_effect
from casework.shared.items.items import add_item, finish_items, reschedule_item
from casework.staff.proposers import find_proposer
from core.errors import BadInput, NotFound, Refused
from core.i18n import _
from law.articles import cite
from law.clocks import (
    Deadline,
    higher_review_decision,
    higher_review_request,
    reconsideration_decision,
    reconsideration_request,
    reexamination_deadline,
    victim_complaint_deadline,
)
from law.conclusion import finding_on_final_complaint
from law.finding import Finding, filter_warnings
from law.remedies import (
    AnsweringOffice,
    ReexaminationAddressee,
    RemedyKind,
    finding_on_examiner,
    finding_on_reexamination_served,
    finding_on_review_requested,
    who_answers,
)
from law.transitions import Outcome, PlanStatus
from models.base import new_id
from models.decision import Remedy, ServiceReceipt
from models.journal import Harmless
from models.office import Role

_RECONSIDERATION_ANSWERED = cite("reconsideration_answered")

ARTICLE = cite("remedies")
_KINDS = {
    "reconsideration": RemedyKind.RECONSIDERATION,
    "higher_review": RemedyKind.HIGHER_REVIEW,
    "victim_complaint": RemedyKind.COMPLAINT,
}


@verb(FileRemedy)
def file_remedy(open_plan: OpenPlan, act: FileRemedy) -> Remedy:
    """The remedy is on the file with whether it came in time, by postmark where there is one, and its answer's own
    clock runs from the day it came (`filed_on`, today if left out), whenever it was written down. A review's seven days
    run from the police's receipt of the reconsideration, where the record has it, whatever day is typed; that none was
    decided yet is remarked on (RE-12). Late is recorded as late: for a victim it changes the route, not the right (Rules art 382). Each victim complains for themselves, by
    the number of their own receipt; refused is only the same one's second complaint while the first waits."""
    decision_received_on = act.decision_received_on
    came_on = act.filed_on or open_plan.today
    if decision_received_on > came_on or (act.posted_on or came_on) > came_on:
        raise BadInput(_("收到决定、邮寄、本院收到请求的日期应依次在后。"))  # fmt: skip
    known = get_remedies(open_plan)
    waits = [row for row in known if row.kind == act.remedy and row.decided_on is None]
    if any(row.receipt_number == act.receipt_number for row in waits):
        raise Refused(
            _("该被害人的申诉正在办理；另一被害人的申诉请写明其回执号。")
            if act.remedy == "victim_complaint"
            else _("同类的复议、复核请求或者申诉正在办理。"),
            article=ARTICLE,
        )
    findings: list[Finding] = []
    if act.remedy == "higher_review":
        decided_on, proved_on = _reconsidered(open_plan, known)
        findings = [finding_on_review_requested(open_plan.rulebook, decided_on, proved_on)]
        decision_received_on = proved_on or max(decision_received_on, decided_on or decision_received_on)
    window, answer = _clocks(open_plan, act.remedy, decision_received_on, came_on, act.complex_case)
    in_time = (act.posted_on or came_on) <= window.due_on
    label = f"{act.remedy}.{len(known) + 1}" if waits else act.remedy
    remedy = Remedy(
        id=new_id(open_plan.now),
        plan_id=open_plan.plan.id,
        kind=act.remedy,
        decision_received_on=decision_received_on,
        filed_on=came_on,
        posted_on=act.posted_on,
        in_time=in_time,
        answer_by=answer.due_on,
        receipt_number=act.receipt_number,
        label=label,
    )
    open_plan.session.add(remedy)
    # Our own answer is the chief's to give; for the higher office's somebody here watches the date. After the seal as
    # well: what is owed has an owner, and no word of it opens the file.
    here = get_answering_level(remedy) is AnsweringOffice.DECIDING
    take_effect(
        open_plan, REMEDY_TO_ANSWER_HERE if here else REMEDY_ANSWERED_ABOVE, str(remedy.id),
        label=label, due={"remedy_answer": answer.due_on}, article=answer.article,
        asks=open_plan.plan.closed_at is None,
    )  # fmt: skip
    if open_plan.plan.sealed_at is not None:
        # The clock runs on the nameless list too, and access is another matter.
        add_line(open_plan, "reexamination", act.remedy, came_on, answer.due_on, act.receipt_number)
        schedule_closing(open_plan)
    note: dict[str, Harmless | list[str]] = {
        "remedy": act.remedy, "received_on": decision_received_on, "in_time": in_time, "answer_by": answer.due_on,
        "answers": get_answering_level(remedy).value,
    }  # fmt: skip
    if act.remedy == "victim_complaint" and open_plan.plan.outcome == Outcome.NON_PROSECUTION:
        note["rule"] = finding_on_final_complaint(True, in_time, open_plan.rulebook).rule
    open_plan.record(article=window.article, note=note, warned=filter_warnings(findings))
    return remedy


@verb(DecideRemedy)
def decide_remedy(open_plan: OpenPlan, act: DecideRemedy) -> list[Finding]:
    """What this office answers is decided by its chief procurator or deputy, on somebody else's examination: that the
    handler examined it warns (RE-08). What another office answers is refused here: its answer is recorded.

    Where the police asked for reconsideration, their receipt of the answer is owed from then on.
    `examined_by` is a sign-in name; `receipt_number` says whose complaint, where several wait. A correction stops the
    supervision in this very act and asks for the decision that follows it (`casework.shared.facts`).
    """
    remedy = _pending(open_plan, act.remedy, act.receipt_number)
    if get_answering_level(remedy) is not AnsweringOffice.DECIDING:
        raise Refused(
            _("由上一级检察院作出决定，请登记其决定。"),
            article=ARTICLE,
        )
    by = find_proposer(open_plan, "remedy", act.examined_by, "examined_by")
    handled = any(
        member.staff_id == by for member in (*open_plan.team(Role.PROSECUTOR), *open_plan.team(Role.ASSISTANT))
    )
    accepted = filter_warnings([finding_on_examiner(True, handled, open_plan.rulebook)])
    _answered(open_plan, remedy, act.outcome, accepted)
    if act.remedy == "reconsideration" and act.outcome != "withdrawn":
        _require_answer(open_plan, remedy)
    return accepted


def _require_answer(open_plan: OpenPlan, remedy: Remedy) -> None:
    """The police are told of the answer within the same thirty days (Rules art 379(2)); from their receipt they may ask the
    higher office (RE-03)."""
    due_on = max(remedy.answer_by, open_plan.today)
    open_plan.session.add(
        ServiceReceipt(
            id=new_id(open_plan.now), plan_id=open_plan.plan.id, decision="reconsideration", addressee="police"
        )
    )
    if open_plan.plan.closed_at is None:
        add_item(open_plan, "service", due_on, label="reconsideration", article=_RECONSIDERATION_ANSWERED)
    if open_plan.plan.sealed_at is not None:
        add_line(open_plan, "service", "police", open_plan.today, due_on)
        schedule_closing(open_plan)


@verb(RecordRemedyAnswer)
def record_remedy_answer(open_plan: OpenPlan, act: RecordRemedyAnswer) -> list[Finding]:
    """The answer of the next-higher office is on the file, and on whom it was served, where somebody looked (RE-07).

    Refused for what this office answers itself. A correction stops the supervision in this very act and asks for the
    decision that follows it (`casework.shared.facts`).
    """
    remedy = _pending(open_plan, act.remedy, act.receipt_number)
    if get_answering_level(remedy) is AnsweringOffice.DECIDING:
        raise Refused(
            _("由本院检察长或者授权的副检察长作出决定。"),
            article=ARTICLE,
        )
    findings = []
    if act.remedy == "victim_complaint" and act.served is not None:
        findings.append(
            finding_on_reexamination_served([ReexaminationAddressee(to) for to in act.served], open_plan.rulebook)
        )
    accepted = filter_warnings(findings)
    _answered(open_plan, remedy, act.outcome, accepted)
    return accepted


def get_remedies(open_plan: OpenPlan) -> list[Remedy]:
    """All remedies of the plan, oldest first."""
    return sorted(open_plan.rows(Remedy), key=lambda row: row.filed_on)


def get_answering_level(remedy: Remedy) -> AnsweringOffice:
    """Whether this office answers it or the next-higher one."""
    return who_answers(_KINDS[remedy.kind], remedy.in_time)


def get_answer_owner(remedy: Remedy) -> Role:
    """Our own answer is the chief's to give; for the higher office's somebody here watches the date."""
    return Role.CHIEF_PROSECUTOR if get_answering_level(remedy) is AnsweringOffice.DECIDING else Role.PROSECUTOR


def recalculate_remedy(
    open_plan: OpenPlan, remedy: Remedy, *, decision_received_on: date, posted_on: date | None, filed_on: date
) -> None:
    """Those are its days: whether it came in time, who answers it, and by when, follow them. What is answered already
    stays answered by whom it was."""
    before = _clocks(open_plan, remedy.kind, remedy.decision_received_on, remedy.filed_on, True)[1]
    complex_case = remedy.kind == "victim_complaint" and remedy.answer_by == before.due_on
    was_filed_on = remedy.filed_on
    if remedy.kind == "higher_review":
        decided_on, proved_on = _reconsidered(open_plan, get_remedies(open_plan))
        decision_received_on = proved_on or max(decision_received_on, decided_on or decision_received_on)
    window, answer = _clocks(open_plan, remedy.kind, decision_received_on, filed_on, complex_case)
    remedy.decision_received_on, remedy.posted_on, remedy.filed_on = decision_received_on, posted_on, filed_on
    remedy.answer_by = answer.due_on
    if remedy.decided_on is None:
        remedy.in_time = (posted_on or filed_on) <= window.due_on
    for item in open_plan.items("remedy_answer"):
        if item.label == remedy.label:
            item.owner = get_answer_owner(remedy).value
            reschedule_item(open_plan, item, answer.due_on)
    if open_plan.plan.sealed_at is not None:
        move_line(open_plan, "reexamination", remedy.kind, was_filed_on, filed_on, answer.due_on)


def _pending(open_plan: OpenPlan, kind: str, receipt_number: str | None) -> Remedy:
    pending = [row for row in get_remedies(open_plan) if row.kind == kind and row.decided_on is None]
    if receipt_number is not None:
        pending = [row for row in pending if row.receipt_number == receipt_number]
    if not pending:
        answered = [row for row in get_remedies(open_plan) if row.kind == kind and row.decided_on is not None]
        if answered and open_plan.plan.sealed_at is None:
            on = answered[-1].decided_on
            raise Refused(
                _("这类请求已于{on}办结，这次提交的内容没有记入。", on=on),
                article=ARTICLE,
            )  # fmt: skip
        raise NotFound(_("没有正在办理的这类请求。"))
    if len(pending) > 1:
        raise BadInput(_("有数名被害人的申诉正在办理，请写明回执号。"))
    return pending[0]


def _answered(open_plan: OpenPlan, remedy: Remedy, outcome: str, accepted: list[Finding]) -> None:
    remedy.decided_on, remedy.outcome = open_plan.today, outcome
    finish_items(open_plan, "remedy_answer", label=remedy.label)
    if open_plan.plan.sealed_at is not None:
        # The file stays closed: the answer ends its clock on the nameless list, and no word of it is kept here.
        complete_line(open_plan, "reexamination", remedy.kind, remedy.receipt_number)
    effect = apply_remedy_answer(open_plan, remedy)
    open_plan.record(
        article=ARTICLE,
        note={"remedy": remedy.kind, "outcome": outcome, "in_time": open_plan.today <= remedy.answer_by,
              **(effect.note if effect else {})},
        warned=accepted,
    )  # fmt: skip


def apply_remedy_answer(open_plan: OpenPlan, remedy: Remedy) -> FactEffect | None:
    """What the answer of that remedy stops and asks for is done; None where it changes nothing."""
    fact = _corrects(open_plan, remedy) if remedy.outcome == "corrected" else None
    return take_effect(open_plan, fact, str(remedy.id)) if fact is not None else None


def _corrects(open_plan: OpenPlan, remedy: Remedy) -> FactRule | None:
    """Which fact a correction is, as the plan stands; None where the case is before the court or over already."""
    if open_plan.plan.closed_at is not None:
        return None
    if open_plan.plan.outcome == Outcome.NON_PROSECUTION:
        return CORRECTED_AFTER_THE_END
    if open_plan.plan.status not in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION):
        return None
    match _KINDS[remedy.kind], get_answering_level(remedy):
        case RemedyKind.RECONSIDERATION, _:
            return CORRECTED_BY_RECONSIDERATION
        case RemedyKind.HIGHER_REVIEW, _:
            return CORRECTED_BY_REVIEW
        case _, AnsweringOffice.NEXT_HIGHER:
            return CORRECTED_ON_COMPLAINT
        case _:
            return CORRECTED_ON_LATE_COMPLAINT


def _reconsidered(open_plan: OpenPlan, known: list[Remedy]) -> tuple[date | None, date | None]:
    """When the last reconsideration was decided, and when the police received its decision, as far as is on record."""
    decided = [
        row.decided_on for row in known if row.kind == "reconsideration" and row.outcome in ("upheld", "corrected")
    ]
    received = [row.received_on for row in open_plan.rows(ServiceReceipt) if row.decision == "reconsideration"]
    return max((day for day in decided if day), default=None), max((day for day in received if day), default=None)


def _clocks(
    open_plan: OpenPlan, kind: str, received_on: date, filed_on: date, complex_case: bool
) -> tuple[Deadline, Deadline]:
    days, rulebook = open_plan.context.days, open_plan.rulebook
    match kind:
        case "reconsideration":
            return (
                reconsideration_request(received_on, days, rulebook),
                reconsideration_decision(filed_on, days, rulebook),
            )
        case "higher_review":
            return higher_review_request(received_on, days, rulebook), higher_review_decision(filed_on, days, rulebook)
        case _:
            return (
                victim_complaint_deadline(received_on, days, rulebook),
                reexamination_deadline(filed_on, complex_case, days, rulebook),
            )
