"""One step of a chain: its name, its parameters, and where it stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from pfd_desktop.core.chains.step import Step, StepKind
from pfd_desktop.ui.widgets.parameter_fields import ParameterFields


class StepCard(QFrame):
    """Shows a step and says when it is to change."""

    changed = Signal()
    moved = Signal(int)  # -1 up, 1 down
    removed = Signal()

    def __init__(
        self, number: int, kind: StepKind, step: Step, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(f"Step {number}: {kind.title}")
        self.setToolTip(kind.purpose)
        self._kind = kind
        self.active = QCheckBox(f"{number}  {kind.title}")
        self.active.setAccessibleName(f"Step {number} acts")
        self.active.setToolTip("Switch the step off without losing its settings")
        self.active.setChecked(step.on)
        self.fields = ParameterFields()
        self.fields.show_parameters(kind.parameters)
        self.fields.show_values(dict(step.values))
        self._lay_out(number)
        self.active.clicked.connect(self.changed)
        self.fields.changed.connect(self.changed)

    def _lay_out(self, number: int) -> None:
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.active, 1)
        for words, sign, act in (
            ("up", "▲", lambda: self.moved.emit(-1)),
            ("down", "▼", lambda: self.moved.emit(1)),
            ("away", "✕", self.removed.emit),
        ):
            button = QToolButton()
            button.setText(sign)
            button.setAutoRaise(True)
            button.setAccessibleName(f"Step {number} {words}")
            button.setToolTip({"up": "Earlier", "down": "Later", "away": "Remove"}[words])
            button.clicked.connect(act)
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 6, 6)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.fields)

    def step(self) -> Step:
        """What is set; raises InvalidInput for what cannot be used."""
        values = tuple(self.fields.values().items())
        return Step(self._kind.name, values, self.active.isChecked())
