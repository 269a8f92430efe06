"""Acts around a proposal: made, countersigned, returned, withdrawn."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation, PlanToAsk
from casework.acting.rights.phases import AT_COURT, UNDECIDED, Times
from casework.acting.rights.scope import PROSECUTOR, SIGNERS, RightScope
from casework.outcome.acts_ending import HowEnded
from casework.shared.files.base import FarDay
from casework.shared.text.text_checks import MAX_REMARK
from core.i18n import _
from law.four_eyes import Responsibility
from models.office import Role
from models.proposal import Proposal

register_hook(Moment.DONE_WITH_THE_PLAN, "casework.outcome.proposals:tell_of_what_happened")

RequestedDecision = Literal["change_period", "revoke", "end_otherwise", "decide_non_prosecution"]
WHEREVER_IT_IS_DECIDED = Times(UNDECIDED | AT_COURT)
"""Where some decision that is asked for has its place. Whether this one has, its own act says."""


def _proposed(open_plan: PlanToAsk) -> bool:
    return any(row.status == "open" for row in open_plan.rows(Proposal))


class Propose(Act):
    """The prosecutor asked for a decision of the chief procurator. For non-prosecution the opinion does so.

    It is refused where the law would refuse the decision itself that day, and while the same is pending already. The
    department head may review it before the chief procurator does.
    """

    operation: ClassVar = Operation(
        "propose",
        title=_("报请检察长决定"),
        done=_("提请了决定"),
        by=PROSECUTOR,
        fits=WHEREVER_IT_IS_DECIDED,
        group=ActGroup.DECISIONS,
        steps={
            "change_period": Responsibility.PROPOSES,
            "revoke": Responsibility.PROPOSES,
            "end_otherwise": Responsibility.PROPOSES,
        },
    )
    also: ClassVar = _("提请、请示、撤销附条件不起诉")
    asks_first: ClassVar = "step"
    asks_then: ClassVar = {"change_period": ("new_end_on",), "revoke": ("incident",), "end_otherwise": ("how",)}

    step: Literal["change_period", "revoke", "end_otherwise"]
    new_end_on: FarDay | None = None
    """For `change_period`: the new last day."""
    incident: Annotated[str | None, ChosenFrom(PlanChoices.INCIDENTS)] = Field(None, max_length=20)
    """For `revoke`: the label of the incident that was found to be a ground."""
    how: HowEnded | None = None
    """For `end_otherwise`: on which ground. `objection` is one by both, which has not been withdrawn."""
    reason: str = Field(min_length=1, max_length=MAX_REMARK)


class Countersign(Act):
    """The department head reviewed a proposal and agrees."""

    operation: ClassVar = Operation(
        "countersign",
        title=_("审核同意提请"),
        done=_("审核同意了提请"),
        by={Role.DEPARTMENT_HEAD: RightScope.DECIDING},
        fits=WHEREVER_IT_IS_DECIDED,
        signs=True,
        ready=_proposed,
        group=ActGroup.DECISIONS,
        steps={
            "change_period": Responsibility.COUNTERSIGNS,
            "revoke": Responsibility.COUNTERSIGNS,
            "decide_non_prosecution": Responsibility.COUNTERSIGNS,
            "end_otherwise": Responsibility.COUNTERSIGNS,
        },
    )

    step: RequestedDecision
    comment: str | None = Field(None, max_length=MAX_REMARK)


class ReturnProposal(Act):
    """A proposal was returned to the prosecutor, with what should be reconsidered, or not agreed to.

    The department head, the chief procurator or the deputy may return it; the chief procurator or the deputy may refuse
    it. The prosecutor reconsiders it.
    """

    operation: ClassVar = Operation(
        "return_proposal",
        title=_("退回或者不同意"),
        done=_("退回了提请"),
        by={**SIGNERS, Role.DEPARTMENT_HEAD: RightScope.DECIDING},
        fits=WHEREVER_IT_IS_DECIDED,
        ready=_proposed,
        group=ActGroup.DECISIONS,
        hint=_("退回的，写明要再核实什么；不同意的，写明理由。"),
    )

    step: RequestedDecision
    answer: Annotated[
        Literal["returned", "refused"],
        Caption(_("怎么答复"), choices={"returned": _("退回，再作核实"), "refused": _("不同意（由有权决定的人）")}),
    ] = "returned"
    """`refused` says no; only whoever could decide it says so."""
    comment: str = Field(min_length=1, max_length=MAX_REMARK)
    """What should be reconsidered, or why not."""


class WithdrawProposal(Act):
    """The prosecutor withdraws the proposal."""

    operation: ClassVar = Operation(
        "withdraw_proposal",
        title=_("撤回提请"),
        done=_("撤回了提请"),
        by=PROSECUTOR,
        fits=WHEREVER_IT_IS_DECIDED,
        ready=_proposed,
        group=ActGroup.DECISIONS,
    )

    step: RequestedDecision
    comment: str | None = Field(None, max_length=MAX_REMARK)
