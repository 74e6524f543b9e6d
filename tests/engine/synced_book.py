"""A book connected with a practice Xero in its own process, over real HTTP: what the tests of syncing are made with."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine import connecting
from safe_desktop.engine.books import new_book
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger, ledger_payments, ledger_settings
from safe_desktop.engine.homes import Home
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import Workplace, opened
from tests.practice.practice_process import PracticeProcess, SignedIn, consent

UK = "Fernhill Coffee & Fruit"
BANK = "090"


@dataclass
class ShiftedClock(SystemClock):
    """This machine's clock, moved on by so many seconds."""

    seconds: float = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.seconds


class SentWrite(NamedTuple):
    """One write as Xero received it."""

    method: str
    path: str
    body: str


@dataclass
class Bench:
    """A connected book and its practice Xero, with short words for what tests do all the time."""

    workplace: Workplace
    xero: PracticeProcess
    clock: ShiftedClock
    _other_client: SignedIn | None = None

    def customer(self, name: str, email: str = "", code: str = "") -> int:
        """A new customer's number."""
        return ledger.add_customer(self.workplace, Customer(name, email=email, code=code)).value.id

    def invoice(
        self,
        customer_id: int,
        price: str = "100",
        number: str = "",
        kind: DocumentKind = DocumentKind.INVOICE,
        vat_code: str = "STANDARD",
        account_code: str = "",
        issued_on: date = date(2026, 11, 2),
    ) -> int:
        """A new document's number in the book; one line."""
        line = Line("Coffee beans", Decimal(1), Decimal(price), vat_code, account_code=account_code)
        document = Document(kind, number, customer_id, issued_on, date(2026, 12, 2), (line,))
        return ledger.add_document(self.workplace, document).value.id

    def payment(self, document_id: int, amount: str, method: str = "Bank transfer") -> int:
        """A payment typed in here."""
        book = self.workplace.book
        found = book.payments.find_method(method)
        assert found is not None
        payment = Payment(
            book.documents.get(document_id).customer_id,
            date(2026, 11, 20),
            Money.from_decimal(Decimal(amount)),
            found.id,
            document_id=document_id,
        )
        return ledger_payments.add_payment(self.workplace, payment).value.id

    def sync(self, **more: object) -> RunReport:
        """One run."""
        return sync(self.workplace, Control(), **more)  # type: ignore[arg-type]

    def word(self, kind: RecordKind, local_id: int) -> Standing:
        """Where a record stands."""
        return self.workplace.book.standings.word(kind, local_id)

    def word_of(self, number: str) -> Standing:
        """Where an invoice stands."""
        return self.word(RecordKind.INVOICE, self.id_of(number))

    def id_of(self, number: str) -> int:
        """The number in the book of the invoice with this number."""
        return self.document(number).id

    def document(self, number: str) -> Document:
        """The invoice with this number."""
        found = self.workplace.book.documents.find_number(DocumentKind.INVOICE, number)
        assert found is not None, number
        return found

    def documents(self) -> list[Document]:
        """All invoices of the book."""
        book = self.workplace.book
        ids = book.documents.ids_by_number_key(DocumentKind.INVOICE).values()
        return list(book.documents.get_many(ids).values())

    def change(self, document_id: int, **values: object) -> None:
        """A document changed here."""
        document = self.workplace.book.documents.get(document_id)
        ledger.change_document(self.workplace, replace(document, **values))  # type: ignore[arg-type]

    def change_account(self, document_id: int, code: str) -> None:
        """The account of a document's lines changed here."""
        document = self.workplace.book.documents.get(document_id)
        self.change(document_id, lines=tuple(replace(line, account_code=code) for line in document.lines))

    def due_now(self, *names: str) -> None:
        """These lists of Xero's are due to be read again, from where they were."""
        book = self.workplace.book
        with book.transaction():
            for name in names:
                cursor = book.cursors.get(name)
                if cursor is not None:
                    book.cursors.put(name, cursor.since, cursor.read_at - timedelta(days=1))

    def archive_tax_rate(self, tax_type: str) -> None:
        """Somebody takes a tax rate out of use in Xero."""
        self.xero.admin("rename-tax-rate", {"tax_type": tax_type, "status": "ARCHIVED"})

    def archive_account(self, code: str) -> None:
        """Somebody puts an account away in Xero."""
        found = next(one for one in self.asked("Accounts") if one.get("Code") == code)
        assert self._other_client is not None
        self._other_client.ok("POST", f"Accounts/{found['AccountID']}", {"Status": "ARCHIVED"})

    def fault(self, fault: str, when: str, path: str, method: str = "PUT") -> None:
        """The next write to this list goes wrong so; "status 500" and "429 day" carry their kind."""
        name, _, kind = fault.partition(" ")
        wish: dict[str, object] = {"fault": name, "when": when, "method": method, "path": path}
        if name == "status":
            wish["status"] = int(kind)
        elif name == "429":
            wish |= {"problem": kind, "retry_after": 40_000}
        self.xero.admin("faults", wish)

    def writes(self) -> list[SentWrite]:
        """The writes that reached Xero, in order."""
        return [
            SentWrite(one["method"], one["path"].partition("/api.xro/2.0")[2], one["body"])
            for one in self.xero.admin("requests")
            if one["method"] in ("PUT", "POST") and "/api.xro/" in one["path"]
        ]

    def invoices_in_xero(self) -> list[dict[str, str]]:
        """The sales invoices as Xero itself tells them, to a client that is not ours."""
        found = self.asked("Invoices", where='Type=="ACCREC"')
        return [
            {
                "number": one["InvoiceNumber"],
                "total": f"{one['Total']:.2f}",
                "status": one["Status"],
                "reference": one.get("Reference", ""),
            }
            for one in found
        ]

    def payments_in_xero(self) -> list[dict[str, str]]:
        """The payments as Xero itself tells them."""
        found = self.asked("Payments")
        return [{"id": one["PaymentID"], "status": one["Status"], "amount": f"{one['Amount']:.2f}"} for one in found]

    def all_documents_in_xero(self) -> list[dict[str, str]]:
        """Invoices and credit notes as Xero itself tells them: number and total."""
        invoices = [(one["InvoiceNumber"], one["Total"]) for one in self.asked("Invoices", where='Type=="ACCREC"')]
        notes = [(one["CreditNoteNumber"], one["Total"]) for one in self.asked("CreditNotes")]
        return [{"number": number, "total": f"{whole:.2f}"} for number, whole in (*invoices, *notes)]

    def amount_due_in_xero(self, number: str) -> str:
        """What is open on an invoice in Xero."""
        found = self.asked("Invoices", where=f'InvoiceNumber=="{number}"')
        return f"{found[0]['AmountDue']:.2f}"

    def allocate_in_xero(self, credit_note: str, invoice: str, amount: str) -> None:
        """Somebody else sets a credit note against an invoice in Xero."""
        note = self.asked("CreditNotes", where=f'CreditNoteNumber=="{credit_note}"')[0]["CreditNoteID"]
        target = self.asked("Invoices", where=f'InvoiceNumber=="{invoice}"')[0]["InvoiceID"]
        assert self._other_client is not None
        body = {"Amount": float(amount), "Date": "2026-11-20", "Invoice": {"InvoiceID": target}}
        self._other_client.ok("PUT", f"CreditNotes/{note}/Allocations", body)

    def other_edits(self, number: str, **fields: object) -> None:
        """Another client of Xero's changes an invoice."""
        invoice = self.asked("Invoices", where=f'InvoiceNumber=="{number}"')[0]["InvoiceID"]
        assert self._other_client is not None
        self._other_client.ok("POST", f"Invoices/{invoice}", fields)

    def other_edits_line(self, number: str, **fields: object) -> None:
        """Another client of Xero's changes the first line of an invoice."""
        line = self.asked("Invoices", where=f'InvoiceNumber=="{number}"')[0]["LineItems"][0]
        kept = {name: line[name] for name in ("LineItemID", "Description", "Quantity", "UnitAmount", "AccountCode")}
        self.other_edits(number, LineItems=[{**kept, **fields}])

    def other_invoice(self, contact: str, number: str, amount: str) -> None:
        """Somebody else writes an invoice without VAT in Xero, dated 20 November 2026."""
        wishes = {"contact_name": contact, "invoice_number": number, "amount": amount, "tax_type": "NONE"}
        self.xero.admin("invoice", {**wishes, "date": "2026-11-20", "due_date": "2026-12-02"})

    def miss_payments(self) -> None:
        """Xero's lists of invoices and payments are taken for read up to now, whatever is in them."""
        book = self.workplace.book
        now = book.clock.now() + timedelta(minutes=10)
        with book.transaction():
            for name in ("invoices", "payments"):
                book.cursors.put(name, now, book.clock.now())

    def credit_in_xero(self, contact: str, invoice: str, amount: str) -> None:
        """Somebody else writes a credit note in Xero and sets it against an invoice."""
        self.credit_note_in_xero(contact, "THEIRS-1", amount)
        self.allocate_in_xero("THEIRS-1", invoice, amount)

    def credit_note_in_xero(self, contact: str, number: str, amount: str) -> None:
        """Somebody else writes a credit note in Xero."""
        line = {"Description": "Goodwill", "Quantity": 1, "UnitAmount": float(amount), "AccountCode": "200"}
        note = {
            "Type": "ACCRECCREDIT",
            "Status": "AUTHORISED",
            "CreditNoteNumber": number,
            "Contact": {"Name": contact},
            "Date": "2026-11-20",
            "LineAmountTypes": "NoTax",
            "LineItems": [line],
        }
        self.asked("Invoices")
        assert self._other_client is not None
        self._other_client.ok("PUT", "CreditNotes", note)

    def asked(self, name: str, **query: str) -> list[dict[str, Any]]:
        if self._other_client is None:
            self._other_client = self.xero.sign_in(UK)
        self.xero.admin("limits", {"forget": True})
        found: list[dict[str, Any]] = []
        for page in range(1, 100):
            part = self._other_client.ok("GET", name, page=page, pageSize=1000, **query)[name]
            found.extend(part)
            if len(part) < 1000:
                break
        return found


