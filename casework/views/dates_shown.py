"""What every view of one plan begins with: which one it is, where it stands, how long it runs. No person stands here."""

from dataclasses import dataclass
from datetime import date

from casework.desk import File
from casework.wording import days_words, stage_words
from models.plan import Plan
from sunward.words import Words


@dataclass(frozen=True)
class DatesShown:
    """All that is seen of a plan by whoever sees its dates only."""

    number: str
    version: int
    status: str
    stage: Words
    period_from: date
    period_to: date
    days_left: int
    left: Words


def dates_shown(file: File) -> DatesShown:
    """The plan's dates as they stand today."""
    row = file.plan
    left = (row.period_to - file.today).days
    return DatesShown(
        number=row.number,
        version=row.version,
        status=row.status,
        stage=stage_words(row.status, row.outcome),
        period_from=row.period_from,
        period_to=row.period_to,
        days_left=left,
        left=days_words(left),
    )


def days_to_eighteen(plan: Plan, today: date) -> int | None:
    """How many days until the minor is of age; None once they are."""
    days = (plan.of_age_on - today).days
    return days if days > 0 else None
