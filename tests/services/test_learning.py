"""Features, training and the leak meter through the services, on bearings whose fault is known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.classical.keeping import load_estimator
from pfd_desktop.core.classical.table import CLASSICAL, ON_WAVEFORMS
from pfd_desktop.core.features.catalogue import NAMES
from pfd_desktop.core.networks import extra
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.records.learning import (
    EpochEvent,
    ExtractRequest,
    Run,
    RunState,
    SplitKind,
    TrainRequest,
)
from pfd_desktop.core.records.requests import extract_request, request_text, train_request
from pfd_desktop.core.training.checkpoints import load_arrays
from pfd_desktop.errors import ExtraMissing, InvalidInput, InvalidRecording, LeakFound, NotFound
from pfd_desktop.progress import Cancelled, Silent
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.evaluation import EvaluationService
from pfd_desktop.services.features import FeatureService
from pfd_desktop.services.training import TrainingService
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

RATE_HZ = 12000.0
TOO_SHORT = ("bicoherence 1X 1X", "bicoherence 1X 2X", "FTF h1", "FTF h2", "FTF h3")
WINDOW = 4096


class Rig:
    """A project with the services of learning."""

    def __init__(self, folder: Path) -> None:
        self.project: Project = open_project(folder)
        compute = Inline()
        self.features = FeatureService(self.project, compute)
        self.training = TrainingService(self.project, compute)
        self.evaluation = EvaluationService(self.project, Inline())

    def extracted(self, ids: list[str]) -> str:
        request = ExtractRequest(tuple(ids), window_samples=WINDOW)
        return self.features.extract(request, Silent()).id


class Impatient:
    """Cancels after *patience* epochs."""

    def __init__(self, patience: int) -> None:
        self.epochs = 0
        self._patience = patience

    def report(self, fraction: float, text: str = "") -> None:
        del fraction, text
        if self.epochs >= self._patience:
            raise Cancelled

    def tell(self, event: object) -> None:
        self.epochs += isinstance(event, EpochEvent)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(tmp_path / "project")
    yield made
    made.project.close()


def wave(label: str, unit: int, seed: int) -> NDArray[np.float32]:
    """Bursts at the label's line; each bearing rings at its own frequency and loudness."""
    lines = orders(find("6205-2RS"))
    line_hz = 1797 / 60 * {"inner race": lines.bpfi, "outer race": lines.bpfo}[label]
    own = np.random.default_rng([unit, len(label)])
    ring_hz, gain = own.uniform(2500, 4500), own.uniform(0.5, 2)
    time_s = np.arange(5 * WINDOW) / RATE_HZ
    since = time_s % (1 / line_hz)
    burst = np.exp(-700 * since) * np.sin(2 * np.pi * ring_hz * since)
    noise = np.random.default_rng(seed).normal(size=len(time_s))
    return (gain * (burst + 0.2 * noise)).astype(np.float32)


@pytest.fixture
def faults(rig: Rig) -> list[str]:
    """Two races, three bearings each, under two loads."""
    ids = []
    for label in ("inner race", "outer race"):
        for unit in range(3):
            for load in range(2):
                told = Told(f"{label} {unit} {load}", f"{label} {unit}", label, f"{load} hp")
                seed = len(ids)
                ids.append(put(rig.project, wave(label, unit, seed), told))
    return ids


def test_a_feature_set_is_kept_and_read_back(rig: Rig, faults: list[str]) -> None:
    kept = rig.features.extract(ExtractRequest(tuple(faults), WINDOW), Silent())
    assert (kept.rows, kept.feature_names) == (60, NAMES)
    assert kept.warnings == ()
    assert rig.features.list_all() == (kept,)
    matrix = rig.features.matrix(kept.id)
    assert matrix.values.shape == (60, len(NAMES))
    whole = [i for i, name in enumerate(NAMES) if name not in ("whirl band", *TOO_SHORT)]
    assert np.isfinite(matrix.values[:, whole]).all()
    assert matrix.recording_ids == tuple(faults)
    assert np.bincount(matrix.record).tolist() == [5] * 12
    assert len(rig.features.catalogue()) == len(NAMES)
    with pytest.raises(NotFound):
        rig.features.matrix("none")


