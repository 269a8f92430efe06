"""What a collector sends is signed with its own token: what was changed on its way, or signed with another, is not taken."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, Header, Request

from core.errors import InvalidSignature
from core.i18n import _

_PREFIX = "sha256="


async def ensure_signed(
    request: Request,
    x_sunward_signature: Annotated[
        str, Header(description="`sha256=` and the HMAC-SHA256 of the body, in hex, under the device token.")
    ],
) -> None:
    """InvalidSignature unless the body is the one that was signed under the token it came with."""
    token = request.headers.get("authorization", "")[7:].strip()
    expected = hmac.new(token.encode(), await request.body(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest((_PREFIX + expected).encode(), x_sunward_signature.strip().casefold().encode()):
        raise InvalidSignature(_("签名不符，没有收取。"))


SIGNED = Depends(ensure_signed)
"""The body is signed under the device's token."""
