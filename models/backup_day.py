"""On which days a backup was made, or failed: by it several processes make one, and an alarm tells that none was made."""

from datetime import date, datetime, timedelta

from sqlalchemy import String
from sqlmodel import Field, Session, col, select

from core.i18n import Text, _
from models.base import Record, UTCDateTime

ALARM_AFTER = timedelta(days=2)
"""How long after the last good backup its absence is an alarm."""


class BackupDay(Record, table=True):
    """The backup of one day: begun by one process, and made or failed."""

    __tablename__ = "backup_day"

    day: date = Field(primary_key=True)
    began_at: datetime = Field(sa_type=UTCDateTime)
    made_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failed_because: str | None = Field(default=None, sa_type=String(60))
    """The kind of the error, and no word of it."""


def find_backup_alarm(session: Session, now: datetime) -> Text | None:
    """What is wrong with the backups of a record that has scheduled ones; None if nothing is."""
    days = session.exec(select(BackupDay).order_by(col(BackupDay.day).desc()).limit(30)).all()
    if not days:
        return None
    made = max((day.made_at for day in days if day.made_at is not None), default=None)
    if made is not None and made > now - ALARM_AFTER:
        return None
    if made is None and days[-1].began_at > now - ALARM_AFTER and days[0].failed_because is None:
        return None
    if made is None:
        return _("还没有一份备份做成；请用 ./run backup 看原因。")
    return _("最近一份备份做于{day}，此后没有做成；请用 ./run backup 看原因。", day=made.date())
