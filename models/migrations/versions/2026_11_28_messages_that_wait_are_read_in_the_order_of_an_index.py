"""messages that wait are read in the order of an index"""

from alembic import op

revision = "ec1ccb1f5786"
down_revision = "8682304145c8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_state_due_at"))
        batch_op.create_index("ix_message_waiting", ["state", "due_at", "created_at", "dedupe_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_waiting")
        batch_op.create_index(batch_op.f("ix_message_state_due_at"), ["state", "due_at"], unique=False)
