"""Bringing a lasting record to the tables this version of the program works with.

    python -m models.schema NAME

writes the revision `NAME` from the tables of the newest one to those declared. `release_0_2_0` makes the tables of the first
release whose records are kept; from then on a revision is added, and none is changed.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
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

MIGRATE = "migrate"
"""The lock of the process that migrates a record."""


def migrate(database: Database) -> None:
    """The record, also one of an earlier release, has the tables of this program, and what is written once is protected; all
    or nothing. StateConflict, and nothing is written, where the tables are of a later release or of another program.

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
    """StateConflict where there are tables of a later release, or of another program such as Prefect's server, which numbers
    its tables in the same way."""
    with database.engine.connect() as connection:
        _ensure_own(MigrationContext.configure(connection).get_current_revision())


def _ensure_own(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise StateConflict(
            _(
                "这个数据库里的数据表不是本程序的，或者属于更新的版本。没有写入任何内容。请检查 SUNWARD_DATABASE_URL 和程序的版本。"
            )
        )


def has_tables(database: Database) -> bool:
    """Whether there is a record at all. Makes nothing: not even the file."""
    file = database.engine.url.database
    if database.is_sqlite and file and file != ":memory:" and not Path(file).exists():
        return False
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() is not None


def newest_migration() -> str | None:
    """The id of the one head; None where there is no revision at all."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def schema_differences(database: Database) -> list[str]:
    """In what the record's tables differ from those declared, one entry each; empty when they agree."""
    import_models()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [repr(difference) for difference in compare_metadata(context, SQLModel.metadata)]


def render_revision(name: str) -> str:
    """The revision from the tables of the newest one to those declared, as its file holds it. A column that may not be empty
    needs a `server_default`, written into it by hand: there are rows already."""
    import_models()
    with create_engine("sqlite://").connect() as connection:
        command.upgrade(_config(connection), "head")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        operations = produce_migrations(context, SQLModel.metadata).upgrade_ops
    assert operations is not None
    body = render_python_code(operations, render_item=_render_item, migration_context=context)
    written = _REVISION.format(name=name, down=newest_migration(), body=body)
    tidy = [sys.executable, "-m", "ruff", "format", "--quiet", "--stdin-filename", f"{name}.py", "-"]
    return subprocess.run(tidy, input=written, capture_output=True, text=True, check=True, cwd=MIGRATIONS).stdout


_REVISION = '''"""To the tables of {name}."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "{name}"
down_revision = {down!r}


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
    if len(sys.argv) != 2 or not sys.argv[1].isidentifier():
        sys.exit("usage: python -m models.schema NAME")
    file = MIGRATIONS / "versions" / f"{sys.argv[1]}.py"
    file.write_text(render_revision(sys.argv[1]), encoding="utf-8")
    sys.stdout.write(f"{file}\n")
