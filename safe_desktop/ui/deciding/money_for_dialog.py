"""Search by anything for what money is for: documents, customers, payments, and other receipts; Enter takes one.

Knows what the engine found and what each would mean; decides nothing.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter
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

from safe_desktop.engine.matching.desk_search import Found, search
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.deciding.case_words import amount_words
from safe_desktop.ui.look import fonts, formats, icons, painting, theme
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.search_field import SearchField

_WIDTH, _HEIGHT, _ROW = 620, 460, 50
_ICONS = {
    "invoice": "receipt-text",
    "credit_note": "receipt-text",
    "customer": "users",
    "payment": "hand-coins",
    "receipt": "inbox",
}
_WORDS = {"customer": "keep on account", "payment": "the same money"}
_GO, CANNOT = "go to it", "cannot take it"
_HINT = "Number, customer, amount, reference, or words of the bank"


class _FoundDelegate(QStyledItemDelegate):
    """Icon, title over a second line, amount, and what it would mean."""

    def __init__(self, view: QListWidget, means: Callable[[Found], str]) -> None:
        super().__init__(view)
        self._means = means

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(found, Found):
            return
        colours = theme.shown()
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painting.rounded(painter, box.toRectF().adjusted(2, 1, -2, -1), 8, QColor(colours.selected))
        means, can = self._means(found), self._means(found) != CANNOT
        ratio = painter.device().devicePixelRatio()
        icon = icons.pixmap(_ICONS.get(found.kind, "inbox"), colours.muted, 16, ratio)
        painter.drawPixmap(box.left() + 14, box.top() + 17, icon)
        right = box.right() - 14
        amount = amount_words(found.amount) if found.amount is not None else ""
        edge = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD, is_figures=True))
        painter.setPen(QColor(colours.text if can else colours.muted))
        painter.drawText(QRect(box.left(), box.top() + 7, right - box.left(), 18), edge, amount)
        taken = painter.fontMetrics().horizontalAdvance(amount) + 16
        painter.setFont(fonts.font(fonts.Size.SMALL))
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(box.left(), box.top() + 27, right - box.left(), 17), edge, means)
        side = painter.fontMetrics().horizontalAdvance(means) + 16
        room = right - box.left() - 44
        for words, top, ink, font, used in (
            (found.title, 7, colours.text if can else colours.muted, fonts.font(weight=fonts.MEDIUM), taken),
            (found.detail, 26, colours.muted, fonts.font(fonts.Size.SECOND), side),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(formats.visible(words), Qt.TextElideMode.ElideRight, room - used)
            painter.drawText(QRect(box.left() + 44, box.top() + top, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)


class MoneyForDialog(QDialog):
    """The field and what it found; Up and Down choose, Enter answers. Without a receipt it only looks."""

    def __init__(
        self, workplace: Workplace, receipt_id: int | None, answered: Callable[[Found], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = "What is this money for?" if receipt_id is not None else "Find anything"
        self.setWindowTitle(title)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._workplace, self._receipt_id, self._answered = workplace, receipt_id, answered
        self.field = SearchField(_HINT, _WIDTH - 32)
        self.results = QListWidget()
        self.results.setProperty("look", "list")
        self.results.setItemDelegate(_FoundDelegate(self.results, self.means))
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

    def means(self, found: Found) -> str:
        """What taking it would do, in a few words."""
        if self._receipt_id is None or found.kind == "receipt":
            return _GO
        return CANNOT if found.choice is None else _WORDS.get(found.kind, "apply to it")

    @Slot(str)
    def _on_field_asked(self, text: str) -> None:
        self._asked = text
        self.results.clear()
        for found in search(self._workplace, text, self._receipt_id):
            item = QListWidgetItem(formats.visible(found.title))
            item.setData(Qt.ItemDataRole.UserRole, found)
            told = (found.title, found.detail, self.means(found))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, formats.visible(", ".join(told)))
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        nothing = "Nothing found. Try fewer letters, or an amount." if text else "Type what you know of it."
        self.words.setText("↑ ↓ choose    Enter take it    Esc leave" if self.results.count() else nothing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            row = max(0, min(self.results.count() - 1, self.results.currentRow() + step))
            self.results.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.field.text().strip() != self._asked:
                # Whoever types fast means what is typed, not what was found before.
                self._on_field_asked(self.field.text().strip())
            item = self.results.currentItem()
            if item is not None:
                self._on_results_item_clicked(item)
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_results_item_clicked(self, item: QListWidgetItem) -> None:
        found = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        if isinstance(found, Found):
            self._answered(found)
