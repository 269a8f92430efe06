"""The queue of proposals: what waits for an answer, with all that was said to it; and what was settled lately."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.articles import article_in
from casework.rights import RIGHTS, Act, Actor
from casework.views.approvals import DECIDED_BY, approvals
from web.languages import language_of
from web.rendering import page

router = APIRouter()


@router.get("/approvals")
def look(request: Request, actor: Annotated[Actor, asks(Act.READ_APPROVALS)]) -> HTMLResponse:
    """The queue. Agreeing leads to the act's own check of answers, from which it is one more step to done."""
    return page(
        request,
        "approvals.html",
        found=approvals(reception_of(request).desk, actor),
        decides=any(actor.role in RIGHTS[act] for act in DECIDED_BY.values()),
        reviews=actor.role in RIGHTS[Act.COUNTERSIGN],
        returns=actor.role in RIGHTS[Act.RETURN_PROPOSAL],
        withdraws=actor.role in RIGHTS[Act.WITHDRAW_PROPOSAL],
        token=lambda: secrets.token_urlsafe(18),
        article=lambda article: article_in(language_of(request), article),
    )
