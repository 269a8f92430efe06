"""machines that work on one record"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "1926abf77e02"
down_revision = "829d54b8a0fc"
branch_labels = None
depends_on = None
breaking = True
"""Programs of earlier releases do not ask whether they may go on."""


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("installation_id", sa.Uuid(), nullable=False),
        sa.Column("keys_check", sa.String(length=64), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("runs_with", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "outbox_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("storage", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mark")),
    )
    op.create_table(
        "running_process",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parts", sa.String(length=60), nullable=False),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("own_prefect", sa.Boolean(), nullable=False),
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("beats", sa.JSON(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_process")),
    )


def downgrade() -> None:
    op.drop_table("running_process")
    op.drop_table("outbox_mark")
    op.drop_table("installation")
