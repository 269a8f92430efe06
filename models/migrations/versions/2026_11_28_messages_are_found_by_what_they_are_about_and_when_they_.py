"""messages are found by what they are about and when they were made"""

from alembic import op

revision = "b06c8ccd3695"
down_revision = "ec1ccb1f5786"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_event_created_at", ["event", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_event_created_at")
