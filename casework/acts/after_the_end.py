"""After the end: looks into a sealed file, a non-prosecution set aside, what follows a correction."""

from typing import Annotated, Literal

from pydantic import Field

from casework import sealed_files, setting_aside
from casework.acts.act import Act, Label, Login
from casework.acts.performer import Performer
from casework.files.file_part import DayWithinYear, PastDay
from law.confidentiality import UnsealingGround
from law.sealing import Requester

Text = Annotated[str, Field(min_length=1, max_length=4000)]


class AskAccess(Act):
    """A written application to look into the sealed file was received."""

    did: Literal["ask_access"]
    access: Label
    requester: Literal["judicial_organ_for_a_case", "unit_under_state_provisions", "anyone_else"]
    who: str = Field(min_length=1, max_length=200)
    purpose: Text
    basis: str | None = Field(None, max_length=400)
    """The state provision that is relied on."""
    asked_on: PastDay | None = None


class AnswerAccess(Act):
    """The application was answered; granted, one reader may look until a day."""

    did: Literal["answer_access"]
    access: str = Field(max_length=20)
    granted: bool
    reader: Login | None = None
    """Who may look, by sign-in name."""
    until_on: DayWithinYear | None = None
    reason: Text


class EndAccess(Act):
    """The grant ended before its day."""

    did: Literal["end_access"]
    access: str = Field(max_length=20)


class SetAside(Act):
    """The non-prosecution was set aside: after a re-examination, or because it was found to be wrong."""

    did: Literal["set_aside"]
    ground: Literal["reexamination", "found_wrong"]
    prosecute_by: DayWithinYear
    fit_for_prosecution: bool = True
    """Whether the case meets the conditions for prosecution: wrong alone is not enough (Rules art 388)."""
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    proposed_by: Login | None = None
    """Who proposed it on paper, by sign-in name; in a file, the plan's own prosecutor."""
    reason: Text


class Unseal(Act):
    """The seal of a judged case was lifted: a new or missed crime, judged together with what is sealed."""

    did: Literal["unseal"]
    ground: Literal["new_crime", "missed_crime"]
    total_months: int = Field(ge=0, le=300)
    """What is to be served for both together, as the court ordered: from five years on (Rules art 485)."""
    judged_on: PastDay
    """When that judgment came into force."""
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    proposed_by: Login | None = None
    """Who proposed it on paper, by sign-in name; in a file, the plan's own prosecutor."""
    reason: Text


class FollowCorrection(Act):
    """What follows a higher office's correction was decided."""

    did: Literal["follow_correction"]
    follows: Literal["prosecution", "sealing", "transfer"]
    approved_by: Literal["chief_prosecutor", "deputy"] = "chief_prosecutor"
    proposed_by: Login | None = None
    """Who proposed it on paper, by sign-in name; in a file, the plan's own prosecutor."""
    reason: Text


Acts = AskAccess | AnswerAccess | EndAccess | SetAside | Unseal | FollowCorrection


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case AskAccess():
            sealed_files.ask_access(
                desk, by, number, label=act.access, requester=Requester(act.requester), who=act.who,
                purpose=act.purpose, basis=act.basis, asked_on=act.asked_on,
            )  # fmt: skip
        case AnswerAccess():
            sealed_files.answer_access(
                desk, by, number, label=act.access, granted=act.granted, reason=act.reason, reader=act.reader,
                until_on=act.until_on,
            )  # fmt: skip
        case EndAccess():
            sealed_files.end_access(desk, by, number, label=act.access)
        case SetAside():
            setting_aside.set_aside(
                desk, done.approver(act.approved_by), number, ground=act.ground, reason=act.reason,
                prosecute_by=act.prosecute_by, fit_for_prosecution=act.fit_for_prosecution, proposed_by=done.proposer(), on_paper_by=act.proposed_by,
            )  # fmt: skip
        case Unseal():
            setting_aside.unseal(
                desk, done.approver(act.approved_by), number, ground=UnsealingGround(act.ground),
                total_months=act.total_months, judged_on=act.judged_on, reason=act.reason,
                proposed_by=done.proposer(), on_paper_by=act.proposed_by,
            )  # fmt: skip
        case FollowCorrection():
            setting_aside.follow_correction(
                desk, done.approver(act.approved_by), number, follows=act.follows, reason=act.reason,
                proposed_by=done.proposer(), on_paper_by=act.proposed_by,
            )  # fmt: skip
