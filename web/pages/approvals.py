"""The queue of proposals: what waits for an answer, with all that was said to it; and what was settled lately."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_APPROVALS
from casework.outcome.approvals_view import load_approvals
from casework.plan.views.caseload import load_names_by_number
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.rendering import render_page
from web.views.end_forms import get_answering

router = APIRouter()


@router.get("/approvals")
def show_approvals(request: Request, actor: Annotated[Actor, requires_right(READ_APPROVALS)]) -> HTMLResponse:
    """The queue. Agreeing leads to the act's own check of answers, from which it is one more step to done."""
    context = get_app_state(request).context
    found = load_approvals(context, actor)
    return render_page(
        request,
        "approvals.html",
        found=found,
        names=load_names_by_number(context, actor, {one.number for one in found.waiting}),
        **get_answering(lambda right: actor.role in right.by),
    )
