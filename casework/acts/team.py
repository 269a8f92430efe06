"""Who supervises: handing over, accepting, another office assisting."""

from typing import Literal

from casework import staffing
from casework.acts.act import Act, Short
from casework.acts.performer import Performer
from models.office import Role


class HandOver(Act):
    """A member of the team leaves; the successor is named and stands in until they accept."""

    did: Literal["hand_over"]
    role: Literal["social_worker", "assistant", "prosecutor", "clerk"]
    to: Short
    """The successor's sign-in name."""
    stand_in: Short | None = None
    """Who is responsible until the successor accepts; without it, whoever hands over."""


class AcceptHandOver(Act):
    """The successor accepted: from now on the open items are theirs."""

    did: Literal["accept_hand_over"]
    role: Literal["social_worker", "assistant", "prosecutor", "clerk"]


class AssistElsewhere(Act):
    """The office of another place accepted to assist; the decision stays with the deciding office."""

    did: Literal["assist_elsewhere"]
    office: Short
    social_worker: Short | None = None


Acts = HandOver | AcceptHandOver | AssistElsewhere


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case HandOver():
            staffing.hand_over(desk, by, number, role=Role(act.role), to=act.to, stand_in=act.stand_in)
        case AcceptHandOver():
            staffing.accept_hand_over(desk, by, number, role=Role(act.role))
        case AssistElsewhere():
            staffing.assist_elsewhere(desk, by, number, office=act.office, social_worker=act.social_worker)
