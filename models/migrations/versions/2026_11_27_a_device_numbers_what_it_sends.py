"""a device numbers what it sends"""

import sqlalchemy as sa
from alembic import op

revision = "8bf7189d5e93"
down_revision = "543065918f62"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("usage_device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_sending", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("usage_device", schema=None) as batch_op:
        batch_op.drop_column("last_sending")
