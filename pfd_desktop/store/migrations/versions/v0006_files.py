"""What the file of a recording says beside its samples; folders whose new files are imported."""

import sqlalchemy as sa
from alembic import op

from pfd_desktop.store.tables.base import Utc

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables; of what was imported before, nothing is known."""
    _file_facts()
    _watched()


def _file_facts() -> None:
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


def _watched() -> None:
    op.create_table(
        "watched_folders",
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("every", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_folders")),
    )
    op.create_table(
        "watched_files",
        sa.Column("folder_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("changed_ns", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["folder_id"],
            ["watched_folders.id"],
            name=op.f("fk_watched_files_folder_id_watched_folders"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_files")),
        sa.UniqueConstraint("folder_id", "path", name=op.f("uq_watched_files_folder_id")),
    )
