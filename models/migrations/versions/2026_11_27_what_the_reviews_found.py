"""What the reviews found"""

import sqlalchemy as sa
from alembic import op

from models.columns import UTCDateTime

revision = "9c1d52e0a7b4"
down_revision = "3bda41a3ef50"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("failing_since_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("stopped_by", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.create_table(
        "prefect_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prefect_link")),
    )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("decided_by", existing_type=sa.Uuid(), nullable=True)
    # Whoever entered the plan stood here as the one who decided: nobody had recorded who did.
    op.execute("UPDATE decision SET decided_by = NULL WHERE kind = 'conditional_non_prosecution'")


def downgrade() -> None:
    op.execute("UPDATE decision SET decided_by = proposed_by WHERE decided_by IS NULL")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("decided_by", existing_type=sa.Uuid(), nullable=False)

    op.drop_table("prefect_link")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("stopped_by")
        batch_op.drop_column("failing_since_at")
        batch_op.drop_column("failures")
