"""Signing in at the office's identity provider, and linking one's own account to it."""

import secrets
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.staff.accounts import has_unseen_requests
from casework.staff.attempts import MANY
from casework.staff.authentication import SignedIn
from casework.staff.provider_accounts import (
    begin_at_provider,
    is_session_of,
    note_not_genuine,
    request_link,
    sign_in_by_provider,
    take_begun,
    unlink_provider,
)
from core.errors import NotFound, NotSignedIn, ReauthenticationRequired, StateConflict, TooManyRequests
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import (
    PUBLIC_ACCESS,
    SIGNED_IN_ACCESS,
    clear_provider_cookie,
    get_address,
    get_signed_in,
    get_site,
    get_try_source,
    read_provider_cookie,
    set_cookie,
    set_device_cookie,
    set_provider_cookie,
)
from serving.identity_provider import OUT_OF_REACH, IdentityProvider, Return, make_state
from web.forms import Form, FormErrors, local_path
from web.pages.account import render_account
from web.reauth import reauthenticate
from web.rendering import render_page

router = APIRouter()

RETURN = "/sign-in/provider/return"
"""Registered at the provider as the only address to which it sends a browser back."""


@router.get("/sign-in/provider", dependencies=[PUBLIC_ACCESS])
def begin_sign_in(request: Request, next: str = "/") -> Response:
    """On the way to the provider; or the sign-in page, where it cannot be reached."""
    app_state, provider, ticket = get_app_state(request), _provider(request), secrets.token_urlsafe(32)
    app_state.begun_at_provider.count(get_address(request))
    try:
        there = provider.make_url(ticket, _return_address(request))
    except NotSignedIn as refused:
        return _sign_in_page(request, {"": refused.reason}, status=refused.status)
    begin_at_provider(app_state.context, make_state(ticket))
    return _leading_there(request, RedirectResponse(there, status_code=303), ticket, local_path(next))


@router.get(RETURN, dependencies=[PUBLIC_ACCESS])
def finish_sign_in_at_provider(
    request: Request, state: str = "", code: str = "", iss: str | None = None, error: str = ""
) -> Response:
    """Signed in, or the account is asked to be linked; or the sign-in page with what is wrong."""
    app_state, provider = get_app_state(request), _provider(request)
    ticket, wanted = read_provider_cookie(request)
    response: Response
    try:
        with app_state.tries.counting_wrong(get_address(request)):
            begun = take_begun(app_state.context, state)
        try:
            subject = provider.identify(ticket, Return(state, code, iss, error), _return_address(request))
        except NotSignedIn as refused:
            if refused.reason != OUT_OF_REACH:
                note_not_genuine(app_state.context)
            raise
        if begun.link_for is None:
            opened = sign_in_by_provider(app_state.context, provider.issuer, subject, get_try_source(request))
            if opened.signed_in.stage == "factor":
                there = f"/sign-in/factor?next={quote(local_path(wanted))}"
            else:
                unseen = has_unseen_requests(app_state.context, opened.signed_in.actor)
                there = "/account" if unseen or opened.signed_in.wrong_before >= MANY else local_path(wanted)
            response = RedirectResponse(there, status_code=303)
            set_cookie(request, response, opened)
            set_device_cookie(request, response, opened.device)
        else:
            signed_in = get_signed_in(request)
            if not is_session_of(app_state.context, begun.link_for, signed_in):
                raise NotSignedIn(_("请从“我的账号”里重新开始关联。"))
            request_link(app_state.context, signed_in, provider.issuer, subject)
            response = RedirectResponse("/account", status_code=303)
    except (NotSignedIn, StateConflict) as refused:
        response = _sign_in_page(request, {"": refused.reason}, status=refused.status)
    clear_provider_cookie(request, response)
    return response


@router.get("/sign-in/provider/leave", dependencies=[PUBLIC_ACCESS])
def leave_provider(request: Request) -> Response:
    """On the way to where one signs out at the provider too: our own session is over before."""
    try:
        there = _provider(request).make_leaving_url()
    except NotSignedIn as refused:
        return _sign_in_page(request, {"": refused.reason}, status=refused.status)
    return RedirectResponse(there or "/sign-in", status_code=303)


@router.post("/account/provider")
def begin_link(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """Whoever has said who they are goes to the provider, to show who they are there."""
    app_state, provider, ticket = get_app_state(request), _provider(request), secrets.token_urlsafe(32)
    try:
        reauthenticate(request, typed)
        there = provider.make_url(ticket, _return_address(request))
        begin_at_provider(app_state.context, make_state(ticket), get_signed_in(request))
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as refused:
        return render_account(request, signed_in, {"": refused.reason}, 422)
    return _leading_there(
        request, render_account(request, get_signed_in(request), provider_address=there), ticket, "/account"
    )


@router.post("/account/provider/remove")
def remove_link(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """The account is linked to nobody at the provider any more. Nothing is asked or counted where there is none."""
    _provider(request)
    try:
        reauthenticate(request, typed)
        unlink_provider(get_app_state(request).context, get_signed_in(request))
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as refused:
        return render_account(request, signed_in, {"": refused.reason}, 422)
    return RedirectResponse("/account", status_code=303)


def _provider(request: Request) -> IdentityProvider:
    provider = get_app_state(request).provider
    if provider is None:
        raise NotFound(_("这里没有设统一身份登录。"))
    return provider


def _return_address(request: Request) -> str:
    return f"{get_site(request).origin}{RETURN}"


def _leading_there(request: Request, response: Response, ticket: str, wanted: str) -> Response:
    set_provider_cookie(request, response, ticket, wanted)
    return response


def _sign_in_page(request: Request, errors: FormErrors, *, status: int) -> HTMLResponse:
    return render_page(
        request, "sign_in.html", status=status, next="/", login="", errors=errors, nobody_yet=False, demo_roles=[],
        provider=_provider(request).name,
    )  # fmt: skip
