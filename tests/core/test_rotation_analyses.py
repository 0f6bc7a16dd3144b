"""Figures of rotation, from waveform files to numbers, against known signals."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from pfd_desktop.core.analyses.analysis import Figure, Shape
from pfd_desktop.core.analyses.child import FigureRequest, figure_of
from pfd_desktop.core.analyses.rotation import by_speed
from pfd_desktop.core.analyses.table import find
from pfd_desktop.core.chains.process import ProcessRequest, process_blob
from pfd_desktop.core.chains.step import Chain, Step
from pfd_desktop.core.figures.curves import CurvesFigure
from pfd_desktop.core.figures.map import MapFigure
from pfd_desktop.core.figures.placed_markers import SLIP
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.records.machine import Bearing
from pfd_desktop.core.speed.profile import SpeedProfile
from pfd_desktop.core.speed.reference import Constant, Ridge, SpeedReference, Tacho
from pfd_desktop.core.waveforms.blob import write_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Silent

RATE, DURATION = 5_000.0, 12.0
TIME = np.arange(int(RATE * DURATION)) / RATE
RUN_UP = SpeedProfile(np.array([0.0, DURATION]), np.array([900.0, 2700.0]))
BEARING = Bearing("6205", "6205", "SKF", 9, 7.94, 39.04, 0.0, "catalogue")


def resonance(rpm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Order 4 passes a resonance of 120 Hz at 1800 rpm."""
    return 1 + 4 * np.exp(-(((4 * rpm / 60 - 120) / 6) ** 2))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run-up with orders 1, 2, 4 (resonant) and 3.58478, and its tacho."""
    folder = tmp_path_factory.mktemp("rotation")
    turns = RUN_UP.turns(TIME)
    rpm = RUN_UP.at(TIME)
    signal = (
        2 * np.cos(2 * np.pi * turns + 0.5)
        + np.cos(2 * np.pi * 2 * turns)
        + 0.3 * resonance(rpm) * np.cos(2 * np.pi * 4 * turns)
        + 0.5 * np.cos(2 * np.pi * 3.58478 * turns)
        + 0.2 * np.random.default_rng(0).standard_normal(len(TIME))
    )
    write_blob(folder / "signal.h5", signal, RATE, "g", "acceleration")
    write_blob(folder / "tacho.h5", np.cos(2 * np.pi * turns), RATE, "V", "voltage")
    return folder / "signal.h5", folder / "tacho.h5"


def request(
    files: tuple[Path, Path], analysis: str, speed: SpeedReference | None, **values: Value
) -> FigureRequest:
    """The analysis of the run-up."""
    return FigureRequest(
        analysis, tuple(values.items()), files[0], "run-up", "hash", speed=speed, bearing=BEARING
    )


def tacho(files: tuple[Path, Path]) -> Tacho:
    """The speed as measured."""
    return Tacho(str(files[1]))


def test_every_order_is_a_line(files: tuple[Path, Path]) -> None:
    wanted = request(files, "order-spectrum", tacho(files), window="flattop", scaling="peak")
    figure = figure_of(wanted, Silent())
    assert isinstance(figure, SpectrumFigure)
    assert (figure.x_unit, figure.unit, figure.scaling) == ("orders", "g peak", "peak")
    for order, height in ((1, 2.0), (2, 1.0), (3.58478, 0.5)):
        near = np.abs(figure.x - order) < 0.05
        assert figure.y[near].max() == pytest.approx(height, rel=0.02)
        assert figure.x[near][figure.y[near].argmax()] == pytest.approx(order, abs=0.003)
    assert figure.x[-1] <= 20
    assert {marker.family for marker in figure.markers} >= {"1X", "BPFO", "BPFI"}
    assert any("tacho, 1 pulse per turn" in note for note in figure.notes)
    rms = figure_of(request(files, "order-spectrum", tacho(files), resolution=0.1), Silent())
    assert isinstance(rms, SpectrumFigure)
    assert rms.averages > 10
    assert rms.y.max() == pytest.approx(2 / np.sqrt(2), rel=0.02)


@pytest.mark.parametrize("over", ["time", "speed"])
def test_in_an_order_map_an_order_stands_still(files: tuple[Path, Path], over: str) -> None:
    wanted = request(files, "order-map", tacho(files), over=over, scaling="peak", highest_order=8.0)
    figure = figure_of(wanted, Silent())
    assert isinstance(figure, MapFigure)
    assert figure.values.shape == (len(figure.y), len(figure.x))
    assert figure.y_unit == ("s" if over == "time" else "rpm")
    assert (np.diff(figure.y) > 0).all()
    column = int(np.abs(figure.x - 1).argmin())
    np.testing.assert_allclose(figure.values[:, column], 2, rtol=0.1)
    fourth = figure.values[:, int(np.abs(figure.x - 4).argmin())]
    at = float(figure.y[fourth.argmax()])
    assert at == pytest.approx(6.0 if over == "time" else 1800, rel=0.05)
    assert figure.best is not None
    assert figure.x[-1] <= 8
    assert figure.table().rows == figure.values.size


def test_a_campbell_diagram_shows_the_resonance(files: tuple[Path, Path]) -> None:
    wanted = request(files, "campbell", tacho(files), highest=250.0, scaling="peak")
    figure = figure_of(wanted, Silent())
    assert isinstance(figure, MapFigure)
    assert (figure.x_unit, figure.y_unit) == ("Hz", "rpm")
    fourth = next(track for track in figure.tracks if track.name == "4X")
    np.testing.assert_allclose(fourth.x, 4 * fourth.y / 60)
    assert {"1X", "10X", "BPFO"} <= {track.name for track in figure.tracks}
    slips = {track.name: round(track.slip, 6) for track in figure.tracks}
    assert (slips["BPFO"], slips["1X"]) == (SLIP, 0.0)
    levels = [
        figure.values[row, int(np.abs(figure.x - 4 * rpm / 60).argmin())]
        for row, rpm in enumerate(figure.y)
    ]
    assert figure.y[int(np.argmax(levels))] == pytest.approx(1800, rel=0.04)
    constant = request(files, "campbell", Constant(1500.0))
    with pytest.raises(InvalidInput, match=r"stays at 1500 rpm \(told\)"):
        figure_of(constant, Silent())


def test_order_cuts_over_speed(files: tuple[Path, Path]) -> None:
    wanted = request(
        files, "order-cuts", tacho(files), harmonics=4.0, extra=3.58478, scaling="peak", turns=20.0
    )
    figure = figure_of(wanted, Silent())
    assert isinstance(figure, CurvesFigure)
    assert [curve.name for curve in figure.curves] == ["1X", "2X", "3X", "3.58478X", "4X"]
    curves = {curve.name: curve for curve in figure.curves}
    np.testing.assert_allclose(curves["1X"].y, 2, rtol=0.08)
    np.testing.assert_allclose(curves["3.58478X"].y, 0.5, atol=0.1)
    assert curves["3X"].y.max() < 0.1
    fourth = curves["4X"]
    assert fourth.x[fourth.y.argmax()] == pytest.approx(1800, rel=0.03)
    np.testing.assert_allclose(fourth.y, 0.3 * resonance(fourth.x), atol=0.25)
    assert (figure.x_unit, figure.y_unit) == ("rpm", "g peak")
    phases = figure_of(
        request(files, "order-cuts", tacho(files), harmonics=2.0, show="phase", over="time"),
        Silent(),
    )
    assert isinstance(phases, CurvesFigure)
    assert (phases.y_unit, phases.x_unit) == ("°", "s")
    moved = np.degrees(np.unwrap(np.radians(phases.curves[0].y)))
    assert np.ptp(moved[2:-2]) < 5  # steady, as it was made
    assert phases.table().rows == sum(curve.x.size for curve in phases.curves)
    assert "kind: order-cuts" in phases.header()


def test_order_cuts_of_a_steady_speed_are_drawn_over_time(files: tuple[Path, Path]) -> None:
    figure = figure_of(request(files, "order-cuts", Constant(1500.0)), Silent())
    assert isinstance(figure, CurvesFigure)
    assert (figure.x_unit, np.ptp(figure.curves[0].x) > 1) == ("s", True)
    assert any("the speed stays at 1500 rpm" in note for note in figure.notes)


def test_the_average_of_a_revolution(files: tuple[Path, Path]) -> None:
    figure = figure_of(request(files, "synchronous-average", tacho(files), per_turn=90.0), Silent())
    assert isinstance(figure, CurvesFigure)
    curve = figure.curves[0]
    assert (len(curve.x), curve.x[1], curve.x[-1]) == (90, 4.0, 356.0)
    line = 2 * np.fft.rfft(curve.y) / 90
    assert abs(line[1]) == pytest.approx(2, rel=0.01)
    assert abs(line[2]) == pytest.approx(1, rel=0.02)
    assert abs(line[3]) < 0.03
    assert "average of 360 periods of 1 turn" in figure.notes


def test_speed_as_known_and_from_the_signal(files: tuple[Path, Path]) -> None:
    known = figure_of(request(files, "speed", tacho(files)), Silent())
    ridge = figure_of(request(files, "speed", tacho(files), source="ridge"), Silent())
    assert isinstance(known, CurvesFigure)
    assert isinstance(ridge, CurvesFigure)
    assert [curve.name for curve in ridge.curves] == ["ridge", "known"]
    for curve in (known.curves[0], ridge.curves[0]):
        inner = (curve.x > 0.5) & (curve.x < 11.5)
        np.testing.assert_allclose(curve.y[inner], RUN_UP.at(curve.x)[inner], rtol=5e-3)
    comb = figure_of(request(files, "speed", None, source="comb"), Silent())
    assert comb.notes
    with pytest.raises(InvalidInput, match="has no speed"):
        figure_of(request(files, "speed", None), Silent())


def test_a_stretch_takes_its_own_part_of_the_speed(files: tuple[Path, Path]) -> None:
    wanted = request(files, "speed", tacho(files))
    part = figure_of(
        FigureRequest(
            "order-spectrum",
            (("window", "flattop"), ("scaling", "peak")),
            files[0],
            "run-up",
            "hash",
            speed=wanted.speed,
            span_s=(7.0, 11.0),
        ),
        Silent(),
    )
    assert isinstance(part, SpectrumFigure)
    near = np.abs(part.x - 3.58478) < 0.1
    assert part.y[near].max() == pytest.approx(0.5, rel=0.05)
    assert any("1950 to 2550 rpm" in note for note in part.notes)


def test_a_processed_waveform_over_angle_is_in_orders_already(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "angle.h5"
    chain = Chain((Step("orders", (("per_turn", 64.0),)),))
    process_blob(ProcessRequest(files[0], target, chain, tacho(files)), Silent())
    wanted = FigureRequest(
        "order-spectrum",
        (("scaling", "peak"), ("window", "flattop")),
        target,
        "run-up",
        "hash",
        speed=Ridge(),
        raw_path=files[0],
        processed="order-resampled",
    )
    figure = figure_of(wanted, Silent())
    assert isinstance(figure, SpectrumFigure)
    assert figure.y[np.abs(figure.x - 1) < 0.05].max() == pytest.approx(2, rel=0.01)
    plain = FigureRequest("fft", (), target, "run-up", "hash")
    assert figure_of(plain, Silent()).kind == "fft"
    campbell = FigureRequest("campbell", (), target, "run-up", "hash", speed_rpm=1500.0)
    with pytest.raises(InvalidInput, match="needs samples in time"):
        figure_of(campbell, Silent())


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("order-spectrum", Shape.LINES),
        ("order-map", Shape.MAP),
        ("campbell", Shape.MAP),
        ("order-cuts", Shape.CURVES),
        ("speed", Shape.CURVES),
        ("synchronous-average", Shape.CURVES),
    ],
)
def test_rows_of_the_table(name: str, shape: Shape) -> None:
    row = find(name)
    assert row.shape is shape
    assert row.group == "Rotation"


@pytest.fixture(scope="module")
def thinned(files: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run-up over its angle, every third of 64 samples a revolution: 21.33."""
    target = tmp_path_factory.mktemp("thinned") / "angle.h5"
    chain = Chain((Step("orders", (("per_turn", 64.0),)), Step("decimate", (("factor", 3.0),))))
    process_blob(ProcessRequest(files[0], target, chain, tacho(files)), Silent())
    return target


