"""A token of an office's own system in place of a session: it opens the API, and no page."""

from fastapi import Request

from casework.staff.api_tokens import PREFIX, resolve_token
from casework.staff.authentication import SignedIn
from serving.app_state import get_app_state

API = "/api/"


def is_api_token(token: str | None) -> bool:
    """Whether it is one by its looks."""
    return token is not None and token.startswith(PREFIX)


def resolve_api_token(request: Request, token: str) -> SignedIn | None:
    """Which system acts; None for a token that may not be used now, and for all of them at a page."""
    if not request.url.path.startswith(API):
        return None
    found = resolve_token(get_app_state(request).context, token)
    if found is None:
        return None
    actor, name, ends_at = found
    assert actor.id is not None
    return SignedIn(actor.id, actor, name, None, ends_at)
