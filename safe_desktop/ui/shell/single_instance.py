"""One running program for each home: a second start hands its wish to the first and ends.

A lock file of Qt that dies with the process decides who is first; a local socket carries the wish.
"""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1500
_LONGEST_WISH = 4096


class SingleInstance(QObject):
    """Either the first, which hears wishes, or a later one, which sends its own."""

    wished = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._name = "safe-desktop-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._lock = QLockFile(str(folder / "running.lock"))
        # Never taken over by age, only when its process is gone: a computer may sleep for days.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def is_first(self) -> bool:
        """Take the place of the running program if it is free, and listen."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)
        self._server.listen(self._name)
        return True

    def send(self, wish: str) -> bool:
        """Tell the first program; whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(wish.encode()[:_LONGEST_WISH])
        heard = socket.waitForBytesWritten(_PATIENCE_MS)
        socket.disconnectFromServer()
        return heard

    def close(self) -> None:
        """Give the place free."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_server_new_connection(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.readyRead.connect(self._on_socket_ready_read)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _on_socket_ready_read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self.wished.emit(bytes(socket.read(_LONGEST_WISH).data()).decode(errors="replace"))
