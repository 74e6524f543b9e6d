"""The lines of a document while they are typed: texts first, exact numbers as soon as they can be read.

A row with nothing in it always stands last. Amounts and totals are the domain's. Knows no widget.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from safe_desktop.domain.document import Line
from safe_desktop.domain.money import four_places, read_decimal
from safe_desktop.domain.tax import LineAmounts, TaxMode, Totals, VatCode, document_totals
from safe_desktop.ui.look import fonts, formats, home_words, theme

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLUMNS = (
    ("description", "Description"),
    ("quantity", "Quantity"),
    ("unit_price", "Price"),
    ("discount", "Less %"),
    ("vat_code", "VAT"),
    ("account_code", "Account"),
    ("amount", "Amount"),
)
DESCRIPTION, QUANTITY, PRICE, DISCOUNT, VAT, ACCOUNT, AMOUNT = range(7)
_NUMBERS = (QUANTITY, PRICE, DISCOUNT)
_RIGHT = (*_NUMBERS, AMOUNT)


@dataclass(frozen=True, slots=True)
class LineTexts:
    """One row as it was typed."""

    description: str = ""
    quantity: str = ""
    unit_price: str = ""
    discount: str = ""
    vat_code: str = ""
    account_code: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed that could be lost."""
        return not any((self.description, self.unit_price, self.discount, self.account_code)) and self.quantity in (
            "",
            "1",
        )


def _texts_of(line: Line) -> LineTexts:
    return LineTexts(
        line.description,
        formats.plain_decimal(line.quantity),
        formats.plain_decimal(line.unit_price, 2),
        formats.plain_decimal(line.discount) if line.discount else "",
        line.vat_code,
        line.account_code,
    )


