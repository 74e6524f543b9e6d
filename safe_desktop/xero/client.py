"""The questions put to Xero and the writes sent to it, for one organisation.

Knows paths and filters. Must not know limits and repeats (that is `calls`), nor what is decided about the values.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

import httpx

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.customer import name_key, tidy_name
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.theirs import (
    Account,
    AdvanceKind,
    Contact,
    Organisation,
    TaxRate,
    TheirAdvance,
    TheirDocument,
    TheirPayment,
    TheirReceiveMoney,
)
from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.answers import RecordIsGone, not_xeros_word
from safe_desktop.xero.calls import Calls, Query
from safe_desktop.xero.element_answers import ElementAnswer, judged
from safe_desktop.xero.limits import CallBudget, Patience, RetryPolicy
from safe_desktop.xero.seek_paging import PAGE_SIZE, Page, seek
from safe_desktop.xero.wire_reading import (
    Listing,
    NotXeros,
    Unreadable,
    listed_advances,
    listed_contacts,
    listed_documents,
    listed_payments,
    listed_receive_money,
    read_accounts,
    read_actions,
    read_organisation,
    read_tax_rates,
)
from safe_desktop.xero.wire_shapes import is_id
from safe_desktop.xero.wire_writing import WriteRequest

_NUMBERS_AT_ONCE = 40
_OR_AT_ONCE = 15
_COLLECTIONS = {DocumentKind.INVOICE: "Invoices", DocumentKind.CREDIT_NOTE: "CreditNotes"}
_TYPES = {DocumentKind.INVOICE: "ACCREC", DocumentKind.CREDIT_NOTE: "ACCRECCREDIT"}

V = TypeVar("V")


class XeroClient:
    """Speaks for one organisation. Waiting goes through `patience`, which is set for each piece of work."""

    def __init__(
        self,
        addresses: Addresses,
        auth: httpx.Auth | None,
        tenant_id: str,
        budget: CallBudget,
        clock: Clock,
        *,
        base_currency: str = "GBP",
        transport: httpx.BaseTransport | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self._calls = Calls(addresses.accounting, tenant_id, auth, budget, clock, transport, policy)
        self.budget = budget
        self.base_currency = base_currency

    def with_patience(self, patience: Patience, tell: Callable[[str], None] | None = None) -> "XeroClient":
        """This client, from now on waiting through `patience` and telling `tell` why it waits."""
        self._calls.wait_through(patience, tell)
        return self

    def close(self) -> None:
        """Let go of the connections."""
        self._calls.close()

    def organisation(self) -> Organisation:
        """The organisation's own facts; also the cheapest way to see whether the connection works."""
        return self._calls.read("/Organisation", (), read_organisation)

    def accounts(self) -> list[Account]:
        """The chart of accounts."""
        return self._calls.read("/Accounts", (), read_accounts)

    def tax_rates(self) -> list[TaxRate]:
        """The tax rates, deleted ones included with their status."""
        return self._calls.read("/TaxRates", (), read_tax_rates)

    def actions(self) -> frozenset[str]:
        """The names of what the organisation's plan allows just now, such as CreateApprovedInvoice."""
        return self._calls.read("/Organisation/Actions", (), read_actions)

    def contacts(self, since: datetime | None) -> Iterator[Page[Contact]]:
        """The contacts changed since, archived ones included: their change would be invisible otherwise."""
        return self._pages("/Contacts", (("includeArchived", "true"),), listed_contacts, since)

    def invoices(self, since: datetime | None) -> Iterator[Page[TheirDocument]]:
        """The sales invoices changed since, with lines; voided and deleted ones included."""
        return self._documents(DocumentKind.INVOICE, since)

    def credit_notes(self, since: datetime | None) -> Iterator[Page[TheirDocument]]:
        """The customers' credit notes changed since, with lines and allocations."""
        return self._documents(DocumentKind.CREDIT_NOTE, since)

    def open_documents(self, kind: DocumentKind) -> Iterator[Page[TheirDocument]]:
        """Every invoice or credit note that is not settled, void or deleted, whenever it last changed."""
        query: Query = (
            ("where", f'Type=="{_TYPES[kind]}"'),
            ("Statuses", "AUTHORISED,DRAFT,SUBMITTED"),
            ("unitdp", "4"),
        )
        if kind is DocumentKind.CREDIT_NOTE:
            # Only invoices know the parameter Statuses (xero-api.md 3.4); a filter says the same here.
            query = (("where", f'Type=="{_TYPES[kind]}" AND Status=="AUTHORISED"'), ("unitdp", "4"))
        return self._pages(f"/{_COLLECTIONS[kind]}", query, self._document_reader(kind), None)

    def payments(self, since: datetime | None) -> Iterator[Page[TheirPayment]]:
        """The payments changed since, deleted ones and those of bills included."""
        return self._pages("/Payments", (), lambda body: listed_payments(body, self.base_currency), since)

    def advances(self, kind: AdvanceKind, since: datetime | None) -> Iterator[Page[TheirAdvance]]:
        """The overpayments or prepayments changed since, with what they are set against; those to suppliers too."""
        path = f"/{kind.value.capitalize()}s"
        return self._pages(path, (), lambda body: listed_advances(body, kind, self.base_currency), since)

    def receive_money(self, since: datetime | None) -> Iterator[Page[TheirReceiveMoney]]:
        """The money received without an invoice that changed since, deleted ones included.

        PermissionIsMissing where the sign-in does not cover bank transactions.
        """
        query: Query = (("where", 'Type=="RECEIVE"'),)
        return self._pages(
            "/BankTransactions", query, lambda body: listed_receive_money(body, self.base_currency), since
        )

    def contact_by_name(self, name: str) -> list[Contact]:
        """The contacts of that name, without regard to case, archived ones included."""
        query: Query = (("includeArchived", "true"),)
        name = tidy_name(name)
        if _fits_a_filter(name):
            query += (("where", f'Name=="{name}"'),)
        else:
            # How a quotation mark is written in a filter is not documented: search wider, compare here.
            query += (("searchTerm", max(name.replace("\\", '"').split('"'), key=len)),)
        found = self._everything("/Contacts", query, listed_contacts)
        return [contact for contact in found if name_key(contact.name) == name_key(name)]

    def documents_by_number(self, kind: DocumentKind, numbers: Sequence[str]) -> list[TheirDocument]:
        """Our documents of those numbers as Xero has them, whatever their status."""
        plain = [number for number in numbers if _fits_a_filter(number) and "," not in number]
        found = [document for query in _number_queries(kind, plain) for document in self._all_documents(kind, query)]
        for number in sorted(set(numbers) - set(plain)):
            query: Query = (("searchTerm", number),) if kind is DocumentKind.INVOICE else ()
            found.extend(self._all_documents(kind, query))
        wanted = {number.casefold() for number in numbers}
        by_id = {document.document_id: document for document in found if document.number.casefold() in wanted}
        return list(by_id.values())

    def payments_of(self, document_id: str) -> list[TheirPayment]:
        """Every payment of the invoice or credit note, deleted ones included."""
        query = (("where", f'Invoice.InvoiceID==guid("{_checked(document_id)}")'),)
        return self._everything("/Payments", query, lambda body: listed_payments(body, self.base_currency))

    def document(self, kind: DocumentKind, document_id: str) -> TheirDocument | None:
        """The invoice or credit note as it is now, or None if Xero does not know it."""
        path = f"/{_COLLECTIONS[kind]}/{_checked(document_id)}"
        query = (("unitdp", "4"),)
        return self._single(path, query, lambda body: listed_documents(body, kind, self.base_currency))

    def advance(self, kind: AdvanceKind, advance_id: str) -> TheirAdvance | None:
        """The overpayment or prepayment as it is now, or None if Xero does not know it."""
        path = f"/{kind.value.capitalize()}s/{_checked(advance_id)}"
        return self._single(path, (), lambda body: listed_advances(body, kind, self.base_currency))

    def contact(self, contact_id: str) -> Contact | None:
        """The contact as it is now, or None if Xero does not know it."""
        return self._single(f"/Contacts/{_checked(contact_id)}", (), listed_contacts)

    def payment(self, payment_id: str) -> TheirPayment | None:
        """The payment as it is now, or None if Xero does not know it."""
        path = f"/Payments/{_checked(payment_id)}"
        return self._single(path, (), lambda body: listed_payments(body, self.base_currency))

    def write(self, request: WriteRequest) -> list[ElementAnswer]:
        """Xero's verdict on each element. Raises XeroRefused if it refused the whole, OutcomeUnknown if in doubt."""
        assert request.idempotency_key, "every write carries a key"
        try:
            return judged(self._calls.write(request), request.path, self.base_currency)
        except NotXeros as problem:
            raise not_xeros_word(True, f"{problem}.") from problem

    def _documents(self, kind: DocumentKind, since: datetime | None) -> Iterator[Page[TheirDocument]]:
        query = (("where", f'Type=="{_TYPES[kind]}"'), ("unitdp", "4"))
        read = self._document_reader(kind)
        return self._pages(f"/{_COLLECTIONS[kind]}", query, read, since)

    def _all_documents(self, kind: DocumentKind, query: Query) -> list[TheirDocument]:
        path = f"/{_COLLECTIONS[kind]}"
        found = self._everything(path, (*query, ("unitdp", "4")), self._document_reader(kind))
        return [document for document in found if document.is_ours_to_sell]

    def _document_reader(self, kind: DocumentKind) -> Callable[[bytes], Listing[TheirDocument]]:
        return lambda body: listed_documents(body, kind, self.base_currency)

    def _pages(
        self, path: str, query: Query, read: Callable[[bytes], Listing[V]], since: datetime | None
    ) -> Iterator[Page[V]]:
        def ask(modified_since: datetime | None, page: int) -> Listing[V]:
            paging = (("page", str(page)), ("pageSize", str(PAGE_SIZE)))
            return self._calls.read(path, (*query, *paging), read, modified_since)

        return seek(ask, since)

    def _everything(self, path: str, query: Query, read: Callable[[bytes], Listing[V]]) -> list[V]:
        """All records of a narrow question; one that cannot be read fails it, as absence is a fact to its asker."""
        found: list[V] = []
        for page in self._pages(path, query, read, None):
            found.extend(page.items)
            for record in page.unreadable:
                raise not_xeros_word(False, f"Record {record.xero_id} ({record.label}): {record.reason}.")
        return found

    def _single(self, path: str, query: Query, read: Callable[[bytes], Listing[V]]) -> V | None:
        try:
            rows = self._calls.read(path, query, read).rows
        except RecordIsGone:
            return None
        if len(rows) != 1 or isinstance(rows[0].value, Unreadable):
            raise not_xeros_word(False, f"The record at {path} cannot be read.")
        return rows[0].value


def _number_queries(kind: DocumentKind, numbers: list[str]) -> Iterator[Query]:
    size = _NUMBERS_AT_ONCE if kind is DocumentKind.INVOICE else _OR_AT_ONCE
    for first in range(0, len(numbers), size):
        some = numbers[first : first + size]
        if kind is DocumentKind.INVOICE:
            yield (("InvoiceNumbers", ",".join(some)),)
        else:
            yield (("where", " OR ".join(f'CreditNoteNumber=="{number}"' for number in some)),)


def _fits_a_filter(text: str) -> bool:
    return '"' not in text and "\\" not in text


def _checked(xero_id: str) -> str:
    assert is_id(xero_id), "not an id of Xero's"
    return quote(xero_id, safe="")
