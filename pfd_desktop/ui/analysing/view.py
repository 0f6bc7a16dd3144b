"""What the views of analyses share: controls, a message, an empty state, what the figure says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from pfd_desktop.core.analyses.analysed import Analysed
from pfd_desktop.core.analyses.choice import AnalysisChoice
from pfd_desktop.ui.analysing.companions import Companions
from pfd_desktop.ui.analysing.controls import AnalysisControls
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.folding import Folding
from pfd_desktop.ui.widgets.message_strip import MessageStrip

_LEAST_HEIGHT = 120  # of the plot: controls above give way


class AnalysisView(QWidget):
    """A kind of view adds its plots: it lays them out and puts figures into them."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    choice_changed = Signal()
    whole_requested = Signal()  # the whole recording instead of a stretch

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(
        self, name: str, controls: AnalysisControls, sentence: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.message = MessageStrip()
        self.contract = QLabel()
        self.contract.setAccessibleName("Amplitude contract")
        self.contract.setProperty("tone", "muted")
        self.contract.setWordWrap(True)
        self.notes = QLabel()
        self.notes.setAccessibleName(f"{name} notes")
        self.notes.setWordWrap(True)
        self.waiting = QLabel()
        self.waiting.setAccessibleName(f"What {name} waits for")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setWordWrap(True)
        self.empty = EmptyState(sentence, "Import recordings…")
        self.pages, self._drawing = QStackedWidget(), QStackedWidget()
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.retry_requested)
        controls.choice_changed.connect(self.choice_changed)
        self._analysis_controls = controls
        self._drawn = False  # whether a figure is on the screen
        self.stretch = QPushButton()
        self.stretch.setAccessibleName("Back to the whole recording")
        self.stretch.setToolTip("Only this stretch is analysed; a click takes the whole recording")
        self.stretch.clicked.connect(self.whole_requested)
        self.stretch.hide()
        controls.add_aside(self.stretch)

    def lay_out(self, body: QWidget, *folding: QWidget) -> None:
        """The controls above ``body``, what the figure says below.

        Where height is short the controls fold, and with them what else is *folding*.
        """
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        name = f"{self.accessibleName()} controls"
        layout.addWidget(Folding(name, self._analysis_controls, *folding))
        self._drawing.addWidget(self.waiting)  # before there is a figure, axes would say nothing
        self._drawing.addWidget(body)
        self._drawing.setMinimumHeight(_LEAST_HEIGHT)
        layout.addWidget(self._drawing, 1)
        layout.addWidget(self.contract)
        layout.addWidget(self.notes)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def put(self, found: Analysed | None) -> None:
        """Draw this figure; None draws nothing."""
        raise NotImplementedError

    def say(self, line: str, whole: tuple[str, ...], notes: tuple[str, ...]) -> None:
        """What the figure is: in a line, in full when hovered, and what to note."""
        self.contract.setText(line)
        self.contract.setToolTip("\n".join(whole))
        self.notes.setText("  ·  ".join(notes))
        self.notes.setVisible(bool(notes))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the presenter asks and shows -------------------------------------------------------

    def is_seen(self) -> bool:
        """Whether somebody looks."""
        return self.isVisible()

    def choice(self) -> AnalysisChoice:
        """What the controls say; raises InvalidInput."""
        return self._analysis_controls.choice()

    def is_dragging(self) -> bool:
        """Whether a control is being dragged; none can be where nothing says otherwise."""
        return False

    def show_companions(self, companions: Companions) -> None:
        """Which recordings can be the second channel."""
        self._analysis_controls.show_companions(companions)

    def show_span(self, span_s: tuple[float, float] | None) -> None:
        """Which stretch is analysed; None is the whole recording."""
        self.stretch.setVisible(span_s is not None)
        if span_s is not None:
            words = "{:.4g} to {:.4g} s".format(*span_s)
            self.stretch.setText(f"{words} ×")
            self.stretch.setAccessibleName(f"Analysed stretch {words}; back to the whole recording")

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self._drawn = False
        self.message.clear()
        self.put(None)
        self.pages.setCurrentIndex(0)
        self._wait("")

    def missing(self) -> str:
        """What must be chosen before anything can be computed, as a sentence; "" is nothing."""
        return self._analysis_controls.missing()

    def show_missing(self, sentence: str) -> None:
        """Nothing is wrong, but something is to be chosen first."""
        self.message.clear()
        self.show_stale()
        self._wait(sentence)

    def _wait(self, sentence: str) -> None:
        self.waiting.setText(sentence)
        self._drawing.setCurrentIndex(0)

    def show_analysed(self, found: Analysed) -> None:
        """A figure with all that it must say."""
        self._drawn = True
        self.message.clear()
        self.put(found)
        self.pages.setCurrentIndex(1)
        self._drawing.setCurrentIndex(1)

    def show_stale(self) -> None:
        """What was shown belongs to another recording: take it away while the new one comes."""
        self._drawn = False
        self.put(None)
        self.say("", (), ())
        self.pages.setCurrentIndex(1)

    def show_error(self, error: Exception) -> None:
        """What went wrong, above the plot; axes without a figure would say nothing."""
        self.message.show_error(error)
        if not self._drawn:
            self._wait("")

    def clear_message(self) -> None:
        """What was said no longer holds."""
        self.message.clear()
