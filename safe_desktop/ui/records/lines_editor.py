"""The grid in which lines are typed: a cell is edited as soon as the cursor is in it, Tab and Enter go on.

Knows keys and editors; what the texts mean is the model's.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QTableView,
    QWidget,
)

from safe_desktop.ui.look import fonts, theme
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.records.line_model import ACCOUNT, AMOUNT, DESCRIPTION, VAT, LineModel
from safe_desktop.ui.tables.cell_delegate import FIRST_INDENT
from safe_desktop.ui.tables.table_header import TableHeader

ROW_HEIGHT = 34
_WIDTHS = {1: 78, 2: 92, 3: 62, VAT: 112, ACCOUNT: 92, AMOUNT: 100}
_MOST_LETTERS = 4_000
Options = Sequence[tuple[str, str]]
AnyIndex = QModelIndex | QPersistentModelIndex


class CellChoice(Choice):
    """A choice that shows only the code while it is closed: a cell has no room for the name as well."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.key() or self.currentText()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class LineDelegate(QStyledItemDelegate):
    """Cells of the grid: hairlines, red where something is wrong, a choice for VAT codes and accounts."""

    def __init__(self, view: QTableView, vat_options: Options, account_options: Options) -> None:
        super().__init__(view)
        self._view = view
        self._options = {VAT: vat_options, ACCOUNT: account_options}

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        options = self._options.get(index.column(), ())
        editor: QLineEdit | CellChoice
        if options:
            editor = CellChoice(options)
            editor.activated.connect(lambda _place: self.commitData.emit(editor))
        else:
            editor = QLineEdit(parent)
            editor.setMaxLength(_MOST_LETTERS)
            editor.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        editor.setParent(parent)
        editor.setFont(index.data(Qt.ItemDataRole.FontRole) or fonts.font())
        editor.setProperty("look", "cell")
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, Choice):
            editor.choose(text or str(index.data(Qt.ItemDataRole.DisplayRole) or ""))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: AnyIndex) -> None:
        if not isinstance(model, LineModel):
            return
        if isinstance(editor, Choice):
            if not model.is_blank(index.row()):  # walking through the empty row must not make a line of it
                model.setData(index, editor.key())
        elif isinstance(editor, QLineEdit) and editor.isModified():  # what was only looked at stays letter for letter
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours = theme.shown()
        box = option.rect
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.line))
        own = QStyleOptionViewItem(option)
        own.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        own.rect = box.adjusted(7 + (FIRST_INDENT if index.column() == 0 else 0), 0, -7, -1)
        own.palette.setColor(QPalette.ColorRole.HighlightedText, own.palette.color(QPalette.ColorRole.Text))
        super().paint(painter, own, index)


class LinesEditor(QTableView):
    """The grid; `left` tells that Enter or Tab went past its end."""

    left = Signal()

    def __init__(self, model: LineModel, account_options: Options = ()) -> None:
        super().__init__()
        self._lines = model
        self.setModel(model)
        self.setProperty("look", "table")
        self.setAccessibleName("Lines")
        self.setHorizontalHeader(TableHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        vat_options = [(code.code, f"{code.code}  ·  {code.name}") for code in model.vat_codes.values()]
        self.setItemDelegate(LineDelegate(self, vat_options, account_options))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setSortIndicatorShown(False)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(DESCRIPTION, QHeaderView.ResizeMode.Stretch)

    def edit_at(self, row: int, column: int) -> None:
        """Put the cursor into a cell and begin to edit it."""
        self.setFocus()
        index = self._lines.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if self.state() is not QAbstractItemView.State.EditingState:
            self.edit(index)

    def remove_current(self) -> None:
        """Take the line under the cursor away."""
        index = self.currentIndex()
        if index.isValid():
            row = index.row()
            self._lines.remove(row)
            self.edit_at(min(row, self._lines.rowCount() - 1), DESCRIPTION)

    def commit(self) -> None:
        """Take over what stands in an open editor, as before saving."""
        editor = self.focusWidget()
        if editor is not None and editor is not self and self.isAncestorOf(editor):
            self.commitData(editor)

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> QModelIndex:
        """Tab goes from one cell that can be edited to the next, in both directions."""
        step = {QAbstractItemView.CursorAction.MoveNext: 1, QAbstractItemView.CursorAction.MovePrevious: -1}.get(action)
        if step is None:
            return super().moveCursor(action, keys)
        return self._next_editable(self.currentIndex(), step)

    def _next_editable(self, index: QModelIndex, step: int) -> QModelIndex:
        width, rows = self._lines.columnCount(), self._lines.rowCount()
        place = index.row() * width + index.column() + step
        while 0 <= place < rows * width:
            found = self._lines.index(place // width, place % width)
            if self._lines.flags(found) & Qt.ItemFlag.ItemIsEditable:
                return found
            place += step
        return QModelIndex()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tab past the end, and Enter on the empty row, leave the grid; Enter elsewhere begins the next line."""
        hints = QAbstractItemDelegate.EndEditHint
        row = self.currentIndex().row()
        is_last = row == self._lines.rowCount() - 1
        if hint == hints.SubmitModelCache:
            super().closeEditor(editor, hints.NoHint)
            if is_last and self._lines.is_blank(row):
                self.left.emit()
            else:
                self.edit_at(row + 1, DESCRIPTION)
        elif hint == hints.EditNextItem and is_last and self._lines.is_blank(row):
            super().closeEditor(editor, hints.NoHint)
            self.left.emit()
        else:
            super().closeEditor(editor, hint)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if is_by_key and self.state() is not QAbstractItemView.State.EditingState:
            self.edit_at(max(0, self.currentIndex().row()), DESCRIPTION)
