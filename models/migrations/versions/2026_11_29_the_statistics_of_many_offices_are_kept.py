"""the statistics of many offices are kept"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "cc20e0ef55b7"
down_revision = "0b748c409823"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_statistics",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("counted_at", UTCDateTime(), nullable=False),
        sa.Column("offices", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_kept_statistics")),
    )


def downgrade() -> None:
    op.drop_table("kept_statistics")
