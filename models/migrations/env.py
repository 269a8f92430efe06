"""How Alembic meets the record: on the connection it is given, with every table known."""

from alembic import context

from models.all_tables import import_models
from models.append_only import protect

import_models()
connection = context.config.attributes["connection"]
context.configure(connection=connection)
with context.begin_transaction():
    context.run_migrations()
protect(connection)
