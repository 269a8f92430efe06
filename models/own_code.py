"""The words behind the codes under which people name incidents, leaves, devices and milestones."""

import uuid

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Record


class OwnCode(Record, table=True):
    """What somebody called something, encrypted, beside the code that stands for it in the open everywhere else."""

    __tablename__ = "own_code"

    id: uuid.UUID = Field(primary_key=True)
    plan_id: uuid.UUID = Field(foreign_key="plan.id", index=True)
    code: str = Field(sa_type=String(20))
    document: bytes

    __table_args__ = (UniqueConstraint("plan_id", "code"),)
