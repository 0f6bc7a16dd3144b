"""Comparing training runs: whether one is better than another, and how sure that is."""

from collections.abc import Sequence
from dataclasses import fields

from pfd_desktop.core.comparison.answers import Material
from pfd_desktop.core.comparison.comparing import compare
from pfd_desktop.core.comparison.outcome import Comparison
from pfd_desktop.core.records.learning import Run, TrainRequest
from pfd_desktop.errors import NotFound
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store import datasets, feature_sets, recordings
from pfd_desktop.store.project import Project

__all__ = ["ROPE", "Comparison", "ComparisonService", "Standing"]

Standing = tuple[tuple[str, str, str] | None, ...]
ROPE = 0.01  # accuracy: one recording in a hundred makes no difference in practice
_NOT_SETTINGS = frozenset({"name", "recording_ids"})  # what was answered decides, not the list
_BY_ID = {  # told by a key, shown by a name with the key's end
    "feature_set_id": "feature set",
    "dataset_version_id": "dataset version",
    "split_id": "designed split",
}


class ComparisonService:
    """Looks; changes nothing."""

    def __init__(self, project: Project, training: TrainingService, compute: Compute) -> None:
        self._project, self._training, self._compute = project, training, compute

    def compare(self, run_ids: Sequence[str], progress: Progress, rope: float = ROPE) -> Comparison:
        """These 2 to 10 runs, joined by recording; computed in a child.

        *rope* is the difference in accuracy (0 to 1) that makes none in practice. Raises NotFound,
        and InvalidInput where the runs cannot be compared: without result, on other recordings,
        by other labels.
        """
        runs = tuple(self._training.run(one) for one in run_ids)
        names, units = self._known()
        settings = tuple(self._settings(run, names) for run in runs)
        return self._compute.run(progress, compare, Material(runs, settings, units, rope))

    def standing(self, run_ids: Sequence[str]) -> Standing:
        """Name, state and end of each of these, None for one that is gone: while these are the
        same, so is what comparing the runs says."""
        known = {one.id: one for one in self._training.summaries()}
        return tuple(
            (one.name, one.state.value, str(one.finished_at)) if (one := known.get(key)) else None
            for key in run_ids
        )

    def _known(self) -> tuple[dict[str, str], dict[str, str]]:
        """Names by key of what runs are told by key; the unit of every recording by its id."""
        with self._project.store.read() as session:
            names = {one.id: one.name for one in feature_sets.list_all(session)}
            for dataset in datasets.list_all(session):
                names |= {one.id: f"{dataset.name}@{one.number}" for one in dataset.versions}
            units = {one.id: one.unit_id for one in recordings.list_all(session)}
        return names, units

    def _settings(self, run: Run, names: dict[str, str]) -> dict[str, str]:
        """What the run was told, by name; what the row keeps where the request is gone."""
        try:
            told: TrainRequest | Run = self._training.request(run.id)
        except NotFound:
            told = run
        wanted = [one.name for one in fields(TrainRequest) if one.name not in _NOT_SETTINGS]
        return dict(_setting(name, getattr(told, name, None), names) for name in wanted)


def _setting(name: str, value: object, names: dict[str, str]) -> tuple[str, str]:
    """Its words; keys stay told apart where two things have one name."""
    if value is None:
        return _BY_ID.get(name, name.replace("_", " ")), "–"
    if name == "options" and isinstance(value, tuple):
        return "settings", ", ".join(f"{key} {_shown(one)}" for key, one in value) or "as usual"
    if name not in _BY_ID:
        return name.replace("_", " "), str(value)
    key = str(value)
    return _BY_ID[name], f"{names.get(key, '')} ({key[-8:]})".strip()


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
