"""What every view of one plan begins with: which one it is, where it stands, how long it runs. No person stands here."""

from dataclasses import dataclass
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.outcome.acts_ending import ENDINGS, DecideNonProsecution
from casework.shared.text.labels import days_label, stage_label
from core.i18n import Text, _
from law.ends import find_end
from law.transitions import PlanStatus
from models.decision import Decision


@dataclass(frozen=True)
class PlanDatesView:
    """All that a reader sees of a plan who may see its dates only."""

    number: str
    version: int
    status: str
    stage: Text
    period_from: date
    period_to: date
    days_left: int
    """Below zero once its last day is over and nothing is decided; 0 for a plan that has ended."""
    left: Text
    ended_on: date | None
    """The day of the decision that ended the period before its last day; None while it runs or where it ran to its end.
    What is decided later moves it no more."""


def load_plan_dates(open_plan: OpenPlan) -> PlanDatesView:
    """The plan's dates as they stand today."""
    row = open_plan.plan
    left = (row.period_to - open_plan.today).days
    early = _ended_early(open_plan)
    return PlanDatesView(
        number=row.number,
        version=row.version,
        status=row.status,
        stage=stage_label(open_plan.plan),
        period_from=row.period_from,
        period_to=row.period_to,
        days_left=count_days_left(row.status, row.period_to, open_plan.today),
        left=days_label(left) if early is None else early[1],
        ended_on=early[0] if early else None,
    )


_UNDECIDED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)


def count_days_left(status: str, period_to: date, on: date) -> int:
    """How many days the period goes on from that day; 0 for a plan that has ended."""
    return (period_to - on).days if status in _UNDECIDED else 0


def _ended_early(open_plan: OpenPlan) -> tuple[date, Text] | None:
    """The day on which a decision ended the period, and that in words; None where the period ran to its end."""
    if open_plan.plan.status in _UNDECIDED:
        return None
    # The first of them ended it; what was decided later changes neither how nor when it ended.
    row = next((each for each in open_plan.rows(Decision) if each.kind in ENDINGS), None)
    if row is None or row.kind == DecideNonProsecution.operation.decision or row.decided_on > open_plan.plan.period_to:
        return None
    on = row.decided_on
    if row.kind == "revocation":
        return on, _("{on}撤销附条件不起诉决定，考验期到此终止", on=on.isoformat())  # fmt: skip
    return on, _("{on}{end}，考验期到此终止", on=on.isoformat(), end=find_end(row.detail["how"]).title)  # fmt: skip


def get_days_to_eighteen(open_plan: OpenPlan) -> int | None:
    """How many days until the minor is of age; None once they are."""
    days = (open_plan.of_age_on - open_plan.today).days
    return days if days > 0 else None
