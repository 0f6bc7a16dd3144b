"""Features and training."""

from functools import partial

from PySide6.QtWidgets import QMainWindow

from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context


def register(context: Context, window: QMainWindow) -> None:
    """Offer the panels in which the work is done."""
    for name, title, short, icon, shortcut in (
        ("features", window.tr("Extract features…"), window.tr("Extract"), "table", "Ctrl+E"),
        ("training", window.tr("Train a classifier…"), window.tr("Train"), "brain", "Ctrl+R"),
        ("results", window.tr("Results of training"), "", "", ""),
    ):
        act = partial(context.workspace.show_panel, name)
        spec = ActionSpec(f"go_{name}", title, "Analyse", act, icon, shortcut, short=short)
        context.actions.add(spec)
