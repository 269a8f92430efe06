"""where somebody is signed in"""

import sqlalchemy as sa
from alembic import op

revision = "0cd2730ec111"
down_revision = "68feea9ee6e3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("browser", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("browser")
