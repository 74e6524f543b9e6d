"""The page of payments: what came in, what it settled, and where each stands towards Xero."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.payment import Origin
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine import changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.taking_back_shares import take_back_share
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import PaymentEntry
from safe_desktop.engine.showing.payment_card import payment_card
from safe_desktop.ui.deciding.settle_dialog import for_payment
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.chips import payment_chip, standing_chip
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.debit_dialog import DebitDialog, can_move
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.records.payment_panel import DEBIT, SHARE, payment_parts
from safe_desktop.ui.shell.page import Place
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column, where_wide
from safe_desktop.ui.tables.list_page import ListPage
from safe_desktop.ui.tables.table_view import TableSetup

_WAITING = ("On account", "Unmatched", "Held until cleared")


class PaymentsPage(ListPage[PaymentEntry]):
    """All payments, those made here and those that came from Xero."""

    name, title, icon = "payments", "Payments", "hand-coins"
    touches = frozenset(
        {changes.PAYMENTS, changes.DOCUMENTS, changes.CUSTOMERS, changes.MISMATCHES, changes.CONNECTION}
    )
    files, new_words = "payments", "New payment"
    hint = ("hand-coins", "No payment chosen", "Choose one to see what it settles.")

    def setup(self) -> TableSetup[PaymentEntry]:
        return TableSetup(
            name="payments",
            columns=(
                day_column("paid_on", "Date", lambda e: e.paid_on, width=106),
                Column("customer", "Customer", lambda e: e.customer, "customer", 150, stretches=True, ink=_ink),
                Column("document_number", "Invoice", _number, "document_number", 92, weight="medium", ink=_ink),
                money_column("amount", "Amount", lambda e: e.amount, width=94, ink=_ink),
                where_wide(Column("method", "How", lambda e: e.method, "method", 110, is_second=True), 870),
                where_wide(Column("reference", "Reference", _reference, "reference", 140, is_second=True), 1040),
                chip_column("word", "Status", lambda e: payment_chip(e.word), sort="word", width=146),
                where_wide(
                    chip_column("standing", "In Xero", lambda e: standing_chip(e.standing), width=128, sort="standing"),
                    750,
                ),
            ),
            source=lambda: lists.payments(self.context.workplace.book),
            noun="payment",
            filters=(
                ("", "All"),
                ("here", "Made here"),
                ("xero", "From Xero"),
                ("on_account", "On account"),
                ("held", "Held"),
                ("reversed", "Reversed"),
            ),
            empty=(
                "hand-coins",
                "No payments yet",
                "Payments made in Xero arrive by themselves. Others you write down here.",
            ),
            empty_button="Record a payment",
            empty_pressed=self.add,
            has_totals=True,
        )

    def reload(self) -> None:
        super().reload()
        self.say("Money received, less what was paid back; what was taken back is not added up")

    def kind_of_entry(self, entry: PaymentEntry) -> RecordKind:
        return RecordKind.PAYMENT

    def parts(self, record_id: int) -> Sequence[QWidget]:
        return payment_parts(self.context, payment_card(self.context.workplace.book, record_id))

    def add_actions(self) -> None:
        self.act("Go to its invoice", "receipt-text", self.go_to_invoice, "Ctrl+G", when=_has_invoice)
        self.act("Apply to an invoice…", "hand-coins", self.place, "Ctrl+B", when=_can_be_placed)
        self.act("Take back from its invoice…", "undo-2", self.free_shares, "Ctrl+Shift+B", when=_is_of_account)
        self.act("Direct Debit…", "refresh-cw", self.move_debit, "Ctrl+D", when=_can_be_followed)
        self.act_on_standing()
        self.separate()
        self.act("Take back…", "undo-2", self.take_back, "Del", when=_can_be_taken_back)

    def foot_buttons(self) -> Sequence[Button]:
        self.place_button = Button("Apply…", "receipt-text", pressed=self.place, tip="Apply to an invoice  Ctrl+B")
        self.back_button = Button("Take back", "undo-2", pressed=self.take_back, tip="Del")
        return (self.place_button, self.back_button)

    def show_details(self, record_id: int) -> None:
        super().show_details(record_id)
        entry = self.table.current()
        self.place_button.setEnabled(entry is not None and _can_be_placed(entry))
        self.back_button.setEnabled(entry is not None and _can_be_taken_back(entry))

    def do(self, action: str) -> None:
        if action == DEBIT:
            self.move_debit()
        elif action.startswith(SHARE):
            self.ask_for_shares([int(action.removeprefix(SHARE))])
        else:
            super().do(action)

    def add(self) -> None:
        PaymentDialog(self.context, saved=self.show_added, parent=self.window()).open()

    def open_record(self, record_id: int) -> None:
        """Enter shows the invoice, or offers one where there is none yet."""
        entry = self.table.current()
        if entry is not None and _can_be_placed(entry):
            self.place()
        else:
            self.go_to_invoice()

    def go_to_invoice(self) -> None:
        """Show the invoice that the payment settles."""
        entry = self.table.current()
        if entry is not None and entry.document_id is not None:
            self.context.navigate(Place("invoices", kind=RecordKind.INVOICE, record_id=entry.document_id))

    def place(self) -> None:
        """Set the payment under the cursor against an open invoice."""
        entry, book = self.table.current(), self.context.workplace.book
        if entry is not None and _can_be_placed(entry):
            for_payment(self.context, entry, book.payments.unallocated(entry.id), self.window()).open()

    def move_debit(self) -> None:
        """Say where the collection of the payment under the cursor stands by now."""
        entry, book = self.table.current(), self.context.workplace.book
        if entry is None or not _can_be_followed(entry):
            return
        payment = self.context.work.now(lambda: book.payments.get(entry.id))
        if payment is not None and can_move(payment.debit):
            DebitDialog(self.context, payment, entry.customer, self.window()).open()

    def free_shares(self) -> None:
        """Ask, and take back all that the payment on account under the cursor settles."""
        entry, book = self.table.current(), self.context.workplace.book
        shares = book.payments.allocations_of(entry.id) if entry is not None and _is_of_account(entry) else []
        if shares:
            self.ask_for_shares(sorted({share.document_id for share in shares}))

    def ask_for_shares(self, document_ids: Sequence[int]) -> None:
        """Ask, and take back what the payment under the cursor settles of these documents."""
        entry, workplace = self.table.current(), self.context.workplace
        if entry is None:
            return
        payment_id = entry.id
        numbers = " and ".join(one.number for one in workplace.book.documents.get_many(document_ids).values())
        is_one = len(document_ids) == 1
        Question(
            f"Take this money back from {numbers}?",
            f"It is on account again, and {numbers} {'is' if is_one else 'are'} open by so much. Where Xero has it so "
            "too, it is taken back there with the next sync.",
            "Take back",
            lambda: self.records.each(
                document_ids, lambda document_id: take_back_share(workplace, payment_id, document_id).changes
            ),
            self.window(),
            is_danger=True,
        ).open()

    def take_back(self) -> None:
        """Ask, and take the selected payments back."""
        chosen = self.selected_ids(_can_be_taken_back)
        if chosen:
            Question(
                f"Take {self.records.named(len(chosen))} back?",
                "What was settled is open again; the payment stays as evidence. Where Xero has it, it is removed "
                "there with the next sync.",
                "Take back",
                lambda: self.take_these_back(chosen),
                self.window(),
                is_danger=True,
            ).open()

    def take_these_back(self, ids: Sequence[int]) -> None:
        """Take these payments back."""
        workplace = self.context.workplace
        self.records.each(ids, lambda record: ledger.take_back_payment(workplace, record).changes)


def _number(entry: PaymentEntry) -> str:
    return entry.document_number or formats.NOTHING


def _reference(entry: PaymentEntry) -> str:
    return entry.reference or formats.NOTHING


def _ink(entry: PaymentEntry) -> str:
    return "muted" if entry.word == "Reversed" else ""


def _has_invoice(entry: PaymentEntry) -> bool:
    return entry.document_id is not None


def _can_be_placed(entry: PaymentEntry) -> bool:
    return entry.document_id is None and entry.word in _WAITING


def _is_of_account(entry: PaymentEntry) -> bool:
    return entry.document_id is None and entry.word != "Reversed"


def _can_be_followed(entry: PaymentEntry) -> bool:
    return entry.word not in ("Reversed", "Paid back") and entry.origin is Origin.HERE


def _can_be_taken_back(entry: PaymentEntry) -> bool:
    return entry.word != "Reversed" and entry.origin is Origin.HERE
