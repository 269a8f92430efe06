"""A form of ours is known as ours: where a browser does not say from where it was sent, as old ones do not, by a token that
is in every form of a session and nowhere else."""

import hmac
import re
from hashlib import sha256

from fastapi import Request

from casework.staff.authentication import SignedIn, resolve_session
from core.errors import CrossSite
from serving.app_state import get_app_state
from serving.auth import FOREIGN, PAGE_COOKIE, cookie_name, ensure_same_site, is_same_site

FIELD = "_csrf"
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')
READS = ("GET", "HEAD", "OPTIONS")
_MAX_FILES, _MAX_FIELDS = 40, 400


def get_form_token(request: Request, signed_in: SignedIn) -> str:
    """What stands in the forms of that session; it stays when the session goes on under another token. On the page of a
    family, where somebody may write for longer than a session lasts, it stays from one session to the next."""
    key = get_app_state(request).context.vault.derive("forms")
    whose = (signed_in.actor.kind == "family" and signed_in.actor.id) or signed_in.id
    return hmac.new(key, whose.bytes, sha256).hexdigest()[:32]


def sign_forms(text: str, token: str) -> str:
    """The page with the token in each of its forms that send something."""
    hidden = f'<input type="hidden" name="{FIELD}" value="{token}">'
    return _FORM.sub(lambda form: form[0] + hidden, text)


async def ensure_own_form(request: Request) -> None:
    """CrossSite where something was sent that no page of ours has sent, for all that the browser says, or for want of it
    by the token. Without a session there is nothing that another site could use."""
    if request.method in READS:
        return
    ensure_same_site(request)
    if is_same_site(request) is None:
        await _ensure_token(request)
    request.state.own_form = True


async def _ensure_token(request: Request) -> None:
    page = request.cookies.get(PAGE_COOKIE)
    if page is not None and request.url.path == f"/p/{request.path_params.get('secret')}":
        return  # the code itself is asked for, which no other site knows
    cookie = page or request.cookies.get(cookie_name(request))
    signed_in = resolve_session(get_app_state(request).context, cookie) if cookie else None
    if signed_in is None:
        return
    form = await request.form(max_files=_MAX_FILES, max_fields=_MAX_FIELDS)
    if not hmac.compare_digest(str(form.get(FIELD, "")), get_form_token(request, signed_in)):
        raise CrossSite(FOREIGN)
