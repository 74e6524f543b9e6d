"""Sets money that is there already against an open invoice: a payment on account, or a credit note.

Knows what is left and what is open; whether it may be settled is the engine's to say.
"""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.money import Money
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing.lists import InvoiceEntry, PaymentEntry
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.entry_dialog import EntryDialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.money_input import MoneyInput
from safe_desktop.ui.records.open_documents import as_options, open_invoices
from safe_desktop.ui.shell.page import Context

Settle = Callable[[int, Money], object]


class SettleDialog(EntryDialog):
    """Which invoice, and how much: as much as fits to begin with."""

    def __init__(
        self,
        context: Context,
        title: str,
        subtitle: str,
        customer_id: int,
        left: Money,
        settle: Settle,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent, subtitle=subtitle, width=500)
        self._context, self._left, self._settle = context, left, settle
        book, today = context.workplace.book, context.workplace.clock.today()
        self._open = {str(entry.id): entry for entry in open_invoices(book, customer_id)}
        self.invoice = Choice(as_options(list(self._open.values()), today))
        self.amount = MoneyInput(left.currency)
        self.invoice_field = self.blames(Field("Invoice", self.invoice), "invoice", "is for")
        self.amount_field = self.blames(Field("Amount", self.amount), "amount", "open", "only")
        self.form.addWidget(self.invoice_field)
        self.form.addWidget(self.amount_field)
        self.form.addWidget(self.problem)
        self.add_cancel()
        primary = self.add_primary("Apply", self.save)
        if not self._open:
            primary.setEnabled(False)
            self.invoice_field.complain("This customer has no open invoice.")
        self.invoice.currentIndexChanged.connect(self._on_invoice_current_index_changed)
        self._propose()
        self.begin(self.invoice)

    def typed(self) -> object:
        return self.invoice.key(), self.amount.text()

    def save(self) -> None:
        """Set it against the invoice and close."""
        self.clear_complaints()
        try:
            amount = self.amount.money()
        except ValueError as problem:
            self.amount_field.complain(str(problem))
            return
        document = int(self.invoice.key())
        self._context.work.now(
            lambda: self._settle(document, amount), done=lambda _saved: self.accept(), failed=self.show_refusal
        )

    def _propose(self) -> None:
        entry = self._open.get(self.invoice.key())
        if entry is not None and entry.open.currency == self._left.currency:
            self.amount.show_money(min(entry.open, self._left))

    @Slot(int)
    def _on_invoice_current_index_changed(self, _index: int) -> None:
        self._propose()


def for_payment(context: Context, entry: PaymentEntry, left: Money, parent: QWidget | None) -> SettleDialog:
    """The dialog that sets a payment on account against an invoice."""
    return SettleDialog(
        context,
        "Apply to an invoice",
        f"{formats.money(left)} from {entry.customer} waits for an invoice.",
        entry.customer_id,
        left,
        lambda document, amount: ledger.place_payment(context.workplace, entry.id, document, amount),
        parent,
    )


def for_credit(context: Context, entry: InvoiceEntry, parent: QWidget | None) -> SettleDialog:
    """The dialog that sets a credit note against an invoice."""
    left = -entry.open
    return SettleDialog(
        context,
        f"Apply {entry.number} to an invoice",
        f"{formats.money(left)} of it is left, for {entry.customer}.",
        entry.customer_id,
        left,
        lambda document, amount: ledger.apply_credit(context.workplace, entry.id, document, amount),
        parent,
    )
