"""Bringing a lasting record to the tables this version of the program works with.

    python -m models.schema revise "what changes, as a sentence"

writes the next migration from the difference between the migrations and the tables as declared.
"""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from core.errors import StateConflict
from core.i18n import _
from models.all_tables import import_models
from models.database import Database
from models.installation import find_installation, note_older_schemas

MIGRATIONS = Path(__file__).parent / "migrations"
HALF_MOVED = "moving-"
"""So the edition of a database begins into which a record is being copied: no program starts on half a record."""

_MIGRATORS_TURN = 0x4D494752  # any number, the same for everybody who migrates one PostgreSQL database


def migrate(database: Database, to: str = "head") -> None:
    """The record has the tables of that migration, and what is written once is protected; all or nothing.

    Several processes may start at once: one migrates, the others wait and find nothing to do.
    """
    with _in_turn(database) as connection:
        before = _read_edition(connection)
        if _is_of_later_release(before):
            return  # whether this program may go on all the same, `ensure_not_newer` says
        command.upgrade(_config(connection), to)
        changed = MigrationContext.configure(connection).get_current_revision() != before
        if changed:
            note_older_schemas(connection, older_schemas())
    if changed:
        database.drop_erased()


def roll_back(database: Database, to: str) -> None:
    """The record is back at that migration ("base" for none); what later ones had added is lost."""
    with _in_turn(database) as connection:
        command.downgrade(_config(connection), to)


def is_current(database: Database) -> bool:
    """The record stands at the newest migration."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest_migration()


def is_usable(database: Database) -> bool:
    """The record stands at the newest migration, or at a later one whose release says that this program may go on."""
    if is_current(database):
        return True
    found = find_installation(database)
    return found is not None and newest_migration() in found.runs_with


def ensure_not_newer(database: Database) -> None:
    """StateConflict where a later release has changed the record so that this program does not know its tables, or where
    another program keeps its tables, such as Prefect's server."""
    with database.engine.connect() as connection:
        stands_at = MigrationContext.configure(connection).get_current_revision()
    if _is_of_later_release(stands_at) and not is_usable(database):
        if find_installation(database) is None:
            raise StateConflict(
                _("这个数据库里是别的程序的数据表，不是向阳的记录。没有写入任何内容。请检查 SUNWARD_DATABASE_URL。")
            )
        raise StateConflict(
            _(
                "记录已由更新的版本升级，本程序（数据表{mine}）不能再用它。没有写入任何内容。请把这台机器上的程序也升级。",
                mine=newest_migration() or "-",
            )
        )


def _is_of_later_release(revision: str | None) -> bool:
    if revision is None:
        return False
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is None
    except CommandError:
        return True


def older_schemas() -> list[str]:
    """The migrations before the newest one whose programs still work on the newest tables: back to the last that says
    `breaking = True`, because it takes away or changes what an older program reads or writes."""
    found: list[str] = []
    for script in ScriptDirectory.from_config(_config()).walk_revisions():
        found.append(script.revision)
        if getattr(script.module, "breaking", False):
            break
    return found[1:]


def has_tables(database: Database) -> bool:
    """Whether there is a record at all. Makes nothing: not even the file."""
    file = database.engine.url.database
    if database.is_sqlite and file and file != ":memory:" and not Path(file).exists():
        return False
    with database.engine.connect() as connection:
        return _read_edition(connection) is not None


def _read_edition(connection: Connection) -> str | None:
    """At which migration the record stands. StateConflict for half a record."""
    edition = MigrationContext.configure(connection).get_current_revision()
    if edition is not None and edition.startswith(HALF_MOVED):
        raise StateConflict(_("这个数据库里的记录还没有搬完；请再运行一次 ./run migrate-to。"))
    return edition


def newest_migration() -> str | None:
    """The id of the one head; None before the first migration."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def migrations() -> list[str]:
    """The ids of all migrations, the first one first."""
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(_config()).walk_revisions()))]


def schema_differences(database: Database) -> list[str]:
    """In what the record's tables differ from those declared, one entry each; empty when they agree."""
    import_models()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [repr(difference) for difference in compare_metadata(context, SQLModel.metadata)]


def create_migration(sentence: str) -> Path:
    """The next migration is written, named by date and sentence, for a person to read before it is used."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/record.db")
        migrate(database)
        with _in_turn(database) as connection:
            written = command.revision(_config(connection), sentence, autogenerate=True)
        database.dispose()
    if written is None or isinstance(written, list):
        raise RuntimeError("not exactly one migration was written")
    file = Path(written.path)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ### " not in line))
    for tidy in (["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, "--quiet", str(file)], check=False, capture_output=True)
    return file


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.set_main_option("truncate_slug_length", "60")
    config.attributes["connection"] = connection
    return config


@contextlib.contextmanager
def _in_turn(database: Database) -> Iterator[Connection]:
    """A connection in one transaction, alone among migrators.

    SQLite changes a table by copying it, which its foreign keys must not notice; they are checked before the commit.
    """
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            with connection.begin():
                connection.execute(text("SET LOCAL lock_timeout = 0"))  # a large table takes as long as it takes
                connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _MIGRATORS_TURN})
                yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.execution_options(sunward_writes=True).begin():
                yield connection
                if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise RuntimeError("after the migration a row refers to one that is not there")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "revise":
        sys.exit('usage: python -m models.schema revise "what changes, as a sentence"')
    sys.stdout.write(f"{create_migration(sys.argv[2])}\n")
