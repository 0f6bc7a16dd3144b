"""What can be set of a training, and how windows are moved."""

import numpy as np
import pytest

from pfd_desktop.core.evaluation.splits import make_split
from pfd_desktop.core.records.learning import SplitKind, TrainRequest
from pfd_desktop.core.records.requests import request_text, train_request
from pfd_desktop.core.training.moving import moved
from pfd_desktop.core.training.options import USUAL, options, set_by_hand
from pfd_desktop.core.training.validating import refuse_moving, watched
from pfd_desktop.errors import InvalidInput
from tests.core.evaluation.designs import member, plant
from tests.core.evaluation.designs import windows as windows_of


def test_nothing_set_is_the_usual() -> None:
    assert options({}) == USUAL
    assert set_by_hand({"batch": 64, "shift": False}) == ()


def test_what_is_set_survives_being_kept_as_text() -> None:
    given = set_by_hand({"patience": 3, "snr_db": 5.0, "schedule": "cosine", "weighted": False})
    request = TrainRequest(classifier="wdcnn", options=given)
    assert train_request(request_text(request)) == request
    asked = options(dict(given))
    assert (asked.patience, asked.snr_db, asked.schedule) == (3, 5.0, "cosine")
    assert not asked.weighted


@pytest.mark.parametrize("given", [{"patience": 0}, {"patience": 1.5}, {"batch": 1}, {"gain": 3}])
def test_nonsense_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        options(given)


def test_rates_begin_and_end_where_the_schedules_say() -> None:
    cosine, cycle = options({"schedule": "cosine"}), options({"schedule": "one-cycle"})
    assert USUAL.rate(7, 10) == 1e-3
    assert [cosine.rate(k, 10) for k in (0, 5, 10)] == pytest.approx([1e-3, 5e-4, 0.0])
    assert [cycle.rate(k, 10) for k in (0, 3, 10)] == pytest.approx([4e-5, 1e-3, 1e-7])
    assert cycle.rate(10**6, 10) == pytest.approx(1e-7)


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.07])
def test_a_moved_sine_is_the_sine_at_its_new_place_and_pace(factor: float) -> None:
    wave = np.sin(2 * np.pi * 0.03 * np.arange(4096)).astype(np.float32)
    found = moved(wave, 1024, 512, shift=0.25, factor=factor)
    places = 1024 + 128 + factor * np.arange(512)
    np.testing.assert_allclose(found, np.sin(2 * np.pi * 0.03 * places), atol=2e-3)


def test_interpolation_keeps_three_tenths_of_the_rate_within_a_decibel_or_so() -> None:
    for share, most in ((0.1, 0.15), (0.2, 1.0), (0.3, 2.5)):
        wave = np.sin(2 * np.pi * share * np.arange(40_000)).astype(np.float32)
        found = moved(wave, 100, 30_000, shift=0.0, factor=1.0123)
        assert 0 <= -20 * np.log10(np.std(found) * np.sqrt(2)) < most


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.2, 3.0])
@pytest.mark.parametrize("shift", [-5.0, 0.0, 5.0])
def test_a_moved_window_stays_inside_its_recording(factor: float, shift: float) -> None:
    wave = np.arange(100, dtype=np.float32)
    for start in (0, 36):
        found = moved(wave, start, 64, shift=shift, factor=factor)
        assert len(found) == 64
        assert found.min() >= -1e-3
        assert found.max() <= 99.001
        assert np.all(np.diff(found) > 0)


def test_units_are_held_back_whole_and_only_from_what_is_learned_from() -> None:
    windows = windows_of(plant(units=4))
    for fold in make_split(windows, SplitKind.UNIT, 4, 0).folds:
        part = watched(windows, fold, SplitKind.UNIT, 0, options({"patience": 2}))
        units = np.array([m.unit_id for m in windows.members])[windows.record]
        assert part.held_back
        assert set(part.learned) | set(part.watched) == set(fold.train)
        assert not set(units[part.learned]) & set(units[part.watched])
        assert set(windows.targets()[part.watched]) == {0, 1}


def test_without_patience_the_test_is_watched_and_nothing_held_back() -> None:
    windows = windows_of([member(f"{c}{u}", c, f"{c}{u}") for c in "ab" for u in range(2)])
    fold = make_split(windows, SplitKind.UNIT, 2, 0).folds[0]
    part = watched(windows, fold, SplitKind.UNIT, 0, USUAL)
    assert not part.held_back
    assert part.learned is fold.train
    with pytest.raises(InvalidInput, match="Stopping early needs validation units"):
        watched(windows, fold, SplitKind.UNIT, 0, options({"patience": 2}))


def test_windows_at_random_are_not_moved_into_each_other() -> None:
    refuse_moving(options({"snr_db": 3}), SplitKind.RANDOM)
    refuse_moving(options({"shift": True}), SplitKind.RECORD)
    for given in ({"shift": True}, {"speed_percent": 5}):
        with pytest.raises(InvalidInput, match="random"):
            refuse_moving(options(given), SplitKind.RANDOM)
