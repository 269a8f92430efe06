"""Answers already given, so that a request sent twice is done once."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlmodel import Field

from models.base import Record, UTCDateTime


class IdempotencyRecord(Record, table=True):
    """An Idempotency-Key with the answer it got, written in the same transaction as the write it guards."""

    __tablename__ = "idempotency_record"

    actor_id: uuid.UUID = Field(primary_key=True)
    key: str = Field(sa_type=String(200), primary_key=True)
    request_digest: str = Field(sa_type=String(64))
    status: int
    answer: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(sa_type=UTCDateTime)
