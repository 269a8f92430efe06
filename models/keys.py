"""Where keys come from and where wrapped case keys lie: small files in one folder, apart from the record.

The record alone cannot be read. The master key is asked through `KeyProvider`, so that a hardware module can
take its place without the vault noticing.
"""

import base64
import binascii
import contextlib
import errno
import fcntl
import os
import secrets
import threading
import uuid
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NoReturn, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.durable_files import remove, write_once, write_over
from core.errors import KeysAway, KeyStoreError
from core.i18n import _
from models.envelope import decrypt, encrypt

FINGERPRINT = "master.fingerprint"
"""In the folder of case keys: of the master key under which they lie."""
ARCHIVE_FINGERPRINT = "archive.fingerprint"
RING_FINGERPRINT = "ring.fingerprint"
MASTER_KEY, ARCHIVE_KEY, RING = "master.key", "archive.key", "ring.key"
NEW_MASTER_KEY, NEW_ARCHIVE_KEY = "master.new", "archive.new"
"""The key that is taking the place of another one, until it is the one that is given."""
_LOCK = ".lock"

KEY_BYTES = 32


class KeyProvider(Protocol):
    """Holds the key that wraps the case keys: here in memory, elsewhere in a hardware module."""

    def wrap(self, key: bytes, context: bytes) -> bytes:
        """The key, wrapped: only this provider can unwrap it, and only for this context."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The key that was wrapped for this context; KeyStoreError for another provider or another context."""
        ...

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose; always the same, and useless for any other purpose."""
        ...

    @property
    def fingerprint(self) -> bytes:
        """The value by which a folder of keys recognises it."""
        ...


class InMemoryKeyProvider:
    """A provider with the 32 bytes in memory."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyStoreError(_("密钥长度应为32字节。"))
        self._key = key
        self._cipher = AESGCM(self.derive("wrap case keys"))

    @property
    def fingerprint(self) -> bytes:
        """By which a folder of keys knows it; it tells nothing of the key."""
        return self.derive("fingerprint")[:16].hex().encode()

    def wrap(self, key: bytes, context: bytes) -> bytes:
        return encrypt(self._cipher, key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        try:
            return decrypt(self._cipher, wrapped, context)
        except InvalidTag:
            raise KeyStoreError(_("该密钥不能打开此案件密钥。")) from None

    def derive(self, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"sunward " + purpose.encode()).derive(
            self._key
        )


def parse_master_key(text: str) -> bytes:
    """The 32 bytes written as Base64 in `text`."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyStoreError(_("主密钥应为32字节的Base64文本。"))
    return key


def load_or_create_master_key(path: Path) -> bytes:
    """The key in that file; a new one, readable by its owner only, if the file was not there.

    Of several processes that start at once, all get the same key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            write_once(path, write_key(secrets.token_bytes(KEY_BYTES)))
    return read_key(path)


def read_key(path: Path) -> bytes:
    """The key in that file. KeyStoreError where it cannot be read, holds none, or can be read by everybody."""
    try:
        if path.stat().st_mode & 0o007:
            raise KeyStoreError(_("主密钥文件可被其他用户读取，请改为仅所有者可读。"))
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        raise KeyStoreError(
            _("密钥文件读不了：{place}。请检查它在不在、运行程序的用户能否读取。", place=str(path))
        ) from None
    try:
        return parse_master_key(text)
    except KeyStoreError:
        raise KeyStoreError(_("密钥文件不完整或已损坏：{place}。应为32字节的Base64文本。", place=str(path))) from None


def write_key(key: bytes) -> bytes:
    """The key as its file holds it."""
    return base64.b64encode(key) + b"\n"


class KeyStore(Protocol):
    """Stores wrapped case keys. The `stamp` of a key changes whenever the key changes."""

    def add_key(self, case_id: uuid.UUID, wrapped: bytes) -> bool:
        """True if the key is stored; False if the case had a key, which then stays."""
        ...

    def replace(self, case_id: uuid.UUID, wrapped: bytes) -> None: ...

    def locked(self) -> contextlib.AbstractContextManager[object]:
        """While it is open, no other thread or process changes a key. Not to be opened twice in one thread."""
        ...

    def stamp(self, case_id: uuid.UUID) -> tuple[int, ...] | None:
        """None if there is no key for the case."""
        ...

    def get(self, case_id: uuid.UUID) -> bytes | None: ...

    def remove(self, case_id: uuid.UUID) -> None: ...

    def cases(self) -> list[uuid.UUID]: ...


class FileKeyStore:
    """One file a case, `<case id>.key`, mode 600, in a folder that several processes share.

    KeysAway where the folder cannot be read or written, or is not the one that was begun here: where its file system is not
    mounted an empty folder lies in its place, and a key made there would be a second one beside that which is away.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def ensure_at_hand(self) -> None:
        """The folder is the one that was laid out here, and can be read."""
        with _as_keys_away():
            (self.folder / FINGERPRINT).stat()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        self.ensure_at_hand()
        with _as_keys_away():
            descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with _as_keys_away():
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _file(self, case_id: uuid.UUID) -> Path:
        return self.folder / f"{case_id}.key"

    def add_key(self, case_id: uuid.UUID, wrapped: bytes) -> bool:
        try:
            with _as_keys_away():
                write_once(self._file(case_id), wrapped, alone=True)
        except FileExistsError:
            return False
        return True

    def replace(self, case_id: uuid.UUID, wrapped: bytes) -> None:
        with _as_keys_away():
            write_over(self._file(case_id), wrapped, alone=True)

    def stamp(self, case_id: uuid.UUID) -> tuple[int, ...] | None:
        try:
            state = self._file(case_id).stat()
        except FileNotFoundError:
            self.ensure_at_hand()
            return None
        except OSError as error:
            _raise_keys_away(error)
        return (state.st_ino, state.st_mtime_ns, state.st_ctime_ns)

    def get(self, case_id: uuid.UUID) -> bytes | None:
        try:
            return self._file(case_id).read_bytes()
        except FileNotFoundError:
            self.ensure_at_hand()
            return None
        except OSError as error:
            _raise_keys_away(error)

    def remove(self, case_id: uuid.UUID) -> None:
        with _as_keys_away():
            remove(self._file(case_id))

    def cases(self) -> list[uuid.UUID]:
        others = {MASTER_KEY, ARCHIVE_KEY, RING}
        return sorted(uuid.UUID(file.stem) for file in self.folder.glob("*.key") if file.name not in others)


@contextlib.contextmanager
def _as_keys_away() -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        _raise_keys_away(error)


def _raise_keys_away(error: OSError) -> NoReturn:
    """What is told in place of what the system says of the folder; that nothing more fits stays what it is."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE):
        raise error
    raise KeysAway(_("案件密钥现在读不到：密钥文件夹不在、没有挂载，或者没有权限。")) from error


class InMemoryKeyStore:
    """Wrapped keys in memory, for rehearsals and tests: gone with the process."""

    def __init__(self) -> None:
        self._keys: dict[uuid.UUID, bytes] = {}
        self._turn = threading.Lock()

    def locked(self) -> contextlib.AbstractContextManager[object]:
        return self._turn

    def add_key(self, case_id: uuid.UUID, wrapped: bytes) -> bool:
        if case_id in self._keys:
            return False
        self._keys[case_id] = wrapped
        return True

    def replace(self, case_id: uuid.UUID, wrapped: bytes) -> None:
        self._keys[case_id] = wrapped

    def stamp(self, case_id: uuid.UUID) -> tuple[int, ...] | None:
        wrapped = self._keys.get(case_id)
        return None if wrapped is None else (int.from_bytes(sha256(wrapped).digest()),)

    def get(self, case_id: uuid.UUID) -> bytes | None:
        return self._keys.get(case_id)

    def remove(self, case_id: uuid.UUID) -> None:
        self._keys.pop(case_id, None)

    def cases(self) -> list[uuid.UUID]:
        return sorted(self._keys)
