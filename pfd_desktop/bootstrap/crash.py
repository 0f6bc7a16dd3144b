"""What becomes of an error that nobody expected: written to the log, shown, and survived."""

import faulthandler
import logging
import logging.handlers
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QThread,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from pfd_desktop import __version__

_LOG = logging.getLogger("pfd_desktop")
_TOLD = 20  # errors the dialog lists; the log has them all


class CrashReporter(QObject):
    """Catches what escapes in any thread; the dialog opens in the UI thread."""

    _escaped = Signal(str)

    def __init__(self, log_folder: Path) -> None:
        super().__init__()
        log_folder.mkdir(parents=True, exist_ok=True)
        self.path = log_folder / "pfd-desktop.log"
        handler = logging.handlers.RotatingFileHandler(
            self.path, maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _LOG.addHandler(handler)
        _LOG.setLevel(logging.INFO)
        self._handler = handler
        self._faults = (log_folder / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
        self._box: QMessageBox | None = None
        self._shown: list[str] = []
        # Queued also within the UI thread: an error may escape in the middle of painting.
        self._escaped.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        qInstallMessageHandler(_qt_message)
        _LOG.info("PFD Desktop %s, Python %s, %s", __version__, sys.version, sys.platform)

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        self._faults.close()
        _LOG.removeHandler(self._handler)
        self._handler.close()
        if self._box is not None:
            self._box.close()

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):  # Ctrl+C in the terminal it was started from
            QApplication.quit()
            return
        self._tell("".join(traceback.format_exception(kind, error, trace)))

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        self._tell("".join(traceback.format_exception(args.exc_type, error, args.exc_traceback)))

    def _tell(self, details: str) -> None:
        _LOG.error(details)
        here = QThread.currentThread()
        if here is self.thread() and here.loopLevel() == 0:  # on the way to or from the window
            self._show(details)
            if self._box is not None:
                self._box.exec()
        else:
            self._escaped.emit(details)

    def _show(self, details: str) -> None:
        """One dialog, however many errors come while it is open."""
        if self._box is None:
            self._shown = []
            self._box = self._made()
        if len(self._shown) < _TOLD and details not in self._shown:
            self._shown.append(details)
            about = f"PFD Desktop {__version__}, Python {sys.version}, {sys.platform}"
            self._box.setDetailedText("\n\n".join([about, *self._shown]))
        self._box.open()

    def _made(self) -> QMessageBox:
        box = QMessageBox(QApplication.activeWindow())
        box.setAccessibleName("Crash report")
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("PFD Desktop")
        box.setText("Something went wrong that we did not expect. Your recordings are safe.")
        box.setInformativeText(
            "You may go on; if the window behaves oddly, start the program again. "
            f"The details are in {self.path}."
        )
        copy = box.addButton("Copy details", QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()  # it copies and leaves the dialog open
        copy.clicked.connect(lambda: QApplication.clipboard().setText(box.detailedText()))
        box.addButton(QMessageBox.StandardButton.Close)
        box.finished.connect(self._dismissed)
        return box

    def _dismissed(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    serious = kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    _LOG.log(logging.ERROR if serious else logging.INFO, "Qt: %s", text)
