"""Synthetic recordings: the sample project."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.generator.rig.tacho import PULSES_PER_TURN
from pfd_desktop.core.generator.sample import BASELINE, BEARING, Planned, sample_plan
from pfd_desktop.core.generator.single import (
    TACHO,
    GenerateRequest,
    RigChannel,
    generate_all,
    reads,
)
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import Bearing, BearingKind
from pfd_desktop.core.records.recording import Flag, Reading, Recording, SpeedSource, reading
from pfd_desktop.core.records.speed import TachoSpeed
from pfd_desktop.core.waveforms.blob import BlobInfo
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import identity, recordings, speed_references, trends
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording

__all__ = ["BEARING", "GenerationService", "Planned", "sample_plan"]

_SYNTHETIC = Flag("synthetic", "made by the program, not measured")
_GOOD = "the first weeks, before the defect begins"
_Identity = tuple[str, str, bool, Reading]


class GenerationService:
    """Makes recordings that are marked synthetic wherever they are shown."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def make_sample(self, seed: int, progress: Progress) -> tuple[Recording, ...]:
        """The sample, all synthetic.

        24 recordings of rolling-element and 16 of journal bearings to learn from; a rotor between
        two probes at one speed and running up, with its tacho; 18 weeks of a bearing that wears.
        """
        made = self.make(sample_plan(seed), progress)
        self._tell_tachos(made)
        self._tell_baselines(made)
        return made

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
            made = self._compute.map(progress, generate_all, _batches(asked))
            infos = [info for batch in made for info in _raised(batch)]
            new = [_described(*both) for both in zip(planned, infos, strict=True)]
            return self._keep(new, [request.target for request in asked])
        finally:
            for left in folder.glob(f"*{mark}*"):
                left.unlink(missing_ok=True)

    def _keep(self, new: Sequence[NewRecording], files: Sequence[Path]) -> tuple[Recording, ...]:
        """Files first, then all rows at once: a row never lacks its file."""
        known = self._there(new)
        missing = {_identity(one): (one, path) for one, path in zip(new, files, strict=True)}
        arriving = [both for key, both in missing.items() if key not in known]
        with self._project.store.read() as session:
            variants = identity.variants_of(session, [one for one, _ in arriving])
        placed = [replace(one, variant=v) for (one, _), v in zip(arriving, variants, strict=True)]
        kept = [self._project.blob_path(one.blob, one.variant) for one in placed]
        fresh = [path for path in kept if not path.exists()]  # one in the trash may have the others
        for (_, path), target in zip(arriving, kept, strict=True):
            atomic_move(path, target)
        try:
            with self._project.store.write() as session:
                known |= {_identity(one): recordings.add(session, one) for one in placed}
        except PfdError:  # a full disk, say: without a row nobody would ever find the files
            for path in fresh:
                path.unlink(missing_ok=True)
            raise
        return tuple(known[_identity(one)] for one in new)

    def _there(self, new: Sequence[NewRecording]) -> dict[_Identity, Recording]:
        """Those made here from the same seed, that nobody has read otherwise since.

        One with the same samples may have come from a file, with a unit and a label of its own.
        """
        there: dict[_Identity, Recording] = {}
        with self._project.store.read() as session:
            for hash_of_samples in {one.blob for one in new}:
                for one in recordings.with_samples(session, hash_of_samples):
                    there.setdefault(_identity(one), one)
        return there

    def _tell_tachos(self, made: Sequence[Recording]) -> None:
        """What was measured with a tacho takes its speed from it, where nothing else was told."""
        tachos = {one.source_name: one for one in made if one.channel == TACHO}
        with self._project.store.write() as session:
            for one in made:
                tacho = tachos.get(one.source_name, one)
                if tacho != one and speed_references.get(session, one.id) is None:
                    speed = TachoSpeed(tacho.id, PULSES_PER_TURN)
                    speed_references.put(session, one.id, speed)

    def _tell_baselines(self, made: Sequence[Recording]) -> None:
        """The first recordings of a point with dates are its good state, where none was told."""
        points: dict[str, list[Recording]] = {}
        for one in made:
            if one.measured_at is not None:
                points.setdefault(one.point_id, []).append(one)
        with self._project.store.write() as session:
            for point, dated in points.items():
                if trends.baseline(session, point) is None:
                    first = tuple(one.id for one in dated[:BASELINE])
                    trends.put_baseline(session, point, first, _GOOD)


