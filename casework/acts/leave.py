"""Leave from the place, asked and answered."""

from typing import Literal

from pydantic import Field

from casework import leaves
from casework.acts.act import Act, Label, Short
from casework.acts.performer import Performer
from casework.files.file_part import DayWithinPlan


class AskLeave(Act):
    """Leave to be away was asked for, or an absence was reported by phone in an emergency."""

    did: Literal["ask_leave"]
    leave: Label
    from_on: DayWithinPlan
    to_on: DayWithinPlan
    destination: str = Field(min_length=1, max_length=20_000)
    reason: str = Field(min_length=1, max_length=20_000)
    emergency: bool = False
    standing: bool = False
    """A standing permission for regular ways, such as school or work across the boundary."""
    leaves: Literal["county", "city"] = "city"
    """How far it goes; the decision writes what may not be left without approval."""
    moves_home: bool = False
    for_school_or_work: bool = False


class DecideLeave(Act):
    """The prosecutor decided on leave, or the police station's answer was recorded (needed too while on bail)."""

    did: Literal["decide_leave"]
    leave: Short
    whose: Literal["prosecutor", "police_station"] = "prosecutor"
    approved: bool
    reason: str | None = Field(None, max_length=20_000)


Acts = AskLeave | DecideLeave


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case AskLeave():
            leaves.ask_leave(
                desk, by, number, label=act.leave, from_on=act.from_on, to_on=act.to_on, destination=act.destination,
                reason=act.reason, emergency=act.emergency, standing=act.standing,
                leaves=act.leaves, moves_home=act.moves_home, for_school_or_work=act.for_school_or_work,
            )  # fmt: skip
        case DecideLeave() if act.whose == "police_station":
            leaves.record_police_station(desk, by, number, label=act.leave, approved=act.approved, reason=act.reason)
        case DecideLeave():
            leaves.decide_leave(desk, by, number, label=act.leave, approved=act.approved, reason=act.reason)
