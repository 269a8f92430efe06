"""What the reviews found"""

import uuid
from collections import Counter

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
    _sessions_by_their_day()
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("minor_consented_on", sa.Date(), nullable=True),
        sa.Column("guardian_consented_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_referral_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_plan_id"), ["plan_id"], unique=False)

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


def _sessions_by_their_day() -> None:
    """What was added up is now the sum of rows: one row without a day for what was done before days were kept."""
    op.create_table(
        "dated_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("condition_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_role", sa.String(length=20), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_role", sa.String(length=20), nullable=True),
        sa.Column("taken_back_at", UTCDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["condition.id"], name=op.f("fk_dated_session_condition_id_condition")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["guardian_order.id"], name=op.f("fk_dated_session_order_id_guardian_order")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_dated_session_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_session")),
    )
    with op.batch_alter_table("dated_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dated_session_plan_id"), ["plan_id"], unique=False)
    record = op.get_bind()
    conditions = {row.id: row for row in record.execute(sa.select(*_CONDITION.c))}
    # A changed condition was begun with what was done of the one before it.
    carried = {row.replaced_by_id: row.done for row in conditions.values() if row.replaced_by_id}
    kept = [(row.plan_id, row.id, None, row.done - carried.get(row.id, 0)) for row in conditions.values()]
    kept += [(row.plan_id, None, row.id, row.done_hours) for row in record.execute(sa.select(*_ORDER.c))]
    for plan_id, condition_id, order_id, amount in kept:
        if amount:
            row = {"id": uuid.uuid4(), "plan_id": plan_id, "condition_id": condition_id, "order_id": order_id}
            record.execute(sa.insert(_SESSION).values(**row, amount=amount))
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_column("done")
    with op.batch_alter_table("guardian_order", schema=None) as batch_op:
        batch_op.drop_column("done_hours")


_CONDITION = sa.table(
    "condition", sa.column("id", sa.Uuid()), sa.column("plan_id", sa.Uuid()), sa.column("done", sa.Integer()),
    sa.column("replaced_by_id", sa.Uuid()),
)  # fmt: skip
_ORDER = sa.table(
    "guardian_order", sa.column("id", sa.Uuid()), sa.column("plan_id", sa.Uuid()), sa.column("done_hours", sa.Integer())
)
_SESSION = sa.table(
    "dated_session", sa.column("id", sa.Uuid()), sa.column("plan_id", sa.Uuid()), sa.column("condition_id", sa.Uuid()),
    sa.column("order_id", sa.Uuid()), sa.column("amount", sa.Integer()), sa.column("taken_back_at", UTCDateTime()),
)  # fmt: skip


def _sums_again() -> None:
    """What was done stands as one number again, a changed condition with what was done of the one before it."""
    record = op.get_bind()
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("done", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("guardian_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("done_hours", sa.Integer(), server_default="0", nullable=False))
    sums: Counter[uuid.UUID] = Counter()
    for row in record.execute(sa.select(*_SESSION.c).where(_SESSION.c.taken_back_at.is_(None))):
        sums[row.condition_id or row.order_id] += row.amount
    before = {row.replaced_by_id: row.id for row in record.execute(sa.select(*_CONDITION.c)) if row.replaced_by_id}
    for row in record.execute(sa.select(_CONDITION.c.id)).all():
        done, each = sums[row.id], row.id
        while each in before:
            each = before[each]
            done += sums[each]
        record.execute(sa.update(_CONDITION).where(_CONDITION.c.id == row.id).values(done=done))
    for row in record.execute(sa.select(_ORDER.c.id)).all():
        record.execute(sa.update(_ORDER).where(_ORDER.c.id == row.id).values(done_hours=sums[row.id]))
    op.drop_table("dated_session")


def downgrade() -> None:
    op.execute("UPDATE item SET next_step = NULL, next_at = NULL WHERE next_step = 'again'")
    _sums_again()
    op.drop_table("referral")
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
