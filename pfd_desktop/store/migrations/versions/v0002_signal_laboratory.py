"""Labels, chains, speed references, severity, baselines; more facts of recordings."""

import sqlalchemy as sa
from alembic import op

from pfd_desktop.store.tables.base import Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of the signal laboratory."""
    _recordings()
    _labels()
    _label_changes()
    _chains_and_speed()
    _severity()
    _points()


def _recordings() -> None:
    op.add_column("recordings", sa.Column("measured_at", Utc(), nullable=True))
    op.add_column(
        "recordings", sa.Column("processed", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "recordings", sa.Column("made_from", sa.String(), server_default="", nullable=False)
    )
    op.add_column(
        "recordings", sa.Column("axis", sa.String(), server_default="time", nullable=False)
    )


def _labels() -> None:
    op.create_table(
        "labels",
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=True),
        sa.Column("stop_s", sa.Double(), nullable=True),
        sa.Column("low_hz", sa.Double(), nullable=True),
        sa.Column("high_hz", sa.Double(), nullable=True),
        sa.Column("classes", sa.String(), nullable=False),
        sa.Column("severity", sa.Double(), nullable=True),
        sa.Column("severity_words", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_labels_recording_id_recordings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels")),
    )
    op.create_index(op.f("ix_labels_recording_id"), "labels", ["recording_id"], unique=False)


def _label_changes() -> None:
    op.create_table(
        "label_changes",
        sa.Column("label_id", sa.String(), nullable=False),
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["label_id"], ["labels.id"], name=op.f("fk_label_changes_label_id_labels")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.id"],
            name=op.f("fk_label_changes_recording_id_recordings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_changes")),
    )
    op.create_index(op.f("ix_label_changes_label_id"), "label_changes", ["label_id"], unique=False)
    op.create_index(
        op.f("ix_label_changes_recording_id"), "label_changes", ["recording_id"], unique=False
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER label_changes_no_{act.lower()} BEFORE {act} ON label_changes"
            " BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
        )


def _chains_and_speed() -> None:
    op.create_table(
        "chains",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chains")),
        sa.UniqueConstraint("name", name=op.f("uq_chains_name")),
    )
    op.create_table(
        "active_chains",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("recording_id", sa.String(), nullable=True),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.id"],
            name=op.f("fk_active_chains_recording_id_recordings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_active_chains")),
        sa.UniqueConstraint("scope", name=op.f("uq_active_chains_scope")),
    )
    op.create_table(
        "speed_references",
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.id"],
            name=op.f("fk_speed_references_recording_id_recordings"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speed_references")),
        sa.UniqueConstraint("recording_id", name=op.f("uq_speed_references_recording_id")),
    )


def _severity() -> None:
    op.create_table(
        "severity_tables",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("zones", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_severity_tables")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_severity_tables_name")),
    )
    op.create_table(
        "machine_facts",
        sa.Column("machine_id", sa.String(), nullable=False),
        sa.Column("severity_table", sa.String(), nullable=False),
        sa.Column("machine_group", sa.String(), nullable=False),
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("power_kw", sa.Double(), nullable=True),
        sa.Column("machine_type", sa.String(), nullable=False),
        sa.Column("critical_rpm", sa.Double(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["machines.id"], name=op.f("fk_machine_facts_machine_id_machines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_facts")),
        sa.UniqueConstraint("machine_id", name=op.f("uq_machine_facts_machine_id")),
    )


def _points() -> None:
    op.create_table(
        "alarm_limits",
        sa.Column("point_id", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("alert", sa.Double(), nullable=True),
        sa.Column("alarm", sa.Double(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["points.id"], name=op.f("fk_alarm_limits_point_id_points")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_limits")),
        sa.UniqueConstraint("point_id", "measure", name=op.f("uq_alarm_limits_point_id")),
    )
    op.create_table(
        "baselines",
        sa.Column("point_id", sa.String(), nullable=False),
        sa.Column("recording_ids", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("changed_at", Utc(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["points.id"], name=op.f("fk_baselines_point_id_points")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
        sa.UniqueConstraint("point_id", name=op.f("uq_baselines_point_id")),
    )
