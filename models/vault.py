"""Encryption of what tells who somebody is, and of what is written about them.

One data key per case, wrapped by the master key. A sealed text is

    format version (1 byte) ‖ key id (8) ‖ nonce (12) ‖ ciphertext with its tag (AES-256-GCM)

and opens only under its case's key, in the field and the row it was sealed for. Who holds the record alone reads
nothing; once a case's key is destroyed, nobody reads that case again, in no copy of the record.
"""

import base64
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
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import Archived, DecryptionError, KeyStoreError
from core.i18n import _
from models.keys import (
    KEY_BYTES,
    NONCE_BYTES,
    FileKeyStore,
    InMemoryKeyProvider,
    InMemoryKeyStore,
    KeyProvider,
    KeyStore,
)

FORMAT = 1
KEY_ID_BYTES = 8
_HEAD = 1 + KEY_ID_BYTES + NONCE_BYTES

# The first byte of a wrapped key tells who can unwrap it.
_LIVE, _ARCHIVED = b"L", b"A"


class _CaseKey(NamedTuple):
    edition: tuple[int, ...]
    key_id: bytes
    cipher: AESGCM


class Vault:
    """Seals and opens texts. Keys once unwrapped are remembered until their file changes or goes."""

    def __init__(self, keys_folder: Path | None, master_key: bytes | KeyProvider) -> None:
        """Without a folder the case keys live in memory only: for rehearsals and tests."""
        self._keeper: KeyProvider = InMemoryKeyProvider(master_key) if isinstance(master_key, bytes) else master_key
        self._shelf: KeyStore = (
            InMemoryKeyStore()
            if keys_folder is None
            else FileKeyStore(keys_folder, self._keeper.derive("fingerprint")[:16])
        )
        self._index_key = self._keeper.derive("index")
        self._known: dict[uuid.UUID, _CaseKey] = {}
        self._turn = threading.Lock()

    @property
    def chain_key(self) -> bytes:
        """The key under which the journal is linked."""
        return self._keeper.derive("journal chain")

    def derive(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, always the same."""
        return self._keeper.derive(purpose)

    def signing_secret(self, receiver_id: uuid.UUID) -> str:
        """The secret that we and that receiver share, as whsec_… of Standard Webhooks. It is kept nowhere: whoever holds
        the master key can say it again."""
        secret = hmac.new(self._keeper.derive("webhooks"), receiver_id.bytes, sha256).digest()
        return f"whsec_{base64.b64encode(secret).decode()}"

    def new_key(self, case_id: uuid.UUID) -> None:
        """The case has a key of its own, on disk. If it had one already, that one stays."""
        key_id, key = secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES)
        self._shelf.add_key(case_id, _LIVE + self._keeper.wrap(key_id + key, case_id.bytes))

    def seal(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, text: str) -> bytes:
        """The text, readable only through `open` with the same case, field and row.

        `field` is a stable id ("minor.person"), never renamed when a table or column is.
        """
        known = self._key_of(case_id)
        nonce = secrets.token_bytes(NONCE_BYTES)
        context = _context(FORMAT, field, row_id)
        return bytes([FORMAT]) + known.key_id + nonce + known.cipher.encrypt(nonce, text.encode(), context)

    def open(self, case_id: uuid.UUID, field: str, row_id: uuid.UUID, sealed: bytes) -> str:
        """What was sealed there; DecryptionError if it was changed, or moved from elsewhere."""
        known = self._key_of(case_id)
        nonce, ciphertext = sealed[_HEAD - NONCE_BYTES : _HEAD], sealed[_HEAD:]
        if len(sealed) <= _HEAD or sealed[0] != FORMAT or sealed[1 : 1 + KEY_ID_BYTES] != known.key_id:
            raise _cannot_open()
        try:
            return known.cipher.decrypt(nonce, ciphertext, _context(sealed[0], field, row_id)).decode()
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
        """The case opens for the archive's holder only; this vault, in every process, opens it no more."""
        plain = self._unwrapped(case_id)
        self._shelf.replace(case_id, _ARCHIVED + InMemoryKeyProvider(archive_key).wrap(plain, case_id.bytes))
        self._forget(case_id)

    def release(self, case_id: uuid.UUID, archive_key: bytes) -> None:
        """What `rewrap` did is undone with the archive's key, where the law lets a sealed record be looked up."""
        wrapped = self._wrapped(case_id)
        if wrapped[:1] == _ARCHIVED:
            plain = InMemoryKeyProvider(archive_key).unwrap(wrapped[1:], case_id.bytes)
            self._shelf.replace(case_id, _LIVE + self._keeper.wrap(plain, case_id.bytes))
            self._forget(case_id)

    def open_single_case(self, case_id: uuid.UUID, archive_key: bytes) -> "Vault":
        """A vault in memory that opens this one case and no other, while the case stays sealed for everybody else."""
        wrapped = self._wrapped(case_id)
        if wrapped[:1] != _ARCHIVED:
            plain = self._unwrapped(case_id)
        else:
            plain = InMemoryKeyProvider(archive_key).unwrap(wrapped[1:], case_id.bytes)
        lent = Vault(None, secrets.token_bytes(KEY_BYTES))
        lent._shelf.add_key(case_id, _LIVE + lent._keeper.wrap(plain, case_id.bytes))
        return lent

    def destroy(self, case_id: uuid.UUID) -> None:
        """Nothing sealed for the case can be opened again, once backups of its key have passed away."""
        self._shelf.remove(case_id)
        self._forget(case_id)

    def cases(self) -> list[uuid.UUID]:
        """Every case that has a key, live or archived."""
        return self._shelf.cases()

    def check(self, case_id: uuid.UUID) -> None:
        """The case's key can be used; KeyStoreError or Archived if not."""
        self._key_of(case_id)

    def _key_of(self, case_id: uuid.UUID) -> _CaseKey:
        edition = self._shelf.edition(case_id)
        with self._turn:
            known = self._known.get(case_id)
        if known is not None and known.edition == edition:
            return known
        self._forget(case_id)
        plain = self._unwrapped(case_id)
        if edition is None:
            raise _no_key()
        # The edition was read before the key: if the file changes in between, the next look unwraps it anew.
        known = _CaseKey(edition, plain[:KEY_ID_BYTES], AESGCM(plain[KEY_ID_BYTES:]))
        with self._turn:
            self._known[case_id] = known
        return known

    def _unwrapped(self, case_id: uuid.UUID) -> bytes:
        wrapped = self._wrapped(case_id)
        if wrapped[:1] == _ARCHIVED:
            raise Archived(_("该记录已依法封存。"))
        plain = self._keeper.unwrap(wrapped[1:], case_id.bytes)
        if len(plain) != KEY_ID_BYTES + KEY_BYTES:
            raise KeyStoreError(_("案件密钥已损坏。"))
        return plain

    def _wrapped(self, case_id: uuid.UUID) -> bytes:
        wrapped = self._shelf.get(case_id)
        if wrapped is None:
            raise _no_key()
        return wrapped

    def _forget(self, case_id: uuid.UUID) -> None:
        with self._turn:
            self._known.pop(case_id, None)


def is_archived(wrapped: bytes) -> bool:
    """Whether that key, as its file has it, opens for the archive's holder only."""
    return wrapped[:1] == _ARCHIVED


def _context(format_version: int, field: str, row_id: uuid.UUID) -> bytes:
    return bytes([format_version]) + row_id.bytes + field.encode()


def _cannot_open() -> DecryptionError:
    return DecryptionError(_("密文无法打开：已损坏，或不属于此案件、此栏、此行。"))


def _no_key() -> KeyStoreError:
    return KeyStoreError(_("该案件没有密钥，或密钥已销毁。"))
