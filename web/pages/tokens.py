"""Tokens by which an office's own systems use the API: asked for, confirmed by a second person, ended."""

import uuid
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from casework.shared.rights import Actor, TokenScope
from casework.staff.acts_tokens import CONFIRM_TOKEN, END_TOKEN, KEEP_TOKENS, READ_TOKENS
from casework.staff.api_tokens import confirm_token, end_token, list_tokens, request_token
from core.errors import NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.forms import Form, FormErrors, FormValues
from web.pages.account import run_request
from web.reauth import confirm_for
from web.rendering import render_page

router = APIRouter(prefix="/staff/tokens")

Reader = Annotated[Actor, requires_right(READ_TOKENS)]


@router.get("")
def show_tokens(request: Request, actor: Reader) -> HTMLResponse:
    """The office's tokens, and for an administrator the form to ask for one."""
    return _page(request, actor, {}, {})


@router.post("")
def create_token(request: Request, typed: Form, actor: Annotated[Actor, requires_right(KEEP_TOKENS)]) -> HTMLResponse:
    """The token is shown once; it opens nothing until a second person has confirmed it."""
    days, errors = parse_form([FormField("token", "ends_on", "day", True, None)], typed)
    if errors:
        return _page(request, actor, typed, errors, status=422)
    return _done(request, actor, typed, lambda asker: request_token(
        get_app_state(request).context, asker, name=typed.get("name", ""), ends_on=days["ends_on"],
        scopes=[each for each in TokenScope if typed.get(f"scope.{each}")], reason=typed.get("reason", ""),
    ).token)  # fmt: skip


@router.post("/confirm")
def confirm_requested_token(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(CONFIRM_TOKEN)]
) -> HTMLResponse:
    """The token may be used from now on."""
    return _done(
        request, actor, typed, lambda second: confirm_token(get_app_state(request).context, second, _id(typed))
    )


@router.post("/end")
def end_present_token(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(END_TOKEN)]
) -> HTMLResponse:
    """The token opens nothing any more; whoever is in a hurry is asked for no password."""
    __, errors, status = run_request(lambda: end_token(get_app_state(request).context, actor, _id(typed)))
    return _page(request, actor, {}, errors, status=status, done=not errors)


def _id(typed: FormValues) -> uuid.UUID:
    try:
        return uuid.UUID(typed.get("token", ""))
    except ValueError:
        raise NotFound(_("没有这个令牌。")) from None


def _done(request: Request, actor: Actor, typed: FormValues, do: Callable[[Actor], str | None]) -> HTMLResponse:
    token, errors, status = run_request(lambda: do(confirm_for(request, typed, "tokens")))
    if errors:
        return _page(request, actor, typed, errors, status=status)
    return _page(request, actor, {}, {}, token=token, done=True)


def _page(
    request: Request,
    actor: Actor,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 200,
    token: str | None = None,
    done: bool = False,
) -> HTMLResponse:
    return render_page(
        request, "tokens.html", status=status, tokens=list_tokens(get_app_state(request).context, actor),
        scopes=list(TokenScope), typed=typed, errors=errors, token=token, done=done, asks=actor.role in KEEP_TOKENS.by,
    )  # fmt: skip
