"""Who does something at the program in a simulated life: the bookkeeper, and the one who settles what was asked.

Both act by chance and through the doors that real people have: the ledger and the desk. What is refused to them is
simply not done. Those who work in Xero meanwhile are in `people_in_xero`.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.debit_life import DebitStatus, next_of
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.mismatch import ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, Payment, PaymentStatus
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError

_METHODS = ("Bank transfer", "Bank transfer", "Bank transfer", "Direct Debit", "Cash")
_VAT = ("STANDARD", "REDUCED", "ZERO", "NO_VAT")
_WORDS = ("Coffee beans", "Fruit box", "Repair", "Delivery", "Hire of machine")


class Bookkeeper:
    """The person at the program. Names and numbers are new, or were given up by another record before."""

    def __init__(self, chance: random.Random, note: Callable[[str], None], name: str) -> None:
        self._chance = chance
        self._note = note
        self._name = name
        self._count = 0
        self._free_names: list[str] = []
        self._free_numbers: list[str] = []

    def act(self, workplace: Workplace) -> None:
        """Do one thing, the usual ones more often."""
        deeds = {
            self._add_customer: 2,
            self._add_invoice: 5,
            self._add_credit_note: 1,
            self._add_payment: 6,
            self._change_customer: 1,
            self._change_document: 3,
            self._void: 1,
            self._take_back: 2,
            self._apply_credit: 1.5,
            self._take_back_credit: 0.5,
            self._add_on_account: 0.7,
            self._place: 1.5,
            self._move_debit: 1,
        }
        deed = self._chance.choices(list(deeds), list(deeds.values()))[0]
        try:
            told = deed(workplace)
        except InputError as refused:
            told = f"refused: {refused.title}"
        if told:
            self._note(f"here: {deed.__name__[1:]}: {told}")

    def _new_name(self, word: str) -> str:
        self._count += 1
        return f"{word} {self._name}-{self._count:03}"

    def _again(self, free: list[str]) -> str:
        return free.pop() if free and self._chance.random() < 0.3 else ""

    def _add_customer(self, workplace: Workplace) -> str:
        name = self._again(self._free_names) or self._new_name("Customer")
        email = f"c{self._count}@example.org" if self._chance.random() < 0.6 else ""
        return str(ledger.add_customer(workplace, Customer(name, email=email)).value.id)

    def _add_invoice(self, workplace: Workplace) -> str:
        return self._add_document(workplace, DocumentKind.INVOICE)

    def _add_credit_note(self, workplace: Workplace) -> str:
        return self._add_document(workplace, DocumentKind.CREDIT_NOTE)

    def _add_document(self, workplace: Workplace, kind: DocumentKind) -> str:
        customers = workplace.book.customers.all_ids()
        if not customers or self._chance.random() < 0.15:
            self._add_customer(workplace)
            customers = workplace.book.customers.all_ids()
        day = workplace.clock.today() - timedelta(days=self._chance.randint(0, 20))
        lines = tuple(self._line() for _ in range(self._chance.choice((1, 1, 2))))
        number = self._again(self._free_numbers) if kind is DocumentKind.INVOICE else ""
        number = number or self._new_name("SIM" if kind is DocumentKind.INVOICE else "CRED").replace(" ", "-")
        document = Document(kind, number, self._chance.choice(customers), day, day + timedelta(days=30), lines)
        return ledger.add_document(workplace, document).value.number

    def _line(self) -> Line:
        price = Decimal(self._chance.randint(100, 90_000)) / 100
        account = "999" if self._chance.random() < 0.04 else self._chance.choice(("", "200", "210"))
        return Line(self._chance.choice(_WORDS), Decimal(1), price, self._chance.choice(_VAT), account_code=account)

    def _add_payment(self, workplace: Workplace) -> str:
        book = workplace.book
        document = self._one_document(workplace, DocumentKind.INVOICE, is_open=True)
        method = book.payments.find_method(self._chance.choice(_METHODS))
        if document is None or method is None:
            return ""
        still_open = book.documents.open(document.id)
        part = self._chance.choice((1.0, 1.0, 0.5, 0.25))
        amount = Money(max(1, int(still_open.minor * part)), document.currency)
        payment = Payment(document.customer_id, workplace.clock.today(), amount, method.id, document_id=document.id)
        kept = ledger.add_payment(workplace, payment, seed=self._new_name("payment")).value
        return f"{amount} for {document.number}, {kept.marker} by {method.name}"

    def _change_customer(self, workplace: Workplace) -> str:
        ids = workplace.book.customers.all_ids()
        if not ids:
            return ""
        customer = workplace.book.customers.get(self._chance.choice(ids))
        if self._chance.random() < 0.3:
            changed = replace(customer, name=self._new_name("Renamed"))
            self._free_names.append(customer.name)
        else:
            changed = replace(customer, email=f"{self._new_name('new').replace(' ', '')}@example.org")
        ledger.change_customer(workplace, changed)
        return f"{customer.name}: {changed.name} {changed.email}"

    def _change_document(self, workplace: Workplace) -> str:
        kind = self._chance.choice((DocumentKind.INVOICE, DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE))
        document = self._one_document(workplace, kind)
        if document is None:
            return ""
        what = self._chance.choice(("reference", "due_on", "lines", "number"))
        values: dict[str, object] = {
            "reference": self._new_name("PO"),
            "due_on": document.due_on + timedelta(days=self._chance.randint(1, 9)),
            "lines": (replace(self._line(), account_code="200"),),
            "number": self._new_name("NR").replace(" ", "-"),
        }
        ledger.change_document(workplace, replace(document, **{what: values[what]}))  # type: ignore[arg-type]
        if what == "number" and kind is DocumentKind.INVOICE:
            self._free_numbers.append(document.number)
        return f"{document.number}: {what}"

    def _void(self, workplace: Workplace) -> str:
        document = self._one_document(workplace, self._chance.choice(list(DocumentKind)))
        return ledger.void_document(workplace, document.id).value.number if document else ""

    def _take_back(self, workplace: Workplace) -> str:
        found = [one for one in self._payments(workplace) if one.origin is Origin.HERE]
        if not found:
            return ""
        payment = self._chance.choice(found)
        ledger.take_back_payment(workplace, payment.id)
        return payment.marker

    def _apply_credit(self, workplace: Workplace) -> str:
        credit = self._one_document(workplace, DocumentKind.CREDIT_NOTE, is_open=True)
        invoice = self._one_document(workplace, DocumentKind.INVOICE, is_open=True)
        if credit is None or invoice is None:
            return ""
        ledger.apply_credit(workplace, credit.id, invoice.id)
        return f"{credit.number} to {invoice.number}"

    def _take_back_credit(self, workplace: Workplace) -> str:
        credit = self._one_document(workplace, DocumentKind.CREDIT_NOTE)
        return ledger.take_back_credit(workplace, credit.id).value.number if credit else ""

    def _add_on_account(self, workplace: Workplace) -> str:
        """Money for no document: it stays here until it is placed, or Xero turns out to have it as well."""
        customers = workplace.book.customers.all_ids()
        method = workplace.book.payments.find_method("Bank transfer")
        if not customers or method is None:
            return ""
        amount = Money(self._chance.randint(1_000, 50_000), "GBP")
        payment = Payment(self._chance.choice(customers), workplace.clock.today(), amount, method.id)
        kept = ledger.add_payment(workplace, payment, seed=self._new_name("payment")).value
        return f"{amount} on account, {kept.marker}"

    def _place(self, workplace: Workplace) -> str:
        """Money on account, or what is left of an over- or prepayment of Xero's, settles an invoice."""
        book = workplace.book
        free = [one for one in self._payments(workplace) if book.payments.unallocated(one.id).minor > 0]
        invoice = self._one_document(workplace, DocumentKind.INVOICE, is_open=True)
        if not free or invoice is None:
            return ""
        same = [one for one in free if one.customer_id == invoice.customer_id] or free
        payment = self._chance.choice(same)
        ledger.place_payment(workplace, payment.id, invoice.id)
        return f"{payment.marker} on {invoice.number}"

    def _move_debit(self, workplace: Workplace) -> str:
        """A collection moves on in its life; failed or charged back, it is taken back."""
        method = workplace.book.payments.find_method("Direct Debit")
        found = [one for one in self._payments(workplace) if method is not None and one.method_id == method.id]
        if not found:
            return ""
        payment = self._chance.choice(found)
        status = self._chance.choice(next_of(payment.debit) or (DebitStatus.PENDING,))
        ledger_payments.move_debit(workplace, payment.id, status)
        return f"{payment.marker} {status}"

    @staticmethod
    def _payments(workplace: Workplace) -> list[Payment]:
        book = workplace.book
        customers = book.customers.all_ids()
        found = [payment for customer in customers for payment in book.payments.of_customer(customer)]
        return [one for one in found if one.status is PaymentStatus.LIVE]

    def _one_document(self, workplace: Workplace, kind: DocumentKind, is_open: bool = False) -> Document | None:
        book = workplace.book
        ids = sorted(book.documents.ids_by_number_key(kind).values())
        found = [
            one
            for one in book.documents.get_many(ids).values()
            if one.status is DocumentStatus.APPROVED and (not is_open or book.documents.open(one.id).minor > 0)
        ]
        found.sort(key=lambda one: one.id)
        return self._chance.choice(found) if found else None


class Settler:
    """Sits at the desk and decides by chance."""

    def __init__(self, chance: random.Random, note: Callable[[str], None]) -> None:
        self._chance = chance
        self._note = note

    def act(self, workplace: Workplace) -> None:
        """Settle one of the open mismatches somehow."""
        waiting = workplace.book.mismatches.open_ones()
        if not waiting:
            return
        one = self._chance.choice(waiting)
        way = self._chance.choice(ways_out(one.kind, one.record_kind))
        try:
            desk.settle(workplace, one.id, way)
            self._note(f"desk: {way} for {one.kind} of {one.record_kind} {one.label} {one.field}")
        except InputError as refused:
            self._note(f"desk: {way} for {one.kind} of {one.label} refused: {refused.title}")
