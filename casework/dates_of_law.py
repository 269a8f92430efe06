"""The law's own dates on a plan (办理期限一览), done or not."""

from dataclasses import dataclass
from datetime import date

from casework.desk import File
from casework.kinds import KINDS, Pattern
from casework.wording import days_words
from models.item import STILL_OPEN, ItemStatus
from sunward.words import Words


@dataclass(frozen=True)
class ClockShown:
    """A date of the law on this plan: until when, how many days, under which article."""

    what: Words
    due_on: date
    days_left: int
    left: Words
    article: str | None
    done: bool


def clocks_of(file: File) -> list[ClockShown]:
    """The law's own dates, done or not, in the order of their days."""
    by_law = [code for code, kind in KINDS.items() if kind.pattern is Pattern.STATUTORY]
    shown = (ItemStatus.OPEN, ItemStatus.DONE, ItemStatus.NOT_RECEIVED)
    clocks = []
    for item in file.items(*by_law, only_open=False):
        if item.status in shown:
            days = (item.due_on - file.today).days
            done = item.status not in STILL_OPEN
            clocks.append(ClockShown(KINDS[item.kind].words, item.due_on, days, days_words(days), item.article, done))
    if not file.items("final_decision", only_open=False):
        # While the period runs the last day for the final decision is known, and nobody owes it yet.
        days = (file.plan.final_decision_by - file.today).days
        words = KINDS["final_decision"].words
        clocks.append(
            ClockShown(words, file.plan.final_decision_by, days, days_words(days), "CPL art 172; art 284", False)
        )
    return clocks
