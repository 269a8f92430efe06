"""The result of the last check of the whole record, for the health page."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, Session, select

from core.clock import local_time
from core.i18n import Text, _
from models.base import Record, UTCDateTime
from models.database import Database


class IntegrityResult(Record, table=True):
    """The one row of its table."""

    __tablename__ = "integrity_result"

    id: int = Field(default=1, primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    problems: int


def save_result(database: Database, now: datetime, problems: int) -> None:
    """So much was found now. A record that takes no writes does not keep it: that is told by itself."""
    with suppress(SQLAlchemyError), database.transaction() as session:
        session.merge(IntegrityResult(at=now, problems=problems))


def describe_result(session: Session) -> tuple[bool, Text]:
    """Whether the last reading found nothing, and when it was. One that never was is no alarm."""
    last = session.exec(select(IntegrityResult)).first()
    if last is None:
        return True, _("还没有核验过记录：请运行 ./run doctor。")
    at = f"{local_time(last.at):%Y-%m-%d %H:%M}"
    return not last.problems, _("{at}核验（./run doctor），不对之处：{count}。", at=at, count=last.problems)
