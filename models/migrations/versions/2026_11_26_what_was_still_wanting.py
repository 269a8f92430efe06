"""What was still wanting"""

import sqlalchemy as sa
from alembic import op

from models.columns import UTCDateTime

revision = "3bda41a3ef50"
down_revision = "f78d14132316"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_rest",
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("since_at", UTCDateTime(), nullable=False),
        sa.Column("until_at", UTCDateTime(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_channel_rest")),
    )
    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("meaning", sa.String(length=10), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reply_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("mark", name=op.f("uq_reply_mark")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("explanation_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("submission_id", existing_type=sa.CHAR(length=32), nullable=True)
        batch_op.create_index(batch_op.f("ix_attachment_explanation_id"), ["explanation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_explanation_id_explanation"), "explanation", ["explanation_id"], ["id"]
        )

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_in", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("said_count", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_message_said_in"), ["said_in"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no_texts_since_at", UTCDateTime(), nullable=True))

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("how", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("contact", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("receipt_number", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("label", sa.String(length=24), nullable=True))

    with op.batch_alter_table("unable", schema=None) as batch_op:
        batch_op.add_column(sa.Column("while_held", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("unable", schema=None) as batch_op:
        batch_op.drop_column("while_held")

    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.drop_column("label")
        batch_op.drop_column("receipt_number")

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_column("contact")
        batch_op.drop_column("how")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("no_texts_since_at")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_said_in"))
        batch_op.drop_column("said_count")
        batch_op.drop_column("said_in")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_attachment_explanation_id_explanation"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_attachment_explanation_id"))
        batch_op.alter_column("submission_id", existing_type=sa.CHAR(length=32), nullable=False)
        batch_op.drop_column("explanation_id")

    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_plan_id"))
        batch_op.drop_index(batch_op.f("ix_reply_person_id"))

    op.drop_table("reply")
    op.drop_table("channel_rest")
