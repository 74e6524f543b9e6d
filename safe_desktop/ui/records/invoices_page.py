"""The page of invoices and credit notes: what was billed, what is open, and where each stands towards Xero."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.billing import SettledStatus
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine import changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.ui.deciding.settle_dialog import for_credit
from safe_desktop.ui.look.chips import settled_chip, standing_chip
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.invoice_panel import invoice_parts
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.records.refund_dialog import RefundDialog
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column, where_wide
from safe_desktop.ui.tables.list_page import ListPage
from safe_desktop.ui.tables.table_view import TableSetup

_OPEN_WORDS = (SettledStatus.AWAITING, SettledStatus.PART_PAID, SettledStatus.OVERDUE)


class InvoicesPage(ListPage[InvoiceEntry]):
    """All invoices and credit notes."""

    name, title, icon = "invoices", "Invoices", "receipt-text"
    touches = frozenset(
        {changes.DOCUMENTS, changes.PAYMENTS, changes.CUSTOMERS, changes.MISMATCHES, changes.CONNECTION}
    )
    files, new_words = "invoices", "New invoice"
    hint = ("receipt-text", "No invoice chosen", "Choose one to see its lines and payments.")

    def setup(self) -> TableSetup[InvoiceEntry]:
        return TableSetup(
            name="invoices",
            columns=(
                Column("number", "Number", lambda e: e.number, "number", 98, weight="medium", ink=_ink),
                Column("customer", "Customer", lambda e: e.customer, "customer", 150, stretches=True, ink=_ink),
                where_wide(day_column("issued_on", "Date", lambda e: e.issued_on, width=98), 930),
                where_wide(day_column("due_on", "Due", _due, width=98), 750),
                money_column("total", "Total", lambda e: e.total, width=94, shows_zero=True, ink=_ink),
                where_wide(money_column("open", "Open", lambda e: e.open, width=94, ink=_open_ink), 830),
                chip_column("word", "Status", _chip, sort="word", width=146),
                chip_column("standing", "In Xero", lambda e: standing_chip(e.standing), sort="standing", width=128),
            ),
            source=lambda: lists.invoices(self.context.workplace.book, self.context.workplace.clock.today()),
            noun="document",
            filters=(
                ("", "All"),
                ("awaiting", "Awaiting"),
                ("overdue", "Overdue"),
                ("paid", "Paid"),
                ("credit_notes", "Credit notes"),
                ("voided", "Voided"),
            ),
            empty=(
                "receipt-text",
                "No invoices yet",
                "Import what you have as CSV or Excel, or type the first one with Ctrl+N.",
            ),
            empty_button="Import invoices from a file",
            empty_pressed=self.bring_in,
            has_totals=True,
        )

    def reload(self) -> None:
        super().reload()
        self.say("Invoices and credit notes; totals below are of the rows shown, void ones left out")

    def kind_of_entry(self, entry: InvoiceEntry) -> RecordKind:
        return kind_of(entry.kind)

    def parts(self, record_id: int) -> Sequence[QWidget]:
        return invoice_parts(self.context, lists.invoice_card(self.context.workplace.book, record_id))

    def add_actions(self) -> None:
        self.act("Edit…", "pencil", self.edit, "F2", when=_can_be_edited)
        self.act("Record payment…", "hand-coins", self.pay, "Ctrl+P", when=_can_be_paid)
        self.act("Apply to an invoice…", "receipt-text", self.settle, "Ctrl+B", when=_can_be_set)
        self.act("Pay back…", "undo-2", self.pay_back, "Ctrl+Shift+P", when=_can_be_set)
        self.act("New credit note…", "file-plus", self.credit, "Ctrl+Shift+N")
        self.act_on_standing()
        self.separate()
        self.act("Void…", "x", self.void, "Del", when=_can_be_edited)

    def foot_buttons(self) -> Sequence[Button]:
        self.edit_button = Button("Edit", "pencil", pressed=self.edit, tip="F2")
        self.pay_button = Button("Payment", "hand-coins", pressed=self.pay, tip="Record a payment  Ctrl+P")
        return (self.edit_button, self.pay_button)

    def show_details(self, record_id: int) -> None:
        super().show_details(record_id)
        entry = self.table.current()
        self.edit_button.setEnabled(entry is not None and _can_be_edited(entry))
        # On a credit note money goes the other way.
        is_credit = entry is not None and entry.kind is DocumentKind.CREDIT_NOTE
        self.pay_button.say("Pay back…" if is_credit else "Payment")
        self.pay_button.setToolTip("Ctrl+Shift+P" if is_credit else "Record a payment  Ctrl+P")
        self.pay_button.set_icon("undo-2" if is_credit else "hand-coins")
        can_be_paid = entry is not None and (_can_be_set(entry) if is_credit else _can_be_paid(entry))
        self.pay_button.setEnabled(can_be_paid)

    def add(self) -> None:
        InvoiceDialog(self.context, saved=self.show_added, parent=self.window()).open()

    def credit(self) -> None:
        """Write a credit note, for the customer under the cursor."""
        entry = self.table.current()
        InvoiceDialog(
            self.context,
            kind=DocumentKind.CREDIT_NOTE,
            customer_id=entry.customer_id if entry else 0,
            saved=self.show_added,
            parent=self.window(),
        ).open()

    def open_record(self, record_id: int) -> None:
        self.edit()

    def mend(self, field: str) -> None:
        self.edit(field)

    def edit(self, field: str = "") -> None:
        """Change the document under the cursor, beginning at this field."""
        entry, book = self.table.current(), self.context.workplace.book
        if entry is None or not _can_be_edited(entry):
            return
        document = self.context.work.now(lambda: book.documents.get(entry.id))
        if document is not None:
            dialog = InvoiceDialog(self.context, document, parent=self.window())
            dialog.point_at(field)
            dialog.open()

    def pay(self) -> None:
        """Record a payment on the invoice under the cursor; on a credit note, what is paid back."""
        entry = self.table.current()
        if entry is not None and entry.kind is DocumentKind.CREDIT_NOTE:
            self.pay_back()
            return
        if entry is not None and _can_be_paid(entry):
            PaymentDialog(
                self.context, customer_id=entry.customer_id, document_id=entry.id, parent=self.window()
            ).open()

    def settle(self) -> None:
        """Set the credit note under the cursor against an invoice of its customer."""
        entry = self.table.current()
        if entry is not None and _can_be_set(entry):
            for_credit(self.context, entry, self.window()).open()

    def pay_back(self) -> None:
        """Write down money that is paid back on the credit note under the cursor."""
        entry = self.table.current()
        if entry is not None and _can_be_set(entry):
            RefundDialog(self.context, entry, self.window()).open()

    def void(self) -> None:
        """Ask, and void the selected documents."""
        chosen = self.selected_ids(_can_be_edited)
        if chosen:
            Question(
                f"Void {self.records.named(len(chosen))}?",
                "A void document stays as evidence and is worth nothing. What Xero has of it is voided with the "
                "next sync. This cannot be undone.",
                "Void",
                lambda: self.void_these(chosen),
                self.window(),
                is_danger=True,
            ).open()

    def void_these(self, ids: Sequence[int]) -> None:
        """Void these documents; what is partly settled stays and is told of."""
        workplace = self.context.workplace
        self.records.each(ids, lambda record: ledger.void_document(workplace, record).changes)


def _due(entry: InvoiceEntry) -> date | None:
    return entry.due_on if entry.kind is DocumentKind.INVOICE else None


def _chip(entry: InvoiceEntry) -> Chip:
    if entry.kind is DocumentKind.CREDIT_NOTE and entry.word not in (SettledStatus.DRAFT, SettledStatus.VOIDED):
        return Chip("Credit to use", Tone.BLUE) if entry.open else Chip("Used", Tone.GREEN)
    return settled_chip(entry.word)


def _ink(entry: InvoiceEntry) -> str:
    return "muted" if entry.word is SettledStatus.VOIDED else ""


def _open_ink(entry: InvoiceEntry) -> str:
    return "red" if entry.word is SettledStatus.OVERDUE else "muted" if entry.word is SettledStatus.VOIDED else ""


def _can_be_edited(entry: InvoiceEntry) -> bool:
    return entry.word is not SettledStatus.VOIDED


def _can_be_paid(entry: InvoiceEntry) -> bool:
    return entry.kind is DocumentKind.INVOICE and entry.word in _OPEN_WORDS and entry.open.minor > 0


def _can_be_set(entry: InvoiceEntry) -> bool:
    return entry.kind is DocumentKind.CREDIT_NOTE and entry.open.minor < 0
