"""Which recordings came of a watched file, so that a whole one takes the place of its beginning."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Of what was taken before nobody knows."""
    column = sa.Column("recordings", sa.String(), server_default="[]", nullable=False)
    op.add_column("watched_files", column)
