"""What a plot's menu writes: every file that it offers, and whether a file holds what it should."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from pfd_desktop.core.figures.export import DataTable

ASKS = "…"  # at the end of an entry that asks where to


class Chosen:
    """In place of the file dialog: the user takes the name that the test wants."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._folder, self._wanted = folder, 0
        self.kinds: list[str] = []  # what the dialog offers
        self.paths: list[Path] = []  # what was taken
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._take)

    def want(self, place: int) -> None:
        """Take this kind of those offered the next time."""
        self._wanted = place

    def _take(self, _parent: object, _title: str, _folder: str, kinds: str) -> tuple[str, str]:
        self.kinds = kinds.split(";;")
        kind = self.kinds[self._wanted]
        suffix = re.search(r"\*(\.\w+)", kind)
        assert suffix is not None, kind
        path = self._folder / f"{len(self.paths)}{suffix[1]}"
        self.paths.append(path)
        return str(path.with_suffix("")), kind  # as a user does who leaves the ending to the kind


def assert_sane(path: Path, table: DataTable, name: str) -> None:
    """The file holds a drawing, or the rows of the table."""
    known = {".csv": _csv, ".png": _png, ".svg": _svg, ".pdf": _pdf}
    assert path.suffix in known, f"{name}: nobody knows what {path.suffix} should hold"
    known[path.suffix](path, table, name)


def _csv(path: Path, table: DataTable, name: str) -> None:
    written = path.read_text("utf-8").splitlines()
    rows = [line for line in written if not line.startswith("# ")]
    assert [line[2:] for line in written if line.startswith("# ")] == list(table.header), name
    assert len(rows) == 1 + table.rows, name
    first = next(iter(table.pieces()))[0]
    numbers = rows[1].split(",")[-len(table.names) :]
    assert np.array_equal(np.array(numbers, float), first, equal_nan=True), name


def _png(path: Path, _table: DataTable, name: str) -> None:
    image = QImage(str(path))
    seen = {
        image.pixel(x, y)
        for x in range(0, image.width(), 5)
        for y in range(0, image.height(), 5)
    }  # fmt: skip
    assert len(seen) > 2, f"{name}: nothing is drawn"
    assert image.pixelColor(1, 1).lightness() > 250, f"{name}: paper is light"


def _svg(path: Path, _table: DataTable, name: str) -> None:
    drawn = [one.tag.rpartition("}")[2] for one in ElementTree.parse(path).iter()]
    assert drawn.count("text") >= 2, f"{name}: axes without numbers"
    assert len({"path", "polyline", "rect", "image", "circle"} & set(drawn)) >= 1, name


def _pdf(path: Path, _table: DataTable, name: str) -> None:
    written = path.read_bytes()
    assert written.startswith(b"%PDF"), name
    assert b"%%EOF" in written[-32:], name
