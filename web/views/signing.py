"""The page on which a proposal is answered: which forms whoever looks has for it, and whether they may sign on this device."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import get_args

from fastapi import Request

from casework.acting.acts.act import ACTS
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.outcome.acts_approval import Countersign, RequestedDecision, ReturnProposal, WithdrawProposal
from casework.outcome.approvals_view import ProposalView
from core.i18n import _
from serving.browser_names import is_phone
from web.views.act_forms import ActForm, build_act_form

NOT_ON_A_PHONE = _("本院没有开通在手机上签批。在手机上可以阅读、退回；同意的，请在办公电脑上办理。")
SIGNED = (Countersign.operation.code, *get_args(RequestedDecision))


@dataclass(frozen=True)
class AnswerForms:
    """How whoever looks may answer a proposal: the act by which they sign, if it is their turn, and those by which it goes
    back."""

    signing: ActForm | None
    back: list[ActForm]


def get_answer_forms(open_plan: OpenPlan, proposal: ProposalView) -> AnswerForms:
    """The forms that whoever looks has for that open proposal, begun with what was asked for."""
    step = {"step": proposal.step}
    signing = next(_list_forms(open_plan, proposal.step, proposal.detail), None)
    if signing is None and not proposal.countersigned:
        signing = next(_list_forms(open_plan, Countersign.operation.code, step), None)
    back = (ReturnProposal.operation.code, WithdrawProposal.operation.code)
    return AnswerForms(signing, [form for act in back for form in _list_forms(open_plan, act, step)])


def may_sign_here(request: Request, open_plan: OpenPlan, act: str) -> bool:
    """Whether the act may be done from the device that asks: signing on a phone is the choice of the office."""
    if act not in SIGNED or not is_phone(request.headers.get("user-agent", "")):
        return True
    return open_plan.number("signing_on_phone") > 0


def _list_forms(open_plan: OpenPlan, act: str, begun: dict[str, str]) -> Iterator[ActForm]:
    if filter_allowed(open_plan, ACTS[act].operations()):
        form = build_act_form(open_plan, act, {})
        yield replace(form, asked=[one for one in form.asked if one.field.name not in begun], begins_with=begun)
