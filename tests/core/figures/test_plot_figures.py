"""Figures: columns, peaks, cursors, the amplitude contract, export."""

import csv
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.figures import amplitude, peaks
from pfd_desktop.core.figures.columns import column_extremes
from pfd_desktop.core.figures.cursors import CursorMode, Cursors
from pfd_desktop.core.figures.export import DataTable, lines, write_csv
from pfd_desktop.core.figures.markers import measured
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.readouts import readouts
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.errors import EnvironmentFault
from pfd_desktop.progress import Cancelled, Silent
from tests.ui import recordings as made


@pytest.fixture
def figure() -> SpectrumFigure:
    return made.envelope_figure(made.bearing_samples())


def hann_lines(frequency_hz: float) -> tuple[np.ndarray, np.ndarray]:
    """One-sided RMS spectrum of a sine of 1 rms, 1 s at 1 kHz, Hann window."""
    time = np.arange(1000) / 1000
    window = np.hanning(1001)[:-1]
    sine = np.sqrt(2) * np.sin(2 * np.pi * frequency_hz * time)
    y = np.abs(np.fft.rfft(sine * window)) * np.sqrt(2) / window.sum()
    return np.fft.rfftfreq(1000, 1 / 1000), y


@pytest.mark.parametrize("frequency_hz", [100.0, 100.2, 100.37, 100.5, 100.81])
def test_a_peak_is_found_between_the_lines(frequency_hz):
    x, y = hann_lines(frequency_hz)
    peak = peaks.peak_near(x, y, 102.0, 4.0)
    assert peak.x == pytest.approx(frequency_hz, abs=0.03)
    assert peak.y == pytest.approx(1.0, abs=0.04)  # a bare line would read up to 15 % low


def test_a_gaussian_peak_is_exact():
    x = np.arange(100.0)
    peak = peaks.peak_near(x, 3 * np.exp(-((x - 41.3) ** 2) / 8), 40.0, 5.0)
    assert (peak.x, peak.y) == (pytest.approx(41.3), pytest.approx(3.0))


def test_peaks_at_the_ends_and_outside():
    x, y = np.arange(5.0), np.array([5.0, 1, 1, 1, 4])
    assert peaks.peak_near(x, y, 0.0, 1.0) == Reading(0.0, 5.0)
    assert peaks.peak_near(x, y, 4.0, 0.5) == Reading(4.0, 4.0)
    assert peaks.peak_near(x, y, 9.0, 1.0) is None
    assert peaks.nearest(np.empty(0), np.empty(0), 1.0) is None


def test_column_extremes_lose_no_point():
    rng = np.random.default_rng(1)
    x, y = np.linspace(0, 10, 5001), rng.standard_normal(5001)
    filled, low, high = column_extremes(x, y, np.linspace(0.0, 10.002, 101))
    assert filled.tolist() == list(range(100))
    assert low.min() == y.min()
    assert high.max() == y.max()
    edges = np.searchsorted(x, np.linspace(0, 10.002, 101))
    assert high[37] == y[edges[37] : edges[38]].max()
    assert low[37] == y[edges[37] : edges[38]].min()


def test_columns_without_points_are_left_out():
    filled, low, high = column_extremes(
        np.array([1.0, 9.0]), np.array([3.0, 4.0]), np.linspace(0, 10, 11)
    )
    assert filled.tolist() == [1, 9]
    assert (low.tolist(), high.tolist()) == ([3.0, 4.0], [3.0, 4.0])
    assert column_extremes(np.empty(0), np.empty(0), np.linspace(0, 1, 5))[0].size == 0


def test_readouts_of_a_sine_and_of_a_constant():
    sine = (2 * np.sin(2 * np.pi * np.arange(1 << 19) / 64) + 0.5).astype(np.float32)
    found = readouts(sine, Silent())
    assert found.mean == pytest.approx(0.5)
    assert found.rms == pytest.approx(np.sqrt(2 + 0.25))
    assert found.peak == pytest.approx(2.5)
    assert found.kurtosis == pytest.approx(1.5)  # of any sine
    assert np.isnan(readouts(np.ones(10, np.float32), Silent()).kurtosis)


