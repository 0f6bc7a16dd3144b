"""Pictures of panels compared with those that are stored, point by point."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PySide6
from numpy.typing import NDArray
from PySide6.QtCore import qVersion
from PySide6.QtGui import QImage

STORED = Path(__file__).resolve().parents[2] / "docs" / "pictures"
MADE_WITH = STORED / "made_with.json"


def drawn_with() -> dict[str, str]:
    """What decides how letters and lines are rasterized.

    The offscreen platform draws with the FreeType that is inside Qt's own libraries and with the
    program's own font files; so Qt's version stands for FreeType's. numpy moves curves.
    """
    return {"Qt": qVersion(), "PySide6": PySide6.__version__, "numpy": np.__version__}


def why_not_comparable() -> str:
    """A reason where stored pictures were drawn by other versions than are here; "" where not."""
    if not MADE_WITH.exists():
        return ""
    then, now = json.loads(MADE_WITH.read_text(encoding="utf-8")), drawn_with()
    other = [
        f"{name} {then.get(name)}, here {now[name]}" for name in now if then.get(name) != now[name]
    ]
    return f"the stored pictures were drawn with {'; '.join(other)}" if other else ""


@dataclass(frozen=True)
class Difference:
    """Where a picture differs from the stored one."""

    points: int
    picture: Path
    marked: Path | None

    def __str__(self) -> str:
        marked = f", the difference {self.marked}" if self.marked else " (another size)"
        return f"{self.points} points differ; the new picture is {self.picture}{marked}"


def store(name: str, image: QImage) -> None:
    """Make it the one that later ones are compared with."""
    STORED.mkdir(parents=True, exist_ok=True)
    assert image.save(str(STORED / f"{name}.png"))
    MADE_WITH.write_text(json.dumps(drawn_with(), indent=2) + "\n", encoding="utf-8")


def compare(name: str, image: QImage, folder: Path) -> Difference | None:
    """None where every point is the same; else what differs, with pictures in *folder*."""
    path = STORED / f"{name}.png"
    assert path.exists(), f"{path} is missing: run with --update-pictures"
    new, old = _points(image), _points(QImage(str(path)))
    picture = folder / f"{name}.png"
    if new.shape != old.shape:
        image.save(str(picture))
        return Difference(max(new.size, old.size) // 4, picture, None)
    other = (new != old).any(axis=2)
    if not other.any():
        return None
    image.save(str(picture))
    marked = folder / f"{name}_difference.png"
    _marked(new, other).save(str(marked))
    return Difference(int(other.sum()), picture, marked)


def _points(image: QImage) -> NDArray[np.uint8]:
    flat = image.convertToFormat(QImage.Format.Format_RGBA8888)
    raw = np.frombuffer(flat.constBits(), np.uint8)
    return raw.reshape(flat.height(), flat.bytesPerLine() // 4, 4)[:, : flat.width()].copy()


def _marked(points: NDArray[np.uint8], other: NDArray[np.bool_]) -> QImage:
    """The picture faint, what differs red."""
    faint = (255 - (255 - points.astype(np.int16)) // 4).astype(np.uint8)
    faint[other] = (255, 0, 0, 255)
    data = np.ascontiguousarray(faint)
    height, width, _ = data.shape
    return QImage(data.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
