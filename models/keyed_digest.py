"""Keyed digests: nobody without the key can make one, or find out what it is of."""

import hmac
import json
import uuid
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any


def make_keyed_digest(key: bytes, purpose: str, content: str | list[Any]) -> str:
    """The digest of a text, or of values of columns, for one purpose."""
    text = content if isinstance(content, str) else write_json(content)
    return hmac.digest(key, f"{purpose} {text}".encode(), "sha256").hex()


def write_json(values: list[Any]) -> str:
    """The values of columns as they are digested: JSON tells where one ends and the next begins, and nothing from
    "nothing"."""
    return json.dumps([to_plain(value) for value in values], sort_keys=True, separators=(",", ":"))


def to_plain(value: Any) -> Any:
    """The value of a column as JSON has it, the same from every database: a moment in UTC, bytes by their digest."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | uuid.UUID():
            return str(value)
        case bytes():
            return sha256(value).hexdigest()
        case None | bool() | int() | float() | list() | dict():
            return value
        case _:
            return str(value)
