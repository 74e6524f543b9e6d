"""A field to find in a list: magnifying glass, its shortcut as a hint, and a pause of typing before it asks."""

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from safe_desktop.ui.look import fonts, icons, theme

PAUSE_MS = 150


class SearchField(QLineEdit):
    """`asked` tells the text once the typing has paused; Escape empties the field."""

    asked = Signal(str)

    def __init__(
        self, hint: str = "Find in this list    Ctrl+F", width: int = 220, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint.split("    ", maxsplit=1)[0])
        self.setFixedWidth(width)
        self.setFont(fonts.font())
        self.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self.textChanged.connect(self._on_text_changed)
        self._colour()

    def _colour(self) -> None:
        self._glass.setIcon(icons.icon("search", theme.shown().muted))

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._pause.start()

    @Slot()
    def _on_pause_timeout(self) -> None:
        self.asked.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == 0x01000000 and self.text():  # Escape
            self.clear()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_glass"):
            self._colour()
