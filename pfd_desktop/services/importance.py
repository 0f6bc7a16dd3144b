"""How much the features of a set matter."""

from pathlib import Path

from pfd_desktop.core.records.learning import SplitKind, TrainRequest
from pfd_desktop.core.records.measured import Measured
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.importance import Importance, importance
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import TRAIN, Compute
from pfd_desktop.services.features import feature_file
from pfd_desktop.services.measured import keep, kept, origin_of
from pfd_desktop.services.trials import choose_recordings, member_of
from pfd_desktop.store.project import Project

__all__ = ["Importance", "ImportanceService"]


class ImportanceService:
    """Weighs features, and keeps the weights beside their set."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._project, self._compute = project, compute

    def measure(
        self,
        feature_set_id: str,
        progress: Progress,
        split: SplitKind = SplitKind.UNIT,
        seed: int = 0,
    ) -> Importance:
        """Weigh the features by the labelled recordings of the set, judged on what is held out.

        Kept beside the set, for each split. Raises InvalidInput where the recordings do not allow
        the split.
        """
        trial = self._trial(feature_set_id, split, seed)
        found = self._compute.run(progress, importance, trial, limits=TRAIN)
        asked = f"split by {split.value}, seed {seed}"
        keep(self._file(feature_set_id, split), Importance, found, origin_of(trial, asked))
        return found

    def kept(
        self, feature_set_id: str, split: SplitKind = SplitKind.UNIT, seed: int = 0
    ) -> Measured[Importance] | None:
        """What measure() last kept of this set under this split; None where it was never asked."""
        return kept(
            self._file(feature_set_id, split),
            Importance,
            lambda: origin_of(self._trial(feature_set_id, split, seed), ""),
        )

    def _trial(self, feature_set_id: str, split: SplitKind, seed: int) -> Trial:
        request = TrainRequest(split=split, feature_set_id=feature_set_id, seed=seed)
        chosen = choose_recordings(self._project, request)
        return Trial(
            classifier=request.classifier,
            split=split,
            members=tuple(member_of(one) for one in chosen),
            seed=seed,
            folds=request.folds,
            folder=None,
            matrix=feature_file(self._project.runs, feature_set_id),
        )

    def _file(self, feature_set_id: str, split: SplitKind) -> Path:
        numbers = feature_file(self._project.runs, feature_set_id)
        return numbers.with_name(f"{feature_set_id}-importance-{split.value}.json")
