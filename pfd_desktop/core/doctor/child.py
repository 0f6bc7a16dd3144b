"""What a child does to examine one recording that is in the project."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.doctor.table import examine
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.core.waveforms.checks import sample_flags
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class ExamineRequest:
    """A waveform file and what is known of it."""

    path: Path
    name: str
    speed_rpm: float | None


def examine_file(request: ExamineRequest, progress: Progress) -> tuple[Flag, ...]:
    """All that is wrong with it; raises InvalidRecording where it is damaged or constant."""
    progress.report(0.0, f"Examining {request.name}")
    blob = open_blob(request.path)
    try:
        kept = sample_flags(request.name, blob.samples, blob.rate_hz)
        found = examine(blob.samples, blob.rate_hz, blob.quantity, request.speed_rpm)
    finally:
        blob.close()
    return (*kept, *found)
