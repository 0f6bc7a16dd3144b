"""Sets of synthetic recordings by design."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from pfd_desktop.atomic import atomic_move
from pfd_desktop.core.generator import design_text, designs
from pfd_desktop.core.generator.child import Kept, MakeRequest, make_files, probe
from pfd_desktop.core.generator.designs import Design, Mode
from pfd_desktop.core.generator.preview import Preview, PreviewRequest, preview
from pfd_desktop.core.records.labels import UNSEEN, LabelFacts, LabelKind
from pfd_desktop.core.records.recording import Flag, SpeedSource
from pfd_desktop.errors import InvalidInput, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.writing import save_text
from pfd_desktop.store import identity, labels, recordings
from pfd_desktop.store.project import Project
from pfd_desktop.store.recordings import NewRecording

_SYNTHETIC = Flag("synthetic", "made by the program, not measured")
_AUTHOR = "generator"
_BATCH = 64  # records between two commits


@dataclass(frozen=True)
class Size:
    """What a set will take."""

    records: int
    size_bytes: int
    seconds: float  # on as many processes as there are


class DesignService:
    """Makes sets of recordings that are marked synthetic wherever they are shown."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def preview(self, request: PreviewRequest, progress: Progress) -> Preview:
        """One record of the set as a picture; it is not kept. Raises InvalidInput."""
        designs.check(request.design)
        return self._compute.run(progress, preview, request)

    def size(self, design: Design, progress: Progress) -> Size:
        """What the set will take, by making one record on trial."""
        designs.check(design)
        mark = f"probe-{uuid4().hex}"
        asked = MakeRequest(design, len(design) - 1, self._project.blobs, mark)
        try:
            cost = self._compute.run(progress, probe, asked)
        finally:
            self._clear(mark)
        count = len(design)
        seconds = cost.seconds * count / self._compute.width
        return Size(count, cost.size_bytes * count, seconds)

    def save(self, design: Design, path: Path) -> None:
        """Write the design as JSON; raises EnvironmentFault where it cannot be written."""
        save_text(path, design_text.written(design))

    def load(self, path: Path) -> Design:
        """The design in a file; raises InvalidInput where there is none."""
        try:
            return design_text.read(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(f"The design {path.name} cannot be read: {error}.") from error

    def make(self, design: Design, progress: Progress) -> tuple[str, ...]:
        """Make what is not there yet and keep it, some records at a time; the ids of all.

        Cancelled or killed, it leaves whole records; asked again it goes on where it stopped.
        """
        designs.check(design)
        there = self._there(design)
        missing = [index for index in range(len(design)) if index not in there]
        for start in range(0, len(missing), _BATCH):
            part = missing[start : start + _BATCH]
            done = (len(design) - len(missing) + start) / len(design)
            ahead = Part(progress, done, done + len(part) / len(design))
            there |= self._make_batch(design, part, ahead)
        return tuple(one for index in range(len(design)) for one in there[index])

    def _there(self, design: Design) -> dict[int, tuple[str, ...]]:
        """What is in the project of the set already, by its place."""
        begins = _source(design, "")
        with self._project.store.read() as session:
            found = recordings.by_source(session, begins)
        there: dict[int, tuple[str, ...]] = {}
        for recording_id, source in found:
            index = int(source.removeprefix(begins))
            there[index] = (*there.get(index, ()), recording_id)
        return there

    def _make_batch(
        self, design: Design, indices: Sequence[int], progress: Progress
    ) -> dict[int, tuple[str, ...]]:
        mark = f"design-{uuid4().hex}"
        asked = [MakeRequest(design, index, self._project.blobs, mark) for index in indices]
        try:
            made = [_raised(one) for one in self._compute.map(progress, make_files, asked)]
            return self._keep(design, made)
        finally:
            self._clear(mark)

    def _keep(self, design: Design, made: Sequence[Kept]) -> dict[int, tuple[str, ...]]:
        """Files first, then all rows at once: a row never lacks its file."""
        new = [(kept, one) for kept in made for one in _described(design, kept)]
        with self._project.store.read() as session:
            variants = identity.variants_of(session, [one for _, one in new])
        files = [path for kept in made for path, _ in kept.files]
        placed = [replace(one, variant=v) for (_, one), v in zip(new, variants, strict=True)]
        for path, one in zip(files, placed, strict=True):
            atomic_move(path, self._project.blob_path(one.blob, one.variant))
        there: dict[int, tuple[str, ...]] = {}
        with self._project.store.write() as session:
            for (kept, _), one in zip(new, placed, strict=True):
                row = recordings.add(session, one)
                labels.add(session, row.id, _labels(design, kept), _AUTHOR)
                there[kept.at.index] = (*there.get(kept.at.index, ()), row.id)
        return there

    def _clear(self, mark: str) -> None:
        for left in self._project.blobs.glob(f"*{mark}*"):
            left.unlink(missing_ok=True)


def _raised(made: Kept | PfdError) -> Kept:
    if isinstance(made, PfdError):
        raise made
    return made


def _source(design: Design, index: int | str) -> str:
    return f"synthetic, design {design.key[:16]}, record {index}"


def _described(design: Design, kept: Kept) -> tuple[NewRecording, ...]:
    at, unit = kept.at, designs.unit_number(design, kept.at) + 1
    name = f"{kept.known.title}, {at.level.value}, {at.number + 1}"
    legacy = design.mode is Mode.LEGACY
    return tuple(
        NewRecording(
            name=name if len(kept.channels) == 1 else f"{name}, {channel}",
            machine=f"{design.name} (synthetic)",
            unit_name=f"{kept.known.title}, {at.level.value}, unit {unit}",
            point="signal" if legacy else "bearing",
            kind=design.kind,
            bearing=design.bearing,
            source_name=_source(design, at.index),
            channel=channel,
            blob=info.sha256,
            rate_hz=info.rate_hz,
            samples=info.samples,
            quantity=quantity,
            unit=unit_of,
            speed_rpm=kept.speed_rpm,
            speed_source=SpeedSource.PRESET,
            condition=f"{100 * kept.load:.0f} % load",
            label=kept.known.title.casefold()
            if len(kept.known.faults) > 1
            else kept.known.faults[0],
            severity=at.level.value if kept.severity is not None else "",
            flags=(_SYNTHETIC,),
            synthetic=True,
        )
        for (channel, quantity, unit_of), (_, info) in zip(kept.channels, kept.files, strict=True)
    )


def _labels(design: Design, kept: Kept) -> tuple[LabelFacts, ...]:
    """What is wrong and how much, and where nothing of it can be seen."""
    if kept.severity is None:
        return ()
    whole = LabelFacts(
        kind=LabelKind.RECORD,
        classes=tuple(fault.value for fault in kept.known.faults),
        severity=kept.severity,
        severity_words=kept.at.level.value,
    )
    return (whole, *_unseen(kept.visible, design.window_s))


def _unseen(visible: Sequence[bool], window_s: float) -> list[LabelFacts]:
    """Neighbouring windows without evidence, as one stretch each."""
    found: list[LabelFacts] = []
    for number, seen in enumerate(visible):
        if seen:
            continue
        start, stop = number * window_s, (number + 1) * window_s
        if found and found[-1].stop_s == start:
            start = found.pop().start_s or 0.0
        found.append(LabelFacts(LabelKind.REGION, (UNSEEN,), start_s=start, stop_s=stop))
    return found
