"""The birthday is kept in the open no more: it follows from the encrypted birth date, and a sealed plan has none.

Lines of the journal that were written before stay as they are: they are never rewritten.
"""

import sqlalchemy as sa
from alembic import op

revision = "c50a2f923b03"
down_revision = "f63d502fa295"
branch_labels = None
depends_on = None

_TELLING = "SELECT id FROM item WHERE kind IN ('coming_of_age', 'age_rebase', 'consents')"
_SEALED = "SELECT id FROM plan WHERE sealed_at IS NOT NULL"
_SEALED_TELLING = f"{_TELLING} AND plan_id IN ({_SEALED})"

_ERASED = (
    # What the items were before is told by the items themselves, as long as they are kept.
    f"DELETE FROM item_change WHERE item_id IN ({_TELLING}) OR because = 'of_age'",
    f"DELETE FROM message_step WHERE message_id IN (SELECT id FROM message WHERE item_id IN ({_SEALED_TELLING}))",
    f"DELETE FROM message WHERE item_id IN ({_SEALED_TELLING})",
    f"DELETE FROM wake WHERE woken_by_id IN ({_SEALED_TELLING})",
    f"UPDATE explanation SET item_id = NULL WHERE item_id IN ({_SEALED_TELLING})",
    f"DELETE FROM item WHERE id IN ({_SEALED_TELLING}) AND id NOT IN (SELECT item_id FROM submission)",
    f"UPDATE item SET settled_because = NULL, settled_at = NULL WHERE settled_because = 'of_age' AND plan_id IN ({_SEALED})",
    "UPDATE guardian_order SET ended_because = NULL, ended_on = NULL "
    f"WHERE ended_because = 'of_age' AND plan_id IN ({_SEALED})",
    "UPDATE message_step SET reason = NULL WHERE reason = 'of_age' "
    f"AND message_id IN (SELECT id FROM message WHERE plan_id IN ({_SEALED}))",
    f"UPDATE message SET state_reason = NULL WHERE state_reason = 'of_age' AND plan_id IN ({_SEALED})",
    f"DELETE FROM consent WHERE subject = 'supervision_data' AND plan_id IN ({_SEALED})",
    "UPDATE person SET ended_on = NULL, ended_because = NULL "
    f"WHERE ended_because = 'of_age' AND plan_id IN ({_SEALED})",
    # Whoever was of age before the plan was opened: its own first day here stands for the birthday.
    "UPDATE person SET ended_on = (SELECT started_here_on FROM plan WHERE plan.id = person.plan_id) "
    "WHERE ended_because = 'of_age' AND ended_on < (SELECT decided_on FROM plan WHERE plan.id = person.plan_id)",
    "UPDATE plan SET of_age_on = NULL",
)


def upgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.alter_column("of_age_on", existing_type=sa.Date(), nullable=True)
    # Rows that are written once are rewritten this one time; their triggers are put back when the migration is done.
    on_table = "" if op.get_bind().dialect.name == "sqlite" else " ON item_change"
    for act in ("update", "delete", "truncate") if on_table else ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS item_change_no_{act}{on_table}")
    for statement in _ERASED:
        op.execute(statement)


def downgrade() -> None:
    op.execute("UPDATE plan SET of_age_on = '9999-12-31' WHERE of_age_on IS NULL")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.alter_column("of_age_on", existing_type=sa.Date(), nullable=False)
