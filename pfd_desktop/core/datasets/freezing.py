"""From a recording to what a version keeps of it, and back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pfd_desktop.core.records.datasets import MemberFacts
from pfd_desktop.core.records.labels import LabelFacts
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.records.recording import Recording, SpeedSource, reading
from pfd_desktop.core.waveforms.references import file_read_as
from pfd_desktop.errors import InvalidRecording


def freeze(recording: Recording, labels: Sequence[LabelFacts]) -> MemberFacts:
    """What is known of a recording now."""
    speed = recording.speed_rpm
    bearing = recording.bearing
    return MemberFacts(
        blob=recording.blob,
        name=recording.name,
        source_name=recording.source_name,
        channel=recording.channel,
        machine=recording.machine_name,
        unit_name=recording.unit_name,
        point=recording.point_name,
        kind=recording.kind,
        bearing=None if bearing is None else replace(bearing, id="", built_in=False),
        rate_hz=float(recording.rate_hz),
        samples=recording.samples,
        quantity=recording.quantity,
        unit=recording.unit,
        axis=recording.axis,
        speed_rpm=None if speed is None else float(speed),
        speed_source=recording.speed_source.value,
        condition=recording.condition,
        label=recording.label,
        severity=recording.severity,
        synthetic=recording.synthetic,
        measured_at=recording.measured_at,
        processed=recording.processed,
        labels=tuple(sorted(labels, key=repr)),
    )


def as_frozen(recording: Recording, facts: MemberFacts) -> Recording:
    """The recording as it was frozen, whatever has been said of it since.

    Its classes stand as its label, and the names of machine and unit for their keys: so a split
    asks for what the version says, also in another project. Its waveform file is the one that
    reads the samples as they were read then; raises InvalidRecording where that is gone.
    """
    return replace(
        recording,
        name=facts.name,
        machine_id=facts.group(SplitKind.MACHINE),
        machine_name=facts.machine,
        unit_id=facts.group(SplitKind.UNIT),
        unit_name=facts.unit_name,
        point_name=facts.point,
        kind=facts.kind,
        bearing=facts.bearing,
        path=_file(recording, facts),
        rate_hz=facts.rate_hz,
        quantity=facts.quantity,
        unit=facts.unit,
        axis=facts.axis,
        speed_rpm=facts.speed_rpm,
        speed_source=SpeedSource(facts.speed_source),
        condition=facts.condition,
        label=facts.target or None,
        severity=facts.severity,
    )


def _file(recording: Recording, facts: MemberFacts) -> Path:
    """A waveform file is never changed: a recording that was corrected has got another one."""
    if reading(recording) == reading(facts):
        return recording.path
    alike = sorted(recording.path.parent.glob(f"{facts.blob}*.h5"))
    found = file_read_as(alike, reading(facts))
    if found is None:
        raise InvalidRecording(
            f"The waveform file of {facts.name} with the rate {facts.rate_hz:g} Hz and the unit"
            f" {facts.unit}, which the dataset was made of, is missing. Make a new version."
        )
    return found
