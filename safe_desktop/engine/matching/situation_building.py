"""Puts together what the matcher looks at, for one currency of the book: values only, each kind read at once."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from safe_desktop.domain.debit_life import DebitStatus
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.situation import (
    EarlierReceipt,
    KnownPayment,
    OpenDocument,
    Payer,
    Provider,
    Receipt,
    Situation,
)
from safe_desktop.engine.entry.payout_providers import providers_to_match
from safe_desktop.engine.matching.proposal_reading import key_of
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import (
    KnownDocument,
    RecordedPayment,
    confirmed_receipts,
    documents_that_matter,
    payers,
    payments_that_matter,
    payments_with_words,
)
from safe_desktop.store.twin_receipts import payments_of_twins

SETTLED_DAYS = 365
"""How long a settled invoice is still looked at: a late payment may quote it."""

PAYMENT_DAYS = 120
"""How long before the oldest waiting receipt a recorded payment may lie and still be the same money."""

HISTORY_DAYS = 730
_MOST_HISTORY = 20_000
_ON_ITS_WAY = (DebitStatus.PENDING, DebitStatus.SUBMITTED, DebitStatus.CONFIRMED)


def situation_of(book: Book, currency: str, receipts: Sequence[StoredReceipt]) -> Situation:
    """Everything of one currency that matters for these receipts."""
    providers = providers_to_match(book)
    today = book.clock.today()
    oldest = min((one.came_on for one in receipts), default=today)
    names = {number: (name, code) for number, name, code in payers(book)}
    recorded = payments_that_matter(book, currency, oldest - timedelta(days=PAYMENT_DAYS))
    recorded += payments_of_twins(book, currency, receipts)
    under_way = _under_way(recorded)
    return Situation(
        currency=currency,
        receipts=tuple(_receipt(one, names) for one in receipts),
        documents=tuple(
            _document(one, under_way.get(one.id, 0))
            for one in documents_that_matter(book, currency, oldest - timedelta(days=SETTLED_DAYS))
        ),
        # Money on account is among them also while it waits itself: the bank may tell of it only now.
        payments=tuple(_payment(one, providers) for one in recorded),
        history=tuple(_history(book, currency, today)),
        payers=tuple(Payer(key_of("c", number), name, account_number=code) for number, (name, code) in names.items()),
        providers=tuple(provider for provider, _ in providers),
    )


def mark_of(situation: Situation) -> str:
    """A mark of the situation: the same mark means the same answers."""
    return hashlib.blake2b(msgspec.json.encode(situation), digest_size=16).hexdigest()


def _receipt(one: StoredReceipt, names: Mapping[int, tuple[str, str]]) -> Receipt:
    # Whom Xero names is the best of evidence for who paid, and a name is how the matcher takes it.
    known = "" if one.customer_id is None else names[one.customer_id][0]
    return Receipt(
        key=key_of("r", one.id),
        source=one.source,
        came_on=one.came_on,
        minor=one.amount.minor,
        kind=one.kind,
        payee=known or one.payee,
        reference=one.reference,
        narrative=" ".join(part for part in (one.payee if known else "", one.narrative) if part),
    )


def _under_way(recorded: Iterable[RecordedPayment]) -> dict[int, int]:
    """What is being collected of each document: for the matcher it is due until it is paid out."""
    found: dict[int, int] = {}
    for one in recorded:
        if one.document_id is not None and one.debit_status in _ON_ITS_WAY:
            found[one.document_id] = found.get(one.document_id, 0) + one.amount_minor
    return found


def _document(one: KnownDocument, under_way_minor: int) -> OpenDocument:
    return OpenDocument(
        key=key_of("d", one.id),
        number=one.number,
        payer_key=key_of("c", one.customer_id),
        issued_on=one.issued_on,
        due_on=one.due_on,
        total_minor=one.total_minor,
        open_minor=one.open_minor + under_way_minor,
        is_credit=one.kind is DocumentKind.CREDIT_NOTE,
        reference=one.reference,
        is_live=one.is_live,
        xero_id=one.xero_id,
    )


def _payment(one: RecordedPayment, providers: Sequence[tuple[Provider, str]]) -> KnownPayment:
    return KnownPayment(
        key=key_of("p", one.id),
        paid_on=one.paid_on,
        minor=one.amount_minor,
        payer_key=key_of("c", one.customer_id),
        document_key=key_of("d", one.document_id) if one.document_id is not None else "",
        method=one.method,
        waits_for_payout=one.debit_status in _ON_ITS_WAY,
        provider=next((provider.name for provider, method in providers if method == one.method), ""),
    )


def _history(book: Book, currency: str, today: date) -> Iterator[EarlierReceipt]:
    """What was settled before, oldest first: receipts with their words, and payments that have a reference."""
    since = today - timedelta(days=HISTORY_DAYS)
    for one in reversed(payments_with_words(book, currency, since, _MOST_HISTORY)):
        numbers = (one.number,) if one.number else ()
        payer = key_of("c", one.customer_id)
        yield EarlierReceipt(one.paid_on, one.amount_minor, payer, reference=one.reference, numbers=numbers)
    for receipt in confirmed_receipts(book, currency, since, _MOST_HISTORY):
        yield EarlierReceipt(
            receipt.came_on,
            receipt.amount_minor,
            key_of("c", receipt.customer_id),
            receipt.kind,
            receipt.payee,
            receipt.reference,
            receipt.narrative,
            receipt.numbers,
        )
