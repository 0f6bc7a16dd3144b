"""The row of controls above a trace: which channels, how, with what over them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from pfd_desktop.core.records.recording import Recording

NO_COMB = ""


class SignalControls(QWidget):
    """Says what the user wants to see; knows nothing of how it comes."""

    channels_asked = Signal()  # the menu is about to open: which recordings can be shown beside?
    channel_toggled = Signal(str, bool)  # id, shown
    selected_requested = Signal()  # show those selected in the list of recordings
    overlaid_chosen = Signal(bool)
    rms_chosen = Signal(bool)
    comb_chosen = Signal(str)  # a family; "" is none
    turns_chosen = Signal(bool)
    labels_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.channels = _menu_button("Channels", "Show other channels below or over this one")
        self.comb = _menu_button("Periods", "Mark the strikes of a defect in time")
        self.rms = _toggle("RMS", "Draw the RMS of each pixel column over the trace")
        self.labels = _toggle("Labels", "List the labels of this recording and edit them")
        self._combs: dict[str, QAction] = {}
        self._fill_channels(self.channels.menu())
        self._fill_comb(self.comb.menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for button in (self.channels, self.rms, self.comb, self.labels):
            layout.addWidget(button)
        self.rms.toggled.connect(self.rms_chosen)
        self.labels.toggled.connect(self.labels_chosen)

    def _fill_channels(self, menu: QMenu) -> None:
        menu.aboutToShow.connect(self.channels_asked)
        group = QActionGroup(menu)
        self.stacked = _entry(menu, "Below each other", lambda: self.overlaid_chosen.emit(False))
        self.overlaid = _entry(menu, "Over each other", lambda: self.overlaid_chosen.emit(True))
        for action in (self.stacked, self.overlaid):
            action.setCheckable(True)
            group.addAction(action)
        self.stacked.setChecked(True)
        menu.addSeparator()
        self.selected = _entry(menu, "Add the selected recordings", self.selected_requested.emit)
        self.selected.setToolTip("Those selected in the list of recordings")
        menu.addSeparator()
        self._companions: list[QAction] = []

    def _fill_comb(self, menu: QMenu) -> None:
        self._families = QActionGroup(menu)
        self.turns = _entry(menu, "Mark the turns of the shaft as well", self._turned)
        self.turns.setCheckable(True)
        menu.addSeparator()
        self.show_combs({}, "")

    def _turned(self) -> None:
        self.turns_chosen.emit(self.turns.isChecked())

    # -- what the presenter shows ----------------------------------------------------------------

    def show_companions(self, companions: tuple[Recording, ...], shown: tuple[str, ...]) -> None:
        """The recordings that can be shown beside the chosen one; those *shown* are ticked."""
        menu = self.channels.menu()
        for action in self._companions:
            menu.removeAction(action)
        self._companions = []
        for recording in companions:
            action = _entry(menu, f"{recording.name}   {recording.quantity} in {recording.unit}")
            action.setCheckable(True)
            action.setChecked(recording.id in shown)
            action.toggled.connect(lambda on, one=recording.id: self.channel_toggled.emit(one, on))
            self._companions.append(action)
        if not companions:
            nothing = _entry(menu, "No other channel was measured with this one")
            nothing.setEnabled(False)
            self._companions.append(nothing)

    def companion(self, place: int) -> QAction:
        """The entry of one of them."""
        return self._companions[place]

    def show_count(self, others: int) -> None:
        """How many recordings are shown beside the chosen one."""
        self.channels.setText(f"Channels: {others + 1}" if others else "Channels")

    def show_combs(self, frequencies_hz: dict[str, float], why_not: str) -> None:
        """The families that can be marked, and why where there are none."""
        menu = self.comb.menu()
        for action in self._combs.values():
            menu.removeAction(action)
            self._families.removeAction(action)
        self._combs = {}
        self._add_comb(NO_COMB, "None" if frequencies_hz else why_not or "None")
        for family, frequency_hz in frequencies_hz.items():
            self._add_comb(family, f"{family}   every {1e3 / frequency_hz:.4g} ms")
        self._combs[NO_COMB].setChecked(True)
        self.comb.setText("Periods")

    def show_family(self, family: str) -> None:
        """This one is marked."""
        self._combs[family].setChecked(True)
        self.comb.setText(family or "Periods")

    def _add_comb(self, family: str, text: str) -> None:
        action = _entry(self.comb.menu(), text, lambda: self._choose_comb(family))
        action.setCheckable(True)
        self._families.addAction(action)
        self._combs[family] = action

    def _choose_comb(self, family: str) -> None:
        self.comb.setText(family or "Periods")
        self.comb_chosen.emit(family)

    def family(self, name: str) -> QAction:
        """The entry of a family."""
        return self._combs[name]


def _menu_button(text: str, purpose: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text)
    button.setToolTip(purpose)
    menu = QMenu(button)
    menu.setAccessibleName(f"{text} menu")
    menu.setToolTipsVisible(True)
    button.setMenu(menu)
    return button


def _toggle(text: str, purpose: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(purpose)
    button.setAccessibleName(text)
    return button


def _entry(menu: QMenu, text: str, do: Callable[[], object] | None = None) -> QAction:
    action = QAction(text, menu)
    if do is not None:
        action.triggered.connect(lambda _checked: do())
    menu.addAction(action)
    return action
