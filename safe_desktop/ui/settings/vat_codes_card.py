"""The book's VAT codes, each tied to one of Xero's tax rates; a tie that no longer holds is flagged in its row."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from safe_desktop.domain.money import read_decimal
from safe_desktop.domain.tax import VatCode
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.input_row import lay_in_row, titles_row
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.settings_card import SettingsCard
from safe_desktop.ui.settings.settings_saver import SettingsSaver

_SHARES = (-112, 3, -76, 4, 3)
_NOT_TIED = ("", "Not tied: its documents wait")
_SENTENCE = "Xero works the VAT out by its own rate: both must be the same per cent. Documents keep the rate they have."


def tax_problem(book: Book, code: VatCode) -> str:
    """What is wrong with a code's tie to Xero, or nothing."""
    rates = book.chart.tax_rates()
    if not rates:
        return ""
    if not code.xero_tax_type:
        return "Not tied: choose Xero’s rate"
    found = next((rate for rate in rates if rate.tax_type == code.xero_tax_type), None)
    if found is None:
        return f"Xero has no {code.xero_tax_type} any more"
    if found.status != "ACTIVE":
        return f"“{found.name}” is switched off in Xero"
    if not found.for_revenue:
        return f"“{found.name}” is not for sales in Xero"
    return "" if found.rate == code.rate else f"Xero’s rate is {_per_cent(found.rate)}"


def _per_cent(rate: Decimal) -> str:
    return f"{rate.normalize():f}%"


class VatRow(QWidget):
    """The inputs of one code; `edited` tells that a person changed something."""

    edited = Signal()

    def __init__(self, code: VatCode, book: Book, *, is_new: bool = False) -> None:
        super().__init__()
        self.vat_code = code
        self.is_new = is_new
        self._book = book
        self.code, self.name, self.rate = QLineEdit(), QLineEdit(), QLineEdit()
        for field, hint in ((self.code, "CODE"), (self.name, "Name"), (self.rate, "20")):
            field.setFont(fonts.font())
            field.setPlaceholderText(hint)
            field.editingFinished.connect(self._on_edited)
        self.code.setReadOnly(not is_new)
        self.rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.tax_type = Choice()
        self.tax_type.activated.connect(self._on_edited)
        self.state = Label("", fonts.Size.SECOND, wraps=True)
        lay_in_row(self, (self.code, self.name, self.rate, self.tax_type, self.state), _SHARES)
        self.show_code(code)

    def show_code(self, code: VatCode) -> None:
        """Show the code as it is kept."""
        self.vat_code = code
        self.code.setText(code.code)
        self.name.setText(code.name)
        self.rate.setText("" if self.is_new else f"{code.rate.normalize():f}")
        key = code.xero_tax_type or ""
        options = [_NOT_TIED, *self._offered()]
        if key not in [one for one, _ in options]:
            options.append((key, key))
        self.tax_type.show_options(options, key)
        whose = code.code or "the new code"
        for widget, what in ((self.code, "Code"), (self.name, "Name"), (self.rate, "Per cent")):
            widget.setAccessibleName(f"{what} of {whose}")
        self.tax_type.setAccessibleName(f"Tax rate in Xero for {whose}")
        self.complain("")

    def typed(self) -> VatCode | None:
        """The code as it stands in the inputs; None, with a complaint, where the rate is no number."""
        text = self.rate.text().strip().rstrip("%").strip()
        try:
            rate = read_decimal(text)
        except ValueError:
            self.complain(f"“{text}” is no per cent rate; give a number such as 20")
            return None
        code, name = self.code.text().strip().upper(), self.name.text().strip()
        return replace(self.vat_code, code=code, name=name, rate=rate, xero_tax_type=self.tax_type.key() or None)

    def complain(self, words: str) -> None:
        """Say at the row what is wrong; else what is wrong with its tie."""
        problem = words or ("" if self.is_new else tax_problem(self._book, self.vat_code))
        self.state.setText(problem)
        self.state.set_ink("red" if problem else "muted")

    def _offered(self) -> list[tuple[str, str]]:
        rates = [one for one in self._book.chart.tax_rates() if one.for_revenue and one.status == "ACTIVE"]
        return [(one.tax_type, one.name if "%" in one.name else f"{one.name}  {_per_cent(one.rate)}") for one in rates]

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


class VatCodesCard(SettingsCard):
    """A row for each code, and a way to add one."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        super().__init__("VAT codes", _SENTENCE)
        self._book = book
        self._saver = saver
        self.rows: list[VatRow] = []
        self._hint = Label("Connect to Xero to choose from its tax rates.", fonts.Size.SECOND, ink="amber", wraps=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._column.addWidget(titles_row(("Code", "Name", "Per cent", "Tax rate in Xero", ""), _SHARES))
        self.add = Button("Add a code", "plus", pressed=self._add)
        self.form.addWidget(self._hint)
        self.form.addLayout(self._column)
        self.form.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)

    def reload(self) -> None:
        """Show all codes as they are kept; one that is being added stays at the end."""
        self._hint.setVisible(not self._book.chart.tax_rates())
        known = {row.vat_code.code: row for row in self.rows if not row.is_new}
        for code in self._book.chart.vat_codes():
            row = known.get(code.code)
            if row is None:
                self._put(VatRow(code, self._book))
            elif not (row.name.hasFocus() or row.rate.hasFocus()):
                row.show_code(code)

    def _add(self) -> None:
        row = next((row for row in self.rows if row.is_new), None)
        if row is None:
            row = VatRow(VatCode("", "", Decimal(0)), self._book, is_new=True)
            self._put(row)
        row.code.setFocus()

    def _put(self, row: VatRow) -> None:
        self.rows.append(row)
        self._column.addWidget(row)
        row.edited.connect(self._on_row_edited)

    @Slot()
    def _on_row_edited(self) -> None:
        row = self.sender()
        if not isinstance(row, VatRow):
            return
        if row.is_new and not (row.code.text().strip() and row.rate.text().strip()):
            return
        typed, before = row.typed(), row.vat_code
        if typed is None or (typed == before and not row.is_new):
            return
        if row.is_new and self._book.chart.find_vat_code(typed.code) is not None:
            row.complain(f"There is a code {typed.code} already")
            return
        is_kept = self._saver.save_vat_code(typed, None if row.is_new else before, row.complain)
        if is_kept and row.is_new:
            # The kept code has a row of its own now.
            self.rows.remove(row)
            row.hide()
            row.deleteLater()
            self.reload()
        elif is_kept:
            row.show_code(typed)
