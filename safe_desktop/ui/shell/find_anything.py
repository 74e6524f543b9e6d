"""Ctrl+K: one field that finds customers, invoices, payments and pages, with the keys alone. Only reads."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Slot
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

from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import Query
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, formats, icons, painting, theme
from safe_desktop.ui.parts.search_field import SearchField
from safe_desktop.ui.shell.navigation import Entry
from safe_desktop.ui.shell.page import Place

_MOST_OF_A_KIND = 6
_ROW = 48
_WIDTH, _HEIGHT = 560, 420


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and where it is."""

    icon: str
    title: str
    detail: str
    place: Place


def hits(book: Book, entries: tuple[Entry, ...], text: str) -> list[Hit]:
    """What matches the text: pages first, then customers, documents and payments, a few of each."""
    words = text.casefold()
    found = [
        Hit(entry.icon, entry.title, "Go to the page", Place(entry.name))
        for entry in entries
        if not words or entry.title.casefold().startswith(words)
    ]
    return found if not text else [*found, *_records(book, Query(text))]


def _records(book: Book, query: Query) -> list[Hit]:
    customers, invoices, payments = lists.customers(book), lists.invoices(book), lists.payments(book)
    found = [
        Hit(
            "user",
            one.name,
            " · ".join(
                filter(None, (one.code, one.email, f"owes {formats.money(one.balance)}" if one.balance else ""))
            ),
            Place("customers", kind=RecordKind.CUSTOMER, record_id=one.id),
        )
        for one in customers.entries(customers.ids(query)[:_MOST_OF_A_KIND])
    ]
    found += [
        Hit(
            "receipt-text",
            f"{one.number}  {one.customer}",
            f"{formats.day(one.issued_on)} · {formats.money(one.total)} · {one.word}",
            Place("invoices", kind=kind_of(one.kind), record_id=one.id),
        )
        for one in invoices.entries(invoices.ids(query)[:_MOST_OF_A_KIND])
    ]
    found += [
        Hit(
            "hand-coins",
            f"{formats.money(one.amount)}  {one.customer}",
            " · ".join(filter(None, (formats.day(one.paid_on), one.method, one.document_number, one.reference))),
            Place("payments", kind=RecordKind.PAYMENT, record_id=one.id),
        )
        for one in payments.entries(payments.ids(query)[:_MOST_OF_A_KIND])
    ]
    return found


class _HitDelegate(QStyledItemDelegate):
    """Icon, title and a muted second line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(hit, Hit):
            return
        colours = theme.shown()
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painting.rounded(painter, box.toRectF().adjusted(2, 1, -2, -1), 8, QColor(colours.selected))
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(box.left() + 14, box.top() + 16, icons.pixmap(hit.icon, colours.muted, 16, ratio))
        room = box.width() - 56
        for words, top, ink, font in (
            (hit.title, 7, colours.text, fonts.font(fonts.Size.TEXT, fonts.MEDIUM)),
            (hit.detail, 25, colours.muted, fonts.font(fonts.Size.SECOND)),
        ):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(formats.visible(words), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(box.left() + 44, box.top() + top, room, 17), Qt.AlignmentFlag.AlignVCenter, shown)


class FindAnything(QDialog):
    """The field and what it found; Up and Down choose, Enter goes there."""

    def __init__(self, book: Book, entries: tuple[Entry, ...], go: Callable[[Place], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Find anything")
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._book, self._entries, self._go = book, entries, go
        self.field = SearchField("Customer, number, amount, reference or page", _WIDTH - 32)
        self.results = QListWidget()
        self.results.setProperty("look", "list")
        self.results.setItemDelegate(_HitDelegate(self.results))
        self.results.setAccessibleName("Found")
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 10)
        column.setSpacing(10)
        column.addWidget(self.field)
        column.addWidget(self.results, 1)
        self.field.asked.connect(self._on_field_asked)
        self.results.itemClicked.connect(self._on_results_item_clicked)
        self._on_field_asked("")
        self.field.setFocus()
        middle = parent.rect().center() - QPoint(_WIDTH // 2, _HEIGHT // 2 + 60)
        self.move(parent.mapToGlobal(middle))

    @Slot(str)
    def _on_field_asked(self, text: str) -> None:
        self.results.clear()
        for hit in hits(self._book, self._entries, text):
            item = QListWidgetItem(formats.visible(hit.title))
            item.setData(Qt.ItemDataRole.UserRole, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, formats.visible(f"{hit.title}, {hit.detail}"))
            self.results.addItem(item)
        self.results.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            row = max(0, min(self.results.count() - 1, self.results.currentRow() + step))
            self.results.setCurrentRow(row)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.results.currentItem()
            if item is not None:
                self._on_results_item_clicked(item)
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _on_results_item_clicked(self, item: QListWidgetItem) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        if isinstance(hit, Hit):
            self._go(hit.place)
