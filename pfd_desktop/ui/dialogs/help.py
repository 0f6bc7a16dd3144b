"""The shortcuts, and what this program is."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from pfd_desktop.ui.actions import Actions
from pfd_desktop.ui.item_models.records import Column
from pfd_desktop.ui.widgets.record_table import RecordTable

_IN_PLOTS = (
    ("Left, Right", "Step the cursor"),
    ("Up, Down", "Zoom in, out"),
    ("Ctrl+Left, Ctrl+Right", "Move the view"),
    ("F, Ctrl+0", "Show everything"),
    ("D", "Second cursor: differences"),
    ("H", "Harmonic cursor"),
    ("B", "Sideband cursor"),
    ("R", "RMS of a band: two edges"),
    ("Z", "Damping of a peak: its width at −3 dB"),
    ("O", "Spectrum: hertz or orders"),
    ("Escape", "Leave labelling, the chosen stretch, then the cursors"),
    ("Shift+drag", "Zoom to a stretch; on a time trace: choose it"),
    ("S", "Time trace: zoom to the chosen stretch"),
    ("Space", "Time trace: play, pause the sound"),
    ("L", "Time trace: label the chosen stretch, or the next one dragged"),
    ("1 to 9", "Time trace: class of the label"),
    ("N, P", "Time trace: next, previous label"),
    ("Enter, Delete", "Time trace: edit, delete the label"),
    ("Alt+drag", "Time trace: move the recording drawn over the first one"),
    ("Menu key, right button", "Menu of the plot"),
)
_IN_LISTS = (("Shift+Up, Shift+Down", "Recording before, after"), ("Ctrl+C", "Copy the rows"))


@dataclass(frozen=True)
class Shortcut:
    """A key and what it does."""

    key: str
    does: str
    where: str


def shortcuts(actions: Actions) -> tuple[Shortcut, ...]:
    """All of them, from the register of actions."""
    window = (
        Shortcut(spec.shortcut, spec.title, spec.group) for spec, _ in actions if spec.shortcut
    )
    plots = (Shortcut(key, does, "in plots") for key, does in _IN_PLOTS)
    lists = (Shortcut(key, does, "in lists") for key, does in _IN_LISTS)
    return (*window, *plots, *lists)


class ShortcutsDialog(QDialog):
    """A table of them that can be searched."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName("Keyboard shortcuts")
        self.resize(560, 620)
        self.table: RecordTable[Shortcut] = RecordTable(
            "Shortcuts",
            (
                Column("Key", lambda s: s.key),
                Column("Does", lambda s: s.does),
                Column("Where", lambda s: s.where),
            ),
        )
        self.table.show_records(shortcuts(actions))
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(_close(self))


class AboutDialog(QDialog):
    """Version, licences, and where things lie."""

    def __init__(self, facts: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About PFD Desktop"))
        self.setAccessibleName("About PFD Desktop")
        self.setMinimumWidth(520)
        layout = QVBoxLayout(self)
        for number, (name, text) in enumerate(facts.items()):
            label = QLabel(text if number == 0 else f"{name}: {text}")
            label.setAccessibleName(name)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if number == 0:
                label.setProperty("level", "title")
            layout.addWidget(label)
        layout.addWidget(_close(self))


def _close(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    return buttons
