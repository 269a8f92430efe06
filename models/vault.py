"""Encryption of what tells who somebody is, and of what is written about them.

One data key per case, wrapped by the master key. A sealed text is

    format (1 byte) ‖ key id (8) ‖ an envelope (`models/envelope.py`)

where the format names the cipher: 1 is AES-256-GCM under the case's key, 2 is SM4-GCM under 16 bytes derived from the
case's key by HKDF-SHA256 ("sunward sm4"). Both are always read; the installation chooses in which new texts are sealed.
A text opens only under its case's key, in the field and the row it was sealed for. Who holds the record alone reads
nothing; once a case's key is destroyed, nobody reads that case again, in no copy of the record.
"""

import base64
import contextlib
import hmac
import json
import secrets
import threading
import unicodedata
import uuid
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.durable_files import write_once
from core.errors import Archived, DecryptionError, KeyStoreError
from core.i18n import _
from models.envelope import GcmCipher, decrypt, encrypt
from models.key_ring import load_or_create_ring
from models.keys import (
    ARCHIVE_FINGERPRINT,
    FINGERPRINT,
    KEY_BYTES,
    FileKeyStore,
    InMemoryKeyProvider,
    InMemoryKeyStore,
    KeyProvider,
    KeyStore,
)

FORMATS = {"aes-256-gcm": 1, "sm4-gcm": 2}
"""By the name of its cipher, how a sealed text begins."""
_TAG_BYTES = 16
KEY_ID_BYTES = 8
_HEAD = 1 + KEY_ID_BYTES

# The first byte of a wrapped key tells who can unwrap it.
LIVE, ARCHIVED = b"L", b"A"


