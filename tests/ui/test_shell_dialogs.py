"""Preferences, shortcuts, about; running jobs again; names for all that can be focused."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App
from pfd_desktop.settings_file import load_settings
from pfd_desktop.ui.dialogs.help import AboutDialog, ShortcutsDialog
from pfd_desktop.ui.dialogs.preferences import PreferencesDialog
from pfd_desktop.ui.panels.jobs.view import JobsView
from pfd_desktop.ui.theme.tokens import THEMES, Tokens
from tests.ui.built import panel

_READ_ON = ("window", "panel", "raised", "base")


def test_preferences_hold_at_once_and_are_kept(app: App, qtbot: QtBot) -> None:
    app.context.actions["preferences"].trigger()
    dialog = app.window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    theme, processes = dialog.fields["look", "theme"], dialog.fields["compute", "processes"]
    assert isinstance(theme, QComboBox)
    assert isinstance(processes, QSpinBox)
    assert (processes.minimum(), processes.maximum()) == (1, 64)
    theme.setCurrentText("high contrast")
    processes.setValue(3)
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    qtbot.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    assert app.context.theme.name == "high contrast"
    path = app.context.preferences.path
    qtbot.waitUntil(path.exists)
    kept, problems = load_settings(path)
    assert problems == ()
    assert (kept.look.theme, kept.compute.processes) == ("high contrast", 3)


def test_the_shortcut_sheet_names_every_shortcut_of_the_window(app: App) -> None:
    app.context.actions["shortcuts"].trigger()
    dialog = app.window.findChild(ShortcutsDialog)
    assert isinstance(dialog, ShortcutsDialog)
    listed = {shortcut.key for shortcut in dialog.table.model.records}
    assert {spec.shortcut for spec, _ in app.context.actions if spec.shortcut} <= listed
    dialog.reject()


def test_about_says_where_things_lie(app: App) -> None:
    app.context.actions["about"].trigger()
    dialog = app.window.findChild(AboutDialog)
    assert isinstance(dialog, AboutDialog)
    text = "\n".join(
        label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text")
    )
    assert str(app.context.preferences.project) in text
    assert "LGPL" in text
    dialog.reject()


def test_a_job_of_the_log_runs_again(app: App, qtbot: QtBot) -> None:
    app.window.go_to("diagnose")
    app.context.actions["sample"].trigger()
    view = panel(app, "jobs")
    assert isinstance(view, JobsView)
    qtbot.waitUntil(
        lambda: len(view.log.model.records) == 1 and view.log.model.records[0].state == "done",
        timeout=60_000,
    )
    view.log.choose(0)
    assert view.again.isEnabled()
    qtbot.mouseClick(view.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: [job.state for job in view.log.model.records] == ["done", "done"], timeout=60_000
    )
    assert len(app.context.services.data.recordings()) == 63


def test_every_widget_that_takes_the_focus_has_a_name(app: App, qtbot: QtBot) -> None:
    nameless: set[str] = set()
    for name in ("measure", "diagnose", "learn"):
        app.window.go_to(name)
        qtbot.wait(100)
        for dock in app.window.docks.values():
            dock.raise_()
        nameless |= {
            f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
            for widget in app.window.findChildren(QWidget)
            if widget.isVisible() and _focusable(widget) and not widget.accessibleName()
        }
    assert not nameless, "\n".join(sorted(nameless))


def _focusable(widget: QWidget) -> bool:
    """Whether Tab stops at it; the inner parts of Qt's own widgets speak through those."""
    above = widget.parentWidget()
    if isinstance(above, QAbstractScrollArea) and above.viewport() is widget:
        return False
    inner = isinstance(above, QAbstractSpinBox | QComboBox)
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not inner


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES.keys())
def test_words_can_be_read_on_every_ground(tokens: Tokens) -> None:
    for ground in _READ_ON:
        for ink in ("text", "muted", "good", "warning", "bad"):
            ratio = contrast(getattr(tokens, ink), getattr(tokens, ground))
            assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"
        assert contrast(tokens.accent, getattr(tokens, ground)) >= 3.0
    assert contrast(tokens.accent_text, tokens.accent) >= 4.5
