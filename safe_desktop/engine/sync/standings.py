"""Brings the status words of records up to date: the facts from the store, the rule from the domain.

Called inside the transaction of every change that can move a word. What hangs on a record is brought up to date with
it: a customer's documents, a document's payments.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from safe_desktop.domain.customer import Customer, refused_by_xero
from safe_desktop.domain.debit_life import counts_from
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, SENDING_ORDER, RecordKind
from safe_desktop.domain.refusal_words import read_refusal
from safe_desktop.domain.standing import Facts, Standing, stands
from safe_desktop.engine.sync.review_reasons import ReviewReasons
from safe_desktop.store.book_file import Book
from safe_desktop.store.standing_records import CustomerFacts, DocumentFacts, PaymentFacts, SharedFacts

_UNSURE = "No answer from Xero yet; it is looked up before anything is sent again"
_LEAVING = "On its way to Xero"


def refresh(book: Book, kind: RecordKind, ids: Iterable[int] | None, today: date) -> None:
    """Bring the status words of these records, or of all of the kind, and of what hangs on them up to date."""
    chosen = None if ids is None else list(ids)
    if chosen is not None and not chosen:
        return
    if kind is RecordKind.CUSTOMER:
        _refresh_customers(book, chosen, today)
    elif kind in DOCUMENT_KINDS:
        _refresh_documents(book, kind, chosen, today)
    else:
        book.standings.keep(kind, _payments(book, chosen, today))


def refresh_all(book: Book, today: date) -> None:
    """Bring every status word of the book up to date: after a change of settings, or on a new day."""
    for kind in SENDING_ORDER:
        if kind is RecordKind.CUSTOMER:
            book.standings.keep(kind, _customers(book, None, today))
        elif kind in DOCUMENT_KINDS:
            book.standings.keep(kind, _documents(book, kind, None, today))
        else:
            book.standings.keep(kind, _payments(book, None, today))


def _refresh_customers(book: Book, ids: list[int] | None, today: date) -> None:
    book.standings.keep(RecordKind.CUSTOMER, _customers(book, ids, today))
    if ids is None:
        for kind in DOCUMENT_KINDS:
            _refresh_documents(book, kind, None, today)
        return
    hanging = book.standings.documents_of_customers(ids)
    for kind in DOCUMENT_KINDS:
        documents = [record_id for its_kind, record_id in hanging if its_kind is kind]
        if documents:
            _refresh_documents(book, kind, documents, today)


def _refresh_documents(book: Book, kind: RecordKind, ids: list[int] | None, today: date) -> None:
    book.standings.keep(kind, _documents(book, kind, ids, today))
    if kind is RecordKind.INVOICE and ids is not None:
        credit_notes = book.standings.credit_notes_on(ids)
        if credit_notes:
            book.standings.keep(RecordKind.CREDIT_NOTE, _documents(book, RecordKind.CREDIT_NOTE, credit_notes, today))
    payments = None if ids is None else book.standings.payments_of_documents(ids)
    if payments is None or payments:
        book.standings.keep(RecordKind.PAYMENT, _payments(book, payments, today))


Kept = Iterator[tuple[int, Standing, str]]


def _customers(book: Book, ids: list[int] | None, today: date) -> Kept:
    synced, archives = book.settings.sync_customers, book.settings.archive_in_xero
    for facts in list(book.standings.customer_facts(ids)):
        word = stands(_facts_of_customer(facts, synced, archives), today)
        yield facts.shared.id, *word


def _facts_of_customer(facts: CustomerFacts, synced: bool, archives: bool) -> Facts:
    is_told = archives and facts.shared.agreed_revision is not None
    refusals = refused_by_xero(Customer(facts.name))
    return _facts(
        facts.shared,
        is_kind_synced=synced,
        stays_here="Archived here" if facts.is_archived and not is_told else "",
        to_review="; ".join(refusals),
    )


def _documents(book: Book, kind: RecordKind, ids: list[int] | None, today: date) -> Kept:
    reasons = ReviewReasons(book, kind)
    synced = book.settings.sync_invoices if kind is RecordKind.INVOICE else book.settings.sync_credit_notes
    for facts in list(book.standings.document_facts(kind, ids)):
        word = stands(_facts_of_document(facts, reasons, synced), today)
        if word[0] is Standing.IN_XERO:
            reasons.note_in_xero(facts.shared.id)
        yield facts.shared.id, *word
    book.lock_decisions.forget(kind, reasons.spent)


def _facts_of_document(facts: DocumentFacts, reasons: ReviewReasons, synced: bool) -> Facts:
    if _is_equal(facts.shared) and not facts.is_allocated_anew:
        return _facts(facts.shared, is_kind_synced=synced, kept_as_there=reasons.document_is_kept(facts))
    return _facts(
        facts.shared,
        is_kind_synced=synced,
        stays_here=reasons.document_stays(facts),
        kept_as_there=reasons.document_is_kept(facts),
        worth_nothing="" if facts.total_minor else "Its total is 0.00: there is nothing to be paid",
        to_review=reasons.document_waits(facts),
        is_changed=facts.is_allocated_anew,
    )


def _payments(book: Book, ids: list[int] | None, today: date) -> Kept:
    reasons = ReviewReasons(book, RecordKind.PAYMENT)
    synced = book.settings.sync_payments
    for facts in list(book.standings.payment_facts(ids)):
        word = stands(_facts_of_payment(facts, reasons, synced), today)
        if word[0] is Standing.IN_XERO:
            reasons.note_in_xero(facts.shared.id)
        yield facts.shared.id, *word
    book.lock_decisions.forget(RecordKind.PAYMENT, reasons.spent)


def _facts_of_payment(facts: PaymentFacts, reasons: ReviewReasons, synced: bool) -> Facts:
    if _is_equal(facts.shared) and not facts.is_allocated_anew:
        return _facts(facts.shared, is_kind_synced=synced)
    return _facts(
        facts.shared,
        is_kind_synced=synced,
        is_changed=facts.is_allocated_anew,
        stays_here=reasons.payment_stays(facts),
        to_review=reasons.payment_waits(facts),
        held=_held(facts),
    )


def _held(facts: PaymentFacts) -> tuple[str, date | None]:
    """Why the money is no money yet where no day is known, and the day where one is."""
    if facts.shared.agreed_revision is not None:
        # Xero has it: what is told now takes it back, and that is never held.
        return "", None
    if facts.debit is None:
        until = facts.paid_on + timedelta(days=facts.hold_days) if facts.hold_days else None
        return "", until
    until = counts_from(facts.debit, facts.hold_days)
    return ("" if until else f"{facts.debit.words}; it waits until it is paid out"), until


def _is_equal(shared: SharedFacts) -> bool:
    """Whether both sides have it alike, so that nothing else about it matters: most records of most books."""
    return shared.agreed_revision == shared.revision


def _facts(
    shared: SharedFacts,
    *,
    is_kind_synced: bool,
    stays_here: str = "",
    kept_as_there: str = "",
    worth_nothing: str = "",
    to_review: str = "",
    held: tuple[str, date | None] = ("", None),
    is_changed: bool = False,
) -> Facts:
    on_its_way = {"sending": _LEAVING, "unsure": _UNSURE}.get(shared.live_state, "")
    return Facts(
        is_linked=shared.agreed_revision is not None,
        is_changed=is_changed or (shared.agreed_revision is not None and shared.agreed_revision != shared.revision),
        is_kind_synced=is_kind_synced,
        on_its_way=on_its_way,
        mismatch=MismatchKind(shared.mismatch) if shared.mismatch else None,
        mismatch_reason=shared.mismatch_reason,
        held_back=shared.held_back,
        stays_here=stays_here,
        kept_as_there=kept_as_there,
        worth_nothing=worth_nothing,
        refused=read_refusal(shared.refused).cause if shared.refused else "",
        to_review=to_review,
        held=held[0],
        held_until=held[1],
    )
