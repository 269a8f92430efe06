"""Leave as the family sees it, and as the people who decide on it do. While on bail two must agree: wait for both."""

from dataclasses import dataclass
from datetime import date, timedelta

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_OWN
from casework.leave.leave import list_leaves
from core.clock import local_date
from core.i18n import Text
from law.leave import LeaveAnswer, finding_on_days_asked, leave_answer_to_family
from models.decision import Leave

LISTED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class OwnLeave:
    """One request for leave."""

    from_on: date
    to_on: date
    destination: str
    answer: LeaveAnswer
    standing: bool
    reported: bool
    """An emergency that was reported by phone: the person may be away already, and waits for the answer there."""
    reason: str
    companions: str | None
    asked_by: str
    remark: Text | None
    """What is to be said of the days, until it is answered: they are over, asked for already, or overlap others."""
    way: str | None = None
    """`new_card` or `staff_device` where it may not have been they who opened their page."""
    answer_by: date | None = None
    """Until when it is to be answered; None once everybody has."""


def list_own_leaves(context: Context, actor: Actor, number: str) -> list[OwnLeave]:
    """Requests that still matter, the latest first, each with the answer that stands."""
    with context.open_for_reading(number, actor, READ_OWN) as open_plan:
        since = open_plan.today - LISTED_AFTER
        return [one for one in list_asked_leaves(open_plan) if one.to_on >= since or one.standing]


def list_asked_leaves(open_plan: OpenPlan, first: str = "") -> list[OwnLeave]:
    """Every request with its words, the latest first: what the person has before them who decides on one. That of the label
    `first` comes before the others."""
    rows = list_leaves(open_plan)
    views = [(row.label != first, _to_view(open_plan, row, rows[place + 1 :])) for place, row in enumerate(rows)]
    return [view for _other, view in sorted(views, key=lambda one: one[0])]


def _to_view(open_plan: OpenPlan, row: Leave, earlier: list[Leave]) -> OwnLeave:
    words = open_plan.open("leave.document", row.id, row.document)
    answer = _answer(row)
    asked = [(one.from_on, one.to_on) for one in earlier if _answer(one) is not LeaveAnswer.REFUSED]
    days = finding_on_days_asked(row.from_on, row.to_on, asked, local_date(row.asked_at), open_plan.rulebook)
    waits = answer in (LeaveAnswer.WAIT, LeaveAnswer.WAIT_FOR_BOTH)
    due = [item.due_on for item in open_plan.items("leave_decision", "leave_police_station") if item.label == row.label]
    return OwnLeave(
        row.from_on, row.to_on, str(words["destination"]), answer, row.standing, row.emergency, str(words["reason"]),
        words.get("companions"), row.asked_by_role, days.because if days and waits else None, words.get("way"),
        min(due, default=None),
    )  # fmt: skip


def _answer(row: Leave) -> LeaveAnswer:
    return leave_answer_to_family(row.needs_police_station, row.prosecutor_approved, row.police_station_approved)
