"""A decision asked for, countersigned, returned, or asked for no longer."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field
from sqlmodel import select

from casework.acts.act import Act
from casework.acts.captions import Among, Chosen
from casework.acts.changes_nothing import (
    ASKS_FOR_A_DECISION,
)
from casework.acts.not_notified import (
    WAITS_ON_DESK,
)
from casework.files.file_part import FarDay
from casework.rights.operation import Group, Operation
from casework.rights.scope import (
    PROSECUTOR,
    SIGNERS,
    Scope,
)
from casework.rights.times import (
    UNTIL_DECIDED,
)
from law.four_eyes import Column
from models.office import Role
from models.proposal import Proposal
from sunward.words import Words

if TYPE_CHECKING:
    from casework.desk import File

Asked = Literal["period_change", "revocation", "end_otherwise", "non_prosecution"]
LONGEST = 4000


def _proposed(file: "File") -> bool:
    query = select(Proposal.id).where(Proposal.plan_id == file.plan.id, Proposal.status == "open")
    return file.session.exec(query).first() is not None


class Propose(Act):
    """The prosecutor asked for a decision of the chief procurator. For non-prosecution the opinion does so.

    It is refused where the law would refuse the decision itself that day, and while the same is asked for already. The
    department head may look at it on the way to the chief procurator.
    """

    operation: ClassVar = Operation(
        "propose",
        does="casework.proposing:propose",
        title=Words("报请检察长决定", "Ask for the chief procurator's decision"),
        done=Words("提请了决定", "asked for a decision"),
        noun=Words("提请决定", "decision asked for"),
        detail="`step`, and what is asked for: `new_end_on`, `incident` or `how`; `warnings`",
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        notifies=WAITS_ON_DESK,
        changes=ASKS_FOR_A_DECISION,
        group=Group.DECISIONS,
        steps={"period_change": Column.PROPOSES, "revocation": Column.PROPOSES, "end_otherwise": Column.PROPOSES},
    )

    did: Literal["propose"]
    step: Literal["period_change", "revocation", "end_otherwise"]
    new_end_on: FarDay | None = None
    """For `period_change`: the new last day."""
    incident: Annotated[str | None, Chosen(Among.INCIDENTS)] = Field(None, max_length=20)
    """For `revocation`: the label of the incident that was found to be a ground."""
    how: (
        Literal["death", "no_liability", "corrected_by_higher_office", "change_of_jurisdiction", "objection"] | None
    ) = None
    """For `end_otherwise`: in which way. `objection` is one by both, which has not been withdrawn."""
    reason: str = Field(min_length=1, max_length=LONGEST)


class Countersign(Act):
    """The department head looked at a proposal and agrees."""

    operation: ClassVar = Operation(
        "countersign",
        does="casework.proposing:countersign",
        title=Words("审核同意提请", "Countersign a proposal"),
        done=Words("审核同意了提请", "countersigned the proposal"),
        noun=Words("审核同意", "proposal countersigned"),
        detail="`step`",
        by={Role.DEPARTMENT_HEAD: Scope.DECIDING},
        fits=UNTIL_DECIDED,
        notifies=WAITS_ON_DESK,
        changes=ASKS_FOR_A_DECISION,
        ready=_proposed,
        group=Group.DECISIONS,
        steps={
            "period_change": Column.COUNTERSIGNS,
            "revocation": Column.COUNTERSIGNS,
            "non_prosecution": Column.COUNTERSIGNS,
            "end_otherwise": Column.COUNTERSIGNS,
        },
    )

    did: Literal["countersign"]
    step: Asked
    comment: str | None = Field(None, max_length=LONGEST)


class ReturnProposal(Act):
    """A proposal went back to the prosecutor, with what should be looked at again.

    Nothing is decided by it. The department head, the chief procurator or the deputy may return it, and the prosecutor
    looks at it again.
    """

    operation: ClassVar = Operation(
        "return_proposal",
        does="casework.proposing:return_proposal",
        title=Words("退回提请", "Return a proposal"),
        done=Words("退回了提请", "returned the proposal"),
        noun=Words("退回提请", "proposal returned"),
        detail="`step`",
        by={**SIGNERS, Role.DEPARTMENT_HEAD: Scope.DECIDING},
        fits=UNTIL_DECIDED,
        notifies=WAITS_ON_DESK,
        changes=ASKS_FOR_A_DECISION,
        ready=_proposed,
        group=Group.DECISIONS,
        hint=Words("退回不是决定；写明要再核实什么。", "Nothing is decided by it: say what should be looked at again."),
    )

    did: Literal["return_proposal"]
    step: Asked
    comment: str = Field(min_length=1, max_length=LONGEST)
    """What should be looked at again."""


class WithdrawProposal(Act):
    """The prosecutor asks for it no longer."""

    operation: ClassVar = Operation(
        "withdraw_proposal",
        does="casework.proposing:withdraw_proposal",
        title=Words("撤回提请", "Withdraw a proposal"),
        done=Words("撤回了提请", "withdrew the proposal"),
        noun=Words("撤回提请", "proposal withdrawn"),
        detail="`step`",
        by=PROSECUTOR,
        fits=UNTIL_DECIDED,
        notifies=WAITS_ON_DESK,
        changes=ASKS_FOR_A_DECISION,
        ready=_proposed,
        group=Group.DECISIONS,
    )

    did: Literal["withdraw_proposal"]
    step: Asked
    comment: str | None = Field(None, max_length=LONGEST)
