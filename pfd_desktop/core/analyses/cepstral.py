"""The cepstrum."""

from pfd_desktop.core.analyses.analysis import Analysis, Material, Shape
from pfd_desktop.core.analyses.demodulation import cut_note
from pfd_desktop.core.analyses.placing import bounded, quefrency_markers
from pfd_desktop.core.analyses.spectral import LONGEST
from pfd_desktop.core.dsp.cepstrum import real_cepstrum
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.parameters import Values
from pfd_desktop.progress import Progress


def _cepstrum(material: Material, values: Values, progress: Progress) -> SpectrumFigure:
    del values
    progress.report(0.1, "cepstrum")
    waveform = material.waveform
    found = real_cepstrum(waveform.samples[:LONGEST], waveform.rate_hz)
    # quefrency 0 is the mean log level: it says nothing of periods and would dwarf the rest
    return bounded(
        SpectrumFigure(
            kind="cepstrum",
            x=found.quefrency_s[1:],
            y=found.values[1:],
            x_label="Quefrency",
            x_unit="s",
            quantity="real cepstrum",
            unit="1",
            scaling="dimensionless",
            window=Window.BOXCAR.value,
            enbw_hz=waveform.rate_hz / min(len(waveform.samples), LONGEST),
            averages=1,
            overlap=0.0,
            band_hz=None,
            recording=material.recording,
            blob=material.blob,
            signed=True,
            markers=quefrency_markers(material, float(found.quefrency_s[-1])),
            notes=("natural logarithm; quefrency 0 left out", *cut_note(material)),
        )
    )


ROWS = (
    Analysis(
        "cepstrum",
        "Cepstrum",
        "Spectra",
        "Real cepstrum, IFFT of ln|X|: a family of lines becomes one peak (Randall 2017)",
        Shape.LINES,
        (),
        _cepstrum,
    ),
)
