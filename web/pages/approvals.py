"""The queue of proposals, and the page on which one is read and answered."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.acting.context import Context
from casework.acting.held_rights import filter_allowed
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_APPROVALS, READ_EVALUATION, READ_PLAN
from casework.documents.opinion_facts import load_opinion_facts
from casework.outcome.approvals_view import ProposalView, load_approvals, load_proposals
from casework.plan.change_preview import ChangePreview, preview_act
from casework.plan.spreadsheet.export_requests import list_export_requests
from casework.plan.views.caseload import load_names_by_number
from casework.plan.views.incidents import get_incidents
from casework.shared.text.labels import role_label
from core.errors import BadInput, NotFound, Refused
from core.i18n import Text, _
from serving.act_schemas import get_request_model, parse_act
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.labels import get_field_label
from web.labels.acts import DATES_MOVED
from web.rendering import render_page
from web.tabs import render_case_page
from web.views.act_forms import ActForm
from web.views.signing import NOT_ON_A_PHONE, get_answer_forms, may_sign_here

router = APIRouter()

_SINCE = "FE-02"
"""The rule that tells what has happened since a decision was asked for."""


@router.get("/approvals")
def show_approvals(request: Request, actor: Annotated[Actor, requires_right(READ_APPROVALS)]) -> HTMLResponse:
    """What waits for an answer, each with the way to its page; and what was settled lately."""
    context = get_app_state(request).context
    found = load_approvals(context, actor)
    names = load_names_by_number(context, actor, {one.number for one in found.waiting})
    return render_page(request, "approvals.html", found=found, names_by_plan=names,
                       exports=sum(one.approved_by is None and not one.own for one in list_export_requests(context, actor)))  # fmt: skip


@router.get("/plans/{number}/proposals/{step}")
def show_proposal(
    request: Request, number: str, step: str, actor: Annotated[Actor, requires_right(READ_PLAN)]
) -> HTMLResponse:
    """All that whoever reviews or decides reads before they answer, and the forms of their answer. What would follow is
    what the preview of their own act finds."""
    context = get_app_state(request).context
    with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        proposal = next((one for one in load_proposals(open_plan) if one.step == step), None)
        if proposal is None:
            raise NotFound(_("没有正在提请的这一事项。"))
        answer = get_answer_forms(open_plan, proposal)
    change, refused = _preview(context, actor, proposal, answer.signing)
    forms = [*([answer.signing] if answer.signing else []), *answer.back]
    with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        about = proposal.detail.get("incident")
        return render_case_page(
            request, open_plan, "sign.html", tab="documents", acting=True,
            proposal=proposal, since=[one for one in proposal.warnings if one.rule == _SINCE],
            incidents=[one for one in get_incidents(open_plan) if one.label == about],
            facts=load_opinion_facts(open_plan) if filter_allowed(open_plan, [READ_EVALUATION]) else None,
            may=(), change=change, refused=refused, signing=answer.signing, back=answer.back,
            signs_here=answer.signing is None or may_sign_here(request, open_plan, answer.signing.act),
            not_here=NOT_ON_A_PHONE, asks_again=actor.unconfirmed, token=lambda: secrets.token_urlsafe(18), because="", errors={}, fact=False,
            found=None, previewed=True, owner_words=role_label, date_words=DATES_MOVED, corrected_words={},
            names={one.field.name: get_field_label(one.field) for form in forms for one in form.asked},
        )  # fmt: skip


def _preview(
    context: Context, actor: Actor, proposal: ProposalView, signing: ActForm | None
) -> tuple[ChangePreview | None, Text | None]:
    """What signing would come to today, on the reasons of who asked; or why it cannot be signed. Neither where it is not
    the reader's turn."""
    if signing is None or proposal.status != "open":
        return None, None
    reasoned = any(one.field.name == "reason" for one in signing.asked)
    needed = {"reason": proposal.remarks[0].text or "—"} if reasoned else {}
    act = get_request_model(signing.act).model_validate({"did": signing.act, **signing.begins_with, **needed})
    try:
        return preview_act(context, actor, proposal.number, parse_act(act, actor, context.clock.now())), None
    except (BadInput, Refused) as refused:
        return None, refused.reason
