"""The fields of an invoice or credit note with its grid of lines and its totals. Shows and reads; keeps nothing.

Knows the book's names, codes and accounts as choices.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from safe_desktop.domain.document import MAX_NUMBER, MAX_REFERENCE, Document, DocumentKind
from safe_desktop.domain.tax import TaxMode
from safe_desktop.domain.theirs import Account
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.parts.controls import Button, Card, IconButton, Label
from safe_desktop.ui.parts.customer_input import CustomerInput
from safe_desktop.ui.parts.entry_dialog import in_tab_order
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.records.invoice_panel import TAX_WORDS
from safe_desktop.ui.records.line_model import ACCOUNT, DESCRIPTION, DISCOUNT, PRICE, VAT, LineModel
from safe_desktop.ui.records.lines_editor import LinesEditor

_GRID_HEIGHT = 232


class InvoiceForm(QWidget):
    """Customer, number, dates, reference, how prices are meant, lines, totals."""

    new_customer_asked = Signal()

    def __init__(self, book: Book, kind: DocumentKind) -> None:
        super().__init__()
        self._book = book
        self._kind = kind
        self.customer = CustomerInput(())
        self.number = QLineEdit()
        self.number.setMaxLength(MAX_NUMBER)
        today = book.clock.today()
        self.issued_on, self.due_on = DayInput(today), DayInput(today)
        self.reference = QLineEdit()
        self.reference.setMaxLength(MAX_REFERENCE)
        self.tax_mode = Choice([(mode.value, home_words.local(words)) for mode, words in TAX_WORDS.items()])
        self.lines = LineModel(book.chart.vat_codes(), book.settings.default_vat_code, self)
        self.editor = LinesEditor(self.lines, _account_options(book))
        self._lay_out()
        self.lines.edited.connect(self._on_lines_edited)
        self.tax_mode.currentIndexChanged.connect(self._on_tax_mode_current_index_changed)
        self.customer.chosen.connect(self._on_customer_chosen)

    def show_document(self, document: Document, number: str) -> None:
        """Show all of the document, under this number."""
        self.customer.offer(self._book.customers.names(), document.customer_id)
        self.number.setText(number)
        for day, shown in ((document.issued_on, self.issued_on), (document.due_on, self.due_on)):
            shown.blockSignals(True)
            shown.show_day(day)
            shown.blockSignals(False)
        self.reference.setText(document.reference)
        self.tax_mode.choose(document.tax_mode.value)
        self.lines.currency = document.currency
        self.lines.mode = document.tax_mode
        self.lines.show_lines(document.lines)
        if not document.customer_id:
            self.customer.clear()
        self._show_totals()

    def typed(self) -> object:
        """Everything that a person can have typed."""
        return (
            self.customer.text(),
            self.number.text(),
            self.issued_on.day(),
            self.due_on.day(),
            self.reference.text(),
            self.tax_mode.key(),
            self.lines.texts(),
        )

    def places(self) -> dict[str, Callable[[], object]]:
        """What puts the cursor where a field of the document is typed, by the name of the field."""
        columns = {"vat_code": VAT, "account_code": ACCOUNT, "discount": DISCOUNT, "amount": PRICE}
        columns |= {"lines": DESCRIPTION, "description": DESCRIPTION}
        return {
            "customer": self.customer.setFocus,
            "number": self.number.setFocus,
            "issued_on": self.issued_on.setFocus,
            "due_on": self.due_on.setFocus,
            "reference": self.reference.setFocus,
            **{name: partial(self.editor.edit_at, 0, column) for name, column in columns.items()},
        }

    def fields(self) -> tuple[QWidget, ...]:
        """The fields above the grid, in the order of Tab."""
        return (self.customer, self.issued_on, self.due_on, self.reference, self.number, self.tax_mode)

    @Slot(int)
    def offer_customers(self, chosen_id: int) -> None:
        """Offer all customers again, for there is a new one, and choose it."""
        self.customer.offer(self._book.customers.names(), chosen_id)
        self.reference.setFocus()

    # -- making

    def _lay_out(self) -> None:
        new_customer = IconButton("user-plus", "New customer  Ctrl+Shift+C", self.new_customer_asked.emit, 34)
        new_customer.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is enough; Tab goes on to the date
        self.customer_field = Field("Customer", self.customer, beside=new_customer)
        is_credit = self._kind is DocumentKind.CREDIT_NOTE
        self.number_field = Field("Number", self.number)
        self.issued_field = Field("Date", self.issued_on)
        self.due_field = Field("Due", self.due_on)
        if is_credit:
            self.due_field.hide()
        self.reference_field = Field("Reference", self.reference)
        self.mode_field = Field("Prices are", self.tax_mode)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for column, stretch in enumerate((3, 2, 2, 2)):
            grid.setColumnStretch(column, stretch)
        grid.addWidget(self.customer_field, 0, 0, 1, 2)
        grid.addWidget(self.issued_field, 0, 2, 1, 2 if is_credit else 1)
        grid.addWidget(self.due_field, 0, 3)
        grid.addWidget(self.reference_field, 1, 0, 1, 2)
        grid.addWidget(self.number_field, 1, 2)
        grid.addWidget(self.mode_field, 1, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addLayout(grid)
        whole.addWidget(self._grid_card(), 1)
        whole.addLayout(self._foot())
        in_tab_order([*self.fields(), self.editor])

    def _grid_card(self) -> Card:
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 9, 1, 9)
        column.addWidget(self.editor)
        self.editor.setMinimumHeight(_GRID_HEIGHT)
        return card

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(14)
        left = QVBoxLayout()
        left.setSpacing(6)
        remove = Button("Remove line", "trash-2", is_small=True, pressed=self.editor.remove_current, tip="Ctrl+Delete")
        left.addWidget(remove, alignment=Qt.AlignmentFlag.AlignLeft)
        keys = "Tab: next cell    Enter: next line    Ctrl+Enter: save"
        left.addWidget(Label(keys, fonts.Size.SMALL, ink="faint"))
        left.addStretch()
        foot.addLayout(left, 1)
        totals = QGridLayout()
        totals.setHorizontalSpacing(28)
        totals.setVerticalSpacing(5)
        self.figures: dict[str, Label] = {}
        for row, (key, words) in enumerate((("net", "Net"), ("vat", home_words.local("VAT")), ("total", "Total"))):
            is_total = key == "total"
            size = fonts.Size.CARD_TITLE if is_total else fonts.Size.TEXT
            weight = fonts.SEMI_BOLD if is_total else fonts.MEDIUM
            totals.addWidget(
                Label(words, size, weight if is_total else fonts.REGULAR, "text" if is_total else "muted"), row, 0
            )
            self.figures[key] = Label("", size, weight, is_figures=True)
            self.figures[key].setMinimumWidth(110)
            self.figures[key].setAlignment(Qt.AlignmentFlag.AlignRight)
            totals.addWidget(self.figures[key], row, 1)
        foot.addLayout(totals)
        return foot

    def _show_totals(self) -> None:
        totals = self.lines.totals()
        shown = {"net": totals.subtotal, "vat": totals.tax, "total": totals.total}
        for key, amount in shown.items():
            words = formats.money(amount) if key == "total" else formats.figure(amount)
            self.figures[key].setText(words)
            self.figures[key].setAccessibleName(f"{key}: {formats.spoken_money(amount)}")

    @Slot()
    def _on_lines_edited(self) -> None:
        self._show_totals()

    @Slot(int)
    def _on_tax_mode_current_index_changed(self, _index: int) -> None:
        if self.tax_mode.key():
            self.lines.show_mode(TaxMode(self.tax_mode.key()))

    @Slot(int)
    def _on_customer_chosen(self, customer_id: int) -> None:
        if customer_id:
            self.customer_field.complain("")


def _account_options(book: Book) -> list[tuple[str, str]]:
    """The sales accounts Xero has, or nothing to choose from while they are not known: then codes are typed."""
    known = [account for account in book.chart.accounts() if _is_for_sales(account)]
    if not known:
        return []
    default = book.settings.sales_account
    named = [(account.code, f"{account.code}  ·  {account.name}") for account in known]
    return [("", f"As in Settings{f' ({default})' if default else ''}"), *named]


def _is_for_sales(account: Account) -> bool:
    return account.account_class == "REVENUE" and account.status == "ACTIVE" and bool(account.code)
