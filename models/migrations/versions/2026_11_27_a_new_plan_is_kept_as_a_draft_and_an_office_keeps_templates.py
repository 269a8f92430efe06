"""A new plan is kept as a draft, and an office keeps templates to begin plans with."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "76257bae779d"
down_revision = "6c3b5f5e6457"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_plan_draft_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_draft")),
    )
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_draft_saved_at"), ["saved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_draft_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "plan_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["kept_by"], ["staff.id"], name=op.f("fk_plan_template_kept_by_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_plan_template_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_template")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_plan_template_office_id_name")),
    )
    with op.batch_alter_table("plan_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_template_office_id"), ["office_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("plan_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_template_office_id"))

    op.drop_table("plan_template")
    with op.batch_alter_table("plan_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_draft_staff_id"))
        batch_op.drop_index(batch_op.f("ix_plan_draft_saved_at"))

    op.drop_table("plan_draft")
