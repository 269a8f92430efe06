"""What a paper is about, where that is not the whole plan: one leave, one incident, one day, one served decision, one
change of the period."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.own_codes import get_code
from casework.documents.chinese_format import (
    ADDRESSEE,
    GROUND,
    GROUND_BY_BASIS,
    PERIOD_CHANGE,
    SERVED,
    SERVED_PAPER,
    STILL_TO_COME,
    format_day,
)
from casework.documents.quality_check import QUALITY_SHEETS, has_ended
from casework.incidents.incidents import find_incident, get_hearing_accounts
from casework.outcome.after_decision import get_end
from casework.outcome.corrections import get_last_judgment
from casework.shared.device_consent import get_visible_content
from casework.shared.items.item_kinds import ITEM_KINDS, MEETINGS
from core.clock import local_date
from core.errors import BadInput, Mistake, NotFound, Refused, StateConflict
from core.i18n import Text, _
from documents.fill import Value
from documents.papers import Paper, PaperSubject
from law.articles import cite
from law.clocks import service_deadline
from law.ends import EndRow
from law.four_eyes import ActorRole
from law.sealing import finding_on_sealing
from law.transitions import Outcome, PlanStatus
from models.decision import Decision, Incident, Leave, ServiceReceipt
from models.item import Item, Submission
from models.proposal import Proposal, ProposalRemark

_SEALING = cite("sealing")


@dataclass(frozen=True)
class PaperSubjectValues:
    """What the paper's subject adds: fields it knows and suggestions, by name, and the day of its act, if it has one."""

    known: dict[str, Value]
    suggested: dict[str, str]
    on: date | None = None


NO_SUBJECT = PaperSubjectValues({}, {})
NumberOf = Callable[[str, str], str]
"""The number of a paper of the plan, by its code and what it is about."""


def get_subject(open_plan: OpenPlan, paper: Paper, about: str, number_of: NumberOf) -> PaperSubjectValues:
    """The subject of that paper. BadInput for a code that is none, NotFound where the record has no such thing, Refused
    where what the paper is for has not happened. `number_of` tells the number of another paper of the plan."""
    if (paper.about is None) != (about == ""):
        raise _wrong_about(_("请写明所涉事项。") if paper.about else _("这种文书不另写所涉事项。"))
    match paper.about:
        case PaperSubject.LEAVE:
            return _leave(open_plan, about)
        case PaperSubject.INCIDENT:
            return _incident(open_plan, about)
        case PaperSubject.DAY:
            return _day(open_plan, paper, about)
        case PaperSubject.SERVICE:
            return _service(open_plan, about, number_of)
        case PaperSubject.CHANGE:
            return _change(open_plan, about, number_of)
        case None:
            return _whole_plan(open_plan, paper, number_of)


def ensure_subject(open_plan: OpenPlan, paper: Paper) -> None:
    """Refused, or StateConflict, where what a paper about the whole plan is for has not happened."""
    if paper.decision and paper.code != "conditional_decision" and _decided(open_plan, *paper.decision) is None:
        raise StateConflict(_("记录里还没有这项决定或者意见。"))
    if paper.code == "other_non_prosecution" and not _ended_by_us(open_plan):
        raise StateConflict(_("记录里还没有这项决定或者意见。"))
    if paper.code == "set_aside" and get_end(open_plan, "set_aside").decided_by is ActorRole.HIGHER_OFFICE:
        raise StateConflict(_("上级人民检察院撤销的，用上级院的复核决定书或者复查决定书，本院不另作撤销不起诉决定书。"))
    if paper.code == "handover_letter" and open_plan.plan.assisting_office_id is None:
        raise StateConflict(_("还没有指定协助的检察院。"))
    if paper.code in QUALITY_SHEETS and not has_ended(open_plan):
        raise StateConflict(_("案件还没有办结：作出结案决定以后再检查。"))
    if paper.code in ("sealing_notice", "sealed_items"):
        _ensure_sealed_by_law(open_plan)


def _ended_by_us(open_plan: OpenPlan) -> bool:
    """Whether the case ended by a non-prosecution of our office other than that at the end of the period."""
    return _decided(open_plan, "end_otherwise") is not None and get_end(open_plan, "end_otherwise").announced


def _first_decision(open_plan: OpenPlan, number_of: NumberOf) -> dict[str, Value]:
    return {
        "first_number": number_of("conditional_decision", ""),
        "first_on": format_day(open_plan.plan.decided_on),
    }


