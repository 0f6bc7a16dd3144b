"""When a panel asks for which figure: at once a quick look, then the whole.

While a control is dragged only quick looks are asked for, one after the other and always the
latest; a long computation that nobody waits for any more is ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.analysis import Needs
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.core.analyses.table import find
from pfd_desktop.core.records.together import channel_words
from pfd_desktop.errors import InvalidInput, LookRefused
from pfd_desktop.services.signals import AnalysisRequest
from pfd_desktop.ui.analysing.companions import Companions

if TYPE_CHECKING:
    from pfd_desktop.progress import Progress
    from pfd_desktop.services.data import DataService
    from pfd_desktop.services.signals import SignalService
    from pfd_desktop.workers.jobs import Job, Jobs

# A change of these moves the markers (speed, geometry) or the samples (chains).
_TABLES = frozenset(
    {"recordings", "units", "bearings", "speed_references", "chains", "active_chains"}
)


class View(Protocol):
    """What a panel's view can show."""

    def is_seen(self) -> bool:
        """Whether somebody looks."""

    def choice(self) -> AnalysisChoice:
        """What the controls say; raises InvalidInput."""

    def missing(self) -> str:
        """What must be chosen before anything can be computed, as a sentence; "" is nothing."""

    def show_missing(self, sentence: str) -> None:
        """Say so where the figure would be."""

    def is_dragging(self) -> bool:
        """Whether a control is being dragged."""

    def show_nothing(self) -> None:
        """No recording is chosen."""

    def show_stale(self) -> None:
        """What is shown belongs to another recording."""

    def show_analysed(self, found: Analysed) -> None:
        """A figure."""

    def show_companions(self, companions: Companions) -> None:
        """Which recordings can be the second channel."""

    def show_span(self, span_s: tuple[float, float] | None) -> None:
        """Which stretch is analysed; None is the whole recording."""

    def show_error(self, error: Exception) -> None:
        """What went wrong."""

    def clear_message(self) -> None:
        """What was said no longer holds."""


@dataclass(frozen=True)
class Question:
    """What is wanted of which recording."""

    recording_id: str
    choice: AnalysisChoice
    span_s: tuple[float, float] | None

    def request(self, *, quick: bool) -> AnalysisRequest:
        """As the service takes it."""
        return AnalysisRequest(self.recording_id, self.choice, self.span_s, quick)


