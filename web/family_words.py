"""What somebody was writing on their family's page while it closed: it is kept on the page that asks for the code,
encrypted, so that whoever else holds the phone reads nothing of it, and shown after the code. Nothing of it is stored
here."""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import Request

from models.envelope import decrypt, encrypt
from serving.app_state import get_app_state
from web.forms import FormValues
from web.write_once import ONCE

KEPT = "kept"
_NOTHING_WRITTEN = frozenset(
    {ONCE, "disputes", "about_from", "about_to", "wish", "measure", "device", "source", "unit", "device_data"}
)
"""What stands in a form before anybody has written anything, or is chosen again in a moment."""
_IN_WORDS = ("text", "destination", "reason", "statement", "words")


@dataclass(frozen=True)
class KeptWords:
    """A form that was not taken: where it was sent, and what was typed in it."""

    path: str
    typed: FormValues
    files: list[str]
    """The fields in which a photo or a recording was chosen: a page cannot keep it, and asks for it again."""

    @property
    def shown(self) -> list[str]:
        """What a person wrote in words, to be recognised by it."""
        return [self.typed[name] for name in _IN_WORDS if name in self.typed]


def seal_words(request: Request, secret: str, typed: FormValues, files: Iterable[str] = ()) -> str | None:
    """What was typed, and in which fields a file was chosen, for that page alone; None where nobody has filled in
    anything."""
    written = {name: value for name, value in typed.items() if value and not name.startswith("_")}
    chosen = list(files)
    if not chosen and not written.keys() - _NOTHING_WRITTEN:
        return None
    plain = zlib.compress(json.dumps([request.url.path, written, chosen]).encode())
    return base64.urlsafe_b64encode(encrypt(_cipher(request), plain, secret.encode())).decode()


def open_words(request: Request, secret: str, sealed: str) -> KeptWords | None:
    """What was sealed there for that page; None if it was not."""
    try:
        plain = decrypt(_cipher(request), base64.urlsafe_b64decode(sealed.encode()), secret.encode())
    except (InvalidTag, ValueError):
        return None
    return KeptWords(*json.loads(zlib.decompress(plain)))


def _cipher(request: Request) -> AESGCM:
    return AESGCM(get_app_state(request).context.vault.derive("words typed before the code"))
