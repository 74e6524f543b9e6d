"""The first step of an import: drop a file, or choose one. Knows files by name only."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QRectF, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from safe_desktop.engine.files.import_columns import FIELDS
from safe_desktop.ui.look import fonts, theme
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, IconTile, Label

_TABLES = "Tables (*.csv *.tsv *.txt *.xlsx *.gz);;All files (*)"
_NAMED = 7


class PickStep(QWidget):
    """A place to drop a file on, with a button for those who would rather choose."""

    picked = Signal(str)

    def __init__(self, what: str, words: Sequence[str], types: str = _TABLES) -> None:
        super().__init__()
        self._what, self._types = what, types
        self._is_hovered = False
        self.setAcceptDrops(True)
        self.ready: Button | None = None
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(IconTile("file-up", Tone.BLUE, 52), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        title = Label(f"Drop {what} here", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD)
        for label in (title, *(Label(line, ink="muted") for line in words)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        self.choose = Button("Choose a file…", "folder-open", "primary", pressed=self._ask)
        self.choose.setAutoDefault(True)  # Enter presses it while it has the keys
        column.addWidget(self.choose, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def offer(self, words: str, path: Path) -> None:
        """Offer a file that is there already beside the one that is to be chosen."""
        self.ready = Button(words, look="link", pressed=lambda: self.picked.emit(str(path)))
        self.ready.setAutoDefault(True)
        self._column.insertWidget(self._column.count() - 1, self.ready, alignment=Qt.AlignmentFlag.AlignHCenter)

    def _ask(self) -> None:
        places = QStandardPaths.StandardLocation
        folder = QStandardPaths.writableLocation(places.DocumentsLocation)
        if not Path(folder).is_dir():
            # Qt would take the folder that is not there for the name of a file.
            folder = QStandardPaths.writableLocation(places.HomeLocation)
        dialog = QFileDialog(self.window(), f"Choose {self._what}", folder, self._types)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        self.picked.emit(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_in(event.mimeData()):
            self._is_hovered = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._is_hovered = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._is_hovered = False
        self.update()
        name = file_in(event.mimeData())
        if name:
            event.acceptProposedAction()
            self.picked.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.shown()
        edge = QPen(QColor(colours.accent if self._is_hovered else colours.control), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(edge)
        painter.setBrush(QColor(colours.selected if self._is_hovered else colours.surface))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(QRectF(QPointF(box.topLeft()), box.size()), 12, 12)
        painter.end()


def record_words(kind: str) -> tuple[str, ...]:
    """What a file of customers, invoices or payments must hold, in two lines."""
    known = ", ".join(field.label.lower() for field in FIELDS[kind][:_NAMED])
    row = "line of an invoice" if kind == "invoices" else kind.removesuffix("s")
    return f"One row for each {row}; the first row names the columns,", f"for instance {known}."


def file_in(data: QMimeData) -> str:
    """The first file that is dragged, if it is one of this computer."""
    names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return names[0] if names and not Path(names[0]).is_dir() else ""
