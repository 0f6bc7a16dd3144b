"""Datasets with versions and designed splits; feature sets and runs name the version they used."""

import sqlalchemy as sa
from alembic import op

from pfd_desktop.store.tables.base import Utc

revision = "0004"
down_revision = "0003"

_FROZEN = (
    ("dataset_versions", "a version of a dataset"),
    ("dataset_members", "a version of a dataset"),
    ("dataset_splits", "a designed split"),
)


def upgrade() -> None:
    """Make the tables of datasets; what was made before names no version."""
    _datasets()
    _members()
    _splits()
    for name, what in _FROZEN:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name}"
                f" BEGIN SELECT RAISE(ABORT, '{what} never changes'); END"
            )
    op.execute(
        "CREATE TRIGGER dataset_members_no_more BEFORE INSERT ON dataset_members"
        " WHEN NEW.position NOT BETWEEN 0 AND"
        " (SELECT members FROM dataset_versions WHERE id = NEW.version_id) - 1"
        " BEGIN SELECT RAISE(ABORT, 'a version of a dataset never changes'); END"
    )
    for table, names in (
        ("feature_sets", ("dataset_version_id",)),
        ("runs", ("dataset_version_id", "split_id")),
    ):
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(), nullable=True))


def _datasets() -> None:
    op.create_table(
        "datasets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("archived_at", Utc(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datasets")),
    )
    op.create_table(
        "dataset_versions",
        sa.Column("dataset_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("fk_dataset_versions_dataset_id_datasets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_versions")),
        sa.UniqueConstraint("dataset_id", "number", name=op.f("uq_dataset_versions_dataset_id")),
    )
    op.create_index(op.f("ix_dataset_versions_hash"), "dataset_versions", ["hash"], unique=False)


def _members() -> None:
    op.create_table(
        "dataset_members",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["dataset_versions.id"],
            name=op.f("fk_dataset_members_version_id_dataset_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.id"],
            name=op.f("fk_dataset_members_recording_id_recordings"),
        ),
        sa.PrimaryKeyConstraint("version_id", "position", name=op.f("pk_dataset_members")),
    )
    op.create_index(
        op.f("ix_dataset_members_recording_id"), "dataset_members", ["recording_id"], unique=False
    )


def _splits() -> None:
    op.create_table(
        "dataset_splits",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("part_of", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["dataset_versions.id"],
            name=op.f("fk_dataset_splits_version_id_dataset_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_splits")),
        sa.UniqueConstraint("version_id", "certificate", name=op.f("uq_dataset_splits_version_id")),
    )
    op.create_index(
        op.f("ix_dataset_splits_certificate"), "dataset_splits", ["certificate"], unique=False
    )
