"""The comparison of both lists as rows of four tables: likely customers, likely documents, what one side alone has.

Values only, made of the engine's `FirstComparison`; decides nothing but which pairs are ticked to begin with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.likeness import CERTAIN
from safe_desktop.domain.money import Money
from safe_desktop.domain.theirs import Contact, TheirDocument
from safe_desktop.engine.deciding.first_comparison import FirstComparison, LikelyDocument, LikelyPair
from safe_desktop.ui.look import home_words
from safe_desktop.ui.tables.held_rows import HeldRows

CONTACTS, DOCUMENTS = "contacts", "documents"


@dataclass(frozen=True, slots=True)
class PairRow:
    """A customer and a contact that are likely one. `id` is the customer's number."""

    id: int
    pair: LikelyPair

    @property
    def is_sure(self) -> bool:
        """Whether it is ticked by itself: certain, and nothing speaks against it."""
        return self.pair.word == CERTAIN and not self.pair.against

    @property
    def why(self) -> str:
        """What speaks against it, then what speaks for it."""
        return _said(self.pair.against, self.pair.reasons)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of ours and one of Xero's that are likely one. `id` is our document's number."""

    id: int
    pair: LikelyDocument
    customer: str

    @property
    def is_sure(self) -> bool:
        """Whether it is ticked by itself: nothing speaks against it."""
        return not self.pair.against

    @property
    def why(self) -> str:
        """What speaks against it, then what speaks for it."""
        return _said(self.pair.against, self.pair.reasons)


@dataclass(frozen=True, slots=True)
class ThereRow:
    """A contact or an open document that only Xero has. `id` is a number given here, the same at each reading."""

    id: int
    part: str
    xero_id: str
    what: str
    label: str
    contact: str
    detail: str
    issued_on: date | None = None
    due_on: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class HereRow:
    """A customer that only this book has."""

    id: int
    customer: Customer


@dataclass(slots=True)
class Numbers:
    """Numbers for Xero's records, which have none of ours: given once, kept as long as the page lives."""

    _given: dict[str, int] = field(default_factory=dict)

    def of(self, xero_id: str) -> int:
        """The number of this one."""
        return self._given.setdefault(xero_id, len(self._given) + 1)


@dataclass(frozen=True, slots=True)
class ComparedRows:
    """The four lists, ready for their tables."""

    pairs: HeldRows[PairRow]
    documents: HeldRows[DocumentRow]
    there: HeldRows[ThereRow]
    here: HeldRows[HereRow]
    already_tied: int = 0
    is_open: bool = False

    @property
    def alike(self) -> int:
        """So many pairs wait for a person."""
        return len(self.pairs) + len(self.documents)


def compared_rows(found: FirstComparison, customers: dict[int, str], numbers: Numbers) -> ComparedRows:
    """The comparison as rows; `customers` names the customers of the likely documents."""
    there = [_contact_row(one, numbers) for one in found.only_there]
    there += [_document_row(one, numbers) for one in found.open_there]
    return ComparedRows(
        pairs_of([PairRow(one.customer_id, one) for one in found.pairs]),
        documents_of(
            [DocumentRow(one.document_id, one, customers.get(one.document.customer_id, "")) for one in found.documents]
        ),
        there_of(there),
        here_of([HereRow(one.id, one) for one in found.only_here]),
        found.already_tied,
        found.is_open,
    )


def nothing_compared() -> ComparedRows:
    """The lists before there is anything in them."""
    return ComparedRows(pairs_of([]), documents_of([]), there_of([]), here_of([]))


def pairs_of(rows: Sequence[PairRow]) -> HeldRows[PairRow]:
    """Likely customers: searched by both names, filtered by certainty."""
    return HeldRows(
        rows,
        words=lambda one: f"{one.pair.customer.name} {one.pair.contact.name} {one.why}",
        parts=lambda one: (one.pair.word.casefold(),),
        sorts={
            "ours": lambda one: one.pair.customer.name.casefold(),
            "theirs": lambda one: one.pair.contact.name.casefold(),
            "certainty": lambda one: one.pair.certainty,
        },
    )


def documents_of(rows: Sequence[DocumentRow]) -> HeldRows[DocumentRow]:
    """Likely documents: searched by both numbers and the customer."""
    return HeldRows(
        rows,
        words=lambda one: f"{one.pair.document.number} {one.pair.theirs.number} {one.customer} {one.why}",
        sorts={
            "number": lambda one: one.pair.document.number.casefold(),
            "theirs": lambda one: one.pair.theirs.number.casefold(),
            "customer": lambda one: one.customer.casefold(),
            "amount": lambda one: one.pair.document.totals.total.minor,
        },
    )


def there_of(rows: Sequence[ThereRow]) -> HeldRows[ThereRow]:
    """What only Xero has: contacts and open documents, filtered by which."""
    return HeldRows(
        rows,
        words=lambda one: f"{one.what} {one.label} {one.contact} {one.detail}",
        parts=lambda one: (one.part,),
        sorts={
            "what": lambda one: one.what,
            "label": lambda one: one.label.casefold(),
            "contact": lambda one: one.contact.casefold(),
            "issued_on": lambda one: one.issued_on or date.min,
            "due_on": lambda one: one.due_on or date.min,
            "amount": lambda one: one.amount.minor if one.amount else 0,
        },
        amount=lambda one: one.amount,
    )


def here_of(rows: Sequence[HereRow]) -> HeldRows[HereRow]:
    """What only this book has."""
    return HeldRows(
        rows,
        words=lambda one: f"{one.customer.name} {one.customer.code} {one.customer.email}",
        sorts={
            "name": lambda one: one.customer.name.casefold(),
            "code": lambda one: one.customer.code.casefold(),
            "email": lambda one: one.customer.email.casefold(),
        },
    )


def _contact_row(contact: Contact, numbers: Numbers) -> ThereRow:
    detail = ", ".join(part for part in (contact.email, contact.phone) if part)
    return ThereRow(
        numbers.of(contact.contact_id), CONTACTS, contact.contact_id, "Contact", contact.name, contact.name, detail
    )


def _document_row(theirs: TheirDocument, numbers: Numbers) -> ThereRow:
    is_credit = theirs.kind is DocumentKind.CREDIT_NOTE
    return ThereRow(
        numbers.of(theirs.document_id),
        DOCUMENTS,
        theirs.document_id,
        f"{'Credit note' if is_credit else 'Invoice'}{', a draft' if theirs.status == 'DRAFT' else ''}",
        theirs.number,
        theirs.contact_name,
        theirs.reference,
        theirs.issued_on,
        theirs.due_on,
        -theirs.due if is_credit else theirs.due,
    )


def _said(against: str, reasons: Sequence[str]) -> str:
    words = home_words.told("; ".join(part for part in (against, *reasons) if part))
    return f"{words[:1].upper()}{words[1:]}"
