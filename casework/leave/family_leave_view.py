"""Where somebody of a family stands with the leave they asked for. While on bail two must agree: wait for both."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from casework.shared.context import Context
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_OWN
from law.leave import LeaveAnswer, leave_answer_to_family
from models.decision import Leave

LISTED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class OwnLeave:
    """One request for leave as the family sees it."""

    from_on: date
    to_on: date
    destination: str
    answer: LeaveAnswer
    standing: bool
    reported: bool
    """An emergency that was reported by phone: whoever reads it may be away already, and waits for the answer there."""


def list_own_leaves(context: Context, actor: Actor, number: str) -> list[OwnLeave]:
    """Requests that still matter, the latest first, each with the answer that stands."""
    with context.open_for_reading(number, actor, READ_OWN) as open_plan:
        since = open_plan.today - LISTED_AFTER
        query = select(Leave).where(
            Leave.plan_id == open_plan.plan.id, (col(Leave.to_on) >= since) | col(Leave.standing)
        )
        return [
            OwnLeave(
                row.from_on,
                row.to_on,
                str(open_plan.open("leave.document", row.id, row.document)["destination"]),
                leave_answer_to_family(row.needs_police_station, row.prosecutor_approved, row.police_station_approved),
                row.standing,
                row.emergency,
            )
            for row in open_plan.session.exec(query.order_by(col(Leave.asked_at).desc()))
        ]