def test_the_contract_says_everything(figure):
    whole = "\n".join(amplitude.whole_contract(figure))
    for part in ("acceleration", "g rms", "RMS", "hann", "ENBW: 0.375 Hz", "averages: 1",
                 "overlap: 0 %", "band: 2000 to 5000 Hz", "abab"):  # fmt: skip
        assert part in whole
    assert amplitude.short_form(figure) == "Acceleration, envelope (g rms)"
    assert amplitude.short_form(figure, True) == "Acceleration, envelope (dB re 1 g rms)"


def test_decibels_are_twenty_logs_of_an_amplitude(figure):
    assert amplitude.decibels(figure)[7] == pytest.approx(20 * np.log10(figure.y[7]))


def test_spectrum_table_holds_the_lines_seen(figure):
    table = amplitude.spectrum_table(figure, 100.0, 110.0)
    text = "".join(lines(table)).splitlines()
    rows = [line for line in text if not line.startswith("#")]
    assert rows[0] == 'Frequency (Hz),"Acceleration, envelope (g rms)"'
    assert len(rows) - 1 == table.rows == 41  # 0.25 Hz apart, both ends
    assert float(rows[1].split(",")[1]) == figure.y[400]


def test_csv_carries_its_header_and_every_sample(tmp_path):
    samples = made.bearing_samples(0.5)
    trace = made.trace(made.blob(tmp_path, samples))
    path = write_csv(tmp_path / "out.csv", trace.table(0.1, 0.2), Silent())
    text = path.read_text("utf-8").splitlines()
    header = [line for line in text if line.startswith("#")]
    for key in ("quantity: acceleration", "unit: g", "window: none", "averages: 1", "band: none"):
        assert f"# {key}" in header
    assert f"# recording hash: {trace.blob}" in header
    rows = list(csv.reader(line for line in text if not line.startswith("#")))
    assert rows[0] == ["time_s", "acceleration (g)"]
    values = np.array(rows[1:], float)
    start = round(0.1 * made.RATE_HZ)
    np.testing.assert_array_equal(
        values[:, 1].astype(np.float32), samples[start : start + len(values)]
    )
    assert values[-1, 0] == pytest.approx(0.2, abs=1.1 / made.RATE_HZ)


class StopsAtOnce:
    def report(self, fraction, text=""):
        raise Cancelled

    def tell(self, event):
        """Nothing."""


def test_a_cancelled_or_failed_export_leaves_nothing(tmp_path):
    table = DataTable((), ("a",), 1, lambda: iter([np.zeros((1, 1))]))
    with pytest.raises(Cancelled):
        write_csv(tmp_path / "out.csv", table, StopsAtOnce())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match=r"out\.csv could not be written"):
        write_csv(Path(tmp_path / "file" / "out.csv"), table, Silent())


def test_harmonic_and_sideband_families(figure):
    source = amplitude.ReadableSpectrum(figure, False)
    harmonic = Cursors(CursorMode.HARMONIC, Reading(107.25, 1.0)).lines(source)
    assert [line.name for line in harmonic] == ["1×", "2×", "3×", "4×", "5×"]
    assert [line.point.x for line in harmonic] == [107.25, 214.5, 321.75, 429.0, 536.25]
    cursors = Cursors().with_mode(CursorMode.SIDEBAND).placed(Reading(300.0, 1.0))
    assert [line.name for line in cursors.lines(source)] == ["Carrier"]
    family = cursors.placed(Reading(330.0, 1.0)).lines(source)
    assert [line.point.x for line in family] == [300.0 + 30 * k for k in range(-5, 6)]


def test_delta_and_escape():
    cursors = Cursors().placed(Reading(1.0, 5.0)).with_mode(CursorMode.DELTA)
    cursors = cursors.placed(Reading(3.0, 4.0))
    assert cursors.difference() == Reading(2.0, -1.0)
    assert cursors.moved(Reading(4.0, 4.0)).second == Reading(4.0, 4.0)
    assert cursors.escaped() == Cursors(CursorMode.SINGLE, Reading(1.0, 5.0))
    assert cursors.escaped().escaped() == Cursors()
    assert cursors.with_mode(CursorMode.DELTA).mode is CursorMode.SINGLE


def test_markers_are_read_within_their_slip(figure):
    found = measured(figure, False)
    assert found[0].x == pytest.approx(made.BPFO_HZ, abs=0.05)
    beyond = [m for m in figure.markers if m.low > 600]
    assert beyond
    assert all(found[figure.markers.index(m)] is None for m in beyond)
