"""In which of the two languages a page speaks: asked for in the address, remembered in a cookie, or the house's own."""

from typing import cast

from fastapi import Request, Response

from sunward.words import Language

COOKIE = "sunward-language"
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


def asked_for(request: Request) -> Language | None:
    """The language that the address names, if it is one of ours."""
    named = request.query_params.get("lang")
    return named if named in LANGUAGES else None


def language_of(request: Request) -> Language:
    """The language in which this request is answered."""
    named = asked_for(request) or request.cookies.get(COOKIE)
    return named if named in LANGUAGES else cast(Language, request.app.state.language)


def remember(request: Request, response: Response) -> None:
    """What the address asked for holds until the browser is closed. The cookie tells nothing but the language."""
    if (language := asked_for(request)) is not None:
        response.set_cookie(COOKIE, language, httponly=True, secure=request.url.scheme == "https", samesite="lax")


def other_language_address(request: Request) -> str:
    """This page's address, asking for the other language; what else stood in it stands there still."""
    other = "en" if language_of(request) == "zh-CN" else "zh-CN"
    return "?" + request.url.remove_query_params("lang").include_query_params(lang=other).query
