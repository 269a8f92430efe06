"""An embedded installation moves to PostgreSQL: its record is copied, compared row by row, and read once more there."""

from dataclasses import dataclass

from sqlalchemy import make_url

from app import bootstrap
from core.durable_files import put_in_place
from core.errors import BadInput, NoRecord, StateConflict
from core.i18n import _
from core.settings import Settings, ensure_record_address
from models.database import Database
from models.integrity import IntegrityProblem, run_integrity_checks
from models.postgresql_server import ensure_fit_server
from models.record_copy import TableFigures, copy_rows, ensure_empty, measure, open_alone, sum_up
from models.schema import migrate

MOVED_FILE = "record-moved.db"
"""What the old file is called once its record is elsewhere."""


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


def migrate_to(settings: Settings, url: str) -> Migrated:
    """The record of the data folder is in that empty PostgreSQL database, row by row the same; the file has another name, so
    that no program starts on it again. Keys, outbox and marks stay in the folder.

    StateConflict, and the old record is as it was, where a program has it open, the database holds anything else, or the
    two differ at the end. Interrupted, nothing is in the database.
    """
    there = settings.model_copy(update={"database_url": url})
    if not _is_address(there.record_url):
        raise BadInput(_("目标的写法是 postgresql://用户@主机/数据库。"))
    if settings.database_url:
        raise StateConflict(_("SUNWARD_DATABASE_URL 已经设了别的数据库；只有数据文件夹里的记录能这样搬。"))
    file = settings.data_folder / "record.db"
    if not file.exists():
        raise NoRecord(_("这个数据文件夹里没有记录。"))
    target = Database(there.record_url)
    try:
        ensure_fit_server(target)
        ensure_empty(target)
        with open_alone(file) as source:
            figures = measure(source)
            migrate(target)
            with target.engine.begin() as connection:
                copy_rows(source, connection)
                _compare(figures, measure(connection))
        put_in_place(file, file.with_name(MOVED_FILE))
    finally:
        target.dispose()
    return Migrated(_without_secret(there.record_url), figures, sum_up(figures), _check(there))


def _is_address(url: str) -> bool:
    try:
        return ensure_record_address(url).startswith("postgresql+psycopg://")
    except ValueError:
        return False


def _without_secret(url: str) -> str:
    parts = make_url(url)
    return f"postgresql://{parts.host or parts.query.get('host', '')}{f':{parts.port}' if parts.port else ''}/{parts.database}"


def _compare(here: list[TableFigures], there: list[TableFigures]) -> None:
    wrong = [one.name for one, other in zip(here, there, strict=True) if one != other]
    if wrong:
        raise StateConflict(
            _(
                "搬过去的与原来的不一致：{tables}。什么也没有搬，原来的记录没有改变。",
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
