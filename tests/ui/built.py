"""A panel of the window, built if it is not yet."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.bootstrap.window import App


def panel(app: App, name: str) -> QWidget | None:
    """The panel, its tab in front; None where the workspace does not have it."""
    dock = app.window.docks[name]
    if dock.isVisible():
        dock.raise_()
    app.window.builder.finish()
    return dock.widget()
