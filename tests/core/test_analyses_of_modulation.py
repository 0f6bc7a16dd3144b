"""Rows that demodulate, correlate cycles and go beyond power: what they say of known signals."""

from dataclasses import replace

import numpy as np
import pytest

from pfd_desktop.core.analyses import cells, cyclic, excerpt
from pfd_desktop.core.analyses.analysis import Analysis, Figure, Material, Shape
from pfd_desktop.core.analyses.cells import bounded_map
from pfd_desktop.core.analyses.table import ANALYSES, find
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import checked
from pfd_desktop.core.physics.bearings import find as find_bearing
from pfd_desktop.core.physics.kinematics import orders
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.waveforms.waveform import Axis, Waveform
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent
from tests.validation.repeating_impulses import RATE_HZ, REPEATING_HZ, repeating_impulses

OURS = (
    "cepstrum",
    "spectral-kurtosis",
    "bicoherence",
    "envelope",
    "squared-envelope",
    "kurtogram",
    "enhanced-envelope",
    "cyclic-coherence",
    "wavelet-packets",
    "cwt",
)
BEARING = find_bearing("6205-2RS")
OUTER_RPM = 60 * REPEATING_HZ / orders(BEARING).bpfo


def material(samples: np.ndarray, rpm: float | None = None, axis: Axis = Axis.TIME) -> Material:
    return Material(
        Waveform(samples.astype(np.float32), RATE_HZ, "acceleration", "g", axis),
        "record",
        "0" * 64,
        None if rpm is None else SpeedProfile.constant(rpm),
        None if rpm is None else BEARING,
    )


def computed(name: str, of: Material, **values: object) -> Figure:
    analysis = find(name)
    return analysis.compute(of, checked(analysis.parameters, values), Silent())


def lines(name: str, of: Material, **values: object) -> SpectrumFigure:
    figure = computed(name, of, **values)
    assert isinstance(figure, SpectrumFigure)
    return figure


def a_map(name: str, of: Material, **values: object) -> MapFigure:
    figure = computed(name, of, **values)
    assert isinstance(figure, MapFigure)
    return figure


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("axis", list(Axis))
def test_every_row_gives_the_figure_of_its_shape(name: str, axis: Axis) -> None:
    row = find(name)
    figure = computed(name, material(repeating_impulses(2600.0, 0), OUTER_RPM, axis))
    assert isinstance(figure, {Shape.LINES: SpectrumFigure, Shape.MAP: MapFigure}[row.shape])
    assert figure.kind == name
    assert figure.quantity
    assert figure.unit
    assert np.all(np.diff(figure.x) > 0)
    assert figure.recording == "record"
    if isinstance(figure, MapFigure):
        assert figure.values.shape == (len(figure.y), len(figure.x))
        assert figure.values.size <= cells.MOST_ROWS * cells.MOST_COLUMNS
        assert np.all(np.diff(figure.y) > 0)
        assert np.isfinite(figure.values).any()
    else:
        assert np.isfinite(figure.y).all()
    if axis is Axis.ANGLE:
        assert "Hz" not in (figure.x_unit, getattr(figure, "y_unit", ""))


def test_names_and_parameters_of_the_table_are_unique() -> None:
    names = [row.name for row in ANALYSES]
    assert len(names) == len(set(names))
    for row in ANALYSES:
        own = [parameter.name for parameter in row.parameters]
        assert len(own) == len(set(own))


def test_the_kurtogram_points_at_the_repeating_band_despite_a_knock() -> None:
    struck = material(repeating_impulses(2600.0, 1, knock=True), OUTER_RPM)
    figure = a_map("kurtogram", struck)
    assert figure.band_hz is not None
    assert figure.best is not None
    assert figure.band_hz[0] <= 2600 <= figure.band_hz[1]
    assert figure.best[0] == pytest.approx(sum(figure.band_hz) / 2)
    assert np.abs(figure.y - figure.best[1]).min() < 1e-9
    assert any("one stray knock" in note for note in figure.notes)
    assert any("BPFO" in note for note in figure.notes)
    fooled = a_map("kurtogram", struck, pointer="kurtosis")
    assert fooled.band_hz is not None
    assert not fooled.band_hz[0] <= 2600 <= fooled.band_hz[1]


