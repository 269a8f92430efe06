"""A decision asked for, countersigned, returned, or asked for no longer."""

from typing import Literal

from pydantic import Field

from casework import proposing
from casework.acts.act import Act
from casework.acts.performer import Performer
from casework.files.file_part import DayWithinYear
from law.transitions import End

Asked = Literal["period_change", "revocation", "end_otherwise", "non_prosecution"]
LONGEST = 4000


class Propose(Act):
    """The prosecutor asked for a decision of the chief procurator. For non-prosecution the opinion does so."""

    did: Literal["propose"]
    step: Literal["period_change", "revocation", "end_otherwise"]
    new_end_on: DayWithinYear | None = None
    """For a change of the period: its new last day."""
    incident: str | None = Field(None, max_length=20)
    """For a revocation: the incident that was found to be a ground."""
    how: (
        Literal["death", "no_liability", "corrected_by_higher_office", "change_of_jurisdiction", "objection"] | None
    ) = None
    """For another end: which."""
    reason: str = Field(min_length=1, max_length=LONGEST)


class Countersign(Act):
    """The department head looked at a proposal and agrees."""

    did: Literal["countersign"]
    step: Asked
    comment: str = Field("", max_length=LONGEST)


class ReturnProposal(Act):
    """A proposal went back to the prosecutor, with what should be looked at again."""

    did: Literal["return_proposal"]
    step: Asked
    comment: str = Field(min_length=1, max_length=LONGEST)


class WithdrawProposal(Act):
    """The prosecutor asks for it no longer."""

    did: Literal["withdraw_proposal"]
    step: Asked
    comment: str = Field("", max_length=LONGEST)


Acts = Propose | Countersign | ReturnProposal | WithdrawProposal


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Propose():
            proposing.propose(
                desk, by, number, step=act.step, reason=act.reason, new_end_on=act.new_end_on, incident=act.incident,
                how=End(act.how) if act.how else None,
            )  # fmt: skip
        case Countersign():
            proposing.countersign(desk, by, number, step=act.step, comment=act.comment)
        case ReturnProposal():
            proposing.return_proposal(desk, by, number, step=act.step, comment=act.comment)
        case WithdrawProposal():
            proposing.withdraw_proposal(desk, by, number, step=act.step, comment=act.comment)
