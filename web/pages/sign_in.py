"""The door of the staff."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import ANYBODY, ONESELF, drop_cookie, set_cookie
from api.reception import reception_of
from casework.accounts import complete, untold
from casework.enrolling import anybody_enrolled
from casework.signing_in import Opened, SignedIn, change_password, sign_in, sign_out
from sunward.errors import BadInput, NotSignedIn
from sunward.words import Words
from web.asking import Errors, Form, within_this_house
from web.rendering import page

router = APIRouter()


@router.get("/sign-in", dependencies=[ANYBODY])
def door(request: Request, next: str = "/") -> HTMLResponse:
    """The form; where one wanted to go is kept in it."""
    return _shown(request, within_this_house(next), "", {})


@router.post("/sign-in", dependencies=[ANYBODY])
def come_in(request: Request, typed: Form) -> Response:
    """Signed in and on the way to where one wanted to go, or the form again with the name still in it."""
    login, password = typed.get("login", ""), typed.get("password", "")
    wanted = within_this_house(typed.get("next", "/"))
    errors: Errors = {}
    if not login:
        errors["login"] = Words("请填写登录名。", "Please give your sign-in name.")
    if not password:
        errors["password"] = Words("请填写密码。", "Please give your password.")
    if errors:
        return _shown(request, wanted, login, errors, status=422)
    reception = reception_of(request)
    reception.tries.count(request.client.host if request.client else "unknown")
    try:
        opened = sign_in(reception.desk, login, password)
    except NotSignedIn as refused:
        return _shown(request, wanted, login, {"": refused.reason}, status=401)
    if untold(reception.desk, opened.signed_in.actor):
        wanted = "/account"  # first they are shown what was asked for their account
    return _begun(request, opened, wanted)


@router.get("/one-time-code", dependencies=[ANYBODY])
def code_form(request: Request) -> HTMLResponse:
    """Where a one-time code is used to choose a password."""
    return page(request, "one_time_code.html", login="", errors={})


@router.post("/one-time-code", dependencies=[ANYBODY])
def use_code(request: Request, typed: Form) -> Response:
    """Signed in with a password of one's own, or the form again; neither code nor password is shown."""
    login = typed.get("login", "")
    reception = reception_of(request)
    reception.tries.count(request.client.host if request.client else "unknown")
    errors: Errors = {}
    if typed.get("password", "") != typed.get("again", ""):
        errors["again"] = Words("两遍写的不一样。", "The two are not the same.")
    else:
        try:
            return _begun(
                request, complete(reception.desk, login, typed.get("code", ""), typed.get("password", "")), "/account"
            )
        except BadInput as wrong:
            errors = {mistake.place: mistake.wrong for mistake in wrong.mistakes}
        except NotSignedIn as wrong:
            errors["code"] = wrong.reason
    return page(request, "one_time_code.html", status=422, login=login, errors=errors)


@router.post("/sign-out")
def leave(request: Request, signed_in: Annotated[SignedIn, ONESELF]) -> Response:
    """Signed out; the browser holds nothing any more."""
    sign_out(reception_of(request).desk, signed_in)
    response = RedirectResponse("/sign-in", status_code=303)
    drop_cookie(request, response)
    return response


@router.get("/password")
def own_password(request: Request, signed_in: Annotated[SignedIn, ONESELF]) -> HTMLResponse:
    """The form by which one changes one's own."""
    return _password(request, {})


@router.post("/password")
def change(request: Request, typed: Form, signed_in: Annotated[SignedIn, ONESELF]) -> Response:
    """One's own password is another, or the form again with what is wrong; what was typed is not shown."""
    reception = reception_of(request)
    reception.tries.count(request.client.host if request.client else "unknown")
    if typed.get("password", "") != typed.get("again", ""):
        return _password(request, {"again": Words("两遍写的不一样。", "The two are not the same.")}, status=422)
    try:
        opened = change_password(reception.desk, signed_in, typed.get("old", ""), typed.get("password", ""))
    except BadInput as wrong:
        return _password(request, {mistake.place: mistake.wrong for mistake in wrong.mistakes}, status=422)
    except NotSignedIn as wrong:
        return _password(request, {"old": wrong.reason}, status=422)
    done = _password(request, {}, done=True)
    set_cookie(request, done, opened.token)
    return done


def _begun(request: Request, opened: Opened, wanted: str) -> Response:
    response = RedirectResponse(wanted, status_code=303)
    set_cookie(request, response, opened.token)
    return response


def _password(request: Request, errors: Errors, *, status: int = 200, done: bool = False) -> HTMLResponse:
    return page(request, "password.html", status=status, errors=errors, done=done)


def _shown(request: Request, wanted: str, login: str, errors: Errors, *, status: int = 200) -> HTMLResponse:
    nobody_yet = not anybody_enrolled(reception_of(request).desk)
    return page(request, "sign_in.html", status=status, next=wanted, login=login, errors=errors, nobody_yet=nobody_yet)
