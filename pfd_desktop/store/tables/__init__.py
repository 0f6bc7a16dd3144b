"""The tables, by noun."""

from pfd_desktop.store.tables.base import Base
from pfd_desktop.store.tables.plant import (
    BearingRow,
    DiagnosisRow,
    FolderMappingRow,
    MachineRow,
    PointRow,
    RecordingRow,
    UnitRow,
)
from pfd_desktop.store.tables.work import FeatureSetRow, JobRow, RunRow

__all__ = [
    "Base",
    "BearingRow",
    "DiagnosisRow",
    "FeatureSetRow",
    "FolderMappingRow",
    "JobRow",
    "MachineRow",
    "PointRow",
    "RecordingRow",
    "RunRow",
    "UnitRow",
]