class AnalysisPresenter:
    """Asks for a figure when the panel is seen; answers to old questions are dropped."""

    def __init__(self, view: View, data: DataService, signals: SignalService, jobs: Jobs) -> None:
        self._view, self._data, self._signals, self._jobs = view, data, signals, jobs
        self._recording: str | None = None
        self._span: tuple[float, float] | None = None
        self._asked: Question | None = None
        self._shown: str | None = None  # whose figure is on the screen
        self._paired: str | None = None  # whose companions are offered
        self._pairing: str | None = None  # whose companions are being listed
        self._refused = False  # a field holds something that cannot be used
        self._look: Job | None = None  # a quick look that is under way
        self._whole: Job | None = None
        self._unfinished: Question | None = None  # shown by a quick look only
        self._drawn = ""  # the analysis whose figure is on the screen
        view.show_nothing()

    def choose(self, recording_id: str) -> None:
        """Follow the selection of the window; "" is none."""
        if recording_id != self._recording:
            self._span = None
        self._recording = recording_id or None
        self.refresh()

    def choose_span(self, low_s: float, high_s: float) -> None:
        """Only this stretch from now on; an empty one is the whole recording."""
        self._span = (low_s, high_s) if high_s > low_s else None
        self.refresh()

    def store_changed(self, tables: frozenset[str]) -> None:
        """Speed or geometry may be another now."""
        if tables & _TABLES and self._recording is not None:
            self._paired = self._pairing = None
            self.again()

    def again(self) -> None:
        """Ask anew, even for the same."""
        self._asked = None
        self.refresh()

    def refresh(self) -> None:
        """Ask for what the controls say, where that is not asked for already."""
        if not self._view.is_seen():
            return
        self._view.show_span(self._span)
        if self._recording is None:
            self._drop()
            self._shown = self._asked = None
            self._view.show_nothing()
            return
        question = self._question(self._recording)
        if question is None:
            return
        if self._lacks_companions(question):
            self._pair(question.recording_id)  # asks again once they are listed
        elif question != self._asked:
            self._ask(question)
        elif not self._view.is_dragging():
            self._finish()

    def _question(self, recording_id: str) -> Question | None:
        try:
            question = Question(recording_id, self._view.choice(), self._span)
        except InvalidInput as error:
            self._refused = True
            self._view.show_error(error)
            return None
        if self._refused:
            self._refused = False
            self._view.clear_message()
        return question

    def _lacks_companions(self, question: Question) -> bool:
        two = Needs.SECOND in find(question.choice.analysis).needs
        return two and self._paired != question.recording_id

    def _pair(self, recording_id: str) -> None:
        """List what can be the second channel, in a job: a project may hold many thousands."""
        if self._shown != recording_id:
            self._view.show_stale()
        if self._pairing == recording_id:
            return
        self._pairing = recording_id

        def list_them(progress: Progress) -> Companions:
            del progress
            return self._companions(recording_id)

        job = self._jobs.start("List the channels", list_them)
        job.succeeded.connect(lambda found: self._show_companions(recording_id, found))
        job.failed.connect(lambda error: self._not_paired(recording_id, error))

    def _companions(self, recording_id: str) -> Companions:
        found = self._data.companions(recording_id)
        words = [(one.id, channel_words(one)) for one in found]
        if not found:
            return Companions((), 0)
        chosen = self._data.recording(recording_id)
        own = chosen.source_name, chosen.samples
        together = sum((one.source_name, one.samples) == own for one in found)
        if not together:
            words.insert(0, ("", "choose…"))  # one of another file was not measured together
        return Companions(tuple(words), together)

    def _show_companions(self, recording_id: str, found: Companions) -> None:
        if recording_id != self._pairing:
            return
        self._pairing = None
        if recording_id == self._recording:
            self._paired = recording_id
            self._view.show_companions(found)
            self.refresh()

    def _not_paired(self, recording_id: str, error: Exception) -> None:
        if recording_id == self._pairing:
            self._pairing = None
            self._view.show_error(error)

    def _ask(self, question: Question) -> None:
        if self._shown != question.recording_id:
            self._view.show_stale()
        self._drop_whole()
        self._asked = question
        if self._look is None:
            self._start_look(question)

    def _start_look(self, question: Question) -> None:
        if missing := self._view.missing():
            self._shown, self._drawn = question.recording_id, ""
            self._view.show_missing(missing)
            return
        request = question.request(quick=True)
        title = f"Look at the {question.choice.analysis}"
        job = self._jobs.start(title, lambda progress: self._signals.analyse(request, progress))
        self._look = job
        job.succeeded.connect(lambda found: self._looked(question, found))
        job.failed.connect(lambda error: self._look_failed(question, error))
        job.cancelled.connect(self._look_ended)

    def _looked(self, question: Question, found: Analysed) -> None:
        self._look = None
        if question == self._asked:
            self._show(question, found)
            self._unfinished = None if found.whole else question
            if not self._view.is_dragging():
                self._finish()
        elif self._asked is not None:
            self._start_look(self._asked)
            if self._view.is_dragging() and self._is_on_the_way(question, self._asked):
                self._show(question, found)

    @staticmethod
    def _is_on_the_way(question: Question, asked: Question) -> bool:
        """Whether it is of the same, a step behind the pointer: to be seen while one drags on."""
        kinds = question.choice.analysis, asked.choice.analysis
        return question.recording_id == asked.recording_id and kinds[0] == kinds[1]

    def _finish(self) -> None:
        """Compute the whole of what was only looked at."""
        question, self._unfinished = self._unfinished, None
        if question is None or question != self._asked:
            return
        request = question.request(quick=False)
        job = self._jobs.start(
            f"Compute the {question.choice.analysis}",
            lambda progress: self._signals.analyse(request, progress),
        )
        self._whole = job
        job.succeeded.connect(lambda found: self._computed(question, found))
        job.failed.connect(lambda error: self._failed(question, error))

    def _computed(self, question: Question, found: Analysed) -> None:
        if question == self._asked:
            self._whole = None
            self._show(question, found)

    def _show(self, question: Question, found: Analysed) -> None:
        self._shown, self._drawn = question.recording_id, question.choice.analysis
        self._view.show_analysed(found)

    def _look_failed(self, question: Question, error: Exception) -> None:
        self._look = None
        if question != self._asked:
            if self._asked is not None:
                self._start_look(self._asked)
        elif isinstance(error, LookRefused):
            self._take_away(question)
            self._unfinished = question  # the whole may be long enough
            if not self._view.is_dragging():
                self._finish()
        else:
            self._failed(question, error)

    def _failed(self, question: Question, error: Exception) -> None:
        if question == self._asked:
            self._whole = None
            self._take_away(question)
            self._view.show_error(error)

    def _take_away(self, question: Question) -> None:
        """Another analysis' figure would be taken for this one's."""
        if self._drawn != question.choice.analysis:
            self._view.show_stale()

    def _look_ended(self) -> None:
        self._look = None

    def _drop_whole(self) -> None:
        if self._whole is not None:
            self._whole.cancel()
        self._whole = self._unfinished = None

    def _drop(self) -> None:
        self._drop_whole()
        if self._look is not None:
            self._look.cancel()
        self._look = None
