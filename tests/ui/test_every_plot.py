"""Every plot in the window: menu, export, zoom, pan, reset, cursors, units, Python."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QStackedWidget, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

import pfd_desktop.ui.plots
from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.core.figures.cursors import CursorMode
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.export import lines
from pfd_desktop.core.figures.orbit import OrbitFigure
from pfd_desktop.core.figures.ranks import RanksFigure
from pfd_desktop.core.figures.scatter import ScatterFigure
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.records.learning import EpochEvent, Interval
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.settings import Settings
from pfd_desktop.ui.catalog import ARRANGEMENTS
from pfd_desktop.ui.plots.band_strip import BandStrip
from pfd_desktop.ui.plots.bars_plot import Bar, BarsPlot
from pfd_desktop.ui.plots.confusion_plot import ConfusionPlot
from pfd_desktop.ui.plots.curves_plot import CurvesPlot
from pfd_desktop.ui.plots.data_plot import DataPlot
from pfd_desktop.ui.plots.exportable import Exportable
from pfd_desktop.ui.plots.map_plot import MapPlot
from pfd_desktop.ui.plots.orbit_plot import OrbitPlot
from pfd_desktop.ui.plots.painted_plot import Painted, PaintedPlot
from pfd_desktop.ui.plots.plot import Plot
from pfd_desktop.ui.plots.ranks_plot import RanksPlot
from pfd_desktop.ui.plots.scatter_plot import ScatterPlot
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.plots.strip_plot import StripPlot, StripPoint
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from tests.figures_alike import assert_alike
from tests.ui import recordings as made
from tests.ui.confusions import confusion
from tests.ui.plot_files import ASKS, Chosen, assert_sane

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ABSTRACT = {Exportable, Plot, DataPlot, Painted, PaintedPlot}
WANTED = ("Copy image", "Save picture…", "Copy data", "Export CSV…", "Copy as Python",
          "Pin as reference overlay", "Reset view")  # fmt: skip
HEADER = ("quantity:", "unit:", "window:", "averages:", "overlap:", "band:", "recording hash:")
WITHOUT_ZOOM = (ConfusionPlot,)  # all of it is always seen, at any width
WITHOUT_PAN = (BandStrip,)  # there a drag draws the band, and a double click takes all of it
# A click on a point opens the recording behind it, and there is nothing between two points.
WITHOUT_CURSORS = (ScatterPlot,)
# A path has no frequencies: no harmonics, no sidebands, no bands, no damping.
IN_PLANE = (OrbitPlot,)


def kinds() -> set[type[Exportable]]:
    """Every kind of plot that the program has."""
    for module in pkgutil.iter_modules(pfd_desktop.ui.plots.__path__):
        importlib.import_module(f"pfd_desktop.ui.plots.{module.name}")
    found, new = set(), {Exportable}
    while new:
        found |= new
        new = {below for kind in new for below in kind.__subclasses__()} - found
    return {kind for kind in found - ABSTRACT if kind.__module__.startswith("pfd_desktop")}


def fill_curves(plot: Exportable) -> None:
    assert isinstance(plot, CurvesPlot)
    x = np.arange(1.0, 9.0)
    plot.show_figure(
        CurvesFigure((Curve("a", x, 1 / x), Curve("b", x, 2 / x)), "Epoch", "", "Loss", "nats")
    )


def fill_bars(plot: Exportable) -> None:
    assert isinstance(plot, BarsPlot)
    plot.show_bars([Bar("random", Interval(0.9, 0.8, 1.0, 0.95), True), Bar("unit", None, False)],
                   0.25)  # fmt: skip


def fill_strip(plot: Exportable) -> None:
    assert isinstance(plot, StripPlot)
    points = [StripPoint(str(n), f"r {n}", "ab"[n % 2], 0.1 * n) for n in range(12)]
    plot.show_points(points, "rms", "g")


def fill_spectrum(plot: Exportable) -> None:
    assert isinstance(plot, SpectrumPlot)
    plot.show_figure(made.envelope_figure(made.bearing_samples(1)))


def fill_orbit(plot: Exportable) -> None:
    assert isinstance(plot, OrbitPlot)
    angle = np.linspace(0, 2 * np.pi, 200)
    loop, nothing = (30 * np.cos(angle), 20 * np.sin(angle)), (np.empty(0), np.empty(0))
    plot.show_figure(
        OrbitFigure("orbit", (loop,), nothing, "displacement", "µm", "direct", 1, "forward", "x",
                    "y", "ab" * 32)
    )  # fmt: skip


def fill_scatter(plot: Exportable) -> None:
    assert isinstance(plot, ScatterPlot)
    x = np.arange(12.0)
    ids = tuple(str(n) for n in range(12))
    plot.show_figure(ScatterFigure("pca", ids, ids, tuple("ab" * 6), x, np.sqrt(x), "", ""))


def fill_confusion(plot: Exportable) -> None:
    assert isinstance(plot, ConfusionPlot)
    plot.show_figure(confusion(("healthy", "outer race", "inner race")))


def fill_ranks(plot: Exportable) -> None:
    assert isinstance(plot, RanksPlot)
    label = "Mean rank over 20 units (1 is best)"
    plot.show_figure(RanksFigure(("a", "b", "c"), (1.2, 1.9, 2.9), 0.8, 0.05, ((1.2, 1.9),), label))


# How to give a plot data that the chosen recording does not give it.
FILL: dict[type[Exportable], Callable[[Exportable], None]] = {
    SpectrumPlot: fill_spectrum,
    OrbitPlot: fill_orbit,
    CurvesPlot: fill_curves,
    BarsPlot: fill_bars,
    StripPlot: fill_strip,
    ScatterPlot: fill_scatter,
    ConfusionPlot: fill_confusion,
    RanksPlot: fill_ranks,
}


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The program on one recording, every panel of every workspace shown once."""
    built = build(qapp, tmp_path_factory.mktemp("plots") / "project", Settings())
    planned = Planned(
        SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), duration_s=2.0), "fan", ""
    )
    built.context.services.generation.make([planned], Silent())
    built.window.resize(1600, 960)
    built.window.show()
    built.context.workspace.choose_recording(built.context.services.data.recordings()[0].id)
    yield built
    built.close()


