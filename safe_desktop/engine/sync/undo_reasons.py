"""Why a record that was sent cannot be taken back in Xero, as far as the book knows: one rule for each kind.

Must not know how it is taken back. What changed since, is paid, reconciled, locked or depended upon stays.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import snapshot_of_theirs
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirAdvance, TheirAllocation, TheirDocument, TheirPayment
from safe_desktop.engine.sync.restoring import what_was
from safe_desktop.engine.sync.undone import is_gone
from safe_desktop.engine.sync.verdicts import key_of_value
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import EntryState, Operation, OutboxEntry

_BEFORE = "It was taken back before"
_GONE = "It is archived, void or deleted in Xero already"
_UNDER_WAY = "Xero has not answered about it yet: sync first"
_SENT_ANEW = "It was sent anew by a later run"
_CHANGED_HERE = "It was changed here since"
_CHANGED_THERE = "It was changed in Xero since"
_FEW = 3


@dataclass(frozen=True, slots=True)
class Target:
    """What of Xero's an intent made, as it was last read."""

    link: Link | None
    theirs: Contact | TheirDocument | TheirPayment | TheirAdvance | None
    allocation: TheirAllocation | None = None

    @property
    def xero_id(self) -> str:
        """Xero's id of the record; empty where it is tied to none."""
        return self.link.xero_id if self.link else ""

    @property
    def allocation_id(self) -> str:
        """Xero's id of the allocation, where one was made."""
        return self.allocation.allocation_id if self.allocation else ""


@dataclass(slots=True)
class Going:
    """What is taken back before, and so no longer stands in the way."""

    xero_ids: set[str] = field(default_factory=set)
    paid: dict[str, int] = field(default_factory=dict)
    credited: dict[str, int] = field(default_factory=dict)

    def add(self, target: Target) -> None:
        """This is taken back."""
        if target.allocation is not None:
            for xero_id in (target.allocation.document_id, target.xero_id):
                self.credited[xero_id] = self.credited.get(xero_id, 0) + target.allocation.amount.minor
            return
        self.xero_ids.add(target.xero_id)
        if isinstance(target.theirs, TheirPayment):
            document_id = target.theirs.document_id
            self.paid[document_id] = self.paid.get(document_id, 0) + target.theirs.amount.minor


