"""Keyed digests: nobody without the key can make one, or find out what it is of."""

import hmac
import json
from hashlib import sha256
from typing import Any


def make_keyed_digest(key: bytes, purpose: str, content: str | list[Any]) -> str:
    """The digest of a text, or of values that JSON has, for one purpose."""
    # JSON, because it tells where one value ends and the next begins, and nothing from "nothing".
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, f"{purpose} {text}".encode(), sha256).hexdigest()
