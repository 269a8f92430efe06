"""The queue of proposals: what waits for an answer, with all that was said to it; and what was settled lately."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.approval import Countersign, ReturnProposal, WithdrawProposal
from casework.articles import article_in
from casework.rights import Actor
from casework.rights.reading import READ_APPROVALS
from casework.views.approvals import DECIDED_BY, approvals
from web.languages import language_of
from web.rendering import page

router = APIRouter()


@router.get("/approvals")
def look(request: Request, actor: Annotated[Actor, asks(READ_APPROVALS)]) -> HTMLResponse:
    """The queue. Agreeing leads to the act's own check of answers, from which it is one more step to done."""
    return page(
        request,
        "approvals.html",
        found=approvals(reception_of(request).desk, actor),
        decides=lambda step: actor.role in DECIDED_BY[step].by,
        reviews=actor.role in Countersign.operation.by,
        returns=actor.role in ReturnProposal.operation.by,
        withdraws=actor.role in WithdrawProposal.operation.by,
        token=lambda: secrets.token_urlsafe(18),
        article=lambda article: article_in(language_of(request), article),
    )
