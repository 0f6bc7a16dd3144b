"""The overall value that a zone is judged by, as a compute process takes it from a file."""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.severity import Measure
from pfd_desktop.core.severity.overall import Overall, overall_velocity, peak_to_peak_um
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class SeverityRequest:
    """A waveform file, what to measure, and the speed if it is known."""

    path: Path
    measure: Measure
    speed_rpm: float | None


def overall_for_zone(request: SeverityRequest, progress: Progress) -> Overall | str:
    """The value, or why there is none; raises InvalidRecording where the file is damaged."""
    progress.report(0.0, f"Reading {request.path.name}")
    blob = open_blob(request.path)
    try:
        if request.measure is Measure.SHAFT:
            return peak_to_peak_um(blob.samples, blob.rate_hz, blob.unit)
        return overall_velocity(blob.samples, blob.rate_hz, blob.unit, request.speed_rpm)
    except InvalidRecording as error:
        return str(error)
    finally:
        blob.close()
