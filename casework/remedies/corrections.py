"""A remedy and the higher office's answer, corrected: in time or not, by when it is answered, and what a correction had stopped."""

from casework.acting.open_plan import OpenPlan
from casework.remedies.acts import CORRECTED_BY_REVIEW, FileRemedy, RecordRemedyAnswer
from casework.remedies.remedies import (
    apply_remedy_answer,
    get_answer_owner,
    get_answering_level,
    get_remedies,
    recalculate_remedy,
)
from casework.shared.facts.correction import Correction, FactEntry, FactValues, Noted
from casework.shared.facts.stopping import lift_stop
from casework.shared.items.items import add_item
from core.errors import BadInput
from core.i18n import _
from law.remedies import AnsweringOffice
from models.decision import Remedy
from notifications.events import Event

_DAYS = ("decision_received_on", "posted_on", "filed_on")


def _called(row: Remedy) -> tuple[str | None, ...]:
    return row.kind, row.label, row.receipt_number


def _filed(open_plan: OpenPlan) -> list[FactEntry]:
    return [
        FactEntry(
            row,
            {name: getattr(row, name) for name in _DAYS},
            {"remedy": row.kind, "received_on": row.decision_received_on},
            _called(row),
        )
        for row in get_remedies(open_plan)
    ]


def _days_of_filing(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """Whether it came in time, who answers it, and by when, follow the right days."""
    received, posted, came = (values.get(name, entry.recorded[name]) for name in _DAYS)
    if received > came or (posted or came) > came:
        raise BadInput(_("收到决定、邮寄、本院收到请求的日期应依次在后。"))  # fmt: skip
    remedy: Remedy = entry.row
    recalculate_remedy(open_plan, remedy, decision_received_on=received, posted_on=posted, filed_on=came)
    return {"in_time": remedy.in_time, "answer_by": remedy.answer_by, "answers": get_answering_level(remedy).value}


FILED = Correction(FileRemedy.operation, "filed_on", _filed, _days_of_filing, on_closing_list=True)


def _answer(open_plan: OpenPlan) -> list[FactEntry]:
    """What this office answers itself is a decision, and no fact that anybody could correct."""
    return [
        FactEntry(
            row,
            {"outcome": row.outcome, "decided_on": row.decided_on},
            {"remedy": row.kind, "outcome": row.outcome},
            _called(row),
        )
        for row in get_remedies(open_plan)
        if row.decided_on is not None and get_answering_level(row) is AnsweringOffice.NEXT_HIGHER
    ]


def _outcome(open_plan: OpenPlan, entry: FactEntry, values: FactValues) -> Noted:
    """What a correction had stopped goes on, and the items that followed from it are cancelled; a correction that was
    recorded as another answer takes its effect now."""
    remedy: Remedy = entry.row
    was = remedy.outcome
    remedy.outcome = values["outcome"]
    if was == "corrected":
        _lift(open_plan)
    effect = apply_remedy_answer(open_plan, remedy)
    return effect.note if effect else {}


def _no_answer(open_plan: OpenPlan, entry: FactEntry) -> Noted:
    """No answer has come: it is waited for again, by the day by which it was."""
    remedy: Remedy = entry.row
    was = remedy.outcome
    remedy.outcome = remedy.decided_on = None
    if was == "corrected":
        _lift(open_plan)
    if open_plan.plan.closed_at is None:
        add_item(open_plan, "remedy_answer", remedy.answer_by, owner=get_answer_owner(remedy), label=remedy.label)
    return {}


def _lift(open_plan: OpenPlan) -> None:
    """Nothing is stopped for a correction, unless another one stands. What a person has decided since
    stands: a decision is never undone by a correction of the fact it rests on."""
    open_plan.session.flush()
    if any(row.outcome == "corrected" for row in get_remedies(open_plan)):
        return
    lift_stop(open_plan, CORRECTED_BY_REVIEW.reason)


ANSWER = Correction(
    RecordRemedyAnswer.operation, "decided_on", _answer, _outcome, _no_answer,
    rests_on_it=(Event.PLAN_CHANGED, Event.TO_BE_TOLD_IN_PERSON), tells_family=True,
)  # fmt: skip
