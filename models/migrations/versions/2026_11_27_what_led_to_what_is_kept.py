"""What led to what is kept: the transaction and the run of a row, why a run began, and every change of an item."""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "6c3b5f5e6457"
down_revision = "9c1d52e0a7b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("status_before", sa.String(length=20), nullable=False),
        sa.Column("status_after", sa.String(length=20), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.Column("because", sa.String(length=40), nullable=True),
        sa.Column("transaction_id", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_change_item_id_item")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_item_change_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_change")),
    )
    with op.batch_alter_table("item_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_change_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_change_plan_id"), ["plan_id"], unique=False)

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("transaction_id", sa.Uuid(), nullable=True))

    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("transaction_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("run_id", sa.Uuid(), nullable=True))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("transaction_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("run_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("instead_of_id", sa.Uuid(), nullable=True))

    with op.batch_alter_table("message_step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("transaction_id", sa.Uuid(), nullable=True))

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("woken_by_id", sa.Uuid(), nullable=True))

    with op.batch_alter_table("wake", schema=None) as batch_op:
        batch_op.add_column(sa.Column("woken_by", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("woken_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("woken_step", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("woken_due_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("wake", schema=None) as batch_op:
        batch_op.drop_column("woken_due_at")
        batch_op.drop_column("woken_step")
        batch_op.drop_column("woken_by_id")
        batch_op.drop_column("woken_by")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("woken_by_id")

    with op.batch_alter_table("message_step", schema=None) as batch_op:
        batch_op.drop_column("transaction_id")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("instead_of_id")
        batch_op.drop_column("run_id")
        batch_op.drop_column("transaction_id")

    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.drop_column("run_id")
        batch_op.drop_column("transaction_id")

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_column("transaction_id")

    with op.batch_alter_table("item_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_change_plan_id"))
        batch_op.drop_index(batch_op.f("ix_item_change_item_id"))

    op.drop_table("item_change")
