"""An embedded installation moves to PostgreSQL: its record is copied, compared row by row, and read once more there."""

import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, make_url

from app import bootstrap
from app.moved_mark import MovedMark, read_mark, remove_mark, write_mark
from core.clock import WallClock
from core.errors import BadInput, NoRecord, StateConflict
from core.i18n import _
from core.settings import Settings, ensure_record_address
from models.database import Database
from models.integrity import IntegrityProblem, run_integrity_checks
from models.postgresql_server import ensure_fit_server
from models.record_copy import (
    TableFigures,
    TellTable,
    begin_copy,
    copy_rows,
    finish_copy,
    is_begun,
    is_complete,
    measure,
    open_alone,
    sum_up,
)


@dataclass(frozen=True)
class Migrated:
    """What lies in the new database, the same as in the old file; and what is wrong with it, if anything."""

    to: str
    figures: list[TableFigures]
    digest: str
    problems: list[IntegrityProblem]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.figures)


def migrate_to(settings: Settings, url: str, tell: TellTable = lambda table, rows: None) -> Migrated:
    """The record of the data folder is in that empty PostgreSQL database, row by row the same; the folder is marked, so
    that no program starts on its file again. Keys, outbox and marks stay in the folder.

    StateConflict, and the old record is as it was, where a program has it open, the database holds anything else, or the
    two differ at the end. Interrupted, however hard, it is called again and goes on.
    """
    there = settings.model_copy(update={"database_url": url})
    if not _is_address(there.record_url):
        raise BadInput(_("目标的写法是 postgresql://用户@主机/数据库。"))
    if settings.database_url:
        raise StateConflict(_("SUNWARD_DATABASE_URL 已经设了别的数据库；只有数据文件夹里的记录能这样搬。"))
    file = settings.data_folder / "record.db"
    if not file.exists():
        raise NoRecord(_("这个数据文件夹里没有记录。"))
    mark = _find_mark(settings.data_folder, _without_secret(there.record_url))
    target = Database(there.record_url)
    try:
        ensure_fit_server(target)
        with open_alone(file) as source:
            if mark.finished_at is not None and is_complete(target):
                figures = measure(source, tell)  # it was killed while it verified: all of it is there
            else:
                figures = _copy(source, target, settings.data_folder, mark, tell)
    finally:
        target.dispose()
    return Migrated(mark.to, figures, sum_up(figures), _check(there))


def _is_address(url: str) -> bool:
    try:
        return ensure_record_address(url).startswith("postgresql+psycopg://")
    except ValueError:
        return False


def _copy(source: Connection, target: Database, folder: Path, mark: MovedMark, tell: TellTable) -> list[TableFigures]:
    """Both ends are row by row the same, the old record is closed, and the program starts on the new one."""
    if not is_begun(target, mark.id):
        write_mark(folder, mark)
        begin_copy(target, mark.id)
    copy_rows(source, target.engine, tell)
    figures = measure(source, tell)
    with target.engine.connect() as connection:
        _compare(figures, measure(connection, tell))
    done = replace(
        mark, finished_at=WallClock().now().isoformat(), rows=sum(one.rows for one in figures), digest=sum_up(figures)
    )
    # The old record is closed before the new one is opened: in between there is none, and never two.
    write_mark(folder, done)
    finish_copy(target)
    return figures


def give_up(settings: Settings) -> bool:
    """The file in the data folder is the record again; False where no move was under way. StateConflict for one that was
    finished: what was written there since is not here."""
    mark = read_mark(settings.data_folder)
    if mark is None:
        return False
    if mark.finished_at is not None:
        raise StateConflict(_("已经搬完，不能放弃；要回来，请从备份恢复（docs/backup.md）。"))
    remove_mark(settings.data_folder)
    return True


def _find_mark(data_folder: Path, to: str) -> MovedMark:
    """The mark of this move: that of an earlier try to the same place, or a new one, which is not written yet."""
    mark = read_mark(data_folder)
    if mark is None:
        return MovedMark(str(uuid.uuid4()), to, WallClock().now().isoformat())
    if mark.to != to:
        raise StateConflict(_("这个文件夹里的记录已经在搬往 {to}。", to=mark.to))
    return mark


def _without_secret(url: str) -> str:
    parts = make_url(url)
    return f"postgresql://{parts.host or parts.query.get('host', '')}{f':{parts.port}' if parts.port else ''}/{parts.database}"


def _compare(here: list[TableFigures], there: list[TableFigures]) -> None:
    wrong = [one.name for one, other in zip(here, there, strict=True) if one != other]
    if wrong:
        raise StateConflict(
            _(
                "搬过去的与原来的不一致：{tables}。原来的记录没有改变；请清空那个数据库再搬。",
                tables=", ".join(wrong[:5]),
            )
        )


def _check(there: Settings) -> list[IntegrityProblem]:
    from flows.services import link_journal

    context = bootstrap.create_context(there)
    try:
        while link_journal(context):
            pass
        bootstrap.create_restore_guard(there, context.database).note_move()
        return run_integrity_checks(context.database, context.vault.chain_key, context.vault, context.clock.now())
    finally:
        context.database.dispose()
