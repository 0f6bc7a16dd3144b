"""The cepstrum, before and after liftering."""

from dataclasses import replace

from pfd_desktop.core.analyses import declared, scaling
from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.excerpt import beginning, cut_note, time_axis
from pfd_desktop.core.analyses.placing import bounded, quefrency_markers
from pfd_desktop.core.dsp.cepstrum import Floats, comb_lifter, pass_lifter, real_cepstrum
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Choice, Number, Values
from pfd_desktop.core.waveforms.waveform import Axis
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress

_SORT = Choice(
    "sort",
    "Cepstrum",
    (("real", "Real, of ln|X|"), ("power", "Power, of ln|X|²")),
    "real",
    "The power cepstrum is twice the real one",
)
LIFTER = Choice(
    "lifter",
    "Lifter",
    (
        ("none", "None"),
        ("long", "Long-pass: periods"),
        ("short", "Short-pass: resonances"),
        ("comb", "Comb: a family removed"),
    ),
    "none",
    "Which part of the cepstrum is kept (Randall and Sawalhi 2011)",
)
CUT = Number(
    "cut_s", "Lifter at", "s", low=0.0, blank="needed", tip="Where long-pass and short-pass divide"
)
FAMILY = Number(
    "family_hz", "Family", "Hz", low=0.0, blank="needed", tip="The comb's frequency, such as 1X"
)
WIDTH = Number(
    "width",
    "Comb width",
    "%",
    default=2.0,
    low=0.0,
    high=50.0,
    tip="Part of each period that is removed; wider for a speed that wavers",
)


def lifter_weights(values: Values, size: int, rate_hz: float) -> Floats | None:
    """The weights of the chosen lifter, None for none; InvalidInput where it lacks a number."""
    sort = declared.word(values, "lifter")
    if sort == "none":
        return None
    if sort == "comb":
        family = declared.optional_number(values, "family_hz")
        if not family:
            raise InvalidInput("A comb lifter needs the frequency of the family it removes.")
        return comb_lifter(size, rate_hz, family, declared.number(values, "width") / 100)
    cut = declared.optional_number(values, "cut_s")
    if not cut:
        raise InvalidInput(f"A {sort}-pass lifter needs the quefrency at which it divides.")
    return pass_lifter(size, rate_hz, cut, sort == "long")


def lifter_words(values: Values) -> str:
    """ "comb lifter at 25 Hz, 2 % wide"; also of a lifter that still lacks its number."""
    sort = declared.word(values, "lifter")
    if sort == "comb":
        family, width = declared.optional_number(values, "family_hz"), values["width"]
        place = "with no family told" if family is None else f"at {family:g} Hz"
        return f"comb lifter {place}, {width:g} % wide"
    cut = declared.optional_number(values, "cut_s")
    return f"{sort}-pass lifter {'with no place told' if cut is None else f'at {cut:g} s'}"


def _cepstrum(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    progress.report(0.1, "cepstrum")
    waveform = material.waveform
    samples = beginning(material)
    found = real_cepstrum(samples, waveform.rate_hz)
    sort = declared.word(values, "sort")
    levels = found.power if sort == "power" else found.values
    weights = lifter_weights(values, len(samples), waveform.rate_hz)
    lifted = () if weights is None else (lifter_words(values),)
    if weights is not None:
        levels = levels * weights[: len(levels)]
    # quefrency 0 is the mean log level: it says nothing of periods and would dwarf the rest
    figure = SpectrumFigure(
        kind="cepstrum",
        x=found.quefrency_s[1:],
        y=levels[1:],
        x_label="Quefrency",
        x_unit="s",
        quantity=f"{sort} cepstrum",
        unit="1",
        scaling="dimensionless",
        window=Window.BOXCAR.value,
        enbw_hz=scaling.enbw_hz(material, waveform.rate_hz / len(samples)),
        enbw_unit=scaling.enbw_unit(material),
        averages=1,
        overlap=0.0,
        band_hz=None,
        recording=material.recording,
        blob=material.blob,
        signed=True,
        notes=("natural logarithm; quefrency 0 left out", *lifted, *cut_note(material)),
    )
    if waveform.axis is Axis.ANGLE:
        return bounded(replace(figure, x_unit=time_axis(material)[1]))
    markers = quefrency_markers(material, float(found.quefrency_s[-1]))
    return bounded(replace(figure, markers=markers))


ROWS = (
    Analysis(
        "cepstrum",
        "Cepstrum",
        "Spectra",
        "Real or power cepstrum, IFFT of ln|X| or ln|X|²: a family of lines becomes one peak"
        " (Randall 2017)",
        Shape.LINES,
        (_SORT, LIFTER, CUT, FAMILY, WIDTH),
        _cepstrum,
    ),
)
