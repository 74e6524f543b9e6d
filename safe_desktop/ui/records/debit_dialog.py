"""Moves a Direct Debit on in its life: which state, since when, and what that means for the money, said before.

Knows the states and their words from the domain; whether a move is allowed and what it does is the engine's.
"""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from safe_desktop.domain.debit_life import Debit, DebitStatus, next_of
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger_payments
from safe_desktop.engine.entry.saved import Saved
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.dialog import fit_height
from safe_desktop.ui.parts.entry_dialog import EntryDialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.shell.page import Context

_IN_XERO = (
    "Where Xero has the payment, the next sync removes it there; if Xero has reconciled it, the Desk says what to undo "
    "first."
)
_MEANING = {
    DebitStatus.PENDING: "It is prepared and was not given to the bank yet. It stays here.",
    DebitStatus.SUBMITTED: "It is with the bank. It stays here until the money is there.",
    DebitStatus.CONFIRMED: "The bank has taken it on. It goes to Xero when the method’s days to clear are over, "
    "or when it is paid out.",
    DebitStatus.PAID_OUT: "The money is in your account: it goes to Xero with the next sync.",
    DebitStatus.FAILED: f"The money did not come: the invoice is open again. {_IN_XERO}",
    DebitStatus.CHARGED_BACK: f"The money went back: the invoice is open again. {_IN_XERO}",
}


def can_move(payment_debit: Debit | None) -> bool:
    """Whether there is a state that it may come into."""
    return bool(next_of(payment_debit))


class DebitDialog(EntryDialog):
    """The state and its day."""

    def __init__(self, context: Context, payment: Payment, customer: str, parent: QWidget | None = None) -> None:
        stands = f"It is {payment.debit.words.lower()}." if payment.debit else "Its collection is not followed yet."
        super().__init__(
            "Direct Debit",
            parent,
            subtitle=f"{formats.money(payment.amount)} from {customer}. {stands}",
            width=480,
        )
        self._context, self._payment = context, payment
        self.status = Choice([(status.value, status.words) for status in next_of(payment.debit)])
        self.on = DayInput(context.workplace.clock.today())
        self.meaning = Label("", ink="muted", wraps=True)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Field("It is now", self.status), 1)
        row.addWidget(self.blames(Field("Since", self.on), "still to come", "only on"), 1)
        self.form.addLayout(row)
        self.form.addWidget(self.meaning)
        self.form.addWidget(self.problem)
        self.status.currentIndexChanged.connect(self._on_status_current_index_changed)
        self._say_what_it_means()
        self.add_cancel()
        self.add_primary("Save", self.save)
        self.begin(self.status)

    def typed(self) -> object:
        return self.status.key(), self.on.day()

    def save(self) -> None:
        """Move it, and close."""
        self.clear_complaints()
        workplace, payment_id = self._context.workplace, self._payment.id
        status, on = DebitStatus(self.status.key()), self.on.day()
        self._context.work.now(
            lambda: ledger_payments.move_debit(workplace, payment_id, status, on),
            done=self._on_saved,
            failed=self.show_refusal,
        )

    def _on_saved(self, _saved: Saved[Payment]) -> None:
        self.accept()

    def _say_what_it_means(self) -> None:
        key = self.status.key()
        self.meaning.setText(_MEANING[DebitStatus(key)] if key else "")
        QTimer.singleShot(0, self, lambda: fit_height(self))

    @Slot(int)
    def _on_status_current_index_changed(self, _index: int) -> None:
        self._say_what_it_means()
