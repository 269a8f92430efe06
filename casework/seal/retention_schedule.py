"""How long a record is kept, by how its case ended, counted from the day on which the plan was closed.

The years are the office's own practice (`law/practice.toml`), chosen within bounds by a named person; that there is an end
at all is law (Personal Information Protection Law arts 19, 47).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.clock import local_date
from core.i18n import Text, _
from law.articles import cite
from law.finding import Confidence
from law.months import same_day_after
from law.rulebook import Rulebook
from law.transitions import End, Outcome
from models.plan import Plan
from models.plan_draft import KEPT as DRAFTS_KEPT

ARTICLE = cite("kept_no_longer")

KEPT: Mapping[str, str] = {
    "non_prosecution": "retention_non_prosecution_years",
    "prosecution": "retention_prosecution_years",
    "transferred": "retention_transferred_years",
    "ended_otherwise": "retention_ended_otherwise_years",
}
"""By the end of a case, the number of years for which its record is kept."""


@dataclass(frozen=True)
class ScheduleLine:
    """One line of the schedule: of which records, for how long, who says so and how surely."""

    outcome: str
    words: Text
    amount: int
    unit: str
    """A unit of the law's numbers: calendar_years, or days for drafts."""
    confidence: Confidence
    least: int | None
    most: int | None


def get_kept_as(plan: Plan) -> str:
    """Under which line of the schedule the record is kept."""
    if plan.outcome == Outcome.NON_PROSECUTION:
        return "non_prosecution"
    if plan.outcome == Outcome.PROSECUTION:
        return "prosecution"
    return "transferred" if plan.ended_because == End.CHANGE_OF_JURISDICTION else "ended_otherwise"


def get_deletion_day(plan: Plan, rulebook: Rulebook, today: date) -> date | None:
    """From which day on the record is due to be deleted, by the schedule of today; None while the plan is not closed."""
    if plan.closed_at is None:
        return None
    years = rulebook.number(KEPT[get_kept_as(plan)], on=today)
    return same_day_after(local_date(plan.closed_at), years * 12)


def get_shortest_years(rulebook: Rulebook, today: date) -> int:
    """For how many years every record is kept, however its case ended."""
    return min(rulebook.number(key, on=today) for key in KEPT.values())


def list_schedule(rulebook: Rulebook, today: date) -> list[ScheduleLine]:
    """Every line of the schedule as it stands today, and the drafts that never became a case."""
    lines = []
    for outcome, key in KEPT.items():
        entry = rulebook.entry(key)
        years = rulebook.number(key, on=today)
        lines.append(ScheduleLine(outcome, entry.meaning, years, entry.unit, entry.confidence, entry.least, entry.most))
    drafts = _("从未立案的草稿，最后保存之后保管")
    return [*lines, ScheduleLine("draft", drafts, DRAFTS_KEPT.days, "days", Confidence.P, None, None)]
