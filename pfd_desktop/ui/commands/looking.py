"""How the window looks."""

from functools import partial

from PySide6.QtWidgets import QMainWindow

from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context

_THEMES = (("system", "Theme: as the system"), ("light", "Theme: light"), ("dark", "Theme: dark"))


def register(context: Context, window: QMainWindow) -> None:
    """Offer the themes."""
    theme = context.theme
    for name, title in (*_THEMES, ("high contrast", "Theme: high contrast")):
        key = name.replace(" ", "_")
        context.actions.add(
            ActionSpec(f"theme_{key}", window.tr(title), "View", partial(theme.apply, name))
        )
    context.actions.add(
        ActionSpec(
            "theme_toggle",
            window.tr("Switch between light and dark"),
            "View",
            lambda: theme.apply("light" if theme.name == "dark" else "dark"),
            "moon",
            "Ctrl+T",
        )
    )
