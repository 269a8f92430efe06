"""How Alembic meets the record: on the connection it is given, with every table known."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import String
from sqlmodel import SQLModel

from models.all_tables import import_models
from models.append_only import protect
from models.base import UTCDateTime


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own column types as a migration writes them down; everything else as Alembic does."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "UTCDateTime()"
    if kind == "type" and type(item).__name__ == "AutoString":
        string: String = item.impl
        return "sa.String()" if string.length is None else f"sa.String(length={string.length})"
    return False


import_models()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
protect(connection)
