"""Figures of every shape as pictures of the command."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pfd_desktop.bootstrap.drawing import draw
from tests.core.analyses import materials


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("fft", (2400, 1000)),
        ("waterfall", (2400, 1600)),
        ("speed", (2400, 1000)),
        ("shaft-centreline", (1600, 1600)),
        ("orbit", (1600, 1600)),
    ],
)
def test_a_figure_is_drawn_by_the_plot_of_its_shape(
    qapp: QApplication, tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    path = tmp_path / "a picture é.png"
    material = materials.probes() if size[0] == size[1] else materials.run_up()
    draw(materials.computed(material, kind), path)
    image = QImage(str(path))
    assert (image.width(), image.height()) == pytest.approx(size, abs=10)  # less its frame
    pixels = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
    shades = pixels.reshape(-1, 4)[:, :3].astype(int)
    coloured = np.ptp(shades, axis=1) > 60  # paper, frame, grid and words are grey
    assert coloured.sum() > 1000
