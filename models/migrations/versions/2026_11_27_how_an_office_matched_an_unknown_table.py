"""how an office matched an unknown table"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "829d54b8a0fc"
down_revision = "d7226560d3bf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usage_table_match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("matched_at", UTCDateTime(), nullable=False),
        sa.Column("matched_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_usage_table_match_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_table_match")),
    )
    with op.batch_alter_table("usage_table_match", schema=None) as batch_op:
        batch_op.create_index("ix_usage_table_match_office_digest", ["office_id", "digest"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("usage_table_match", schema=None) as batch_op:
        batch_op.drop_index("ix_usage_table_match_office_digest")

    op.drop_table("usage_table_match")
