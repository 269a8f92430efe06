"""What a gateway says to us is signed under a secret agreed upon; nobody signs in for it."""

import contextlib
from collections.abc import Iterator

from fastapi import Request

from core.errors import InvalidSignature, NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import get_address


async def read_raw_body(request: Request) -> bytes:
    """The body as it was sent: what is signed."""
    return await request.body()


@contextlib.contextmanager
def gateway_secret(request: Request) -> Iterator[str]:
    """The secret under which a gateway signs, while what it signed is read. NotFound if none was agreed upon; a body
    that does not fit its signature counts as a try of that address."""
    app_state = get_app_state(request)
    if app_state.receipts_secret is None:
        raise NotFound(_("本系统没有设置接收回执。"))
    try:
        yield app_state.receipts_secret
    except InvalidSignature:
        app_state.tries.count(f"receipts/{get_address(request)}")
        raise
