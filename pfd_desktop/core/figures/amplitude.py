"""The amplitude contract: no spectrum without quantity, unit, scaling, window and averages."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pfd_desktop.core.figures import peaks, spectrum_spans
from pfd_desktop.core.figures.export import DataTable
from pfd_desktop.core.figures.reading import Reading
from pfd_desktop.core.figures.spans import HalfPower, SpanReading
from pfd_desktop.core.figures.spectrum import SpectrumFigure

_SAID_BESIDE = ("RMS", "peak", "peak-to-peak")  # scalings that belong to the unit
_FLOOR_DB = 160.0  # below the largest line; a zero has no logarithm


class Amplitude(Protocol):
    """What spectra and maps say of their values."""

    @property
    def quantity(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def scaling(self) -> str: ...

    @property
    def power(self) -> bool: ...

    @property
    def signed(self) -> bool: ...


def amplitude_name(figure: Amplitude) -> str:
    """What the y axis shows, without unit: "Acceleration", "Acceleration, envelope"."""
    return figure.quantity[:1].upper() + figure.quantity[1:]


def can_be_decibels(figure: Amplitude) -> bool:
    """Whether the values have levels: a cepstrum has signs, and is a logarithm already."""
    return not figure.signed


def amplitude_unit(figure: Amplitude, decibels: bool, reference: float = 1.0) -> str:
    """The unit of the y axis: "g rms", "g peak", "dB re 1e-06 m/s² rms"; "" for a bare number.

    ``reference`` is what 0 dB stands for, in the unit of the figure.
    """
    unit = "" if figure.unit == "1" else figure.unit
    if unit and figure.scaling in _SAID_BESIDE and figure.scaling.lower() not in unit.lower():
        unit = f"{unit} {figure.scaling.lower()}"
    return f"dB re {reference:g} {unit}".rstrip() if decibels else unit


def short_form(figure: Amplitude, decibels: bool = False) -> str:
    """What the axis says: "Acceleration (g rms)"."""
    unit = amplitude_unit(figure, decibels)
    return f"{amplitude_name(figure)} ({unit})" if unit else amplitude_name(figure)


def whole_contract(figure: SpectrumFigure) -> tuple[str, ...]:
    """All that an amplitude needs to be understood, one entry per line."""
    band = figure.band_hz
    return (
        f"quantity: {figure.quantity}",
        f"unit: {figure.unit}",
        f"scaling: {figure.scaling}",
        f"window: {figure.window}",
        f"ENBW: {figure.enbw_hz:.4g} {figure.enbw_unit}",
        f"averages: {figure.averages}",
        f"overlap: {100 * figure.overlap:.3g} %",
        f"band: {band[0]:g} to {band[1]:g} Hz" if band else "band: none",
        f"recording: {figure.recording}",
        f"recording hash: {figure.blob}",
    )


def header(figure: SpectrumFigure) -> tuple[str, ...]:
    """What stands above exported numbers: kind, contract, and what else must be said of them."""
    notes = (f"note: {note}" for note in figure.notes)
    return (f"kind: {figure.kind}", *whole_contract(figure), *notes)


def contract_in_a_line(figure: SpectrumFigure) -> str:
    """The contract in a line, for below the plot."""
    averages = "1 average" if figure.averages == 1 else f"{figure.averages} averages"
    parts = [
        short_form(figure),
        f"scaling {figure.scaling}",
        f"window {figure.window}",
        f"ENBW {figure.enbw_hz:.4g} {figure.enbw_unit}",
        averages if figure.averages == 1 else f"{averages}, overlap {100 * figure.overlap:.3g} %",
    ]
    if figure.band_hz:
        parts.append(f"band {figure.band_hz[0]:g} to {figure.band_hz[1]:g} Hz")
    return "  ·  ".join(parts)


def decibels(figure: SpectrumFigure, reference: float = 1.0) -> NDArray[np.float64]:
    """Levels of the lines re ``reference`` in the unit of the figure."""
    return levels(figure, figure.y, reference)


def levels(
    figure: Amplitude, values: NDArray[np.floating], reference: float = 1.0
) -> NDArray[np.float64]:
    """20 lg of amplitudes, 10 lg of densities and squared quantities, re ``reference``; at least
    so far below the largest as a zero is shown; NaN stays NaN."""
    factor = 10.0 if figure.power else 20.0
    wide = np.asarray(values, np.float64)
    top = float(np.max(wide, initial=0.0))
    if not np.isfinite(top):
        top = float(np.max(wide, initial=0.0, where=np.isfinite(wide)))
    if top <= 0:
        return np.full(wide.shape, -_FLOOR_DB)
    found: NDArray[np.float64] = np.maximum(wide, top * 10 ** (-_FLOOR_DB / factor))
    found /= reference
    np.log10(found, out=found)
    found *= factor
    return found


def spectrum_table(figure: SpectrumFigure, low: float, high: float) -> DataTable:
    """The lines from ``low`` to ``high`` (unit of x) at full precision, with what must be said."""
    first, last = np.searchsorted(figure.x, (low, high), side="left")
    last = int(np.searchsorted(figure.x, high, side="right"))
    piece = np.column_stack((figure.x[first:last], figure.y[first:last]))

    def pieces() -> Iterator[NDArray[np.float64]]:
        yield piece

    return DataTable(
        header=header(figure),
        names=(f"{figure.x_label} ({figure.x_unit})", short_form(figure)),
        rows=piece.shape[0],
        pieces=pieces,
    )


class ReadableSpectrum:
    """A spectrum as cursors read it, in the scale shown."""

    def __init__(self, figure: SpectrumFigure, in_decibels: bool, reference: float = 1.0) -> None:
        self._x, self._figure, self._in_decibels = figure.x, figure, in_decibels
        self._reference = reference

    @property
    def shown(self) -> NDArray[np.float64]:
        """The lines in the scale shown."""
        return self._y

    @cached_property
    def _y(self) -> NDArray[np.float64]:
        """The scale shown; millions of logarithms are taken only where they are read."""
        return decibels(self._figure, self._reference) if self._in_decibels else self._figure.y

    @property
    def step(self) -> float:
        """Distance of two lines."""
        return float(self._x[1] - self._x[0]) if self._x.size > 1 else 0.0

    def value_at(self, x: float) -> Reading | None:
        """The line nearest to ``x``."""
        return peaks.nearest(self._x, self._y, x)

    def peak_near(self, x: float, reach: float) -> Reading | None:
        """The highest line within ``reach`` of ``x``, interpolated on the linear scale."""
        peak = peaks.peak_near(self._x, self._figure.y, x, reach)
        if peak is None or not self._in_decibels:
            return peak
        factor = 10.0 if self._figure.power else 20.0
        if not peak.y > 0:
            return Reading(peak.x, float(self._y.min()))
        return Reading(peak.x, max(self._floor, factor * float(np.log10(peak.y / self._reference))))

    @cached_property
    def _floor(self) -> float:
        """The lowest level shown: so far below the highest line."""
        factor = 10.0 if self._figure.power else 20.0
        return factor * float(np.log10(self._figure.y.max() / self._reference)) - _FLOOR_DB

    def span_reading(self, low: float, high: float) -> SpanReading:
        """The RMS of a band, whatever the scale shown."""
        return spectrum_spans.band_reading(self._figure, low, high)

    def half_power(self, x: float) -> HalfPower | None:
        """The half-power width of the peak at ``x``, its level in the scale shown."""
        found = spectrum_spans.half_power(self._figure, x)
        if found is None or not self._in_decibels:
            return found
        top = peaks.nearest(self._x, self._y, found.peak)
        return found if top is None else replace(found, level=top.y + 10 * float(np.log10(0.5)))

    def damping_note(self, found: HalfPower) -> str:
        """Says so where the window is nearly as wide as the peak."""
        return spectrum_spans.damping_note(self._figure, found)
