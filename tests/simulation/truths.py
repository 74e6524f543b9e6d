"""What must be true once all is quiet: nothing lost, nothing doubled, nothing half-applied, and both sides equal.

Asks the book through its repositories and the practice Xero by its shelves; shares no rule with the engine. Returns
what is wrong in words. What was refused, held back or asked about is not wrong: there a person knows.
"""

from collections import defaultdict
from collections.abc import Iterator, Set

from safe_desktop.domain.customer import Customer, name_key
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.payment import Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.standing import WAITING, Standing
from safe_desktop.engine.deciding.kept_apart import refusals
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.practice.practice_app import Practice
from safe_desktop.practice.record_shelf import Record
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState
from safe_desktop.store.run_records import Outcome
from tests.simulation.truths_of_money import MoneyTruths

_AT_REST = (
    Standing.IN_XERO,
    Standing.TO_REVIEW,
    Standing.CHANGED_IN_XERO,
    Standing.CONFLICT,
    Standing.FAILED,
    Standing.DO_NOT_SEND,
    Standing.STAYS_HERE,
    Standing.NOT_SENT,
    Standing.HELD,
)
_GOOD_REASONS = (
    "paid at least in part",
    "reconciled it with the bank",
    "is not in Xero yet",
    "in Xero; nothing was sent for it",
)
"""Why a change of ours may rightly wait for ever."""


