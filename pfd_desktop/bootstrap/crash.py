"""What becomes of an error that nobody expected: written to the log, shown, and survived."""

import faulthandler
import logging
import logging.handlers
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from pfd_desktop import __version__

_LOG = logging.getLogger("pfd_desktop")


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
        self._escaped.connect(self._show)
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._tell(
            "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
        )
        qInstallMessageHandler(_qt_message)

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(None)
        faulthandler.disable()
        self._faults.close()
        _LOG.removeHandler(self._handler)
        self._handler.close()

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._tell("".join(traceback.format_exception(kind, error, trace)))

    def _tell(self, details: str) -> None:
        _LOG.error(details)
        self._escaped.emit(details)

    def _show(self, details: str) -> None:
        box = QMessageBox(QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("PFD Desktop")
        box.setText("Something went wrong that we did not expect. Your recordings are safe.")
        box.setInformativeText(
            f"You may go on; if the window behaves oddly, start the program again. "
            f"The details are in {self.path}."
        )
        box.setDetailedText(f"PFD Desktop {__version__}, Python {sys.version}\n\n{details}")
        copy = box.addButton("Copy details", QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(box.detailedText()))
        box.addButton(QMessageBox.StandardButton.Close)
        box.open()


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    serious = kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    _LOG.log(logging.ERROR if serious else logging.INFO, "Qt: %s", text)
