"""The diagnosis as a compute process runs it: from a waveform file."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.diagnosis.rule import diagnose
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class DiagnoseRequest:
    """A waveform file and what is known of the machine it was measured on."""

    path: Path
    bearing: Bearing | None
    kind: BearingKind
    speed_rpm: float | None


def diagnose_blob(request: DiagnoseRequest, progress: Progress) -> Diagnosis:
    """Diagnose the waveform at ``request.path``."""
    blob = open_blob(request.path)
    try:
        return diagnose(
            blob.samples,
            blob.rate_hz,
            request.bearing,
            request.kind,
            speed_rpm=request.speed_rpm,
            progress=progress,
        )
    finally:
        blob.close()
