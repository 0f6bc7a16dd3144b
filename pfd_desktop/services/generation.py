"""Synthetic recordings: the sample project."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Flag, Recording, SpeedSource, reading
from pfd_desktop.core.waveforms.blob import BlobInfo
from pfd_desktop.core.waveforms.generation import GenerateRequest, generate
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import identity, recordings
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording

BEARING = "6205-2RS"
UNITS = 3  # rolling ones of each fault; of journal bearings two: enough to leave one of each out
SPEEDS = ((1797.0, "no load"), (1730.0, "full load"))
_SYNTHETIC = Flag("synthetic", "made by the program, not measured")

_ROLLING = (Fault.HEALTHY, Fault.OUTER_RACE, Fault.INNER_RACE, Fault.ROLLING_ELEMENT)
_JOURNAL = (Fault.HEALTHY, Fault.IMBALANCE, Fault.MISALIGNMENT, Fault.OIL_WHIRL)


@dataclass(frozen=True)
class Planned:
    """A recording to make, and where it belongs."""

    wanted: SyntheticRequest
    unit: str
    condition: str = ""
    machine: str = ""  # "" is the sample's


class GenerationService:
    """Makes recordings that are marked synthetic wherever they are shown."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def make_sample(self, seed: int, progress: Progress) -> tuple[Recording, ...]:
        """The sample: 24 rolling-element and 16 journal-bearing recordings, all synthetic."""
        return self.make(sample_plan(seed), progress)

    def make(self, planned: Sequence[Planned], progress: Progress) -> tuple[Recording, ...]:
        """Make and keep what is planned; what is there already, by its samples, is not kept twice.

        Raises InvalidInput where no such recording can be made.
        """
        folder = self._project.blobs
        mark = f"sample-{uuid4().hex}"
        asked = [
            GenerateRequest(plan.wanted, folder / f"{mark}-{i}.tmp")
            for i, plan in enumerate(planned)
        ]
        try:
            made = self._compute.map(progress, generate, asked)
            return tuple(
                self._keep(plan, request, info)
                for plan, request, info in zip(planned, asked, made, strict=True)
            )
        finally:
            for left in folder.glob(f"*{mark}*"):
                left.unlink(missing_ok=True)

    def _keep(
        self, plan: Planned, request: GenerateRequest, info: BlobInfo | PfdError
    ) -> Recording:
        if isinstance(info, PfdError):
            raise info
        new = _described(plan, info)
        with self._project.store.read() as session:
            there = recordings.with_samples(session, new.blob)
            new = replace(new, variant=identity.variant_of(session, new))
        own = next((one for one in there if _is_own(one, new)), None)
        if own is not None:
            return own
        kept = self._project.blob_path(new.blob, new.variant)
        is_new = not kept.exists()  # a recording in the trash may have those very samples
        atomic_move(request.target, kept)
        try:
            with self._project.store.write() as session:
                return recordings.add(session, new)
        except PfdError:  # a full disk, say: without a row nobody would ever find the file
            if is_new:
                kept.unlink(missing_ok=True)
            raise


def _is_own(there: Recording, new: NewRecording) -> bool:
    """Whether it was made here from the same seed, and nobody has read it otherwise since.

    One with the same samples may have come from a file, with a unit and a label of its own.
    """
    same_seed = there.synthetic and there.source_name == new.source_name
    return same_seed and reading(there) == reading(new)


def sample_plan(seed: int) -> tuple[Planned, ...]:
    """What the sample holds: every unit has its own severity, resonance and noise."""
    planned = []
    for number, (kind, fault, unit) in enumerate(_units()):
        for index, (speed_rpm, condition) in enumerate(SPEEDS):
            wanted = SyntheticRequest(
                fault=fault,
                kind=kind,
                bearing=find(BEARING) if kind is BearingKind.ROLLING else None,
                speed_rpm=speed_rpm,
                duration_s=5.0,
                severity=(1.0, 0.6, 1.4)[number % UNITS],
                noise_rms=(0.1, 0.14, 0.08)[number % UNITS],
                resonance_hz=(3300.0, 2700.0, 3900.0)[(number + 1) % UNITS],
                seed=seed * 1000 + 10 * number + index,
            )
            planned.append(Planned(wanted, unit, condition))
    return tuple(planned)


def _units() -> list[tuple[BearingKind, Fault, str]]:
    rolling = [
        (BearingKind.ROLLING, fault, f"bearing {letter} ({fault.value})")
        for fault in _ROLLING
        for letter in "ABC"[:UNITS]
    ]
    journal = [
        (BearingKind.JOURNAL, fault, f"journal {letter} ({fault.value})")
        for fault in _JOURNAL
        for letter in "AB"
    ]
    return rolling + journal


def _described(plan: Planned, info: BlobInfo) -> NewRecording:
    wanted = plan.wanted
    rolling = wanted.kind is BearingKind.ROLLING
    return NewRecording(
        name=", ".join(part for part in (plan.unit, plan.condition) if part),
        machine=plan.machine or f"Sample {'fan' if rolling else 'turbine'} (synthetic)",
        unit_name=plan.unit,
        point="housing" if rolling else "pedestal",
        kind=wanted.kind,
        bearing=wanted.bearing,
        source_name=f"synthetic, seed {wanted.seed}",
        channel="vertical",
        blob=info.sha256,
        rate_hz=info.rate_hz,
        samples=info.samples,
        quantity="acceleration",
        unit="g",
        speed_rpm=wanted.speed_rpm,
        speed_source=SpeedSource.PRESET,
        condition=plan.condition,
        label=wanted.fault.value,
        flags=(_SYNTHETIC,),
        synthetic=True,
    )
