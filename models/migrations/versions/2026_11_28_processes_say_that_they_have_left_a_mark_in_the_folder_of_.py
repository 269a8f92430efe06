"""processes say that they have left a mark in the folder of case keys"""

import sqlalchemy as sa
from alembic import op

revision = "8682304145c8"
down_revision = "1926abf77e02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("running_process", schema=None) as batch_op:
        batch_op.add_column(sa.Column("marked_keys", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("running_process", schema=None) as batch_op:
        batch_op.drop_column("marked_keys")
