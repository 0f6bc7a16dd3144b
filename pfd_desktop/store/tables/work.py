"""Feature sets, runs and jobs."""

from datetime import datetime

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from pfd_desktop.store.tables.base import Base, Keyed, Synced, Utc


class FeatureSetRow(Synced, Base):
    """A set of features; the numbers lie under ``runs/``."""

    __tablename__ = "feature_sets"
    name: Mapped[str]
    feature_names: Mapped[str]  # JSON
    recording_ids: Mapped[str]  # JSON
    rows: Mapped[int]
    window_samples: Mapped[int]
    code_version: Mapped[str]
    warnings: Mapped[str] = mapped_column(default="[]")  # JSON
    dataset_version_id: Mapped[str | None] = mapped_column(default=None)


class RunRow(Synced, Base):
    """A training with its evaluation."""

    __tablename__ = "runs"
    name: Mapped[str]
    classifier: Mapped[str]
    split: Mapped[str]
    feature_set_id: Mapped[str | None] = mapped_column(ForeignKey("feature_sets.id"), default=None)
    recording_ids: Mapped[str]  # JSON
    split_certificate: Mapped[str] = mapped_column(default="")
    seed: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    result: Mapped[str | None] = mapped_column(default=None)  # JSON
    leak_meter: Mapped[str | None] = mapped_column(default=None)  # JSON
    history: Mapped[str] = mapped_column(default="[]")  # JSON
    finished_at: Mapped[datetime | None] = mapped_column(Utc, default=None)
    dataset_version_id: Mapped[str | None] = mapped_column(default=None)
    split_id: Mapped[str | None] = mapped_column(default=None)
    recipe: Mapped[str] = mapped_column(default="", server_default="")
    note: Mapped[str] = mapped_column(default="", server_default="")
    starred: Mapped[bool] = mapped_column(default=False, server_default=false())
    archived_at: Mapped[datetime | None] = mapped_column(Utc, default=None)


class JobRow(Keyed, Base):
    """A job; the row, not the thread, is the truth."""

    __tablename__ = "jobs"
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    request: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None] = mapped_column(Utc, default=None)
    offered_again: Mapped[bool] = mapped_column(default=False)
