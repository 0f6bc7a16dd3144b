"""How much the features of a set matter."""

from pfd_desktop.core.records.learning import SplitKind, TrainRequest
from pfd_desktop.core.training.evaluation import Trial
from pfd_desktop.core.training.importance import Importance, importance
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import TRAIN, Compute
from pfd_desktop.services.features import feature_file
from pfd_desktop.services.trials import choose_recordings, member_of
from pfd_desktop.store.project import Project

__all__ = ["Importance", "ImportanceService"]


class ImportanceService:
    """Looks; keeps nothing."""

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

        Raises InvalidInput where the recordings do not allow the split.
        """
        request = TrainRequest(split=split, feature_set_id=feature_set_id, seed=seed)
        chosen = choose_recordings(self._project, request)
        trial = Trial(
            classifier=request.classifier,
            split=split,
            members=tuple(member_of(one) for one in chosen),
            seed=seed,
            folds=request.folds,
            folder=None,
            matrix=feature_file(self._project.runs, feature_set_id),
        )
        return self._compute.run(progress, importance, trial, limits=TRAIN)
