"""Records that the tests of the store keep."""

from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.store.recordings import NewRecording

BEARING = Bearing("", "6205-2RS", "SKF", 9, 7.94004, 39.0398, 0.0, "a test")


def new_recording(name: str = "105", blob: str = "ab" * 32) -> NewRecording:
    """A recording with every field told."""
    return NewRecording(
        name=name,
        machine="rig",
        unit_name="inner 0.007 in",
        point="drive end",
        kind=BearingKind.ROLLING,
        bearing=BEARING,
        source_name=f"{name}.mat",
        channel="DE",
        blob=blob,
        rate_hz=12_000.0,
        samples=121_265,
        quantity="acceleration",
        unit="g",
        speed_rpm=1797.0,
        speed_source=SpeedSource.FILE,
        speed_estimate_rpm=1796.5,
        speed_confidence=0.9,
        condition="0 hp",
        label="inner race",
        severity="0.007 in",
        flags=(Flag("clipped", "3 samples are clipped"),),
        synthetic=False,
    )
