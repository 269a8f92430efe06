"""A form with files is read into memory before anything asks who sends it: from those only who are known already."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from casework.staff.authentication import resolve_session
from core.errors import NotSignedIn
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import PAGE_COOKIE, cookie_name
from serving.middleware import MAX_BODY_BYTES
from web.own_forms import READS


async def ensure_known_for_large_form(request: Request) -> None:
    """NotSignedIn for more than a form without files has, unless it comes from somebody who is signed in or has opened
    their page with its code. Nothing of it has been read then."""
    if request.method not in READS and _may_be_large(request):
        await run_in_threadpool(_ensure_known, request)


def _may_be_large(request: Request) -> bool:
    declared = request.headers.get("content-length")
    if declared is None:
        return "transfer-encoding" in request.headers
    return not declared.isdecimal() or int(declared) > MAX_BODY_BYTES


def _ensure_known(request: Request) -> None:
    tokens = (request.cookies.get(name) for name in (cookie_name(request), PAGE_COOKIE))
    if not any(token and resolve_session(get_app_state(request).context, token) for token in tokens):
        raise NotSignedIn(_("请先登录。"))
