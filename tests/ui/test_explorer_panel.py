"""The Explorer panel on a real project: every page leads to its recordings."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.services import open_services
from pfd_desktop.core.figures.scatter import ScatterFigure
from pfd_desktop.progress import Silent
from pfd_desktop.services.features import ExtractRequest
from pfd_desktop.settings import Settings
from pfd_desktop.ui.panels.explorer.presenter import ExplorerPresenter
from pfd_desktop.ui.panels.explorer.view import ExplorerView
from pfd_desktop.ui.plots.scatter_plot import ScatterPlot
from pfd_desktop.workers.jobs import Jobs
from tests.services.measured import keep, tone

WAIT_MS = 60_000


class Desk:
    """The panel over a project of twelve recordings of two classes."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.opened = open_services(folder, Settings())
        self.services = self.opened.services
        self.jobs = Jobs(self.services.jobs)
        self.view = ExplorerView()
        qtbot.addWidget(self.view)
        self.view.presenter = ExplorerPresenter(
            self.view, self.services.features, self.services.exploring, self.jobs
        )
        self.view.resize(900, 700)
        self._qtbot = qtbot

    def fill(self) -> None:
        """Recordings and their features."""
        random = np.random.default_rng(0)
        for number in range(6):
            noise = 0.1 * random.normal(size=12_800)
            keep(self.opened.project, f"quiet {number}", noise, label="healthy", unit="g")
            loud = tone(1.0, 800.0) + noise
            keep(self.opened.project, f"tone {number}", loud, label="imbalance", unit="g")
        ids = tuple(one.id for one in self.services.data.recordings())
        self.services.features.extract(ExtractRequest(ids, 2048), Silent())

    def settle(self) -> None:
        """Until nothing runs."""
        self._qtbot.waitUntil(lambda: not self.jobs.running, timeout=WAIT_MS)

    def close(self) -> None:
        self.jobs.close()
        self.opened.close()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "project", qtbot)
    yield made
    made.close()


def test_without_features_it_says_what_to_do(desk: Desk) -> None:
    desk.view.show()
    desk.settle()
    assert desk.view.pages.currentIndex() == 0
    assert desk.view.empty.button.text() == "Extract features…"


def test_every_page_is_filled_when_it_is_opened(desk: Desk) -> None:
    desk.fill()
    view = desk.view
    view.show()
    desk.settle()
    assert view.summary.text() == "12 recordings of 1 unit: 6 healthy, 6 imbalance"
    assert view.scatter.figure is not None
    assert len(view.strip.points) == 12
    assert view.features.item(0).text().endswith("%")
    odd = bool(view.findings.model.records)
    assert view.findings.isVisibleTo(view.tabs.widget(3)) is odd
    assert view.nothing_odd.isVisibleTo(view.tabs.widget(3)) is not odd
    assert view.spectra.figure is None
    view.tabs.setCurrentIndex(2)
    desk.settle()
    assert [c.name for c in view.spectra.figure.curves] == ["healthy (6)", "imbalance (6)"]
    view.methods.setCurrentIndex(1)
    view.methods.activated.emit(1)
    desk.settle()
    assert view.scatter.figure.kind == "t-sne"


def test_a_lasso_and_a_click_choose_recordings(qtbot: QtBot) -> None:
    plot = ScatterPlot("p")
    qtbot.addWidget(plot)
    plot.resize(500, 400)
    plot.show()
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 0.5, 0.2, 1.0])
    plot.show_figure(
        ScatterFigure("pca", tuple("abcd"), tuple("abcd"), ("u", "u", "v", "v"), x, y, "", "")
    )
    chosen: list[tuple[str, ...]] = []
    clicked: list[str] = []
    plot.recordings_chosen.connect(chosen.append)
    plot.recording_clicked.connect(clicked.append)
    corners = [(0.5, -0.05), (2.5, -0.05), (2.5, 0.7), (0.5, 0.7)]
    plot.caught([plot.canvas_at(*corner) for corner in corners])
    assert chosen == [("b", "c")]
    plot.caught([QPointF(10, 10), QPointF(12, 11)])  # a slip
    assert len(chosen) == 1
    plot.clicked.emit(2.9, 0.95)
    assert clicked == ["d"]
    assert plot.reading_at(0.1, 0.0)[1] == "a   u"


def test_a_lasso_may_be_hollow() -> None:
    x, y = np.array([0.5, 1.5, 2.5]), np.full(3, 0.5)
    figure = ScatterFigure("pca", tuple("abc"), tuple("abc"), tuple("uuu"), x, y, "", "")
    hollow = np.array([(0, 0), (3, 0), (3, 1), (2, 1), (2, 0.2), (1, 0.2), (1, 1), (0, 1)], float)
    assert figure.within(hollow) == ("a", "c")
