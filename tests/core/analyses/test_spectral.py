"""Spectra as the table of analyses offers them."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.analyses.resolving import PARAMETERS
from pfd_desktop.core.dsp.spectra import psd
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.errors import InvalidInput
from tests.core.analyses.materials import RATE, lines, material, over_angle, run_up, steady


def at(figure: object, x: float) -> float:
    assert hasattr(figure, "x")
    assert hasattr(figure, "y")
    return float(figure.y[np.argmin(np.abs(figure.x - x))])


@pytest.mark.parametrize("window", [window.value for window in Window])
@pytest.mark.parametrize(
    ("scaling", "expected"), [("RMS", 2**0.5), ("peak", 2), ("peak-to-peak", 4)]
)
def test_a_sine_reads_right_with_every_window(window: str, scaling: str, expected: float) -> None:
    figure = lines(steady(), "fft", window=window, scaling=scaling)
    assert at(figure, 1000) == pytest.approx(expected, rel=2e-3)
    assert figure.unit == f"g {scaling.lower()}"
    assert figure.window == window


def test_lines_and_resolution_say_the_same() -> None:
    by_lines = lines(steady(), "fft", lines=2000)
    by_resolution = lines(steady(), "fft", resolution=1.0)
    np.testing.assert_array_equal(by_lines.y, by_resolution.y)
    assert by_lines.x[1] == 1.0
    assert by_lines.averages == 39
    assert lines(steady(), "fft", resolution=1.0, overlap=0.0).averages == 20
    assert lines(steady(), "fft", resolution=1.0, averages=5).averages == 5
    with pytest.raises(InvalidInput, match="same thing"):
        lines(steady(), "fft", lines=2000, resolution=1.0)
    with pytest.raises(InvalidInput, match="need a piece of 100 s, and there are 20 s"):
        lines(steady(), "fft", resolution=0.01)


def test_axes() -> None:
    hertz, per_minute, orders = (lines(steady(), "fft", axis=a) for a in ("hz", "cpm", "orders"))
    assert at(per_minute, 60_000) == at(orders, 40) == at(hertz, 1000)
    assert (per_minute.x_unit, orders.x_unit) == ("CPM", "orders")
    ranged = lines(steady(), "fft", lowest=900.0, highest=1100.0)
    assert 900 <= ranged.x[0] < ranged.x[-1] <= 1100
    angle = lines(over_angle(), "fft", scaling="peak")
    assert (angle.x_label, angle.x_unit) == ("Order", "orders")
    assert at(angle, 4.25) == pytest.approx(1.0, rel=1e-3)
    assert angle.enbw_hz == pytest.approx(1.5 / 200 * 25)  # 200 turns at 25 a second
    assert lines(over_angle(), "psd").unit == "g²/order"


@pytest.mark.parametrize("analysis", ["fft", "psd"])
def test_a_range_without_lines_is_refused(analysis: str) -> None:
    with pytest.raises(InvalidInput, match="widen the range"):
        lines(steady(), analysis, lowest=500.0, highest=400.0)


@pytest.mark.parametrize("analysis", ["fft", "zoom-fft", "envelope"])
@pytest.mark.parametrize(
    ("axis", "said"), [("hz", "markers stand at its mean"), ("orders", "orders are of its mean")]
)
def test_spectra_of_a_varying_speed_say_what_it_does_to_them(
    analysis: str, axis: str, said: str
) -> None:
    notes = lines(run_up(), analysis, axis=axis).notes
    assert any("600 to 3000 rpm" in note and f"{said}, 1800 rpm" in note for note in notes)
    assert not any("varies" in note for note in lines(steady(), analysis, axis=axis).notes)


@pytest.mark.parametrize("analysis", ["spectral-kurtosis", "wavelet-packets"])
def test_no_defect_frequency_is_marked_among_carriers(analysis: str) -> None:
    assert lines(steady(), "fft").markers
    for axis in ("hz", "cpm", "orders"):
        assert lines(steady(), analysis, axis=axis).markers == ()


def test_levels_say_their_reference() -> None:
    unit = lines(steady(), "fft", levels="unit")
    assert at(unit, 1000) == pytest.approx(20 * np.log10(2**0.5), abs=0.01)
    assert unit.unit == "dB re 1 g"
    assert unit.signed
    iso = lines(steady(), "fft", levels="iso")
    assert at(iso, 1000) == pytest.approx(20 * np.log10(2**0.5 * 9.80665 / 1e-6), abs=0.01)
    assert iso.unit == "dB re 1 µm/s²"
    density, level = (lines(steady(), "psd", levels=levels) for levels in ("linear", "unit"))
    assert level.unit == "dB re (1 g)²/Hz"
    assert at(level, 1000) == pytest.approx(10 * np.log10(at(density, 1000)))
    with pytest.raises(InvalidInput, match="no reference for “V”"):
        lines(material(np.ones(1000), unit="V"), "fft", levels="iso")


def test_the_four_averages_part() -> None:
    """A sine that doubles half-way, and one that no turn triggers."""
    time = np.arange(40_000) / RATE
    samples = np.where(time < 5, 1.0, 2.0) * np.sin(2 * np.pi * 100 * time)
    samples += np.sin(2 * np.pi * 612.5 * time)
    plain = material(samples, steady().speed)
    kinds = ("linear", "exponential", "peak hold", "vector")
    found = {
        kind: lines(plain, "fft", averaging=kind, scaling="peak", resolution=5.0) for kind in kinds
    }
    exponential = lines(plain, "fft", averaging="exponential", scaling="peak", time_constant=0.5)
    assert at(exponential, 100) == pytest.approx(2.0, rel=0.01)
    assert at(found["peak hold"], 100) == pytest.approx(2.0, rel=1e-3)
    assert at(found["linear"], 100) == pytest.approx(np.sqrt(2.5), rel=0.02)
    begun = lines(plain, "fft", scaling="peak", resolution=5.0, averages=40)
    assert at(begun, 100) == pytest.approx(1.0, rel=1e-3)  # the first 40 pieces: 4.1 s
    assert at(found["vector"], 100) < 2.0
    assert at(found["vector"], 612.5) < 0.1 < at(found["linear"], 612.5)
    for kind in kinds[1:]:
        assert any(word in " ".join(found[kind].notes) for word in (kind, "triggered every")), (
            found[kind].notes
        )
    told = lines(plain, "fft", averaging="vector", trigger=0.01, resolution=10.0, scaling="peak")
    assert at(told, 100) == pytest.approx(1.5, abs=0.02)
    with pytest.raises(InvalidInput, match="no speed"):
        lines(replace(plain, speed=None), "fft", averaging="vector")


def test_psd_is_the_density_of_its_pieces_in_the_stated_precision() -> None:
    plain = steady()
    figure = lines(plain, "psd")
    exact = psd(plain.waveform.samples, RATE, segment=4000)
    assert np.abs(np.sqrt(figure.y) - np.sqrt(exact.values)).max() < 1e-6 * np.sqrt(figure.y.max())
    assert figure.power
    assert figure.unit == "g²/Hz"


def test_zoom_finds_the_line_between_lines() -> None:
    figure = lines(
        steady(hz=1000.0123), "zoom-fft", band=(999.0, 1001.0), scaling="peak", zoom_lines=2001.0
    )
    peak = int(np.argmax(figure.y))
    assert figure.x[peak] == pytest.approx(1000.0123, abs=1e-3)
    assert figure.y[peak] == pytest.approx(2.0, rel=1e-3)
    assert figure.band_hz == (999.0, 1001.0)
    by_speed = lines(steady(), "zoom-fft")
    assert by_speed.x[-1] == pytest.approx(6 * 25)
    few = lines(steady(), "zoom-fft", band=(0.0, 2000.0), zoom_lines=100.0)
    assert any("miss" in note for note in few.notes)
    with pytest.raises(InvalidInput, match="half the sampling rate"):
        lines(steady(), "zoom-fft", band=(0.0, 3000.0))


def test_autocorrelation_peaks_at_the_period() -> None:
    figure = lines(steady(hz=10.0), "autocorrelation")
    assert figure.x[-1] == pytest.approx(20 / 25)
    assert at(figure, 0.1) == pytest.approx(1.0, abs=0.01)
    assert at(figure, 0.05) == pytest.approx(-1.0, abs=0.01)
    assert {"1X", "BPFO"} <= {marker.family for marker in figure.markers}
    assert lines(over_angle(), "autocorrelation", longest=3.0).x_unit == "turns"


def test_every_parameter_of_the_pieces_is_used_by_the_spectra() -> None:
    from pfd_desktop.core.analyses.table import find

    for name in ("fft", "psd"):
        assert set(PARAMETERS) <= set(find(name).parameters)


@pytest.mark.parametrize("scaling", ["peak", "peak-to-peak"])
@pytest.mark.parametrize("analysis", ["fft", "zoom-fft"])
def test_levels_of_iso_1683_are_of_rms_values_only(analysis: str, scaling: str) -> None:
    with pytest.raises(InvalidInput, match=f"those of RMS values, and these are {scaling}"):
        lines(steady(), analysis, levels="iso", scaling=scaling)
    assert lines(steady(), analysis, levels="unit", scaling=scaling).unit == "dB re 1 g"
