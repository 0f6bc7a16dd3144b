"""The first schema."""

import sqlalchemy as sa
from alembic import op

from pfd_desktop.store.tables.base import Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _part_0()
    _part_1()
    _part_2()
    _part_3()
    _part_4()


def _part_0() -> None:
    op.create_table(
        "bearings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("manufacturer", sa.String(), nullable=False),
        sa.Column("balls", sa.Integer(), nullable=False),
        sa.Column("ball_diameter_mm", sa.Double(), nullable=False),
        sa.Column("pitch_diameter_mm", sa.Double(), nullable=False),
        sa.Column("contact_angle_deg", sa.Double(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bearings")),
        sa.UniqueConstraint("name", name=op.f("uq_bearings_name")),
    )
    op.create_table(
        "feature_sets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("feature_names", sa.String(), nullable=False),
        sa.Column("recording_ids", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("window_samples", sa.Integer(), nullable=False),
        sa.Column("code_version", sa.String(), nullable=False),
        sa.Column("warnings", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feature_sets")),
    )


def _part_1() -> None:
    op.create_table(
        "folder_mappings",
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folder_mappings")),
        sa.UniqueConstraint("folder", name=op.f("uq_folder_mappings_folder")),
    )
    op.create_table(
        "jobs",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("finished_at", Utc(), nullable=True),
        sa.Column("offered_again", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_state"), "jobs", ["state"], unique=False)
    op.create_table(
        "machines",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machines")),
        sa.UniqueConstraint("name", name=op.f("uq_machines_name")),
    )


def _part_2() -> None:
    op.create_table(
        "runs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("classifier", sa.String(), nullable=False),
        sa.Column("split", sa.String(), nullable=False),
        sa.Column("feature_set_id", sa.String(), nullable=True),
        sa.Column("recording_ids", sa.String(), nullable=False),
        sa.Column("split_certificate", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("leak_meter", sa.String(), nullable=True),
        sa.Column("history", sa.String(), nullable=False),
        sa.Column("finished_at", Utc(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feature_set_id"],
            ["feature_sets.id"],
            name=op.f("fk_runs_feature_set_id_feature_sets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "units",
        sa.Column("machine_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bearing_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["machine_id"], ["machines.id"], name=op.f("fk_units_machine_id_machines")
        ),
        sa.ForeignKeyConstraint(
            ["bearing_id"], ["bearings.id"], name=op.f("fk_units_bearing_id_bearings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("machine_id", "name", name=op.f("uq_units_machine_id")),
    )


def _part_3() -> None:
    op.create_table(
        "points",
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_points_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_points_unit_id")),
    )
    op.create_table(
        "recordings",
        sa.Column("point_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("blob", sa.String(), nullable=False),
        sa.Column("rate_hz", sa.Double(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("speed_rpm", sa.Double(), nullable=True),
        sa.Column("speed_source", sa.String(), nullable=False),
        sa.Column("speed_estimate_rpm", sa.Double(), nullable=True),
        sa.Column("speed_confidence", sa.Double(), nullable=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["point_id"], ["points.id"], name=op.f("fk_recordings_point_id_points")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
    )
    op.create_index(op.f("ix_recordings_blob"), "recordings", ["blob"], unique=False)


def _part_4() -> None:
    op.create_index(op.f("ix_recordings_point_id"), "recordings", ["point_id"], unique=False)
    op.create_table(
        "diagnoses",
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("diagnosis", sa.String(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", Utc(), nullable=True),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=op.f("fk_diagnoses_recording_id_recordings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnoses")),
    )
    op.create_index(op.f("ix_diagnoses_recording_id"), "diagnoses", ["recording_id"], unique=False)
