"""The door of a family's saved page. Its cookie is sent to that page only: two people's pages on one phone stay apart,
and a member of staff who looks at a card does not sign themselves out."""

from typing import Annotated

from fastapi import Depends, Request, Response

from api.reception import reception_of
from casework.signing_in import SignedIn, who_is
from sunward.errors import NotSignedIn
from sunward.words import Words

COOKIE = "sunward-page"


def inside(request: Request) -> SignedIn | None:
    """Who has opened this page with its code; None for everybody else."""
    token = request.cookies.get(COOKIE)
    signed_in = who_is(reception_of(request).desk, token) if token else None
    return signed_in if signed_in is not None and signed_in.actor.kind == "family" else None


def whoever_is_inside(request: Request) -> SignedIn:
    """Who has opened this page with its code. Everybody else is told to begin at its door."""
    found = inside(request)
    if found is None:
        raise NotSignedIn(Words("请先输入四位号码。", "Please type the four digits first."))
    return found


Inside = Annotated[SignedIn, Depends(whoever_is_inside)]


def let_in(request: Request, response: Response, secret: str, token: str) -> None:
    """The browser holds the token until it is closed, for this page alone."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, httponly=True, secure=secure, samesite="lax", path=f"/p/{secret}")


def let_out(response: Response, secret: str) -> None:
    """The browser holds no token for this page any more."""
    response.delete_cookie(COOKIE, path=f"/p/{secret}", httponly=True, samesite="lax")
