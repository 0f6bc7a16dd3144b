"""Datasets: made from recordings, versioned, compared, parted, put away."""

from collections.abc import Iterable

from pfd_desktop.core.datasets.comparing import compare, stale_features, stale_runs
from pfd_desktop.core.datasets.hashing import certificate, version_hash
from pfd_desktop.core.datasets.splitting import part_members
from pfd_desktop.core.records.datasets import (
    Dataset,
    DatasetVersion,
    DesignedSplit,
    SplitRequest,
    Stale,
    VersionChange,
)
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.store import datasets, feature_sets, runs
from pfd_desktop.store.keys import new_key, now
from pfd_desktop.store.project import Project

__all__ = ["DatasetService", "SplitRequest"]


class DatasetService:
    """Named sets of recordings whose versions never change.

    Undo: of create and import is delete, of delete is restore, of archive is unarchive, of rename
    is rename with what it returned. A version stays; the one before is still there.
    """

    def __init__(self, project: Project) -> None:
        self._store = project.store

    def create(
        self, name: str, recording_ids: Iterable[str], note: str = "", *, query: str = ""
    ) -> Dataset:
        """A dataset with its first version; raises InvalidInput where it cannot be.

        Its version says for good which *query* found the recordings.
        """
        if not name.strip():
            raise InvalidInput("A dataset needs a name.")
        ids = tuple(recording_ids)
        if query and not ids:
            raise InvalidInput(f"No recording fits {query}, so there is no dataset to be made.")
        with self._store.write() as session:
            made = datasets.add(session, name.strip(), note.strip())
            datasets.add_version(
                session,
                made.id,
                datasets.frozen(session, ids),
                f"found by: {query}" if query else "",
            )
            return datasets.get(session, made.id)

    def add_version(
        self, dataset_id: str, recording_ids: Iterable[str] = (), note: str = ""
    ) -> DatasetVersion:
        """Freeze these recordings as they are now; those of the newest version for no ids.

        Raises InvalidInput where nothing has changed since the newest version.
        """
        with self._store.write() as session:
            newest = datasets.get(session, dataset_id).newest
            ids = tuple(recording_ids)
            if not ids:
                ids = tuple(m.recording_id for m in datasets.version(session, newest.id).members)
            members = datasets.frozen(session, ids)
            if version_hash([one.facts for one in members]) == newest.hash:
                raise InvalidInput(
                    f"Nothing has changed since version {newest.number}: the same recordings, told"
                    " the same way."
                )
            return datasets.add_version(session, dataset_id, members, note.strip())

    def rename(self, dataset_id: str, name: str, note: str) -> Dataset:
        """Give it another name and note; returns it as it was."""
        if not name.strip():
            raise InvalidInput("A dataset needs a name.")
        with self._store.write() as session:
            return datasets.rename(session, dataset_id, name.strip(), note.strip())

    def archive(self, dataset_id: str) -> None:
        """Out of the way: lists leave it out, nothing is lost."""
        with self._store.write() as session:
            datasets.archive(session, dataset_id, archived=True)

    def unarchive(self, dataset_id: str) -> None:
        """Back among the others."""
        with self._store.write() as session:
            datasets.archive(session, dataset_id, archived=False)

    def delete(self, dataset_id: str) -> None:
        """Into the trash; what was made of it keeps its versions."""
        with self._store.write() as session:
            datasets.delete(session, dataset_id)

    def restore(self, dataset_id: str) -> Dataset:
        """Out of the trash."""
        with self._store.write() as session:
            return datasets.restore(session, dataset_id)

    def list_all(self, *, archived: bool = False) -> tuple[Dataset, ...]:
        """All datasets by name; the archived ones only when asked for."""
        with self._store.read() as session:
            found = datasets.list_all(session)
        return tuple(one for one in found if archived or one.archived_at is None)

    def trash(self) -> tuple[Dataset, ...]:
        """What was deleted, the latest first."""
        with self._store.read() as session:
            return datasets.trash(session)

    def dataset(self, dataset_id: str) -> Dataset:
        """One; raises NotFound."""
        with self._store.read() as session:
            return datasets.get(session, dataset_id)

    def version(self, version_id: str) -> DatasetVersion:
        """A version with all its members; raises NotFound."""
        with self._store.read() as session:
            return datasets.version(session, version_id)

    def numbered(self, dataset_id: str, number: int | None = None) -> DatasetVersion:
        """The version of that number, the newest for None; raises NotFound."""
        with self._store.read() as session:
            dataset = datasets.get(session, dataset_id)
            for line in reversed(dataset.versions):
                if number in {None, line.number}:
                    return datasets.version(session, line.id)
        raise NotFound(f"{dataset.name} has no version {number}.")

    def diff(self, before_id: str, after_id: str) -> VersionChange:
        """What differs between two versions, and what was made of the first that is stale then."""
        with self._store.read() as session:
            found = compare(
                datasets.version(session, before_id), datasets.version(session, after_id)
            )
            made = feature_sets.list_all(session), runs.list_all(session)
        features, judged = stale_features(found), stale_runs(found)
        stale = [
            Stale("feature set", one.id, one.name, features)
            for one in made[0]
            if features and one.dataset_version_id == before_id
        ]
        stale += [
            Stale("run", one.id, one.name, judged)
            for one in made[1]
            if judged and one.dataset_version_id == before_id
        ]
        return VersionChange(found, tuple(stale))

    def design(self, request: SplitRequest) -> DesignedSplit:
        """Part a version by a group key and keep it; the same request gives the same certificate.

        Raises InvalidInput with the reason where the dataset does not allow such a split.
        """
        version = self.version(request.version_id)
        facts = [one.facts for one in version.members]
        part_of = part_members(facts, request.key, request.parts, request.seed)
        split = DesignedSplit(
            id=new_key(),
            version_id=version.id,
            key=request.key,
            seed=request.seed,
            parts=max(part_of) + 1,
            part_of=part_of,
            certificate=certificate(version.hash, request.key, facts, part_of),
            created_at=now(),
        )
        with self._store.write() as session:
            return datasets.add_split(session, split)

    def splits(self, version_id: str) -> tuple[DesignedSplit, ...]:
        """The designed splits of a version, the oldest first."""
        with self._store.read() as session:
            return datasets.splits(session, [version_id])
