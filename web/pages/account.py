"""One's own account on one page: what was asked for it, where one is signed in, password, second factors, provider, calendar."""

import uuid
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.plan.calendar_feed import list_links
from casework.settings.acts import KEEP_CALENDAR
from casework.staff.accounts import (
    list_own_requests,
    mark_requests_seen,
    stop_request,
)
from casework.staff.authentication import SignedIn
from casework.staff.factor_enrolment import list_own_factors
from casework.staff.own_sessions import end_other_sessions, end_own_session, list_own_sessions
from casework.staff.provider_accounts import is_linked
from core.errors import BadInput, NotFound, NotSignedIn, ReauthenticationRequired, Refused, TooManyRequests
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import ENROLLING_ACCESS, SIGNED_IN_ACCESS
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page

router = APIRouter()


@router.get("/account")
def show_account(request: Request, signed_in: Annotated[SignedIn, ENROLLING_ACCESS]) -> HTMLResponse:
    """One's own account. A person who is still to set up a second factor sees that alone."""
    return render_account(request, signed_in)


@router.post("/account/stop")
def stop_own_request(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> HTMLResponse:
    """What was asked for one's own account comes to nothing."""
    context = get_app_state(request).context
    __, errors, status = run_request(
        lambda: stop_request(context, signed_in.actor, read_request_id(typed), reason=typed.get("reason", ""))
    )
    return render_account(request, signed_in, errors, status, stopped=not errors)


@router.post("/account/sessions/end")
def submit_session_end(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """One of one's own sessions is over."""
    end_own_session(get_app_state(request).context, signed_in, read_request_id(typed, "session"))
    return RedirectResponse("/account", status_code=303)


@router.post("/account/sessions/end-others")
def submit_other_sessions_end(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """One is signed in nowhere but here."""
    end_other_sessions(get_app_state(request).context, signed_in)
    return RedirectResponse("/account", status_code=303)


def run_request(do: Callable[[], str | None]) -> tuple[str | None, FormErrors, int]:
    """What came of it, or what is wrong, as a form shows it."""
    try:
        return do(), {}, 200
    except BadInput as wrong:
        found: FormErrors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
        return None, found or {"": wrong.reason}, wrong.status
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as wrong:
        return None, {"own_password": wrong.reason}, 422
    except (Refused, NotFound) as refused:
        return None, {"": refused.reason}, refused.status


def read_request_id(typed: FormValues, name: str = "request") -> uuid.UUID:
    """Which request the form is about."""
    try:
        return uuid.UUID(typed.get(name, ""))
    except ValueError:
        raise NotFound(_("没有这项申请。")) from None


def render_account(
    request: Request,
    signed_in: SignedIn,
    errors: FormErrors | None = None,
    status: int = 200,
    *,
    stopped: bool = False,
    password_changed: bool = False,
    provider_address: str | None = None,
    calendar_address: str | None = None,
) -> HTMLResponse:
    """The page of one's own account, with what is wrong with the form that was sent, or what came of it."""
    app_state = get_app_state(request)
    context, provider = app_state.context, app_state.provider
    page: dict[str, Any] = {
        "errors": errors or {},
        "enrolling": signed_in.stage == "enrol",
        "factors": list_own_factors(context, signed_in),
    }
    if signed_in.stage == "full":
        page |= {
            "asked": list_own_requests(context, signed_in.actor),
            "sessions": list_own_sessions(context, signed_in),
            "wrong_before": signed_in.wrong_before,
            "provider": provider.name if provider else None,
            "linked": provider is not None and is_linked(context, signed_in),
            "links": list_links(context, signed_in.actor) if signed_in.actor.role in KEEP_CALENDAR.by else None,
            "stopped": stopped,
            "password_changed": password_changed,
            "provider_address": provider_address,
            "calendar_address": calendar_address,
        }
        mark_requests_seen(context, signed_in.actor)
    return render_page(request, "account.html", status=status, **page)
