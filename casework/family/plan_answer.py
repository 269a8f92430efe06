"""What the minor thinks of the supervision plan, at its opening and at each change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casework.acting.entries import keep_entry, list_entries
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.family.acts_page import AskAboutData, RecordPlanAnswer
from casework.family.data_requests import ask_about_data
from core.errors import BadInput, Mistake
from core.i18n import _
from law.articles import cite

ARTICLE = cite("HR-04")


@dataclass(frozen=True)
class PlanAnswerView:
    """An answer of the minor, with its day; `occasion` and `answer` are codes of the act."""

    occasion: str
    answer: str
    reason: str | None
    said_on: date


@verb(RecordPlanAnswer)
def record_plan_answer(open_plan: OpenPlan, act: RecordPlanAnswer) -> None:
    """The answer is on the file, encrypted; after a no the prosecutor owes a talk and an answer. BadInput for a no, and
    for a minor who could not be asked, without a reason."""
    if act.answer != "yes" and act.reason is None:
        why = _("请写明为什么不同意，或者为什么没能征求到。")
        raise BadInput(why, mistakes=[Mistake("reason", why)])
    kept = keep_entry(open_plan, act, article=ARTICLE, note={"said_on": act.said_on or open_plan.today})
    if kept and act.answer == "no":
        asked = {
            "did": "ask_about_data",
            "on": act.on,
            "at": act.at,
            "by": act.by,
            "wish": "disagree",
            "person": "minor",
        }
        ask_about_data(open_plan, AskAboutData.model_validate({**asked, "text": act.reason, "asked_on": act.said_on}))


def load_plan_answers(open_plan: OpenPlan) -> list[PlanAnswerView]:
    """Every answer of the minor to the plan, the first first."""
    return sorted(
        (
            PlanAnswerView(
                entry.fields.occasion, entry.fields.answer, entry.fields.reason, entry.fields.said_on or entry.on
            )
            for entry in list_entries(open_plan, RecordPlanAnswer)
        ),
        key=lambda answer: answer.said_on,
    )


def find_unanswered(answers: Sequence[PlanAnswerView], changed_on: Iterable[date]) -> list[date | None]:
    """Return what the minor has not been asked about: None for the plan at its opening, and the day of the last change."""
    missing: list[date | None] = [] if any(answer.occasion == "opening" for answer in answers) else [None]
    last_change = max(changed_on, default=None)
    if last_change and not any(answer.occasion == "change" and answer.said_on >= last_change for answer in answers):
        missing.append(last_change)
    return missing
