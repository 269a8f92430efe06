"""Sign-in to a family's saved page. Its cookie is sent to that page only: two people's pages on one phone stay apart,
and a member of staff who looks at a card does not sign themselves out."""

from typing import Annotated

from fastapi import Depends, Request, Response

from casework.staff.authentication import SignedIn, resolve_session
from core.errors import NotSignedIn
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import PAGE_COOKIE, cookie_name, mark_staff_device
from web.family_words import seal_words
from web.forms import FormValues, read_words


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


def set_family_cookie(request: Request, response: Response, secret: str, token: str) -> None:
    """The browser holds the token until it is closed, for this page alone."""
    secure = request.url.scheme == "https"
    response.set_cookie(PAGE_COOKIE, token, httponly=True, secure=secure, samesite="lax", path=f"/p/{secret}")


def clear_family_cookie(response: Response, secret: str) -> None:
    """The browser holds no token for this page."""
    response.delete_cookie(PAGE_COOKIE, path=f"/p/{secret}", httponly=True, samesite="lax")
