"""a minor's own notes may be checked"""

import sqlalchemy as sa
from alembic import op

revision = "5615de4a9f04"
down_revision = "8bf7189d5e93"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_word", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitter_check", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("submitter_check")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("own_word")
