"""Sign-in to a family's saved page. Its cookie is sent to that page only: two people's pages on one phone stay apart,
and a member of staff who looks at a card does not sign themselves out."""

import secrets
from typing import Annotated

from fastapi import Depends, Request, Response

from casework.staff.authentication import SignedIn, resolve_session
from core.errors import NotSignedIn
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import PAGE_COOKIE, cookie_name, get_address, mark_staff_device
from web.family_words import seal_words
from web.forms import FormValues, read_words

MARK_COOKIE = "sunward-browser"


def get_family_session(request: Request) -> SignedIn | None:
    """Who has opened this page with its code; None for everybody else. The forms of the page that is shown are theirs."""
    token = request.cookies.get(PAGE_COOKIE)
    signed_in = resolve_session(get_app_state(request).context, token) if token else None
    if signed_in is None or signed_in.actor.kind != "family":
        return None
    marked = mark_staff_device(request, signed_in, cookie_name(request))
    request.state.page_session = marked
    return marked


def require_family_session(
    request: Request, secret: str, words: Annotated[FormValues, Depends(read_words)]
) -> SignedIn:
    """Who has opened this page with its code. Everybody else is told to begin at its sign-in page; it keeps what they
    have written."""
    found = get_family_session(request)
    if found is None:
        request.state.kept_words = seal_words(request, secret, words)
        raise NotSignedIn(_("请先输入四位号码。"))
    return found


FamilySessionDep = Annotated[SignedIn, Depends(require_family_session)]


def get_browser_mark(request: Request) -> str:
    """By what a browser that tries codes is told from the next: what it was given with the field for the code, or the
    address it comes from."""
    return request.cookies.get(MARK_COOKIE) or get_address(request)


def set_browser_mark(request: Request, response: Response, secret: str) -> None:
    """The browser can be told from others for a day, at this page alone; it names nobody and opens nothing."""
    if MARK_COOKIE not in request.cookies:
        _set(request, response, secret, MARK_COOKIE, secrets.token_urlsafe(16), 24 * 60 * 60)


def set_family_cookie(request: Request, response: Response, secret: str, token: str) -> None:
    """The browser holds the token until it is closed, for this page alone."""
    _set(request, response, secret, PAGE_COOKIE, token)


def clear_family_cookie(response: Response, secret: str) -> None:
    """The browser holds no token for this page."""
    response.delete_cookie(PAGE_COOKIE, path=f"/p/{secret}", httponly=True, samesite="lax")


def _set(request: Request, response: Response, secret: str, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, secure=request.url.scheme == "https", samesite="lax",
        path=f"/p/{secret}",
    )  # fmt: skip
