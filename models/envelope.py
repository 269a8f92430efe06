"""The one form of what is encrypted: nonce (12 bytes) ‖ ciphertext with its tag (16), for one context and no other."""

import secrets
from typing import Protocol

from cryptography.exceptions import InvalidTag

NONCE_BYTES = 12
ENVELOPE_BYTES = NONCE_BYTES + 16
"""So much longer it is than its content."""


class GcmCipher(Protocol):
    """AES or SM4 in GCM, under a key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


def encrypt(cipher: GcmCipher, content: bytes, context: bytes) -> bytes:
    """The content under a nonce of its own: readable only through `decrypt`, with the same key and context."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, context)


def decrypt(cipher: GcmCipher, sealed: bytes, context: bytes) -> bytes:
    """What was encrypted there. InvalidTag where it was cut off or changed, or is of another key or context."""
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except ValueError:
        raise InvalidTag from None
