"""Which vector of its file a recording is, and which waveform file with its samples is its own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Of what was imported before the vector is not known, and each file is the first."""
    for name in ("vector", "variant"):
        column = sa.Column(name, sa.String(), server_default="", nullable=False)
        op.add_column("recordings", column)
