"""News from the store reach plain objects in the UI thread, whichever thread wrote."""

import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import build
from pfd_desktop.settings import Settings


class Presenter:
    """Not a QObject."""

    def __init__(self) -> None:
        self.heard: list[tuple[frozenset[str], int]] = []

    def store_changed(self, tables: frozenset[str]) -> None:
        """A slot."""
        self.heard.append((tables, threading.get_ident()))


def test_news_from_a_job_arrive_in_the_ui_thread(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    app = build(qapp, tmp_path / "project", Settings())
    method, function = Presenter(), Presenter()
    try:
        app.context.workspace.store_changed.connect(method.store_changed)
        app.context.workspace.store_changed.connect(
            lambda tables: function.store_changed(tables | set())
        )
        app.jobs.start("Work", lambda _: None, "work")
        for listener in (method, function):
            qtbot.waitUntil(lambda listener=listener: len(listener.heard) == 2)
            assert {tables for tables, _ in listener.heard} == {frozenset({"jobs"})}
            assert {thread for _, thread in listener.heard} == {threading.get_ident()}
    finally:
        app.close()
