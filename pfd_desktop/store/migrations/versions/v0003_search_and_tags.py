"""Tags, saved searches, texts and numbers to be found by; what a diagnosis says as columns."""

import sqlalchemy as sa
from alembic import op

from pfd_desktop.store import findable
from pfd_desktop.store.tables.base import Utc
from pfd_desktop.store.tables.search import FULL_TEXT

revision = "0003"
down_revision = "0002"
# What was found by its words then; tables that came later are filled by the step that lets them.
_FOUND = (
    *("recordings", "machines", "units", "points", "bearings"),
    *("labels", "runs", "feature_sets", "tags"),
)


def upgrade() -> None:
    """Make the tables of search and tags, and fill them with what is there."""
    _tags()
    _saved_searches()
    _found_by()
    _diagnoses()
    _fill()


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    op.create_index(op.f("ix_tags_key"), "tags", ["key"], unique=False)
    op.create_table(
        "taggings",
        sa.Column("tag_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        *_synced(),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_taggings_tag_id_tags")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taggings")),
    )
    op.create_index(op.f("ix_taggings_tag_id"), "taggings", ["tag_id"], unique=False)
    op.create_index("ix_taggings_subject_id", "taggings", ["subject_id", "tag_id"], unique=False)


def _saved_searches() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        *_synced(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )


def _found_by() -> None:
    op.create_table(
        "search_texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_texts")),
        sa.UniqueConstraint("key", name=op.f("uq_search_texts_key")),
    )
    for statement in FULL_TEXT:
        op.execute(statement)
    op.create_table(
        "metrics",
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "name", name=op.f("pk_metrics")),
    )
    op.create_index(op.f("ix_metrics_name"), "metrics", ["name"], unique=False)


def _diagnoses() -> None:
    op.add_column("diagnoses", sa.Column("fault", sa.String(), nullable=True))
    op.add_column("diagnoses", sa.Column("grade", sa.String(), server_default="", nullable=False))
    op.execute(
        "UPDATE diagnoses SET fault = json_extract(diagnosis, '$.fault'),"
        " grade = json_extract(diagnosis, '$.grade')"
    )


def _synced() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
    )


def _fill() -> None:
    """Texts and numbers of the rows that are there."""
    for table in _FOUND:
        later = ("note",) if table == "runs" else ()  # of a step that is still to come
        findable.keep_all(op.get_bind(), table, later)
