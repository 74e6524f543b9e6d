"""Money that is paid back to a customer on a credit note: how much, when and how. At most what is left of the credit.

Knows what is left; whether the refund can be kept, and that it goes to Xero once, is the engine's.
"""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from safe_desktop.domain.payment import MAX_PAYMENT_REFERENCE, Payment
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.saved import Saved
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.entry_dialog import EntryDialog, in_tab_order
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.parts.money_input import MoneyInput
from safe_desktop.ui.shell.page import Context


class RefundDialog(EntryDialog):
    """One refund on one credit note."""

    def __init__(self, context: Context, entry: InvoiceEntry, parent: QWidget | None = None) -> None:
        left = -entry.open
        super().__init__(
            f"Pay back {entry.number}",
            parent,
            subtitle=f"{formats.money(left)} of it is left, for {entry.customer}. What goes back is used up.",
            width=500,
        )
        self._context, self._entry = context, entry
        book = context.workplace.book
        default = book.payments.find_method(book.settings.default_method)
        methods = [(str(one.id), one.name) for one in book.payments.methods()]
        self.amount = MoneyInput(left.currency)
        self.amount.show_money(left)
        self.paid_on = DayInput(context.workplace.clock.today())
        self.method = Choice(methods, str(default.id) if default is not None else "")
        self.reference = QLineEdit()
        self.reference.setMaxLength(MAX_PAYMENT_REFERENCE)
        self._lay_out()
        self.method.currentIndexChanged.connect(self._on_method_current_index_changed)
        self._say_where_it_goes()
        self.add_cancel()
        self.add_primary("Pay back", self.save)
        self.begin(self.amount)

    def _lay_out(self) -> None:
        self.amount_field = self.blames(Field("Amount", self.amount), "open", "payment of", "finer", "left")
        self.method_field = Field("How", self.method)
        self.reference_field = self.blames(Field("Reference", self.reference), "reference")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.amount_field, 0, 0)
        grid.addWidget(Field("Paid back on", self.paid_on), 0, 1)
        grid.addWidget(self.method_field, 1, 0)
        grid.addWidget(self.reference_field, 1, 1)
        self.form.addLayout(grid)
        self.form.addWidget(self.problem)
        in_tab_order([self.amount, self.paid_on, self.method, self.reference])

    def typed(self) -> object:
        return self.amount.text(), self.paid_on.day(), self.method.key(), self.reference.text()

    def save(self) -> None:
        """Keep the refund and close."""
        self.clear_complaints()
        try:
            amount = self.amount.money()
        except ValueError as problem:
            self.amount_field.complain(str(problem))
            return
        workplace, entry = self._context.workplace, self._entry
        refund = Payment(
            customer_id=entry.customer_id,
            paid_on=self.paid_on.day(),
            amount=amount,
            method_id=int(self.method.key()),
            document_id=entry.id,
            reference=self.reference.text().strip(),
        )
        self._context.work.now(
            lambda: ledger.add_payment(workplace, refund), done=self._on_saved, failed=self.show_refusal
        )

    def _on_saved(self, _saved: Saved[Payment]) -> None:
        self.accept()

    def _say_where_it_goes(self) -> None:
        key = self.method.key()
        method = self._context.workplace.book.payments.method(int(key)) if key else None
        stays = method is not None and method.stays_local
        self.method_field.hint("It has no account in Xero: the refund stays here." if stays else "")

    @Slot(int)
    def _on_method_current_index_changed(self, _index: int) -> None:
        self._say_where_it_goes()
