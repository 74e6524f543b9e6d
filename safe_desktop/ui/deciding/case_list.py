"""The list at the left of the desk: one case in two lines, with amount and certainty. Qt's own list, dressed.

Knows cases as they are shown; decides nothing, and leaves all keys but those that move to the desk.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from safe_desktop.engine.matching.desk_values import DeskCase
from safe_desktop.ui.deciding.case_words import amount_words, case_icon, case_speech, certainty_chip
from safe_desktop.ui.look import fonts, icons, painting, theme
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.parts.controls import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_HEIGHT, _TILE, _LEFT, _RIGHT, _WORDS = 62, 32, 16, 16, 60
_EDGE = 3
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})


class CaseModel(QAbstractListModel):
    """The cases in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: tuple[DeskCase, ...] = ()
        self._rows: dict[str, int] = {}

    def show_cases(self, cases: Sequence[DeskCase]) -> None:
        """Show these."""
        self.beginResetModel()
        self.cases = tuple(cases)
        self._rows = {case.key: row for row, case in enumerate(self.cases)}
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a case; -1 where it is not in the list."""
        return self._rows.get(key, -1)

    def case_at(self, index: AnyIndex) -> DeskCase | None:
        """The case of a row."""
        return self.cases[index.row()] if index.isValid() and index.row() < len(self.cases) else None

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.cases)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title for Qt, the whole sentence for a screen reader."""
        case = self.case_at(index)
        if case is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(case.title)
        return visible(case_speech(case)) if role == Qt.ItemDataRole.AccessibleTextRole else None


class CaseDelegate(QStyledItemDelegate):
    """Tile, title over a second line, amount over a chip."""

    def __init__(self, view: QListView, model: CaseModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(100, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        case = self._model.case_at(index)
        if case is None:
            return
        box: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, box, is_selected, bool(option.state & QStyle.StateFlag.State_MouseOver))
        self._paint_tile(painter, box, case)
        above = self._paint_amount(painter, box, case)
        below = self._paint_chip(painter, box, case, is_selected)
        colours = theme.shown()
        for words, top, right, ink, font in (
            (case.title, 11, above, colours.text, fonts.font(fonts.Size.TEXT, fonts.MEDIUM)),
            (case.subtitle, 33, below, colours.muted, fonts.font(fonts.Size.SECOND)),
        ):
            room = right - box.left() - _WORDS - 8
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(visible(words), Qt.TextElideMode.ElideRight, room)
            place = QRect(box.left() + _WORDS, box.top() + top, room, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """Both lines whole, since either may have been cut."""
        case = self._model.case_at(index)
        QToolTip.showText(event.globalPos(), plain_tip(f"{case.title}\n{case.subtitle}") if case else "", view)
        return True

    def _paint_ground(self, painter: QPainter, box: QRect, is_selected: bool, is_hovered: bool) -> None:
        colours = theme.shown()
        if is_selected or is_hovered:
            painter.fillRect(box, QColor(colours.selected if is_selected else colours.hover))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.line))
        if is_selected:
            painter.fillRect(box.left(), box.top(), _EDGE, box.height(), QColor(colours.accent))

    def _paint_tile(self, painter: QPainter, box: QRect, case: DeskCase) -> None:
        icon, tone = case_icon(case.kind)
        colours = theme.shown()
        tile = QRect(box.left() + _LEFT, box.top() + (_HEIGHT - _TILE) // 2, _TILE, _TILE)
        painting.rounded(painter, tile.toRectF(), 8, colours.ground(tone))
        picture = icons.pixmap(icon, colours.ink(tone), icons.ROW_SIZE, painter.device().devicePixelRatio())
        painter.drawPixmap(tile.left() + 8, tile.top() + 8, picture)

    def _paint_amount(self, painter: QPainter, box: QRect, case: DeskCase) -> int:
        if case.amount is None:
            return box.right() - _RIGHT
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD, is_figures=True))
        painter.setPen(QColor(theme.shown().text))
        words = amount_words(case.amount)
        left = box.right() - _RIGHT - painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(QRect(left, box.top() + 10, 400, 18), Qt.AlignmentFlag.AlignVCenter, words)
        return left

    def _paint_chip(self, painter: QPainter, box: QRect, case: DeskCase, is_selected: bool) -> int:
        chip = certainty_chip(case)
        if chip is None:
            return box.right() - _RIGHT
        width = painting.chip_size(chip).width()
        left = box.right() - _RIGHT - width
        place = QRect(left, box.top() + 32, width, painting.CHIP_HEIGHT)
        painting.draw_chip(painter, place, chip, on_selected=is_selected)
        return left


class CaseList(QListView):
    """`moved` tells the key of the case that the cursor is on now."""

    moved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.case_model = CaseModel()
        self.setModel(self.case_model)
        self.setItemDelegate(CaseDelegate(self, self.case_model))
        self.setProperty("look", "list")
        self.setAccessibleName("Cases to settle")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_selection_current_changed)

    def key(self) -> str:
        """The key of the case under the cursor; empty where there is none."""
        case = self.case_model.case_at(self.currentIndex())
        return case.key if case else ""

    def show_cases(self, cases: Sequence[DeskCase], wanted: str = "") -> None:
        """Show these; the cursor goes to the wanted one, else stays, else goes on to what follows in its place."""
        kept, row = wanted or self.key(), max(0, self.currentIndex().row())
        self.selectionModel().blockSignals(True)
        self.case_model.show_cases(cases)
        self.selectionModel().blockSignals(False)
        found = self.case_model.row_of(kept)
        self.go_to(found if found >= 0 else min(row, len(cases) - 1))

    def go_to(self, row: int) -> None:
        """Put the cursor on this row."""
        if 0 <= row < self.case_model.rowCount():
            self.setCurrentIndex(self.case_model.index(row, 0))
            self.scrollTo(self.currentIndex())

    def step(self, rows: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.go_to(max(0, min(self.case_model.rowCount() - 1, self.currentIndex().row() + rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES or (event.key() in _ENDS and not event.modifiers()):
            super().keyPressEvent(event)
        else:
            event.ignore()

    @Slot(QModelIndex, QModelIndex)
    def _on_selection_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        case = self.case_model.case_at(current)
        if case is not None:
            self.moved.emit(case.key)
