"""What was still wanting"""

import sqlalchemy as sa
from alembic import op

revision = "ab748e8d8f37"
down_revision = "f78d14132316"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_in", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("said_count", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_message_said_in"), ["said_in"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_said_in"))
        batch_op.drop_column("said_count")
        batch_op.drop_column("said_in")
