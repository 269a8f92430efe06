"""Goals of digital use are measured, and a review ends in a disposition."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "3a970b81d54c"
down_revision = "c163ccc7f520"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usage_baseline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("fixed_at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_baseline_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_baseline")),
    )
    with op.batch_alter_table("usage_baseline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_baseline_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("ending", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_goal_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_goal")),
        sa.UniqueConstraint("plan_id", "label", name=op.f("uq_usage_goal_plan_id_label")),
    )
    with op.batch_alter_table("usage_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_goal_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "usage_goal_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said_at", UTCDateTime(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["usage_goal.id"], name=op.f("fk_usage_goal_value_goal_id_usage_goal")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_usage_goal_value_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_goal_value")),
    )
    with op.batch_alter_table("usage_goal_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_goal_value_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("usage_review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("became", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("became_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("became_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("usage_review", schema=None) as batch_op:
        batch_op.drop_column("became_by")
        batch_op.drop_column("became_at")
        batch_op.drop_column("became")

    with op.batch_alter_table("usage_goal_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_goal_value_plan_id"))

    op.drop_table("usage_goal_value")
    with op.batch_alter_table("usage_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_goal_plan_id"))

    op.drop_table("usage_goal")
    with op.batch_alter_table("usage_baseline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_baseline_plan_id"))

    op.drop_table("usage_baseline")
