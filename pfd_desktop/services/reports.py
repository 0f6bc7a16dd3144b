"""Reports as HTML or PDF: the evidence of recordings, the comparison of runs, guards."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pfd_desktop.atomic import atomic_write, atomic_write_bytes
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.comparison.outcome import Comparison
from pfd_desktop.core.figures.spectrum import SpectrumFigure
from pfd_desktop.core.figures.trace import TraceFigure
from pfd_desktop.core.parameters import Value
from pfd_desktop.core.records.diagnosis import Diagnosis
from pfd_desktop.core.records.healthy import Detectability, Guard
from pfd_desktop.core.records.machine import BearingKind
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.reports.comparison import comparison_html
from pfd_desktop.core.reports.evidence import RecordingEvidence, evidence_html
from pfd_desktop.core.reports.guard import guard_html
from pfd_desktop.core.waveforms.blob import open_blob
from pfd_desktop.errors import EnvironmentFault, InvalidInput
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.data import DataService
from pfd_desktop.services.diagnosis import DiagnosisService
from pfd_desktop.services.severity import SeverityService
from pfd_desktop.services.signals import AnalysisRequest, SignalService

RenderPdf = Callable[[str, Path], None]  # HTML to a PDF file; needs Qt, so bootstrap hands it in

ENDINGS = (".html", ".pdf")
_JOURNAL_ORDERS = 12.0  # how far the spectrum of a journal bearing is shown


class ReportService:
    """What can be handed to somebody who has no such program."""

    def __init__(
        self,
        data: DataService,
        signals: SignalService,
        diagnosis: DiagnosisService,
        severity: SeverityService,
        render_pdf: RenderPdf,
    ) -> None:
        self._data, self._signals, self._diagnosis = data, signals, diagnosis
        self._severity, self._render_pdf = severity, render_pdf

    def evidence(self, recording_ids: Sequence[str], path: Path, progress: Progress) -> Path:
        """Write the evidence report of these recordings; those without a verdict get one first.

        ``path`` ends in .html or .pdf; raises InvalidInput for other endings and for no recording.
        """
        _check_ending(path)
        if not recording_ids:
            raise InvalidInput("Choose the recordings that the report is to be about.")
        share = 0.9 / len(recording_ids)
        found = [
            self._gather(one, Part(progress, i * share, (i + 1) * share))
            for i, one in enumerate(recording_ids)
        ]
        return self._write(evidence_html(found, datetime.now(UTC)), path, progress)

    def comparison(self, found: Comparison, path: Path, progress: Progress) -> Path:
        """Write what was found of runs.

        ``path`` ends in .html or .pdf; raises InvalidInput for other endings.
        """
        _check_ending(path)
        return self._write(comparison_html(found, datetime.now(UTC)), path, progress)

    def guard(
        self, guard: Guard, found: Detectability | None, path: Path, progress: Progress
    ) -> Path:
        """Write what a guard promises and would find.

        ``path`` ends in .html or .pdf; raises InvalidInput for other endings.
        """
        _check_ending(path)
        return self._write(guard_html(guard, found, datetime.now(UTC)), path, progress)

    def _write(self, html: str, path: Path, progress: Progress) -> Path:
        progress.report(0.95, f"Writing {path.name}")
        try:
            if path.suffix.lower() == ".pdf":
                atomic_write(path, lambda temporary: self._render_pdf(html, temporary))
            else:
                atomic_write_bytes(path, html.encode())
        except OSError as error:
            raise EnvironmentFault(
                f"{path} could not be written ({error.strerror}). Choose another folder."
            ) from error
        return path

    def _gather(self, recording_id: str, progress: Progress) -> RecordingEvidence:
        recording = self._data.recording(recording_id)
        diagnosis = self._diagnosis.latest(recording_id)
        if diagnosis is None:
            diagnosis = self._diagnosis.diagnose(recording_id, Part(progress, 0.0, 0.5))
        trace = TraceFigure(
            open_blob(recording.path, in_pieces=True),  # as measured, whatever it is seen through
            recording.rate_hz,
            recording.quantity,
            recording.unit,
            recording.name,
            recording.blob,
        )
        choices = _choices(recording, diagnosis)
        spectra = tuple(
            self._spectrum(recording_id, choice, Part(progress, 0.5, 0.9)) for choice in choices
        )
        zone = self._severity.zone(recording_id, Part(progress, 0.9, 1.0))
        return RecordingEvidence(recording, diagnosis, trace, spectra, zone)

    def _spectrum(
        self, recording_id: str, choice: AnalysisChoice, progress: Progress
    ) -> SpectrumFigure:
        figure = self._signals.analyse(AnalysisRequest(recording_id, choice), progress).figure
        assert isinstance(figure, SpectrumFigure)
        return figure


def _check_ending(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise InvalidInput(f"{path.name} ends in none of {', '.join(ENDINGS)}. Choose one.")


_BAND = re.compile(r"(\d+) to (\d+) Hz$")


def _leading(diagnosis: Diagnosis) -> tuple[tuple[str, Value], ...]:
    """The envelope in which the first line of evidence stands out most, as the verdict saw it."""
    leading = diagnosis.evidence[0].family if diagnosis.evidence else ""
    of_it = [one for one in diagnosis.evidence if one.family == leading]
    lines = [one for one in of_it if "envelope" in one.spectrum]
    if not lines:
        return ()
    best = max(lines, key=lambda one: one.prominence_db - one.threshold_db)
    band = _BAND.search(best.spectrum)
    values: list[tuple[str, Value]] = [("whitened", best.spectrum.startswith("pre-whitened"))]
    if band is not None:
        values.append(("band", (float(band[1]), float(band[2]))))
    return tuple(values)


def _choices(recording: Recording, diagnosis: Diagnosis) -> tuple[AnalysisChoice, ...]:
    """Where the evidence stands: envelopes of rolling bearings, orders of journal bearings."""
    if recording.kind is BearingKind.ROLLING:
        return AnalysisChoice("envelope", _leading(diagnosis)), AnalysisChoice("fft")
    if diagnosis.speed_rpm is None:
        return (AnalysisChoice("fft"),)
    highest = min(_JOURNAL_ORDERS * diagnosis.speed_rpm / 60, recording.rate_hz / 2)
    return (AnalysisChoice("fft", (("highest", highest),)),)
