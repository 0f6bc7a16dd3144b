"""Datasets out of the project as bundles, and in again: whole or not at all."""

import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pfd_desktop.atomic import atomic_folder, atomic_move, atomic_path, atomic_write_bytes
from pfd_desktop.core.datasets import bundle, card
from pfd_desktop.core.datasets.bundle import FileMark, Manifest
from pfd_desktop.core.datasets.child import TakeMember, WriteMember, take_member, write_member
from pfd_desktop.core.records.datasets import (
    BundleForm,
    BundleReport,
    Dataset,
    DatasetVersion,
    DesignedSplit,
    MemberFacts,
)
from pfd_desktop.core.records.recording import Reading, reading
from pfd_desktop.errors import EnvironmentFault, InvalidInput, InvalidRecording, PfdError
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import bundles, datasets, identity
from pfd_desktop.store.keys import new_key
from pfd_desktop.store.project import Project

_BLOCK = 1 << 20


class BundleService:
    """Writes versions of datasets as bundles, and takes bundles in."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def export(
        self, version_id: str, target: Path, form: BundleForm, progress: Progress
    ) -> BundleReport:
        """Write a version as the folder *target*, or as one file where it ends in ".zip".

        A folder that is there is never written into. The samples go in pieces: memory does not grow
        with them. Raises InvalidInput, EnvironmentFault; then nothing is left at *target*.
        """
        with self._project.store.read() as session:
            version = datasets.version(session, version_id)
            splits = datasets.splits(session, [version_id])
        if target.exists():
            raise InvalidInput(f"{target} is there already. Choose another name.")
        try:
            if target.suffix.lower() == ".zip":
                with self._staging() as staging:
                    self._fill(staging, version, splits, form, Part(progress, 0.0, 0.9))
                    _pack(staging, target)
            else:
                with atomic_folder(target) as folder:
                    self._fill(folder, version, splits, form, progress)
        except OSError as error:
            raise EnvironmentFault(
                f"The dataset cannot be written to {target}: {error.strerror}. Choose another"
                " folder."
            ) from error
        return BundleReport(
            version.dataset_id, version.id, version.title, version.hash, len(version.members)
        )

    def take_in(self, source: Path, progress: Progress, name: str = "") -> BundleReport:
        """Make the dataset of a bundle, a folder or a ".zip", in this project.

        Every checksum, the version's hash and the certificates are checked first. Recordings whose
        samples the project has are taken as they are; the others come with their labels. Raises
        InvalidRecording where anything is not as it was written; then nothing was added.
        """
        with self._staging() as staging:
            folder = _unpacked(source, staging) if source.is_file() else source
            manifest = bundle.read_manifest(folder)
            facts = bundle.read_members(folder, manifest)
            for path in (bundle.CARD, *bundle.TABLES):
                bundle.check_file(folder, manifest.mark(path))
            wanted = self._wanted(folder, staging, manifest, facts)
            _all(self._compute.map(progress, take_member, wanted))
            return self._keep(manifest, wanted, name)

    def _fill(
        self,
        folder: Path,
        version: DatasetVersion,
        splits: Sequence[DesignedSplit],
        form: BundleForm,
        progress: Progress,
    ) -> None:
        """Everything of a bundle, each file durable; the manifest last."""
        (folder / "data").mkdir()
        facts = [one.facts for one in version.members]
        data = [bundle.data_name(i, one, form.ending) for i, one in enumerate(facts)]
        wanted = [
            WriteMember(self._project.blob_path(one.blob), folder, path, form, one)
            for one, path in zip(facts, data, strict=True)
        ]
        marks = _all(self._compute.map(progress, write_member, wanted))
        for path, text in (
            (bundle.MEMBERS, bundle.members_text(version)),
            (bundle.TABLES[0], bundle.recordings_table(version, data)),
            (bundle.TABLES[1], bundle.labels_table(version, data)),
            (bundle.CARD, card.data_card(version, splits, form).encode()),
        ):
            atomic_write_bytes(folder / path, text)
            marks.append(bundle.mark_file(folder, path))
        dataset = self._dataset(version.dataset_id)
        manifest = Manifest(
            bundle.FORMAT,
            bundle.FORMAT_VERSION,
            form,
            version.dataset_name,
            dataset.note,
            version.number,
            version.note,
            version.hash,
            tuple(data),
            bundle.split_marks(splits),
            tuple(marks),
        )
        atomic_write_bytes(folder / bundle.MANIFEST, bundle.manifest_text(manifest))

    def _dataset(self, dataset_id: str) -> Dataset:
        with self._project.store.read() as session:
            return datasets.get(session, dataset_id)

    def _known(self, facts: Sequence[MemberFacts]) -> set[tuple[str, Reading]]:
        """Samples, and how they are read, that the project has a recording of."""
        with self._project.store.read() as session:
            return {_content(one) for one in facts if bundles.alike(session, one)}

    def _wanted(
        self, folder: Path, staging: Path, manifest: Manifest, facts: Sequence[MemberFacts]
    ) -> list[TakeMember]:
        """What is to be checked, and where what the project has not is to be written."""
        known = self._known(facts)
        wanted = []
        for number, (one, path) in enumerate(zip(facts, manifest.data, strict=True)):
            target = None if _content(one) in known else staging / f"{number}.h5"
            known.add(_content(one))
            wanted.append(TakeMember(folder, manifest.mark(path), manifest.form, one, target))
        return wanted

    def _keep(self, manifest: Manifest, wanted: Sequence[TakeMember], name: str) -> BundleReport:
        """The waveform files first, durable, then all rows in one transaction."""
        facts = [one.facts for one in wanted]
        with self._project.store.read() as session:
            variants = identity.variants_of(session, facts)
        placed = []
        try:
            for one, variant in zip(wanted, variants, strict=True):
                if one.target is None:
                    continue
                target = self._project.blob_path(one.facts.blob, variant)
                if not target.exists():  # a recording in the trash may have those very samples
                    placed.append(target)
                atomic_move(one.target, target)
            with self._project.store.write() as session:
                return bundles.keep(session, manifest, facts, variants, name)
        except (PfdError, OSError) as error:
            for target in placed:  # without a row nobody would ever find them
                target.unlink(missing_ok=True)
            if isinstance(error, PfdError):
                raise
            raise EnvironmentFault(
                f"The samples cannot be written to {self._project.blobs}: {error.strerror}."
            ) from error

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        """A folder on the project's disk; what a killed program leaves there is swept at start."""
        folder = self._project.cache / f"dataset-{new_key()}.tmp"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _content(facts: MemberFacts) -> tuple[str, Reading]:
    """What a waveform file is made of."""
    return facts.blob, reading(facts)


