"""The announcement of the outcome and the judgment, corrected until the seal: after-care, the seal and the close follow."""

from datetime import date
from typing import get_args

from sqlmodel import col, select

from casework.acting.acts.captions import CORRECT_FACT
from casework.acting.open_plan import OpenPlan
from casework.outcome.acts_ending import CHARGES_WITHDRAWN, AnnounceOutcome, JudgmentKind, RecordJudgment
from casework.outcome.after_care import move_card_start
from casework.outcome.after_decision import await_judgment, return_to_court
from casework.outcome.final_decision import (
    check_announcement_day,
    check_sentence,
    ensure_after_revocation,
    follow_judgment,
)
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from casework.shared.facts.fact_rules import DECISION_THAT_FOLLOWS
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE
from casework.shared.items.items import add_item, cancel_items, finish_items
from core.clock import local_date
from law.articles import cite
from law.sealing import Judgment
from law.transitions import PlanStatus
from models.journal import JournalLine, open_detail

_OUTCOME_ANNOUNCED = cite("outcome_told")
_INDICTMENT = cite("grounds_of_revocation")


def _announcement(open_plan: OpenPlan) -> list[FactEntry]:
    on = open_plan.plan.outcome_announced_on
    return [FactEntry(open_plan.plan, {"announced_on": on}, {"on": on})] if on is not None else []


def _announced_on(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """After-care runs from the right day. The seal stays where it is: it follows the day on which it was recorded."""
    check_announcement_day(open_plan, values["announced_on"])
    open_plan.plan.outcome_announced_on = values["announced_on"]
    return {"after_care_until": move_card_start(open_plan, entry.recorded["announced_on"])}


def _never_announced(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """It is owed again by the day by which it was, nothing is sealed, and nobody is asked about after-care until then.
    What the person has answered about it stands."""
    open_plan.plan.outcome_announced_on = None
    cancel_items(open_plan, "fact_corrected", kinds=("sealing", "after_care_offer", "goal_offer"))
    asked = open_plan.items("outcome_announcement", only_open=False)
    due_on = asked[-1].due_on if asked else open_plan.today
    add_item(open_plan, "outcome_announcement", due_on, article=_OUTCOME_ANNOUNCED)
    return {}


OUTCOME = Correction(AnnounceOutcome.operation, "announced_on", _announcement, _announced_on, _never_announced)


def list_judgments(open_plan: OpenPlan) -> list[FactEntry]:
    """Every judgment that is on record, as it stands after its corrections, in the order in which they came."""
    query = select(JournalLine).where(
        JournalLine.plan_id == open_plan.plan.id,
        col(JournalLine.act).in_((RecordJudgment.operation.code, CORRECT_FACT)),
    )
    found: dict[str, FactEntry] = {}
    for line in open_plan.session.exec(query.order_by(col(JournalLine.sequence))):
        words = open_detail(open_plan.context.vault, line) or {}
        if line.act == RecordJudgment.operation.code:
            judgments = {"effective_on": date.fromisoformat(str(line.note["effective_on"])),
                    "judgment": words.get("judgment", "sentence"), "sentence_months": words["sentence_months"]}  # fmt: skip
            called = (judgments["judgment"],)
            found[str(line.id)] = FactEntry(line, judgments, {"effective_on": line.note["effective_on"]}, called)
        elif (corrected := found.get(str(line.note.get("corrects")))) is not None:
            if line.note["never_happened"]:
                del found[str(line.note["corrects"])]
            if "now_effective_on" in line.note:
                corrected.recorded["effective_on"] = date.fromisoformat(str(line.note["now_effective_on"]))
            corrected.recorded["sentence_months"] = words.get(
                "now_sentence_months", corrected.recorded["sentence_months"]
            )
    return list(found.values())


def get_last_judgment(open_plan: OpenPlan) -> Judgment | None:
    """The judgment that is on record, the last one where there are several."""
    judgments = list_judgments(open_plan)
    if not judgments:
        return None
    last = judgments[-1]
    return Judgment(last.recorded["sentence_months"] or 0, last.recorded["effective_on"], local_date(last.row.at))


def _other_judgment(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """The seal, or the close without one, follows the right judgment. What stands beside it moved nothing and moves
    nothing."""
    if "effective_on" in values:
        ensure_after_revocation(open_plan, values["effective_on"])
    if "sentence_months" in values:
        check_sentence(entry.recorded["judgment"], values["sentence_months"])
    followed = _followed(open_plan)
    if followed and entry.row.id == followed[-1].row.id:
        _as_before_the_judgment(open_plan)
        _follow(open_plan, {**entry.recorded, **values})
    return {}


def _never_judged(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """The judgment before it counts, if there is one; else the case is before the court still, and where no indictment
    is on record either, that is owed by its day."""
    followed = _followed(open_plan)
    if not followed or entry.row.id != followed[-1].row.id:
        return {}
    _as_before_the_judgment(open_plan)
    if len(followed) > 1:
        _follow(open_plan, followed[-2].recorded)
    elif open_plan.last_decision("prosecution") is not None or open_plan.plan.status == PlanStatus.ENDED_OTHERWISE:
        await_judgment(open_plan)
    else:
        open_plan.plan.outcome = None
        add_item(open_plan, "prosecution", open_plan.plan.final_decision_by, article=_INDICTMENT)
    return {}


def _followed(open_plan: OpenPlan) -> list[FactEntry]:
    """The judgments by which the plan went, the last of them as it stands now: not those that came when it was over, or
    unsealed for another case."""
    if open_plan.plan.status == PlanStatus.UNSEALED or not _is_judged(open_plan):
        return []
    return [one for one in list_judgments(open_plan) if one.row.note.get("moves", True)]


def _is_judged(open_plan: OpenPlan) -> bool:
    """Whether the plan stands where a judgment or a ruling has brought it."""
    ended = open_plan.plan.ended_because
    return ended is not None and ended in get_args(JudgmentKind)


def _follow(open_plan: OpenPlan, values: FactValues) -> None:
    follow_judgment(open_plan, values["judgment"], values["sentence_months"], values["effective_on"])


def _as_before_the_judgment(open_plan: OpenPlan) -> None:
    """Nothing is to be sealed or closed, and the case stands by the decision that took it to the court. A plan that was
    closed unsealed runs again, and what the office owed then is owed."""
    cancel_items(open_plan, "fact_corrected", kinds=("sealing", "closing"))
    finish_items(open_plan, DECISION_THAT_FOLLOWS, because="fact_corrected", label=CHARGES_WITHDRAWN.reason)
    return_to_court(open_plan)
    if open_plan.plan.closed_at is None:
        return
    open_plan.plan.closed_at = None
    for item in open_plan.items(only_open=False):
        if item.settled_because == "closed" and ITEM_KINDS[item.kind].pattern in OF_THE_OFFICE:
            add_item(open_plan, item.kind, item.due_on, owner=item.owner, label=item.label, article=item.article)


JUDGMENT = Correction(
    RecordJudgment.operation, "effective_on", list_judgments, _other_judgment, _never_judged,
    in_confidence=("sentence_months",),
)  # fmt: skip
