"""What is asked of a child: to examine a waveform file, or channels measured together.

Light on purpose: services import it to name the functions.
"""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class ExamineRequest:
    """A waveform file, and the speed that was told."""

    path: Path
    told_rpm: float | None


def examine_blob(request: ExamineRequest, progress: Progress) -> tuple[Flag, ...]:
    """The findings; raises InvalidRecording where the file is missing or damaged."""
    from pfd_desktop.core.doctor.examine import examine

    progress.report(0.0, "Examining")
    blob = open_blob(request.path)
    try:
        return examine(waveform_of(blob), request.told_rpm)
    finally:
        blob.close()


def compare_blobs(paths: tuple[Path, Path], progress: Progress) -> Flag | None:
    """Whether two channels of one measurement are one signal."""
    from pfd_desktop.core.doctor.channels import same_channel

    progress.report(0.0, "Comparing channels")
    one = open_blob(paths[0])
    try:
        other = open_blob(paths[1])
        try:
            return same_channel(waveform_of(one), waveform_of(other))
        finally:
            other.close()
    finally:
        one.close()
