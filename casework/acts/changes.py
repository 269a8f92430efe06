"""Changes of a running plan."""

from typing import Literal

from pydantic import Field

from casework import changing
from casework.acts.act import Act, Short
from casework.acts.performer import Performer
from casework.plan_file import Day


class ChangePeriod(Act):
    """The period was extended or shortened, inside 6 to 12 months and never into the past."""

    did: Literal["change_period"]
    new_end_on: Day
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    reason: str = Field(min_length=1, max_length=20_000)


class ChangeCondition(Act):
    """An additional condition was changed after the minor and representative were heard."""

    did: Literal["change_condition"]
    condition: Short
    text: str = Field(min_length=1, max_length=400)
    measure: Short | None = None
    amount: int | None = None
    by_on: Day | None = None
    heard: bool = True
    reason: str = Field(min_length=1, max_length=20_000)


Acts = ChangePeriod | ChangeCondition


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case ChangePeriod():
            chief = done.approver(act.approved_by)
            changing.change_period(
                desk, chief, number, new_end_on=act.new_end_on, reason=act.reason,
                proposed_by=done.proposer(),
            )  # fmt: skip
        case ChangeCondition():
            changing.change_condition(
                desk, by, number, condition=act.condition, text=act.text, reason=act.reason, heard=act.heard,
                measure=act.measure, amount=act.amount, by_on=act.by_on,
            )  # fmt: skip
