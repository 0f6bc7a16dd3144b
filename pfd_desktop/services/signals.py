"""Waveforms of recordings, and what can be computed of them."""

from dataclasses import dataclass, replace

from pfd_desktop import __version__
from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.child import FigureRequest, bands_of, look_at
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.chains.step import Chain
from pfd_desktop.core.diagnosis.speed import TOLERANCE, TRUSTED
from pfd_desktop.core.dsp.band_adviser import BandAdvice
from pfd_desktop.core.figures.arrays import seal, weight
from pfd_desktop.core.records.recording import Recording
from pfd_desktop.core.records.speed import ToldSpeed
from pfd_desktop.core.records.together import apart_note
from pfd_desktop.core.speed.reference import SpeedReference
from pfd_desktop.core.waveforms.blob import Blob, open_blob
from pfd_desktop.progress import Part, Progress
from pfd_desktop.services.chains import ChainService, Seen
from pfd_desktop.services.compute import Compute
from pfd_desktop.services.memory_cache import MemoryCache
from pfd_desktop.services.speeds import READ, SpeedService
from pfd_desktop.store import recordings
from pfd_desktop.store.project import Project

KEPT_BYTES = 256 << 20  # of figures in memory, where nothing else is told
QUICK = 1 << 18  # samples of a quick look: some milliseconds of work, seconds of most recordings


@dataclass(frozen=True)
class AnalysisRequest:
    """An analysis of a recording."""

    recording_id: str
    choice: AnalysisChoice
    span_s: tuple[float, float] | None = None  # only this stretch; None is all of it
    quick: bool = False  # a look at some seconds in the middle, at once


@dataclass(frozen=True)
class Wanted:
    """What a child is asked: all that a figure depends on."""

    asked: FigureRequest
    again: FigureRequest  # the same from the recordings' own files: those in cache/ may go
    notes: tuple[str, ...]
    code: str  # the version of the program: another one may compute otherwise


@dataclass(frozen=True)
class _Speed:
    """One speed in rpm, or where one that changes comes from, and what to say of it."""

    rpm: float | None = None
    notes: tuple[str, ...] = ()
    source: str = "told"
    reference: SpeedReference | None = None


