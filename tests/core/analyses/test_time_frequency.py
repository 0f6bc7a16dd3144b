"""Waterfall, cascade and short-time transform: the ridge lies where the speed puts it."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.placed_markers import SLIP
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.errors import InvalidInput
from tests.core.analyses.materials import (
    RATE,
    RUN_UP,
    mapped,
    material,
    over_angle,
    run_up,
    steady,
)


def ridge(figure: MapFigure) -> np.ndarray:
    """The frequency of the highest cell of each spectrum."""
    if figure.x_label == "Time":
        return figure.y[np.argmax(figure.values, axis=0)]
    return figure.x[np.nanargmax(figure.values, axis=1)]


def test_waterfall_follows_the_run_up() -> None:
    figure = mapped(run_up(), "waterfall", spectra=50.0, lines=400.0)
    expected = 5.5 * RUN_UP.at(figure.y) / 60
    # a spectrum lasts 0.4 s, in which the order moves by 4.4 Hz; lines are 5 Hz apart
    assert np.abs(ridge(figure) - expected).max() < 10
    assert figure.values.shape == (len(figure.y), len(figure.x))
    assert len(figure.y) == 50
    assert figure.y_unit == "s"
    assert figure.unit == "g rms"


def test_tracks_follow_the_speed() -> None:
    figure = mapped(run_up(), "waterfall")
    names = {track.name: track for track in figure.tracks}
    assert {"1X", "2X", "3X", "BPFO", "BPFO 2×", "BPFI", "2×BSF", "FTF"} <= set(names)
    first = names["3X"]
    np.testing.assert_allclose(first.x, 3 * RUN_UP.at(first.y) / 60)
    per_minute = mapped(run_up(), "waterfall", axis="cpm")
    track = next(track for track in per_minute.tracks if track.name == "1X")
    np.testing.assert_allclose(track.x, RUN_UP.at(track.y))
    upright = next(track for track in mapped(run_up(), "stft").tracks if track.name == "BPFI")
    np.testing.assert_allclose(upright.y, 5.41522 * RUN_UP.at(upright.x) / 60, rtol=1e-4)
    whirl = mapped(replace(run_up(), kind=BearingKind.JOURNAL), "waterfall")
    assert {"0.38X", "0.52X"} <= {track.name for track in whirl.tracks}
    assert mapped(replace(run_up(), speed=None), "waterfall").tracks == ()


def test_orders_of_a_run_up_stand_upright() -> None:
    figure = mapped(run_up(), "waterfall", axis="orders", lines=400.0, spectra=40.0)
    places = ridge(figure)
    assert np.abs(places[10:] - 5.5).max() < 0.3
    assert figure.x_unit == "orders"
    straight = mapped(steady(), "waterfall", axis="orders")
    np.testing.assert_allclose(ridge(straight), 40.0, atol=0.05)
    angle = mapped(over_angle(), "waterfall")
    np.testing.assert_allclose(ridge(angle), 4.25, atol=0.06)
    assert (angle.x_unit, angle.y_unit) == ("orders", "turns")
    with pytest.raises(InvalidInput, match="no orders"):
        mapped(replace(run_up(), speed=None), "waterfall", axis="orders")


def test_cascade_sorts_by_speed() -> None:
    figure = mapped(run_up(), "cascade", lines=400.0, step=100.0)
    expected = 5.5 * figure.y / 60
    rows = ~np.isnan(figure.values).all(axis=1)
    assert np.abs(ridge(replace(figure, values=figure.values[rows])) - expected[rows]).max() < 12
    np.testing.assert_allclose(np.diff(figure.y), 100)
    assert figure.y_unit == "rpm"
    with pytest.raises(InvalidInput, match="nothing to sort"):
        mapped(steady(), "cascade")
    with pytest.raises(InvalidInput, match="Over angle"):
        mapped(over_angle(), "cascade")
    with pytest.raises(InvalidInput, match="wider steps"):
        mapped(run_up(), "cascade", step=1.0)


def test_cascade_gathers_a_run_up_and_a_coast_down() -> None:
    there = SpeedProfile(np.array([0.0, 10.0, 20.0]), np.array([600.0, 1800.0, 600.0]))
    figure = mapped(replace(run_up(), speed=there), "cascade", lines=400.0)
    assert "run-up and coast-down gathered together" in figure.notes


def test_stft_shows_an_impulse_where_it_is() -> None:
    samples = 0.001 * np.random.default_rng(0).standard_normal(40_000)
    samples[22_000] = 10
    figure = mapped(material(samples), "stft", lines=64.0)
    column = int(np.argmax(figure.values.sum(axis=0)))
    assert figure.x[column] == pytest.approx(5.5, abs=0.016)
    assert figure.values.shape == (len(figure.y), len(figure.x))


@pytest.mark.parametrize("analysis", ["waterfall", "stft"])
def test_maps_are_bounded_and_say_so_and_keep_the_highest(analysis: str) -> None:
    samples = 0.01 * np.random.default_rng(0).standard_normal(1 << 20)
    samples += np.sin(2 * np.pi * 1234.5 * np.arange(1 << 20) / RATE)
    values = {"lines": 4096.0, "scaling": "peak", "window": "flattop", "overlap": 75.0}
    figure = mapped(material(samples), analysis, **values)
    assert len(figure.x) <= 2000
    assert len(figure.y) <= 1000
    assert any("highest of every" in note for note in figure.notes)
    assert float(figure.values.max()) == pytest.approx(1.0, rel=5e-3)
    assert np.all(np.diff(figure.x) > 0)
    assert np.all(np.diff(figure.y) > 0)


def test_many_slices_are_gathered_by_their_highest() -> None:
    samples = 0.001 * np.random.default_rng(0).standard_normal(1 << 20)
    samples[500_000] = 10
    figure = mapped(material(samples), "stft", lines=64.0)
    assert len(figure.x) <= 2000
    assert any("slices in time" in note for note in figure.notes)
    column = int(np.argmax(figure.values.sum(axis=0)))
    assert figure.x[column] == pytest.approx(125.0, abs=0.3)


def test_peak_hold_is_at_least_the_mean() -> None:
    mean = mapped(run_up(), "waterfall", spectra=5.0, lines=400.0)
    held = mapped(run_up(), "waterfall", spectra=5.0, lines=400.0, averaging="peak hold")
    assert np.all(held.values >= mean.values)
    assert float(held.values.max()) > 1.5 * float(mean.values.max())


def test_a_range_without_lines_is_refused() -> None:
    with pytest.raises(InvalidInput, match="widen the range"):
        mapped(steady(), "stft", lowest=500.0, highest=500.5)


def test_tracks_of_the_bearing_have_a_band_for_slip() -> None:
    tracks = {track.name: track for track in mapped(run_up(), "waterfall").tracks}
    for name in ("BPFO", "BPFO 2×", "BPFI", "2×BSF", "FTF"):
        assert tracks[name].slip == pytest.approx(SLIP), name
    assert tracks["1X"].slip == tracks["3X"].slip == 0.0
    bpfo = tracks["BPFO"]
    across, up = bpfo.edges()
    half = len(across) // 2
    np.testing.assert_allclose(across[:half], 0.98 * bpfo.x)
    np.testing.assert_allclose(across[half:][::-1], 1.02 * bpfo.x)
    np.testing.assert_allclose(up[:half], bpfo.y)
    upright = next(track for track in mapped(run_up(), "stft").tracks if track.name == "BPFI")
    assert upright.upright
    np.testing.assert_allclose(upright.edges()[1][: len(upright.y)], 0.98 * upright.y)
