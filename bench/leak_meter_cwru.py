"""The leak meter on the 32 CWRU 12 kHz drive-end records: what each split pretends.

Unit: fault location and size, all positions and loads of one being the same bearing. Condition:
the motor's load. From the root of the project, with the folder of the development recordings:

python -m bench.leak_meter_cwru ../shared/data [classifier ...] [--no-copies] [--unit-alone]

Classifiers on features learn from noisy copies as well, as in the window, unless told otherwise.
With --unit-alone only bearings never met are asked of: for networks, whose training takes long.
"""

import argparse
import tempfile
import time
from pathlib import Path

from pfd_desktop.core.classical.physics import PHYSICS
from pfd_desktop.core.records.learning import ExtractRequest, Interval, TrainRequest
from pfd_desktop.core.training.options import as_asked
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.services.trials import CLASSIFIERS, WITHOUT_FEATURES
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import put_cwru


def main() -> None:
    """Import, extract, and print one line a classifier."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("classifiers", nargs="*", default=list(CLASSIFIERS))
    parser.add_argument("--no-copies", action="store_true")
    parser.add_argument("--unit-alone", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = open_project(Path(folder) / "project")
        try:
            measure(project, arguments)
        finally:
            project.close()


def measure(project: Project, arguments: argparse.Namespace) -> None:
    """Print the meter of every classifier."""
    ids = tuple(put_cwru(project, arguments.data))
    begun = time.perf_counter()
    features = FeatureService(project, Inline())
    kept = features.extract(ExtractRequest(ids), Silent())
    took = time.perf_counter() - begun
    evidence = features.extract(ExtractRequest(ids, features="evidence"), Silent())
    print(f"{len(ids)} recordings, {kept.rows} windows, features in {took:.2f} s (one process)")
    training = TrainingService(project, Inline())
    for classifier in arguments.classifiers:
        learned = evidence if classifier in PHYSICS else kept
        bare = classifier in WITHOUT_FEATURES
        request = TrainRequest(
            classifier,
            feature_set_id=None if bare else learned.id,
            recording_ids=ids,
            options=() if arguments.no_copies else as_asked(classifier, {}),
        )
        begun = time.perf_counter()
        said = (of_units if arguments.unit_alone else of_all_splits)(training, request)
        print(f"{classifier}: {said}; {time.perf_counter() - begun:.1f} s", flush=True)


def of_units(training: TrainingService, request: TrainRequest) -> str:
    """What is named rightly of bearings never met."""
    result = training.train(request, Silent()).result
    return f"unit {shown_interval(result.accuracy)}" if result else "failed"


def of_all_splits(training: TrainingService, request: TrainRequest) -> str:
    """The meter under its three splits, and its words."""
    meter = training.leak_meter(request, Silent())
    random, condition, unit = map(shown_interval, (meter.random, meter.condition, meter.unit))
    return f"random {random}, condition {condition}, unit {unit}\n  {meter.words}\n "


def shown_interval(interval: Interval | None) -> str:
    """Value with its interval."""
    if interval is None:
        return "none"
    return f"{interval.value:.3f} ({interval.low:.2f} to {interval.high:.2f})"


if __name__ == "__main__":
    main()
