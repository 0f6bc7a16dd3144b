"""A saved chain applied to many recordings: each becomes a new one at the same place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.chains.process import Processed, ProcessRequest, process_blob
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.records.chains import Applied, SavedChain
from pfd_desktop.core.records.recording import Flag, Recording
from pfd_desktop.core.speed.reference import SpeedReference
from pfd_desktop.errors import PfdError
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import identity, recordings
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording

SpeedOf = Callable[[Recording, Chain], SpeedReference | None]


def apply_saved(
    project: Project,
    compute: Compute,
    saved: SavedChain,
    asked: Sequence[Recording],
    *,
    speed_of: SpeedOf,
    progress: Progress,
) -> Applied:
    """Process side by side and keep what came of it; what cannot be done is named with its reason.

    *speed_of* says where the speed is taken from that the chain needs; it raises InvalidInput.
    """
    with _targets(project, len(asked)) as targets:
        requests, refused = _requests(saved, asked, targets, speed_of)
        made = []
        found = compute.map(progress, process_blob, tuple(requests.values()))
        for (source, request), outcome in zip(requests.items(), found, strict=True):
            if isinstance(outcome, PfdError):
                refused.append((source.name, str(outcome)))
            else:
                made.append(_keep(project, source, saved, request.target, outcome))
    return Applied(tuple(made), tuple(refused))


@contextmanager
def _targets(project: Project, count: int) -> Iterator[tuple[Path, ...]]:
    """A temporary file beside the waveform files for each; nothing is left of them."""
    folder, mark = project.blobs, f"process-{uuid4().hex}"
    try:
        yield tuple(folder / f"{mark}-{i}.tmp" for i in range(count))
    finally:
        for left in folder.glob(f"*{mark}*"):
            left.unlink(missing_ok=True)


def _requests(
    saved: SavedChain, asked: Sequence[Recording], targets: Sequence[Path], speed_of: SpeedOf
) -> tuple[dict[Recording, ProcessRequest], list[tuple[str, str]]]:
    requests: dict[Recording, ProcessRequest] = {}
    refused: list[tuple[str, str]] = []
    for one, target in zip(asked, targets, strict=True):
        try:
            speed = speed_of(one, saved.chain)
        except PfdError as error:
            refused.append((one.name, str(error)))
        else:
            requests[one] = ProcessRequest(one.path, target, saved.chain, speed)
    return requests, refused


def _keep(
    project: Project, source: Recording, saved: SavedChain, arrived: Path, outcome: Processed
) -> Recording:
    """The new recording, or the one that has these very samples already."""
    with project.store.read() as session:
        there = recordings.with_samples(session, outcome.info.sha256)
    same = next((one for one in there if one.made_from == source.id), None)
    if same is not None:
        return same
    new = _described(source, saved, outcome)
    with project.store.read() as session:
        new = replace(new, variant=identity.variant_of(session, new))
    kept = project.blob_path(new.blob, new.variant)
    is_new = not kept.exists()  # a recording in the trash may have those very samples
    atomic_move(arrived, kept)
    try:
        with project.store.write() as session:
            return recordings.add(session, new)
    except PfdError:  # a full disk, say: without a row nobody would ever find the file
        if is_new:
            kept.unlink(missing_ok=True)
        raise


def _described(source: Recording, saved: SavedChain, outcome: Processed) -> NewRecording:
    done = f"{source.processed}, then {outcome.words}" if source.processed else outcome.words
    flags = tuple(flag for flag in source.flags if flag.code != "processed")
    return NewRecording(
        name=f"{source.name}, {saved.name}",
        machine=source.machine_name,
        unit_name=source.unit_name,
        point=source.point_name,
        kind=source.kind,
        bearing=source.bearing,
        source_name=source.source_name,
        channel=source.channel,
        blob=outcome.info.sha256,
        rate_hz=outcome.info.rate_hz,
        samples=outcome.info.samples,
        quantity=outcome.quantity,
        unit=outcome.unit,
        speed_rpm=source.speed_rpm,
        speed_source=source.speed_source,
        speed_estimate_rpm=source.speed_estimate_rpm,
        speed_confidence=source.speed_confidence,
        condition=source.condition,
        label=source.label,
        severity=source.severity,
        flags=(*flags, Flag("processed", f"processed: {done}")),
        synthetic=source.synthetic,
        measured_at=source.measured_at,
        processed=done,
        made_from=source.id,
        axis=outcome.axis.value,
    )
