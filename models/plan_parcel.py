"""What two installations hand to each other when a plan moves: a card with public keys, a sealed file, a signed receipt.

No network lies between them. The card of each is handed over by a person and its fingerprint compared by telephone; so the
file opens at one installation only (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), and both know who signed (Ed25519).
The private keys are derived from the ring and kept nowhere.
"""

import base64
import hashlib
import json
import uuid
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.errors import BadInput, StateConflict
from core.i18n import _
from models.vault import Vault

CARD, RECEIPT = "swc1.", "swr1."
HEAD = b"sunward-plan-1\n"
LARGEST = 200 * 1024 * 1024
"""Bytes of what a file holds; more is refused before it is read."""
LARGEST_FILE = 60 * 1024 * 1024
"""A page takes files of 64 MB with all that a form adds; what is larger would be made here and brought in nowhere."""
MOST_TEXT = 2000
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True)
class Card:
    """Who an installation is to another: the office's name, a key to encrypt to, a key that it signs with."""

    office: str
    encrypts: bytes
    signs: bytes

    @property
    def text(self) -> str:
        """One line, to be handed over."""
        return CARD + _b64(self._said)

    @property
    def fingerprint(self) -> str:
        """Eighty bits in four groups, to be read aloud and compared."""
        letters = base64.b32encode(hashlib.sha256(b"sunward card\n" + self._said).digest()[:10]).decode()
        return "-".join(letters[at : at + 4] for at in range(0, 16, 4))

    @property
    def _said(self) -> bytes:
        said = {"office": self.office, "encrypts": self.encrypts.hex(), "signs": self.signs.hex()}
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def make_card(vault: Vault, office: str) -> Card:
    """This installation's card for that office; always the same."""
    encrypts, signs = _keys(vault)
    return Card(office, encrypts.public_key().public_bytes_raw(), signs.public_key().public_bytes_raw())


def parse_card(text: str) -> Card:
    """The card that the line is; BadInput for anything else."""
    try:
        said = json.loads(_from_b64(text, CARD))
        card = Card(str(said["office"]), bytes.fromhex(said["encrypts"]), bytes.fromhex(said["signs"]))
        X25519PublicKey.from_public_bytes(card.encrypts)
        Ed25519PublicKey.from_public_bytes(card.signs)
    except (ValueError, KeyError, TypeError):
        raise BadInput(_("这不是接收院的名片，或者没有复制完整。")) from None
    if not 0 < len(card.office) <= 40:
        raise BadInput(_("这不是接收院的名片，或者没有复制完整。"))
    return card


def is_same_fingerprint(card: Card, typed: str) -> bool:
    """Whether that is the fingerprint that somebody read to us, however it is spaced."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()) == card.fingerprint.replace("-", "")


def seal_parcel(vault: Vault, office: str, to: Card, content: dict[str, Any]) -> bytes:
    """The content, readable by that installation alone and signed by this one. Who it is for is signed too, so that nobody
    hands it on as if it had been meant for them. StateConflict for more than the other end takes."""
    sender = make_card(vault, office)
    plain = json.dumps(content | {"to": to.fingerprint}, ensure_ascii=False).encode()
    signature = _keys(vault)[1].sign(HEAD + plain)
    inner = json.dumps({"from": sender.text, "signature": signature.hex()}).encode() + b"\n" + plain
    file = HEAD + _SUITE.encrypt(zlib.compress(inner), X25519PublicKey.from_public_bytes(to.encrypts), info=HEAD)
    if len(inner) > LARGEST or len(file) > LARGEST_FILE:
        raise StateConflict(
            _(
                "方案文件有{size} MB，超过接收院能收的{most} MB。没有移出，方案照常在这里办理。"
                "照片、录音等附件到期删除以后再办，或者联系技术支持。",
                size=len(file) // (1024 * 1024) + 1, most=LARGEST_FILE // (1024 * 1024),
            )
        )  # fmt: skip
    return file


def open_parcel(vault: Vault, office: str, file: bytes) -> tuple[Card, dict[str, Any]]:
    """Who signed the file, and what is in it. BadInput for a file that is not for this office, was changed or cut off."""
    mine = make_card(vault, office)
    if not file.startswith(HEAD):
        raise BadInput(_("这不是移转文件。"))
    try:
        opened = zlib.decompressobj()
        inner = opened.decompress(_SUITE.decrypt(file[len(HEAD) :], _keys(vault)[0], info=HEAD), LARGEST)
        if not opened.eof:
            raise ValueError
        head, plain = inner.split(b"\n", 1)
        said = json.loads(head)
        sender = parse_card(said["from"])
        Ed25519PublicKey.from_public_bytes(sender.signs).verify(bytes.fromhex(said["signature"]), HEAD + plain)
        content: dict[str, Any] = json.loads(plain)
        if content["to"] != mine.fingerprint:
            raise ValueError
    except (InvalidTag, InvalidSignature, ValueError, KeyError, TypeError, zlib.error, RecursionError):
        raise BadInput(_("打不开：文件不是发给本院的，或者被改动、没有复制完整。什么也没有接收。")) from None
    return sender, content


def sign_receipt(vault: Vault, move_id: uuid.UUID, said: str, file: bytes) -> str:
    """One line that says to the other installation what became of its file here."""
    content = json.dumps({"move": str(move_id), "said": said, "file": hashlib.sha256(file).hexdigest()}, sort_keys=True)
    return f"{RECEIPT}{_b64(content.encode())}.{_b64(_keys(vault)[1].sign(content.encode()))}"


def check_receipt(card: Card, move_id: uuid.UUID, said: str, text: str) -> None:
    """The line is that installation's word, for this move. BadInput for anything else."""
    try:
        content, _dot, signature = text.strip().removeprefix(RECEIPT).partition(".")
        plain = _from_b64(content, "")
        Ed25519PublicKey.from_public_bytes(card.signs).verify(_from_b64(signature, ""), plain)
        found = json.loads(plain)
        right = found["move"] == str(move_id) and found["said"] == said
    except (InvalidSignature, ValueError, KeyError, TypeError):
        right = False
    if not right:
        raise BadInput(_("这不是接收院对本次移转的回执，或者没有复制完整。"))


def _keys(vault: Vault) -> tuple[X25519PrivateKey, Ed25519PrivateKey]:
    return (
        X25519PrivateKey.from_private_bytes(vault.derive("moved plans are encrypted to")),
        Ed25519PrivateKey.from_private_bytes(vault.derive("moved plans are signed by")),
    )


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _from_b64(text: str, prefix: str) -> bytes:
    text = "".join(text.split())
    if len(text) > MOST_TEXT or not text.startswith(prefix):
        raise ValueError(prefix)
    coded = text.removeprefix(prefix)
    return base64.b64decode(coded + "=" * (-len(coded) % 4), altchars=b"-_", validate=True)