@pytest.fixture(scope="module")
def plots(app: App) -> dict[str, Exportable]:
    """Every plot of the window by its name, with data."""
    for arrangement in ARRANGEMENTS:
        app.window.go_to(arrangement.name)
        app.window.builder.finish()
        for dock in app.window.docks.values():
            if dock.isVisible():
                app.window.show_panel(dock.spec.name)
                app.window.builder.finish()
    training = app.window.docks["training"].widget()
    training.show_epochs(_epochs())
    found = {plot.accessibleName(): plot for plot in app.window.findChildren(Exportable)}
    assert len(found) == len(app.window.findChildren(Exportable)), "two plots have one name"
    return found


def _epochs() -> object:
    from pfd_desktop.core.figures.training import training_figure

    event = EpochEvent
    names = event.__dataclass_fields__
    facts = {"fold": 0, "folds": 1, "epochs": 3}
    history = []
    for epoch in range(3):
        told = {**facts, "epoch": epoch, "train_loss": 1.0 / (1 + epoch)}
        rest = {name: 0.5 for name in names if name not in (*told, "f1")}
        history.append(event(**told, **rest, f1=(0.5, 0.7)))
    return training_figure(history, ("inner", "outer"))


def shown(app: App, qtbot: QtBot, plot: Exportable) -> Exportable:
    """The plot on the screen, with data."""
    above = plot.parentWidget()
    while above is not None and above not in app.window.docks.values():
        above = above.parentWidget()
    if above is not None:
        app.window.show_panel(above.spec.name)
    app.window.builder.finish()
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=20_000)
    fill = FILL.get(type(plot))
    if fill is not None and plot.data_table() is None:
        _uncover(plot)
        fill(plot)
    qtbot.waitUntil(lambda: plot.data_table() is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=20_000)
    QApplication.processEvents()
    return plot