class Truths:
    """The end of one life, looked at from outside."""

    def __init__(self, book: Book, practice: Practice, last: RunReport, swapped_ids: Set[str] = frozenset()) -> None:
        self._book = book
        self._last = last
        self._swapped_ids = swapped_ids
        self._apart = {xero_id for _kind, _local_id, xero_id in refusals(book)}  # a person called them others
        self._shelf = practice.books("").shelf
        self._customers = [book.customers.get(one) for one in book.customers.all_ids()]
        self._documents = [
            one
            for kind in DocumentKind
            for one in book.documents.get_many(book.documents.ids_by_number_key(kind).values()).values()
        ]
        self._payments = [one for customer in self._customers for one in book.payments.of_customer(customer.id)]
        self._asked: defaultdict[tuple[RecordKind, int], list[Mismatch]] = defaultdict(list)
        for one in book.mismatches.open_ones():
            self._asked[one.record_kind, one.local_id].append(one)
        noted = book.database.rows(
            "SELECT record_kind, local_id, xero_id FROM mismatch WHERE settled_how IN ('noted', 'do_not_send')"
        )
        self._noted = {(RecordKind(kind), local_id) for kind, local_id, _ in noted}
        self._known_ids = {one.xero_id for some in self._asked.values() for one in some} | {row[2] for row in noted}
        self._money = MoneyTruths(book, self._shelf, book.mismatches.open_ones(), self._noted)

    def problems(self) -> Iterator[str]:
        """Everything that is not as it must be."""
        yield from self._outbox()
        yield from self._standings()
        yield from self._ties()
        yield from self._contacts()
        yield from self._documents_equal()
        yield from self._payments_equal()
        yield from self._payments_there()
        yield from self._sums()
        yield from self._money.problems()
        if (broken := self._book.activity.verify()) is not None:
            yield f"the activity record is broken at {broken}"

    def _word(self, kind: RecordKind, local_id: int) -> Standing:
        return self._book.standings.word(kind, local_id)

    def _outbox(self) -> Iterator[str]:
        for entry in self._book.outbox.in_state(EntryState.SENDING, EntryState.UNSURE):
            yield f"{entry.kind} {entry.local_id} is still {entry.state} in the outbox: {entry.outcome}"

    def _records(self) -> Iterator[tuple[RecordKind, int, str]]:
        for customer in self._customers:
            yield RecordKind.CUSTOMER, customer.id, customer.name
        for document in self._documents:
            yield kind_of(document.kind), document.id, document.number
        for payment in self._payments:
            yield RecordKind.PAYMENT, payment.id, payment.marker

    def _standings(self) -> Iterator[str]:
        """Nothing is ready, sending or changed for ever; and whatever waits was counted in the run with its reason."""
        counted = {(item.kind, item.local_id): item for item in self._last.items}
        for kind, local_id, label in self._records():
            word = self._word(kind, local_id)
            item = counted.get((kind, local_id))
            reason = item.reason if item else ""
            if word not in _AT_REST and not any(one in reason for one in _GOOD_REASONS):
                yield f"{kind} {label} is {word} for ever ({reason})"
            if word in WAITING and (item is None or item.outcome is not Outcome.SKIPPED or not item.reason):
                yield f"{kind} {label} is {word}, and the run does not say why it was left"

    def _ties(self) -> Iterator[str]:
        """Each tie is between a record and what was made from it, not from its neighbour in the same request.

        Where Xero's answer itself named the neighbour's id, the next reading shows it, and a person is asked.
        """
        for kind, local_id, label in self._records():
            link = self._book.links.get(kind, local_id)
            shelf = "contact" if kind is RecordKind.CUSTOMER else kind.value
            record = self._shelf.get(shelf, link.xero_id) if link else None
            if record is None or (record.id in self._swapped_ids and self._was_noticed(kind, local_id, record)):
                continue
            if kind is RecordKind.PAYMENT:
                mark = str(record.body["Reference"]).partition(" ")[0]
                is_anothers = mark.startswith("SD-") and mark != label
                marked = self._book.payments.find_marker(mark) if is_anothers else None
                if is_anothers and not (marked and (kind, marked.id, record.id) in refusals(self._book)):
                    yield f"WRONG TIE: payment {label} is tied to {mark}"
                continue
            told = self._told_keys(kind, local_id, label)
            if (
                name_key(record.key) not in told
                and "heirs" not in record.key
                and not (kind is RecordKind.CUSTOMER and self._waits_between(local_id, told, record))
            ):
                yield f"WRONG TIE: {kind} {label} is tied to {record.key}"

    def _waits_between(self, customer_id: int, told: Set[str], contact: Record) -> bool:
        """Whether the customer's own contact was merged into this one and this into another's, and a person knows."""
        asked = """SELECT count(*) FROM mismatch WHERE kind = 'contact_merged' AND local_id = ? AND xero_id = ?
            AND (settled_at IS NULL OR settled_how IN ('noted', 'do_not_send'))"""
        if not self._book.database.value(asked, (customer_id, contact.id)):
            return False
        archived = self._shelf.where("contact", "status='ARCHIVED'")
        merged = {contact.id}
        for _ in archived:  # as long as a chain can be
            merged |= {one.id for one in archived if one.body.get("MergedToContactID") in merged}
        return any(one.id in merged - {contact.id} and name_key(one.key) in told for one in archived)

    def _was_noticed(self, kind: RecordKind, local_id: int, record: Record) -> bool:
        if record.status in ("VOIDED", "DELETED"):
            return True
        asked = "SELECT count(*) FROM mismatch WHERE record_kind = ? AND local_id = ?"
        return self._book.database.value(asked, (kind.value, local_id)) > 0

    def _told_keys(self, kind: RecordKind, local_id: int, label: str) -> set[str]:
        """Every name or number under which Xero was told of it, and the one it has now."""
        told = self._book.database.rows(
            "SELECT DISTINCT natural_key FROM outbox WHERE kind = ? AND local_id = ?", (kind.value, local_id)
        )
        return {name_key(label), *(row[0] for row in told)}

    def _contacts(self) -> Iterator[str]:
        names: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self._shelf.where("contact", "status='ACTIVE'"):
            names[name_key(str(record.body["Name"]))].append(record)
        for customer in self._customers:
            link = self._book.links.get(RecordKind.CUSTOMER, customer.id)
            keys = self._told_keys(RecordKind.CUSTOMER, customer.id, customer.name)
            others = self._book.links.of_theirs(RecordKind.CUSTOMER, [one.id for key in keys for one in names[key]])
            there = {
                record.id: record
                for key in keys
                for record in names[key]
                if (record.id not in others and record.id not in self._apart)
                or (record.id in others and others[record.id].local_id == customer.id)
            }
            if len(there) > 1:
                yield f"DOUBLED: customer {customer.name} has {len(there)} contacts"
            if self._word(RecordKind.CUSTOMER, customer.id) is not Standing.IN_XERO or self._is_noted(
                RecordKind.CUSTOMER, customer.id
            ):
                continue
            yield from self._contact_equal(customer, self._shelf.get("contact", link.xero_id) if link else None)

    @staticmethod
    def _contact_equal(customer: Customer, record: Record | None) -> Iterator[str]:
        if record is None:
            yield f"LOST: customer {customer.name} is said to be in Xero"
        elif name_key(str(record.body["Name"])) != name_key(customer.name):
            yield f"customer {customer.name} is {record.body['Name']} in Xero and nobody asked"
        elif str(record.body.get("EmailAddress", "")) != customer.email:
            yield f"customer {customer.name}: {customer.email} here, {record.body.get('EmailAddress')} in Xero"

    def _is_noted(self, kind: RecordKind, local_id: int) -> bool:
        return (kind, local_id) in self._noted

    def _documents_equal(self) -> Iterator[str]:
        for document in self._documents:
            kind = kind_of(document.kind)
            keys = self._told_keys(kind, document.id, document.number)
            live = {
                record.id: record
                for key in keys
                for record in self._shelf.all_by_key(kind.value, key)
                if record.status not in ("VOIDED", "DELETED") and self._is_ours(kind, document.id, record.id)
            }
            if len(live) > 1:
                yield f"DOUBLED: {document.number} is {len(live)} times in Xero"
            if self._word(kind, document.id) is Standing.IN_XERO and not self._is_noted(kind, document.id):
                yield from self._document_equal(kind, document, live)

    def _is_ours(self, kind: RecordKind, local_id: int, xero_id: str) -> bool:
        """Whether Xero's record is this one's or nobody's; a number may have gone from one to another."""
        link = self._book.links.of_theirs(kind, [xero_id]).get(xero_id)
        return xero_id not in self._apart if link is None else link.local_id == local_id

    def _document_equal(self, kind: RecordKind, document: Document, live: dict[str, Record]) -> Iterator[str]:
        link = self._book.links.get(kind, document.id)
        if document.status is DocumentStatus.VOIDED:
            if live:
                yield f"{document.number} is voided here and lives in Xero"
            return
        record = live.get(link.xero_id) if link else None
        if record is None:
            yield f"LOST: {document.number} is said to be in Xero"
            return
        total = document.totals.total.decimal
        if record.body["Total"] != total:
            yield f"{document.number} is {total} here and {record.body['Total']} in Xero"
        if str(record.body.get("Reference", "")) != document.reference and kind is RecordKind.INVOICE:
            yield f"{document.number}: reference {document.reference!r}, {record.body.get('Reference')!r} in Xero"
        if record.day != document.issued_on.isoformat():
            yield f"{document.number}: of {document.issued_on} here, of {record.day} in Xero"
        contact = self._book.links.get(RecordKind.CUSTOMER, document.customer_id)
        if contact is None or contact.xero_id != record.parent:
            yield f"{document.number} is for another contact in Xero"

    def _payments_equal(self) -> Iterator[str]:
        marks: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self._shelf.where("payment", "status <> 'DELETED'"):
            if record.id not in self._swapped_ids | self._apart:
                marks[str(record.body["Reference"]).partition(" ")[0].upper()].append(record)
        for payment in self._payments:
            there = marks[payment.marker]
            if len(there) > 1:
                yield f"DOUBLED: payment {payment.marker} of {payment.amount} is {len(there)} times in Xero"
            if self._is_noted(RecordKind.PAYMENT, payment.id) or self._word(RecordKind.PAYMENT, payment.id) not in (
                Standing.IN_XERO,
                Standing.STAYS_HERE,
            ):
                continue
            yield from self._payment_equal(payment, there)

    def _payment_equal(self, payment: Payment, marked: list[Record]) -> Iterator[str]:
        link = self._book.links.get(RecordKind.PAYMENT, payment.id)
        if link is not None and self._money.advance(link.xero_id) is not None:
            return  # what is to be true of these is in `truths_of_money`
        record = self._shelf.get("payment", link.xero_id) if link else None
        is_live_there = record is not None and record.status != "DELETED"
        if payment.status is PaymentStatus.DELETED:
            if is_live_there or marked:
                yield f"payment {payment.marker} was taken back here and lives in Xero"
        elif self._word(RecordKind.PAYMENT, payment.id) is Standing.IN_XERO:
            if not is_live_there or record is None:
                yield f"LOST: payment {payment.marker} is said to be in Xero"
            elif record.body["Amount"] != payment.amount.decimal:
                yield f"payment {payment.marker} is {payment.amount} here, {record.body['Amount']} in Xero"
        elif payment.origin is Origin.HERE and marked:
            yield f"payment {payment.marker} stays here, and lives in Xero"

    def _payments_there(self) -> Iterator[str]:
        """Every living payment of Xero's for an invoice of ours is one of ours, or somebody was asked about it."""
        for record in self._shelf.where("payment", "status <> 'DELETED'"):
            invoice = self._book.links.of_theirs(RecordKind.INVOICE, [record.parent]).get(record.parent)
            if invoice is None:
                continue
            link = self._book.links.of_theirs(RecordKind.PAYMENT, [record.id]).get(record.id)
            if link is None and record.id not in self._known_ids:
                yield f"LOST: Xero’s payment {record.id} of {record.body['Amount']} is not in the book"

    def _sums(self) -> Iterator[str]:
        """What is open is the total less the allocations, here; and what is applied here is what is applied there."""
        for document in self._documents:
            total = 0 if document.status is DocumentStatus.VOIDED else document.totals.total.minor
            to_it = self._book.payments.allocations_to(document.id)
            from_it = self._book.payments.credited_by(document.id)
            settled = sum(one.amount.minor for one in (*to_it, *from_it))
            still_open = self._book.documents.open(document.id).minor
            if document.status is DocumentStatus.APPROVED and still_open != total - settled:
                yield f"{document.number}: {still_open} open, but {total} less {settled} settled"
            if still_open < 0:
                yield f"{document.number} is settled beyond its total"
        for payment in self._payments:
            used = sum(one.amount.minor for one in self._book.payments.allocations_of(payment.id))
            if used > payment.amount.minor or (payment.status is PaymentStatus.DELETED and used):
                yield f"payment {payment.marker} of {payment.amount.minor} settles {used}"
