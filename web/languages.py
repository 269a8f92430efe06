"""In which language a page speaks: asked for in the address, remembered in a cookie, the browser's, or the program's."""

from dataclasses import dataclass

from fastapi import Request, Response

from core.i18n import Language, languages, locale_of
from serving.languages import find_accepted_language

COOKIE = "sunward-language"


def get_requested_language(request: Request) -> Language | None:
    """The language that the address names, if it is one of ours."""
    named = request.query_params.get("lang")
    return named if named in languages() else None


def get_language(request: Request) -> Language:
    """The language in which this request is answered."""
    named = get_requested_language(request) or request.cookies.get(COOKIE)
    if named in languages():
        return named
    return get_browser_language(request) or str(request.app.state.language)


def get_browser_language(request: Request) -> Language | None:
    """The language that the browser likes best of ours; None if it names none of them. `en-GB` likes English."""
    return find_accepted_language(request.headers.get("accept-language", ""))


def remember_language(request: Request, response: Response) -> None:
    """What the address asked for holds until the browser is closed, and so does what the browser asked for at its first
    visit. The cookie tells nothing but the language."""
    language = get_requested_language(request)
    if language is None and COOKIE not in request.cookies:
        language = get_browser_language(request)
    if language is not None:
        response.set_cookie(COOKIE, language, httponly=True, secure=request.url.scheme == "https", samesite="lax")


def get_own_name(language: Language) -> str:
    """What the language calls itself: 中文, English."""
    locale = locale_of(language)
    return str(locale.languages[locale.language])


def is_right_to_left(language: Language) -> bool:
    """Whether it is written from the right, as Uyghur is."""
    return bool(locale_of(language).character_order == "right-to-left")


@dataclass(frozen=True)
class OtherLanguage:
    """A language in which this page can be read too: its code, its own name, and this page's address in it."""

    code: Language
    name: str
    address: str


def other_languages(request: Request) -> list[OtherLanguage]:
    """The languages that this page does not speak now; what else its address says is kept. None for the answer to a form:
    its address alone does not lead there."""
    if request.method == "POST":
        return []
    address = request.url.remove_query_params("lang")
    return [
        OtherLanguage(code, get_own_name(code), "?" + address.include_query_params(lang=code).query)
        for code in languages()
        if code != get_language(request)
    ]