def _uncover(plot: QWidget) -> None:
    """Show what hides it: pages that are not chosen, parts that wait for a click."""
    child, above = plot, plot.parentWidget()
    while above is not None and not isinstance(child, QDockWidget):
        if isinstance(above, QStackedWidget | QTabWidget) and above.indexOf(child) >= 0:
            above.setCurrentWidget(child)
        elif not isinstance(above, QStackedWidget):
            child.show()
        child, above = above, above.parentWidget()


def surface(plot: Exportable) -> QWidget:
    """What takes the pointer."""
    return plot.canvas.viewport() if isinstance(plot, Plot) else plot


def span(plot: Exportable) -> tuple[float, float]:
    if isinstance(plot, Plot):
        return plot.view().left(), plot.view().right()
    assert isinstance(plot, PaintedPlot)
    return plot.value_range()


def place(plot: Exportable, share: float) -> QPoint:
    """A place on the surface, at this share of the values seen."""
    low, high = span(plot)
    value = low + share * (high - low)
    if isinstance(plot, Plot):
        at = plot.position_of(value, plot.view().center().y()).toPoint()
        return surface(plot).mapFrom(plot, at)
    assert isinstance(plot, PaintedPlot)
    return QPoint(round(plot.x_of(value)), round(plot.value_area().center().y()))


def turn_wheel(plot: Exportable, at: QPoint) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(surface(plot).mapToGlobal(at)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface(plot), event)


def drag(plot: Exportable, qtbot: QtBot, start: QPoint, stop: QPoint) -> None:
    qtbot.mousePress(surface(plot), LEFT, pos=start)
    for x in np.linspace(start.x(), stop.x(), 6):
        at = QPointF(x, start.y())
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, surface(plot).mapToGlobal(at),
            Qt.MouseButton.NoButton, LEFT, NONE,
        )  # fmt: skip
        QApplication.sendEvent(surface(plot), move)
        qtbot.wait(15)  # pyqtgraph takes at most 100 moves a second
    qtbot.mouseRelease(surface(plot), LEFT, pos=stop)


def test_every_kind_of_plot_is_in_the_window(plots: dict[str, Exportable]) -> None:
    missing = kinds() - {type(plot) for plot in plots.values()}
    assert not missing, f"in no panel: {sorted(kind.__name__ for kind in missing)}"
    assert all(plots), "a plot without a name"


def test_the_menu_offers_everything(app: App, qtbot: QtBot, plots: dict[str, Exportable]) -> None:
    for name, plot in plots.items():
        actions = shown(app, qtbot, plot).menu.actions()
        off = [text for text in WANTED if text not in actions or not actions[text].isEnabled()]
        assert not off, f"{name}: {off}"
        actions["Copy image"].trigger()
        assert not QGuiApplication.clipboard().image().isNull(), name
        actions["Copy data"].trigger()
        assert "# quantity" in QGuiApplication.clipboard().text(), name
        actions["Pin as reference overlay"].trigger()
        assert plot.has_reference(), name
        plot.grab()
        plot.menu.actions()["Clear reference overlay"].trigger()
        assert not plot.has_reference(), name


