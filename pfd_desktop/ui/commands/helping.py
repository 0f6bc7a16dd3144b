"""Preferences, manual, shortcuts, about."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtWidgets import QMainWindow

from pfd_desktop import __version__
from pfd_desktop.settings import Settings
from pfd_desktop.ui.actions import ActionSpec
from pfd_desktop.ui.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from pfd_desktop.services.cache_use import CacheUse
    from pfd_desktop.services.kept import KeptService


def register(context: Context, window: QMainWindow) -> None:
    """Offer them; the dialogs load when they are wanted."""

    def clear_all() -> None:
        _clear(context, "")

    def clear_of() -> None:
        from pfd_desktop.ui.dialogs.asking import ask_text

        ask_text(
            window,
            window.tr("Clear what is kept of…"),
            window.tr("Recordings called, as in 105*; or analyses, as in analysis:psd"),
            lambda pattern: _clear(context, pattern),
        )

    def preferences() -> None:
        from pfd_desktop.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(context.preferences.settings, window)
        dialog.told.connect(lambda settings: _keep(context, settings))
        dialog.open()

    def manual() -> None:
        from pfd_desktop.ui.dialogs.manual import ManualWindow, focused_page

        wanted = focused_page()
        shown = window.findChild(ManualWindow)
        (shown or ManualWindow(context.theme, window)).show_page(wanted)

    def shortcuts() -> None:
        from pfd_desktop.ui.dialogs.help import ShortcutsDialog

        ShortcutsDialog(context.actions, window).open()

    def about() -> None:
        from pfd_desktop.ui.dialogs.help import AboutDialog

        AboutDialog(_facts(context), window).open()

    rows: tuple[tuple[str, str, str, Callable[[], None], str, str], ...] = (
        ("clear_kept", window.tr("Clear all that is kept"), "File", clear_all, "", ""),
        ("clear_kept_of", window.tr("Clear what is kept of…"), "File", clear_of, "", ""),
        ("preferences", window.tr("Preferences…"), "File", preferences, "", "Ctrl+,"),
        ("manual", window.tr("Manual"), "Help", manual, "question", "F1"),
        ("shortcuts", window.tr("Keyboard shortcuts"), "Help", shortcuts, "keyboard", "Shift+F1"),
        ("about", window.tr("About PFD Desktop"), "Help", about, "", ""),
    )
    for name, title, group, run, icon, shortcut in rows:
        context.actions.add(ActionSpec(name, title, group, run, icon, shortcut))


def _keep(context: Context, settings: Settings) -> None:
    context.theme.apply(settings.look.theme)
    job = context.jobs.start("Keep the settings", lambda _: context.preferences.keep(settings))
    job.failed.connect(lambda error: context.workspace.message.emit(str(error)))


def _facts(context: Context) -> dict[str, str]:
    return {
        "PFD Desktop": f"PFD Desktop {__version__}",
        "Licence": "BSD-3-Clause",
        "Python": f"{sys.version.split()[0]}, Qt for Python {pyside_version} (LGPL-3.0)",
        "Fonts and icons": "Inter (OFL-1.1), Phosphor (MIT)",
        "Project": str(context.preferences.project),
        "Settings": str(context.preferences.path),
        "Log": str(context.preferences.log),
    }


def _clear(context: Context, pattern: str) -> None:
    kept = context.services.kept
    job = context.jobs.start("Clear what is kept", lambda _: _cleared(kept, pattern))
    job.succeeded.connect(context.workspace.message.emit)
    job.failed.connect(lambda error: context.workspace.message.emit(str(error)))


def _cleared(kept: KeptService, pattern: str) -> str:
    """Drop what fits of what is kept, and say what that brought."""
    freed, use = kept.clear(pattern), kept.use()
    return (
        f"{freed / 1e6:.1f} MB are free again. {_said('Processed waveforms', use.processed)}"
        f" {_said('Analyses in memory', use.analyses)} The others are computed again when needed."
    )


def _said(what: str, use: CacheUse) -> str:
    return (
        f"{what}: {use.count} kept, {use.size / 1e6:.1f} of {use.limit / 1e6:.0f} MB; {use.found}"
        f" of {use.asked} were there when asked for, {use.dropped} dropped."
    )
