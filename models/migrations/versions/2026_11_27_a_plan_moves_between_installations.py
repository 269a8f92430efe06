"""a plan moves between installations"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "543065918f62"
down_revision = "00dce8f689a9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("other_office", sa.String(length=40), nullable=False),
        sa.Column("other_card", sa.String(length=600), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("without_receipt", sa.Boolean(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name=op.f("fk_plan_move_asked_by_id_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_move_plan_id_plan")),
        sa.ForeignKeyConstraint(["released_by_id"], ["staff.id"], name=op.f("fk_plan_move_released_by_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_move")),
    )
    with op.batch_alter_table("plan_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_move_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("came_from", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("came_from")

    with op.batch_alter_table("plan_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_move_plan_id"))

    op.drop_table("plan_move")