def test_what_features_cannot_know_is_said(rig: Rig, faults: list[str]) -> None:
    noise = np.random.default_rng(0).normal(size=2 * WINDOW).astype(np.float32)
    blind = put(rig.project, noise, Told("blind", "x", "inner race", speed_rpm=None))
    short = put(rig.project, noise[:100], Told("short", "x", "inner race"))
    fast = put(rig.project, noise[::-1], Told("fast", "x", "inner race", rate_hz=48000.0))
    request = ExtractRequest((*faults, blind, short, fast), WINDOW)
    kept = rig.features.extract(request, Silent())
    assert short not in kept.recording_ids
    said = " ".join(kept.warnings)
    assert "1 recording is shorter than a window" in said
    assert "1 recording is without speed: 32 features that need it are not known there" in said
    assert "different sampling rates (12000, 48000 Hz)" in said
    with pytest.raises(InvalidRecording, match="Choose shorter windows"):
        rig.features.extract(ExtractRequest((short,), WINDOW), Silent())
    with pytest.raises(InvalidInput, match="Choose the recordings"):
        rig.features.extract(ExtractRequest(()), Silent())


def test_a_damaged_waveform_is_left_out_with_its_reason(rig: Rig, faults: list[str]) -> None:
    victim = next((rig.project.blobs).glob("**/*.h5"))
    victim.write_bytes(b"damaged")
    kept = rig.features.extract(ExtractRequest(tuple(faults), WINDOW), Silent())
    assert len(kept.recording_ids) == 11
    assert "Left out" in kept.warnings[0]


def test_a_forest_is_trained_judged_and_shown(rig: Rig, faults: list[str]) -> None:
    run = rig.training.train(
        TrainRequest(feature_set_id=rig.extracted(faults), split=SplitKind.UNIT), Silent()
    )
    assert run.state is RunState.DONE
    assert run.result is not None
    assert run.result.accuracy.value == 1.0
    assert run.result.units == 6
    assert len(run.split_certificate) == 64
    assert rig.training.run(run.id) == run
    assert rig.training.runs() == (run,)
    figure = rig.evaluation.confusion(run.id)
    assert sorted(i for row in figure.cells for cell in row for i in cell.recording_ids) == sorted(
        faults
    )
    assert rig.evaluation.training(run.id).train_loss == ()
    with pytest.raises(NotFound, match="one split only"):
        rig.evaluation.leak_meter(run.id)


@pytest.mark.long
def test_every_classical_classifier_is_trained_and_kept(rig: Rig, faults: list[str]) -> None:
    features = rig.extracted(faults)
    for classifier in (*CLASSICAL, *ON_WAVEFORMS):
        asked = TrainRequest(classifier, feature_set_id=features, recording_ids=tuple(faults))
        run = rig.training.train(asked, Silent())
        assert run.state is RunState.DONE
        assert run.name.startswith(rig.training.classifiers()[classifier])
        assert run.feature_set_id == (None if classifier in ON_WAVEFORMS else features)
        assert run.result is not None
        assert run.result.accuracy.value > run.result.chance, classifier
        kept = sorted((rig.project.runs / run.id).glob("fold-*.skops"))
        assert len(kept) == run.result.folds == 3
        assert load_estimator(kept[0]).classes_.tolist() == [0, 1]


def test_the_leak_meter_is_kept_on_a_run(rig: Rig, faults: list[str]) -> None:
    request = TrainRequest("logistic", feature_set_id=rig.extracted(faults))
    meter = rig.training.leak_meter(request, Silent())
    run = rig.training.run(meter.run_id)
    assert run.leak_meter == meter
    assert run.split is SplitKind.UNIT
    assert run.result is not None
    assert meter.unit == run.result.accuracy
    assert meter.condition is not None
    assert "does not flatter" in meter.words
    assert rig.evaluation.leak_meter(run.id).words == meter.words


def test_the_meter_says_which_split_cannot_be_had(rig: Rig) -> None:
    ids = [
        put(rig.project, wave(label, 0, load), Told(f"{label} {load}", label, label))
        for label in ("inner race", "outer race")
        for load in range(2)
    ]
    meter = rig.training.leak_meter(
        TrainRequest("logistic", feature_set_id=rig.extracted(ids)), Silent()
    )
    assert (meter.unit, meter.condition) == (None, None)
    assert "has a single unit" in meter.words
    assert "needs the condition of every recording" in meter.words
    assert rig.training.run(meter.run_id).split is SplitKind.RANDOM


