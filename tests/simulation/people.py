"""Who does something in a simulated life: the person at the program, the others who work in Xero, and the one who
settles what was asked.

All act by chance and through the doors that real people have: the ledger and the desk here, Xero's screens there. What
is refused to them is simply not done.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.mismatch import ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.practice.admin_api import act
from safe_desktop.practice.practice_app import Practice
from safe_desktop.practice.practice_refusals import Invalid
from tests.simulation.simulated_clock import SimulatedClock

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
            self._apply_credit: 1,
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
        book = workplace.book
        found = [
            payment
            for customer in book.customers.all_ids()
            for payment in book.payments.of_customer(customer)
            if payment.status is PaymentStatus.LIVE and payment.origin is Origin.HERE
        ]
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


class Others:
    """The bank and the other bookkeeper, in Xero. They touch what the book has learnt to know, and rename nothing while
    a request is still on its way: what is renamed in those minutes is residual risk R5 (reliability.md 3.7)."""

    def __init__(
        self, chance: random.Random, note: Callable[[str], None], practice: Practice, clock: SimulatedClock
    ) -> None:
        self._chance = chance
        self._note = note
        self._practice = practice
        self._clock = clock
        self._count = 0

    def act(self, workplace: Workplace) -> None:
        """Do one thing in Xero."""
        deeds = {
            self._pay: 6,
            self._delete_payment: 2,
            self._edit_invoice: 3,
            self._void: 1,
            self._rename_contact: 1,
            self._archive_contact: 0.3,
            self._own_invoice: 0.5,
        }
        deed = self._chance.choices(list(deeds), list(deeds.values()))[0]
        wish = deed(workplace)
        if wish is None:
            return
        name, body = wish
        try:
            act(self._practice, name, body)
            self._note(f"there: {name} {body}")
        except Invalid as refused:
            self._note(f"there: {name} refused: {'; '.join(refused.messages)}")

    def _linked(self, workplace: Workplace, kind: RecordKind) -> str | None:
        if kind is RecordKind.CUSTOMER:
            ids = workplace.book.customers.all_ids()
        else:
            ids = sorted(workplace.book.documents.ids_by_number_key(DocumentKind(kind.value)).values())
        links = [link.xero_id for _, link in sorted(workplace.book.links.of_ours(kind, ids).items())]
        return self._chance.choice(links) if links else None

    def _pay(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        if invoice is None:
            return None
        wish: dict[str, object] = {"invoice_id": invoice, "reconciled": self._chance.random() < 0.5}
        if self._chance.random() < 0.5:
            record = self._practice.books("").shelf.get("invoice", invoice)
            due = Decimal(record.body["AmountDue"]) if record else Decimal(0)
            wish["amount"] = str(max(Decimal("0.01"), (due / 2).quantize(Decimal("0.01"))))
        return "pay", wish

    def _delete_payment(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        live = [one.id for one in self._practice.books("").shelf.where("payment", "status='AUTHORISED'")]
        return ("delete-payment", {"payment_id": self._chance.choice(live)}) if live else None

    def _edit_invoice(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        if invoice is None:
            return None
        self._count += 1
        wishes = {
            "reference": f"Theirs {self._count}",
            "due_date": (workplace.clock.today() + timedelta(days=40)).isoformat(),
            "amount": str(Decimal(self._chance.randint(100, 50_000)) / 100),
        }
        name = self._chance.choice(list(wishes))
        return "edit-invoice", {"invoice_id": invoice, name: wishes[name]}

    def _void(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        invoice = self._linked(workplace, RecordKind.INVOICE)
        return ("void", {"invoice_id": invoice}) if invoice else None

    def _rename_contact(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        contact = None if self._clock.awaits else self._linked(workplace, RecordKind.CUSTOMER)
        self._count += 1
        return ("rename-contact", {"contact_id": contact, "new_name": f"Theirs {self._count}"}) if contact else None

    def _archive_contact(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        contact = None if self._clock.awaits else self._linked(workplace, RecordKind.CUSTOMER)
        return ("archive-contact", {"contact_id": contact}) if contact else None

    def _own_invoice(self, workplace: Workplace) -> tuple[str, dict[str, object]] | None:
        self._count += 1
        number = f"THEIRS-{self._count:03}"
        return "invoice", {"contact_name": "Somebody else", "invoice_number": number, "amount": "55.00"}


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
