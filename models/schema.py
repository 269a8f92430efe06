"""Bringing a lasting record to the tables this version of the program works with.

    python -m models.schema initial

makes the one migration anew from the tables as declared, until the first tagged release. Its id is a digest of them: a
record with other tables is never opened by mistake.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, String, create_engine, text
from sqlmodel import SQLModel

from core.errors import StateConflict
from core.i18n import _
from models.all_tables import import_models
from models.base import UTCDateTime
from models.cluster_lock import take_turn
from models.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
INITIAL = MIGRATIONS / "versions" / "initial.py"

MIGRATE = "migrate"
"""The lock of the process that migrates a record."""


def migrate(database: Database) -> None:
    """The record has the tables of this program, and what is written once is protected; all or nothing. StateConflict, and
    nothing is written, where it has other tables.

    Several processes may start at once: one migrates, the others wait and find nothing to do.
    """
    with _in_turn(database) as connection:
        _ensure_own(MigrationContext.configure(connection).get_current_revision())
        command.upgrade(_config(connection), "head")


def is_current(database: Database) -> bool:
    """The record has the tables of this program."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest_migration()


def ensure_own_tables(database: Database) -> None:
    """StateConflict where there are tables of another program: of another release of this one, or such as Prefect's server,
    which numbers its tables in the same way."""
    with database.engine.connect() as connection:
        _ensure_own(MigrationContext.configure(connection).get_current_revision())


def _ensure_own(revision: str | None) -> None:
    if revision not in (None, newest_migration()):
        raise StateConflict(
            _("这个数据库里的数据表不是本程序的数据表。没有写入任何内容。请检查 SUNWARD_DATABASE_URL 和程序的版本。")
        )


def has_tables(database: Database) -> bool:
    """Whether there is a record at all. Makes nothing: not even the file."""
    file = database.engine.url.database
    if database.is_sqlite and file and file != ":memory:" and not Path(file).exists():
        return False
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() is not None


def newest_migration() -> str | None:
    """The id of the one head; None where the initial migration is just being made anew."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def schema_differences(database: Database) -> list[str]:
    """In what the record's tables differ from those declared, one entry each; empty when they agree."""
    import_models()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [repr(difference) for difference in compare_metadata(context, SQLModel.metadata)]


def render_initial() -> str:
    """The migration that makes the tables as they are declared, as its file holds it."""
    import_models()
    with create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection)
        operations = produce_migrations(context, SQLModel.metadata).upgrade_ops
    assert operations is not None
    body = render_python_code(operations, render_item=_render_item, migration_context=context)
    written = _INITIAL.format(id=sha256(body.encode()).hexdigest()[:12], body=body)
    tidy = [sys.executable, "-m", "ruff", "format", "--quiet", "--stdin-filename", str(INITIAL), "-"]
    return subprocess.run(tidy, input=written, capture_output=True, text=True, check=True).stdout


_INITIAL = '''"""The tables of the record, made by `python -m models.schema initial`."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "{id}"
down_revision = None


def upgrade() -> None:
    {body}
'''


def _render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own column types as a migration writes them down; everything else as Alembic does."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "UTCDateTime()"
    if kind == "type" and type(item).__name__ == "AutoString":
        string: String = item.impl
        return "sa.String()" if string.length is None else f"sa.String(length={string.length})"
    return False


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextlib.contextmanager
def _in_turn(database: Database) -> Iterator[Connection]:
    """A connection in one transaction, alone among migrators."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            connection.execution_options(sunward_writes=True)
        with connection.begin():
            if not database.is_sqlite:
                connection.execute(text("SET LOCAL lock_timeout = 0"))  # whoever migrates takes as long as it takes
            take_turn(connection, MIGRATE)
            yield connection


if __name__ == "__main__":
    if sys.argv[1:] != ["initial"]:
        sys.exit("usage: python -m models.schema initial")
    INITIAL.write_text(render_initial(), encoding="utf-8")
    sys.stdout.write(f"{INITIAL}\n")
