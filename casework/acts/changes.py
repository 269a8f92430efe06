"""Changes of a running plan."""

from typing import Literal

from pydantic import Field

from casework import changing, recasting
from casework.acts.act import Act, Short
from casework.acts.performer import Performer
from casework.files.file_part import MOST_OF_ANYTHING, ComingDay, DayWithinYear, KnownDay
from casework.files.plan_file import Weekday


class ChangePeriod(Act):
    """The period was extended or shortened, inside 6 to 12 months and never into the past."""

    did: Literal["change_period"]
    new_end_on: DayWithinYear
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    reason: str = Field(min_length=1, max_length=20_000)


class ChangeCondition(Act):
    """An additional condition was changed after the minor and representative were heard."""

    did: Literal["change_condition"]
    condition: Short
    text: str = Field(min_length=1, max_length=400)
    measure: Short | None = None
    amount: int | None = Field(None, ge=1, le=MOST_OF_ANYTHING)
    by_on: ComingDay | None = None
    heard: bool = True
    reason: str = Field(min_length=1, max_length=20_000)


class ChangeCadence(Act):
    """From a day on, something is owed more often, less often, at another hour, or no longer."""

    did: Literal["change_cadence"]
    item: Literal["weekly_note", "thought_report", "usage_sheet", "usage_review", "worker_contact", "prosecutor_talk"]
    from_on: ComingDay
    no_more: bool = False
    """It is owed no longer from that day on; else as what follows says, and for the rest as before."""
    weekday: Weekday | None = None
    """For a weekly note or sheet."""
    hour: str | None = Field(None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    """By which hour of that day, such as '20:00'."""
    owner: Literal["guardian", "minor"] | None = None
    """For a weekly sheet: whose it is."""
    every_days: int | None = Field(None, ge=1, le=92)
    """For the worker's contact."""
    every_months: int | None = Field(None, ge=1, le=6)
    """For reports, reviews and talks."""
    on_day: int | None = Field(None, ge=1, le=31)
    """On which day of the month."""
    first_on: ComingDay | None = None
    """For the worker's contact: the first one."""
    reason: str = Field(min_length=1, max_length=20_000)


class MoveItem(Act):
    """One thing that the team owes was moved to another day."""

    did: Literal["move_item"]
    item: Literal["worker_contact", "prosecutor_talk", "usage_review", "milestone"]
    due_on: KnownDay
    to_on: ComingDay
    reason: str = Field(min_length=1, max_length=20_000)


class AdoptEdition(Act):
    """The plan was moved to today's edition of the rulebook."""

    did: Literal["adopt_edition"]
    reason: str = Field(min_length=1, max_length=20_000)


Acts = ChangePeriod | ChangeCondition | ChangeCadence | MoveItem | AdoptEdition


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
        case ChangeCadence():
            told = {"on": act.weekday, "by": act.hour, "owner": act.owner, "every_days": act.every_days,
                    "every_months": act.every_months, "on_day": act.on_day, "first_on": act.first_on}  # fmt: skip
            changed = {name: value for name, value in told.items() if value is not None}
            recasting.change_cadence(
                desk, by, number, kind=act.item, from_on=act.from_on, changed=None if act.no_more else changed,
                reason=act.reason,
            )  # fmt: skip
        case MoveItem():
            recasting.move_item(desk, by, number, kind=act.item, due_on=act.due_on, to_on=act.to_on, reason=act.reason)
        case AdoptEdition():
            recasting.adopt_edition(desk, by, number, reason=act.reason)
