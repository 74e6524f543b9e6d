"""Turns the matcher's proposals into choices of this book, as far as they still fit what is open now.

The matcher knows keys only: “d12” is a document, “p5” a payment, “r7” a receipt, “c3” a customer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.verdict import Act, Adjustment, Proposal
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.engine.matching.matching_options import MatchingOptions
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import KnownDocument, collections_of, documents_by_id, payments_free
from safe_desktop.store.twin_receipts import may_be_same, receipts_settled_with


def key_of(letter: str, record_id: int) -> str:
    """The key under which the matcher knows a record."""
    return f"{letter}{record_id}"


def id_of(key: str) -> int:
    """The record's id in a key."""
    return int(key[1:])


@dataclass(frozen=True, slots=True)
class Known:
    """What the proposals of some receipts name, as it is now."""

    documents: Mapping[int, KnownDocument] = field(default_factory=dict)
    free_payments: frozenset[int] = frozenset()
    collected: Mapping[tuple[int, int], int] = field(default_factory=dict)
    options: MatchingOptions = field(default_factory=MatchingOptions)
    settled_with: Mapping[int, StoredReceipt] = field(default_factory=dict)


def known_of(book: Book, proposals: Iterable[Proposal], options: MatchingOptions) -> Known:
    """Read at once what these proposals name."""
    documents: set[int] = set()
    payments: set[int] = set()
    for proposal in proposals:
        documents.update(id_of(share.document_key) for share in proposal.shares)
        payments.update(id_of(key) for key in (*proposal.duplicate_of, *proposal.reverses) if key[0] == "p")
    collected = collections_of(book, documents)
    free = payments_free(book, payments)
    settled_with = receipts_settled_with(book, payments - free)
    return Known(documents_by_id(book, documents), free, collected, options, settled_with)


def choice_of(proposal: Proposal, receipt: StoredReceipt, known: Known) -> Choice | None:
    """The proposal as a choice; None where it no longer fits what is open, free, or this customer's."""
    if proposal.act is Act.DUPLICATE:
        payments = tuple(id_of(key) for key in proposal.duplicate_of if key[0] == "p")
        receipts = tuple(id_of(key) for key in proposal.duplicate_of if key[0] == "r")
        if not set(payments) <= known.free_payments:
            return _same_as_settled(receipt, payments, known)
        return Choice(ChoiceKind.SAME, payment_ids=payments, receipt_ids=receipts)
    if proposal.act is Act.REVERSE:
        payments = tuple(id_of(key) for key in proposal.reverses)
        # A payment that another receipt brought may bounce all the same; that it stands is seen when it is taken back.
        return Choice(ChoiceKind.BOUNCED, payment_ids=payments)
    return _applied(proposal, receipt, known)


def _same_as_settled(receipt: StoredReceipt, payments: Sequence[int], known: Known) -> Choice | None:
    """The money that another receipt was, told a second time: once by the bank and once by Xero."""
    others = {one: known.settled_with[one] for one in payments if one in known.settled_with}
    same = {other.id for other in others.values() if may_be_same(receipt, other)}
    if len(others) != len(payments) or len(same) != 1 or {other.id for other in others.values()} != same:
        return None
    return Choice(ChoiceKind.SAME, receipt_ids=(same.pop(),))


def _applied(proposal: Proposal, receipt: StoredReceipt, known: Known) -> Choice | None:
    currency = receipt.amount.currency
    shares = [(id_of(share.document_key), share.minor) for share in proposal.shares]
    collected = [known.collected.get(share, 0) for share in shares]
    if shares and all(collected):
        # A provider's payout: what it pays out was taken off these documents when it was collected.
        return Choice(ChoiceKind.SAME, payment_ids=tuple(collected))
    if not all(_fits(known.documents.get(number), minor, currency) for number, minor in shares):
        return None
    customers = {known.documents[number].customer_id for number, _ in shares}
    if receipt.customer_id is not None and receipt.payment_id and customers != {receipt.customer_id}:
        return None
    shares = _with_room(shares, proposal.credit_minor, known)
    write_off, account = _write_off(proposal, known.options)
    if proposal.fee_minor and write_off is None:
        shares = _shortened(shares, proposal.fee_minor)
        if not shares:
            return None
    return Choice(
        ChoiceKind.APPLY,
        tuple(DocumentShare(number, Money(minor, currency)) for number, minor in shares),
        customer_id=next(iter(customers)) if proposal.credit_minor > 0 and len(customers) == 1 else None,
        write_off=Money(write_off, currency) if write_off else None,
        account_code=account if write_off else "",
    )


def _with_room(shares: list[tuple[int, int]], over: int, known: Known) -> list[tuple[int, int]]:
    """The shares, with what was to stay on account put where room is.

    The matcher thought of the receipts in their order; accepted before an earlier one, more is open than it thought.
    """
    found = []
    for number, minor in shares:
        room = known.documents[number].open_minor - minor if minor > 0 else 0
        more = max(0, min(over, room))
        over -= more
        found.append((number, minor + more))
    return found


def _fits(document: KnownDocument | None, minor: int, currency: str) -> bool:
    if document is None or not document.is_live or document.currency != currency:
        return False
    is_credit = document.kind is DocumentKind.CREDIT_NOTE
    return is_credit == (minor < 0) and 0 < abs(minor) <= document.open_minor


def _write_off(proposal: Proposal, options: MatchingOptions) -> tuple[int | None, str]:
    """How much is written off and where; None where no account is chosen, or it is more than the limit."""
    if proposal.fee_minor <= 0:
        return None, ""
    if proposal.adjustment is Adjustment.FEE and options.fee_account:
        return proposal.fee_minor, options.fee_account
    if proposal.fee_minor <= options.write_off_limit and options.write_off_account:
        return proposal.fee_minor, options.write_off_account
    return None, ""


def _shortened(shares: Sequence[tuple[int, int]], short: int) -> list[tuple[int, int]]:
    """The shares at the amount received: what is short stays open on the largest of them."""
    largest = max(range(len(shares)), key=lambda place: shares[place][1])
    number, minor = shares[largest]
    if minor <= short:
        return []
    return [(number, minor - short) if place == largest else share for place, share in enumerate(shares)]
