"""What the reviews found"""

import sqlalchemy as sa
from alembic import op

from models.columns import UTCDateTime

revision = "9c1d52e0a7b4"
down_revision = "3bda41a3ef50"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("failing_since_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("stopped_by", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.create_table(
        "prefect_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("server_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prefect_link")),
    )
    op.create_table(
        "account_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("authority_from", sa.Date(), nullable=True),
        sa.Column("authority_to", sa.Date(), nullable=True),
        sa.Column("first_part", sa.String(length=200), nullable=True),
        sa.Column("second_part", sa.String(length=200), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answer_reason", sa.String(length=200), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("shown_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name=op.f("fk_account_request_answered_by_id_staff")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff.id"], name=op.f("fk_account_request_asked_by_id_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_request_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_request_staff_id"), ["staff_id"], unique=False)
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rests_on", sa.String(length=10), nullable=True))
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("decided_by", existing_type=sa.Uuid(), nullable=True)
    # Whoever entered the plan stood here as the one who decided: nobody had recorded who did.
    op.execute("UPDATE decision SET decided_by = NULL WHERE kind = 'conditional_non_prosecution'")

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("given", sa.Boolean(), server_default=sa.text("true"), nullable=False))
        batch_op.add_column(sa.Column("way", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("recorded_by_role", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("recorded_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_way", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by_role", sa.String(length=20), nullable=True))

    # What the office owes was told once as overdue and then never again: it is brought up from now on.
    op.execute(
        "UPDATE item SET next_step = 'again', next_at = due_at WHERE status = 'open' AND next_at IS NULL"
        " AND owner NOT IN ('minor', 'guardian', 'system')"
        " AND plan_id IN (SELECT id FROM plan WHERE closed_at IS NULL)"
    )
    op.execute(
        "UPDATE plan SET wake_at = (SELECT MIN(next_at) FROM item WHERE item.plan_id = plan.id"
        " AND status IN ('open', 'not_received'))"
        " WHERE closed_at IS NULL AND id IN (SELECT plan_id FROM item WHERE next_step = 'again')"
    )


def downgrade() -> None:
    op.execute("UPDATE item SET next_step = NULL, next_at = NULL WHERE next_step = 'again'")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_by_role")
        batch_op.drop_column("withdrawn_way")
        batch_op.drop_column("recorded_by_id")
        batch_op.drop_column("recorded_by_role")
        batch_op.drop_column("way")
        batch_op.drop_column("given")

    op.execute("UPDATE decision SET decided_by = proposed_by WHERE decided_by IS NULL")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("decided_by", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("account_request")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("rests_on")
    op.drop_table("prefect_link")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("stopped_by")
        batch_op.drop_column("failing_since_at")
        batch_op.drop_column("failures")