def _all(answers: Sequence[FileMark | PfdError | None]) -> list[FileMark]:
    """The marks; raises the first error, for a bundle without one of its files is none."""
    for one in answers:
        if isinstance(one, PfdError):
            raise one
    return [one for one in answers if isinstance(one, FileMark)]


def _pack(folder: Path, target: Path) -> None:
    """All files of a folder as one; samples are stored as they are."""
    with (
        atomic_path(target) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED, allowZip64=True) as archive,
    ):
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())


def _unpacked(source: Path, staging: Path) -> Path:
    """The bundle of a ".zip"; refuses what leads out of it or is larger than the disk has room."""
    folder = staging / source.stem
    try:
        with zipfile.ZipFile(source) as archive:
            infos = archive.infolist()
            if sum(one.file_size for one in infos) > shutil.disk_usage(staging).free:
                raise InvalidRecording(f"{source.name} unpacked is larger than the disk has room.")
            for info in infos:
                _extract(archive, info, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InvalidRecording(f"{source.name} is no bundle of a dataset: {error}.") from error
    return folder


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> None:
    path = PurePosixPath(info.filename)
    if info.is_dir() or path.is_absolute() or ".." in path.parts or len(path.parts) > 2:
        raise InvalidRecording(f"{info.filename} in the archive is no file of a bundle.")
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with (
        archive.open(info) as packed,
        atomic_path(target) as temporary,
        temporary.open("wb") as out,
    ):
        while block := packed.read(min(_BLOCK, left)):
            out.write(block)
            left -= len(block)
