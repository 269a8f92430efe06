"""The head of the journal leaves the machine once a day, and is kept here as well."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "f252b706c5b0"
down_revision = "76257bae779d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exported_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("in_folder_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_exported_head")),
    )


def downgrade() -> None:
    op.drop_table("exported_head")
