"""Who supervises: handing over, accepting, another office assisting."""

from typing import Literal

from pydantic import Field

from casework import assisting, staffing
from casework.acts.act import Act, Login, Short
from casework.acts.performer import Performer
from models.office import Role

Post = Literal["social_worker", "assistant", "prosecutor", "clerk", "department_head", "chief_prosecutor", "deputy"]
"""In which somebody carries a plan."""


class HandOver(Act):
    """A member of the team leaves; the successor is named and stands in until they accept."""

    did: Literal["hand_over"]
    role: Post
    to: Login
    """The successor's sign-in name."""
    stand_in: Login | None = None
    """Who is responsible until the successor accepts; without it, whoever hands over."""
    leaving: Login | None = None
    """Who leaves, where several carry the role; without it, whoever hands over."""


class AcceptHandOver(Act):
    """The successor accepted: from now on the open items are theirs."""

    did: Literal["accept_hand_over"]
    role: Post


class AskAssistance(Act):
    """The office of another place was asked to assist."""

    did: Literal["ask_assistance"]
    office: str = Field(max_length=40)


class AcceptAssistance(Act):
    """The asked office assists from now on; its prosecutor names its worker."""

    did: Literal["accept_assistance"]
    social_worker: Login | None = None


class RecordAssistedReport(Act):
    """The assisting office reported: its own people do, or its letter came."""

    did: Literal["record_assisted_report"]
    text: str = Field(min_length=1, max_length=4000)
    by_letter: bool = False
    """It came by letter, and the deciding office's prosecutor or assistant puts it on file."""


class EndAssistance(Act):
    """The other office assists no more."""

    did: Literal["end_assistance"]
    reason: str = Field(min_length=1, max_length=4000)


class AssistElsewhere(Act):
    """The office of another place accepted to assist, by letter; the decision stays with the deciding office."""

    did: Literal["assist_elsewhere"]
    office: Short
    social_worker: Login | None = None


Acts = (
    HandOver
    | AcceptHandOver
    | AskAssistance
    | AcceptAssistance
    | AssistElsewhere
    | RecordAssistedReport
    | EndAssistance
)


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case HandOver():
            staffing.hand_over(
                desk, by, number, role=Role(act.role), to=act.to, stand_in=act.stand_in, leaving=act.leaving
            )
        case AcceptHandOver():
            staffing.accept_hand_over(desk, by, number, role=Role(act.role))
        case AssistElsewhere():
            assisting.assist_elsewhere(desk, by, number, office=act.office, social_worker=act.social_worker)
        case AskAssistance():
            assisting.ask_assistance(desk, by, number, office=act.office)
        case AcceptAssistance():
            assisting.accept_assistance(desk, by, number, social_worker=act.social_worker)
        case RecordAssistedReport():
            assisting.record_assisted_report(desk, by, number, text=act.text, by_letter=act.by_letter)
        case EndAssistance():
            assisting.end_assistance(desk, by, number, reason=act.reason)