def _whole_plan(open_plan: OpenPlan, paper: Paper, number_of: NumberOf) -> PaperSubjectValues:
    ensure_subject(open_plan, paper)
    first = _first_decision(open_plan, number_of)
    if paper.code == "set_aside":
        ended = _decided(open_plan, "non_prosecution", "end_otherwise")
        first["not_prosecuted_number"] = number_of(paper_of(open_plan, ended.kind) or "", "") if ended else ""
    made = _decided(open_plan, *paper.decision)
    if made is None or made.kind != "revocation" or "incident" not in made.detail:
        return PaperSubjectValues(first, {})
    incident = find_incident(open_plan, made.detail["incident"])
    return PaperSubjectValues(
        first | {"ground": _ground(incident), "explanation": _accounts_text(open_plan, incident)},
        {"facts": str(open_plan.open("incident.document", incident.id, incident.document)["facts"])},
    )


def _ensure_sealed_by_law(open_plan: OpenPlan) -> None:
    """Refused before the end is decided; of a case before the court, until a judgment is in force and here by which the
    record is sealed."""
    if open_plan.plan.outcome not in (Outcome.NON_PROSECUTION, Outcome.PROSECUTION):
        raise Refused(
            _("本案尚未作出起诉或者不起诉的决定，不封存。"),
            article=_SEALING,
        )
    if open_plan.plan.outcome == Outcome.PROSECUTION:
        sealing = finding_on_sealing(
            PlanStatus.REVOKED, get_last_judgment(open_plan), open_plan.today, open_plan.rulebook
        )
        if not sealing.holds:
            raise Refused(sealing.because, article=sealing.article)


def _leave(open_plan: OpenPlan, label: str) -> PaperSubjectValues:
    code = get_code(open_plan.context.vault, open_plan.plan.number, label)
    row = next((row for row in open_plan.rows(Leave) if row.label == code), None)
    if row is None:
        raise NotFound(_("没有这个外出申请。"))
    words = open_plan.open("leave.document", row.id, row.document)
    checks = [item for item in open_plan.items("return_check", only_open=False) if item.label == row.label]
    return PaperSubjectValues(
        {
            "destination": words["destination"],
            "reason": words["reason"],
            "from_on": format_day(row.from_on),
            "to_on": format_day(row.to_on),
            "asked_on": format_day(local_date(row.asked_at)),
            "answer": _answer(row.prosecutor_approved),
            "police_station": _answer(row.police_station_approved) if row.needs_police_station else "不需要",
            "return_check": f"{format_day(checks[0].due_on)}前报到" if checks else "不需要",
        },
        {},
    )


def _answer(approved: bool | None) -> str:
    return {True: "同意", False: "不同意", None: STILL_TO_COME}[approved]


def _incident(open_plan: OpenPlan, label: str) -> PaperSubjectValues:
    row = find_incident(open_plan, label)
    if row.response != "admonition":
        raise StateConflict(_("对这个情况没有决定训诫。"))
    facts = str(open_plan.open("incident.document", row.id, row.document)["facts"])
    closed_on = local_date(row.closed_at) if row.closed_at else None
    return PaperSubjectValues({"explanation": _accounts_text(open_plan, row)}, {"facts": facts}, closed_on)


def _ground(incident: Incident) -> str:
    return GROUND_BY_BASIS.get((incident.kind, incident.rests_on or ""), GROUND[incident.kind])


def _accounts_text(open_plan: OpenPlan, incident: Incident) -> str:
    accounts = [account.text or "经告知，本人表示不作说明" for account in get_hearing_accounts(open_plan, incident)]
    return "\n".join(accounts) or "未听取"


_OF_A_DAY = {"thought_report": ("thought_report",), "supervision_record": MEETINGS}


def _day(open_plan: OpenPlan, paper: Paper, about: str) -> PaperSubjectValues:
    try:
        on = date.fromisoformat(about)
    except ValueError:
        raise _wrong_about(_("应为日期，如 2026-06-10。")) from None
    items = [item for item in open_plan.items(*_OF_A_DAY[paper.code], only_open=False) if item.due_on == on]
    if not items and (paper.code == "thought_report" or not open_plan.plan.decided_on <= on <= open_plan.today):
        raise NotFound(_("这一天没有这一项。"))
    texts = _submitted_text(open_plan, items)
    if paper.code == "thought_report":
        return PaperSubjectValues({"month": f"截至{format_day(on)}"}, {"feelings": texts})
    topic = ITEM_KINDS[items[0].kind].words.zh if items else ""
    return PaperSubjectValues({}, {"held_on": format_day(on), "topic": topic, "own_account": texts})


def _submitted_text(open_plan: OpenPlan, items: list[Item]) -> str:
    query = select(Submission).where(col(Submission.item_id).in_([item.id for item in items]))
    rows = open_plan.session.exec(query.order_by(col(Submission.received_at)))
    texts = [get_visible_content(open_plan, row).get("text") for row in rows]
    return "\n".join(str(text) for text in texts if text)


def get_service_code(receipts: list[ServiceReceipt], receipt: ServiceReceipt) -> str:
    """How one service is meant in a paper's `about`: the decision, the addressee, and which of several."""
    same = [row for row in receipts if (row.decision, row.addressee) == (receipt.decision, receipt.addressee)]
    place = f".{same.index(receipt) + 1}" if len(same) > 1 else ""
    return f"{receipt.decision}.{receipt.addressee}{place}"


