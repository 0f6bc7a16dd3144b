"""MiniRocket trained and judged on planted waveforms: what it sees, and what it must not."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from pfd_desktop.core.classical.keeping import load_estimator, save_estimator
from pfd_desktop.core.evaluation.audit import refuse_leaks
from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.records.learning import SplitKind
from pfd_desktop.core.training.evaluation import Outcome
from pfd_desktop.core.training.trials import carry_out
from pfd_desktop.core.training.waveforms import WaveformWindows
from pfd_desktop.core.training.windows import WindowTrial, fit_on_windows, scores_of, thinned
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import LeakFound
from pfd_desktop.progress import Silent
from tests.core.evaluation.designs import plant

MEMBERS = plant(units=3, loads=1)
LENGTH, COUNT = 256, 8
Wave = NDArray[np.float32]


def tones(label: str, draw: np.random.Generator) -> Wave:
    """A sine under noise, slower or faster by the label; its phase and gain say nothing."""
    cycles = 0.05 if label == "inner" else 0.08
    time = np.arange(LENGTH * COUNT)
    wave = np.sin(2 * np.pi * cycles * time + draw.uniform(0, 6)) + draw.normal(size=len(time))
    return (draw.uniform(0.01, 100) * wave).astype(np.float32)


def impulses(label: str, draw: np.random.Generator) -> Wave:
    """Knocks under noise of the same strength, with the same ringing, more often by the label."""
    wave = 0.3 * draw.normal(size=LENGTH * COUNT)
    ringing = np.exp(-np.arange(12) / 3) * np.cos(np.arange(12))
    every = 32 if label == "inner" else 48
    for start in range(int(draw.integers(every)), len(wave) - 12, every):
        wave[start : start + 12] += 4 * ringing
    return (draw.uniform(0.01, 100) * wave).astype(np.float32)


def source_of(make: Callable[[str, np.random.Generator], Wave]) -> WaveformWindows:
    draw = np.random.default_rng(4)
    return WaveformWindows(MEMBERS, [make(member.label, draw) for member in MEMBERS], LENGTH)


def with_other_windows_changed(source: WaveformWindows, rows: NDArray[np.int64]) -> WaveformWindows:
    """The same recordings, where every window that is not of *rows* is noise."""
    waves = np.stack([source.samples(np.array([row]))[0] for row in range(len(source.windows))])
    others = np.setdiff1d(np.arange(len(waves)), rows)
    waves[others] = np.random.default_rng(9).normal(size=(len(others), LENGTH))
    return WaveformWindows(MEMBERS, list(waves.reshape(len(MEMBERS), -1)), LENGTH)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> WindowTrial:
    """Tones of three bearings in each of two classes."""
    folder = tmp_path_factory.mktemp("waveforms")
    draw = np.random.default_rng(0)
    members, paths = [], []
    for member in MEMBERS:
        paths.append(folder / f"{member.name}.h5")
        info = write_blob(paths[-1], tones(member.label, draw), 12000.0, "g", "acceleration")
        members.append(replace(member, blob=info.sha256))
    return WindowTrial(
        "minirocket", SplitKind.UNIT, tuple(members), tuple(paths), 0, 3, LENGTH, folder / "run"
    )


@pytest.fixture(scope="module")
def outcome(trial: WindowTrial) -> Outcome:
    """What came of it; its files are kept."""
    return carry_out(trial, Silent())


def test_tones_are_told_apart_on_bearings_never_met(outcome: Outcome, trial: WindowTrial) -> None:
    assert outcome.result.accuracy.value == 1.0
    assert outcome.result.window_accuracy > 0.95
    assert (outcome.result.folds, outcome.result.units) == (3, 6)
    assert carry_out(replace(trial, folder=None), Silent()) == outcome


def test_knocks_are_told_apart_by_how_often_they_come() -> None:
    source = source_of(impulses)
    split = make_split(source.windows, SplitKind.UNIT, 3, 0)
    fold = split.folds[0]
    one = fit_on_windows("minirocket", source, fold.train, 0)
    said = scores_of(one, source, fold.test)
    np.testing.assert_allclose(said.sum(axis=1), 1.0)
    assert np.mean(said.argmax(axis=1) == source.windows.targets()[fold.test]) > 0.9


@pytest.mark.usefixtures("outcome")
def test_what_is_kept_answers_as_before(trial: WindowTrial) -> None:
    assert trial.folder is not None
    source = source_of(tones)
    kept = sorted(trial.folder.glob("fold-*.skops"))
    assert len(kept) == 3
    rows = np.arange(len(source.windows))
    one = fit_on_windows("minirocket", source, rows[::2], 0)
    save_estimator(trial.folder / "own.skops", one.estimator)
    again = replace(one, estimator=load_estimator(trial.folder / "own.skops"))
    np.testing.assert_array_equal(scores_of(again, source, rows), scores_of(one, source, rows))


def test_windows_to_be_tested_change_nothing_that_is_fitted() -> None:
    source = source_of(tones)
    fold = make_split(source.windows, SplitKind.UNIT, 3, 0).folds[1]
    changed = with_other_windows_changed(source, fold.train)
    mine, other = (fit_on_windows("minirocket", s, fold.train, 5) for s in (source, changed))
    np.testing.assert_array_equal(mine.estimator[0].biases_, other.estimator[0].biases_)
    np.testing.assert_array_equal(
        scores_of(mine, source, fold.test), scores_of(other, source, fold.test)
    )


def test_biases_taken_from_all_windows_are_found_by_the_audit() -> None:
    """The planted defect moves the biases with windows that are to be tested, and is refused."""
    source = source_of(tones)
    rows = np.arange(len(source.windows))
    split = make_split(source.windows, SplitKind.UNIT, 3, 0)
    honest = [fit_on_windows("minirocket", source, fold.train, 0).steps for fold in split.folds]
    refuse_leaks(source.windows, split, honest)
    leaky = [
        (fit_on_windows("minirocket", source, rows, 0).steps[0], *steps[1:]) for steps in honest
    ]
    with pytest.raises(LeakFound, match="the MiniRocket was fitted on 16 windows"):
        refuse_leaks(source.windows, split, leaky)
    changed = with_other_windows_changed(source, split.folds[0].train)
    mine, other = (fit_on_windows("minirocket", s, rows, 0) for s in (source, changed))
    assert not np.array_equal(mine.estimator[0].biases_, other.estimator[0].biases_)


def test_the_same_is_said_on_any_number_of_threads() -> None:
    source = source_of(impulses)
    rows = np.arange(len(source.windows))
    said = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            one = fit_on_windows("minirocket", source, rows[::2], 0)
            said.append(scores_of(one, source, rows))
    np.testing.assert_allclose(said[0], said[1], rtol=1e-6)
    np.testing.assert_array_equal(said[0].argmax(axis=1), said[1].argmax(axis=1))


def test_too_many_windows_are_thinned_evenly() -> None:
    rows = np.arange(3, 25)
    np.testing.assert_array_equal(thinned(rows, 22), rows)
    np.testing.assert_array_equal(thinned(rows, 21), rows[::2])
    np.testing.assert_array_equal(thinned(rows, 6), rows[::4])
