"""The head of the journal's chain as it leaves the machine: one small signed text, that says nothing about anybody.

Who owns the record can cut off the end of the chain, and who owns its key too can link it anew. Neither can change what
was taken elsewhere before. The keeper of the text can check its signature without us, by the public key in it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as ModelField
from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, col, select

from core.clock import local_date
from core.i18n import Text, _
from models.base import Record, UTCDateTime
from models.chain import ChainHead, export_head
from models.vault import Vault

MAX_HEAD_SIZE = 4096
"""In characters; a longer text is no head."""
MAX_HEADS = 50
"""How many are checked in one request."""
FILE_NAME = "journal-head-{day}.json"


class ExportedHead(Record, table=True):
    """The head that was signed on a day, once for the whole installation."""

    __tablename__ = "exported_head"

    day: date = Field(primary_key=True)
    text: str = Field(sa_type=LongText)
    made_at: datetime = Field(sa_type=UTCDateTime)
    in_folder_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Since when it lies in the folder that an office has named for it."""


def _hex(characters: int) -> StringConstraints:
    return StringConstraints(pattern=f"^[0-9a-f]{{{characters}}}$")


class SignedHead(BaseModel):
    """What the text says. The signature is over all the rest, as JSON with sorted names and without spaces."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["sunward-journal-head-1"] = "sunward-journal-head-1"
    installation: Annotated[str, _hex(32)]
    edition: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.+-]{1,40}$")]
    day: date
    made_at: AwareDatetime
    number: int = ModelField(ge=1)
    head: Annotated[str, _hex(64)]
    public_key: Annotated[str, _hex(64)]
    signature: Annotated[str, _hex(128)] = "0" * 128

    @property
    def chain_head(self) -> ChainHead:
        return ChainHead(self.number, self.head)

    @property
    def signed_bytes(self) -> bytes:
        said = self.model_dump(mode="json", exclude={"signature"})
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class HeadText:
    """A text that is said to be a head, and where it was found."""

    place: str
    text: str


@dataclass(frozen=True)
class UnusableHead:
    """Why a text holds the record to nothing: a stable code, and a sentence."""

    code: str
    words: Text


def get_public_key(vault: Vault) -> str:
    """By which everybody can check this installation's heads."""
    return _signing_key(vault).public_key().public_bytes_raw().hex()


def sign_head(session: Session, vault: Vault, now: datetime) -> SignedHead | None:
    """The chain's newest head, signed; None for a chain without a link."""
    reached = export_head(session)
    if not reached.number:
        return None
    unsigned = SignedHead(
        installation=_installation(vault), edition=version("sunward"), day=local_date(now), made_at=now,
        number=reached.number, head=reached.head, public_key=get_public_key(vault),
    )  # fmt: skip
    signature = _signing_key(vault).sign(unsigned.signed_bytes).hex()
    return unsigned.model_copy(update={"signature": signature})


def parse_head(text: str) -> SignedHead | None:
    """The head in the text, whatever key signed it; None if it is none."""
    try:
        return SignedHead.model_validate_json(text) if len(text) <= MAX_HEAD_SIZE else None
    except (ValidationError, ValueError):
        return None


def open_head(vault: Vault, text: str) -> SignedHead | UnusableHead:
    """The head, if this installation signed it and nobody changed it since."""
    found = parse_head(text)
    if found is None:
        return UnusableHead("head-unreadable", _("不是完整的日志链头，可能被截断或改动。"))
    if found.installation != _installation(vault):
        return UnusableHead("head-of-another", _("是另一个安装的日志链头。"))
    try:
        if found.public_key != get_public_key(vault):
            raise InvalidSignature
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(found.public_key)).verify(
            bytes.fromhex(found.signature), found.signed_bytes
        )
    except InvalidSignature:
        return UnusableHead("head-forged", _("日志链头的签名不对：被改动，或不是本系统签的。"))
    return found


def read_head_files(places: Iterable[Path]) -> list[HeadText]:
    """What lies in these files, and in the files of these folders by the name that heads have; a place that cannot be
    read is a text that is no head."""
    found = []
    for place in places:
        for file in sorted(place.glob(FILE_NAME.format(day="*"))) if place.is_dir() else [place]:
            try:
                with file.open("rb") as opened:
                    text = opened.read(MAX_HEAD_SIZE + 1).decode("utf-8", errors="replace")
            except OSError:
                text = ""
            found.append(HeadText(file.name, text))
    return found


def load_head_texts(session: Session) -> list[HeadText]:
    """The heads that the record itself still holds: who cuts off the chain and forgets them is found without any other."""
    rows = session.exec(select(ExportedHead).order_by(col(ExportedHead.day)))
    return [HeadText(FILE_NAME.format(day=row.day), row.text) for row in rows]


def _signing_key(vault: Vault) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.derive("journal head signature"))


def _installation(vault: Vault) -> str:
    return vault.derive("installation").hex()[:32]
