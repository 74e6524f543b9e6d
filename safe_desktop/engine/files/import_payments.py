"""Decides which payments of a file are new to the book and what each settles, and writes those.

A payment settles the invoice it names, never more than is open there; one whose invoice is not here goes on account.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import MAX_PAYMENT_REFERENCE, Allocation, Payment, PaymentMethod, marker_for
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry.debit_moves import move, why_not_moved
from safe_desktop.engine.entry.payment_questions import ask_about_twins
from safe_desktop.engine.files.import_cells import Cells, MappedRow
from safe_desktop.engine.files.import_columns import plain_name
from safe_desktop.engine.files.import_parties import Parties, Party
from safe_desktop.engine.files.import_report import Remark, Tallies
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book
from safe_desktop.store.document_records import number_key

WORD = "Payments"
_WRITTEN_AT_ONCE = 200
_NEW = 0
"""Stands for the id of a payment that comes from this very file."""

_LIVE_WORDS = {"", "live", "applied", "on account", "held until cleared", "authorised", "paid", "completed", "cleared"}
_DEBIT_WORDS = {
    **{status.words.casefold(): status for status in DebitStatus},
    "pending submission": DebitStatus.PENDING,
    "pending customer approval": DebitStatus.PENDING,
    "collected": DebitStatus.CONFIRMED,
    "chargeback": DebitStatus.CHARGED_BACK,
    "returned": DebitStatus.FAILED,
    "unpaid": DebitStatus.FAILED,
}
"""What banks and Direct Debit services call the states of a collection."""


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A payment that is here already, and the state of its collection that the file tells."""

    payment_id: int
    debit: Debit


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """A payment to be written with its label, and what the file said it is made from."""

    payment: Payment
    label: str
    source_hash: str

    @property
    def allocations(self) -> tuple[Allocation, ...]:
        """The whole payment settles its invoice, if it has one."""
        document_id = self.payment.document_id
        return () if document_id is None else (Allocation(document_id, self.payment.amount),)


