"""The door of the staff."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import ANYBODY, ONESELF, drop_cookie, set_cookie
from api.reception import reception_of
from casework.signing_in import NotSignedIn, SignedIn, sign_in, sign_out
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
        errors["login"] = "sign_in.login_missing"
    if not password:
        errors["password"] = "sign_in.password_missing"
    if errors:
        return _shown(request, wanted, login, errors, status=422)
    reception = reception_of(request)
    reception.tries.count(request.client.host if request.client else "unknown")
    try:
        opened = sign_in(reception.desk, login, password)
    except NotSignedIn as refused:
        return _shown(request, wanted, login, {"": refused.reason}, status=401)
    response = RedirectResponse(wanted, status_code=303)
    set_cookie(request, response, opened.token)
    return response


@router.post("/sign-out")
def leave(request: Request, signed_in: Annotated[SignedIn, ONESELF]) -> Response:
    """Signed out; the browser holds nothing any more."""
    sign_out(reception_of(request).desk, signed_in)
    response = RedirectResponse("/sign-in", status_code=303)
    drop_cookie(request, response)
    return response


def _shown(request: Request, wanted: str, login: str, errors: Errors, *, status: int = 200) -> HTMLResponse:
    return page(request, "sign_in.html", status=status, next=wanted, login=login, errors=errors)
