"""Datasets are found by their words."""

from alembic import op

from pfd_desktop.store import findable

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Keep the texts of those that are there."""
    findable.keep_all(op.get_bind(), "datasets")
