"""Amplitudes bear their unit where all recordings of a set share it, and none where they differ."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pfd_desktop.core.features.catalogue import SETS
from pfd_desktop.core.features.means import RecordFeatures
from pfd_desktop.ui.panels.features.view import FeaturesView

ONE = RecordFeatures("a", "a", "unit", "healthy", 1, (0.1, 0.3), "g")


def headings(view: FeaturesView) -> list[str]:
    model = view.values.view.model()
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(i, across)) for i in range(model.columnCount())][-2:]


@pytest.mark.parametrize(
    ("other", "shown"), [("g", "rms (g)"), ("mm/s", "rms"), ("unknown", "rms")]
)
def test_an_amplitude_bears_the_unit_that_all_recordings_share(
    qtbot: QtBot, other: str, shown: str
) -> None:
    view = FeaturesView(SETS)
    qtbot.addWidget(view)
    specs = [one for one in SETS["standard"].specs if one.name in ("rms", "kurtosis")]
    assert len(specs) == 2
    view.show_values(specs, (ONE, replace(ONE, recording_id="b", sample_unit=other)))
    assert shown in headings(view)
    view.show_values(specs, (ONE,))
    assert "rms (g)" in headings(view)
