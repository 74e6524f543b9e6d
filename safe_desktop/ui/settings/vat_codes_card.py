"""The book's VAT codes, each tied to one of Xero's tax rates; a tie that no longer holds is flagged in its row."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from safe_desktop.domain.money import read_decimal
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.country_codes import tax_word
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.settings.rows_card import RowsCard, ValueRow
from safe_desktop.ui.settings.settings_saver import SettingsSaver

_SHARES = (-112, 3, -76, 4, 3)
_NOT_TIED = ("", "Not tied: its documents wait")
_SENTENCE = "Xero works the {} out by its own rate: both must be the same per cent. Documents keep the rate they have."


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


class VatRow(ValueRow[VatCode]):
    """The inputs of one code."""

    def __init__(self, code: VatCode, book: Book, *, is_new: bool = False) -> None:
        super().__init__(code, is_new)
        self._book = book
        self.code, self.name, self.rate = QLineEdit(), QLineEdit(), QLineEdit()
        for field, hint in ((self.code, "CODE"), (self.name, "Name"), (self.rate, "20")):
            field.setFont(fonts.font())
            field.setPlaceholderText(hint)
            field.editingFinished.connect(self.on_edited)
        self.setFocusProxy(self.code)
        self.code.setReadOnly(not is_new)
        self.rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.tax_type = Choice()
        self.tax_type.activated.connect(self.on_edited)
        self.lay((self.code, self.name, self.rate, self.tax_type), _SHARES)
        self.show_value(code)

    def show_value(self, value: VatCode) -> None:
        self.value = value
        self.code.setText(value.code)
        self.name.setText(value.name)
        self.rate.setText("" if self.is_new else f"{value.rate.normalize():f}")
        key = value.xero_tax_type or ""
        options = [_NOT_TIED, *self._offered()]
        if key not in [one for one, _ in options]:
            options.append((key, key))
        self.tax_type.show_options(options, key)
        whose = value.code or "the new code"
        for widget, what in ((self.code, "Code"), (self.name, "Name"), (self.rate, "Per cent")):
            widget.setAccessibleName(f"{what} of {whose}")
        self.tax_type.setAccessibleName(f"Tax rate in Xero for {whose}")
        self.complain("")

    def typed(self) -> VatCode | None:
        """The code as it stands in the inputs; None, with a complaint, where the rate is no number."""
        if self.is_new and not (self.code.text().strip() and self.rate.text().strip()):
            return None
        text = self.rate.text().strip().rstrip("%").strip()
        try:
            rate = read_decimal(text)
        except ValueError:
            self.complain(f"“{text}” is no per cent rate; give a number such as 20")
            return None
        code, name = self.code.text().strip().upper(), self.name.text().strip()
        return replace(self.value, code=code, name=name, rate=rate, xero_tax_type=self.tax_type.key() or None)

    def standing_words(self) -> tuple[str, bool]:
        return ("" if self.is_new else tax_problem(self._book, self.value)), True

    def is_being_typed(self) -> bool:
        return self.name.hasFocus() or self.rate.hasFocus()

    def _offered(self) -> list[tuple[str, str]]:
        rates = [one for one in self._book.chart.tax_rates() if one.for_revenue and one.status == "ACTIVE"]
        return [(one.tax_type, one.name if "%" in one.name else f"{one.name}  {_per_cent(one.rate)}") for one in rates]


class VatCodesCard(RowsCard[VatCode]):
    """A row for each code, and a way to add one."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        word = tax_word(book)
        super().__init__(
            f"{word} codes",
            _SENTENCE.format(word),
            ("Code", "Name", "Per cent", "Tax rate in Xero"),
            _SHARES,
            hint="Connect to Xero to choose from its tax rates.",
            add_words="Add a code",
        )
        self._book = book
        self._saver = saver

    def kept(self) -> Sequence[VatCode]:
        return self._book.chart.vat_codes()

    def key_of(self, value: VatCode) -> str:
        return value.code

    def row_of(self, value: VatCode | None) -> VatRow:
        blank = VatCode("", "", Decimal(0))
        return VatRow(value or blank, self._book, is_new=value is None)

    def keep(self, typed: VatCode, before: VatCode | None, row: ValueRow[VatCode]) -> bool:
        if before is None and self._book.chart.find_vat_code(typed.code) is not None:
            row.complain(f"There is a code {typed.code} already")
            return False
        return self._saver.save_vat_code(typed, before, row.complain)

    def lacks(self) -> bool:
        return not self._book.chart.tax_rates()
