"""What all panels share: the selection, and the news from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from pfd_desktop.core.records.learning import TrainRequest

_SETTLE_MS = 60
_WHOLE = (0.0, 0.0)


class Workspace(QObject):
    """One selection for the whole window; signals fire in the UI thread."""

    recording_chosen = Signal(str)  # "" is none
    recordings_selected = Signal(tuple)  # ids, for work on many
    place_chosen = Signal(str, str)  # id of a machine, unit or point, and its words; "" is all
    span_chosen = Signal(float, float)  # seconds of the recording; an empty one is all of it
    band_chosen = Signal(float, float)  # Hz: to be demodulated in the Spectrum panel
    run_chosen = Signal(str)
    runs_compared = Signal(tuple)  # ids of runs
    training_asked = Signal(object)  # TrainRequest: what the Training panel is to be filled with
    training_begun = Signal(object)  # Job: one that had waited in the queue
    feature_set_chosen = Signal(str)
    dataset_chosen = Signal(str)
    store_changed = Signal(frozenset)  # names of tables
    recordings_graded = Signal(tuple)  # of Recording: the examination of what arrived goes on
    panel_requested = Signal(str)
    files_dropped = Signal(tuple)  # of Path
    message = Signal(str)  # one plain line for the banner

    _news = Signal(frozenset)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recording_id = ""
        self.span = _WHOLE
        self.selected: tuple[str, ...] = ()
        self.place: tuple[str, str] = ("", "")
        self.run_id = ""
        self.compared: tuple[str, ...] = ()
        self.to_train: TrainRequest | None = None
        self.feature_set_id = ""
        self.dataset_id = ""
        self._touched: frozenset[str] = frozenset()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self._news.connect(self._gather)

    def announce(self, tables: frozenset[str]) -> None:
        """These tables have changed; from any thread.

        Across threads only to a slot of a QObject: PySide6 6.11 crashes when a message waits for a
        method of a plain object, as presenters are, that is gone when its turn comes.
        """
        self._news.emit(tables)

    @Slot(frozenset)
    def _gather(self, tables: frozenset[str]) -> None:
        """An import writes many times a second; panels read once what has come together."""
        self._touched |= tables
        if not self._settle.isActive():
            self._settle.start()

    @Slot()
    def _tell(self) -> None:
        touched, self._touched = self._touched, frozenset()
        self.store_changed.emit(touched)

    def choose_recording(self, recording_id: str) -> None:
        """Make it the selection of the window."""
        if recording_id != self.recording_id:
            self.recording_id, self.span = recording_id, _WHOLE
            self.recording_chosen.emit(recording_id)

    def choose_span(self, low_s: float, high_s: float) -> None:
        """Analyse only this stretch of the chosen recording; an empty one is all of it."""
        if (low_s, high_s) != self.span:
            self.span = low_s, high_s
            self.span_chosen.emit(low_s, high_s)

    def choose_whole(self) -> None:
        """Analyse all of the chosen recording again."""
        self.choose_span(*_WHOLE)

    def select_recordings(self, ids: tuple[str, ...]) -> None:
        """The recordings that work on many acts on."""
        if ids != self.selected:
            self.selected = ids
            self.recordings_selected.emit(ids)

    def choose_place(self, place_id: str, words: str) -> None:
        """List the recordings of this machine, unit or point only."""
        self.place = place_id, words
        self.place_chosen.emit(place_id, words)

    def choose_band(self, low_hz: float, high_hz: float) -> None:
        """Demodulate this band of the chosen recording."""
        self.band_chosen.emit(low_hz, high_hz)

    def choose_run(self, run_id: str) -> None:
        """Make it the run that is shown."""
        self.run_id = run_id
        self.run_chosen.emit(run_id)

    def compare_runs(self, run_ids: tuple[str, ...]) -> None:
        """Compare these, and show what was found."""
        self.compared = run_ids
        self.runs_compared.emit(run_ids)
        self.show_panel("comparison")

    def train_again(self, request: TrainRequest) -> None:
        """Show the Training panel, filled with this."""
        self.to_train = request
        self.show_panel("training")
        self.training_asked.emit(request)

    def choose_feature_set(self, feature_set_id: str) -> None:
        """Make it the feature set that is shown."""
        self.feature_set_id = feature_set_id
        self.feature_set_chosen.emit(feature_set_id)

    def choose_dataset(self, dataset_id: str) -> None:
        """Make it the dataset that is shown."""
        self.dataset_id = dataset_id
        self.dataset_chosen.emit(dataset_id)

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front."""
        self.panel_requested.emit(name)
