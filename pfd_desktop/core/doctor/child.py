"""What is asked of a child: to examine a waveform file, or channels measured together.

Light on purpose: services import it to name the functions.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.records.examining import Examined
from pfd_desktop.core.records.recording import Flag
from pfd_desktop.core.waveforms.blob import open_blob, waveform_of
from pfd_desktop.core.waveforms.waveform import Waveform
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class ExamineRequest:
    """A waveform file, and the speed that was told."""

    path: Path
    told_rpm: float | None
    first: bool = False  # never examined: the speed in the signal is looked for as well


def examine_blob(request: ExamineRequest, progress: Progress) -> Examined:
    """Look at the samples; raises InvalidRecording where the file is missing or damaged."""
    from pfd_desktop.core.diagnosis.speed import estimate_speed
    from pfd_desktop.core.doctor.examine import examine
    from pfd_desktop.core.doctor.speeds import speed_doubts

    progress.report(0.0, "Examining")
    blob = open_blob(request.path)
    try:
        findings = examine(waveform_of(blob), request.told_rpm)
        if not request.first:
            return Examined(findings)
        seen = estimate_speed(blob.samples, blob.rate_hz, request.told_rpm)
    finally:
        blob.close()
    doubts = speed_doubts(request.told_rpm, seen)
    return Examined(
        findings, True, doubts, *((seen.rpm, seen.confidence) if seen.confidence else ())
    )


def compare_blobs(paths: tuple[Path, Path], progress: Progress) -> Flag | None:
    """Whether two channels of one measurement are one signal."""
    from pfd_desktop.core.doctor.channels import same_channel

    progress.report(0.0, "Comparing channels")
    with ExitStack() as opened:
        one, other = (_waveform(opened, path) for path in paths)
        return same_channel(one, other)


def cross_blobs(paths: tuple[Path, ...], progress: Progress) -> Flag | None:
    """Whether the channels of the last two of four files look like the first two crosswise."""
    from pfd_desktop.core.doctor.channels import swapped_channels

    progress.report(0.0, "Comparing with an earlier measurement")
    with ExitStack() as opened:
        a, b, c, d = (_waveform(opened, path) for path in paths)
        return swapped_channels((a, b), (c, d))


def _waveform(opened: ExitStack, path: Path) -> Waveform:
    blob = open_blob(path)
    opened.callback(blob.close)
    return waveform_of(blob)
