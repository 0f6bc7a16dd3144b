"""A panel of the window, built if it is not yet."""

from PySide6.QtWidgets import QWidget

from pfd_desktop.bootstrap.window import App


def panel(app: App, name: str) -> QWidget | None:
    """The panel; None where its dock is not seen."""
    app.window.builder.finish()
    return app.window.docks[name].widget()