class Reasons:
    """The rules, for the book as it is now."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._under_way = {(one.kind, one.local_id) for one in book.outbox.in_state(*_LIVE)}
        organisation = book.chart.organisation()
        locks = (organisation.period_lock_on, organisation.year_end_lock_on) if organisation else ()
        self._locked_until = max((one for one in locks if one is not None), default=None)

    def label(self, entry: OutboxEntry) -> str:
        """What the record is called."""
        found = self._book.standings.labels(entry.kind, [entry.local_id])
        return found[0][1] if found else entry.natural_key

    def target(self, entry: OutboxEntry) -> Target:
        """What of Xero's this intent made."""
        link = self._book.links.get(entry.kind, entry.local_id)
        if entry.operation is Operation.SET_AGAINST:
            advance = self._book.advances.get(link.xero_id) if link else None
            return Target(link, advance, _allocation(entry, advance) if advance else None)
        theirs = self._read(link) if link else None
        if entry.operation is Operation.ALLOCATE and isinstance(theirs, TheirDocument):
            return Target(link, theirs, _allocation(entry, theirs))
        return Target(link, theirs)

    def why_not(self, entry: OutboxEntry, target: Target, going: Going) -> str:
        """Why it cannot be taken back; empty if it can."""
        if (entry.kind, entry.local_id) in self._under_way:
            return _UNDER_WAY
        if target.link is None or target.theirs is None:
            return _BEFORE
        if isinstance(target.theirs, TheirAdvance):
            return _GONE if target.theirs.is_gone else self._cannot_take_back(entry, target)
        if is_gone(target.theirs):
            return _GONE
        if entry.operation is Operation.ALLOCATE:
            return self._cannot_take_back(entry, target)
        if entry.operation is Operation.UPDATE:
            return self._cannot_restore(entry, target.link, target.theirs, going)
        return self._changed(entry, target.link, target.theirs) or self._stays(target.theirs, going)

    def _cannot_take_back(self, entry: OutboxEntry, target: Target) -> str:
        if target.allocation is None or not target.allocation_id:
            return "The credit is no longer set against that invoice in Xero"
        return self._locked(_told(entry).on)

    def _read(self, link: Link) -> Contact | TheirDocument | TheirPayment | None:
        if link.kind is RecordKind.CUSTOMER:
            return self._book.copies.contact(link.xero_id)
        if link.kind is RecordKind.PAYMENT:
            return self._book.copies.payment(link.xero_id)
        return self._book.copies.document(link.kind, link.xero_id)

    def _changed(self, entry: OutboxEntry, link: Link, theirs: Contact | TheirDocument | TheirPayment) -> str:
        since = self._book.outbox.told_since(entry.kind, entry.local_id, entry.id)
        if Operation.CREATE in since:
            return _SENT_ANEW
        if self._revision(entry) != link.revision or Operation.UPDATE in since:
            return _CHANGED_HERE
        if _mark(entry.kind, key_of_value(theirs)) != _mark(entry.kind, entry.natural_key):
            return _CHANGED_THERE  # or tied to another record of Xero's since, which is not ours to take back
        now = snapshot_of_theirs(theirs)
        return _CHANGED_THERE if any(now.get(name, value) != value for name, value in link.theirs.items()) else ""

    def _cannot_restore(
        self, entry: OutboxEntry, link: Link, theirs: Contact | TheirDocument | TheirPayment, going: Going
    ) -> str:
        """Why Xero's earlier values cannot be given back; empty if they can."""
        since = self._book.outbox.told_since(entry.kind, entry.local_id, entry.id)
        if Operation.RESTORE in since:
            return _BEFORE
        if not since.isdisjoint((Operation.UPDATE, Operation.CREATE)):
            return "A later run changed it too: take that one back first"
        was = what_was(entry)
        if not was:
            return "What Xero had before is not known: change it here, and sync"
        if self._revision(entry) != link.revision:
            return _CHANGED_HERE
        now = snapshot_of_theirs(theirs)
        if any(now.get(name, value) != value for name, value in link.theirs.items()):
            return _CHANGED_THERE
        if not isinstance(theirs, TheirDocument):
            return ""
        held = self._stays(theirs, going) if "LineItems" in was else self._locked(theirs.issued_on)
        return held or (self._locked(date.fromisoformat(str(was["Date"]))) if "Date" in was else "")

    def _revision(self, entry: OutboxEntry) -> int:
        if entry.kind is RecordKind.CUSTOMER:
            return self._book.customers.get(entry.local_id).revision
        if entry.kind is RecordKind.PAYMENT:
            return self._book.payments.get(entry.local_id).revision
        return self._book.documents.get(entry.local_id).revision

    def _stays(self, theirs: Contact | TheirDocument | TheirPayment, going: Going) -> str:
        if isinstance(theirs, Contact):
            return self._contact_stays(theirs, going)
        if isinstance(theirs, TheirPayment):
            if theirs.is_reconciled:
                return "Xero has reconciled it with the bank: undo that there first"
            return self._locked(theirs.paid_on)
        paid = theirs.paid - Money(going.paid.get(theirs.document_id, 0), theirs.currency)
        credited = theirs.credited - Money(going.credited.get(theirs.document_id, 0), theirs.currency)
        # Below nothing is a copy that was read before the payment: what is so now is read before anything is told.
        if paid.minor > 0:
            is_invoice = theirs.kind is DocumentKind.INVOICE
            return f"{paid} is paid on it that stays" if is_invoice else f"{paid} of it was paid back"
        if credited.minor > 0:
            return f"{credited} of credit between it and other documents stays"
        return self._locked(theirs.issued_on)

    def _contact_stays(self, contact: Contact, going: Going) -> str:
        if contact.is_supplier:
            return "The contact is a supplier too"
        documents = self._book.copies.documents_of_contact(contact.contact_id)
        others = [one.number for one in documents if not one.is_gone and one.document_id not in going.xero_ids]
        if not others:
            return ""
        more = f" and {len(others) - _FEW:,} more" if len(others) > _FEW else ""
        return f"Other documents hang on it: {', '.join(others[:_FEW])}{more}"

    def _locked(self, on: date) -> str:
        if self._locked_until is not None and on <= self._locked_until:
            return f"Dated in a period that is locked until {self._locked_until:%d/%m/%Y}"
        return ""


_LIVE = (EntryState.SENDING, EntryState.UNSURE)


def _mark(kind: RecordKind, natural_key: str) -> list[str]:
    """What tells the record from its like: of a payment's reference the mark at its beginning."""
    return natural_key.split()[:1] if kind is RecordKind.PAYMENT else [natural_key]


def _allocation(entry: OutboxEntry, note: TheirDocument | TheirAdvance) -> TheirAllocation | None:
    """The allocation that was told, of that invoice and amount; None if Xero has none such."""
    told = _told(entry)
    return next(
        (one for one in note.allocations if (one.document_id, one.amount.decimal) == (told.invoice_id, told.amount)),
        None,
    )


@dataclass(frozen=True, slots=True)
class _ToldAllocation:
    invoice_id: str
    amount: Decimal
    on: date


def _told(entry: OutboxEntry) -> _ToldAllocation:
    one = json.loads(entry.element, parse_float=Decimal, parse_int=Decimal)["Allocations"][0]
    return _ToldAllocation(str(one["Invoice"]["InvoiceID"]), Decimal(one["Amount"]), date.fromisoformat(one["Date"]))
