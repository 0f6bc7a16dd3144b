"""The grade of each recording; "" is one that was never examined."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Recordings get a grade."""
    op.add_column("recordings", sa.Column("grade", sa.String(), server_default="", nullable=False))