def test_a_run_that_cannot_be_is_kept_with_its_reason(rig: Rig, faults: list[str]) -> None:
    lonely = put(rig.project, wave("inner race", 9, 0), Told("only", "only", "cage"))
    request = TrainRequest(feature_set_id=rig.extracted([*faults, lonely]))
    with pytest.raises(InvalidInput, match="'cage' has a single unit"):
        rig.training.train(request, Silent())
    (run,) = rig.training.runs()
    assert run.state is RunState.FAILED
    assert "'cage' has a single unit" in run.reason


def test_a_recording_put_in_twice_is_a_leak(rig: Rig, faults: list[str]) -> None:
    """Four times the same samples, in four units: two of them must land in different folds."""
    twins = [
        put(rig.project, wave("inner race", 0, 0), Told(f"twin {k}", f"twin {k}", "inner race"))
        for k in range(3)
    ]
    request = TrainRequest(feature_set_id=rig.extracted([*faults, *twins]))
    with pytest.raises(LeakFound, match="same samples"):
        rig.training.train(request, Silent())


def network(ids: list[str]) -> TrainRequest:
    """Deterministic, as two runs of it are to be the same: else each measures its own pace."""
    return TrainRequest(
        "wdcnn",
        recording_ids=tuple(ids),
        epochs=2,
        window_samples=1024,
        options=(("deterministic", True),),
    )


def test_a_cancelled_network_is_resumed_to_the_same_run(rig: Rig, faults: list[str]) -> None:
    pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")
    whole = rig.training.train(network(faults), Silent())
    with pytest.raises(Cancelled):
        rig.training.train(network(faults), Impatient(3))
    stopped = next(run for run in rig.training.runs() if run.id != whole.id)
    assert stopped.state is RunState.CANCELLED
    assert len(stopped.history) == 3
    resumed = rig.training.resume(stopped.id, Silent())
    assert resumed.state is RunState.DONE
    assert (resumed.result, resumed.history) == (whole.result, whole.history)
    assert weights(rig, resumed) == weights(rig, whole)
    figure = rig.evaluation.training(resumed.id)
    assert [len(curve.values) for curve in figure.validation_loss] == [2, 2, 2]
    with pytest.raises(InvalidInput, match="nothing to resume"):
        rig.training.resume(resumed.id, Silent())


def test_another_network_of_the_table_is_trained_cancelled_and_resumed(
    rig: Rig, faults: list[str]
) -> None:
    """From the request by its key to the weights of its own layers."""
    pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")
    asked = replace(network(faults), classifier="attention-cnn", epochs=1)
    whole = rig.training.train(asked, Silent())
    assert (whole.name, whole.feature_set_id) == ("Attention CNN, split by unit", None)
    assert whole.result is not None
    with pytest.raises(Cancelled):
        rig.training.train(asked, Impatient(1))
    stopped = next(run for run in rig.training.runs() if run.id != whole.id)
    resumed = rig.training.resume(stopped.id, Silent())
    assert (resumed.classifier, resumed.result) == ("attention-cnn", whole.result)
    assert weights(rig, resumed) == weights(rig, whole)
    kept = load_arrays(rig.project.runs / whole.id / "fold-0.safetensors")
    assert kept["decide.weight"].shape == (2, 64)


def weights(rig: Rig, run: Run) -> list[bytes]:
    folder = rig.project.runs / run.id
    return [path.read_bytes() for path in sorted(folder.glob("fold-*"))]


def test_a_run_left_by_a_crash_is_marked_and_resumed(rig: Rig, faults: list[str]) -> None:
    class Crash(BaseException):
        """Stands for the end of the program."""

    class Falls(Silent):
        def report(self, fraction: float, text: str = "") -> None:
            raise Crash(fraction, text)

    with pytest.raises(Crash):
        rig.training.train(TrainRequest("logistic", feature_set_id=rig.extracted(faults)), Falls())
    (left,) = rig.training.runs()
    assert left.state is RunState.RUNNING
    (marked,) = rig.training.mark_interrupted()
    assert marked.state is RunState.INTERRUPTED
    resumed = rig.training.resume(marked.id, Silent())
    assert resumed.state is RunState.DONE
    assert rig.training.mark_interrupted() == ()


