"""Runs bear a note, a star, a place in the archive, and what they share with their other seeds."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Of runs that are there nobody knows which differ by their seed alone."""
    for name in ("note", "recipe"):
        op.add_column("runs", sa.Column(name, sa.String(), server_default="", nullable=False))
    starred: sa.Column[bool] = sa.Column(
        "starred", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("runs", starred)
    op.add_column("runs", sa.Column("archived_at", sa.DateTime(), nullable=True))
