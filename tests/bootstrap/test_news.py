"""News from the store reach plain objects in the UI thread, whichever thread wrote."""

import subprocess
import sys
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
            qtbot.waitUntil(lambda listener=listener: len(listener.heard) >= 1)
            assert {tables for tables, _ in listener.heard} == {frozenset({"jobs"})}
            assert {thread for _, thread in listener.heard} == {threading.get_ident()}
    finally:
        app.close()


GONE = """
import threading
from PySide6.QtCore import QCoreApplication
from pfd_desktop.ui.workspace import Workspace

class Presenter:
    def store_changed(self, tables): pass

app = QCoreApplication([])
for _ in range(1000):
    workspace, presenter = Workspace(), Presenter()
    workspace.store_changed.connect(presenter.store_changed)
    news = threading.Thread(target=workspace.announce, args=(frozenset({"jobs"}),))
    news.start()
    news.join()
    del presenter
    app.processEvents()
print("survived")
"""


def test_news_for_a_panel_that_is_gone_are_harmless() -> None:
    outcome = subprocess.run(
        [sys.executable, "-c", GONE], check=False, capture_output=True, text=True
    )
    assert outcome.stdout == "survived\n", outcome.stderr[-2000:]