class LineModel(QAbstractTableModel):
    """Rows of texts; `lines` are what they mean, `problem_at` why a cell means nothing."""

    edited = Signal()

    def __init__(self, vat_codes: Sequence[VatCode], default_vat: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.vat_codes = {code.code: code for code in vat_codes}
        self.default_vat = default_vat
        self.mode = TaxMode.EXCLUSIVE
        self.currency = "GBP"
        self._rows: list[LineTexts] = [LineTexts()]

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, and an empty row after them."""
        self.beginResetModel()
        self._rows = [*(_texts_of(line) for line in lines), LineTexts()]
        self.endResetModel()

    def show_mode(self, mode: TaxMode) -> None:
        """Read the prices as without VAT, with VAT in them, or free of VAT."""
        self.mode = mode
        self._tell_all()

    def texts(self) -> tuple[LineTexts, ...]:
        """What is typed, without blank rows."""
        return tuple(row for row in self._rows if not row.is_blank)

    def lines(self) -> list[Line]:
        """The typed lines; only to be asked when `first_problem` finds nothing."""
        return [self._line(row) for row in self._rows if not row.is_blank]

    def first_problem(self) -> tuple[int, int, str] | None:
        """Row, column and reason of the first cell that means nothing, or None."""
        for row, texts in enumerate(self._rows):
            if texts.is_blank:
                continue
            for column in range(AMOUNT):
                if words := self.problem_at(row, column):
                    return row, column, words
        return None

    def problem_at(self, row: int, column: int) -> str:
        """Why this cell means nothing; empty where it is well."""
        texts = self._rows[row]
        if texts.is_blank:
            return ""
        text = str(getattr(texts, COLUMNS[column][0])) if column < AMOUNT else ""
        if column in _NUMBERS:
            return "Give a price." if column == PRICE and not text else _number_problem(column, text)
        if column == VAT and text and text not in self.vat_codes:
            return f"This book has no {home_words.local('VAT code')} “{text}”."
        return ""

    def totals(self) -> Totals:
        """The document's totals over every line that can be read."""
        amounts = (self.amounts(row) for row in range(len(self._rows)))
        return document_totals((one for one in amounts if one is not None), self.mode, self.currency)

    def amounts(self, row: int) -> LineAmounts | None:
        """The line in money; None while its numbers cannot be read or nothing is typed."""
        texts = self._rows[row]
        if texts.is_blank or any(self.problem_at(row, column) for column in range(AMOUNT)):
            return None
        return self._line(texts).amounts(self.mode, self.currency)

    def remove(self, row: int) -> None:
        """Take a row away; the empty one stays."""
        if 0 <= row < len(self._rows) - 1:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._rows[row]
            self.endRemoveRows()
            self.edited.emit()

    def is_blank(self, row: int) -> bool:
        """Whether nothing is typed in the row."""
        return self._rows[row].is_blank

    def _line(self, texts: LineTexts) -> Line:
        code = texts.vat_code or self.default_vat
        known = self.vat_codes.get(code)
        return Line(
            texts.description,
            read_decimal(texts.quantity or "1"),
            read_decimal(texts.unit_price or "0"),
            code,
            known.rate if known else Decimal(0),
            texts.account_code,
            read_decimal(texts.discount) if texts.discount else Decimal(0),
        )

    def _tell_all(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, AMOUNT))
        self.edited.emit()

    # -- what Qt asks

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_fixed = index.column() == AMOUNT or (index.column() == VAT and self.mode is TaxMode.NO_TAX)
        return flags if is_fixed else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(COLUMNS):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return home_words.local(COLUMNS[section][1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.visible(self._shown(row, column))
        if role == Qt.ItemDataRole.EditRole:
            return str(getattr(self._rows[row], COLUMNS[column][0], ""))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            problem = self.problem_at(row, column)
            return f"Line {row + 1}, {COLUMNS[column][1]}: {self._shown(row, column) or 'empty'} {problem}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole:
            weight = fonts.MEDIUM if column == AMOUNT else fonts.REGULAR
            return fonts.font(fonts.Size.TEXT, weight, column in _RIGHT)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, column)
        return None

    def _shown(self, row: int, column: int) -> str:
        texts = self._rows[row]
        if column == AMOUNT:
            amounts = self.amounts(row)
            return formats.figure(amounts.amount) if amounts else ""
        if texts.is_blank:
            return "Type a line" if column == DESCRIPTION and row == len(self._rows) - 1 else ""
        if column == VAT:
            return formats.NOTHING if self.mode is TaxMode.NO_TAX else texts.vat_code or self.default_vat
        return str(getattr(texts, COLUMNS[column][0]))

    def _ink(self, row: int, column: int) -> QColor:
        if self.problem_at(row, column):
            return theme.shown().ink("red")
        return theme.shown().ink("faint" if self._rows[row].is_blank else "text")

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() >= AMOUNT:
            return False
        row, name = index.row(), COLUMNS[index.column()][0]
        text = str(value if value is not None else "").strip()
        if text == getattr(self._rows[row], name):
            return True
        changed = replace(self._rows[row], **{name: _tidy(index.column(), text)})
        if not changed.is_blank:
            changed = replace(changed, quantity=changed.quantity or "1", vat_code=changed.vat_code or self.default_vat)
        self._rows[row] = changed
        self.dataChanged.emit(self.index(row, 0), self.index(row, AMOUNT))
        if row == len(self._rows) - 1 and not changed.is_blank:
            self.beginInsertRows(_NOWHERE, row + 1, row + 1)
            self._rows.append(LineTexts())
            self.endInsertRows()
        self.edited.emit()
        return True


def _tidy(column: int, text: str) -> str:
    """A number as it will be shown; what cannot be read stays as it was typed, so that it can be mended."""
    if column not in _NUMBERS or not text or _number_problem(column, text):
        return text
    return formats.plain_decimal(read_decimal(text), 2 if column == PRICE else 0)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _number_problem(column: int, text: str) -> str:
    if not text:
        return ""
    try:
        number = read_decimal(text)
    except ValueError as problem:
        return f"This {problem}."
    if four_places(number) != number:
        return "Xero keeps four decimals; round it."
    if column == DISCOUNT and not 0 <= number <= 100:
        return "A discount is 0 to 100 per cent."
    return ""


assert tuple(part.name for part in fields(LineTexts)) == tuple(name for name, _ in COLUMNS[:AMOUNT])
