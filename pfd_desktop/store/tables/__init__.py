"""The tables, by noun."""

from pfd_desktop.store.tables.base import Base
from pfd_desktop.store.tables.datasets import (
    DatasetMemberRow,
    DatasetRow,
    DatasetSplitRow,
    DatasetVersionRow,
)
from pfd_desktop.store.tables.plant import (
    BearingRow,
    DiagnosisRow,
    FolderMappingRow,
    MachineRow,
    PointRow,
    RecordingRow,
    UnitRow,
)
from pfd_desktop.store.tables.search import (
    MetricRow,
    SavedSearchRow,
    SearchTextRow,
    TaggingRow,
    TagRow,
)
from pfd_desktop.store.tables.severity import (
    AlarmLimitsRow,
    BaselineRow,
    MachineFactsRow,
    SeverityTableRow,
)
from pfd_desktop.store.tables.signals import (
    ActiveChainRow,
    ChainRow,
    FileFactsRow,
    LabelChangeRow,
    LabelRow,
    SpeedReferenceRow,
)
from pfd_desktop.store.tables.watching import WatchedFileRow, WatchedFolderRow
from pfd_desktop.store.tables.work import FeatureSetRow, JobRow, RunRow

__all__ = [
    "ActiveChainRow",
    "AlarmLimitsRow",
    "Base",
    "BaselineRow",
    "BearingRow",
    "ChainRow",
    "DatasetMemberRow",
    "DatasetRow",
    "DatasetSplitRow",
    "DatasetVersionRow",
    "DiagnosisRow",
    "FeatureSetRow",
    "FileFactsRow",
    "FolderMappingRow",
    "JobRow",
    "LabelChangeRow",
    "LabelRow",
    "MachineFactsRow",
    "MachineRow",
    "MetricRow",
    "PointRow",
    "RecordingRow",
    "RunRow",
    "SavedSearchRow",
    "SearchTextRow",
    "SeverityTableRow",
    "SpeedReferenceRow",
    "TagRow",
    "TaggingRow",
    "UnitRow",
    "WatchedFileRow",
    "WatchedFolderRow",
]
