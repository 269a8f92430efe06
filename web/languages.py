"""In which of the two languages a page speaks: asked for in the address, remembered in a cookie, or the program's own."""

from dataclasses import dataclass
from typing import cast

from fastapi import Request, Response

from core.words import Language

COOKIE = "sunward-language"
NAMES: dict[Language, str] = {"zh-CN": "中文", "en": "English"}
LANGUAGES = tuple(NAMES)


def get_requested_language(request: Request) -> Language | None:
    """The language that the address names, if it is one of ours."""
    named = request.query_params.get("lang")
    return named if named in LANGUAGES else None


def get_language(request: Request) -> Language:
    """The language in which this request is answered."""
    named = get_requested_language(request) or request.cookies.get(COOKIE)
    return named if named in LANGUAGES else cast(Language, request.app.state.language)


def remember_language(request: Request, response: Response) -> None:
    """What the address asked for holds until the browser is closed. The cookie tells nothing but the language."""
    if (language := get_requested_language(request)) is not None:
        response.set_cookie(COOKIE, language, httponly=True, secure=request.url.scheme == "https", samesite="lax")


@dataclass(frozen=True)
class OtherLanguage:
    """A language in which this page can be read too: its code, its own name, and this page's address in it."""

    code: Language
    name: str
    address: str


def other_languages(request: Request) -> list[OtherLanguage]:
    """The languages that this page does not speak now; what else its address says is kept."""
    address = request.url.remove_query_params("lang")
    return [
        OtherLanguage(code, NAMES[code], "?" + address.include_query_params(lang=code).query)
        for code in LANGUAGES
        if code != get_language(request)
    ]
