"""A remedy and the higher office's answer, corrected: in time or not, by when it is answered, and what a correction had stopped."""

from datetime import date

from casework.acts.remedies import CORRECTED_BY_REVIEW, FileRemedy, RecordRemedyAnswer
from casework.corrections.correction import Correction, Entry, Noted, Told, the_one
from casework.desk import File
from casework.facts.stopping import lift
from casework.items import add_item
from casework.remedies import answered_by, count_anew, owner_of_answer, remedies_of, takes_effect
from law.remedies import Office
from models.decision import Remedy
from notifications.events import Event
from sunward.errors import BadInput
from sunward.words import Words

_DAYS = ("decision_received_on", "posted_on", "filed_on")


def _is_meant(row: Remedy, which: str | None) -> bool:
    return which in (None, row.kind, row.label, row.receipt_number)


def _filed(file: File, which: str | None, was_on: date | None) -> Entry:
    return the_one(
        [
            Entry(row, {name: getattr(row, name) for name in _DAYS},
                  {"remedy": row.kind, "received_on": row.decision_received_on})
            for row in remedies_of(file)
            if _is_meant(row, which)
        ],
        was_on,
        "filed_on",
    )  # fmt: skip


def _days_of_filing(file: File, entry: Entry, told: Told) -> Noted:
    """Whether it came in time, who answers it, and by when, follow the right days."""
    received, posted, came = (told.get(name, entry.told[name]) for name in _DAYS)
    if received > came or came > file.today or (posted or came) > came:
        raise BadInput(Words("收到决定、邮寄、本院收到请求的日期应依次在后，且不能晚于今天。",
                             "Receipt, posting and arrival follow one another, and none lies in the future."))  # fmt: skip
    remedy: Remedy = entry.row
    count_anew(file, remedy, decision_received_on=received, posted_on=posted, filed_on=came)
    return {"in_time": remedy.in_time, "answer_by": remedy.answer_by, "answers": answered_by(remedy).value}


FILED = Correction(FileRemedy.operation, _DAYS, _filed, _days_of_filing, on_closing_list=True)


def _answer(file: File, which: str | None, was_on: date | None) -> Entry:
    """What this office answers itself is a decision, and no fact that anybody could correct."""
    return the_one(
        [
            Entry(row, {"outcome": row.outcome, "decided_on": row.decided_on}, {"remedy": row.kind, "outcome": row.outcome})
            for row in remedies_of(file)
            if row.decided_on is not None and answered_by(row) is Office.NEXT_HIGHER and _is_meant(row, which)
        ],
        was_on,
        "decided_on",
    )  # fmt: skip


def _outcome(file: File, entry: Entry, told: Told) -> Noted:
    """What a correction had stopped goes on, and who was asked what follows is asked no more; a correction that was
    recorded as another answer takes its effect now."""
    remedy: Remedy = entry.row
    was = remedy.outcome
    remedy.outcome = told["outcome"]
    file.session.add(remedy)
    if was == "corrected":
        _lift(file)
    effect = takes_effect(file, remedy)
    return effect.note if effect else {}


def _no_answer(file: File, entry: Entry) -> Noted:
    """No answer has come: it is waited for again, by the day by which it was."""
    remedy: Remedy = entry.row
    was = remedy.outcome
    remedy.outcome = remedy.decided_on = None
    file.session.add(remedy)
    if was == "corrected":
        _lift(file)
    if file.plan.closed_at is None:
        add_item(file, "remedy_answer", owner_of_answer(remedy), remedy.answer_by, label=remedy.label or remedy.kind)
    return {}


def _lift(file: File) -> None:
    """Nothing stands stopped for a correction any more, unless another one stands. What a person has decided since
    stands: a decision is never undone by a correction of the fact it rests on."""
    file.session.flush()
    if any(row.outcome == "corrected" for row in remedies_of(file)):
        return
    lift(file, CORRECTED_BY_REVIEW.reason)


ANSWER = Correction(
    RecordRemedyAnswer.operation, ("outcome",), _answer, _outcome, _no_answer,
    rests_on_it=(Event.PLAN_CHANGED, Event.TO_BE_TOLD_IN_PERSON), tells_family=True,
)  # fmt: skip
