"""The API as one application."""

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import problems
from api.description import describe
from api.outer import LAYERS
from api.reception import Reception
from api.routes import (
    acts,
    after_the_seal,
    apps,
    calendar,
    calls,
    device,
    docs,
    documents,
    due_dates,
    evaluation,
    family,
    figures,
    health,
    inbox,
    law,
    many,
    message_console,
    messages,
    plans,
    receipts,
    reminder_policy,
    replies,
    session,
    usage,
    webhooks,
)
from sunward.errors import SunwardError

PREFIX = "/api/v1"
DESCRIPTION = (
    "向阳：附条件不起诉监督考察。Sunward: the supervision of minors under conditional non-prosecution.\n\n"
    "Sign in at POST /api/v1/session; a browser holds the session as a cookie, a client sends it as a bearer token. "
    "Ten minutes later whatever decides, signs or unseals is answered 403 confirm-first: say again who you are at "
    "POST /api/v1/session/confirmation, and send it again. "
    "What goes wrong is told as application/problem+json, in both languages and with the article of the law."
)


def create_app(reception: Reception) -> FastAPI:
    """The API over that reception: every route under /api/v1, and /docs. It speaks to nothing else."""
    app = FastAPI(
        title="Sunward 向阳",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.reception = reception
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    app.include_router(_v1(), prefix=PREFIX)
    app.include_router(health.router, include_in_schema=False)
    app.include_router(docs.router)
    app.include_router(due_dates.feed)
    app.add_exception_handler(SunwardError, problems.tell)
    app.add_exception_handler(RequestValidationError, problems.tell_of_mistakes)
    app.add_exception_handler(HTTPException, problems.tell_of_status)
    app.add_exception_handler(OverflowError, problems.tell_of_impossible_date)
    for layer in reversed(LAYERS):
        app.add_middleware(layer)
    return app


def _v1() -> APIRouter:
    together = APIRouter()
    for room in (session, family, calendar, plans, many, acts, documents, after_the_seal, usage, device, evaluation,
                 figures, messages, message_console, calls, due_dates, reminder_policy, receipts, replies, webhooks, inbox, law, health):  # fmt: skip
        together.include_router(room.router)
    together.include_router(documents.templates)
    together.include_router(apps.router)
    together.include_router(messages.reminders)
    return together


__all__ = ["PREFIX", "Reception", "create_app"]