@contextmanager
def connected(folder: Path, *options: str) -> Iterator[Bench]:
    """A new book, connected with a new practice Xero, with accounts chosen."""
    xero = PracticeProcess.start(folder / "xero", *options)
    try:
        with _connected_with(folder, xero) as bench:
            yield bench
    finally:
        if xero.process.poll() is None:
            xero.stop()


@contextmanager
def connected_anew(folder: Path, xero: PracticeProcess) -> Iterator[Bench]:
    """A new book, connected with this practice Xero, which begins anew: quicker than one more process for each test."""
    if xero.process.poll() is not None:
        xero.restart()
    xero.admin("start-over", {})
    with _connected_with(folder, xero) as bench:
        yield bench


@contextmanager
def _connected_with(folder: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with reopened(folder, xero) as bench:
        connect(bench.workplace)
        method = bench.workplace.book.payments.find_method("Bank transfer")
        assert method is not None
        ledger_settings.save_method(bench.workplace, replace(method, xero_account_code=BANK))
        yield bench


@contextmanager
def reopened(
    folder: Path,
    xero: PracticeProcess,
    clock: ShiftedClock | None = None,
    transport: httpx.BaseTransport | None = None,
) -> Iterator[Bench]:
    """The book of that folder, open; made if it is not there."""
    home = Home(folder / "home", is_practice=True)
    the_clock = clock or ShiftedClock()
    if not home.book_path("Fernhill").exists():
        new_book(home, "Fernhill", the_clock)
    environ = {**os.environ, **xero.environment()}
    with opened(home, "Fernhill", environ=environ, clock=the_clock, transport=transport) as workplace:
        yield Bench(workplace, xero, the_clock)


def connect(workplace: Workplace, organisation: str = UK) -> None:
    """Sign in as a person would, with an HTTP client in the browser's place."""
    sign_in = connecting.begin(workplace)
    redirect = consent(sign_in.link, organisation)
    browser = threading.Thread(target=lambda: httpx.get(redirect, timeout=10))
    browser.start()
    try:
        found = connecting.finish(sign_in, Control())
    finally:
        browser.join()
    chosen = next(one for one in found if one.name == organisation)
    connecting.confirm(workplace, sign_in, chosen)
