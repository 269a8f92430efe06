"""a usage record waits to be confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "d7226560d3bf"
down_revision = "d578efe5527f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("usage_source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("usage_source", schema=None) as batch_op:
        batch_op.drop_column("waits")
