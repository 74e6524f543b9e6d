"""A payment as it is written down: from whom, for which open invoice, how much, how and when.

Knows what is open; whether the payment can be kept is the engine's to say.
"""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.saved import Saved
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.customer_input import CustomerInput
from safe_desktop.ui.parts.entry_dialog import EntryDialog, in_tab_order
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.parts.money_input import MoneyInput
from safe_desktop.ui.records.open_documents import MOST_OFFERED, as_options, open_invoices
from safe_desktop.ui.shell.page import Context

ON_ACCOUNT = ""
_REFERENCE = 255


class PaymentDialog(EntryDialog):
    """Records one payment; `saved` gets its id. With `document_id` that invoice is chosen."""

    def __init__(
        self,
        context: Context,
        *,
        customer_id: int = 0,
        document_id: int = 0,
        saved: Callable[[int], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Record a payment", parent, subtitle="Money that a customer paid to you.", width=540)
        self._context, self._saved = context, saved
        book = context.workplace.book
        self.customer = CustomerInput(book.customers.names(), customer_id)
        self.invoice = Choice()
        organisation = book.chart.organisation()
        self.amount = MoneyInput(organisation.base_currency if organisation else "GBP")
        self.paid_on = DayInput(context.workplace.clock.today())
        methods = book.payments.methods()
        default = book.payments.find_method(book.settings.default_method)
        self.method = Choice(
            [(str(one.id), one.name) for one in methods], str(default.id) if default is not None else ""
        )
        self.reference = QLineEdit()
        self.reference.setMaxLength(_REFERENCE)
        self._lay_out()
        self._offer_invoices(str(document_id) if document_id else "")
        self.customer.chosen.connect(self._on_customer_chosen)
        self.invoice.currentIndexChanged.connect(self._on_invoice_current_index_changed)
        self.method.currentIndexChanged.connect(self._on_method_current_index_changed)
        self.add_cancel()
        self.add_button("Save and next", self.save_and_next)
        self.add_primary("Save", self.save)
        self.begin(self.amount if document_id else self.invoice if customer_id else self.customer)

    def _lay_out(self) -> None:
        self.customer_field = self.blames(Field("Customer", self.customer), "archived")
        self.invoice_field = self.blames(Field("For", self.invoice), "draft", "voided", "is for “")
        self.amount_field = self.blames(Field("Amount", self.amount), "open", "payment of", "finer")
        self.paid_field = Field("Paid on", self.paid_on)
        self.method_field = Field("How", self.method)
        self.reference_field = self.blames(Field("Reference", self.reference), "reference")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.customer_field, 0, 0, 1, 2)
        grid.addWidget(self.invoice_field, 1, 0, 1, 2)
        grid.addWidget(self.amount_field, 2, 0)
        grid.addWidget(self.paid_field, 2, 1)
        grid.addWidget(self.method_field, 3, 0)
        grid.addWidget(self.reference_field, 3, 1)
        self.form.addLayout(grid)
        self.form.addWidget(self.problem)
        in_tab_order([self.customer, self.invoice, self.amount, self.paid_on, self.method, self.reference])
        self._say_hold()

    def typed(self) -> object:
        return (
            self.customer.text(),
            self.invoice.key(),
            self.amount.text(),
            self.paid_on.day(),
            self.method.key(),
            self.reference.text(),
        )

    def save(self) -> None:
        """Keep the payment and close."""
        self._save(self._on_saved)

    def save_and_next(self) -> None:
        """Keep the payment and be ready for the next one of the same day and method."""
        self._save(self._on_saved_before_next)

    def _save(self, done: Callable[[Saved[Payment]], object]) -> None:
        self.clear_complaints()
        self.customer.take_the_only_one()
        customer_id = self.customer.customer_id()
        if not customer_id:
            self.customer_field.complain("Choose a customer of the list.")
            return
        try:
            amount = self.amount.money()
        except ValueError as problem:
            self.amount_field.complain(str(problem))
            return
        payment = Payment(
            customer_id=customer_id,
            paid_on=self.paid_on.day(),
            amount=amount,
            method_id=int(self.method.key()),
            document_id=int(self.invoice.key()) if self.invoice.key() else None,
            reference=self.reference.text().strip(),
        )
        workplace = self._context.workplace
        self._context.work.now(lambda: ledger.add_payment(workplace, payment), done=done, failed=self.show_refusal)

    def _on_saved(self, saved: Saved[Payment]) -> None:
        self.accept()
        if self._saved is not None:
            self._saved(saved.value.id)

    def _on_saved_before_next(self, saved: Saved[Payment]) -> None:
        if self._saved is not None:
            self._saved(saved.value.id)
        self.customer.clear()
        self.reference.clear()
        self.subtitle.setText(f"{formats.money(saved.value.amount)} is kept. And the next one?")
        self.begin(self.customer)
        self.customer.setFocus()

    def _offer_invoices(self, chosen: str = "") -> None:
        book, today = self._context.workplace.book, self._context.workplace.clock.today()
        found = open_invoices(book, self.customer.customer_id())
        self._open = {str(entry.id): entry for entry in found}
        options = [*as_options(found, today), (ON_ACCOUNT, "On account, for no invoice yet")]
        self.invoice.blockSignals(True)
        self.invoice.show_options(options, chosen or (str(found[0].id) if found else ON_ACCOUNT))
        self.invoice.blockSignals(False)
        if len(found) == MOST_OFFERED:
            words = f"The {MOST_OFFERED} longest due; for another, press Ctrl+P on it on the page Invoices."
            self.invoice_field.complain(words)
        self._propose()

    def _propose(self) -> None:
        entry = self._open.get(self.invoice.key())
        if entry is not None:
            self.amount.show_money(entry.open)
        elif not self.customer.customer_id():
            self.amount.clear()

    def _say_hold(self) -> None:
        key = self.method.key()
        method = self._context.workplace.book.payments.method(int(key)) if key else None
        held = (
            f"Held {formats.count(method.hold_days, 'day')} until it has cleared."
            if method and method.hold_days
            else ""
        )
        self.method_field.hint(held)

    @Slot(int)
    def _on_customer_chosen(self, _customer_id: int) -> None:
        self.customer_field.complain("")
        self._offer_invoices()

    @Slot(int)
    def _on_invoice_current_index_changed(self, _index: int) -> None:
        self._propose()

    @Slot(int)
    def _on_method_current_index_changed(self, _index: int) -> None:
        self._say_hold()
