"""What was measured of a run or a feature set is kept, and not shown once it no longer holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.perturbations import KINDS
from pfd_desktop.core.records.learning import ExtractRequest, Run, SplitKind, TrainRequest
from pfd_desktop.errors import NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.evaluation import EvaluationService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.importance import ImportanceService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.keys import now
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

WINDOW, RATE_HZ = 2048, 12000.0
ORDERS = {"imbalance": 3, "misalignment": 6, "looseness": 9}  # lines, in orders of the shaft


@dataclass
class Bench:
    """Three classes of three bearings, each recorded twice, and a run of them."""

    project: Project
    ids: tuple[str, ...]
    run: Run

    @property
    def evaluation(self) -> EvaluationService:
        return EvaluationService(self.project, Inline())

    @property
    def importance(self) -> ImportanceService:
        return ImportanceService(self.project, Inline())

    @property
    def data(self) -> DataService:
        return DataService(self.project)

    def moved(self, folder: Path) -> None:
        """Closed, moved to another place and opened there: a restart and more."""
        self.project.close()
        self.project.folder.rename(folder)
        self.project = open_project(folder)


def _wave(label: str, unit: int, load: int) -> NDArray[np.float32]:
    random = np.random.default_rng([unit, load, ORDERS[label]])
    time_s = np.arange(2 * WINDOW) / RATE_HZ
    tone = np.sin(2 * np.pi * ORDERS[label] * 1797 / 60 * time_s + random.uniform(0, 6))
    return (tone + 0.2 * random.normal(size=len(time_s))).astype(np.float32)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    project = open_project(tmp_path / "project")
    ids = tuple(
        put(
            project,
            _wave(label, unit, load),
            Told(f"{label} {unit} {load}", f"{label} {unit}", label, f"{load} hp"),
        )
        for label in ORDERS
        for unit in range(3)
        for load in range(2)
    )
    made = FeatureService(project, Inline()).extract(ExtractRequest(ids, WINDOW), Silent())
    asked = TrainRequest("logistic", feature_set_id=made.id, folds=3, options=(("snr_db", 60.0),))
    bench = Bench(project, ids, TrainingService(project, Inline()).train(asked, Silent()))
    yield bench
    bench.project.close()


def test_robustness_is_there_again_with_its_time_after_a_restart(
    bench: Bench, tmp_path: Path
) -> None:
    key = bench.run.id
    assert bench.evaluation.kept_robustness(key) is None
    gain = bench.evaluation.robustness(key, Silent(), ("gain",))
    bench.moved(tmp_path / "elsewhere")
    kept = bench.evaluation.kept_robustness(key)
    assert kept is not None
    assert kept.found == gain
    assert timedelta(0) <= now() - kept.at < timedelta(minutes=5)
    assert kept.words == f"Measured {kept.at.astimezone():%Y-%m-%d %H:%M}."
    noise = bench.evaluation.robustness(key, Silent(), ("noise",))
    both = bench.evaluation.kept_robustness(key)
    assert both is not None
    assert both.found is not None
    assert both.found.levels == (*noise.levels, *gain.levels)  # in the order of all kinds
    assert both.found.kinds == ("noise", "gain")
    again = bench.evaluation.robustness(key, Silent(), ("gain",))
    assert [one.level for one in again.levels] == list(KINDS["gain"].levels)
    thrice = bench.evaluation.kept_robustness(key)
    assert thrice is not None
    assert thrice.found == both.found


def test_unknown_faults_and_importance_are_kept_each_for_what_was_asked(
    bench: Bench, tmp_path: Path
) -> None:
    key, features = bench.run.id, bench.run.feature_set_id or ""
    assert bench.evaluation.kept_strangers(key) is None
    assert bench.importance.kept(features) is None
    found = bench.evaluation.strangers(key, Silent())
    by_unit = bench.importance.measure(features, Silent())
    by_load = bench.importance.measure(features, Silent(), SplitKind.CONDITION)
    bench.moved(tmp_path / "elsewhere")
    kept = bench.evaluation.kept_strangers(key)
    assert kept is not None
    assert kept.found == found
    for split, told in ((SplitKind.UNIT, by_unit), (SplitKind.CONDITION, by_load)):
        weighed = bench.importance.kept(features, split)
        assert weighed is not None
        assert weighed.found == told
    assert by_unit != by_load
    other = bench.importance.kept(features, seed=1)  # another chance was not asked
    assert other is not None
    assert other.found is None


def test_what_no_longer_holds_is_not_shown_as_if_it_did(bench: Bench) -> None:
    key, features = bench.run.id, bench.run.feature_set_id or ""
    bench.evaluation.robustness(key, Silent(), ("gain",))
    bench.evaluation.strangers(key, Silent())
    bench.importance.measure(features, Silent())

    def held() -> tuple[bool, bool, bool]:
        kept = (
            bench.evaluation.kept_robustness(key),
            bench.evaluation.kept_strangers(key),
            bench.importance.kept(features),
        )
        assert all(kept)
        assert all(one.found is not None or "Measure anew" in one.words for one in kept if one)
        first, second, third = (one is not None and one.found is not None for one in kept)
        return first, second, third

    assert held() == (True, True, True)
    bench.data.edit_recording(bench.ids[0], label="looseness")
    assert held() == (False, False, False)
    bench.data.edit_recording(bench.ids[0], label="imbalance")
    assert held() == (True, True, True)
    bench.data.edit_recording(bench.ids[0], name="the first")  # a name changes no result
    assert held() == (True, True, True)
    bench.data.edit_recording(bench.ids[0], speed_rpm=1750.0)
    assert held() == (False, True, True)  # only robustness reads the recordings again


def test_a_run_takes_what_is_kept_of_it_along(bench: Bench) -> None:
    key = bench.run.id
    bench.evaluation.robustness(key, Silent(), ("gain",))
    folder = bench.project.runs / key
    (folder / "robustness.json").write_text('{"at": "yesterday"}')
    assert bench.evaluation.kept_robustness(key) is None  # not readable: can be measured again
    bench.evaluation.robustness(key, Silent(), ("gain",))
    assert {one.name for one in folder.glob("*.json")} >= {"robustness.json"}
    TrainingService(bench.project, Inline()).delete(key)
    assert not folder.exists()
    assert bench.evaluation.kept_robustness(key) is None


class _Deleting:
    """Deletes the run while it is measured."""

    def __init__(self, bench: Bench) -> None:
        self._bench: Bench | None = bench

    def report(self, fraction: float, text: str = "") -> None:
        del text
        if fraction > 0.9 and self._bench is not None:
            bench, self._bench = self._bench, None
            TrainingService(bench.project, Inline()).delete(bench.run.id)

    def tell(self, event: object) -> None:
        """Nothing is told."""


def test_nothing_is_kept_of_a_run_that_was_deleted_meanwhile(bench: Bench) -> None:
    with pytest.raises(NotFound):
        bench.evaluation.robustness(bench.run.id, _Deleting(bench), ("gain",))
    assert not (bench.project.runs / bench.run.id).exists()
