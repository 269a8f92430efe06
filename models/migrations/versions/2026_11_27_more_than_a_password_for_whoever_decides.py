"""more than a password for whoever decides"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "68feea9ee6e3"
down_revision = "95af6b28587a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factor_challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_challenge")),
    )
    with op.batch_alter_table("factor_challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_challenge_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_factor_challenge_sign_in_id"), ["sign_in_id"], unique=False)

    op.create_table(
        "second_factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("credential_digest", sa.String(length=64), nullable=True),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("last_used_at", UTCDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_second_factor_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("credential_digest", name=op.f("uq_second_factor_credential_digest")),
    )
    with op.batch_alter_table("second_factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_factor_staff_id"), ["staff_id"], unique=False)

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(length=10), server_default="full", nullable=False))
        batch_op.add_column(sa.Column("by_factor", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("previous_digest", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("rotated_at", UTCDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sign_in_previous_digest"), ["previous_digest"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_previous_digest"))
        batch_op.drop_column("rotated_at")
        batch_op.drop_column("previous_digest")
        batch_op.drop_column("by_factor")
        batch_op.drop_column("stage")

    with op.batch_alter_table("second_factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_second_factor_staff_id"))

    op.drop_table("second_factor")
    with op.batch_alter_table("factor_challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_challenge_sign_in_id"))
        batch_op.drop_index(batch_op.f("ix_factor_challenge_ends_at"))

    op.drop_table("factor_challenge")
