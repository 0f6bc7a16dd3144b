"""Undo and redo."""

from PySide6.QtWidgets import QMainWindow

from pfd_desktop.errors import PfdError
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context


def register(context: Context, window: QMainWindow) -> None:
    """Offer both, each saying what it would do."""
    history = context.history
    undo = context.actions.add(
        ActionSpec(
            "undo",
            window.tr("Undo"),
            "Edit",
            history.undo,
            "arrow-counter-clockwise",
            "Ctrl+Z",
        )
    )
    redo = context.actions.add(
        ActionSpec(
            "redo", window.tr("Redo"), "Edit", history.redo, "arrow-clockwise", "Ctrl+Shift+Z"
        )
    )

    def say() -> None:
        for action, words, title in (
            (undo, window.tr("Undo"), history.undo_title),
            (redo, window.tr("Redo"), history.redo_title),
        ):
            action.setText(f"{words}: {title}" if title else words)
            action.setEnabled(bool(title))

    def tell(error: Exception) -> None:
        if not isinstance(error, PfdError):
            raise error
        context.workspace.message.emit(str(error))

    history.changed.connect(say)
    history.failed.connect(tell)
    say()