def test_noise_is_told_to_hold_no_band() -> None:
    figure = a_map("kurtogram", material(np.random.default_rng(0).standard_normal(64_000)))
    assert any("no comb stands out" in note for note in figure.notes)
    assert not any("one stray knock" in note for note in figure.notes)


def test_a_short_record_has_a_kurtogram_but_no_advice() -> None:
    short = material(np.random.default_rng(0).standard_normal(1000))
    figure = a_map("kurtogram", short)
    assert any("too short" in note for note in figure.notes)
    with pytest.raises(InvalidInput, match="to advise a band; tell one"):
        lines("envelope", short, advised=True)


def test_an_envelope_of_the_advised_band_says_which_and_why() -> None:
    struck = material(repeating_impulses(2600.0, 1, knock=True), OUTER_RPM)
    figure = lines("squared-envelope", struck, advised=True, highest=200.0)
    assert figure.band_hz is not None
    assert figure.band_hz[0] <= 2600 <= figure.band_hz[1]
    assert any("BPFO" in note for note in figure.notes)
    assert figure.x[-1] <= 200
    assert figure.unit == "g²"


def test_a_whitened_envelope_sees_past_a_tone() -> None:
    time = np.arange(64_000) / RATE_HZ
    tone = (1 + 0.9 * np.cos(2 * np.pi * 77 * time)) * 40 * np.sin(2 * np.pi * 2500 * time)
    buried = material(repeating_impulses(2600.0, 2) + tone)
    plain = lines("squared-envelope", buried, highest=120.0)
    white = lines("squared-envelope", buried, highest=120.0, whitened=True)
    assert plain.x[plain.y.argmax()] == pytest.approx(77, abs=0.5)
    assert (white.x[white.y.argmax()] + 1) % REPEATING_HZ == pytest.approx(1, abs=0.5)
    assert (white.quantity, white.unit) == ("relative, squared envelope", "1²")


def test_the_enhanced_envelope_peaks_at_the_impulses() -> None:
    figure = lines("enhanced-envelope", material(repeating_impulses(2600.0, 0)), highest=100.0)
    seen = figure.x > 5
    highest = figure.x[seen][figure.y[seen].argmax()]
    assert (highest + 1) % REPEATING_HZ == pytest.approx(1, abs=0.4)
    assert figure.y[seen].max() > 2.5 * np.median(figure.y)
    band = lines(
        "enhanced-envelope",
        material(repeating_impulses(2600.0, 0)),
        highest=100.0,
        band=(2300.0, 2900.0),
    )
    assert band.y[seen].max() > 1.5 * figure.y[seen].max()


def test_a_coherence_map_shows_carrier_and_cycle() -> None:
    figure = a_map("cyclic-coherence", material(repeating_impulses(2600.0, 0)), highest=100.0)
    values = figure.values[:, figure.x > 5]
    row, column = np.unravel_index(int(np.nanargmax(values)), values.shape)
    assert figure.y[row] == pytest.approx(2600, abs=300)
    assert (figure.x[figure.x > 5][column] + 1) % REPEATING_HZ == pytest.approx(1, abs=0.5)


def test_long_records_are_cut_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cyclic, "_LONGEST", 32_000)
    figure = lines("enhanced-envelope", material(repeating_impulses(2600.0, 0)))
    assert "of the first 2.5 s of 5 s" in figure.notes
    monkeypatch.setattr(cyclic, "_CELLS", 129 * 1000)
    fine = a_map("cyclic-coherence", material(repeating_impulses(2600.0, 0)), highest=3200.0)
    assert "of the first 0.1562 s of 5 s" in fine.notes  # 1000 segments, 2 samples apart
    short = material(np.zeros(100))
    assert excerpt.cut_note(short) == ()
    assert excerpt.cut_note(short, 50) == ("of the first 0.003906 s of 0.007812 s",)
    turned = replace(short, waveform=replace(short.waveform, axis=Axis.ANGLE))
    assert "turns" in excerpt.cut_note(turned, 50)[0]


