"""what is found by a person, or by a goal, has an index"""

from alembic import op

revision = "7d2f2ce2fc8c"
down_revision = "b06c8ccd3695"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("identity_index", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_index_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("search_index", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_index_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("usage_goal_value", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_goal_value_goal_id"), ["goal_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("usage_goal_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_goal_value_goal_id"))

    with op.batch_alter_table("search_index", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_index_person_id"))

    with op.batch_alter_table("identity_index", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_index_person_id"))