def _service(open_plan: OpenPlan, about: str, number_of: NumberOf) -> PaperSubjectValues:
    receipts = open_plan.rows(ServiceReceipt)
    row = next((each for each in receipts if get_service_code(receipts, each) == about), None)
    if row is None:
        raise NotFound(_("没有这项送达。"))
    decided = _decided(open_plan, row.decision)
    decided_on = decided.decided_on if decided else open_plan.plan.decided_on
    paper, served = paper_of(open_plan, row.decision), name_served(open_plan, row.decision)
    of_change = str(1 + list_period_changes(open_plan).index(decided)) if decided and paper == "period_change" else ""
    place = about.rpartition(".")[2]
    which = f"（第{place}人）" if place.isdecimal() else ""
    return PaperSubjectValues(
        {
            "served": served,
            "served_number": number_of(paper, of_change) if paper else "见决定",
            "addressee": ADDRESSEE[row.addressee] + which,
            "deadline": format_day(_to_reach_by(open_plan, row.decision, decided_on)),
            "received_on": format_day(row.received_on) if row.received_on else "　　　　年　　月　　日",
        },
        {},
    )


def name_served(open_plan: OpenPlan, decision: str) -> str:
    """What the paper of that decision is called, by the row of law where one decision leads to several."""
    row = _find_row(open_plan, decision)
    return row.paper.zh if row else SERVED.get(decision, decision)


def paper_of(open_plan: OpenPlan, decision: str) -> str | None:
    """Our office's paper of that decision; None where another office or the court has it."""
    row = _find_row(open_plan, decision)
    if row is not None and row.decided_by is not ActorRole.CHIEF_PROSECUTOR:
        return None
    if decision == "end_otherwise":
        return "other_non_prosecution" if _ended_by_us(open_plan) else None
    return SERVED_PAPER.get(decision)


def _find_row(open_plan: OpenPlan, decision: str) -> EndRow | None:
    """The row of that decision where it leads to several and is on record: a receipt may come before it."""
    several = decision in ("end_otherwise", "set_aside") and open_plan.last_decision(decision) is not None
    return get_end(open_plan, decision) if several else None


def list_period_changes(open_plan: OpenPlan) -> list[Decision]:
    """Every extension and shortening, the first one first. Its place, from 1 on, is what its paper is about."""
    made = [row for row in open_plan.rows(Decision) if row.kind in PERIOD_CHANGE]
    return sorted(made, key=lambda row: (row.decided_on, row.recorded_at))


def _change(open_plan: OpenPlan, about: str, number_of: NumberOf) -> PaperSubjectValues:
    made = dict(enumerate(list_period_changes(open_plan), 1)).get(int(about) if about.isdecimal() else 0)
    if made is None:
        raise NotFound(_("考验期没有这次变更。"))
    ends: dict[str, Value] = {name: format_day(made.detail[name]) for name in ("old_end", "new_end")}
    return PaperSubjectValues(
        _first_decision(open_plan, number_of) | ends | {"change": PERIOD_CHANGE[made.kind]},
        {"reasoning": get_proposed_reasons(open_plan, "change_period", made.recorded_at)},
        made.decided_on,
    )


def get_proposed_reasons(open_plan: OpenPlan, step: str, until: datetime) -> str:
    """Why that step was proposed, the last time up to then: what the chief writes in approval stands on the approval
    sheet alone. Empty where nobody proposed it."""
    remark = open_plan.session.exec(
        select(ProposalRemark)
        .join(Proposal, col(Proposal.id) == col(ProposalRemark.proposal_id))
        .where(Proposal.plan_id == open_plan.plan.id, Proposal.step == step, ProposalRemark.did == "proposed")
        .where(col(ProposalRemark.at) <= until)
        .order_by(col(ProposalRemark.at).desc())
    ).first()
    if remark is None:
        return ""
    return str(open_plan.open("proposal_remark.document", remark.id, remark.document).get("text") or "")


def _to_reach_by(open_plan: OpenPlan, served: str, decided_on: date) -> date:
    """Until when it is to be served: a decision within its three days, an answer within its own time."""
    due_days = [item.due_on for item in open_plan.items("service", only_open=False) if item.label == served]
    if served == "reconsideration" and due_days:
        return due_days[-1]
    return service_deadline(decided_on, open_plan.context.days, open_plan.rulebook).due_on


def _decided(open_plan: OpenPlan, *kinds: str) -> Decision | None:
    made = [row for row in open_plan.rows(Decision) if row.kind in kinds]
    return max(made, key=lambda row: (row.decided_on, row.id), default=None)


def _wrong_about(wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"), mistakes=[Mistake("about", wrong)])
