"""Two channels as the table of analyses offers them."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.analyses.analysis import Material
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from tests.core.analyses.materials import RATE, lines, orbit, probes, steady


def pair(noise: float = 1.0) -> Material:
    rng = np.random.default_rng(0)
    x = rng.standard_normal(80_000)
    y = 2 * x + noise * rng.standard_normal(80_000)
    first, second = (Waveform(side.astype("f4"), RATE, "acceleration", "g") for side in (x, y))
    return replace(steady(), waveform=first, second=second, second_recording="other")


def test_coherence_says_what_chance_gives() -> None:
    figure = lines(pair(2.0), "coherence")
    assert figure.y[5:-5].mean() == pytest.approx(0.5, abs=0.02)
    assert figure.signed
    assert "39 averages" in figure.notes[1]
    assert "exceeds 0.0" in figure.notes[1]
    assert {"1X", "BPFO"} <= {marker.family for marker in figure.markers}


def test_cross_spectrum_phase_and_transfer() -> None:
    magnitude = lines(pair(), "cross-spectrum")
    assert magnitude.y[5:-5].mean() == pytest.approx(2 * 2 / RATE, rel=0.02)
    assert magnitude.unit == "g·g/Hz"
    transfer = lines(pair(), "cross-spectrum", show="transfer")
    assert transfer.y[5:-5].mean() == pytest.approx(2.0, rel=0.02)
    assert transfer.unit == "1"
    phase = lines(pair(), "cross-spectrum", show="phase")
    assert np.abs(phase.y).mean() < 5
    assert phase.unit == "°"
    alone = replace(pair(), second=replace(pair().waveform, samples=np.zeros(80_000)))
    with pytest.raises(InvalidInput, match="share nothing"):
        lines(alone, "cross-spectrum", show="phase")


def test_channels_that_do_not_belong_together_are_refused() -> None:
    short = replace(pair(), second=replace(pair().waveform, samples=np.zeros(70_000)))
    with pytest.raises(InvalidInput, match="not measured together"):
        lines(short, "coherence")
    probe = probes()
    assert probe.second is not None
    mixed = replace(probe, second=replace(probe.second, unit="µm"))
    for analysis in ("orbit", "shaft-centreline"):
        with pytest.raises(InvalidInput, match="one unit"):
            orbit(mixed, analysis)
    with pytest.raises(InvalidInput, match="one unit"):
        lines(mixed, "full-spectrum")


def test_full_spectrum_parts_forward_from_backward() -> None:
    figure = lines(probes(backward=0.4), "full-spectrum")
    at = {round(float(x), 2): float(y) for x, y in zip(figure.x, figure.y, strict=True)}
    assert at[25.0] == pytest.approx(1.0, rel=1e-3)
    assert at[-50.0] == pytest.approx(0.4, rel=1e-3)
    assert max(at[-25.0], at[50.0]) < 1e-3
    assert {"1X", "backward 1X"} <= {marker.family for marker in figure.markers}
    turned = lines(probes(backward=0.4), "full-spectrum", rotation="y-to-x", highest=100.0)
    assert turned.x[int(np.argmax(turned.y))] == -25.0
    assert np.abs(turned.x).max() <= 100
    orders = lines(probes(), "full-spectrum", axis="orders")
    assert orders.x[int(np.argmax(orders.y))] == pytest.approx(1.0)


def test_orbit_of_one_order_is_its_circle() -> None:
    figure = orbit(probes(whirl=0.5), "orbit", filter="1X")
    assert figure.turns == 8
    assert len(figure.loops) == 8
    for loop in figure.loops:
        np.testing.assert_allclose(np.hypot(*loop), 1.0, rtol=1e-2)
    assert figure.direction == "forward"
    assert figure.filter_words == "1X only"
    pure = orbit(probes(), "orbit", filter="1X")
    np.testing.assert_allclose(np.hypot(*pure.loops[3]), 1.0, rtol=1e-4)
    last = orbit(probes(), "orbit", filter="1X", start=9.7)
    np.testing.assert_allclose(np.hypot(*last.loops[-1]), 1.0, rtol=1e-4)
    assert "mean ellipse 2" in pure.notes[-1]
    assert orbit(probes(), "orbit", filter="1X", rotation="y-to-x").direction == "backward"


def test_orbit_of_a_band_is_the_whirl_alone() -> None:
    figure = orbit(probes(whirl=0.5), "orbit", filter="band", start=4.0)
    for loop in figure.loops:
        np.testing.assert_allclose(np.hypot(*loop), 0.5, atol=0.06)
    assert figure.filter_words == "0.38X to 0.52X"
    with pytest.raises(InvalidInput, match="empty"):
        orbit(probes(), "orbit", filter="band", low_order=0.6, high_order=0.5)


def test_orbit_as_it_is_turn_by_turn() -> None:
    figure = orbit(probes(backward=0.4), "orbit", turns=5.0, start=1.0)
    assert len(figure.loops) == 5
    assert all(len(x) == 160 for x, _ in figure.loops)
    assert figure.direction == "forward"
    # the centre sinks by 0.1 V/s to the right and 0.2 V/s down; a turn is 0.04 s
    np.testing.assert_allclose(np.diff(figure.centre[0]), 0.004, atol=1e-4)
    np.testing.assert_allclose(np.diff(figure.centre[1]), -0.008, atol=1e-4)
    # a whirl of half the radius, which a mean over one turn would follow, is no way of the centre
    whirls = orbit(probes(whirl=0.5), "orbit", turns=5.0, start=1.0)
    np.testing.assert_allclose(whirls.centre, figure.centre, atol=0.005)
    with pytest.raises(InvalidInput, match="begin earlier"):
        orbit(probes(), "orbit", start=9.99)
    fast = replace(probes(), speed=SpeedProfile.constant(60_000.0))
    with pytest.raises(InvalidInput, match="fewer than 6 samples"):
        orbit(fast, "orbit")
    many = replace(probes(), speed=SpeedProfile.constant(60.0))
    assert any("every" in note for note in orbit(many, "orbit").notes)


def test_orbit_over_angle_has_a_turn_of_its_rate() -> None:
    plain = probes()
    assert plain.second is not None
    sides = [
        replace(side, samples=side.samples[:1600], rate_hz=160.0, axis=Axis.ANGLE)
        for side in (plain.waveform, plain.second)
    ]
    figure = orbit(replace(plain, waveform=sides[0], second=sides[1]), "orbit", filter="1X")
    np.testing.assert_allclose(np.hypot(*figure.loops[2]), 1.0, rtol=1e-3)


def test_half_order_needs_two_turns() -> None:
    figure = orbit(probes(), "orbit", filter="0.5X")
    assert len(figure.loops) == 4
    with pytest.raises(InvalidInput, match="comes round in 2 turns"):
        orbit(probes(), "orbit", filter="0.5X", turns=1.0)
    assert len(orbit(probes(), "orbit", filter="nX", order=2.0).loops) == 8


def test_centreline_from_gap_voltages() -> None:
    figure = orbit(probes(), "shaft-centreline", sensitivity=8.0, gap_x=-10.0, gap_y=-9.0)
    # 10 s at 0.1 and -0.2 V/s with 8 mV/µm: 125 µm to the right, 250 µm down
    assert figure.centre[0][-1] == pytest.approx(125, rel=0.02)
    assert figure.centre[1][-1] == pytest.approx(-250, rel=0.02)
    assert figure.unit == "µm"
    assert figure.loops == ()
    turned = orbit(probes(), "shaft-centreline", x_angle=90.0)
    assert turned.centre[0][-1] == pytest.approx(200 / 0.7874, rel=0.02)
    started = orbit(probes(), "shaft-centreline", every=0.5)
    assert started.centre[0][0] == 0.0
    assert len(started.centre[0]) == 20
    with pytest.raises(InvalidInput, match="gap voltages"):
        orbit(pair(), "shaft-centreline")
    with pytest.raises(InvalidInput, match="longer time"):
        orbit(probes(), "shaft-centreline", every=0.001)


def test_centreline_doubts_a_recording_without_gap() -> None:
    plain = probes()
    assert plain.second is not None
    first, second = (
        replace(side, samples=side.samples - side.samples.mean())
        for side in (plain.waveform, plain.second)
    )
    figure = orbit(replace(plain, waveform=first, second=second), "shaft-centreline")
    assert any("AC-coupled" in note for note in figure.notes)