def test_a_deleted_run_leaves_nothing(rig: Rig, faults: list[str]) -> None:
    run = rig.training.train(
        TrainRequest("logistic", feature_set_id=rig.extracted(faults)), Silent()
    )
    assert (rig.project.runs / run.id / "fold-0.skops").is_file()
    rig.training.delete(run.id)
    assert not (rig.project.runs / run.id).exists()
    assert rig.training.runs() == ()


def test_requests_that_cannot_work_say_why(rig: Rig, faults: list[str]) -> None:
    silent = put(rig.project, wave("inner race", 5, 5), Told("silent", "x", None))
    features = rig.extracted([*faults, silent])
    for request, reason in (
        (TrainRequest("magic"), "There is no classifier 'magic'"),
        (TrainRequest("forest"), "choose a feature set"),
        (TrainRequest(feature_set_id=features, recording_ids=(silent,)), "bear no label"),
        (TrainRequest("wdcnn", recording_ids=()), "no labelled recording"),
    ):
        with pytest.raises(InvalidInput, match=reason):
            rig.training.train(request, Silent())
    assert rig.training.runs() == ()
    assert (
        len(
            rig.training.train(
                TrainRequest("logistic", feature_set_id=features), Silent()
            ).recording_ids
        )
        == 12
    )


def test_without_torch_the_extra_is_named(
    rig: Rig, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda _name: None)
    with pytest.raises(ExtraMissing, match=r"pip install pfd-desktop\[train\]"):
        rig.training.train(network(faults), Silent())


def test_requests_survive_as_text() -> None:
    extract = ExtractRequest(("a", "b"), 1024, 0.5, "x")
    train = TrainRequest("wdcnn", SplitKind.CONDITION, None, ("a",), 3, 4, 5, 600, "y")
    assert extract_request(request_text(extract)) == extract
    assert train_request(request_text(train)) == train
    for read in (extract_request, train_request):
        with pytest.raises(InvalidInput, match="cannot be read"):
            read("{}")


@pytest.mark.real_data
def test_the_leak_meter_collapses_on_cwru(rig: Rig, shared_data: Path) -> None:
    from tests.services.learning_project import put_cwru

    ids = put_cwru(rig.project, shared_data)
    assert len(ids) == 32
    kept = rig.features.extract(ExtractRequest(tuple(ids)), Silent())
    meter = rig.training.leak_meter(TrainRequest(feature_set_id=kept.id), Silent())
    assert meter.random.value >= 0.99
    assert meter.unit is not None
    assert meter.unit.value <= 0.5
    assert "it is enough to recognise the bearing" in meter.words


def test_a_rule_that_nobody_knows_is_refused(rig: Rig) -> None:
    for told in ({"select": 3, "select_by": "guess"}, {"select": -1}):
        request = TrainRequest("forest", recording_ids=("any",), **told)
        with pytest.raises(InvalidInput, match="selected by mid, miq"):
            rig.training.train(request, Silent())


@pytest.mark.parametrize("classifier", ["wdcnn", "minirocket"])
def test_what_reads_waveforms_selects_no_features(rig: Rig, classifier: str) -> None:
    request = TrainRequest(classifier, recording_ids=("any",), select=3)
    with pytest.raises(InvalidInput, match="no features to select"):
        rig.training.train(request, Silent())


def test_what_a_network_takes_is_estimated_and_nothing_is_kept(rig: Rig, faults: list[str]) -> None:
    pytest.importorskip("torch", reason="torch, the extra 'train', is not installed")
    request = network(faults)
    before = sorted(rig.project.folder.rglob("*"))
    found = rig.training.estimate(request, Silent())
    assert 0 < found.step_s < found.epoch_s < found.whole_s
    assert sorted(rig.project.folder.rglob("*")) == before
    assert rig.training.runs() == ()
    with pytest.raises(InvalidInput, match="Only for networks"):
        rig.training.estimate(replace(request, classifier="minirocket"), Silent())
