"""What a gateway tells us is signed as Standard Webhooks has it, or it is not read."""

from collections.abc import Mapping

from standardwebhooks import Webhook, WebhookVerificationError

from core.errors import InvalidSignature
from core.i18n import _

MAX_ENTRIES = 500
"""Receipts or replies in one body."""


def verify_signature(secret: str, headers: Mapping[str, str], body: bytes) -> None:
    """InvalidSignature unless the body was signed under that secret, lately."""
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # ValueError: a signature or a body that is no text at all.
        raise InvalidSignature(_("签名不对或已过时。")) from None
