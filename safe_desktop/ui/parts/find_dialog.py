"""A field and the list of what it finds, worked with the keys alone: Up and Down choose, Enter takes, Escape leaves.

Knows how a row looks and when to search; what is searched and what taking a row means is given to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from safe_desktop.ui.look import fonts, formats, icons, painting, theme
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.search_field import SearchField

_ROW, _LINE, _MARGIN, _TEXT_LEFT, _BETWEEN = 50, 18, 14, 44, 16
_FIRST_LINE, _SECOND_LINE, _ICON_TOP = 7, 26, 17
_NOTHING_TYPED, _NOTHING_FOUND = "Type what you know of it.", "Nothing found. Try fewer letters, or an amount."

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FoundRow(Generic[T]):
    """One thing that was found and how it is told: icon, title over a second line, and words at the right of each."""

    what: T
    icon: str
    title: str
    detail: str
    side: str = ""
    second_side: str = ""
    can_be_taken: bool = True

    @property
    def spoken(self) -> str:
        """Everything the row says, for who does not see it."""
        return ", ".join(filter(None, (self.title, self.detail, self.side, self.second_side)))


class _RowDelegate(QStyledItemDelegate):
    """Draws a row; the words at the right come first, and the title and its second line get the room they leave."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, FoundRow):
            return
        colours = theme.shown()
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painting.rounded(painter, box.toRectF().adjusted(2, 1, -2, -1), 8, QColor(colours.selected))
        icon = icons.pixmap(row.icon, colours.muted, 16, painter.device().devicePixelRatio())
        painter.drawPixmap(box.left() + _MARGIN, box.top() + _ICON_TOP, icon)
        ink = QColor(colours.text if row.can_be_taken else colours.muted)
        figures = fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD, is_figures=True)
        first, second = (box.adjusted(_TEXT_LEFT, top, -_MARGIN, 0) for top in (_FIRST_LINE, _SECOND_LINE))
        _line(painter, first, ink, (row.title, fonts.font(weight=fonts.MEDIUM)), (row.side, figures))
        muted, small = QColor(colours.muted), fonts.font(fonts.Size.SMALL)
        _line(painter, second, muted, (row.detail, fonts.font(fonts.Size.SECOND)), (row.second_side, small))


def _line(painter: QPainter, box: QRect, ink: QColor, left: tuple[str, QFont], right: tuple[str, QFont]) -> None:
    line = QRect(box.left(), box.top(), box.width(), _LINE)
    painter.setPen(ink)
    room = line.width()
    for words, font, edge in ((*right, Qt.AlignmentFlag.AlignRight), (*left, Qt.AlignmentFlag.AlignLeft)):
        painter.setFont(font)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(formats.visible(words), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | edge, shown)
        room -= metrics.horizontalAdvance(shown) + _BETWEEN if shown else 0


class FindDialog(QDialog, Generic[T]):
    """The field and its list. `search` tells the rows of a text; `taken` gets what the chosen row stands for."""

    def __init__(
        self,
        title: str,
        hint: str,
        size: QSize,
        search: Callable[[str], Sequence[FoundRow[T]]],
        taken: Callable[[T], object],
        parent: QWidget,
        enter: str = "take it",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedSize(size)
        self._search, self._taken, self._enter = search, taken, enter
        self._rows: Sequence[FoundRow[T]] = ()
        self.field = SearchField(hint, size.width() - 32)
        self.results = QListWidget()
        self.results.setProperty("look", "list")
        self.results.setItemDelegate(_RowDelegate(self.results))
        self.results.setAccessibleName("Found")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words = Label("", ink="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        column.addWidget(self.field)
        column.addWidget(self.results, 1)
        column.addWidget(self.words)
        self.field.asked.connect(self._on_field_asked)
        self.results.itemClicked.connect(self._on_results_item_clicked)
        self._on_field_asked("")
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            row = max(0, min(self.results.count() - 1, self.results.currentRow() + step))
            self.results.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            typed = self.field.text().strip()
            if typed != self._asked:
                # Whoever types fast means what is typed, not what was found before.
                self._on_field_asked(typed)
            self._take(self.results.currentRow())
        else:
            super().keyPressEvent(event)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            what = self._rows[row].what
            self.accept()
            self._taken(what)

    @Slot(str)
    def _on_field_asked(self, text: str) -> None:
        self._asked = text
        self.results.clear()
        self._rows = self._search(text)
        for row in self._rows:
            item = QListWidgetItem(formats.visible(row.title))
            item.setData(Qt.ItemDataRole.UserRole, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, formats.visible(row.spoken))
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        keys = f"↑ ↓ choose    Enter {self._enter}    Esc leave"
        self.words.setText(keys if self._rows else _NOTHING_FOUND if text else _NOTHING_TYPED)

    @Slot(QListWidgetItem)
    def _on_results_item_clicked(self, item: QListWidgetItem) -> None:
        self._take(self.results.row(item))
