"""Training and judging classifiers on features whose answer is known."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.classical.classifiers import fit
from pfd_desktop.core.classical.keeping import load_estimator, save_estimator
from pfd_desktop.core.classical.table import CLASSICAL
from pfd_desktop.core.evaluation.design import Member
from pfd_desktop.core.evaluation.leak_meter import read_meter
from pfd_desktop.core.features.matrix import FeatureMatrix, load_matrix, save_matrix
from pfd_desktop.core.features.selection import in_bins, mrmr
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Trial, evaluate
from pfd_desktop.core.training.trials import carry_out
from pfd_desktop.errors import InvalidInput, LeakFound, NotFound
from pfd_desktop.progress import Silent
from tests.core.evaluation.designs import plant

# A pool asks four others each time: the second of the two is held by the long tier.
QUICK = [
    pytest.param(name, marks=pytest.mark.long) if name == "log-pool" else name for name in CLASSICAL
]


def matrix_of(members: list[Member], fault: float, bearing: float) -> FeatureMatrix:
    """Features in which the fault shows by *fault* and every bearing's own ways by *bearing*."""
    draw = np.random.default_rng(0)
    ways = {unit: draw.normal(size=5) for unit in sorted({m.unit_id for m in members})}
    windows = 12
    rows = []
    for member in members:
        mean = bearing * ways[member.unit_id]
        mean[0] += fault if member.label == "inner" else -fault
        rows.append(mean + draw.normal(size=(windows, 5)) * 0.2)
    record = np.repeat(np.arange(len(members)), windows)
    start = np.tile(np.arange(windows) * 100, len(members))
    return FeatureMatrix(
        tuple("abcde"),
        tuple(m.recording_id for m in members),
        np.concatenate(rows),
        record,
        start,
        start + 100,
        np.arange(len(record), dtype=np.uint64),
    )


def trial_of(folder: Path, fault: float, bearing: float, units: int = 6) -> Trial:
    members = plant(units)
    save_matrix(folder / "matrix.npz", matrix_of(members, fault, bearing))
    return Trial("forest", SplitKind.UNIT, tuple(members), 0, 5, None, folder / "matrix.npz")


@pytest.mark.parametrize("classifier", QUICK)
def test_a_fault_that_shows_is_found_on_new_bearings(tmp_path: Path, classifier: str) -> None:
    trial = replace(trial_of(tmp_path, fault=3, bearing=0.5), classifier=classifier)
    outcome = evaluate(trial, Silent())
    assert outcome.result.accuracy.value == 1.0
    assert outcome.result.macro_f1.value == 1.0
    assert outcome.result.units == 12
    assert len(outcome.result.predictions) == 24
    assert outcome.result.warnings == ()
    assert evaluate(trial, Silent()) == outcome


def test_bearings_without_a_fault_to_see_collapse_and_the_meter_says_why(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, fault=0, bearing=3)
    found = {kind: evaluate(replace(trial, split=kind), Silent()).result for kind in SplitKind}
    random, unit = found[SplitKind.RANDOM], found[SplitKind.UNIT]
    assert random.accuracy.value == 1.0
    assert unit.accuracy.value < 0.8
    assert "Leaky" in random.warnings[0]
    meter = read_meter(random, found[SplitKind.CONDITION], unit)
    assert (meter.random, meter.unit) == (random.accuracy, unit.accuracy)
    assert "it is enough to recognise the bearing" in meter.words
    assert f"Believe the figure of {unit.accuracy.value:.2f}" in meter.words
    assert "has the same bearings on both sides" in meter.words


def test_the_meter_does_not_cry_wolf(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, fault=3, bearing=0.1)
    results = [
        evaluate(replace(trial, split=kind), Silent()).result
        for kind in (SplitKind.RANDOM, SplitKind.CONDITION, SplitKind.UNIT)
    ]
    words = read_meter(*results).words
    assert "does not flatter" in words
    assert "recognise the bearing" not in words


def test_a_meter_without_a_unit_split_says_the_reason(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, fault=1, bearing=1, units=1)
    with pytest.raises(InvalidInput, match="single unit") as refusal:
        carry_out(trial, Silent())
    random = carry_out(replace(trial, split=SplitKind.RANDOM), Silent())
    meter = read_meter(random.result, None, None, (str(refusal.value),))
    assert meter.unit is None
    assert str(refusal.value) in meter.words


def test_windows_cut_with_overlap_are_not_split_at_random(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, fault=1, bearing=1)
    matrix = load_matrix(trial.matrix)
    save_matrix(trial.matrix, replace(matrix, stop=matrix.start + 150))
    evaluate(trial, Silent())
    with pytest.raises(LeakFound, match="share samples"):
        evaluate(replace(trial, split=SplitKind.RANDOM), Silent())


def test_few_units_and_unequal_classes_are_said(tmp_path: Path) -> None:
    members = [m for m in plant(4) if m.label == "inner" or m.unit_id in ("outer0", "outer1")]
    save_matrix(tmp_path / "m.npz", matrix_of(plant(4), 1, 1))
    trial = Trial("forest", SplitKind.UNIT, tuple(members), 0, 5, None, tmp_path / "m.npz")
    warnings = evaluate(trial, Silent()).result.warnings
    assert any("Few units per class (inner 4, outer 2)" in text for text in warnings)


