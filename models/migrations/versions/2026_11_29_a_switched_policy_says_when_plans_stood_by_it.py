"""a switched policy says when plans stood by it"""

import sqlalchemy as sa
from alembic import op

from models.base import UTCDateTime

revision = "52fb55a3114e"
down_revision = "cc20e0ef55b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("switched_policy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recalculated_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("switched_policy", schema=None) as batch_op:
        batch_op.drop_column("recalculated_at")
