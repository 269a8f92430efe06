"""Rows that matter are bound into the chain of the journal."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "95af6b28587a"
down_revision = "c50a2f923b03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bound_table",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bound_table")),
    )
    op.create_table(
        "row_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("as_found", sa.Boolean(), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_change")),
    )
    op.create_table(
        "row_change_unlinked",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("as_found", sa.Boolean(), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_row_change_unlinked")),
        sa.UniqueConstraint("id", name=op.f("uq_row_change_unlinked_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("row_change_unlinked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_row_change_unlinked_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("row_change_unlinked", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_row_change_unlinked_at"))

    op.drop_table("row_change_unlinked")
    op.drop_table("row_change")
    op.drop_table("bound_table")
