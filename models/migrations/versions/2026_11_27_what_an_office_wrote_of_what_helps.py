"""what an office wrote of what helps"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "00dce8f689a9"
down_revision = "3a970b81d54c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_help",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_help_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_help")),
    )
    with op.batch_alter_table("office_help", schema=None) as batch_op:
        batch_op.create_index("ix_office_help_office_code", ["office_id", "code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("office_help", schema=None) as batch_op:
        batch_op.drop_index("ix_office_help_office_code")

    op.drop_table("office_help")
