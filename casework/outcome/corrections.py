"""The announcement of the outcome and the judgment, corrected until the seal: after-care, the seal and the close follow."""

from datetime import date

from sqlmodel import col, select

from casework.measures.acts import CorrectFact
from casework.outcome.acts_ending import AnnounceOutcome, RecordJudgment
from casework.outcome.after_care import move_card_start
from casework.outcome.after_decision import await_judgment
from casework.outcome.final_decision import check_announcement_day, follow_judgment
from casework.shared.context import OpenPlan
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted, get_single_entry
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE
from casework.shared.items.items import add_item, cancel_items
from law.articles import cite
from law.transitions import PlanStatus
from models.decision import Decision
from models.item import Item
from models.journal import JournalLine, open_detail
from models.office import Role

_OUTCOME_TOLD = cite("outcome_told")
_INDICTMENT = cite("grounds_of_revocation")


def _announcement(file: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    on = file.plan.outcome_announced_on
    entries = [FactEntry(file.plan, {"announced_on": on}, {"on": on})] if on is not None else []
    return get_single_entry(entries, was_on, "announced_on")


def _announced_on(file: OpenPlan, entry: FactEntry, told: FactValues) -> Noted:
    """After-care runs from the right day. The seal stays where it is: it follows the day on which it was recorded."""
    check_announcement_day(file, told["announced_on"])
    file.plan.outcome_announced_on = told["announced_on"]
    file.session.add(file.plan)
    return {"after_care_until": move_card_start(file, entry.told["announced_on"])}


def _never_announced(file: OpenPlan, entry: FactEntry) -> Noted:
    """It is owed again by the day by which it was, nothing is sealed, and nobody is asked about after-care until then.
    What the person has answered about it stands."""
    file.plan.outcome_announced_on = None
    file.session.add(file.plan)
    cancel_items(file, "fact_corrected", kinds=("sealing", "after_care_offer"))
    asked = select(Item).where(Item.plan_id == file.plan.id, Item.kind == "outcome_announcement")
    last = file.session.exec(asked.order_by(col(Item.due_on).desc())).first()
    due_on = last.due_on if last else file.today
    add_item(file, "outcome_announcement", Role.PROSECUTOR, due_on, article=_OUTCOME_TOLD)
    return {}


OUTCOME = Correction(AnnounceOutcome.operation, ("announced_on",), _announcement, _announced_on, _never_announced)


def _judgment(file: OpenPlan, which: str | None, was_on: date | None) -> FactEntry:
    return get_single_entry(_judgments(file), was_on, "effective_on")


def _judgments(file: OpenPlan) -> list[FactEntry]:
    """Every judgment that is on record, as it stands after its corrections, in the order in which they came."""
    query = select(JournalLine).where(
        JournalLine.plan_id == file.plan.id,
        col(JournalLine.act).in_((RecordJudgment.operation.code, CorrectFact.operation.code)),
    )
    found: dict[str, FactEntry] = {}
    for line in file.session.exec(query.order_by(col(JournalLine.sequence))):
        words = open_detail(file.context.vault, line) or {}
        if line.act == RecordJudgment.operation.code:
            told = {"effective_on": date.fromisoformat(str(line.note["effective_on"])),
                    "sentence_months": words["sentence_months"]}  # fmt: skip
            found[str(line.id)] = FactEntry(line, told, {"effective_on": line.note["effective_on"]})
        elif (corrected := found.get(str(line.note.get("corrects")))) is not None:
            if line.note["never_happened"]:
                del found[str(line.note["corrects"])]
            if "now_effective_on" in line.note:
                corrected.told["effective_on"] = date.fromisoformat(str(line.note["now_effective_on"]))
            corrected.told["sentence_months"] = words.get("now_sentence_months", corrected.told["sentence_months"])
    return list(found.values())


def _other_judgment(file: OpenPlan, entry: FactEntry, told: FactValues) -> Noted:
    """The seal, or the close without one, follows the right judgment. What stands beside it moved nothing and moves
    nothing."""
    followed = _followed(file)
    if followed and entry.row.id == followed[-1].row.id:
        _as_before_the_judgment(file)
        _follow(file, {**entry.told, **told})
    return {}


def _never_judged(file: OpenPlan, entry: FactEntry) -> Noted:
    """The judgment before it counts, if there is one; else the case is before the court still, and where no indictment
    is on record either, that is owed by its day."""
    followed = _followed(file)
    if not followed or entry.row.id != followed[-1].row.id:
        return {}
    _as_before_the_judgment(file)
    indicted = select(Decision).where(Decision.plan_id == file.plan.id, Decision.kind == "prosecution")
    if len(followed) > 1:
        _follow(file, followed[-2].told)
    elif file.session.exec(indicted).first() is not None or file.plan.ended_because is not None:
        await_judgment(file)
    else:
        file.plan.outcome = None
        file.session.add(file.plan)
        add_item(file, "prosecution", Role.PROSECUTOR, file.plan.final_decision_by, article=_INDICTMENT)
    return {}


def _followed(file: OpenPlan) -> list[FactEntry]:
    """The judgments by which the plan went, the last of them as it stands now: not those that came when it was over, or
    unsealed for another case."""
    closed_at = file.plan.closed_at
    if file.plan.status == PlanStatus.UNSEALED or (closed_at is not None and not _closed_by_a_judgment(file)):
        return []
    return [one for one in _judgments(file) if closed_at is None or one.row.at <= closed_at]


def _closed_by_a_judgment(file: OpenPlan) -> bool:
    told = (RecordJudgment.operation.code, CorrectFact.operation.code)
    query = select(JournalLine.id).where(
        JournalLine.plan_id == file.plan.id, JournalLine.at == file.plan.closed_at, col(JournalLine.act).in_(told)
    )
    return file.session.exec(query).first() is not None


def _follow(file: OpenPlan, told: FactValues) -> None:
    follow_judgment(file, told["sentence_months"], told["effective_on"])


def _as_before_the_judgment(file: OpenPlan) -> None:
    """Nothing is to be sealed. A plan that was closed unsealed runs again, and what the office owed then is owed."""
    cancel_items(file, "fact_corrected", kinds=("sealing",))
    if file.plan.closed_at is None:
        return
    before = PlanStatus.REVOKED if file.plan.ended_because is None else PlanStatus.ENDED_OTHERWISE
    file.plan.status, file.plan.closed_at = before.value, None
    file.session.add(file.plan)
    for item in file.items(only_open=False):
        if item.settled_because == "closed" and ITEM_KINDS[item.kind].pattern in OF_THE_OFFICE:
            add_item(file, item.kind, item.owner, item.due_on, label=item.label, article=item.article)


JUDGMENT = Correction(
    RecordJudgment.operation, ("sentence_months", "effective_on"), _judgment, _other_judgment, _never_judged,
    in_confidence=("sentence_months",),
)  # fmt: skip
