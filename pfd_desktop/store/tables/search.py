"""Tags, saved searches, and what is kept beside rows so that they are found: texts and numbers."""

from sqlalchemy import Connection, ForeignKey, Index, PrimaryKeyConstraint, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from pfd_desktop.store.tables.base import Base, Synced


class TagRow(Synced, Base):
    """A tag. Two programs may both make one of the same name before they meet: not unique."""

    __tablename__ = "tags"
    name: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)  # folded
    colour: Mapped[str] = mapped_column(default="")


class TaggingRow(Synced, Base):
    """Something has a tag; its key is made of both, so that it is the same for all programs."""

    __tablename__ = "taggings"
    __table_args__ = (Index("ix_taggings_subject_id", "subject_id", "tag_id"),)
    tag_id: Mapped[str] = mapped_column(ForeignKey("tags.id"), index=True)
    subject: Mapped[str]  # name of its table
    subject_id: Mapped[str]


class SavedSearchRow(Synced, Base):
    """A query with a name."""

    __tablename__ = "saved_searches"
    name: Mapped[str]
    subject: Mapped[str]
    query: Mapped[str]
    pinned: Mapped[bool] = mapped_column(default=False)


class SearchTextRow(Base):
    """The texts of a row of another table, folded; ``search_index`` finds parts of them."""

    __tablename__ = "search_texts"
    number: Mapped[int] = mapped_column(primary_key=True)  # what the index calls it
    key: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]


class MetricRow(Base):
    """A number of something by its name."""

    __tablename__ = "metrics"
    __table_args__ = (PrimaryKeyConstraint("subject_id", "name"),)
    subject_id: Mapped[str]
    name: Mapped[str] = mapped_column(index=True)
    value: Mapped[float]


# Which three letters in a row a text has is all that the index knows (SQLite, FTS5, "the trigram
# tokenizer"): where they stand would double what each commit writes. The triggers are those of
# FTS5, "external content tables". The migration to schema 0003 makes the same.
FULL_TEXT = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_texts',"
    " content_rowid='number', tokenize='trigram case_sensitive 1', detail=none, columnsize=0)",
    "CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts BEGIN"
    " INSERT INTO search_index(rowid, text) VALUES (new.number, new.text); END",
    "CREATE TRIGGER search_texts_gone AFTER DELETE ON search_texts BEGIN"
    " INSERT INTO search_index(search_index, rowid, text)"
    " VALUES ('delete', old.number, old.text); END",
    "CREATE TRIGGER search_texts_changed AFTER UPDATE ON search_texts BEGIN"
    " INSERT INTO search_index(search_index, rowid, text)"
    " VALUES ('delete', old.number, old.text);"
    " INSERT INTO search_index(rowid, text) VALUES (new.number, new.text); END",
)


@event.listens_for(Base.metadata.tables["search_texts"], "after_create")
def _index(_table: Table, connection: Connection, **_told: object) -> None:
    for statement in FULL_TEXT:
        connection.exec_driver_sql(statement)