def test_spectral_kurtosis_peaks_in_the_resonance() -> None:
    figure = lines("spectral-kurtosis", material(repeating_impulses(4100.0, 0)), segment=128)
    assert figure.x[figure.y.argmax()] == pytest.approx(4100, abs=200)
    assert figure.signed
    assert any("Gaussian noise reads 0" in note for note in figure.notes)


def test_bicoherence_can_leave_out_what_is_not_significant() -> None:
    noise = material(np.random.default_rng(0).standard_normal(64_000))
    every = a_map("bicoherence", noise, segment=128)
    some = a_map("bicoherence", noise, segment=128, significant=True)
    left = np.isfinite(some.values).sum() / np.isfinite(every.values).sum()
    assert left == pytest.approx(0.05, abs=0.03)
    assert any("one cell of twenty" in note for note in every.notes)


def test_bicoherence_of_a_dead_channel_is_refused() -> None:
    with pytest.raises(InvalidInput, match="constant"):
        a_map("bicoherence", material(np.zeros(64_000)), segment=128)


def test_packets_of_a_tone() -> None:
    time = np.arange(64_001) / RATE_HZ
    figure = lines("wavelet-packets", material(np.sin(2 * np.pi * 1000 * time)), wavelet="db8")
    assert figure.x[figure.y.argmax()] == pytest.approx(1000)
    assert figure.y.sum() == pytest.approx(100)
    assert any("the last 1 samples" in note for note in figure.notes)


def test_a_wavelet_map_reads_the_amplitude_of_a_tone() -> None:
    time = np.arange(64_000) / RATE_HZ
    figure = a_map("cwt", material(3 * np.sin(2 * np.pi * 640 * time)), lowest=160, highest=2560)
    assert figure.values.shape == (49, 2000)
    assert np.nanmax(figure.values) == pytest.approx(3, rel=5e-3)
    row, _column = np.unravel_index(int(np.nanargmax(figure.values)), figure.values.shape)
    assert figure.y[row] == pytest.approx(640, rel=1e-6)
    with pytest.raises(InvalidInput, match="make no map"):
        a_map("cwt", material(np.ones(64_000)), lowest=500, highest=400)


def test_cepstra_say_which_they_are_and_can_be_liftered() -> None:
    noise = np.random.default_rng(0).standard_normal(12_800)
    of = material(noise + 0.5 * np.roll(noise, 128))
    real, power = lines("cepstrum", of), lines("cepstrum", of, sort="power")
    assert real.x[real.y.argmax()] == pytest.approx(0.01)
    np.testing.assert_allclose(power.y, 2 * real.y)
    assert (real.quantity, power.quantity) == ("real cepstrum", "power cepstrum")
    comb = lines("cepstrum", of, lifter="comb", family_hz=100.0)
    assert comb.y[127] == 0
    assert any("comb lifter at 100 Hz" in note for note in comb.notes)
    long = lines("cepstrum", of, lifter="long", cut_s=0.005)
    assert not long.y[:60].any()
    for lifter, what in (("comb", "frequency of the family"), ("long", "quefrency at which")):
        with pytest.raises(InvalidInput, match=what):
            lines("cepstrum", of, lifter=lifter)


def test_a_large_map_keeps_its_largest_cells() -> None:
    figure = a_map("kurtogram", material(repeating_impulses(2600.0, 0)))
    values = np.zeros((2500, 4100), dtype=np.float32)
    values[1234, 3210] = 7
    values[0, :2] = np.nan
    large = replace(figure, x=np.arange(4100.0), y=np.arange(2500.0), values=values)
    small = bounded_map(large)
    assert small.values.shape == (834, 1367)
    row, column = np.unravel_index(int(np.nanargmax(small.values)), small.values.shape)
    assert (small.y[row], small.x[column]) == (1234.0, 3211.0)
    assert small.values[row, column] == 7
    assert not np.isnan(small.values).any()
    assert "4100" in small.notes[-1]


def test_every_analysis_cites_its_source() -> None:
    ours: list[Analysis] = [find(name) for name in OURS]
    assert all(any(character.isdigit() for character in row.purpose) for row in ours)
