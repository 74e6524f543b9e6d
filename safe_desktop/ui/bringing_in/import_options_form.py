"""How the values of a file are meant: dates, decimal signs, VAT, cancellations. Knows the options of an import."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.files.import_columns import CUSTOMERS, INVOICES
from safe_desktop.engine.files.import_mapping import ImportOptions
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, home_words
from safe_desktop.ui.parts.controls import Card, Label, TickBox
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.records.invoice_panel import TAX_WORDS

_WIDTH = 246
_BY_COLUMN = ("", "As the VAT column says")


class ImportOptionsForm(Card):
    """Only what the kind of file needs is offered."""

    def __init__(self, book: Book, kind: str) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self.day_first = TickBox("Day before month")
        self.decimal_comma = TickBox("Decimal comma")
        self.round_prices = TickBox("Round prices to 4 places")
        self.tax_mode = Choice(
            [
                (_BY_COLUMN[0], home_words.local(_BY_COLUMN[1])),
                *((mode.value, home_words.local(words)) for mode, words in TAX_WORDS.items()),
            ]
        )
        settings = book.settings
        default = settings.default_vat_code
        codes = [(code.code, f"{code.code}  ·  {code.name}") for code in book.chart.vat_codes()]
        self.vat_code = Choice([("", f"As in Settings ({default})"), *codes])
        self.cash_customer = QLineEdit()
        self.cash_customer.setPlaceholderText(settings.cash_customer)
        self.credit_prefix = QLineEdit()
        self.credit_prefix.setMaxLength(20)
        self.credit_prefix.setPlaceholderText("none")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(11)
        column.addWidget(Label("How it is meant", fonts.Size.TEXT, fonts.SEMI_BOLD))
        if kind == CUSTOMERS:
            column.addWidget(Label("Nothing more to say for customers.", ink="muted", wraps=True))
        else:
            self.day_first.setToolTip("03/12/2026 is 3 December, not 12 March")
            column.addWidget(self.day_first)
            column.addWidget(self.decimal_comma)
        if kind == INVOICES:
            column.addWidget(self.round_prices)
            column.addWidget(Field("Prices are", self.tax_mode))
            column.addWidget(Field(home_words.local("VAT code where there is none"), self.vat_code))
            column.addWidget(Field("Customer where there is none", self.cash_customer))
            hint = "Numbers such as C536379 become credit notes"
            column.addWidget(Field("Cancellations begin with", self.credit_prefix, hint))
        column.addStretch(1)

    def show_options(self, options: ImportOptions) -> None:
        """Show these."""
        self.day_first.setChecked(options.day_first)
        self.decimal_comma.setChecked(options.decimal_comma)
        self.round_prices.setChecked(options.round_prices)
        self.tax_mode.choose(options.tax_mode.value if options.tax_mode else "")
        self.vat_code.choose(options.vat_code)
        self.cash_customer.setText(options.cash_customer)
        self.credit_prefix.setText(options.credit_prefix)

    def options(self, before: ImportOptions) -> ImportOptions:
        """What is chosen; what is not offered here stays as it was."""
        return replace(
            before,
            day_first=self.day_first.isChecked(),
            decimal_comma=self.decimal_comma.isChecked(),
            round_prices=self.round_prices.isChecked(),
            tax_mode=TaxMode(self.tax_mode.key()) if self.tax_mode.key() else None,
            vat_code=self.vat_code.key(),
            cash_customer=self.cash_customer.text().strip(),
            credit_prefix=self.credit_prefix.text().strip(),
        )
