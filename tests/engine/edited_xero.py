"""A book and a practice Xero in this process, in which a test may change anything of Xero's, and what it stores.

For differences of every kind, those included that Xero's own screens do not let a person make.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import httpx

from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.practice.allocation_rules import allocate
from safe_desktop.practice.contact_rules import write_contact
from safe_desktop.practice.document_editing import update
from safe_desktop.practice.document_kinds import CREDIT_NOTES, INVOICES
from safe_desktop.practice.document_writing import create
from safe_desktop.practice.payment_rules import create_payment, settle_and_touch
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.store.book_file import Book
from tests.simulation.first_day import BANK
from tests.simulation.life import Protocol
from tests.simulation.made_lives import quiet_life
from tests.simulation.scene import Scene
from tests.simulation.simulated_wire import SimulatedWire

Bend = Callable[[bytes], bytes]


class BendingWire(SimulatedWire):
    """Carries writes to a Xero that stores something else than it was told."""

    bend: Bend | None = None

    def _deliver(self, request: httpx.Request) -> tuple[int, dict[str, str], bytes]:
        if self.bend is not None and request.method in ("PUT", "POST") and "/api.xro/" in request.url.path:
            headers = {name: value for name, value in request.headers.items() if name != "content-length"}
            request = httpx.Request(request.method, request.url, headers=headers, content=self.bend(request.content))
        return super()._deliver(request)


class Bending(Protocol):
    """The protocol as it is built, over such a wire."""

    wire = BendingWire


class EditedXero(Scene):
    """A scene with short words for what differs."""

    @property
    def book(self) -> Book:
        """The book."""
        return self.workplace.book

    def stores(self, told: str, stored: str) -> None:
        """From now on Xero stores this where that was told."""
        wire = self.life.wire
        assert isinstance(wire, BendingWire)
        wire.bend = (lambda body: body.replace(told.encode(), stored.encode())) if told else None

    def edit(self, number: str = "INV-1", **fields: object) -> None:
        """Somebody changes an invoice or credit note in Xero."""
        books = self.life.practice.books("")
        for kind in (INVOICES, CREDIT_NOTES):
            for record in self.there(kind.kind):
                if record.body[kind.number_name] == number:
                    update(books, kind, record, dict(fields), 4)

    def edit_line(self, number: str = "INV-1", **fields: object) -> None:
        """Somebody changes the first line of it."""
        found = next(one for kind in ("invoice", "credit_note") for one in self.there(kind) if _number(one) == number)
        lines: list[Element] = [{"LineItemID": line["LineItemID"]} for line in found.body["LineItems"]]
        lines[0] |= fields
        self.edit(number, LineItems=lines)

    def edit_contact(self, name: str = "Ann", **fields: object) -> None:
        """Somebody changes a contact in Xero."""
        record = next(one for one in self.there("contact") if one.body["Name"] == name)
        write_contact(self.life.practice.books(""), dict(fields), record)

    def credit_there(self, number: str, amount: str, invoice: str = "") -> None:
        """Somebody writes a credit note for Ann in Xero, and sets all of it against an invoice of hers."""
        books = self.life.practice.books("")
        line: Element = {"Description": "Goodwill", "Quantity": 1, "UnitAmount": Decimal(amount), "AccountCode": "200"}
        note: Element = {
            **{"Type": "ACCRECCREDIT", "Status": "AUTHORISED", "CreditNoteNumber": number, "Date": "2026-11-02"},
            **{"Contact": {"Name": "Ann"}, "LineAmountTypes": "NoTax", "LineItems": [line]},
        }
        create(books, CREDIT_NOTES, note, 4)
        if invoice:
            self.allocate_there(number, invoice, amount)

    def allocate_there(self, number: str, invoice: str, amount: str) -> None:
        """Somebody sets so much of a credit note against an invoice in Xero."""
        credit = next(one for one in self.there("credit_note") if _number(one) == number)
        element: Element = {"Invoice": {"InvoiceNumber": invoice}, "Amount": Decimal(amount)}
        allocate(self.life.practice.books(""), credit, element)

    def refund_there(self, number: str, amount: str) -> None:
        """Somebody pays back so much of a credit note in Xero."""
        credit = next(one for one in self.there("credit_note") if _number(one) == number)
        target: Element = {"CreditNote": {"CreditNoteID": credit.id}, "Account": {"Code": BANK}}
        create_payment(self.life.practice.books(""), {**target, "Amount": Decimal(amount)})

    def sells_abroad(self, currency: str) -> None:
        """The organisation gets a currency."""
        books = self.life.practice.books("")
        body: Element = {"Code": currency, "Description": currency}
        books.shelf.put(Record("currency", books.new_id(), body, currency, "ACTIVE", updated=books.now))

    def edit_payment(self, **fields: object) -> None:
        """Xero's only payment is another than before; a person cannot do it, and nothing promises that none will."""
        books = self.life.practice.books("")
        record = self.there("payment")[0]
        amount = fields.get("Amount")
        if isinstance(amount, Decimal):
            record.body["Amount"] = amount
        if "Date" in fields:
            record.day = str(fields["Date"])
        document = books.shelf.get(str(record.body["target"]), record.parent)
        assert document is not None
        settle_and_touch(books, document, record)

    def read_contacts(self) -> RunReport:
        """A run for which the contacts are due before any other list."""
        with self.book.transaction():
            cursor = self.book.cursors.get("contacts")
            assert cursor is not None
            self.book.cursors.put("contacts", cursor.since, cursor.read_at - timedelta(days=1))
        return self.sync()

    def open_ones(self) -> list[Mismatch]:
        """What waits for a person."""
        return self.book.mismatches.open_ones()

    def asked_fields(self) -> list[tuple[str, str]]:
        """Kind and field of each, in the order they were found."""
        return [(one.kind.value, one.field) for one in self.open_ones()]

    def total(self, document: int) -> str:
        """The document's total here."""
        return str(self.book.documents.get(document).totals.total.decimal)

    def total_there(self, number: str = "INV-1") -> str:
        """Its total in Xero."""
        return next(f"{one.body['Total']:.2f}" for one in self.there("invoice") if _number(one) == number)

    def waits(self, kind: RecordKind, local_id: int) -> bool:
        """Whether a change of it has still to go to Xero."""
        return self.word(kind, local_id).value in ("Changed here", "Ready")


def _number(record: Record) -> str:
    return str(record.body.get("InvoiceNumber") or record.body.get("CreditNoteNumber"))


@contextmanager
def edited_xero() -> Iterator[EditedXero]:
    """A new one, connected, with the customer Ann."""
    with quiet_life(protocol=Bending()) as life:
        yield EditedXero(life)
