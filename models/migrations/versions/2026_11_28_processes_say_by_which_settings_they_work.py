"""processes say by which settings they work"""

import sqlalchemy as sa
from alembic import op

revision = "0b748c409823"
down_revision = "7d2f2ce2fc8c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("running_process", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settings", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("running_process", schema=None) as batch_op:
        batch_op.drop_column("settings")
