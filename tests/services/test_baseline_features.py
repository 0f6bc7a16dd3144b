"""Features to the baseline of a measuring point: what they take away, and that nothing leaks."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.features.matrix import load_matrix
from pfd_desktop.core.records.learning import ExtractRequest, TrainRequest
from pfd_desktop.core.training.options import as_asked
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import SILENT
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.copies import copies_file
from pfd_desktop.services.evaluation import EvaluationService
from pfd_desktop.services.feature_recipes import FeatureRecipeService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.services.trends import TrendService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

WINDOW = 2048
GAINS = (0.03, 0.3, 1.0, 4.0, 20.0, 150.0)
LOUDER = 2.0  # what the fault does, on every machine


class Plant:
    """Machines of very different gain: two recordings of each make its baseline."""

    def __init__(self, folder: Path) -> None:
        self.project: Project = open_project(folder)
        self.features = FeatureService(self.project, Inline())
        self.trends = TrendService(self.project, Inline())
        self.base: dict[int, tuple[str, ...]] = {}
        self.later: list[str] = []
        for unit, gain in enumerate(GAINS):
            made = [self.put(unit, gain, "healthy", number) for number in range(3)]
            made += [self.put(unit, LOUDER * gain, "outer race", number) for number in (3, 4)]
            self.base[unit], self.later = tuple(made[:2]), [*self.later, *made[2:]]

    def put(self, unit: int, gain: float, label: str, number: int) -> str:
        told = Told(f"unit {unit} no {number}", f"unit {unit}", label)
        return put(self.project, gain * hiss(10 * unit + number), told)

    def mark(self, *units: int) -> None:
        for unit in units:
            with self.project.store.read() as session:
                point = recordings.get(session, self.base[unit][0]).point_id
            self.trends.set_baseline(point, self.base[unit])

    @property
    def everything(self) -> tuple[str, ...]:
        return (*(one for ids in self.base.values() for one in ids), *self.later)


def hiss(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=8 * WINDOW).astype(np.float32)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Plant]:
    made = Plant(tmp_path / "project")
    yield made
    made.project.close()


def test_a_gain_of_the_machine_goes_and_what_the_fault_did_stays(plant: Plant) -> None:
    """A fault that doubles the level is 6.02 dB on every machine, and found on unseen ones."""
    plant.mark(*range(len(GAINS)))
    asked = ExtractRequest(plant.everything, WINDOW, baseline=True)
    made = plant.features.extract(asked, SILENT)
    assert set(made.recording_ids) == set(plant.later)
    assert any("12 recordings are part of a baseline" in one for one in made.warnings)
    matrix = plant.features.matrix(made.id)
    level = matrix.values[:, matrix.names.index("rms to baseline")]
    faulty = np.array(["no 2" not in plant_name(plant, key) for key in matrix.recording_ids])
    assert level[faulty[matrix.record]].mean() == pytest.approx(20 * np.log10(LOUDER), abs=0.1)
    assert level[~faulty[matrix.record]].mean() == pytest.approx(0.0, abs=0.1)
    assert plant.features.specs(made.id)[0].unit == "dB"

    plain = plant.features.extract(ExtractRequest(tuple(plant.later), WINDOW), SILENT)
    right = {}
    training = TrainingService(plant.project, Inline())
    for name, key in (("ratios", made.id), ("plain", plain.id)):
        result = training.train(TrainRequest("logistic", feature_set_id=key), SILENT).result
        assert result is not None
        right[name] = result.accuracy.value
        assert any("part of a baseline" in one for one in result.warnings) == (name == "ratios")
    assert right["ratios"] == 1.0
    assert right["plain"] < 0.8


def plant_name(plant: Plant, recording_id: str) -> str:
    with plant.project.store.read() as session:
        return recordings.get(session, recording_id).name


def test_what_is_without_a_baseline_is_left_out_never_filled(plant: Plant) -> None:
    asked = ExtractRequest(plant.everything, WINDOW, baseline=True)
    with pytest.raises(InvalidInput, match="None of the 30 recordings has a baseline"):
        plant.features.extract(asked, SILENT)
    plant.mark(0, 1)
    made = plant.features.extract(asked, SILENT)
    assert len(made.recording_ids) == 6
    assert any("20 recordings are without a comparable baseline" in one for one in made.warnings)
    assert not any("goes with its label" in one for one in made.warnings)


def test_it_is_told_where_only_the_healthy_have_a_baseline(plant: Plant) -> None:
    """The leak of the obvious form: which are without says what they are."""
    plant.mark(*range(len(GAINS)))
    lone = [
        put(plant.project, hiss(900 + number), Told(f"lone {number}", f"lone {number}", "cage"))
        for number in range(8)
    ]
    asked = ExtractRequest((*plant.everything, *lone), WINDOW, baseline=True)
    made = plant.features.extract(asked, SILENT)
    (told,) = [one for one in made.warnings if "goes with its label" in one]
    assert "cage 0 of 8, healthy 6 of 6, outer race 12 of 12" in told


def test_a_baseline_counts_only_where_it_is_healthy_and_at_the_same_speed(plant: Plant) -> None:
    for name, speed in (("fast", 3000.0), ("faulty", 1797.0)):
        label = "inner race" if name == "faulty" else "healthy"
        ids = [
            put(plant.project, hiss(700 + k), Told(f"{name} {k}", name, lab, speed_rpm=rpm))
            for k, (lab, rpm) in enumerate([(label, speed), ("outer race", 1797.0)])
        ]
        with plant.project.store.read() as session:
            point = recordings.get(session, ids[0]).point_id
        plant.trends.set_baseline(point, ids[:1])
        plant.later.append(ids[1])
    plant.mark(0)
    made = plant.features.extract(ExtractRequest(tuple(plant.later), WINDOW, baseline=True), SILENT)
    assert len(made.recording_ids) == 3
    assert any("faulty 0 (inner race)" in one for one in made.warnings)


def test_a_copy_of_a_baseline_is_not_compared_with_it(plant: Plant) -> None:
    """In another gain it would be the same number over all windows: a label in disguise."""
    plant.mark(0)
    copy = put(plant.project, 3 * GAINS[0] * hiss(0), Told("copy", "unit 0", "healthy"))
    asked = ExtractRequest((copy, *plant.later), WINDOW, baseline=True)
    made = plant.features.extract(asked, SILENT)
    assert copy not in made.recording_ids
    assert any("copied from a baseline" in one and "copy" in one for one in made.warnings)


def test_copies_sweeps_and_recipes_take_the_same_baseline_off(plant: Plant, tmp_path: Path) -> None:
    plant.mark(*range(len(GAINS)))
    asked = ExtractRequest(plant.everything, WINDOW, baseline=True)
    made = plant.features.extract(asked, SILENT)
    training = TrainingService(plant.project, Inline())
    noisy = TrainRequest(
        "logistic", feature_set_id=made.id, options=as_asked("logistic", {"snr_db": 20.0})
    )
    run = training.train(noisy, SILENT)
    path = copies_file(plant.project.runs, noisy)
    assert path is not None
    quiet, copies = plant.features.matrix(made.id), load_matrix(path)
    level = quiet.names.index("rms to baseline")
    added = copies.values[:, level] - quiet.values[:, level]
    assert 0 < added.mean() < np.abs(added).max() < 0.3  # noise 20 to 40 dB below: 0.04 dB at most

    found = EvaluationService(plant.project, Inline()).robustness(run.id, SILENT, ("gain",))
    assert found.undisturbed.windows == 1.0
    assert min(one.windows for one in found.levels) < 1.0  # a gain of its own is a change

    recipes = FeatureRecipeService(plant.project)
    recipes.export(made.id, tmp_path / "recipe.json")
    assert recipes.read(tmp_path / "recipe.json").baseline
    with pytest.raises(InvalidInput, match="Export a recipe"):
        recipes.export(made.id, tmp_path / "script.py")
