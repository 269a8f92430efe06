"""Keys that outlive the master key: of the index, the journal's chain and signatures, webhooks, known devices.

They are derived from the ring, a small file beside the case keys, wrapped by the master key: a new master key changes none
of them.
"""

import contextlib
import secrets
from hashlib import sha256
from pathlib import Path

from core.durable_files import write_once
from core.errors import KeyStoreError
from core.i18n import _
from models.keys import KEY_BYTES, RING, RING_FINGERPRINT, InMemoryKeyProvider, KeyProvider

CONTEXT = b"ring"


def load_or_create_ring(folder: Path, master_key: KeyProvider) -> InMemoryKeyProvider:
    """The ring in that folder; made there where none ever was. KeyStoreError where it is lost, damaged, or under another
    master key: a new one would find nobody again and verify no line of the journal."""
    place, digest = folder / RING, folder / RING_FINGERPRINT
    if not place.exists():
        if digest.exists():
            raise KeyStoreError(
                _("派生密钥文件不在：{place}。没有写入任何内容。请从单独保管的备份放回原处。", place=str(place))
            )
        with contextlib.suppress(FileExistsError):
            write_once(place, master_key.wrap(secrets.token_bytes(KEY_BYTES), CONTEXT))
    try:
        root = master_key.unwrap(place.read_bytes(), CONTEXT)
        ring = InMemoryKeyProvider(root)
    except (KeyStoreError, OSError):
        raise KeyStoreError(
            _("派生密钥文件已损坏，或不属于这把主密钥：{place}。请从备份放回原处。", place=str(place))
        ) from None
    if not digest.exists():
        with contextlib.suppress(FileExistsError):
            write_once(digest, sha256(root).hexdigest().encode())
    return ring
