"""The API as one application."""

import contextlib
import warnings
from collections.abc import AsyncIterator

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic.warnings import UnsupportedFieldAttributeWarning
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from api.openapi import build_openapi
from api.routes import (
    acts,
    after_care,
    calendar_feeds,
    docs,
    documents,
    events,
    family,
    health,
    plans,
    receipts,
    reminders,
    replies,
    runs,
    session,
    statistics,
    tokens,
    usage,
    webhooks,
)
from core.errors import SunwardError
from serving import problems
from serving.app_state import AppState
from serving.middleware import MIDDLEWARE

PREFIX = "/api/v1"
DESCRIPTION = (
    "向阳：附条件不起诉监督考察。Sunward: the supervision of minors under conditional non-prosecution.\n\n"
    "How a case stands: GET /api/v1/plans/{number}. An office's own system sends its token as a bearer token. A person signs "
    "in at POST /api/v1/session: a browser then holds a cookie, a client sends the token that it asked for. "
    "An operation that decides, signs, unseals or keeps accounts answers 403 reauthentication-required: confirm your "
    "identity at POST /api/v1/session/confirmation, then send it again with the token of that answer. "
    "Errors are application/problem+json, in the language of Accept-Language and with the article of the law."
)


# FastAPI gives every body an alias and keeps Pydantic's warning of it to itself while it makes the validator. Ours are
# made at their first use, so that a command does not wait for them.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)

THREADS = 100
"""So many requests are worked on at once."""


@contextlib.asynccontextmanager
async def _serving(_app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = THREADS
    yield


V1: tuple[APIRouter, ...] = (
    plans.router, reminders.router, family.router, events.router, webhooks.router,
    acts.router, acts.of_plan, usage.router, documents.router, runs.router, statistics.router, after_care.router,
    tokens.router, session.router, receipts.router, replies.router, health.router,
)  # fmt: skip
"""Every router under the prefix, in the order in which one needs them."""


def create_app(app_state: AppState) -> FastAPI:
    """The API over that state: every route under /api/v1, and /docs. It speaks to nothing else."""
    app = FastAPI(
        title="Sunward",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_serving,
        generate_unique_id_function=lambda route: route.name,
        webhooks=webhooks.sent,
    )
    app.state.app_state = app_state
    app.openapi = lambda: build_openapi(app)  # type: ignore[method-assign]
    for router in V1:
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.router, include_in_schema=False)
    app.include_router(docs.router)
    app.include_router(calendar_feeds.feed)
    app.add_exception_handler(SunwardError, problems.handle_refusal)
    app.add_exception_handler(RequestValidationError, problems.handle_invalid_request)
    app.add_exception_handler(HTTPException, problems.handle_http_status)
    app.add_exception_handler(IntegrityError, problems.handle_taken_meanwhile)
    app.add_exception_handler(OverflowError, problems.handle_impossible_date)
    for layer in reversed(MIDDLEWARE):
        app.add_middleware(layer)
    return app


__all__ = ["PREFIX", "AppState", "create_app"]
