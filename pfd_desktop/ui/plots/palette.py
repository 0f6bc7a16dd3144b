"""The colours plots draw with, taken from the theme."""

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

# Okabe and Ito (2008), "Color universal design": told apart with any common colour blindness.
# Darkened on light ground, where their yellow and sky blue are too faint for thin lines.
_ON_LIGHT = ("#b34700", "#00699e", "#00785a", "#a8487f", "#8a6a00", "#5a5f66")
_ON_DARK = ("#ff8a3d", "#56b4e9", "#2fcf9f", "#e08fc0", "#f0c04a", "#b9c0c9")
# Eight colours beside the curve's own, found by search: as far apart as can be in CIELAB, seen with
# normal sight and as Machado, Oliveira and Fernandes (2009) simulate protan-, deuteran- and
# tritanopia, at a contrast of 3 or more with the ground.
_SERIES_ON_LIGHT = (
    "#ee6600",
    "#991166",
    "#cc7766",
    "#990000",
    "#550077",
    "#2200aa",
    "#8800ff",
    "#aa77bb",
)
_SERIES_ON_DARK = (
    "#dd7711",
    "#44ffaa",
    "#999977",
    "#aa00ff",
    "#dd00bb",
    "#99dd66",
    "#dd88bb",
    "#cc3333",
)
_DASHES = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotDotLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
)
FAMILIES = ("BPFO", "BPFI", "2×BSF", "FTF", "whirl", "1X")
_LIKE = {"BSF": "2×BSF", "½X": "BPFI"}  # relatives, and lines of bearings that have no BPFI


@dataclass(frozen=True)
class PlotColours:
    """What a plot needs to know of the theme."""

    background: QColor
    text: QColor
    muted: QColor
    grid: QColor
    frame: QColor
    accent: QColor
    curve: QColor
    reference: QColor
    families: tuple[QColor, ...]
    series: tuple[QColor, ...]  # none like another, nor like the curve
    # Pen of a pixel column: Qt's thinnest and fastest; one unit in SVG and PDF, which know no
    # pixels.
    column_pen: float = 0.0

    def family(self, name: str) -> QColor:
        """The colour of a fault family; families we do not know share the last one."""
        return self.families[family_place(name)]


def family_dash(name: str) -> Qt.PenStyle:
    """The dash of a fault family: colour alone must not tell them apart."""
    return _DASHES[family_place(name)]


def family_place(name: str) -> int:
    """Where a family stands in tables; those we do not know come last."""
    line = re.split("[−+]", name)[0].rpartition("·")[2]  # of a sideband: whose it is
    known = _LIKE.get(line, line)
    return FAMILIES.index(known) if known in FAMILIES else len(FAMILIES) - 1


def mixed(over: QColor, under: QColor, share: float) -> QColor:
    """An opaque blend, cheaper to draw than a translucent colour."""
    return QColor.fromRgbF(
        share * over.redF() + (1 - share) * under.redF(),
        share * over.greenF() + (1 - share) * under.greenF(),
        share * over.blueF() + (1 - share) * under.blueF(),
    )


def see_through(colour: QColor) -> QColor:
    """The colour as a veil over a curve."""
    clear = QColor(colour)
    clear.setAlphaF(0.18)
    return clear


def from_palette(palette: QPalette) -> PlotColours:
    """Colours for the palette that the theme has put in force."""
    background = palette.color(QPalette.ColorRole.Base)
    text = palette.color(QPalette.ColorRole.Text)
    accent = palette.color(QPalette.ColorRole.Highlight)
    dark = background.lightnessF() < 0.5
    return PlotColours(
        background=background,
        text=text,
        muted=mixed(text, background, 0.68),
        grid=mixed(text, background, 0.10),
        frame=mixed(text, background, 0.30),
        accent=accent,
        curve=accent,
        reference=mixed(text, background, 0.45),
        families=tuple(QColor(name) for name in (_ON_DARK if dark else _ON_LIGHT)),
        series=tuple(QColor(name) for name in (_SERIES_ON_DARK if dark else _SERIES_ON_LIGHT)),
    )


def for_paper(vector: bool = False) -> PlotColours:
    """Colours for print: always light; ``vector`` for SVG and PDF."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor("white"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#1c2127"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#1f64d6"))
    return replace(from_palette(palette), column_pen=1.0 if vector else 0.0)
