"""RMS of bands and damping of peaks against closed forms and Parseval."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.dsp.spectra import Scaling, amplitude_spectrum, psd
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.amplitude import ReadableSpectrum
from pfd_desktop.core.figures.cursors import CursorMode, Cursors
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spans import ReadsDamping, ReadsSpans
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.figures.spectrum_spans import band_reading, base_unit, half_power
from tests.ui import recordings as made

RATE = 10_000.0


def figure_of(spectrum, unit, **more) -> SpectrumFigure:
    return SpectrumFigure(
        kind="fft",
        x=spectrum.frequency_hz,
        y=spectrum.values,
        x_label="Frequency",
        x_unit="Hz",
        quantity="acceleration",
        unit=unit,
        scaling=spectrum.scaling.value,
        window=spectrum.window.value,
        enbw_hz=spectrum.enbw_hz,
        averages=spectrum.averages,
        overlap=spectrum.overlap,
        band_hz=None,
        recording="r",
        blob="b",
        power=spectrum.scaling is Scaling.DENSITY,
        **more,
    )


def rms_of(reading) -> float:
    return reading.values[0].value


@pytest.fixture(scope="module")
def samples() -> np.ndarray:
    """Noise of standard deviation 0.5 and a sine of 2 rms at 1000.3 Hz, between two lines."""
    time = np.arange(100_000) / RATE
    noise = 0.5 * np.random.default_rng(0).standard_normal(len(time))
    return noise + 2 * np.sqrt(2) * np.sin(2 * np.pi * 1000.3 * time)


@pytest.mark.parametrize("window", [Window.HANN, Window.FLATTOP, Window.BOXCAR])
def test_a_band_reads_the_same_from_amplitudes_and_densities(samples, window):
    """Two ways to one number: lines divided by their bandwidth, and the sum of a density."""
    whole = samples - samples.mean()
    density = figure_of(psd(samples, RATE, window, segment=5000, unit="g"), "g²/Hz")
    expected = rms_of(band_reading(density, 900, 1100))
    for scaling in (Scaling.RMS, Scaling.PEAK, Scaling.PEAK_TO_PEAK):
        lines = amplitude_spectrum(samples, RATE, window, scaling, segment=5000, unit="g")
        found = band_reading(figure_of(lines, f"g {scaling.value.lower()}"), 900, 1100)
        assert rms_of(found) == pytest.approx(expected, rel=1e-9)
        assert found.values[0].unit == "g rms"
    noise = 0.25 * 200 / (RATE / 2)
    assert expected == pytest.approx(np.sqrt(4 + noise), rel=2e-3 if window != "boxcar" else 0.01)
    everything = rms_of(band_reading(density, 0, RATE / 2))
    assert everything == pytest.approx(np.sqrt(np.mean(whole**2)), rel=5e-3)


def test_neighbouring_bands_add_up(samples):
    density = figure_of(psd(samples, RATE, segment=1000, unit="g"), "g²/Hz")
    parts = [rms_of(band_reading(density, *edges)) ** 2 for edges in ((0, 333.3), (333.3, 4000))]
    assert sum(parts) == pytest.approx(rms_of(band_reading(density, 0, 4000)) ** 2)


def test_axes_of_orders_and_minutes_read_the_same(samples):
    lines = figure_of(amplitude_spectrum(samples, RATE, segment=5000, unit="g"), "g rms")
    density = figure_of(psd(samples, RATE, segment=5000, unit="g"), "g²/Hz")
    for figure in (lines, density):
        hertz = rms_of(band_reading(figure, 900, 1100))
        orders = replace(figure, x=figure.x / 25, x_unit="orders")
        assert rms_of(band_reading(orders, 36, 44)) == pytest.approx(hertz, rel=1e-5)
        minutes = replace(figure, x=60 * figure.x, x_unit="CPM")
        assert rms_of(band_reading(minutes, 54_000, 66_000)) == pytest.approx(hertz)


def test_what_has_no_rms_says_why(samples):
    figure = figure_of(psd(samples, RATE, segment=1000, unit="g"), "g²/Hz")
    thinned = replace(figure, x=np.sort(np.random.default_rng(1).choice(figure.x, 100, False)))
    assert "left out" in band_reading(replace(thinned, y=figure.y[:100]), 1, 2).note
    cepstrum = replace(figure, scaling="dimensionless", x_unit="s", signed=True)
    assert "no RMS" in band_reading(cepstrum, 0, 1).note
    assert "outside" in band_reading(figure, 6000, 7000).note


def test_units_of_the_quantity_itself(samples):
    figure = figure_of(psd(samples, RATE, segment=1000), "(m/s²)²/Hz")
    assert base_unit(figure) == "m/s² rms"
    assert base_unit(replace(figure, unit="g/√Hz")) == "g rms"
    assert base_unit(replace(figure, unit="mm/s peak-to-peak", scaling="peak-to-peak")) == (
        "mm/s rms"
    )
    assert base_unit(replace(figure, unit="m/s² rms", scaling="RMS")) == "m/s² rms"


@pytest.mark.parametrize("power", [False, True])
def test_damping_of_one_degree_of_freedom(power):
    """|H| of a resonance at 200 Hz with 1 % of critical damping."""
    ratio = np.linspace(0.5, 1.5, 20_001)
    h = 1 / np.sqrt((1 - ratio**2) ** 2 + (2 * 0.01 * ratio) ** 2)
    base = figure_of(psd(np.zeros(64), 400.0), "g²/Hz" if power else "g rms")
    figure = replace(
        base, x=200 * ratio, y=h**2 if power else h, power=power, enbw_hz=0.01,
        scaling="density" if power else "RMS",
    )  # fmt: skip
    found = half_power(figure, 200.4)
    assert found.peak == pytest.approx(200, abs=0.05)
    assert found.damping_ratio == pytest.approx(0.01, rel=2e-3)
    assert found.quality == pytest.approx(50, rel=2e-3)
    readable = ReadableSpectrum(figure, False)
    assert isinstance(readable, ReadsDamping)
    assert readable.damping_note(found) == ""
    assert "at most" in readable.damping_note(replace(found, low=199.999, high=200.001))
    level = ReadableSpectrum(figure, True).half_power(200.0)
    top = ReadableSpectrum(figure, True).value_at(found.peak)
    assert level.level == pytest.approx(top.y - 3.0103, abs=1e-3)


def test_a_peak_without_flanks_has_no_damping():
    base = figure_of(psd(np.zeros(64), 400.0), "g²/Hz")
    flat = replace(base, x=np.arange(5.0), y=np.array([1, 1.1, 1.2, 1.1, 1]))
    assert half_power(flat, 2.0) is None
    cursors = Cursors(CursorMode.DAMPING, Reading(2.0, 1.2))
    lines = cursors.lines(ReadableSpectrum(flat, False))
    assert (lines[0].name, lines[0].note) == ("Peak", "no flanks that fall by 3 dB")


def test_the_span_of_a_trace(tmp_path):
    time = np.arange(12_000) / made.RATE_HZ
    sine = (0.5 + 2 * np.sin(2 * np.pi * 100 * time)).astype(np.float32)
    trace = made.trace(made.blob(tmp_path, sine))
    assert isinstance(trace, ReadsSpans)
    last = 0.3 - 1 / made.RATE_HZ  # ten whole periods
    found = {v.name: v.value for v in trace.span_reading(0.2, last).values}
    assert found["Span RMS"] == pytest.approx(np.sqrt(2 + 0.25), rel=1e-5)
    assert found["RMS about the mean"] == pytest.approx(np.sqrt(2), rel=1e-5)
    assert found["Mean"] == pytest.approx(0.5, abs=1e-5)
    assert found["Peak-to-peak"] == pytest.approx(4.0, rel=1e-5)
    assert trace.span_reading(5.0, 6.0).note == "no sample between the edges"


def test_the_edges_of_a_band_move_one_at_a_time():
    cursors = Cursors().with_mode(CursorMode.BAND)
    for x in (10.0, 30.0, 12.0, 28.0):
        cursors = cursors.placed(Reading(x, 0.0))
    assert (cursors.first.x, cursors.second.x) == (12.0, 28.0)
    curve = made.envelope_figure(made.bearing_samples(1))
    band = cursors.band(ReadableSpectrum(curve, False))
    assert (band.low, band.high) == (12.0, 28.0)
    assert [line.name for line in cursors.lines(ReadableSpectrum(curve, False))] == ["From", "To"]
