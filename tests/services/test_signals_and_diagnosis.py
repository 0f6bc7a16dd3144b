"""Spectra and diagnoses of recordings in a real project."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pfd_desktop.core.analyses import excerpt, placing, spectral
from pfd_desktop.core.analyses.analysis import Shape
from pfd_desktop.core.analyses.child import figure_of
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.analyses.table import of_shape
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.diagnosis.child import diagnose_blob
from pfd_desktop.core.figures.placed_markers import order_markers
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.diagnosis import Grade
from pfd_desktop.core.records.examining import Examined
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.speed import ToldSpeed
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest, synthesize
from pfd_desktop.errors import InvalidInput, NotFound
from pfd_desktop.progress import Silent
from pfd_desktop.services.chains import ChainService
from pfd_desktop.services.compute import Inline
from pfd_desktop.services.data import DataService
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.signals import AnalysisRequest, SignalService
from pfd_desktop.services.speeds import SpeedService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project, open_project
from tests.services.learning_project import Told, put

OUTER = SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), seed=1)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    opened = open_project(tmp_path / "project")
    yield opened
    opened.close()


@pytest.fixture
def outer(project: Project) -> str:
    return put(project, synthesize(OUTER), Told("outer", "bearing A", "outer race"))


def signals(project: Project) -> SignalService:
    """The service with all it needs."""
    compute = Inline()
    speeds = SpeedService(project, compute)
    return SignalService(project, compute, ChainService(project, compute, speeds, 2**30), speeds)


def ask(
    project: Project, recording_id: str, analysis: str = "fft", **values: Value
) -> SpectrumFigure:
    choice = AnalysisChoice(analysis, tuple(values.items()))
    found = signals(project).analyse(AnalysisRequest(recording_id, choice), Silent())
    assert isinstance(found.figure, SpectrumFigure)
    return found.figure


def test_a_diagnosis_is_kept_until_what_it_rests_on_changes(project: Project, outer: str) -> None:
    service = DiagnosisService(project, Inline())
    assert service.latest(outer) is None
    found = service.diagnose(outer, Silent())
    assert found.fault == "outer race"
    assert service.latest(outer) == found
    DataService(project).edit_recording(outer, speed_rpm=1500.0)
    assert service.latest(outer) is None
    again = service.diagnose(outer, Silent())
    assert again.fault != "outer race"
    assert service.latest(outer) == again


def test_a_recording_without_speed_or_that_is_not_there(project: Project, outer: str) -> None:
    service = DiagnosisService(project, Inline())
    DataService(project).edit_recording(outer, speed_rpm=None)
    assert service.diagnose(outer, Silent()).grade is Grade.CANNOT_SAY
    with pytest.raises(NotFound):
        service.diagnose("nobody", Silent())


ONE_CHANNEL = [one.name for one in of_shape(Shape.LINES) if not one.needs]
OF_CARRIERS = {"spectral-kurtosis", "wavelet-packets"}  # defects lie in what modulates those


@pytest.mark.parametrize("kind", ONE_CHANNEL)
def test_every_spectrum_says_what_it_is(project: Project, outer: str, kind: str) -> None:
    figure = ask(project, outer, kind)
    assert figure.kind == kind
    assert len(figure.x) == len(figure.y) >= 16
    assert np.all(np.diff(figure.x) > 0)
    assert np.isfinite(figure.y).all()
    assert figure.quantity
    assert figure.unit
    assert figure.scaling
    assert figure.enbw_hz > 0
    assert figure.averages >= 1
    assert figure.recording == "outer"
    families = {m.family for m in figure.markers if not m.apart}
    every = {"BPFO", "BPFI", "2×BSF", "BSF", "FTF", "1X"}
    assert families == (set() if kind in OF_CARRIERS else every)
    for marker in figure.markers:
        assert marker.low < marker.position < marker.high


def test_the_amplitude_of_a_tone_is_its_rms(project: Project) -> None:
    time = np.arange(60_000) / 12_000
    tone = put(project, 2 * np.sqrt(2) * np.cos(2 * np.pi * 1000 * time), Told("tone", "u", None))
    figure = ask(project, tone)
    assert figure.y.max() == pytest.approx(2.0, rel=1e-5)
    assert figure.x[figure.y.argmax()] == pytest.approx(1000)
    assert (figure.unit, figure.scaling) == ("g rms", "RMS")
    density = ask(project, tone, "psd")
    assert density.unit == "g²/Hz"
    assert density.y.sum() * density.x[1] == pytest.approx(4.0, rel=1e-3)


def test_the_envelope_peaks_within_the_marker_of_the_defect(project: Project, outer: str) -> None:
    figure = ask(project, outer, "squared-envelope", band=(2000.0, 5000.0))
    first = next(m for m in figure.markers if (m.family, m.harmonic) == ("BPFO", 1))
    seen = figure.x > 60
    highest = figure.x[seen][figure.y[seen].argmax()]
    assert first.low < highest < first.high
    assert figure.band_hz == (2000.0, 5000.0)
    assert figure.unit == "g²"


def test_orders_are_frequencies_over_the_speed(project: Project, outer: str) -> None:
    plain = ask(project, outer, "envelope")
    orders = ask(project, outer, "envelope", axis="orders")
    np.testing.assert_allclose(orders.x * 1797 / 60, plain.x, rtol=1e-12)
    assert orders.x_unit == "orders"
    assert orders.markers[0].position == pytest.approx(1.0)
    cut = ask(project, outer, highest=500.0)
    assert cut.x[-1] <= 500 < cut.x[-1] + 1


def test_without_a_speed_there_are_no_markers_and_no_orders(project: Project, outer: str) -> None:
    DataService(project).edit_recording(outer, speed_rpm=None)
    figure = ask(project, outer)
    assert figure.markers == ()
    assert any("no speed" in note for note in figure.notes)
    with pytest.raises(InvalidInput, match="no orders"):
        ask(project, outer, axis="orders")


def test_bad_requests_say_what_would_do(project: Project, outer: str) -> None:
    bands = ((5000.0, 2000.0), "rise"), ((-1.0, 100.0), "rise"), ((1000.0, 7000.0), "6000 Hz, half")
    for band, said in bands:
        with pytest.raises(InvalidInput, match=said):
            ask(project, outer, "envelope", band=band)
    with pytest.raises(InvalidInput, match="flattop"):
        ask(project, outer, window="square")


def test_a_figure_is_bounded_and_keeps_its_peaks(
    project: Project, outer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(project, outer)
    monkeypatch.setattr(placing, "MOST_POINTS", 1000)
    bounded = ask(project, outer)
    assert len(bounded.x) <= 1001
    assert bounded.y.max() == whole.y.max()
    assert bounded.x[bounded.y.argmax()] == whole.x[whole.y.argmax()]
    assert any("highest of every" in note for note in bounded.notes)


def test_a_long_record_is_averaged_or_cut_and_says_so(
    project: Project, outer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (spectral, excerpt):
        monkeypatch.setattr(module, "LONGEST", 16_384)
    amplitude = ask(project, outer)
    assert amplitude.averages == 6
    assert any("averaged over 6 pieces" in note for note in amplitude.notes)
    envelope = ask(project, outer, "envelope")
    assert any("of the first 1.365 s of 5 s" in note for note in envelope.notes)


def test_markers_say_where_they_cannot_be_told_from_the_shaft() -> None:
    fan = order_markers(find("6203-2RS"), BearingKind.ROLLING, 20.0)
    first = {m.family: m for m in fan if m.harmonic == 1}
    assert "cannot be told from 3X" in first["BPFO"].note
    assert "cannot be told from 5X" in first["BPFI"].note
    drive = order_markers(find("6205-2RS"), BearingKind.ROLLING, 20.0)
    assert next(m for m in drive if m.family == "BPFO").note == ""
    journal = {m.family for m in order_markers(find("6205-2RS"), BearingKind.JOURNAL, 20.0)}
    assert journal == {"1X", "whirl", "½X"}


def test_the_trace_is_the_waveform(project: Project, outer: str) -> None:
    blob = signals(project).blob(outer)
    try:
        assert blob.rate_hz == 12_000
        np.testing.assert_allclose(blob.samples, synthesize(OUTER).astype(np.float32))
    finally:
        blob.close()


def test_child_functions_are_module_level() -> None:
    assert diagnose_blob.__module__ == "pfd_desktop.core.diagnosis.child"
    assert figure_of.__module__ == "pfd_desktop.core.analyses.child"


def test_nothing_heavy_is_loaded_with_the_services() -> None:
    heavy = "{'scipy.fft', 'scipy.signal', 'sklearn', 'torch'}"
    code = (
        "import sys, pfd_desktop.services.signals, pfd_desktop.services.diagnosis;"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_analysis_sees_the_recording_through_its_chain(project: Project, outer: str) -> None:
    def power(figure: SpectrumFigure, low: float, high: float) -> float:
        kept = (figure.x >= low) & (figure.x < high)
        return float(np.sum(figure.y[kept] ** 2))

    compute = Inline()
    speeds = SpeedService(project, compute)
    chains = ChainService(project, compute, speeds, 2**30)
    raw = ask(project, outer)
    assert not any("processed" in note for note in raw.notes)
    chains.set_active(None, Chain((Step("highpass", (("frequency_hz", 1000.0),)),)))
    through = ask(project, outer)
    assert power(through, 0, 500) < 1e-3 * power(raw, 0, 500)
    assert power(through, 2000, 6000) == pytest.approx(power(raw, 2000, 6000), rel=0.01)
    assert any(note.startswith("processed: high-pass 1000 Hz") for note in through.notes)
    assert through.blob == raw.blob


@pytest.mark.parametrize("told", [1797.0, None])
def test_a_speed_that_the_signal_says_is_not_called_told(
    project: Project, outer: str, told: float | None
) -> None:
    DataService(project).edit_recording(outer, speed_rpm=told)
    with project.store.write() as session:
        found = Examined((), first=True, speed_rpm=1796.4, confidence=0.99)
        recordings.keep_examined(session, outer, found)
    notes = ask(project, outer, "order-spectrum").notes
    assert any(note.endswith("1796 rpm, read from the signal") for note in notes), notes
    assert not any("to 1796" in note for note in notes)


def test_markers_follow_the_speed_reference(project: Project, outer: str) -> None:
    speeds = SpeedService(project, Inline())
    before = {(m.family, m.harmonic): m.position for m in ask(project, outer).markers}
    speeds.tell(outer, ToldSpeed(900.0))
    figure = ask(project, outer)
    after = {(m.family, m.harmonic): m.position for m in figure.markers}
    assert after["1X", 1] == pytest.approx(15.0)
    assert after["BPFO", 1] / before["BPFO", 1] == pytest.approx(15.0 / before["1X", 1])
    assert any("900 rpm, set as speed reference" in note for note in figure.notes)


def test_a_quick_look_does_not_wait_for_the_whole_chain(project: Project) -> None:
    long = put(project, np.tile(synthesize(OUTER), 8), Told("long", "bearing A", "outer race"))
    service = signals(project)
    speeds = SpeedService(project, Inline())
    chains = ChainService(project, Inline(), speeds, 2**30)
    chains.set_active(None, Chain((Step("highpass", (("frequency_hz", 1000.0),)),)))
    choice = AnalysisChoice("fft")
    quick = service.analyse(AnalysisRequest(long, choice, quick=True), Silent())
    assert not quick.whole
    assert list(project.cache.iterdir()) == []
    assert any(note.startswith("processed: high-pass 1000 Hz") for note in quick.figure.notes)
    whole = service.analyse(AnalysisRequest(long, choice), Silent())
    assert whole.whole
    assert len(list(project.cache.iterdir())) == 1
    for figure in (quick.figure, whole.figure):
        assert isinstance(figure, SpectrumFigure)
        low = figure.x < 500
        assert figure.y[low].max() < 0.02 * figure.y.max()


def test_a_stretch_in_seconds_is_found_along_the_angle(project: Project, outer: str) -> None:
    service = signals(project)
    speeds = SpeedService(project, Inline())
    ChainService(project, Inline(), speeds, 2**30).set_active(outer, Chain((Step("orders"),)))
    request = AnalysisRequest(outer, AnalysisChoice("fft"), span_s=(1.0, 2.0))
    figure = service.analyse(request, Silent()).figure
    assert isinstance(figure, SpectrumFigure)
    assert figure.x_unit == "orders"
    turns = 1.0 / figure.x[1]
    assert turns == pytest.approx(OUTER.speed_rpm / 60, rel=0.05)  # revolutions in one second