def along_angle(path: Path, analysis: str, **values: Value) -> FigureRequest:
    return FigureRequest(analysis, tuple(values.items()), path, "thinned", "hash")


def test_orders_stay_where_revolutions_have_no_whole_number_of_samples(
    thinned: Path, files: tuple[Path, Path]
) -> None:
    speed = tacho(files)

    def of(analysis: str, **values: Value) -> Figure:
        wanted = along_angle(thinned, analysis, **values)
        return figure_of(replace(wanted, speed=speed, raw_path=files[0]), Silent())

    spectrum = of("order-spectrum", window="flattop", scaling="peak")
    assert isinstance(spectrum, SpectrumFigure)
    near = np.abs(spectrum.x - 3.58478) < 0.15
    assert spectrum.x[near][spectrum.y[near].argmax()] == pytest.approx(3.58478, abs=0.004)
    assert any(note.startswith("21.3333 samples") for note in spectrum.notes)
    order_map = of("order-map", scaling="peak", turns=15.0)
    assert isinstance(order_map, MapFigure)
    column = int(np.abs(order_map.x - 2).argmin())
    assert order_map.x[column] == pytest.approx(2.0, abs=1e-9)  # 15 turns are 320 samples
    np.testing.assert_allclose(order_map.values[:, column], 1, rtol=0.1)
    cuts = of("order-cuts", harmonics=2.0, turns=15.0, scaling="peak")
    assert isinstance(cuts, CurvesFigure)
    np.testing.assert_allclose(cuts.curves[1].y, 1, rtol=0.1)
    average = of("synchronous-average", period_turns=3.0)
    assert isinstance(average, CurvesFigure)
    line = 2 * np.fft.rfft(average.curves[0].y) / 64
    assert abs(line[3]) == pytest.approx(2, rel=0.02)  # 1X
    assert average.curves[0].x[-1] == pytest.approx(360 * 3 * 63 / 64)
    with pytest.raises(InvalidInput, match=r"21\.3333 samples per revolution make no whole"):
        of("synchronous-average")


def test_steps_of_speed_say_how_many_stretches_each_has(files: tuple[Path, Path]) -> None:
    """A run-up that dwells at its start: many stretches there, few where it is fast."""
    told = SpeedProfile(np.array([0.0, 9.0, DURATION]), np.array([900.0, 930.0, 2700.0]))
    rows = np.ones((240, 5), np.float32)
    times = np.linspace(0.025, DURATION - 0.025, 240)
    steps = by_speed(told, times, rows)
    edges = np.linspace(*np.interp(times[[0, -1]], told.time_s, told.rpm), 101)
    held = np.histogram(told.at(times), edges)[0]
    assert steps.held.tolist() == held[held > 0].tolist()
    assert steps.averages == held[held > 0].min() == 1
    assert steps.notes == (f"1 to {held.max()} stretches averaged in each step of speed",)
    figure = figure_of(request(files, "campbell", tacho(files), highest=250.0), Silent())
    assert isinstance(figure, MapFigure)
    assert any("stretches averaged in each step of speed" in note for note in figure.notes)
