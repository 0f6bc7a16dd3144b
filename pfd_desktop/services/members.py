"""The recordings that a request means: as they are, or as a version of a dataset froze them."""

from collections.abc import Sequence

from pfd_desktop.core.datasets.freezing import as_frozen
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.training.evaluation import Design
from pfd_desktop.errors import InvalidInput
from pfd_desktop.store import datasets, recordings
from pfd_desktop.store.project import Project


def recordings_as_asked(
    project: Project, ids: Sequence[str], version_id: str | None
) -> list[Recording]:
    """The recordings of these ids; as the version froze them, and all of it for no ids.

    Raises NotFound, InvalidInput where one is not in the version.
    """
    with project.store.read() as session:
        if version_id is None:
            return [recordings.get(session, one) for one in dict.fromkeys(ids)]
        version = datasets.version(session, version_id)
        frozen = {one.recording_id: one.facts for one in version.members}
        wanted = dict.fromkeys(ids or frozen)
        strangers = [one for one in wanted if one not in frozen]
        if strangers:
            raise InvalidInput(
                f"{len(strangers)} of the chosen recordings are not in {version.title}. Choose"
                " that dataset's own, or make a new version with them."
            )
        return [as_frozen(recordings.get(session, one), frozen[one]) for one in wanted]


def labelled_members(project: Project, version_id: str | None) -> tuple[str, ...]:
    """The recordings of a version that bear a class; none without a version."""
    if version_id is None:
        return ()
    with project.store.read() as session:
        members = datasets.version(session, version_id).members
    return tuple(one.recording_id for one in members if one.facts.target)


def design_of(project: Project, split_id: str | None) -> Design | None:
    """What a child needs to know of a designed split; raises NotFound."""
    if split_id is None:
        return None
    with project.store.read() as session:
        split = datasets.split(session, split_id)
        members = datasets.version(session, split.version_id).members
    pairs = zip(members, split.part_of, strict=True)
    part_of = tuple((one.recording_id, part) for one, part in pairs if part >= 0)
    return Design(part_of, split.certificate)