class PaymentPlanner:
    """Decides about one row after the other."""

    def __init__(self, book: Book, cells: Cells, tallies: Tallies, currency: str, seed: Callable[[], str]) -> None:
        self._book = book
        self._cells = cells
        self._tallies = tallies
        self._currency = currency
        self._seed = seed
        self._known = book.payments.known_hashes()
        self._markers = book.payments.markers()
        self._methods = {plain_name(method.name): method for method in book.payments.methods()}
        self._invoices = book.documents.ids_by_number_key(DocumentKind.INVOICE)
        self._credit_notes = book.documents.numbers(DocumentKind.CREDIT_NOTE)
        self._documents: dict[int, Document] = {}
        self._open: dict[int, Money] = {}
        self._parties = Parties(book.customers.get_many(book.customers.all_ids()).values())
        self._alike: Counter[str] = Counter()
        self.planned: list[PlannedPayment] = []
        self.moves: list[PlannedMove] = []
        self.on_account: list[Remark] = []

    def decide_all(self, rows: Iterable[MappedRow]) -> None:
        """Decide about every row."""
        everything = list(rows)
        numbers = {number_key(self._cells.text(row, "number")) for row in everything}
        self._documents = self._book.documents.get_many(self._invoices[key] for key in numbers & set(self._invoices))
        for row in everything:
            amount = payment_worth(self._cells, row) or Decimal(0)
            try:
                if row.problem:
                    raise ValueError(row.problem)
                self._decide(row)
            except ValueError as problem:
                self._tallies.refuse([row.number], self._label(row), str(problem), amount)

    def _decide(self, row: MappedRow) -> None:
        payment = self._payment(row)
        source_hash = self._hash(row, payment)
        known_id = self._known.get(source_hash) or self._markers.get(self._cells.text(row, "marker"))
        if known_id is not None:
            self._plan_move(known_id, payment.debit)
            self._tallies.is_here(1, payment.amount.decimal)
            return
        if payment.debit is not None and payment.debit.status.is_reversed:
            raise ValueError(f"it is marked “{self._cells.text(row, 'status')[:40]}” and not taken over")
        number = self._cells.text(row, "number")
        document = self._documents.get(self._invoices.get(number_key(number), 0))
        if document is None:
            payment = self._for_customer(row, payment, number)
            reason = f"there is no invoice {number} here" if number else "the file names no invoice for it"
            self.on_account.append(Remark(f"{payment.amount} of {payment.paid_on:%d/%m/%Y}", reason))
        else:
            payment = self._for_invoice(row, payment, document)
        self._markers[payment.marker] = _NEW
        self.planned.append(PlannedPayment(payment, self._label(row), source_hash))
        self._tallies.accept(WORD, 1, payment.amount.decimal)

    def _plan_move(self, payment_id: int, debit: Debit | None) -> None:
        """Move the collection of a payment that is here to what the file tells, if that is news."""
        if debit is None or payment_id == _NEW:
            return
        payment = self._book.payments.get(payment_id)
        if payment.debit is not None and payment.debit.status is debit.status:
            return
        reason = why_not_moved(self._book, payment, debit, debit.on)
        if reason:
            raise ValueError(f"it is here already and cannot be marked “{debit.status.words}”: {reason}")
        self.moves.append(PlannedMove(payment_id, debit))

    def _debit(self, row: MappedRow) -> Debit | None:
        """The state of the collection that the row tells, as of today: files name no day of it."""
        word = plain_name(self._cells.text(row, "status"))
        if word in _LIVE_WORDS:
            return None
        if word not in _DEBIT_WORDS:
            raise ValueError(f"it is marked “{self._cells.text(row, 'status')[:40]}” and not taken over")
        return Debit(_DEBIT_WORDS[word], self._book.clock.today())

    def _payment(self, row: MappedRow) -> Payment:
        cells = self._cells
        day_text, amount = cells.text(row, "paid_on"), cells.number(row, "amount")
        if not day_text:
            raise ValueError(f"{cells.label('paid_on')} is empty")
        if amount is None:
            raise ValueError(f"{cells.label('amount')} is empty")
        if amount <= 0:
            raise ValueError(
                f"the amount is {amount}; a payment is more than zero (money paid back is typed in by hand)"
            )
        debit = self._debit(row)
        reference = cells.text(row, "reference")
        if len(reference) > MAX_PAYMENT_REFERENCE:
            raise ValueError(f"the reference is longer than {MAX_PAYMENT_REFERENCE} characters")
        return Payment(
            customer_id=0,
            paid_on=cells.day(day_text, "paid_on"),
            amount=Money.exactly(amount, (cells.text(row, "currency") or self._currency).upper()),
            method_id=self._method(cells.text(row, "method")).id,
            reference=reference,
            marker=self._marker(cells.text(row, "marker")),
            debit=debit,
        )

    def _marker(self, given: str) -> str:
        """The file's own mark if it has one of ours, else a new one that no payment carries yet."""
        if given.startswith("SD-") and len(given) == len(marker_for("")):
            return given
        while (marker := marker_for(self._seed())) in self._markers:
            pass
        return marker

    def _method(self, name: str) -> PaymentMethod:
        wanted = name or self._book.settings.default_method
        method = self._methods.get(plain_name(wanted))
        if method is None:
            known = ", ".join(method.name for method in self._methods.values())
            raise ValueError(f"there is no payment method “{wanted[:40]}” in this book; there are {known}")
        return method

    def _for_customer(self, row: MappedRow, payment: Payment, number: str) -> Payment:
        if number_key(number) in self._credit_notes:
            raise ValueError(f"{number} is a credit note; money paid back is typed in by hand")
        party = self._party(row)
        if not party:
            raise ValueError(
                f"there is no invoice {number} here, and no customer is named" if number else "no customer is named"
            )
        customer = self._parties.find(party)
        if customer is None:
            raise ValueError(f"there is no customer {party.words} in this book; import the customers first")
        return replace(payment, customer_id=customer.id)

    def _for_invoice(self, row: MappedRow, payment: Payment, document: Document) -> Payment:
        if document.status is not DocumentStatus.APPROVED:
            raise ValueError(
                f"{document.number} is {'a draft' if document.status is DocumentStatus.DRAFT else 'voided'}"
            )
        if document.currency != payment.amount.currency:
            raise ValueError(f"{document.number} is in {document.currency}, the payment in {payment.amount.currency}")
        party = self._party(row)
        customer = self._parties.find(party) if party else None
        if party and (customer is None or customer.id != document.customer_id):
            raise ValueError(f"{document.number} is not an invoice for {party.words}")
        still_open = self._open.get(document.id)
        if still_open is None:
            still_open = self._book.documents.open(document.id)
        if still_open < payment.amount:
            raise ValueError(f"it is {payment.amount}, but only {still_open} is open on {document.number}")
        self._open[document.id] = still_open - payment.amount
        return replace(payment, customer_id=document.customer_id, document_id=document.id)

    def _label(self, row: MappedRow) -> str:
        """What to call the payment: the first thing that the file says of it."""
        said = (self._cells.text(row, key) for key in ("number", "customer", "customer_code"))
        return next(filter(None, said), f"Row {row.number}")

    def _party(self, row: MappedRow) -> Party:
        return Party(self._cells.text(row, "customer"), self._cells.text(row, "customer_code"))

    def _hash(self, row: MappedRow, payment: Payment) -> str:
        """What the file says of the payment, and which of several alike it is: two equal payments are two payments."""
        spelt = ("number", "customer", "customer_code", "method", "reference", "marker")
        told = [payment.paid_on.isoformat(), str(payment.amount), *(self._cells.text(row, key) for key in spelt)]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self._alike[text] += 1
        return hashlib.sha256(f"{text}#{self._alike[text]}".encode("utf-8", "surrogatepass")).hexdigest()


def payment_worth(cells: Cells, row: MappedRow) -> Decimal | None:
    """The amount as the row says; None when it cannot be read."""
    try:
        return cells.number(row, "amount")
    except ValueError:
        return None


def move_debits(book: Book, moves: Iterable[PlannedMove], today: date) -> None:
    """Move the collections that the file tells of; inside the transaction of the import."""
    for planned in moves:
        move(book, planned.payment_id, planned.debit, "Import", today)


def write_payments(book: Book, planned: list[PlannedPayment], control: Control, source: str, today: date) -> None:
    """Write what is planned; inside a transaction, which a stop or an error undoes as a whole."""
    ids: list[int] = []
    for start in range(0, len(planned), _WRITTEN_AT_ONCE):
        control.progress(start, len(planned), "Writing payments")
        part = planned[start : start + _WRITTEN_AT_ONCE]
        ids += book.payments.add_many([(p.payment, p.allocations) for p in part], [p.source_hash for p in part])
    notes = (
        Note("Import", "Added", RecordKind.PAYMENT, record_id, p.label, f"{p.payment.amount}, {source}")
        for record_id, p in zip(ids, planned, strict=True)
    )
    book.activity.note_many(notes)
    ask_about_twins(book, ids)
    refresh(book, RecordKind.PAYMENT, ids, today)
