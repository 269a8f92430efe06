"""What the reviews found"""

revision = "9c1d52e0a7b4"
down_revision = "3bda41a3ef50"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