class SignalService:
    """What a recording looks like. At most *kept_bytes* of figures stay in memory."""

    def __init__(
        self,
        project: Project,
        compute: Compute,
        chains: ChainService,
        speeds: SpeedService,
        *,
        kept_bytes: int = KEPT_BYTES,
    ) -> None:
        self._store, self._compute = project.store, compute
        self._chains, self._speeds = chains, speeds
        self._kept: MemoryCache[Wanted, Analysed] = MemoryCache(
            kept_bytes, lambda found: weight(found.figure), "Waiting for the same analysis"
        )

    @property
    def kept(self) -> MemoryCache[Wanted, Analysed]:
        """The analyses that are kept: how much, and their end."""
        return self._kept

    def blob(self, recording_id: str) -> Blob:
        """The open waveform file as measured, for browsing; its reader closes it."""
        return open_blob(self._recording(recording_id).path, in_pieces=True)

    def seen_blob(self, recording_id: str, progress: Progress) -> tuple[Blob, str]:
        """The file that the recording is seen through, and its chain in words."""
        seen = self._chains.seen(recording_id, progress)
        return open_blob(seen.path, in_pieces=True), seen.words

    def analyse(self, request: AnalysisRequest, progress: Progress) -> Analysed:
        """The figure of the recording as its chain shows it, marked from bearing and speed.

        What was computed lately is the same object again; its arrays are read only.
        """
        recording = self._recording(request.recording_id)
        wanted = self._wanted(request, recording, Part(progress, 0.0, 0.5))
        rest = Part(progress, 0.5, 1.0)
        return self._kept.answer(wanted, lambda: self._computed(wanted, rest), rest)

    def _computed(self, wanted: Wanted, progress: Progress) -> Analysed:
        found = self._compute.run(progress, look_at, wanted.asked)
        figure = replace(found.figure, notes=(*found.figure.notes, *wanted.notes))
        seal(figure)
        return Analysed(figure, wanted.again, found.whole)

    def advise_bands(self, recording_id: str, progress: Progress) -> tuple[BandAdvice, ...]:
        """Bands worth demodulating, the best first; none where none stands out of noise."""
        request = AnalysisRequest(recording_id, AnalysisChoice(""))
        recording = self._recording(recording_id)
        wanted = self._wanted(request, recording, Part(progress, 0.0, 0.5))
        return self._compute.run(Part(progress, 0.5, 1.0), bands_of, wanted.asked)

    def _wanted(self, request: AnalysisRequest, recording: Recording, progress: Progress) -> Wanted:
        """What a child computes, and what to say of the speed."""
        speed = self._speed(recording)
        notes = speed.notes
        seen, in_passing = self._seen(request, recording, Part(progress, 0.0, 0.8))
        wanted = FigureRequest(
            analysis=request.choice.analysis,
            values=request.choice.values,
            path=seen.path,
            recording=recording.name,
            blob=recording.blob,
            speed_rpm=speed.rpm,
            speed_source=speed.source,
            speed=speed.reference,
            raw_path=recording.path if seen.words else None,
            processed=seen.words,
            bearing=recording.bearing,
            bearing_kind=recording.kind,
            span_s=request.span_s,
            longest=QUICK if request.quick else None,
            chain=seen.chain if in_passing else Chain(),
            in_passing=in_passing,
        )
        again = replace(wanted, path=recording.path, raw_path=None, chain=seen.chain)
        if request.choice.second_id:
            second = self._recording(request.choice.second_id)
            apart = apart_note(recording, second)
            notes = (*notes, apart) if apart else notes
            other = self._chains.seen(second.id, Part(progress, 0.8, 1.0))
            wanted = replace(wanted, second_path=other.path, second_recording=second.name)
            again = replace(
                again,
                second_path=second.path,
                second_recording=second.name,
                second_chain=other.chain,
                second_speed=other.speed,
            )
        return Wanted(wanted, again, notes, __version__)

    def _seen(
        self, request: AnalysisRequest, recording: Recording, progress: Progress
    ) -> tuple[Seen, bool]:
        """What is read, and whether a quick look does the chain to its few seconds by itself."""
        if request.quick and not request.choice.second_id:
            return self._chains.glanced(recording, progress)
        return self._chains.seen(recording.id, progress), False

    def steady_speed(self, recording: Recording) -> float | None:
        """The speed in rpm that markers stand at; None where none is known or it changes."""
        return self._speed(recording).rpm

    def _speed(self, recording: Recording) -> _Speed:
        told = self._speeds.told_of(recording)
        if not isinstance(told, ToldSpeed):
            return _Speed(reference=self._speeds.reference(recording.id))
        if told.rpm is not None:
            return _Speed(told.rpm, (f"markers at {told.rpm:.0f} rpm, set as speed reference",))
        return _known_speed(recording)

    def _recording(self, recording_id: str) -> Recording:
        with self._store.read() as session:
            return recordings.get(session, recording_id)


def _known_speed(recording: Recording) -> _Speed:
    """The constant speed that the markers are placed with."""
    told, estimate = recording.speed_rpm, recording.speed_estimate_rpm
    if estimate is None or (recording.speed_confidence or 0) < TRUSTED:
        return _Speed(told, () if told else ("no speed known: no markers",))
    notes: tuple[str, ...] = ()
    if told is None:
        notes = (f"markers at the estimated {estimate:.0f} rpm: no speed was told",)
    elif abs(estimate / told - 1) > TOLERANCE:
        notes = (f"markers at {estimate:.0f} rpm, which the signal says; {told:.0f} was told",)
    return _Speed(estimate, notes, READ)
