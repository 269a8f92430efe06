"""The house is furnished"""

import sqlalchemy as sa
from alembic import op

from models.columns import UTCDateTime

revision = "a88aa5efec92"
down_revision = "fe737061f42d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("countersigned_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["countersigned_by"], ["staff.id"], name=op.f("fk_proposal_countersigned_by_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_plan_id_plan")),
        sa.ForeignKeyConstraint(["proposed_by"], ["staff.id"], name=op.f("fk_proposal_proposed_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_proposal_open",
            ["plan_id", "step"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "proposal_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("did", sa.String(length=14), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_proposal_remark_by_id_staff")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_remark_plan_id_plan")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_remark_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_remark")),
    )
    with op.batch_alter_table("proposal_remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_remark_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_remark_proposal_id"), ["proposal_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number_since_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("number_since_at")

    with op.batch_alter_table("proposal_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_remark_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_remark_plan_id"))

    op.drop_table("proposal_remark")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proposal_open", sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_proposal_status"))
        batch_op.drop_index(batch_op.f("ix_proposal_plan_id"))

    op.drop_table("proposal")
