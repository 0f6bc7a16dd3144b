"""What the signal says of its shaft speed, held against what was told."""

from pfd_desktop.core.diagnosis.speed import TOLERANCE, TRUSTED, SpeedEstimate
from pfd_desktop.core.records.recording import Flag


def speed_doubts(told_rpm: float | None, estimate: SpeedEstimate) -> tuple[Flag, ...]:
    """A flag where the signal clearly shows another speed than was told, or where none was told."""
    if told_rpm is None:
        found = f"; the signal suggests {estimate.rpm:.0f} rpm" if estimate.confidence > 0 else ""
        return (Flag("speed-missing", f"no speed was told{found}"),)
    if estimate.confidence < TRUSTED or abs(estimate.rpm / told_rpm - 1) <= TOLERANCE:
        return ()
    text = f"told {told_rpm:.0f} rpm, the signal says {estimate.rpm:.0f} rpm"
    return (Flag("speed-differs", text),)
