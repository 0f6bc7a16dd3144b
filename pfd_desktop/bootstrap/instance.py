"""One window per project: a second start brings the first to the front and ends."""

import getpass
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 300


def _name(project: Path) -> str:
    mark = hashlib.sha256(f"{getpass.getuser()}|{project.resolve()}".encode()).hexdigest()[:16]
    return f"pfd-desktop-{mark}"


def raise_other(project: Path, patience_s: float = 0.0) -> bool:
    """Ask the window that has the project open to come to the front; whether there is one.

    One that is opening at this very moment listens a little later: *patience_s* waits for it.
    """
    deadline = time.monotonic() + patience_s
    while not _ring(project):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.1)
    return True


def _ring(project: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(_name(project))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return True


class Doorbell(QObject):
    """Hears a second start; called once this program holds the project's lock."""

    def __init__(self, project: Path, answer: Callable[[], None]) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = _name(project)
        if not self._server.listen(name):
            # We hold the lock, so the socket was left by a program that was killed.
            QLocalServer.removeServer(name)
            self._server.listen(name)
        self._server.newConnection.connect(self._rung)
        self._answer = answer

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _rung(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.disconnectFromServer()
        caller.deleteLater()
        self._answer()
