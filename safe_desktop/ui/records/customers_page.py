"""The page of customers: who they are, what they owe, and where they stand towards Xero."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine import changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import CustomerEntry
from safe_desktop.ui.balances.account_statement_dialog import StatementDialog
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.chips import standing_chip
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.customer_dialog import CustomerDialog
from safe_desktop.ui.records.customer_panel import customer_parts
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.tables.columns import Column, chip_column, money_column, number_column
from safe_desktop.ui.tables.list_page import ListPage
from safe_desktop.ui.tables.table_view import TableSetup


class CustomersPage(ListPage[CustomerEntry]):
    """All customers with their balances."""

    name, title, icon = "customers", "Customers", "users"
    touches = frozenset(
        {changes.CUSTOMERS, changes.DOCUMENTS, changes.PAYMENTS, changes.MISMATCHES, changes.CONNECTION}
    )
    files, new_words = "customers", "New customer"
    hint = ("users", "No customer chosen", "Choose one to see what it owes.")

    def setup(self) -> TableSetup[CustomerEntry]:
        return TableSetup(
            name="customers",
            columns=(
                Column("name", "Customer", lambda e: e.name, "name", 150, stretches=True, weight="medium", ink=_ink),
                Column("code", "Code", lambda e: e.code or formats.NOTHING, "code", 84, is_second=True, least=760),
                Column(
                    "email", "E-mail", lambda e: e.email or formats.NOTHING, "email", 210, is_second=True, least=980
                ),
                number_column("invoices", "Invoices", lambda e: e.invoices, sort="invoices", width=78),
                money_column("balance", "Balance", lambda e: e.balance),
                money_column("overdue", "Overdue", lambda e: e.overdue, ink=lambda e: "red" if e.overdue else ""),
                chip_column("standing", "In Xero", lambda e: standing_chip(e.standing), sort="standing"),
            ),
            source=lambda: lists.customers(self.context.workplace.book),
            noun="customer",
            filters=(
                ("active", "Active"),
                ("owing", "Owing"),
                ("to_review", "To review"),
                ("archived", "Archived"),
            ),
            empty=(
                "users",
                "No customers yet",
                "Import your list, connect to Xero, or add the first one by hand with Ctrl+N.",
            ),
            empty_button="Import customers from a file",
            empty_pressed=self.bring_in,
            has_totals=True,
        )

    def reload(self) -> None:
        super().reload()
        self.say("A balance is what is open, less credit notes and money on account")

    def kind_of_entry(self, entry: CustomerEntry) -> RecordKind:
        return RecordKind.CUSTOMER

    def parts(self, record_id: int) -> Sequence[QWidget]:
        return customer_parts(self.context, lists.customer_card(self.context.workplace.book, record_id))

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        super().show_record(kind, record_id)
        if self.table.current_id() != record_id:
            self.table.ask(only="archived")
            super().show_record(kind, record_id)

    def add_actions(self) -> None:
        self.act("Edit…", "pencil", self.edit, "F2")
        self.act("New invoice…", "file-plus", self.invoice, "Ctrl+Shift+N", when=_is_active)
        self.act("Record payment…", "hand-coins", self.pay, "Ctrl+P", when=_is_active)
        self.act("Statement of account…", "receipt-text", self.write_statement, "Ctrl+Shift+S", when=lambda _: True)
        tip = "Statement of account as PDF  Ctrl+Shift+S"
        self.heading.insertWidget(1, Button("Statement", "receipt-text", pressed=self.write_statement, tip=tip))
        self.act_on_standing()
        self.separate()
        self.act("Archive", "archive", self.archive, "Del", when=_is_active)
        self.act("Bring back", "undo-2", self.bring_back, "Ctrl+B", when=lambda entry: entry.is_archived)

    def foot_buttons(self) -> Sequence[Button]:
        return (
            Button("Edit", "pencil", pressed=self.edit, tip="F2"),
            Button("Payment", "hand-coins", pressed=self.pay, tip="Record a payment  Ctrl+P"),
        )

    def add(self) -> None:
        CustomerDialog(self.context, saved=self.show_added, parent=self.window()).open()

    def open_record(self, record_id: int) -> None:
        self.edit()

    def mend(self, field: str) -> None:
        self.edit(field)

    def edit(self, field: str = "") -> None:
        """Change the customer under the cursor, beginning at this field."""
        record_id, book = self.table.current_id(), self.context.workplace.book
        if record_id:
            customer = self.context.work.now(lambda: book.customers.get(record_id))
            if customer is not None:
                dialog = CustomerDialog(self.context, customer, parent=self.window())
                dialog.point_at(field)
                dialog.open()

    def invoice(self) -> None:
        """Write an invoice for the customer under the cursor."""
        InvoiceDialog(self.context, customer_id=self.table.current_id(), parent=self.window()).open()

    def pay(self) -> None:
        """Record a payment of the customer under the cursor."""
        PaymentDialog(self.context, customer_id=self.table.current_id(), parent=self.window()).open()

    def write_statement(self) -> None:
        """Write statements of account of the selected customers."""
        ids = self.selected_ids()
        if ids:
            StatementDialog(self.context, ids, self.context.workplace.clock.today(), self.window()).open()

    def archive(self) -> None:
        """Ask, and put the selected customers away."""
        chosen = self.selected_ids(_is_active)
        if chosen:
            Question(
                f"Archive {self.records.named(len(chosen))}?",
                "An archived customer keeps its history and is offered no more. It can be brought back.",
                "Archive",
                lambda: self.archive_these(chosen),
                self.window(),
            ).open()

    def archive_these(self, ids: Sequence[int], is_archived: bool = True) -> None:
        """Put these customers away, or bring them back."""
        workplace = self.context.workplace
        self.records.each(ids, lambda record: ledger.archive_customer(workplace, record, is_archived).changes)

    def bring_back(self) -> None:
        """Bring the selected archived customers back."""
        self.archive_these(self.selected_ids(lambda entry: entry.is_archived), is_archived=False)


def _is_active(entry: CustomerEntry) -> bool:
    return not entry.is_archived


def _ink(entry: CustomerEntry) -> str:
    return "muted" if entry.is_archived else ""
