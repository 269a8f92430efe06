"""One's own second factors: set up, renamed, removed; and what a passkey is asked to sign."""

import json
import uuid
from collections.abc import Callable
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from casework.staff.authentication import NewSession, SignedIn
from casework.staff.factor_enrolment import (
    CodeGeneratorSetup,
    add_code_generator,
    add_passkey,
    begin_code_generator,
    begin_passkey,
    make_paper_codes,
    read_code_generator,
    remove_factor,
    rename_factor,
)
from casework.staff.second_factors import ask_for_passkey
from core.errors import BadInput, NotFound, NotSignedIn, ReauthenticationRequired, StateConflict, TooManyRequests
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import ENROLLING_ACCESS, PROVING_ACCESS, SIGNED_IN_ACCESS, get_signed_in, get_site, renew_token
from web.forms import Form, FormErrors, FormValues
from web.pages.account import render_account
from web.reauth import PASSKEY, read_proof, reauthenticate
from web.rendering import render_page

router = APIRouter(prefix="/account")

Enrolling = Annotated[SignedIn, ENROLLING_ACCESS]


@router.post("/factors/totp")
def begin_totp(request: Request, typed: Form, signed_in: Enrolling) -> Response:
    """A secret for an authenticator app is shown, once, as a picture and as letters."""
    return _begun(request, typed, signed_in, lambda who: _show_totp(
        request, begin_code_generator(get_app_state(request).context, who), typed, {}))  # fmt: skip


@router.post("/factors/totp/add")
def submit_totp(request: Request, typed: Form, signed_in: Enrolling) -> Response:
    """The authenticator app is a second factor; or its form again, where the code was wrong."""
    context, setup = get_app_state(request).context, _id(typed, "setup")
    try:
        opened = add_code_generator(context, signed_in, setup, code=typed.get("_code", ""), name=typed.get("name", ""))
    except BadInput as wrong:
        return _show_totp(request, read_code_generator(context, signed_in, setup), typed, _at_fields(wrong), 422)
    return _added(request, opened)


@router.post("/factors/passkey")
def begin_new_passkey(request: Request, typed: Form, signed_in: Enrolling) -> Response:
    """The page on which the browser makes a passkey."""
    context = get_app_state(request).context
    return _begun(request, typed, signed_in, lambda who: render_page(
        request, "factor_passkey.html", options=json.dumps(begin_passkey(context, who, get_site(request))), errors={}))  # fmt: skip


@router.post("/factors/passkey/add")
def submit_passkey(request: Request, typed: Form, signed_in: Enrolling) -> Response:
    """The passkey is a second factor; or the page again."""
    answer = read_proof(request, {PASSKEY: typed.get(PASSKEY, "")}).passkey or {}
    try:
        opened = add_passkey(
            get_app_state(request).context, signed_in, get_site(request), answer=answer, name=typed.get("name", "")
        )
    except (BadInput, StateConflict) as wrong:
        errors: FormErrors = {"": wrong.mistakes[0].wrong if isinstance(wrong, BadInput) else wrong.reason}
        return render_account(request, signed_in, errors, 422)
    return _added(request, opened)


@router.post("/factors/paper")
def show_paper_codes(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """Codes for a lost telephone are shown, once, to be printed or written down."""

    def make(who: SignedIn) -> Response:
        codes, opened = make_paper_codes(get_app_state(request).context, who)
        renew_token(request, opened)
        return render_page(request, "factor_paper.html", codes=codes)

    return _begun(request, typed, signed_in, make)


@router.post("/factors/rename")
def submit_name(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """It is called something else."""
    try:
        rename_factor(get_app_state(request).context, signed_in, _id(typed, "factor"), name=typed.get("name", ""))
    except BadInput as wrong:
        return render_account(request, signed_in, _at_fields(wrong) or {"": wrong.reason}, 422)
    return RedirectResponse("/account", status_code=303)


@router.post("/factors/remove")
def submit_removal(request: Request, typed: Form, signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS]) -> Response:
    """It is no second factor; never the last one of somebody who signs."""

    def remove(who: SignedIn) -> Response:
        remove_factor(get_app_state(request).context, who, _id(typed, "factor"))
        return RedirectResponse("/account", status_code=303)

    return _begun(request, typed, signed_in, remove)


@router.post("/passkey/options")
def show_options(request: Request, signed_in: Annotated[SignedIn, PROVING_ACCESS]) -> dict[str, Any]:
    """What the browser hands to a passkey to be signed, for this session and once."""
    assert signed_in.actor.id is not None
    return ask_for_passkey(get_app_state(request).context, signed_in.actor.id, signed_in.id, get_site(request))


def _begun(request: Request, typed: FormValues, signed_in: SignedIn, do: Callable[[SignedIn], Response]) -> Response:
    """What is done by a person who has said who they are, unless they have just used a one-time code."""
    try:
        if signed_in.stage == "full":
            reauthenticate(request, typed)
            signed_in = get_signed_in(request)
        return do(signed_in)
    except (NotSignedIn, TooManyRequests, StateConflict, ReauthenticationRequired) as refused:
        return render_account(request, signed_in, {"": refused.reason}, 422)


def _show_totp(
    request: Request, setup: CodeGeneratorSetup, typed: FormValues, errors: FormErrors, status: int = 200
) -> HTMLResponse:
    drawing = Markup(segno.make(setup.uri, error="m", micro=False).svg_inline(scale=4, border=2))
    letters = " ".join(setup.secret[at : at + 4] for at in range(0, len(setup.secret), 4))
    return render_page(
        request, "factor_totp.html", status=status, setup=setup, drawing=drawing, letters=letters, errors=errors,
        name=typed.get("name", ""),
    )  # fmt: skip


def _added(request: Request, opened: NewSession) -> Response:
    renew_token(request, opened)
    return RedirectResponse("/account", status_code=303)


def _at_fields(wrong: BadInput) -> FormErrors:
    return {"_code" if mistake.place == "code" else mistake.place: mistake.wrong for mistake in wrong.mistakes}


def _id(typed: FormValues, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed.get(name, ""))
    except ValueError:
        raise NotFound(_("没有这种验证方式。")) from None
