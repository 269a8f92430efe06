"""What a PostgreSQL server must be so that a record is kept on it. A SQLite file is always so."""

from sqlalchemy import text

from core.errors import StateConflict
from core.i18n import _
from models.database import Database

_LOSES_COMMITS = ("fsync", "full_page_writes", "synchronous_commit")
"""Settings of the server that are off where it answers before a commit lasts."""


def ensure_fit_server(database: Database) -> None:
    """StateConflict, and nothing is written, where the database cannot hold every character."""
    if database.is_sqlite:
        return
    with database.reading() as session:
        encoding = session.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StateConflict(
            _(
                "数据库的编码是 {encoding}，不是 UTF8：有的字存不进去。没有写入任何内容。请新建数据库："
                "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0。",
                encoding=encoding,
            )
        )  # fmt: skip


def list_losing_settings(database: Database) -> list[str]:
    """Settings of the server by which it may lose what it has acknowledged, as `fsync = off`; best none."""
    if database.is_sqlite:
        return []
    shown = text("SELECT name FROM pg_settings WHERE name = ANY(:names) AND setting = 'off' ORDER BY name")
    with database.reading() as session:
        return [f"{name} = off" for name in session.execute(shown, {"names": list(_LOSES_COMMITS)}).scalars()]


def ensure_commits_last(database: Database) -> None:
    """StateConflict where the server says that something is saved before it is."""
    if losing := list_losing_settings(database):
        raise StateConflict(
            _(
                "数据库服务器设有 {settings}：已经答复过的内容，断电后可能丢失。没有启动。请数据库管理员改为 on"
                "（synchronous_commit 也可能设在角色或数据库上：ALTER ROLE、ALTER DATABASE），然后再启动。",
                settings=", ".join(losing),
            )
        )  # fmt: skip
