"""Tells when this computer has a network again, as far as its system says so. Asks nobody on the network."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QNetworkInformation

_Reach = QNetworkInformation.Reachability


class NetworkWatch(QObject):
    """`came_back` is told when the network comes back after it was away."""

    came_back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_away = False
        # Where the system has no such news, a retry finds the network within minutes all the same.
        if QNetworkInformation.loadDefaultBackend():
            information = QNetworkInformation.instance()
            self.on_reachability(information.reachability())
            information.reachabilityChanged.connect(self.on_reachability)

    @Slot(QNetworkInformation.Reachability)
    def on_reachability(self, reach: QNetworkInformation.Reachability) -> None:
        """The system says how far this computer reaches."""
        if reach in (_Reach.Disconnected, _Reach.Local):
            self._was_away = True
        elif self._was_away and reach in (_Reach.Online, _Reach.Site):
            self._was_away = False
            self.came_back.emit()
