"""What must be true of money once all is quiet: what settles an invoice here settles it in Xero, and nothing else does.

Over- and prepayments, credit set against invoices, and each invoice's sum of both. Asks the book through its
repositories and the practice Xero by its shelves; shares no rule with the engine.
"""

from collections import Counter
from collections.abc import Iterator

from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.payment import Allocation, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.standing import Standing
from safe_desktop.practice.record_shelf import Record, RecordShelf
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import CREDIT_METHOD

ADVANCES = ("overpayment", "prepayment")


class MoneyTruths:
    """The settling of one life's end, looked at from outside. `asked`: what waits for a person or was noted."""

    def __init__(
        self, book: Book, shelf: RecordShelf, asked: list[Mismatch], noted: set[tuple[RecordKind, int]]
    ) -> None:
        self._book = book
        self._shelf = shelf
        self._asked_records = {(one.record_kind, one.local_id) for one in asked} | noted
        self._asked_ids = {one.xero_id for one in asked}

    def problems(self) -> Iterator[str]:
        """Everything that is not as it must be."""
        yield from self._advances()
        for document in self._documents(DocumentKind.CREDIT_NOTE):
            yield from self._credit_equal(document)
        for document in self._documents(DocumentKind.INVOICE):
            yield from self._settled_equal(document)

    def advance(self, xero_id: str) -> Record | None:
        """The over- or prepayment of this id."""
        return next((found for kind in ADVANCES if (found := self._shelf.get(kind, xero_id)) is not None), None)

    def _documents(self, kind: DocumentKind) -> list[Document]:
        """Those that are in Xero as they are here, with nothing to be settled about them."""
        found = self._book.documents.get_many(self._book.documents.ids_by_number_key(kind).values())
        return [
            one
            for one in found.values()
            if (kind_of(kind), one.id) not in self._asked_records and self._is_in_xero(kind_of(kind), one.id)
        ]

    def _is_in_xero(self, kind: RecordKind, local_id: int) -> bool:
        return (
            self._book.links.get(kind, local_id) is not None
            and self._book.standings.word(kind, local_id) is Standing.IN_XERO
        )

    def _ours(self, invoice_id: str) -> int:
        """Our number of Xero's invoice; 0 if it is none of this book's."""
        link = self._book.links.of_theirs(RecordKind.INVOICE, [invoice_id]).get(invoice_id)
        return link.local_id if link else 0

    def _shares_there(self, credit: Record) -> Counter[int]:
        """What our invoices have of the credit in Xero, in pence."""
        shares: Counter[int] = Counter()
        for one in self._shelf.where("allocation", "other=?", [credit.id]):
            if ours := self._ours(one.parent):
                shares[ours] += int(one.body["Amount"] * 100)
        return shares

    def _advances(self) -> Iterator[str]:
        for kind in ADVANCES:
            for record in self._shelf.where(kind, "1"):
                customer = self._book.links.of_theirs(RecordKind.CUSTOMER, [record.parent]).get(record.parent)
                if customer is not None and record.id not in self._asked_ids:
                    yield from self._advance_equal(kind, record)

    def _advance_equal(self, kind: str, record: Record) -> Iterator[str]:
        there = self._shares_there(record)
        worth = 0 if record.status in ("VOIDED", "DELETED") else int(record.body["RemainingCredit"] * 100)
        worth += sum(there.values())
        link = self._book.links.of_theirs(RecordKind.PAYMENT, [record.id]).get(record.id)
        if link is None:
            if worth:
                yield f"LOST: Xero’s {kind} of {worth} is not in the book"
            return
        if not self._is_in_xero(RecordKind.PAYMENT, link.local_id):
            return
        payment = self._book.payments.get(link.local_id)
        amount = payment.amount.minor if payment.status is PaymentStatus.LIVE else 0
        if amount != worth:
            yield f"{kind} {payment.marker} is {amount} here and {worth} in Xero"
        here = Counter({one.document_id: one.amount.minor for one in self._book.payments.allocations_of(payment.id)})
        if here != there and not any((RecordKind.INVOICE, one) in self._asked_records for one in there):
            yield f"{kind} {payment.marker} settles {dict(here)} here and {dict(there)} in Xero"

    def _credit_equal(self, document: Document) -> Iterator[str]:
        link = self._book.links.get(RecordKind.CREDIT_NOTE, document.id)
        record = self._shelf.get("credit_note", link.xero_id) if link else None
        if record is None or record.status in ("VOIDED", "DELETED"):
            return
        here: Counter[int] = Counter()
        for one in self._book.payments.credited_by(document.id):
            if self._book.links.get(RecordKind.INVOICE, one.document_id) is not None:
                here[one.document_id] += one.amount.minor
        there = self._shares_there(record)
        if here != there and not any((RecordKind.INVOICE, one) in self._asked_records for one in {*here, *there}):
            yield f"{document.number} settles {dict(here)} here and {dict(there)} in Xero"

    def _settled_equal(self, document: Document) -> Iterator[str]:
        """What settles an invoice on both sides is the same sum, where nothing about any part of it waits."""
        link = self._book.links.get(RecordKind.INVOICE, document.id)
        record = self._shelf.get("invoice", link.xero_id) if link else None
        if record is None or record.status not in ("AUTHORISED", "PAID") or self._has_open_parts(document, record):
            return
        here = sum(one.amount.minor for one in self._parts(document) if self._is_known_there(one))
        there = int((record.body["AmountPaid"] + record.body["AmountCredited"]) * 100)
        if here != there:
            yield f"{document.number}: {here} of what settles it here is in Xero, where {there} settles it"

    def _parts(self, document: Document) -> list[Allocation]:
        return self._book.payments.allocations_to(document.id)

    @staticmethod
    def _record_of(part: Allocation) -> tuple[RecordKind, int]:
        if part.payment_id is not None:
            return RecordKind.PAYMENT, part.payment_id
        return RecordKind.CREDIT_NOTE, part.credit_note_id or 0

    def _is_known_there(self, part: Allocation) -> bool:
        if self._book.links.get(*self._record_of(part)) is not None:
            return True
        method = (
            self._book.payments.method(self._book.payments.get(part.payment_id).method_id) if part.payment_id else None
        )
        return method is not None and method.name == CREDIT_METHOD

    def _has_open_parts(self, document: Document, record: Record) -> bool:
        """Whether something that settles it here or there waits to be told, is asked about, or was put on account."""
        parts = {self._record_of(one) for one in self._parts(document)}
        if parts & self._asked_records:
            return True
        if any(self._book.links.get(*one) is not None and not self._is_in_xero(*one) for one in parts):
            return True
        if any(self._is_placed_elsewhere(*one, record.id) for one in parts):
            return True
        there = [one.id for one in self._shelf.of_parent("payment", record.id) if one.status != "DELETED"]
        there += [one.other for one in self._shelf.of_parent("allocation", record.id)]
        kinds = (RecordKind.PAYMENT, RecordKind.CREDIT_NOTE)
        links = {xero_id: link for kind in kinds for xero_id, link in self._book.links.of_theirs(kind, there).items()}
        known = {(link.kind, link.local_id) for link in links.values()}
        is_elsewhere = any(
            one[0] is RecordKind.PAYMENT or one in self._asked_records or not self._is_in_xero(*one)
            for one in known - parts
        )
        return len(known) < len(set(there)) or is_elsewhere

    def _is_placed_elsewhere(self, kind: RecordKind, local_id: int, invoice_id: str) -> bool:
        """Whether it is a payment of Xero’s that a person put on account here, and placed in part or on this one."""
        link = self._book.links.get(kind, local_id) if kind is RecordKind.PAYMENT else None
        payment = self._shelf.get("payment", link.xero_id) if link else None
        if payment is None:
            return False
        return payment.parent != invoice_id or self._book.payments.get(local_id).document_id is None
