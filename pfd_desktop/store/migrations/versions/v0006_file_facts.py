"""What the file of a recording says beside its samples."""

import sqlalchemy as sa
from alembic import op

from pfd_desktop.store.tables.base import Utc

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table; of what was imported before, nothing is known."""
    op.create_table(
        "file_facts",
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_file_facts_recording_id_recordings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_facts")),
    )
    op.create_index(op.f("ix_file_facts_recording_id"), "file_facts", ["recording_id"], unique=True)