def test_every_entry_that_writes_a_file_does(
    app: App,
    qtbot: QtBot,
    plots: dict[str, Exportable],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = Chosen(monkeypatch, tmp_path)
    for name, plot in plots.items():
        entries = shown(app, qtbot, plot).menu.actions()
        table = plot.data_table()
        assert table is not None
        asking = [text for text in entries if text.endswith(ASKS)]
        assert asking, name
        for text in asking:
            number, done = 1, 0
            while done < number:  # of kinds of file, which the dialog is told
                chosen.want(done)
                entries[text].trigger()
                qtbot.waitUntil(lambda: not app.jobs.running, timeout=20_000)
                assert chosen.paths[-1].is_file(), f"{name}: {text} writes nothing"
                assert_sane(chosen.paths[-1], table, f"{name}: {text}")
                number, done = len(chosen.kinds), done + 1


def test_a_file_that_cannot_be_written_is_said_in_the_panel(
    app: App, qtbot: QtBot, plots: dict[str, Exportable], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for name, plot in plots.items():
        for write in (plot.menu.export, plot.menu.save_picture):
            shown(app, qtbot, plot)
            strip = _strip(plot)
            strip.clear()
            write(tmp_path / "file" / "below.csv")
            qtbot.waitUntil(lambda strip=strip: bool(strip.label.text()), timeout=5000)
            assert "below.csv" in strip.label.text(), name
            assert not strip.retry.isVisible(), f"{name}: Retry would do something else"


def _strip(plot: Exportable) -> MessageStrip:
    """The message of the panel that the plot stands in."""
    above: QWidget | None = plot
    while above is not None and not isinstance(above.parentWidget(), QDockWidget):
        above = above.parentWidget()
    assert above is not None
    found = above.findChild(MessageStrip)
    assert isinstance(found, MessageStrip)
    return found


def test_exports_say_what_the_numbers_are(
    app: App, qtbot: QtBot, plots: dict[str, Exportable]
) -> None:
    for name, plot in plots.items():
        table = shown(app, qtbot, plot).data_table()
        assert table is not None
        header = [entry.partition(":")[0] + ":" for entry in table.header]
        assert not set(HEADER) - set(header), f"{name}: {set(HEADER) - set(header)}"
        rows = [row for block in lines(table) for row in block.splitlines()]
        assert len(rows) == table.rows + len(table.header) + 1, name


def test_copied_python_runs(
    app: App, qtbot: QtBot, plots: dict[str, Exportable], tmp_path: Path
) -> None:
    for name, plot in plots.items():
        shown(app, qtbot, plot).menu.actions()["Copy as Python"].trigger()
        source = QGuiApplication.clipboard().text()
        space: dict[str, object] = {}
        exec(compile(source, name, "exec"), space)
        table = plot.data_table()
        assert table is not None
        if "figure" in space:
            assert_alike(space["figure"], plot.figure, name)
        elif "data" in space:
            np.testing.assert_array_equal(space["data"], np.concatenate([*table.pieces()]), name)
        else:  # samples of a waveform file
            seen = np.concatenate([*table.pieces()])
            np.testing.assert_allclose(space["x"], seen[:, 0], rtol=1e-12, err_msg=name)
            np.testing.assert_array_equal(space["y"], seen[:, 1], name)


def test_wheel_drag_double_click_and_keys(
    app: App, qtbot: QtBot, plots: dict[str, Exportable]
) -> None:
    for name, plot in plots.items():
        if isinstance(plot, WITHOUT_ZOOM):
            continue
        shown(app, qtbot, plot).reset_view()
        home = span(plot)
        width = home[1] - home[0]
        at = place(plot, 0.7)
        turn_wheel(plot, at)
        low, high = span(plot)
        assert high - low == pytest.approx(0.8 * width, rel=1e-3), f"{name}: wheel"
        share = (home[0] + 0.7 * width - low) / (high - low)
        assert abs(place(plot, share).x() - at.x()) <= 2, f"{name}: zoom beside the pointer"
        if not isinstance(plot, WITHOUT_PAN):
            drag(plot, qtbot, place(plot, 0.5), place(plot, 0.7))
            moved = span(plot)
            assert moved[0] == pytest.approx(low - 0.2 * (high - low), abs=0.03 * width), name
        qtbot.mouseDClick(surface(plot), LEFT, pos=place(plot, 0.5))
        assert span(plot) == pytest.approx(home), f"{name}: double click"
        turn_wheel(plot, at)
        qtbot.keyClick(plot, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
        assert span(plot) == pytest.approx(home), f"{name}: Ctrl+0"


def test_axes_have_words_and_units(app: App, qtbot: QtBot, plots: dict[str, Exportable]) -> None:
    for name, plot in plots.items():
        table = shown(app, qtbot, plot).data_table()
        assert table is not None
        unit = next(entry for entry in table.header if entry.startswith("unit:"))
        assert unit.partition(":")[2].strip(), name
        if isinstance(plot, Plot):
            assert plot.axis_units()[0] or plot.axis_text("bottom"), name
            assert plot.axis_text("left"), name


def test_every_cursor_reads(app: App, qtbot: QtBot, plots: dict[str, Exportable]) -> None:
    for name, plot in plots.items():
        if not isinstance(shown(app, qtbot, plot), DataPlot) or isinstance(plot, WITHOUT_CURSORS):
            continue
        assert plot.takes_cursors, name
        if plot.data_table().rows < 2:  # the trend of one recording
            continue
        tool = plot.cursor_tool
        if isinstance(plot, MapPlot):  # cursors read the row that a click has chosen
            plot.clicked.emit(plot.view().center().x(), plot.view().center().y())
        in_plane = (CursorMode.SINGLE, CursorMode.DELTA)
        assert tool.modes == (in_plane if isinstance(plot, IN_PLANE) else tuple(CursorMode)), name
        for mode in tool.modes:
            tool.clear()
            if mode is not CursorMode.SINGLE:
                tool.toggle(mode)
            low, high = span(plot)
            for share in (0.3, 0.6):
                tool.place(low + share * (high - low))
            before = tool.cursors.active()
            assert tool.layer.lines, (name, mode)
            qtbot.keyClick(plot, Qt.Key.Key_Right)
            if tool.cursors.active() == before:  # it stood at the last point
                qtbot.keyClick(plot, Qt.Key.Key_Left)
            assert tool.cursors.active() is not None, (name, mode)
            assert tool.cursors.active() != before or plot.source.step == 0, (name, mode)
            plot.grab()
        tool.clear()


def test_a_band_of_the_map_is_demodulated_beside_it(
    app: App, qtbot: QtBot, plots: dict[str, Exportable]
) -> None:
    shown(app, qtbot, plots["Map plot"])
    view = app.window.docks["maps"].widget()
    view.controls.offer_band(None)
    assert view.controls.band.isHidden()
    view.controls.show_analysis("kurtogram")
    view.choice_changed.emit()
    qtbot.waitUntil(view.controls.band.isVisible, timeout=20_000)
    best = view.plot.figure.best[0]
    view.controls.band.click()
    spectrum, drawn = app.window.docks["spectrum"].widget(), plots["Spectrum plot"]
    assert isinstance(drawn, SpectrumPlot)
    app.window.builder.finish()
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=20_000)
    assert not spectrum.visibleRegion().isEmpty()  # it has come to the front
    band = spectrum.controls.band()
    assert band is not None
    assert band[0] <= best <= band[1]
    assert spectrum.controls.analysis.name == "envelope"
    assert drawn.figure is not None
    assert drawn.figure.band_hz == pytest.approx(band)


def test_all_plots_are_saved_at_once(
    app: App, qtbot: QtBot, plots: dict[str, Exportable], tmp_path: Path
) -> None:
    app.window.go_to("measure")
    seen = [p for p in plots.values() if p.isVisible() and p.data_table() is not None]
    said: list[str] = []
    app.context.workspace.message.connect(said.append)
    app.window.property("exporting").save_all(tmp_path)
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert said == [f"{len(seen)} plots were saved to {tmp_path}."]
    written = sorted(path.name for path in tmp_path.iterdir())
    assert len(written) == 2 * len(seen)
    assert {Path(name).suffix for name in written} == {".csv", ".png"}
    assert "time_trace.csv" in written
