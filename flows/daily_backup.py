"""A backup a day, by whichever process comes first, and by hand; what is too old is removed."""

import logging
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, select

from app.bootstrap import create_backup_source
from casework.acting.context import Context
from core.clock import at_local
from core.errors import StateConflict
from core.i18n import _
from core.settings import Settings
from models.backup import Passphrases, make_backup, remove_old_backups
from models.backup_day import BackupDay
from models.database import lock_for_update
from models.sealed_archive import read_passphrase

log = logging.getLogger(__name__)

AT = time(3, 0)
"""By the office's clock: when nobody works. The first backup of all does not wait for it."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""A backup begun so long ago and not made was interrupted, or has failed: another try."""


def load_passphrases(settings: Settings) -> Passphrases:
    """Under which the parts are encrypted. StateConflict where they are not set, or are one without the office's choice."""
    record, keys = settings.backup_passphrase_file, settings.backup_keys_passphrase_file
    if record is None:
        raise StateConflict(_("请设 SUNWARD_BACKUP_PASSPHRASE_FILE：备份记录用的口令文件。"))
    if keys is None:
        raise StateConflict(
            _("请设 SUNWARD_BACKUP_KEYS_PASSPHRASE_FILE：备份密钥用的另一个口令文件；只用一个口令的，写同一个文件。")
        )
    found = Passphrases(read_passphrase(record), read_passphrase(keys))
    if found.record == found.keys and record != keys:
        raise StateConflict(_("两个口令相同：谁有一个就能读全部。请换一个；只用一个口令的，写同一个文件。"))
    return found


def back_up(context: Context, settings: Settings, folder: Path) -> list[Path]:
    """A point of this moment lies in the folder, and what is older than is kept is gone."""
    now = context.clock.now()
    written = make_backup(create_backup_source(settings, context), load_passphrases(settings), folder, now)
    remove_old_backups(folder, now)
    return written


def make_daily_backup(context: Context, settings: Settings) -> bool:
    """Today's backup was made here, if it was due, wanted, and nobody else made it. One that fails is tried again an hour
    later, and its kind of error stands in the record."""
    folder = settings.backup_folder
    if folder is None or not _begin(context):
        return False
    day, failed_because = context.clock.today(), None
    try:
        back_up(context, settings, folder)
        log.info("The backup of %s lies in %s.", day, folder)
    except Exception as error:
        failed_because = type(error).__name__
        log.error("The backup failed: %s%s.", failed_because, _system_words(error))
    with context.database.transaction() as session:
        row = session.get_one(BackupDay, day)
        row.made_at = None if failed_because else context.clock.now()
        row.failed_because = failed_because
    return failed_because is None


def _system_words(error: Exception) -> str:
    """What the system says of a file or folder, such as that nothing can be written there; no name and no content."""
    return f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""


def _begin(context: Context) -> bool:
    """Whether today's backup is due, and begun by nobody else."""
    now, today = context.clock.now(), context.clock.today()
    with context.database.reading() as session:
        if not _is_due(session, now, today):
            return False
    with context.database.transaction() as session:
        row = session.get(BackupDay, today)
        if row is None:
            session.add(BackupDay(day=today, began_at=now))
            return True
        row = lock_for_update(session, BackupDay, today)  # type: ignore[arg-type]
        due = _is_due(session, now, today)
        if due:
            row.began_at, row.failed_because = now, None
        return due


def _is_due(session: Session, now: datetime, today: date) -> bool:
    row = session.get(BackupDay, today)
    if row is not None:
        return row.made_at is None and row.began_at <= now - GIVEN_UP_AFTER
    return now >= at_local(today, AT) or session.exec(select(BackupDay).limit(1)).first() is None
