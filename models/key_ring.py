"""Keys that outlive the master key: of the index, the journal's chain and signatures, webhooks, known devices.

They were derived from the master key once, so that a record from before has the same ones. Now they lie in the ring, a
small file beside the case keys, wrapped by the master key of today: a new master key changes none of them.
"""

import contextlib
import json
import secrets
from hashlib import sha256
from pathlib import Path

from core.durable_files import write_once
from core.errors import KeyStoreError
from core.i18n import _
from models.keys import KEY_BYTES, RING, RING_FINGERPRINT, InMemoryKeyProvider, KeyProvider

CONTEXT = b"ring"
_ONCE_DERIVED = ("index", "journal chain", "webhooks", "known devices", "journal head signature", "installation")
"""What was derived from the master key before there was a ring; any later purpose is derived from the ring's own root."""


class KeyRing:
    """The keys of one ring, opened."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = keys
        self._root = InMemoryKeyProvider(keys["root"])

    def derive(self, purpose: str) -> bytes:
        """The key of 32 bytes for that purpose, always the same."""
        return self._keys.get(purpose) or self._root.derive(purpose)


def load_or_create_ring(folder: Path, keeper: KeyProvider) -> KeyRing:
    """The ring in that folder; made there where none ever was. KeyStoreError where it is lost, damaged, or under another
    master key: a new one would find nobody again and verify no line of the journal."""
    place, digest = folder / RING, folder / RING_FINGERPRINT
    if not place.exists():
        if digest.exists():
            raise KeyStoreError(
                _("派生密钥文件不在：{place}。没有写入任何内容。请从单独保管的备份放回原处。", place=str(place))
            )
        keys = {purpose: keeper.derive(purpose) for purpose in _ONCE_DERIVED} | {"root": secrets.token_bytes(KEY_BYTES)}
        plain = json.dumps({purpose: key.hex() for purpose, key in keys.items()}, sort_keys=True).encode()
        with contextlib.suppress(FileExistsError):
            write_once(place, keeper.wrap(plain, CONTEXT))
    try:
        plain = keeper.unwrap(place.read_bytes(), CONTEXT)
        found = {str(purpose): bytes.fromhex(key) for purpose, key in json.loads(plain).items()}
    except (KeyStoreError, ValueError, OSError):
        raise KeyStoreError(
            _("派生密钥文件已损坏，或不属于这把主密钥：{place}。请从备份放回原处。", place=str(place))
        ) from None
    if not digest.exists():
        with contextlib.suppress(FileExistsError):
            write_once(digest, sha256(plain).hexdigest().encode())
    return KeyRing(found)
