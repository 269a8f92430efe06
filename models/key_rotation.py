"""Another master key, or archive key, takes the place of the one under which keys lie, while no program runs."""

import contextlib
import hmac
from pathlib import Path

from core.durable_files import write_over
from core.errors import KeyStoreError
from core.i18n import _
from models.key_ring import CONTEXT as RING_CONTEXT
from models.keys import ARCHIVE_FINGERPRINT, FINGERPRINT, RING, FileKeyStore, InMemoryKeyProvider
from models.vault import ARCHIVED, LIVE


def rotate_master(folder: Path, old: bytes, new: bytes) -> int:
    """All that lay under the old master key lies under the new one; returns how many case keys did not. KeyStoreError, and
    nothing is written, where the keys lie under neither.

    Interrupted, it is called again with the same two keys. Until it has ended no program starts: the folder is told at the
    beginning that it has the new key, and its ring is wrapped by it at the end.
    """
    before, after = InMemoryKeyProvider(old), InMemoryKeyProvider(new)
    store = FileKeyStore(folder)
    with store.locked():
        root = _unwrapped((folder / RING).read_bytes(), RING_CONTEXT, after, before)
        if root is None or not _is_one_of(folder / FINGERPRINT, before, after):
            raise _other_key()
        write_over(folder / FINGERPRINT, after.fingerprint)
        done = _rewrap_all(store, LIVE, before, after)
        write_over(folder / RING, after.wrap(root, RING_CONTEXT))
    return done


def rotate_archive(folder: Path, old: bytes, new: bytes) -> int:
    """The same of the archive key and of sealed cases. Until it has ended only the old one is taken at a start."""
    before, after = InMemoryKeyProvider(old), InMemoryKeyProvider(new)
    store, place = FileKeyStore(folder), folder / ARCHIVE_FINGERPRINT
    with store.locked():
        if not _is_one_of(place, before, after):
            raise _other_key()
        done = _rewrap_all(store, ARCHIVED, before, after)
        write_over(place, after.fingerprint)
    return done


def _rewrap_all(store: FileKeyStore, kind: bytes, before: InMemoryKeyProvider, after: InMemoryKeyProvider) -> int:
    """A key that neither opens is damaged, and stays as it is."""
    done = 0
    for case_id in store.cases():
        wrapped = store.get(case_id) or b""
        if wrapped[:1] != kind or _unwrapped(wrapped[1:], case_id.bytes, after) is not None:
            continue
        if (plain := _unwrapped(wrapped[1:], case_id.bytes, before)) is not None:
            store.replace(case_id, kind + after.wrap(plain, case_id.bytes))
            done += 1
    return done


def _is_one_of(file: Path, *keys: InMemoryKeyProvider) -> bool:
    return any(hmac.compare_digest(file.read_bytes(), key.fingerprint) for key in keys)


def _unwrapped(wrapped: bytes, context: bytes, *keys: InMemoryKeyProvider) -> bytes | None:
    for key in keys:
        with contextlib.suppress(KeyStoreError):
            return key.unwrap(wrapped, context)
    return None


def _other_key() -> KeyStoreError:
    return KeyStoreError(_("密钥文件夹里的密钥不是用给出的这一把包住的。没有写入任何内容。"))
