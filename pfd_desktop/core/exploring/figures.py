"""What the explorer found, ready to draw."""

from pfd_desktop.core.exploring.class_spectra import BAND, ClassSpectra
from pfd_desktop.core.exploring.collection import Collection
from pfd_desktop.core.exploring.projections import Projection
from pfd_desktop.core.figures.curves import Curve, CurvesFigure
from pfd_desktop.core.figures.scatter import ScatterFigure


def scatter_figure(collection: Collection, projection: Projection) -> ScatterFigure:
    """A projection with the classes of its recordings."""
    return ScatterFigure(
        projection.method,
        projection.ids,
        collection.titles,
        collection.labels,
        projection.places[:, 0],
        projection.places[:, 1],
        projection.x_label,
        projection.y_label,
        projection.notes,
    )


def spectra_figure(spectra: ClassSpectra) -> CurvesFigure:
    """The middle of each class with the band that most of it lies in."""
    unit = f"dB re 1 {spectra.unit}²/Hz"
    curves = tuple(
        Curve(
            f"{one.label} ({one.recordings})", spectra.frequency_hz, one.middle, one.low, one.high
        )
        for one in spectra.classes
    )
    words = f"median over recordings, band from the {BAND[0]:g}th to the {BAND[1]:g}th percentile"
    return CurvesFigure(
        curves,
        "Frequency",
        "Hz",
        "Power spectral density",
        unit,
        kind="spectra of classes",
        scaling="density",
        window="hann",
        overlap=0.5,
        notes=(words, *spectra.notes),
    )
