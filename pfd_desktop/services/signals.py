"""Waveforms and spectra of recordings."""

from dataclasses import dataclass, replace

from pfd_desktop.core.diagnosis.speed import TOLERANCE, TRUSTED
from pfd_desktop.core.dsp.windows import Window
from pfd_desktop.core.figures.spectra import FigureRequest, spectrum_figure
from pfd_desktop.core.figures.spectrum import SpectrumFigure, SpectrumKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.waveforms.blob import Blob, open_blob
from pfd_desktop.errors import InvalidInput
from pfd_desktop.progress import Progress
from pfd_desktop.services.compute import Compute
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project


@dataclass(frozen=True)
class SpectrumRequest:
    """A spectrum of a recording. ``band_hz`` is demodulated; None is the full band."""

    recording_id: str
    kind: SpectrumKind = SpectrumKind.AMPLITUDE
    band_hz: tuple[float, float] | None = None
    window: str = Window.HANN.value
    max_hz: float | None = None
    order_axis: bool = False


class SignalService:
    """What a recording looks like."""

    def __init__(self, project: Project, compute: Compute) -> None:
        self._store, self._compute = project.store, compute

    def blob(self, recording_id: str) -> Blob:
        """The open waveform file, for browsing; its reader closes it."""
        return open_blob(self._recording(recording_id).path)

    def spectrum(self, request: SpectrumRequest, progress: Progress) -> SpectrumFigure:
        """The spectrum, marked from the bearing and the speed."""
        recording = self._recording(request.recording_id)
        speed_rpm, notes = _speed(recording)
        wanted = FigureRequest(
            path=recording.path,
            recording=recording.name,
            kind=request.kind,
            window=_window(request.window),
            band_hz=_band(request.band_hz, recording.rate_hz),
            max_hz=request.max_hz,
            order_axis=request.order_axis,
            shaft_hz=None if speed_rpm is None else speed_rpm / 60,
            bearing=recording.bearing,
            bearing_kind=recording.kind,
        )
        figure = self._compute.run(progress, spectrum_figure, wanted)
        return replace(figure, notes=(*figure.notes, *notes))

    def _recording(self, recording_id: str) -> Recording:
        with self._store.read() as session:
            return recordings.get(session, recording_id)


def _speed(recording: Recording) -> tuple[float | None, tuple[str, ...]]:
    """The speed the markers are placed with, in rpm, and what to say of it."""
    told, estimate = recording.speed_rpm, recording.speed_estimate_rpm
    if estimate is None or (recording.speed_confidence or 0) < TRUSTED:
        return told, () if told else ("no speed known: no markers",)
    if told is None:
        return estimate, (f"markers at the estimated {estimate:.0f} rpm: no speed was told",)
    if abs(estimate / told - 1) > TOLERANCE:
        return estimate, (
            f"markers at {estimate:.0f} rpm, which the signal says; {told:.0f} was told",
        )
    return estimate, ()


def _window(name: str) -> Window:
    try:
        return Window(name)
    except ValueError as error:
        known = ", ".join(window.value for window in Window)
        raise InvalidInput(f"There is no window called {name}; known are {known}.") from error


def _band(band_hz: tuple[float, float] | None, rate_hz: float) -> tuple[float, float] | None:
    if band_hz is None:
        return None
    low, high = band_hz
    if not 0 <= low < high or high > rate_hz / 2:
        raise InvalidInput(
            f"The band {low:g} to {high:g} Hz cannot be used; it must rise and stay within 0 to"
            f" {rate_hz / 2:g} Hz, half the sampling rate."
        )
    return band_hz
