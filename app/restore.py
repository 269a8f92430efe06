"""Going back to a point: a backup becomes a data folder, whole or not at all, which sends nothing until a person says so."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import bootstrap
from casework.acting.rights import SYSTEM
from casework.settings.acts import PUT_BACK_ROWS
from core.clock import WallClock
from core.durable_files import put_in_place
from core.errors import StateConflict
from core.file_permissions import restrict_existing_files
from core.i18n import _
from core.settings import Settings, sqlite_url
from core.working_folder import working_folder
from models.as_stored import as_stored
from models.backup import RECORD_FILE, Extracted, extract_backup, find_keys_for
from models.bound_rows_check import NO_PLAN, find_row_faults, put_back
from models.database import Database
from models.integrity import IntegrityProblem, run_integrity_checks
from models.running_process import is_program_running
from models.schema import migrate
from models.sealed_archive import read_header
from notifications.restore_guard import OutboxPosition, write_position


@dataclass(frozen=True)
class Restored:
    """What lies in the folder now, and what is wrong with it, if anything."""

    moment: datetime
    counts: dict[str, int]
    problems: list[IntegrityProblem]


def restore_backup(record: Path, keys: Path | None, to: Path, settings: Settings) -> Restored:
    """The folder holds the record as it was at that point, with its keys; its checks were run,
    and its messages are held. Refused where the folder holds a record or a key already. Of a failure nothing is left.
    """
    if _holds_something(to):
        raise StateConflict(_("{folder} 里已有记录或密钥；恢复只用空的文件夹。", folder=to))
    read_header(record)
    to.parent.mkdir(parents=True, exist_ok=True)
    with working_folder(to.parent, to.name) as aside:
        found = _extract(record, keys, settings, aside)
        _hold_messages(aside)
        problems = _check(aside, settings)
        restrict_existing_files(aside)
        if to.exists():
            to.rmdir()
        put_in_place(aside, to)
    return Restored(datetime.fromisoformat(found.record["moment"]), found.record["counts"], problems)


def put_back_rows(record: Path, keys: Path | None, plan: str, settings: Settings) -> tuple[int, int]:
    """In the record that is in use, rows of the plan that were changed or deleted past the program hold again what it left
    in them, as far as the backup has that; nothing else of the record is touched. Returns in how many rows, and in how many
    something is still wrong. StateConflict while the program runs."""
    context = bootstrap.get_context()
    now, key = context.clock.now(), context.vault.chain_key
    with working_folder(settings.data_folder, "sunward-restore") as aside:
        _extract(record, keys, settings, aside)
        backup = Database(sqlite_url(aside / RECORD_FILE))
        try:
            migrate(backup)  # of an earlier release, perhaps
            with (
                as_stored(backup) as stored, stored.reading() as source, context.database.transaction() as session,
                as_stored(context.database) as present, present.reading() as looking,
            ):  # fmt: skip
                if is_program_running(session, now):
                    raise StateConflict(_("程序正在运行，请先停止。什么也没有恢复。"))
                faults = [one for one in find_row_faults(looking, key) if (one.plan or NO_PLAN) == plan]
                done = put_back(session, source, key, faults)
                if done:
                    note = {"rows": done, "of_plan": plan}
                    context.write_journal_line(session, now, SYSTEM, PUT_BACK_ROWS.code, note=note)
        finally:
            backup.dispose()
    return done, len(faults) - done


def _extract(record: Path, keys: Path | None, settings: Settings, folder: Path) -> Extracted:
    from flows.daily_backup import load_passphrases  # heavy to load

    keys = keys or find_keys_for(record)
    if keys is None:
        raise StateConflict(_("旁边没有同一时点或之后的密钥备份；请用 --keys 指明。"))
    return extract_backup(record, keys, load_passphrases(settings), folder)


def _holds_something(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _hold_messages(folder: Path) -> None:
    """What left after the point is not in the record: nobody knows, so nothing leaves before an administrator has looked."""
    settings = Settings(data_folder=folder)
    write_position(settings.high_water, OutboxPosition(WallClock().now(), None))


def _check(folder: Path, settings: Settings) -> list[IntegrityProblem]:
    given: dict[str, Any] = {"data_folder": folder, "keys_folder": folder / "keys"}
    given |= {"database_url": sqlite_url(folder / RECORD_FILE)}
    given |= {"main_keys_folder": settings.main_keys_folder}
    from flows.services import link_journal

    context = bootstrap.create_context(Settings(**given))
    try:
        while link_journal(context):
            pass  # what waited for its link when the point was made
        found = run_integrity_checks(context.database, context.vault.chain_key, context.vault, context.clock.now())
        return [one for one in found if one.code != "backup-missing"]  # of this folder none was made yet
    finally:
        context.database.dispose()
