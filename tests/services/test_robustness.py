"""What a run's classifiers withstand, through the service, on bearings whose fault is known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.evaluation.perturbations import KINDS, Perturbation
from pfd_desktop.core.evaluation.robustness import Withstood
from pfd_desktop.core.records.learning import ExtractRequest, Run, SplitKind, TrainRequest
from pfd_desktop.core.training.robustness import ask_fold, judge
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.evaluation import EvaluationService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.services.trials import asking_of
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

WINDOW, WINDOWS, RATE_HZ = 2048, 3, 12000.0
ORDERS = {"imbalance": 3, "misalignment": 6}  # of the shaft, which turns 1,797 times a minute


class Bench:
    """Two classes of three bearings, each recorded twice, and runs of them."""

    def __init__(self, folder: Path) -> None:
        self.project: Project = open_project(folder)
        self.training = TrainingService(self.project, Inline())
        self.evaluation = EvaluationService(self.project, Inline())
        self.ids = tuple(
            put(self.project, _wave(label, unit, load), _told(label, unit, load))
            for label in ORDERS
            for unit in range(3)
            for load in range(2)
        )

    def logistic(self, split: SplitKind = SplitKind.UNIT) -> Run:
        wanted = ExtractRequest(self.ids, window_samples=WINDOW)
        kept = FeatureService(self.project, Inline()).extract(wanted, Silent())
        request = TrainRequest("logistic", feature_set_id=kept.id, split=split, folds=3)
        return self.training.train(request, Silent())

    def network(self) -> Run:
        request = TrainRequest(
            "wdcnn", recording_ids=self.ids, epochs=3, folds=3, window_samples=WINDOW
        )
        return self.training.train(request, Silent())

    def after(self, run: Run, *levels: Perturbation) -> tuple[Withstood, ...]:
        asking = asking_of(self.project, run, levels)
        assert run.result is not None
        folds = [ask_fold(replace(asking, fold=k), Silent()) for k in range(run.result.folds)]
        return judge(asking, folds, Silent()).levels


def _told(label: str, unit: int, load: int) -> Told:
    return Told(f"{label} {unit} {load}", f"{label} {unit}", label, f"{load} hp")


def _wave(label: str, unit: int, load: int) -> NDArray[np.float32]:
    random = np.random.default_rng([unit, load, ORDERS[label]])
    time_s = np.arange(WINDOW * WINDOWS) / RATE_HZ
    tone = np.sin(2 * np.pi * ORDERS[label] * 1797 / 60 * time_s + random.uniform(0, 6))
    return (tone + 0.2 * random.normal(size=len(time_s))).astype(np.float32)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "project")
    yield made
    made.project.close()


@pytest.mark.parametrize("split", [SplitKind.UNIT, SplitKind.RANDOM])
def test_undisturbed_they_are_judged_as_the_run_was(bench: Bench, split: SplitKind) -> None:
    run = bench.logistic(split)
    assert run.result is not None
    found = bench.evaluation.robustness(run.id, Silent(), ("gain", "rate"))
    assert found.undisturbed.right == run.result.accuracy
    assert found.undisturbed.windows == run.result.window_accuracy
    assert found.undisturbed.recordings == 12
    assert [(one.kind, one.level) for one in found.levels] == [
        (key, level) for key in ("gain", "rate") for level in KINDS[key].levels
    ]
    assert found == bench.evaluation.robustness(run.id, Silent(), ("gain", "rate"))


def test_noise_leads_down_to_guessing(bench: Bench) -> None:
    run = bench.logistic()
    levels = [Perturbation("noise", level) for level in (60.0, 10.0, -10.0, -np.inf)]
    clean, little, much, nothing = bench.after(run, *levels)
    for one in (clean, little, much, nothing):
        assert one.right is not None
        assert one.right.low <= one.right.value <= one.right.high
    assert run.result is not None
    assert clean.right == run.result.accuracy
    assert clean.right.value == 1.0
    assert much.windows < little.windows <= 1.0
    assert nothing.right is not None
    assert 0.25 <= nothing.right.value <= 0.75
    assert 0.25 <= nothing.windows <= 0.75


def test_a_network_that_knows_no_gain_is_not_moved_by_a_bit(bench: Bench) -> None:
    pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")
    run = bench.network()
    assert run.result is not None
    levels = tuple(Perturbation("gain", level) for level in KINDS["gain"].levels)
    asking = asking_of(bench.project, run, levels)
    for number in range(run.result.folds):
        as_it_is, *others = ask_fold(replace(asking, fold=number), Silent())
        for one in others:
            np.testing.assert_array_equal(one.rows, as_it_is.rows)
            np.testing.assert_array_equal(one.scores, as_it_is.scores)
    found = bench.evaluation.robustness(run.id, Silent(), ("gain",))
    assert found.undisturbed.right == run.result.accuracy
    assert {one.right for one in found.levels} == {run.result.accuracy}


def test_what_is_played_faster_loses_windows_and_keeps_its_orders(bench: Bench) -> None:
    run = bench.logistic()
    faster, slower = bench.after(run, Perturbation("speed", 10.0), Perturbation("speed", -10.0))
    assert faster.right is not None
    assert slower.right is not None
    assert faster.right.value == slower.right.value == 1.0  # the shaft's orders are told along
    assert bench.after(run, Perturbation("told-speed", 0.0))[0].right == faster.right
    tenfold = bench.after(run, Perturbation("speed", 900.0))
    assert (tenfold[0].recordings, tenfold[0].right) == (0, None)  # no whole window is left


def test_a_speed_told_wrong_misleads_only_what_reads_one(bench: Bench) -> None:
    """Told half the speed, a shaft's order is read as twice that: one class as the other."""
    lies = [Perturbation("told-speed", level) for level in (0.0, -50.0, 100.0)]
    right, *wrong = bench.after(bench.logistic(), *lies)
    assert right.right is not None
    assert right.right.value == 1.0
    assert min(one.right.value for one in wrong if one.right is not None) < 1.0
    request = TrainRequest("minirocket", recording_ids=bench.ids, folds=3, window_samples=WINDOW)
    deaf = bench.training.train(request, Silent())
    asking = asking_of(bench.project, deaf, tuple(lies))
    as_it_is, *others = ask_fold(asking, Silent())
    for one in others:
        np.testing.assert_array_equal(one.scores, as_it_is.scores)


