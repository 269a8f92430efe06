"""Pages made from templates: strict, escaped, in the reader's language, and never kept by a browser."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from casework.checkins.attachments import MAX_SIZES
from casework.checkins.submission_content import KNOWN
from casework.plan.views.reading import count_to_read
from casework.shared.text.citations import format_article
from casework.shared.text.labels import item_status_label, role_label
from casework.staff.authentication import SignedIn, get_factor_kinds, goes_on
from core.clock import local_time
from core.dates import format_month, format_month_and_year
from core.i18n import Language, Text, short_citation, translate, translate_number, verbatim
from documents.pdf_export import STYLES
from law.cited_articles import parse_citation
from serving.app_state import get_app_state
from web import dates
from web.demo_clock import get_clock_bar
from web.demo_roles import get_demo
from web.icons import get_item_sort, render_icon
from web.labels import LABELS
from web.labels.codes import addressee_label, subject_label
from web.languages import get_language, is_right_to_left, other_languages, remember_language
from web.navigation import get_nav_items, get_navigation
from web.own_forms import get_form_token, sign_forms

STATIC = Path(__file__).parent / "static"
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # An old browser says where a form was sent from only if the policy lets it.
    "Referrer-Policy": "same-origin",
}
_ASKS_AGAIN_AT = "asks-again-at"
HTMX_SETTINGS = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "historyEnabled": False,
    "historyCacheSize": 0,
    "selfRequestsOnly": True,
}


def render_page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page, whole or a live part of it, as this reader may see it now."""
    response = HTMLResponse(render(request, template, **context), status, headers=HEADERS)
    remember_language(request, response)
    return response


def render(request: Request, template: str, **context: Any) -> str:
    """The template's text in the reader's language."""
    language = get_language(request)
    known: SignedIn | None = getattr(request.state, "signed_in", None)
    signed_in = known if known is not None and known.stage == "full" else None
    opened: SignedIn | None = getattr(request.state, "page_session", None)
    text = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            path=request.url.path,
            other_languages=other_languages(request),
            right_to_left=is_right_to_left(language),
            signed_in=signed_in,
            demo_password=demo.password if (demo := get_demo(request)) else None,
            clock_bar=get_clock_bar(request),
            keeping=_get_keeping(request, opened) if opened else None,
            this_day=get_app_state(request).context.clock.today(),
            goes_on=lambda kind: known is not None and goes_on(get_app_state(request).context, known, kind),
            factor_kinds=lambda: get_factor_kinds(get_app_state(request).context, known) if known else [],
            count_to_read=lambda: count_to_read(get_app_state(request).context, signed_in.actor) if signed_in else 0,
            **context,
        )
    )
    whose = opened or known
    return text if whose is None else sign_forms(text, get_form_token(request, whose))


def _get_keeping(request: Request, opened: SignedIn) -> tuple[str, str]:
    """The number under which the browser keeps what that person types and has not sent, and the key that encrypts it there,
    known only while the page is open. Neither tells whose it is."""
    index, whose = get_app_state(request).context.vault.index, opened.actor.id
    return index(f"kept as: {whose}")[:8], index(f"kept with: {whose}")


def render_live_page(
    request: Request, template: str, part: str, *, address: str, content: Mapping[str, Any], **context: Any
) -> Response:
    """A page with a part that keeps itself up to date: the whole page; or, where the page that is open asks with the digest
    of what it shows (`seen`), the part alone, and nothing where that has not changed. `address` is the page's own, with
    what it was asked for."""
    text = render(request, part, **content, live=_ASKS_AGAIN_AT)
    digest = compute_digest(text)
    again = f"{address}{'&' if '?' in address else '?'}seen={digest}"
    shown = Markup(text.replace(_ASKS_AGAIN_AT, escape(again), 1))
    match request.query_params.get("seen"):
        case None:
            return render_page(request, template, part=shown, **context)
        case seen if seen == digest:
            return Response(status_code=204)
    response = HTMLResponse(shown, headers=HEADERS)
    remember_language(request, response)
    return response


def compute_digest(text: str) -> str:
    """Tells whether a live part has changed since it was last sent."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache
def get_static_address(name: str) -> str:
    """Where the browser finds the file; another address whenever it has changed, so that it may be kept."""
    file = STATIC / name if (STATIC / name).exists() else STYLES / name
    return f"/static/{name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_show_controls,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        static=get_static_address,
        htmx_settings=json.dumps(HTMX_SETTINGS),
        addressee=addressee_label,
        subject=subject_label,
        nav_items=get_nav_items,
        icon=render_icon,
        item_sort=get_item_sort,
        article=_article,
        navigation_of=get_navigation,
        _=_gettext,
        pgettext=_pgettext,
        ngettext=_ngettext,
        tr=_translated,
        code_label=_code_label,
        contact_codes=KNOWN,
        role=_role,
        standing=_status_label,
        most_bytes=MAX_SIZES.__getitem__,
    )
    environment.filters.update(
        day=_of_date(dates.render_day),
        short_day=_short_day,
        iso_day=_of_date(dates.render_iso_day),
        written=_of_date(dates.format_days_in),
        month=_of_date(format_month),
        month_and_year=_of_date(format_month_and_year),
        moment=_of_date(dates.render_moment),
        local=local_time,
    )
    return environment


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _show_controls(value: Any) -> Any:
    """Signs that nobody sees, or that turn the text around, are shown by their number, and so turn nothing around."""
    if not isinstance(value, str) or _CONTROLS.search(value) is None:
        return value
    return type(value)(_CONTROLS.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", value))


@pass_context
def _article(context: Context, citation: str) -> str:
    """The citation as a link that opens what our files say of its articles; plain where they say nothing."""
    words = format_article(_language(context), citation)
    if not parse_citation(citation):
        return words
    address = f"/rules?{urlencode({'of': short_citation(citation)})}"
    return Markup('<a class="cite" href="{}">{}</a>').format(address, words)


@pass_context
def _gettext(context: Context, message: str, /, **values: Any) -> str:
    return _filled(translate(_language(context), message), values)


@pass_context
def _pgettext(context: Context, message_context: str, message: str, /, **values: Any) -> str:
    return _filled(translate(_language(context), message, message_context), values)


@pass_context
def _ngettext(context: Context, message: str, number: int, /, **values: Any) -> str:
    return _filled(translate_number(_language(context), message, number), values)


@pass_context
def _translated(context: Context, what: str | Text, /, **values: Any) -> str:
    """Words in the reader's language, a day in them written as people write it; what is in that language already stays."""
    language = _language(context)
    return _filled(what if isinstance(what, str) else dates.format_days_in(language, what.in_(language)), values)


@pass_context
def _code_label(context: Context, family: str, code: object, /, **values: Any) -> str:
    words = LABELS[family].get(str(code)) or verbatim(str(code))
    return _filled(words.in_(_language(context)), values)


def _filled(text: str, values: dict[str, Any]) -> str:
    """With values in it the text is safe already: the values were escaped on their way in."""
    return Markup(escape(text)).format(**values) if values else text


@pass_context
def _role(context: Context, role: str) -> str:
    return role_label(role).in_(_language(context))


@pass_context
def _status_label(context: Context, status: str) -> str:
    return item_status_label(status).in_(_language(context))


@pass_context
def _short_day(context: Context, on: date) -> Markup:
    return dates.render_short_day(_language(context), on, context["this_day"])


def _of_date(write: Any) -> Any:
    @pass_context
    def written(context: Context, value: Any) -> str | Markup:
        return cast(str, write(_language(context), value))

    return written


def _language(context: Context) -> Language:
    return cast(Language, context["language"])
