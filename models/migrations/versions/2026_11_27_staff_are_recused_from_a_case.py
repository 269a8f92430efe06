"""staff are recused from a case"""

import sqlalchemy as sa
from alembic import op

revision = "409b6c492aa6"
down_revision = "4acf070a28d0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recused", sa.String(length=1000), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("recused")
