"""who somebody is at the identity provider"""

import sqlalchemy as sa
from alembic import op

revision = "c163ccc7f520"
down_revision = "409b6c492aa6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provider_identity", sa.String(length=64), nullable=True))

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provider_identity", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_staff_provider_identity"), ["provider_identity"])


def downgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_staff_provider_identity"), type_="unique")
        batch_op.drop_column("provider_identity")

    with op.batch_alter_table("account_request", schema=None) as batch_op:
        batch_op.drop_column("provider_identity")
