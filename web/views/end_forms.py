"""What can be done about the end where the record is read: the opinion written, the revocation proposed, a proposal
answered. Each form is the act's own."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from casework.incidents.incidents import list_confirmed_grounds
from casework.outcome.acts_approval import Countersign, Propose, ReturnProposal, WithdrawProposal
from casework.outcome.acts_ending import Revoke, WriteOpinion
from casework.outcome.proposals import find_misplacement, get_open_proposal
from casework.shared.held_rights import filter_allowed
from casework.shared.open_plan import OpenPlan
from casework.shared.rights import OPERATIONS, Operation
from law.transitions import PlanStatus
from web.acting.labels import get_field_label
from web.views.act_forms import ActForm, build_act_form


def get_answering(may: Callable[[Operation], bool]) -> dict[str, Any]:
    """What `parts/proposal_answer.html` asks of whoever looks."""
    return {
        "decides": lambda step: may(OPERATIONS[step]),
        "reviews": may(Countersign.operation),
        "returns": may(ReturnProposal.operation),
        "withdraws": may(WithdrawProposal.operation),
        "token": lambda: secrets.token_urlsafe(18),
    }


def get_end_forms(open_plan: OpenPlan) -> dict[str, Any]:
    """The forms that whoever looks may fill in now, and how they answer what was proposed."""
    forms = list(_list_forms(open_plan))
    return {
        "forms": forms,
        "names": {one.field.name: get_field_label(one.field) for form in forms for one in form.asked},
        **get_answering(lambda right: bool(filter_allowed(open_plan, [right]))),
    }


def _list_forms(open_plan: OpenPlan) -> Iterator[ActForm]:
    held = filter_allowed(open_plan, [WriteOpinion.operation, Propose.operation])
    ended = open_plan.plan.status == PlanStatus.AWAITING_DECISION
    if WriteOpinion.operation in held and ended and not get_open_proposal(open_plan, "decide_non_prosecution"):
        yield build_act_form(open_plan, WriteOpinion.operation.code)
    step = Revoke.operation.code
    grounds = [row.label for row in list_confirmed_grounds(open_plan)]
    if not grounds or Propose.operation not in held or find_misplacement(open_plan, step):
        return
    if open_plan.plan.status != PlanStatus.REVOKED and not get_open_proposal(open_plan, step):
        form = build_act_form(open_plan, Propose.operation.code)
        of_one = {"incident": grounds[0]} if len(grounds) == 1 else {}
        asked = [one for one in form.asked if one.field.name in {"incident", "reason"} - set(of_one)]
        yield replace(form, asked=asked, begins_with={"step": step} | of_one)