class _Sm4Gcm:
    """SM4 in GCM, with the methods of `AESGCM`."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def encrypt(self, nonce: bytes, data: bytes, context: bytes) -> bytes:
        working = Cipher(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        working.authenticate_additional_data(context)
        return working.update(data) + working.finalize() + working.tag

    def decrypt(self, nonce: bytes, data: bytes, context: bytes) -> bytes:
        if len(data) < _TAG_BYTES:
            raise InvalidTag
        working = Cipher(algorithms.SM4(self._key), modes.GCM(nonce, data[-_TAG_BYTES:])).decryptor()
        working.authenticate_additional_data(context)
        return working.update(data[:-_TAG_BYTES]) + working.finalize()


class _CaseKey(NamedTuple):
    stamp: tuple[int, ...]
    key_id: bytes
    ciphers: dict[int, GcmCipher]
    """By the format of a text."""


class KeyCounts(NamedTuple):
    """How many case keys lie under which key."""

    live: int
    archived: int
    damaged: int


class Vault:
    """Seals and opens texts. Keys once unwrapped are remembered until their file changes or goes."""

    def __init__(self, keys_folder: Path | None, master_key: bytes | KeyProvider, cipher: str = "aes-256-gcm") -> None:
        """Without a folder the case keys live in memory only: for rehearsals and tests. KeyStoreError for a master key
        other than the folder's, before anything is sealed under two. `cipher` is that of new texts."""
        self._master_key = InMemoryKeyProvider(master_key) if isinstance(master_key, bytes) else master_key
        self._format = FORMATS[cipher]
        self._key_store: KeyStore
        self._ring: KeyProvider
        if keys_folder is None:
            self._key_store, self._ring = InMemoryKeyStore(), self._master_key
        else:
            self._key_store = FileKeyStore(keys_folder)
            if not _is_known(keys_folder / FINGERPRINT, self._master_key.fingerprint):
                raise KeyStoreError(_("主密钥与密钥文件夹不符。更换主密钥时中断的，请再运行一次 ./run keys rotate。"))
            self._ring = load_or_create_ring(keys_folder, self._master_key)
        self._index_key = self._ring.derive("index")
        self._known: dict[uuid.UUID, _CaseKey] = {}
        self._turn = threading.Lock()

    @property
    def chain_key(self) -> bytes:
        """The key under which the journal is linked."""
        return self._ring.derive("journal chain")

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, always the same."""
        return self._ring.derive(purpose)

    def signing_secret(self, receiver_id: uuid.UUID) -> str:
        """The secret that we and that receiver share, as whsec_… of Standard Webhooks. It is kept nowhere: the holder
        of the master key can derive it again."""
        secret = hmac.new(self._ring.derive("webhooks"), receiver_id.bytes, sha256).digest()
        return f"whsec_{base64.b64encode(secret).decode()}"

    def new_key(self, case_id: uuid.UUID) -> None:
        """The case has a key of its own, on disk. If it had one already, that one stays."""
        key_id, key = secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES)
        with self._key_store.locked():
            self._key_store.add_key(case_id, LIVE + self._master_key.wrap(key_id + key, case_id.bytes))

    def seal(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, text: str) -> bytes:
        """The text, readable only through `open` with the same case, field and row.

        `field` is a stable id ("minor.person"), never renamed when a table or column is.
        """
        known = self._key_of(case_id)
        context = _context(self._format, field, row_id)
        sealed = encrypt(known.ciphers[self._format], text.encode(), context)
        return bytes([self._format]) + known.key_id + sealed

    def open(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, sealed: bytes) -> str:
        """What was sealed there; DecryptionError if it was changed, or moved from elsewhere."""
        known = self._key_of(case_id)
        if sealed[1:_HEAD] != known.key_id or sealed[0] not in known.ciphers:
            raise _cannot_open()
        try:
            return decrypt(known.ciphers[sealed[0]], sealed[_HEAD:], _context(sealed[0], field, row_id)).decode()
        except InvalidTag:
            raise _cannot_open() from None

    def seal_document(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, document: dict[str, Any]) -> bytes:
        """A document of JSON values, sealed as one text."""
        return self.seal(case_id, field, row_id, json.dumps(document, ensure_ascii=False, sort_keys=True))

    def open_document(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, sealed: bytes) -> dict[str, Any]:
        """The document that was sealed there."""
        document: dict[str, Any] = json.loads(self.open(case_id, field, row_id, sealed))
        return document

    def index(self, text: str) -> str:
        """A keyed digest that finds a person again by an identity number, written in any width, case or spacing."""
        plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
        return hmac.new(self._index_key, plain.encode(), sha256).hexdigest()

    def rewrap(self, case_id: uuid.UUID, archive_key: bytes) -> None:
        """The case opens for the holder of the archive's key only, and for this vault in no process."""
        with self._key_store.locked():
            plain = self._unwrapped(case_id)
            self._key_store.replace(case_id, ARCHIVED + InMemoryKeyProvider(archive_key).wrap(plain, case_id.bytes))
        self._forget(case_id)

    def release(self, case_id: uuid.UUID, archive_key: bytes) -> None:
        """What `rewrap` did is undone with the archive's key, where the law lets a sealed record be looked up."""
        with self._key_store.locked():
            wrapped = self._wrapped(case_id)
            if wrapped[:1] == ARCHIVED:
                plain = InMemoryKeyProvider(archive_key).unwrap(wrapped[1:], case_id.bytes)
                self._key_store.replace(case_id, LIVE + self._master_key.wrap(plain, case_id.bytes))
        self._forget(case_id)

    def open_single_case(self, case_id: uuid.UUID, archive_key: bytes) -> "Vault":
        """A vault in memory that opens this one case and no other, while the case stays sealed for everybody else."""
        wrapped = self._wrapped(case_id)
        if wrapped[:1] != ARCHIVED:
            plain = self._unwrapped(case_id)
        else:
            plain = InMemoryKeyProvider(archive_key).unwrap(wrapped[1:], case_id.bytes)
        lent = Vault(None, secrets.token_bytes(KEY_BYTES))
        lent._key_store.add_key(case_id, LIVE + lent._master_key.wrap(plain, case_id.bytes))
        return lent

    def destroy(self, case_id: uuid.UUID) -> None:
        """Nothing sealed for the case can be opened again, once backups of its key have passed away."""
        with self._key_store.locked():
            self._key_store.remove(case_id)
        self._forget(case_id)

    def cases(self) -> list[uuid.UUID]:
        """Every case that has a key, live or archived."""
        return self._key_store.cases()

    def ensure_keys_at_hand(self) -> None:
        """KeysAway where the folder of keys cannot be read just now, or another one lies in its place."""
        if isinstance(self._key_store, FileKeyStore):
            self._key_store.ensure_at_hand()

    def check_archive_key(self, archive_key: bytes) -> None:
        """It is the archive's key under which sealed cases lie; KeyStoreError if not, before another one is used."""
        if isinstance(self._key_store, FileKeyStore):
            fingerprint = InMemoryKeyProvider(archive_key).fingerprint
            if not _is_known(self._key_store.folder / ARCHIVE_FINGERPRINT, fingerprint):
                raise KeyStoreError(_("归档密钥不是已封存案卷所用的那一把。没有写入任何内容，请用原来的归档密钥。"))

    def count_keys(self) -> KeyCounts:
        """How many case keys lie under the master key, and under the archive's."""
        counts = {"live": 0, "archived": 0, "damaged": 0}
        for case_id in self.cases():
            try:
                self._unwrapped(case_id)
                counts["live"] += 1
            except Archived:
                counts["archived"] += 1
            except KeyStoreError:
                counts["damaged"] += 1
        return KeyCounts(**counts)

    def check(self, case_id: uuid.UUID) -> None:
        """The case's key can be used; KeyStoreError or Archived if not."""
        self._key_of(case_id)

    def _key_of(self, case_id: uuid.UUID) -> _CaseKey:
        stamp = self._key_store.stamp(case_id)
        with self._turn:
            known = self._known.get(case_id)
        if known is not None and known.stamp == stamp:
            return known
        self._forget(case_id)
        plain = self._unwrapped(case_id)
        if stamp is None:
            raise _no_key()
        # The stamp was read before the key: if the file changes in between, the next look unwraps it anew.
        key = plain[KEY_ID_BYTES:]
        sm4 = _Sm4Gcm(InMemoryKeyProvider(key).derive("sm4")[:16])
        ciphers: dict[int, GcmCipher] = {FORMATS["aes-256-gcm"]: AESGCM(key), FORMATS["sm4-gcm"]: sm4}
        known = _CaseKey(stamp, plain[:KEY_ID_BYTES], ciphers)
        with self._turn:
            self._known[case_id] = known
        return known

    def _unwrapped(self, case_id: uuid.UUID) -> bytes:
        wrapped = self._wrapped(case_id)
        if wrapped[:1] == ARCHIVED:
            raise Archived(_("该记录已依法封存。"))
        plain = self._master_key.unwrap(wrapped[1:], case_id.bytes)
        if len(plain) != KEY_ID_BYTES + KEY_BYTES:
            raise KeyStoreError(_("案件密钥已损坏。"))
        return plain

    def _wrapped(self, case_id: uuid.UUID) -> bytes:
        wrapped = self._key_store.get(case_id)
        if wrapped is None:
            raise _no_key()
        return wrapped

    def _forget(self, case_id: uuid.UUID) -> None:
        with self._turn:
            self._known.pop(case_id, None)


def is_archived(wrapped: bytes) -> bool:
    """Whether that key, as its file has it, opens for the archive's holder only."""
    return wrapped[:1] == ARCHIVED


def _is_known(file: Path, fingerprint: bytes) -> bool:
    """Whether the folder knows that key, or any; a folder that has just begun knows it from now on."""
    if not file.exists():
        with contextlib.suppress(FileExistsError):  # another process has just done so
            write_once(file, fingerprint)
    return hmac.compare_digest(file.read_bytes(), fingerprint)


def _context(format_version: int, field: str, row_id: uuid.UUID) -> bytes:
    return bytes([format_version]) + row_id.bytes + field.encode()


def _cannot_open() -> DecryptionError:
    return DecryptionError(_("密文无法打开：已损坏，或不属于此案件、此栏、此行。"))


def _no_key() -> KeyStoreError:
    return KeyStoreError(_("该案件没有密钥，或密钥已销毁。"))
