"""The top of the side bar: which book is open, with a menu of the others. Knows names; opening is the application's."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy

from safe_desktop.ui.look import fonts, icons, painting, theme
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.parts.controls import plain_tip

_WIDTH, _HEIGHT, _LINE = 204, 54, 15
_MARGINS = 24 + 22
"""The edges, and the mark at the right."""


class BookSwitcher(QAbstractButton):
    """Shows the open book; a click lists the others and offers a new one."""

    book_chosen = Signal(str)
    new_book_asked = Signal()
    all_books_asked = Signal()

    def __init__(self, list_names: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._list_names = list_names
        self._book, self._under = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.show_book("", "")

    def show_book(self, name: str, under: str) -> None:
        """Show the open book and a line under its name."""
        self._book, self._under = name, under
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(visible(f"Book {name}, {under}. Switch book"))
        self.setToolTip(plain_tip(f"{name}\n{under}" if under else name))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT + _LINE * (len(self._under_lines()) - 1))

    def _under_lines(self) -> list[str]:
        """What stands under the name: in two lines where one has no room for an organisation's name."""
        words, room = visible(self._under), _WIDTH - _MARGINS
        metrics = QFontMetrics(fonts.font(fonts.Size.SMALL))
        first = words
        while metrics.horizontalAdvance(first) > room and " " in first:
            first = first.rpartition(" ")[0]
        rest = words[len(first) :].lstrip()
        lines = [first, rest] if rest else [first]
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]

    def menu(self) -> QMenu:
        """The books of this computer and a new one."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._list_names():
            action = QAction(visible(name).replace("&", "&&"), made)
            action.setCheckable(True)
            action.setChecked(name == self._book)
            action.setData(name)
            made.addAction(action)
        made.addSeparator()
        every = QAction("All books…", made)
        every.setIcon(icons.icon("folder-open", theme.shown().muted))
        every.triggered.connect(self.all_books_asked)
        made.addAction(every)
        new = QAction("New book…", made)
        new.setIcon(icons.icon("plus", theme.shown().muted))
        new.triggered.connect(self.new_book_asked)
        made.addAction(new)
        made.triggered.connect(self._on_menu_triggered)
        return made

    def _on_clicked(self) -> None:
        made = self.menu()
        made.setMinimumWidth(self.width())
        made.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _on_menu_triggered(self, action: QAction) -> None:
        name = action.data()
        if isinstance(name, str) and name != self._book:
            self.book_chosen.emit(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painting.rounded(painter, self.rect().toRectF(), 9, QColor(colours.sidebar_hover))
        if self.hasFocus():
            painting.draw_focus(painter, self.rect().toRectF(), 9)
        room = self.width() - _MARGINS
        small = fonts.font(fonts.Size.SMALL)
        lines = [(self._book or "No book yet", 9, colours.sidebar_ink, fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD))]
        for place, words in enumerate(self._under_lines()):
            lines.append((words, 28 + _LINE * place, colours.sidebar_muted, small))
        for words, top, ink, font in lines:
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(visible(words), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(12, top, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)
        picture = icons.pixmap("chevrons-up-down", colours.sidebar_text, 16, self.devicePixelRatio())
        painter.drawPixmap(self.width() - 26, (self.height() - 16) // 2, picture)
        painter.end()
