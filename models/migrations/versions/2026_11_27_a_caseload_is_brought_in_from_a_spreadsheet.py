"""a caseload is brought in from a spreadsheet"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "f63d502fa295"
down_revision = "9b170b1296c7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "caseload_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_caseload_sheet_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseload_sheet")),
    )
    with op.batch_alter_table("caseload_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_caseload_sheet_saved_at"), ["saved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_caseload_sheet_staff_id"), ["staff_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("caseload_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_caseload_sheet_staff_id"))
        batch_op.drop_index(batch_op.f("ix_caseload_sheet_saved_at"))

    op.drop_table("caseload_sheet")
