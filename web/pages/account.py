"""What was asked for accounts: one's own, and those of the office that a second person confirms."""

import uuid
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.settings.confirming import confirm_request
from casework.shared.rights import Actor
from casework.staff.accounts import (
    list_own_requests,
    list_pending_requests,
    mark_requests_seen,
    stop_request,
)
from casework.staff.acts_accounts import CONFIRM_ACCOUNT
from casework.staff.authentication import SignedIn
from casework.staff.own_sessions import end_other_sessions, end_own_session, list_own_sessions
from core.errors import BadInput, NotFound, NotSignedIn, ReauthenticationRequired, Refused, TooManyRequests
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, requires_right
from web.forms import Form, FormErrors, FormValues
from web.reauth import confirm_for
from web.rendering import render_page

router = APIRouter()

Confirmer = Annotated[Actor, requires_right(CONFIRM_ACCOUNT)]


@router.get("/account")
def show_own_requests(request: Request, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> HTMLResponse:
    """What was asked for one's own account, by whom and why; it can be stopped here."""
    return _own(request, signed_in, {})


@router.post("/account/stop")
def stop_own_request(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> HTMLResponse:
    """What was asked for one's own account comes to nothing."""
    context = get_app_state(request).context
    __, errors, status = run_request(
        lambda: stop_request(context, signed_in.actor, read_request_id(typed), reason=typed.get("reason", ""))
    )
    return _own(request, signed_in, errors, status=status, done=not errors)


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


@router.get("/staff/requests")
def show_requests(request: Request, actor: Confirmer) -> HTMLResponse:
    """What waits for a second person of this office."""
    return _waiting(request, actor, {})


@router.post("/staff/requests/confirm")
def confirm_requests(request: Request, typed: Form, actor: Confirmer) -> HTMLResponse:
    """What was asked holds, of a list of new people each that was chosen; the second part of a code is shown once."""
    return _answered(request, typed, actor, confirm_request)


@router.post("/staff/requests/stop")
def stop_open_request(request: Request, typed: Form, actor: Confirmer) -> HTMLResponse:
    """What was asked comes to nothing."""
    return _answered(request, typed, actor, stop_request)


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


def _answered(request: Request, typed: FormValues, actor: Actor, do: Callable[..., str | None]) -> HTMLResponse:
    context = get_app_state(request).context
    names = {one.id: one.display_name for one in list_pending_requests(context, actor)}
    chosen = [name.removeprefix("request.") for name in typed if name.startswith("request.")]
    parts: list[tuple[str, str]] = []

    def answer() -> None:
        who = confirm_for(request, typed, "accounts")
        for one in [read_request_id({"request": each}) for each in chosen] or [read_request_id(typed)]:
            if part := do(context, who, one, reason=typed.get("reason", "")):
                parts.append((names.get(one, ""), part))

    __, errors, status = run_request(answer)
    return _waiting(request, actor, errors, status=status, parts=parts, done=not errors)


def read_request_id(typed: FormValues, name: str = "request") -> uuid.UUID:
    """Which request the form is about."""
    try:
        return uuid.UUID(typed.get(name, ""))
    except ValueError:
        raise NotFound(_("没有这项申请。")) from None


def _own(
    request: Request, signed_in: SignedIn, errors: FormErrors, *, status: int = 200, done: bool = False
) -> HTMLResponse:
    context = get_app_state(request).context
    asked = list_own_requests(context, signed_in.actor)
    mark_requests_seen(context, signed_in.actor)
    return render_page(
        request,
        "account.html",
        status=status,
        asked=asked,
        errors=errors,
        done=done,
        wrong_before=signed_in.wrong_before,
        has_provider=get_app_state(request).provider is not None,
        sessions=list_own_sessions(context, signed_in),
    )


def _waiting(
    request: Request,
    actor: Actor,
    errors: FormErrors,
    *,
    status: int = 200,
    parts: Sequence[tuple[str, str]] = (),
    done: bool = False,
) -> HTMLResponse:
    return render_page(
        request, "account_requests.html", status=status, asked=list_pending_requests(get_app_state(request).context, actor), errors=errors,
        parts=parts, done=done,
    )  # fmt: skip
