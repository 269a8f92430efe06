"""It is kept on which days a backup was made."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "a612d7afd459"
down_revision = "448dc7fe3805"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=True),
        sa.Column("failed_because", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_backup_day")),
    )


def downgrade() -> None:
    op.drop_table("backup_day")
