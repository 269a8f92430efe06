"""The law's own dates on a plan (办理期限一览), done or not."""

from dataclasses import dataclass
from datetime import date

from casework.desk import File
from casework.kinds import KINDS, Pattern
from casework.wording import days_words
from law.transitions import PlanStatus
from models.item import STILL_OPEN, ItemStatus
from sunward.words import Words

_MAY_ROLL = (
    "service",
    "announcement",
    "final_decision",
    "opinion",
    "prosecution",
    "remedy_answer",
    "outcome_announcement",
)


@dataclass(frozen=True)
class ClockShown:
    """A date of the law on this plan: until when, how many days, under which article."""

    what: Words
    due_on: date
    days_left: int
    left: Words
    article: str | None
    done: bool
    provisional: bool = False
    """Whether that year's holidays are not announced yet, so that the day may still move."""


def clocks_of(file: File) -> list[ClockShown]:
    """The law's own dates, done or not, in the order of their days."""
    by_law = [code for code, kind in KINDS.items() if kind.pattern is Pattern.STATUTORY]
    shown = (ItemStatus.OPEN, ItemStatus.DONE, ItemStatus.NOT_RECEIVED)
    clocks = []
    for item in file.items(*by_law, only_open=False):
        if item.status in shown:
            days = (item.due_on - file.today).days
            done = item.status not in STILL_OPEN
            may_move = not done and item.kind in _MAY_ROLL and file.desk.days.is_provisional(item.due_on)
            clocks.append(
                ClockShown(KINDS[item.kind].words, item.due_on, days, days_words(days), item.article, done, may_move)
            )
    undecided = file.plan.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    if undecided and not file.items("final_decision", only_open=False):
        # While the period runs the last day for the final decision is known, and nobody owes it yet.
        days = (file.plan.final_decision_by - file.today).days
        words = KINDS["final_decision"].words
        by, may_move = file.plan.final_decision_by, file.desk.days.is_provisional(file.plan.final_decision_by)
        clocks.append(ClockShown(words, by, days, days_words(days), "CPL art 172; art 284", False, may_move))
    return clocks
