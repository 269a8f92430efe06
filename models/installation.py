"""Whose record it is: an id, and a keyed check value by which a process with other keys is told from ours."""

import hmac
import uuid
from datetime import datetime
from hashlib import sha256

from sqlalchemy import String, inspect
from sqlmodel import Field

from core.errors import KeyStoreError
from core.i18n import _
from models.base import Record, UTCDateTime, insert_if_new
from models.database import Database


class Installation(Record, table=True):
    """One row."""

    __tablename__ = "installation"

    id: int = Field(default=1, primary_key=True)
    installation_id: uuid.UUID
    keys_check: str = Field(sa_type=String(64))
    """HMAC of the id under a key that the ring derives, and the ring lies under the master key in the folder that the
    archive key belongs to as well. It tells nothing of any key, and stays the same when one is rotated."""
    begun_at: datetime = Field(sa_type=UTCDateTime)


def find_installation(database: Database) -> Installation | None:
    """The row; None in a record without one, or without any table."""
    if not inspect(database.engine).has_table(str(Installation.__tablename__)):
        return None
    with database.reading() as session:
        return session.get(Installation, 1)


def load_installation_name(database: Database) -> str:
    """By which a server that several installations share, such as Prefect's, tells them apart. It says nothing of the office."""
    found = find_installation(database)
    return found.installation_id.hex[:8] if found else "unnamed"


def ensure_same_installation(database: Database, key: bytes, now: datetime) -> uuid.UUID:
    """The id of the installation, which a record without one gets now. KeyStoreError where it knows other keys: a
    record written under two sets of keys could not be read."""
    with database.reading() as session:
        found = session.get(Installation, 1)
    if found is None:
        new, values = uuid.uuid4(), {"id": 1, "begun_at": now}
        with database.transaction() as session:
            values |= {"installation_id": new, "keys_check": compute_check(key, new)}
            session.execute(insert_if_new(session.get_bind().dialect.name, "installation", "id"), values)
            found = session.get_one(Installation, 1)
    if not hmac.compare_digest(found.keys_check, compute_check(key, found.installation_id)):
        raise other_keys()
    return found.installation_id


def compute_check(key: bytes, installation_id: uuid.UUID) -> str:
    """By which the record knows its keys again."""
    return hmac.new(key, installation_id.bytes, sha256).hexdigest()


def other_keys() -> KeyStoreError:
    """What is said to a process that has other keys than the record."""
    return KeyStoreError(
        _(
            "这份记录属于另一套密钥，本机不是它的成员。没有写入任何内容。请让 SUNWARD_KEYS_FOLDER 指向各台机器共用的"
            "密钥文件夹，并给出同一把主密钥和归档密钥。"
        )
    )
