"""Errors that nobody expected are written down, shown once, and survived."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.crash import CrashReporter


@pytest.fixture
def reporter(qapp: QApplication, tmp_path: Path) -> Iterator[CrashReporter]:
    """One that listens; the hooks of before come back."""
    before, in_threads = sys.excepthook, threading.excepthook
    made = CrashReporter(tmp_path / "logs")
    yield made
    made.close()
    sys.excepthook, threading.excepthook = before, in_threads


def boxes(qapp: QApplication) -> list[QMessageBox]:
    """The crash dialogs on screen."""
    return [w for w in qapp.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def escape(text: str) -> None:
    """As Python does when an error escapes; outside the UI thread, where no dialog may block."""

    def fail() -> None:
        raise ZeroDivisionError(text)

    def hooked() -> None:
        try:
            fail()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)

    thread = threading.Thread(target=hooked)
    thread.start()
    thread.join()


def test_an_error_is_logged_shown_and_can_be_copied(
    reporter: CrashReporter, qapp: QApplication, qtbot: QtBot
) -> None:
    escape("a bug of ours")
    qtbot.waitUntil(lambda: len(boxes(qapp)) == 1)
    (box,) = boxes(qapp)
    assert "ZeroDivisionError: a bug of ours" in box.detailedText()
    assert "test_crash.py" in box.detailedText()
    assert "a bug of ours" in reporter.path.read_text(encoding="utf-8")
    assert str(reporter.path) in box.informativeText()
    copy = next(b for b in box.findChildren(QPushButton) if b.text() == "Copy details")
    copy.click()
    assert "a bug of ours" in QApplication.clipboard().text()
    assert box.isVisible()
    box.close()


def test_many_errors_open_one_dialog(
    reporter: CrashReporter, qapp: QApplication, qtbot: QtBot
) -> None:
    for i in range(50):
        escape(f"bug {i % 5}")
    qtbot.waitUntil(lambda: bool(boxes(qapp)))
    qtbot.wait(50)
    (box,) = boxes(qapp)
    assert all(f"bug {i}" in box.detailedText() for i in range(5))
    assert box.detailedText().count("bug 0") < 4
    box.close()
    escape("the next")
    qtbot.waitUntil(lambda: bool(boxes(qapp)))
    assert "bug 0" not in boxes(qapp)[0].detailedText()


def test_an_error_in_a_thread_is_shown_in_the_ui_thread(
    reporter: CrashReporter, qapp: QApplication, qtbot: QtBot
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(boxes(qapp)))
    assert "in a thread" in boxes(qapp)[0].detailedText()


def test_what_qt_says_is_in_the_log(reporter: CrashReporter) -> None:
    qWarning("a word from Qt")
    assert "Qt: a word from Qt" in reporter.path.read_text(encoding="utf-8")


def test_the_log_does_not_grow_for_ever(reporter: CrashReporter) -> None:
    for _ in range(60):
        logging.getLogger("pfd_desktop").info("x" * 100_000)
    files = list(reporter.path.parent.glob("pfd-desktop.log*"))
    assert 1 < len(files) <= 4
    assert sum(file.stat().st_size for file in files) < 5_000_000
