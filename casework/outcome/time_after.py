"""Who is there for the minor after the supervision: whom they asked, and what that person answered."""

from dataclasses import dataclass
from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.outcome.acts_statements import RecordHelperAnswer
from core.errors import BadInput, Mistake
from core.i18n import _


@dataclass(frozen=True)
class HelperAnswerView:
    """An answer with its day; `answer` and `asked_by` are codes of the act."""

    answer: str
    helper: str | None
    asked_by: str | None
    said_on: date


@verb(RecordHelperAnswer)
def record_helper_answer(open_plan: OpenPlan, act: RecordHelperAnswer) -> None:
    """The answer is on the file, encrypted, and nothing waits for it. BadInput where it says neither who was asked nor
    who asked, unless the minor wishes nobody."""
    missing = [name for name in ("helper", "asked_by") if getattr(act, name) is None]
    if missing and act.answer != "not_wished":
        why = _("请写明问的是谁，由谁去问的。")
        raise BadInput(why, mistakes=[Mistake(name, why) for name in missing])
    keep_entry(open_plan, act, note={"said_on": act.said_on or open_plan.today})


def load_helper_answers(open_plan: OpenPlan) -> list[HelperAnswerView]:
    """Every answer, the first first."""
    answers = [
        HelperAnswerView(
            entry.fields.answer, entry.fields.helper, entry.fields.asked_by, entry.fields.said_on or entry.on
        )
        for entry in list_entries(open_plan, RecordHelperAnswer)
    ]
    return sorted(answers, key=lambda answer: answer.said_on)
