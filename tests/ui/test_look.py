"""What a small window shows, names that cover nothing, colours that can be told apart."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolBar
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.core.physics.bearings import find
from pfd_desktop.core.records.faults import Fault
from pfd_desktop.core.waveforms.synthetic import SyntheticRequest
from pfd_desktop.progress import Silent
from pfd_desktop.services.generation import Planned
from pfd_desktop.ui.plots.palette import from_palette
from pfd_desktop.ui.plots.spectrum_plot import SpectrumPlot
from pfd_desktop.ui.theme.style import palette
from pfd_desktop.ui.theme.tokens import THEMES
from tests.ui import recordings as made

SMALL = (1100, 700)
LEAST = 160  # pixels of a plot in a small window
# Machado, Oliveira and Fernandes (2009), severity 1: protan-, deuteran- and tritanopia.
SIGHTS = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
     (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
     (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
     (0.004733, 0.691367, 0.303900)),
)  # fmt: skip
TO_XYZ = np.array(
    ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750),
     (0.0193339, 0.1191920, 0.9503041))
)  # fmt: skip


def linear(colour: QColor) -> NDArray[np.float64]:
    told = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(told <= 0.04045, told / 12.92, ((told + 0.055) / 1.055) ** 2.4)


def lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB of linear sRGB under D65."""
    xyz = TO_XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def small(app: App, qtbot: QtBot) -> App:
    """The program on one recording in a small window."""
    planned = Planned(
        SyntheticRequest(Fault.OUTER_RACE, bearing=find("6205-2RS"), duration_s=2.0), "fan", ""
    )
    app.context.services.generation.make([planned], Silent())
    app.window.resize(*SMALL)
    app.window.builder.finish()
    app.context.workspace.choose_recording(app.context.services.data.recordings()[0].id)
    settle(app, qtbot)
    return app


def settle(app: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=20_000)
    qtbot.wait(300)
    qtbot.waitUntil(lambda: not app.jobs.running, timeout=20_000)


@pytest.mark.parametrize("workspace", ["measure", "diagnose"])
def test_a_small_window_shows_its_plots(small: App, qtbot: QtBot, workspace: str) -> None:
    small.window.go_to(workspace)
    small.window.builder.finish()
    settle(small, qtbot)
    assert (small.window.width(), small.window.height()) == SMALL
    signal = small.window.docks["signal"].widget()
    spectrum = small.window.docks["spectrum"].widget()
    assert signal.plot.height() >= LEAST
    assert spectrum.plot.height() >= LEAST
    below = signal.overview.mapTo(signal, signal.overview.rect().topLeft()).y()
    assert below >= signal.stack.mapTo(signal, signal.stack.rect().bottomLeft()).y()
    assert signal.overview.height() >= 24


def test_a_small_window_has_its_whole_toolbar(small: App) -> None:
    main = next(b for b in small.window.findChildren(QToolBar) if b.objectName() == "main_toolbar")
    for action in main.actions():
        assert action.isSeparator() or main.widgetForAction(action).isVisible(), action.text()
    assert main.width() >= main.sizeHint().width()


def test_what_finds_commands_is_the_last_to_go(small: App) -> None:
    small.window.resize(small.window.minimumSizeHint().width(), 700)
    action = small.context.actions["palette"]
    shown = [bar.widgetForAction(action) for bar in small.window.findChildren(QToolBar)]
    buttons = [button for button in shown if button is not None]
    assert len(buttons) == 1
    assert buttons[0].isVisible()
    right = buttons[0].mapTo(small.window, buttons[0].rect().topRight()).x()
    assert right <= small.window.width()


def test_a_large_window_folds_nothing(small: App, qtbot: QtBot) -> None:
    small.window.resize(1600, 1200)
    settle(small, qtbot)
    spectrum = small.window.docks["spectrum"].widget()
    strip = spectrum.strip
    assert strip.isVisible()
    assert strip.visibleRegion().boundingRect().height() == strip.height()
    assert spectrum.plot.height() > LEAST


def names_of(plot: SpectrumPlot) -> list[tuple[str, QRectF]]:
    plot.grab()
    return list(plot.markers.names)


@pytest.mark.parametrize("size", [(640, 160), (900, 400)])
@pytest.mark.parametrize("decibels", [False, True])
def test_names_cover_neither_curve_nor_names(
    qtbot: QtBot, size: tuple[int, int], decibels: bool
) -> None:
    plot = SpectrumPlot("Spectrum plot")
    qtbot.addWidget(plot)
    plot.resize(*size)
    plot.show()
    figure = made.envelope_figure(made.bearing_samples(1))
    plot.show_figure(figure)
    plot.show_decibels(decibels)
    plot.show_x(0.0, 450.0)
    names = names_of(plot)
    assert "BPFO" in [name for name, _ in names]
    for (one, box), (other, place) in combinations(names, 2):
        assert not box.intersects(place), (one, other)
    view, area = plot.view(), plot.canvas.getViewBox().sceneBoundingRect()
    y = plot.source.shown
    across = area.width() * (figure.x - view.left()) / view.width()
    up = area.height() * (view.bottom() - y) / view.height()
    for name, box in names:
        inside = (across >= box.left()) & (across <= box.right())
        assert np.all(up[inside] >= box.bottom() - 1.0), name


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_traces_over_each_other_can_be_told_apart(theme: str) -> None:
    colours = from_palette(palette(THEMES[theme]))
    traces = (colours.curve, *colours.series)
    assert len(traces) >= 9
    for colour in colours.series:
        assert contrast(colour, colours.background) >= 3.0, colour.name()
    for sight in SIGHTS:
        seen = [(colour.name(), lab(np.array(sight) @ linear(colour))) for colour in traces]
        for (one, a), (other, b) in combinations(seen, 2):
            assert np.linalg.norm(a - b) >= 20.0, (one, other, sight[0])


def test_the_marker_table_shows_its_numbers(small: App, qtbot: QtBot) -> None:
    small.window.resize(1600, 960)
    small.window.arranger.reset()
    settle(small, qtbot)
    table = small.window.docks["spectrum"].widget().markers
    level = [name.startswith("Level") for name in table.names].index(True)
    header = table.horizontalHeader()
    right = header.sectionViewportPosition(level) + header.sectionSize(level)
    assert right <= table.viewport().width()
