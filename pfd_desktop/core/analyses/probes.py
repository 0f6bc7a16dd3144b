"""Where a shaft floats and how it whirls: full spectrum and centreline of two probes."""

from dataclasses import replace
from math import ceil

import numpy as np

from pfd_desktop.core.analyses import declared, resolving, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Needs, Shape
from pfd_desktop.core.analyses.orbits import ROTATION, X_ANGLE, probes, rotates_x_to_y
from pfd_desktop.core.analyses.placing import placed
from pfd_desktop.core.dsp.full_spectrum import full_spectrum
from pfd_desktop.core.dsp.orbit import centreline, rotated
from pfd_desktop.core.dsp.spectra import Scaling
from pfd_desktop.core.figures.orbit import CENTRELINE, OrbitFigure
from pfd_desktop.core.figures.spectrum import Marker, SpectrumFigure
from pfd_desktop.core.parameters import Number, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_MOST_POINTS = 2000  # of a centreline
_MICROMETRES = {"µm": 1.0, "mm": 1000.0}


def _full(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    waveform, second = probes(material)
    # seen from the other side, what goes from Y to X goes from X to Y
    x, y = (waveform, second) if rotates_x_to_y(values) else (second, waveform)
    found = full_spectrum(
        x.samples,
        y.samples,
        waveform.rate_hz,
        declared.window(values),
        scaling.scaling(values),
        segment=resolving.piece_size(values, waveform, resolving.one_hertz(waveform)),
        overlap=resolving.overlap(values),
        progress=progress,
    )
    highest = declared.optional_number(values, "highest") or np.inf
    seen = np.abs(found.frequency_hz) <= highest
    figure = SpectrumFigure(
        kind="full-spectrum",
        x=found.frequency_hz[seen],
        y=found.radius[seen],
        x_label="Frequency",
        x_unit="Hz",
        quantity=f"{waveform.quantity}, circles",
        unit=scaling.scaled_unit(waveform.unit, found.scaling),
        scaling=found.scaling.value,
        window=declared.window(values).value,
        enbw_hz=scaling.enbw_hz(material, found.enbw_hz),
        enbw_unit=scaling.enbw_unit(material),
        averages=found.averages,
        overlap=found.overlap,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        notes=(
            f"Y: {material.second_recording}",
            "right of 0 with the rotation, left of 0 against it",
        ),
    )
    return _both_ways(placed(figure, material, declared.word(values, "axis"), None))


def _both_ways(figure: SpectrumFigure) -> SpectrumFigure:
    mirrored = (
        Marker(f"backward {m.family}", m.harmonic, -m.position, -m.high, -m.low, m.note)
        for m in figure.markers
    )
    return replace(figure, markers=(*figure.markers, *mirrored))


def _centreline(material: Material, values: Values, progress: Progress) -> OrbitFigure:
    progress.report(0.1, "shaft centreline")
    x, y = probes(material)
    told = declared.optional_number(values, "every")
    least = ceil(len(x.samples) / _MOST_POINTS)
    size = least if told is None else max(1, round(told * x.rate_hz))
    if told is None and material.speed is not None and x.axis is Axis.TIME:
        size = max(size, round(x.rate_hz / material.speed.mean_hz))
    if size < least:
        raise InvalidInput(
            f"Every {told:g} s makes more than {_MOST_POINTS} points; choose a longer time."
        )
    factor = _micrometres_per(x.unit, declared.number(values, "sensitivity"))
    sides, notes = [], []
    for probe, name in ((x, "gap_x"), (y, "gap_y")):
        path = centreline(probe.samples, size)
        rest = declared.optional_number(values, name)
        sides.append(factor * (path - (path[0] if rest is None else rest)))
        if x.unit == "V" and abs(path.mean()) < float(np.std(probe.samples[: 1 << 20])):
            notes.append(f"{name[-1].upper()} has hardly a gap voltage: was it AC-coupled?")
    across, up = rotated(sides[0], sides[1], declared.number(values, "x_angle"))
    return OrbitFigure(
        kind=CENTRELINE,
        loops=(),
        centre=(across, up),
        quantity="displacement",
        unit="µm",
        filter_words=f"mean of every {size / x.rate_hz:.4g} s",
        turns=0,
        direction="",
        recording=material.recording,
        second_recording=material.second_recording,
        blob=material.blob,
        notes=("from the position at rest; towards a probe counts up", *notes),
    )


def _micrometres_per(unit: str, sensitivity_mv: float) -> float:
    if unit == "V":
        return 1000 / sensitivity_mv
    if unit in _MICROMETRES:
        return _MICROMETRES[unit]
    raise InvalidInput(
        f"A centreline is drawn from gap voltages in V or displacements in µm; these are in {unit}."
    )


ROWS = (
    Analysis(
        "full-spectrum",
        "Full spectrum",
        "Two channels",
        "Forward and backward circles of an X-Y orbit (Goldman and Muszynska 1999)",
        Shape.LINES,
        (
            declared.WINDOW,
            declared.HIGHEST,
            declared.AXIS,
            replace(scaling.SCALING, default=Scaling.PEAK.value, tip="Peak: the circle's radius"),
            *resolving.CUTTING,
            ROTATION,
        ),
        _full,
        frozenset({Needs.SECOND}),
        takes_constant=True,
    ),
    Analysis(
        "shaft-centreline",
        "Shaft centreline",
        "Two channels",
        "Where the shaft floats in its bearing, from the probes' gap (Bently and Hatch 2002)",
        Shape.ORBIT,
        (
            Number("every", "A point every", "s", low=1e-6, blank="auto"),
            Number("sensitivity", "Sensitivity", "mV/µm", 7.874, 1e-3, tip="200 mV/mil is 7.874"),
            Number("gap_x", "X gap at rest", "V", blank="start", tip="µm for displacements"),
            Number("gap_y", "Y gap at rest", "V", blank="start", tip="µm for displacements"),
            X_ANGLE,
        ),
        _centreline,
        frozenset({Needs.SECOND}),
        takes_constant=True,
    ),
)
