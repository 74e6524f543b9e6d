"""The icon in the system's tray: the worst state as colour and in words, and a menu. Renders one `SyncState`."""

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from safe_desktop.ui.look import formats, icons, painting, theme
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.shell.sync_state import Phase, SyncState

_SIZE = 64
_DOTS = {
    Tone.GREEN: "#2FBF71",
    Tone.BLUE: "#3B8EF0",
    Tone.AMBER: "#F2A81D",
    Tone.RED: "#E5484D",
    Tone.GREY: "#8A97A3",
}


def tray_icon(tone: Tone) -> QIcon:
    """The program's mark with a dot in the colour of the state; readable on light and dark panels."""
    picture = QPixmap(_SIZE, _SIZE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painting.rounded(painter, QRectF(2, 2, 60, 60), 15, QColor("#0B6E99"))
    painter.drawPixmap(13, 13, icons.pixmap("shield-check", "#FFFFFF", 38, 1.0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#FFFFFF"))
    painter.drawEllipse(QPointF(48, 48), 15, 15)
    painter.setBrush(QColor(_DOTS[tone]))
    painter.drawEllipse(QPointF(48, 48), 11.5, 11.5)
    painter.end()
    return QIcon(picture)


def tray_words(state: SyncState) -> str:
    """The state in words with its numbers, as the tooltip says it."""
    parts = [f"SAFE Desktop: {state.phase}"]
    if state.words:
        parts.append(state.words)
    waiting = []
    if state.waiting:
        waiting.append(formats.count(state.waiting, "mismatch", "mismatches"))
    if state.to_send:
        waiting.append(f"{formats.number(state.to_send)} to send")
    return "\n".join([", ".join(parts), ", ".join(waiting)]).strip()


class Tray(QObject):
    """Icon and menu; what is chosen is told by signals."""

    sync_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    quit_asked = Signal()
    opened = Signal(object)
    """A `Place`, or None for the window as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.icon = QSystemTrayIcon(tray_icon(Tone.GREY), self)
        self._notice_place: Place | None = None
        self._state = SyncState()
        self.menu = QMenu()
        self._head = self._action("SAFE Desktop", "", self._on_nothing)
        self._head.setEnabled(False)
        self.menu.addSeparator()
        self.sync_action = self._action("Sync now", "refresh-cw", self.sync_asked.emit)
        self._to_send = self._action("To send", "send", lambda: self.opened.emit(Place("to_send")))
        self._desk = self._action("Open the desk", "git-compare-arrows", lambda: self.opened.emit(Place("desk")))
        self.menu.addSeparator()
        self.pause_action = self._action("Pause for 1 hour", "pause", self._on_pause)
        self.menu.addSeparator()
        self._action("Open SAFE Desktop", "layout-dashboard", lambda: self.opened.emit(None))
        self._action("Quit and stop syncing", "power", self.quit_asked.emit)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_icon_activated)
        self.icon.messageClicked.connect(self._on_icon_message_clicked)
        self.show_state(self._state)

    @staticmethod
    def is_available() -> bool:
        """Whether this desktop has a tray at all."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Put the icon into the tray."""
        self.icon.show()

    def hide(self) -> None:
        """Take the icon away."""
        self.icon.hide()

    def show_state(self, state: SyncState) -> None:
        """Show this state."""
        self._state = state
        self.icon.setIcon(tray_icon(state.tone))
        self.icon.setToolTip(tray_words(state))
        self._head.setText(
            tray_words(state).replace("SAFE Desktop: ", "").split("\n", maxsplit=1)[0].replace("&", "&&")
        )
        self.sync_action.setEnabled(state.can_sync)
        self._to_send.setText(f"To send ({formats.number(state.to_send)})" if state.to_send else "To send")
        self._desk.setText(f"Open the desk ({formats.number(state.waiting)})" if state.waiting else "Open the desk")
        is_paused = state.phase is Phase.PAUSED
        self.pause_action.setText("Go on syncing" if is_paused else "Pause for 1 hour")
        self.pause_action.setEnabled(state.phase is not Phase.NOT_CONNECTED)

    def notify(self, title: str, words: str, place: Place) -> None:
        """Show a balloon; a click on it opens the place."""
        self._notice_place = place
        self.icon.showMessage(title, words, self.icon.icon())

    def _action(self, words: str, icon: str, pressed: object) -> QAction:
        action = QAction(words, self.menu)
        if icon:
            action.setIcon(icons.icon(icon, theme.shown().muted))
        action.triggered.connect(pressed)
        self.menu.addAction(action)
        return action

    @Slot()
    def _on_nothing(self) -> None:
        """The head of the menu only says something."""

    @Slot()
    def _on_pause(self) -> None:
        (self.resume_asked if self._state.phase is Phase.PAUSED else self.pause_asked).emit()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_icon_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit(None)

    @Slot()
    def _on_icon_message_clicked(self) -> None:
        self.opened.emit(self._notice_place)
