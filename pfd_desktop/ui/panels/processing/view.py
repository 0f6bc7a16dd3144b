"""The Processing panel: widgets only."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pfd_desktop.core.chains.step import Chain, Step, StepKind
from pfd_desktop.core.parameters import checked
from pfd_desktop.errors import UserError
from pfd_desktop.ui.panels.processing.step_card import StepCard
from pfd_desktop.ui.widgets.empty_state import EmptyState
from pfd_desktop.ui.widgets.message_strip import MessageStrip
from pfd_desktop.ui.widgets.parameter_fields import combo

_SCOPES = (("recording", "This recording"), ("all", "All recordings"))


class ProcessingView(QWidget):
    """The steps as cards, in the order in which they act."""

    seen = Signal()
    import_requested = Signal()
    retry_requested = Signal()
    scope_chosen = Signal(str)  # "recording" or "all"
    chain_wanted = Signal(object, str)  # the Chain, and what was changed in words
    own_dropped = Signal()  # the recording goes back to the chain of all
    save_requested = Signal(str)  # a name
    load_requested = Signal(str)  # a saved chain's id
    delete_requested = Signal(str)
    apply_requested = Signal(str)  # a saved chain's id
    json_requested = Signal(object)  # Path
    python_requested = Signal(object)  # Path
    json_chosen = Signal(object)  # Path to read

    presenter: object  # owned here: PySide6 holds slots of plain objects weakly

    def __init__(self, kinds: Sequence[StepKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Processing")
        self._kinds = {kind.name: kind for kind in kinds}
        self._chain = Chain()
        self.cards: list[StepCard] = []
        self.message = MessageStrip()
        self.scope = combo("Acts on", _SCOPES)
        self.add = QPushButton("Add step")
        self.add.setMenu(self._step_menu())
        self.more = QPushButton("Chain")
        self.more.setAccessibleName("Chain menu")
        self._more_menu = QMenu(self.more)
        self.more.setMenu(self._more_menu)
        self.words = QLabel()
        self.words.setAccessibleName("Chain in words")
        self.words.setWordWrap(True)
        self.words.setProperty("tone", "muted")
        self._lay_out()
        self._connect()

    def _step_menu(self) -> QMenu:
        menu = QMenu(self.add)
        menu.setToolTipsVisible(True)
        for kind in self._kinds.values():
            action = menu.addAction(kind.title)
            action.setToolTip(kind.purpose)
            action.triggered.connect(lambda _=False, name=kind.name: self.add_step(name))
        return menu

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "Filters, integration and other steps are set here; the recording itself stays as it"
            " is. Choose a recording, or import some.",
            "Import recordings…",
        )
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.scope)
        top.addStretch(1)
        top.addWidget(self.add)
        top.addWidget(self.more)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.words)
        layout.addWidget(scroll, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.empty.button.clicked.connect(self.import_requested)
        self.message.retry_requested.connect(self.retry_requested)
        self.scope.activated.connect(lambda _: self.scope_chosen.emit(self.scope.currentData()))

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that somebody looks."""
        super().showEvent(event)
        self.seen.emit()

    # -- what the user does ----------------------------------------------------------------------

    def add_step(self, name: str) -> None:
        """One more step, with its defaults, at the end."""
        kind = self._kinds[name]
        defaults = {parameter.name: parameter.default for parameter in kind.parameters}
        step = Step(name, tuple(defaults.items()))
        self._want((*self._chain.steps, step), f"Add {kind.title}")

    def move_step(self, number: int, by: int) -> None:
        """Let a step act earlier or later."""
        steps = list(self._chain.steps)
        if 0 <= number + by < len(steps):
            steps.insert(number + by, steps.pop(number))
            self._want(tuple(steps), f"Move {self._title(number)}")

    def remove_step(self, number: int) -> None:
        """Take a step away."""
        steps = self._chain.steps
        self._want((*steps[:number], *steps[number + 1 :]), f"Remove {self._title(number)}")

    def _change_step(self, number: int) -> None:
        try:
            step = self.cards[number].step()
            checked(self._kinds[step.kind].parameters, dict(step.values))
        except UserError as error:
            self.message.show_error(error)
            return
        steps = self._chain.steps
        title = f"Change {self._title(number)}"
        self._want((*steps[:number], step, *steps[number + 1 :]), title)

    def _title(self, number: int) -> str:
        return self._kinds[self._chain.steps[number].kind].title

    def _want(self, steps: tuple[Step, ...], words: str) -> None:
        self.message.clear()
        self.chain_wanted.emit(Chain(steps), words)

    def _ask_name(self) -> None:
        name, accepted = QInputDialog.getText(self, "Save the chain", "Name")
        if accepted and name.strip():
            self.save_requested.emit(name.strip())

    def _ask_target(self, kinds: str, tell: Callable[[Path], object]) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export the chain", "", kinds)
        if name:
            tell(Path(name))

    def _ask_source(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open a chain", "", "Chain (*.json)")
        if name:
            self.json_chosen.emit(Path(name))

    # -- what the presenter shows ----------------------------------------------------------------

    def show_nothing(self) -> None:
        """No recording is chosen."""
        self.message.clear()
        self.pages.setCurrentIndex(0)

    def show_chain(self, chain: Chain, scope: str, words: str) -> None:
        """The steps, who they act on, and what they do in words."""
        self._chain = chain
        self.scope.setCurrentIndex(self.scope.findData(scope))
        self.words.setText(words)
        self.pages.setCurrentIndex(1)
        if self._told() != chain.steps:  # cards that say it already keep the focus
            self._make_cards(chain)

    def _told(self) -> tuple[Step, ...] | None:
        """What the cards say; None where a field cannot be used."""
        try:
            return tuple(card.step() for card in self.cards)
        except UserError:
            return None

    def _make_cards(self, chain: Chain) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [self._card(number, step) for number, step in enumerate(chain.steps)]

    def _card(self, number: int, step: Step) -> StepCard:
        card = StepCard(number + 1, self._kinds[step.kind], step)
        card.changed.connect(lambda: self._change_step(number))
        card.moved.connect(lambda by: self.move_step(number, by))
        card.removed.connect(lambda: self.remove_step(number))
        self._list.addWidget(card)
        return card

    def show_saved(self, saved: Sequence[tuple[str, str]], *, own: bool, selected: int) -> None:
        """The menu of the chain: saved ones by id and name, and what can be done with this one."""
        menu = self._more_menu
        menu.clear()
        has_steps = bool(self._chain.steps)
        self._offer_each("Use a saved chain", saved, self.load_requested.emit)
        self._offer("Save as…", self._ask_name, has_steps)
        self._offer("Back to the chain of all recordings", self.own_dropped.emit, own)
        menu.addSeparator()
        self._offer(
            "Export as JSON…",
            lambda: self._ask_target("Chain (*.json)", self.json_requested.emit),
            has_steps,
        )
        self._offer(
            "Export as Python…",
            lambda: self._ask_target("Python (*.py)", self.python_requested.emit),
            has_steps,
        )
        self._offer("Open JSON…", self._ask_source, True)
        count = "1 recording" if selected == 1 else f"{selected} recordings"
        self._offer_each(f"Apply a saved chain to {count}", saved, self.apply_requested.emit)
        self._offer_each("Delete a saved chain", saved, self.delete_requested.emit)

    def _offer(self, words: str, act: Callable[[], object], enabled: bool) -> QAction:
        action = self._more_menu.addAction(words)
        action.triggered.connect(lambda _=False: act())
        action.setEnabled(enabled)
        return action

    def _offer_each(
        self, words: str, saved: Sequence[tuple[str, str]], act: Callable[[str], object]
    ) -> None:
        if not saved:
            return
        menu = self._more_menu.addMenu(words)
        for key, name in saved:
            menu.addAction(name).triggered.connect(lambda _=False, key=key: act(key))

    def show_error(self, error: Exception) -> None:
        """What went wrong, above the steps."""
        self.message.show_error(error)

    def show_note(self, words: str) -> None:
        """What was done."""
        self.message.show_note(words)
