"""Changes that can be taken back; without Qt, for presenters.

What undo gives back is read when the change is made, not when it is told: what a panel shows may
be older than the change before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from pfd_desktop.core.records.datasets import Dataset
    from pfd_desktop.core.records.labels import Label, LabelFacts
    from pfd_desktop.core.records.machine import Bearing, BearingKind, Unit
    from pfd_desktop.core.records.recording import Recording
    from pfd_desktop.core.records.tags import SavedSearch, TagChange
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.datasets import DatasetService
    from pfd_desktop.services.experiments import ExperimentsService
    from pfd_desktop.services.labels import LabelService
    from pfd_desktop.services.search import SavedAs, SearchService
    from pfd_desktop.services.tags import TagService


@dataclass(frozen=True)
class Edit:
    """A change by services, and what takes it back; both are called in a job's thread."""

    title: str  # "Change the speed of 105": stands in the menu after Undo
    do: Callable[[], object]
    undo: Callable[[], object]


def recording_edit(
    data: DataService,
    title: str,
    recording_id: str,
    do: Callable[[], object],
    names: Collection[str],
) -> Edit:
    """*do* changes these fields of a recording; ``point_id`` stands for its place."""
    before: list[Recording] = []

    def make() -> None:
        before[:] = [data.recording(recording_id)]
        do()

    return Edit(title, make, lambda: data.take_back(before[0], names))


def bearing_edit(
    data: DataService, unit_id: str, unit_name: str, kind: BearingKind, bearing: Bearing | None
) -> Edit:
    """The unit carries its shaft so from now on."""
    before: list[Unit] = []

    def make() -> None:
        before[:] = [data.unit(unit_id)]
        data.edit_unit(unit_id, kind=kind, bearing=bearing)

    def take_back() -> None:
        data.edit_unit(unit_id, kind=before[0].kind, bearing=before[0].bearing)

    return Edit(f"Change the bearing of {unit_name}", make, take_back)


def label_made(labels: LabelService, recording_id: str, name: str, facts: LabelFacts) -> Edit:
    """A recording gets a label; redo brings the same one back."""
    made: list[Label] = []

    def make() -> Label:
        if made:
            return labels.restore([made[0].id])[0]
        made.append(labels.add(recording_id, facts))
        return made[0]

    return Edit(f"Label {name}", make, lambda: labels.delete([made[0].id]))


def labels_changed(
    labels: LabelService,
    name: str,
    label_ids: Collection[str],
    told: Callable[[Label], LabelFacts],
) -> Edit:
    """Each label says what *told* makes of it from now on; all or none."""
    before: dict[str, LabelFacts] = {}

    def make() -> None:
        before.update({one.id: one.facts for one in labels.edit_all(label_ids, told)})

    def take_back() -> None:
        labels.edit_all(before, lambda label: before[label.id])

    return Edit(f"Change {_labels(len(label_ids))} of {name}", make, take_back)


def labels_imported(labels: LabelService, recording_id: str, name: str, path: Path) -> Edit:
    """A recording gets the labels of a file; redo brings the same ones back."""
    made: list[Label] = []

    def make() -> int:
        if made:
            return len(labels.restore([one.id for one in made]))
        made[:] = labels.import_csv(recording_id, path)
        return len(made)

    return Edit(f"Import labels of {name}", make, lambda: labels.delete([one.id for one in made]))


def labels_deleted(labels: LabelService, name: str, label_ids: Collection[str]) -> Edit:
    """Labels go into the trash, all or none."""
    return Edit(
        f"Delete {_labels(len(label_ids))} of {name}",
        lambda: labels.delete(label_ids),
        lambda: labels.restore(label_ids),
    )


def tags_changed(tags: TagService, title: str, do: Callable[[], TagChange]) -> Edit:
    """*do* changes tags, or who has them."""
    made: list[TagChange] = []

    def make() -> TagChange:
        made[:] = [do()]
        return made[0]

    return Edit(title, make, lambda: tags.take_back(made[0]))


def tagged(tags: TagService, name: str, of: str, ids: Sequence[str], *, add: bool) -> Edit:
    """These "recordings", "datasets" … get a tag, or lose it."""
    from pfd_desktop.core.search.subjects import counted  # not at the start of the window

    number = counted(of, len(ids))
    if add:
        return tags_changed(tags, f"Tag {number} {name}", lambda: tags.add((name,), of, ids))
    title = f"Take the tag {name} from {number}"
    return tags_changed(tags, title, lambda: tags.remove((name,), of, ids))


def runs_starred(experiments: ExperimentsService, ids: Sequence[str], *, starred: bool) -> Edit:
    """Runs are marked, or lose the mark."""
    changed: list[str] = []

    def make() -> None:
        changed[:] = experiments.star(ids, starred=starred)

    words = "Star" if starred else "Unstar"
    return Edit(
        f"{words} {_runs(len(ids))}", make, lambda: experiments.star(changed, starred=not starred)
    )


def runs_archived(experiments: ExperimentsService, ids: Sequence[str], *, archived: bool) -> Edit:
    """Runs are put away, or taken back."""
    changed: list[str] = []

    def make() -> None:
        changed[:] = experiments.archive(ids, archived=archived)

    words = "Archive" if archived else "Unarchive"
    return Edit(
        f"{words} {_runs(len(ids))}",
        make,
        lambda: experiments.archive(changed, archived=not archived),
    )


def run_noted(experiments: ExperimentsService, run_id: str, note: str) -> Edit:
    """A run bears this note from now on."""
    before: list[str] = []

    def make() -> None:
        before[:] = [experiments.annotate(run_id, note)]

    return Edit("Change the note of a run", make, lambda: experiments.annotate(run_id, before[0]))


def dataset_made(
    datasets: DatasetService, name: str, find: Callable[[], Sequence[str]], query: str = ""
) -> Edit:
    """A dataset of the recordings that *find* gives, by *query*; redo brings the same one back."""
    made: list[Dataset] = []

    def make() -> Dataset:
        if made:
            return datasets.restore(made[0].id)
        made.append(datasets.create(name, find(), query=query))
        return made[0]

    return Edit(f"Create the dataset {name}", make, lambda: datasets.delete(made[0].id))


def search_saved(search: SearchService, name: str, subject: str, query: str, pinned: bool) -> Edit:
    """A search is kept under a name, in place of one that has it."""
    made: list[SavedAs] = []

    def make() -> None:
        made[:] = [search.save(name, subject, query, pinned=pinned)]

    def take_back() -> None:
        before = made[0].before
        if before is None:
            search.delete(made[0].now.id)
        else:
            search.save(before.name, before.subject, before.query, pinned=before.pinned)

    return Edit(f"Save the search {name}", make, take_back)


def search_deleted(search: SearchService, saved: SavedSearch) -> Edit:
    """A saved search goes into the trash."""
    return Edit(
        f"Delete the search {saved.name}",
        lambda: search.delete(saved.id),
        lambda: search.restore(saved.id),
    )


def _runs(many: int) -> str:
    return "a run" if many == 1 else f"{many} runs"


def _labels(many: int) -> str:
    return "the label" if many == 1 else f"{many} labels"
