"""Five monkeys at the window: nothing they do may raise, and the window goes on answering."""

import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pfd_desktop.bootstrap.window import App, build
from pfd_desktop.settings import Settings
from tests.e2e import sample
from tests.e2e.monkey import Monkey

ACTIONS = 300
SERIOUS = {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


class Escaped:
    """What nobody caught."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """As sys.excepthook."""
        self.texts.append("".join(traceback.format_exception(kind, error, trace)))

    def thread_hook(self, args: threading.ExceptHookArgs) -> None:
        """As threading.excepthook."""
        error = args.exc_value or args.exc_type()
        self.hook(args.exc_type, error, args.exc_traceback)

    def message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        """As Qt's message handler."""
        if kind in SERIOUS:
            self.texts.append(text)


@pytest.fixture
def escaped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Escaped]:
    """Listens wherever an error could escape to."""
    listening = Escaped()
    monkeypatch.setattr(sys, "excepthook", listening.hook)
    monkeypatch.setattr(threading, "excepthook", listening.thread_hook)
    before = qInstallMessageHandler(listening.message)
    yield listening
    qInstallMessageHandler(before)


@pytest.fixture(autouse=True)
def files_are_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desktop's own file dialogs wait for a person: they are cancelled at once."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project."""
    folder = tmp_path_factory.mktemp("sample") / "project"
    sample.make(folder)
    return folder


@pytest.fixture
def app(qapp: QApplication, made: Path, tmp_path: Path) -> Iterator[App]:
    """The window on a copy of it."""
    built = build(qapp, sample.copied(made, tmp_path / "project"), Settings())
    built.context.actions["quit"].setEnabled(False)  # keys in an open menu would find it
    built.window.show()
    yield built
    for job in built.jobs.running:
        job.cancel()
    built.close()


@pytest.mark.no_qt_log
@pytest.mark.parametrize(
    "seed", [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.long) for seed in (3, 4))]
)
def test_a_monkey_breaks_nothing(app: App, qtbot: QtBot, escaped: Escaped, seed: int) -> None:
    monkey = Monkey(app, seed)
    with qtbot.captureExceptions() as raised:
        monkey.play(ACTIONS)
    last = "\n".join(monkey.done)
    assert not raised, f"{raised}\nafter:\n{last}"
    assert not escaped.texts, f"{escaped.texts}\nafter:\n{last}"
    app.window.go_to("measure")
    app.context.actions["reset_layout"].trigger()  # the monkey may have closed the dock
    qtbot.waitUntil(app.window.docks["signal"].isVisible)
