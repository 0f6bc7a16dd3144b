"""The Spectrum panel: what happens when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.errors import InvalidInput
from pfd_desktop.services.signals import AnalysisRequest
from pfd_desktop.ui.analysing.presenter import AnalysisPresenter, Question

if TYPE_CHECKING:
    from pfd_desktop.core.analyses.analysed import Analysed
    from pfd_desktop.core.dsp.band_adviser import BandAdvice
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.signals import SignalService
    from pfd_desktop.ui.panels.spectrum.view import SpectrumView
    from pfd_desktop.workers.jobs import Jobs

_STRIP = AnalysisChoice("psd")


class SpectrumPresenter(AnalysisPresenter):
    """Follows the controls of the Spectrum panel, and keeps the strip of its recording."""

    def __init__(
        self, view: SpectrumView, data: DataService, signals: SignalService, jobs: Jobs
    ) -> None:
        self._panel = view
        self._strip_of: str | None = None  # whose density the strip shows or will show
        self._advised: str | None = None  # whose bands were advised or will be
        super().__init__(view, data, signals, jobs)
        view.seen.connect(self.refresh)
        view.choice_changed.connect(self.refresh)
        view.retry_requested.connect(self.again)

    def refresh(self) -> None:
        """Ask for what the controls say."""
        super().refresh()
        if self._strip_of not in (None, self._recording):
            self._forget()

    def again(self) -> None:
        """Ask anew; speed, geometry or chain may be another now."""
        self._forget()
        super().again()

    def _forget(self) -> None:
        self._strip_of = self._advised = None
        self._panel.show_strip(None)
        self._panel.show_advice(())

    def _show(self, question: Question, found: Analysed) -> None:
        super()._show(question, found)
        self._refresh_strip()  # after the figure that is waited for
        self._refresh_advice()

    def choose_band(self, low_hz: float, high_hz: float) -> None:
        """Demodulate this band from now on."""
        self._panel.choose_band(low_hz, high_hz)

    def _refresh_strip(self) -> None:
        recording = self._recording
        if recording is None or self._strip_of == recording or not self._panel.wants_strip():
            return
        self._strip_of = recording
        request = AnalysisRequest(recording, _STRIP)
        job = self._jobs.start("Density for the band", lambda p: self._signals.analyse(request, p))
        job.succeeded.connect(lambda found: self._show_strip(recording, found))
        job.failed.connect(self._view.show_error)

    def _show_strip(self, recording: str, found: Analysed) -> None:
        if recording == self._recording and isinstance(found.figure, SpectrumFigure):
            self._panel.show_strip(found.figure)

    def _refresh_advice(self) -> None:
        recording = self._recording
        if recording is None or self._advised == recording or not self._panel.wants_advice():
            return
        self._advised = recording
        job = self._jobs.start(
            "Bands worth demodulating", lambda p: self._signals.advise_bands(recording, p)
        )
        job.succeeded.connect(lambda found: self._show_advice(recording, found))
        job.failed.connect(self._show_no_advice)

    def _show_no_advice(self, error: Exception) -> None:
        """A record that is too short to be advised on is shown all the same."""
        if not isinstance(error, InvalidInput):
            self._view.show_error(error)

    def _show_advice(self, recording: str, found: tuple[BandAdvice, ...]) -> None:
        if recording == self._recording:
            self._panel.show_advice(found)
