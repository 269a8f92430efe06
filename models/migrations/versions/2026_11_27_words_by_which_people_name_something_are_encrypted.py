"""words by which people name something are encrypted"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "4acf070a28d0"
down_revision = "a612d7afd459"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "start_step",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_start_step")),
    )
    op.create_table(
        "own_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_own_code_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_code")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_own_code_plan_id_code")),
    )
    with op.batch_alter_table("own_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_code_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("own_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_code_plan_id"))

    op.drop_table("own_code")
    op.drop_table("start_step")
