"""What is asked of a child: to write the samples of one member into a bundle, or to take them in.

Light on purpose: services import it to name the functions; the readers load in the child.
"""

from dataclasses import dataclass
from pathlib import Path

from pfd_desktop.core.datasets.bundle import FileMark, check_file, mark_file
from pfd_desktop.core.records.datasets import BundleForm, MemberFacts
from pfd_desktop.core.waveforms.blob import open_blob, write_blob
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidRecording
from pfd_desktop.progress import Progress


@dataclass(frozen=True)
class WriteMember:
    """One recording to write as ``folder/path``."""

    waveform: Path
    folder: Path
    path: str
    form: BundleForm
    facts: MemberFacts


@dataclass(frozen=True)
class TakeMember:
    """One file of a bundle to check and to turn into the waveform file ``target``."""

    folder: Path
    mark: FileMark
    form: BundleForm
    facts: MemberFacts
    target: Path | None  # None: its samples are in the project already


def write_member(member: WriteMember, progress: Progress) -> FileMark:
    """Write the file; its size and hash."""
    from pfd_desktop.core.waveforms.sample_files import write_samples

    progress.report(0.0, f"Writing {member.path}")
    facts = member.facts
    blob = open_blob(member.waveform)
    try:
        if blob.sha256 != facts.blob:
            raise InvalidRecording(f"The samples of {facts.name} are not those that were frozen.")
        write_samples(member.folder / member.path, member.form, blob.samples, _told(facts))
    finally:
        blob.close()
    return mark_file(member.folder, member.path)


def take_member(member: TakeMember, progress: Progress) -> None:
    """Check the file and write the waveform file; raises InvalidRecording where it is another."""
    from pfd_desktop.core.waveforms.sample_files import read_samples

    progress.report(0.0, f"Reading {member.mark.path}")
    check_file(member.folder, member.mark)
    if member.target is None:
        return
    facts = member.facts
    pieces = read_samples(member.folder / member.mark.path, member.form)
    axis = Axis(facts.axis)
    info = write_blob(member.target, pieces, facts.rate_hz, facts.unit, facts.quantity, axis=axis)
    if info.sha256 != facts.blob:
        member.target.unlink()
        raise InvalidRecording(
            f"{member.mark.path} holds other samples than the dataset was made of."
        )


def _told(facts: MemberFacts) -> dict[str, str | float]:
    """What stands beside the samples in their file; names that MATLAB takes as well."""
    told: dict[str, str | float] = {
        "name": facts.name,
        "rate_hz": facts.rate_hz,
        "quantity": facts.quantity,
        "unit": facts.unit,
        "axis": facts.axis,
        "machine": facts.machine,
        "unit_name": facts.unit_name,
        "point": facts.point,
        "condition": facts.condition,
        "classes": "|".join(facts.classes),
        "severity": facts.severity,
        "sha256": facts.blob,
    }
    if facts.speed_rpm is not None:
        told["speed_rpm"] = facts.speed_rpm
    return told