@pytest.mark.parametrize("classifier", QUICK)
@pytest.mark.parametrize("classes", [2, 3])
def test_a_kept_classifier_answers_as_before(tmp_path: Path, classifier: str, classes: int) -> None:
    draw = np.random.default_rng(1)
    targets = np.arange(120) % classes
    values = draw.normal(size=(120, 4)) + targets[:, None]
    rows = np.arange(90)
    fitted = fit(classifier, values, targets, rows, classes=classes, seed=0)
    save_estimator(tmp_path / "kept.skops", fitted.estimator)
    kept = replace(fitted, estimator=load_estimator(tmp_path / "kept.skops"))
    np.testing.assert_array_equal(kept.scores(values), fitted.scores(values))
    for step in fitted.steps:
        np.testing.assert_array_equal(step.rows, rows)


def test_the_scaler_sees_only_the_rows_it_is_given() -> None:
    values = np.zeros((40, 1))
    values[:20, 0] = np.linspace(-1, 1, 20)
    values[20:] = 1e6
    targets = np.arange(40) % 2
    fitted = fit("logistic", values, targets, np.arange(20), classes=2, seed=0)
    assert fitted.estimator["standard scaler"].mean_[0] == pytest.approx(0.0, abs=1e-12)


def test_a_file_with_a_foreign_type_is_not_loaded(tmp_path: Path) -> None:
    from sklearn.gaussian_process.kernels import RBF
    from skops.io import dump

    dump(RBF(), tmp_path / "foreign.skops")
    with pytest.raises(InvalidInput, match="RBF"):
        load_estimator(tmp_path / "foreign.skops")
    (tmp_path / "noise.skops").write_bytes(b"not a file of ours")
    with pytest.raises(InvalidInput, match="not a classifier of ours"):
        load_estimator(tmp_path / "noise.skops")


def test_weights_of_every_fold_are_kept(tmp_path: Path) -> None:
    trial = replace(trial_of(tmp_path, 3, 0.5), folder=tmp_path / "run")
    outcome = evaluate(trial, Silent())
    kept = sorted(path.name for path in (tmp_path / "run").iterdir())
    assert kept == [f"fold-{k}.skops" for k in range(outcome.result.folds)]


def test_a_feature_file_that_is_gone_or_damaged_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Extract it again"):
        load_matrix(tmp_path / "gone.npz")
    (tmp_path / "bad.npz").write_bytes(b"PK not a zip")
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_matrix(tmp_path / "bad.npz")


def test_a_choice_of_probes_does_not_leak_because_each_fold_makes_its_own(tmp_path: Path) -> None:
    """Of 400 random features some follow the labels by chance: chosen on all rows they deceive."""
    members = plant(6)
    matrix = matrix_of(members, 0, 0)
    draw = np.random.default_rng(5)
    probes = draw.normal(size=(len(members), 400))[matrix.record]
    labels = np.array([m.label == "inner" for m in members], dtype=np.int64)[matrix.record]
    names = tuple(f"probe {i}" for i in range(400))
    inside = replace(matrix, names=names, values=probes)
    save_matrix(tmp_path / "inside.npz", inside)
    trial = Trial("forest", SplitKind.UNIT, tuple(members), 0, 5, None, tmp_path / "inside.npz")
    honest = evaluate(replace(trial, select=8), Silent()).result.accuracy.value
    chosen = [column for column, _ in mrmr(in_bins(probes), labels, 8)]
    leaky = replace(inside, names=names[:8], values=probes[:, chosen])
    save_matrix(tmp_path / "leaky.npz", leaky)
    deceived = evaluate(replace(trial, matrix=tmp_path / "leaky.npz"), Silent())
    assert deceived.result.accuracy.value > 0.65
    assert honest < deceived.result.accuracy.value - 0.15
    assert honest < 0.6  # chance is 0.5


def test_a_selection_is_kept_with_its_classifier_and_named_to_the_audit(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    values, rows = draw.normal(size=(80, 6)), np.arange(60)
    targets = (values[:, 3] > 0).astype(np.int64)
    fitted = fit("logistic", values, targets, rows, classes=2, seed=0, select=1)
    assert fitted.steps[0].name == "feature selection"
    assert fitted.steps[0].rows.tolist() == rows.tolist()
    assert fitted.estimator[0].transform(values)[:, 0].tolist() == values[:, 3].tolist()
    save_estimator(tmp_path / "kept.skops", fitted.estimator)
    again = load_estimator(tmp_path / "kept.skops")
    assert again.predict_proba(values).tolist() == fitted.estimator.predict_proba(values).tolist()


@pytest.mark.parametrize("classifier", list(CLASSICAL))
def test_a_feature_that_nobody_knows_stops_no_classifier(classifier: str) -> None:
    draw = np.random.default_rng(0)
    targets = np.arange(60) % 2
    values = np.column_stack((targets + 0.1 * draw.normal(size=60), np.full(60, np.nan)))
    rows = np.arange(40)
    fitted = fit(classifier, values, targets, rows, classes=2, seed=0)
    assert (fitted.scores(values[40:]).argmax(axis=1) == targets[40:]).all()