class _Leaving:
    """Cancels once something is done."""

    def report(self, fraction: float, text: str = "") -> None:
        del text
        if fraction > 0.2:
            raise Cancelled

    def tell(self, event: object) -> None:
        """Nothing is told."""


def test_it_can_be_cancelled_and_refuses_what_has_changed(bench: Bench) -> None:
    run = bench.logistic()
    with pytest.raises(Cancelled):
        bench.evaluation.robustness(run.id, _Leaving())
    with pytest.raises(InvalidInput, match="no perturbation"):
        bench.evaluation.robustness(run.id, Silent(), ("heat",))
    kept = bench.project.runs / run.id / "fold-1.skops"
    content = kept.read_bytes()
    kept.unlink()
    with pytest.raises(NotFound, match="no longer on the disk"):
        bench.evaluation.robustness(run.id, Silent(), ("gain",))
    kept.write_bytes(content)
    DataService(bench.project).edit_recording(bench.ids[0], label="misalignment")
    with pytest.raises(InvalidInput, match="have changed since"):
        bench.evaluation.robustness(run.id, Silent(), ("gain",))


def test_the_leak_meters_classifiers_are_those_of_its_strictest_split(bench: Bench) -> None:
    run = bench.logistic()
    request = TrainRequest("logistic", feature_set_id=run.feature_set_id, folds=3)
    meter = bench.training.leak_meter(request, Silent())
    found = bench.evaluation.robustness(meter.run_id, Silent(), ("offset",))
    assert found.undisturbed.right == meter.unit