def _batches(asked: Sequence[GenerateRequest]) -> list[tuple[GenerateRequest, ...]]:
    """What goes to a child at once, in order: channels of the rig, whose first needs what takes a
    child longer to load than all of them take to make; the others one by one."""
    batches: list[tuple[GenerateRequest, ...]] = []
    for request in asked:
        of_rig = isinstance(request.wanted, RigChannel)
        if of_rig and batches and isinstance(batches[-1][-1].wanted, RigChannel):
            batches[-1] = (*batches[-1], request)
        else:
            batches.append((request,))
    return batches


def _raised(made: tuple[BlobInfo, ...] | PfdError) -> tuple[BlobInfo, ...]:
    if isinstance(made, PfdError):
        raise made
    return made


def _identity(one: Recording | NewRecording) -> _Identity:
    """The same where the same was made and is read alike."""
    return one.blob, one.source_name, one.synthetic, reading(one)


@dataclass(frozen=True)
class _Facts:
    """What is true of a recording besides its plan and its samples."""

    machine: str
    point: str
    kind: BearingKind
    bearing: Bearing | None
    source: str
    channel: str
    speed_rpm: float | None
    label: str


def _of_sensor(wanted: SyntheticRequest) -> _Facts:
    rolling = wanted.kind is BearingKind.ROLLING
    return _Facts(
        machine=f"Sample {'fan' if rolling else 'turbine'} (synthetic)",
        point="housing" if rolling else "pedestal",
        kind=wanted.kind,
        bearing=wanted.bearing,
        source=f"synthetic, seed {wanted.seed}",
        channel="vertical",
        speed_rpm=wanted.speed_rpm,
        label=wanted.fault.value,
    )


def _of_rig(wanted: RigChannel) -> _Facts:
    """Its channels share a source: they were measured together."""
    rig = wanted.rig
    steady = rig.profile.start_rpm == rig.profile.end_rpm
    return _Facts(
        machine="Sample rotor (synthetic)",
        point=wanted.channel,
        kind=rig.kind,
        bearing=rig.bearing,
        source=f"synthetic, rotor, seed {rig.seed}, record {rig.index}",
        channel=wanted.channel,
        speed_rpm=rig.profile.start_rpm if steady else None,
        label=" + ".join(fault.value for fault, _ in rig.faults) or Fault.HEALTHY.value,
    )


def _described(plan: Planned, info: BlobInfo) -> NewRecording:
    wanted = plan.wanted
    facts = _of_rig(wanted) if isinstance(wanted, RigChannel) else _of_sensor(wanted)
    quantity, unit = reads(wanted)
    known = SpeedSource.UNKNOWN if facts.speed_rpm is None else SpeedSource.PRESET
    return NewRecording(
        name=plan.name,
        machine=plan.machine or facts.machine,
        unit_name=plan.unit,
        point=facts.point,
        kind=facts.kind,
        bearing=facts.bearing,
        source_name=facts.source,
        channel=facts.channel,
        blob=info.sha256,
        rate_hz=info.rate_hz,
        samples=info.samples,
        quantity=quantity,
        unit=unit,
        speed_rpm=facts.speed_rpm,
        speed_source=known,
        condition=plan.condition,
        label=facts.label if plan.labelled else None,
        flags=(_SYNTHETIC,),
        synthetic=True,
        measured_at=plan.measured_at,
    )
