"""Brings the status words of records up to date: the facts from the store, the rule from the domain.

Called inside the transaction of every change that can move a word. What hangs on a record is brought up to date with
it: a customer's documents, a document's payments.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from safe_desktop.domain.customer import Customer, refused_by_xero
from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.payment import Origin, PaymentStatus
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, SENDING_ORDER, RecordKind
from safe_desktop.domain.standing import Facts, Standing, stands
from safe_desktop.store.book_file import Book
from safe_desktop.store.standing_records import CustomerFacts, DocumentFacts, PaymentFacts, SharedFacts

_UNSURE = "No answer from Xero yet; it is looked up before anything is sent again"
_LEAVING = "On its way to Xero"
_CUSTOMER_BLOCKS = (
    Standing.CONFLICT,
    Standing.FAILED,
    Standing.TO_REVIEW,
    Standing.DO_NOT_SEND,
    Standing.CHANGED_IN_XERO,
)
_DOCUMENT_STAYS = (Standing.STAYS_HERE, Standing.DO_NOT_SEND)
_DOCUMENT_CARRIES = (Standing.READY, Standing.SENDING, Standing.IN_XERO, Standing.CHANGED_HERE)


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
    synced = book.settings.sync_customers
    for facts in list(book.standings.customer_facts(ids)):
        word = stands(_facts_of_customer(facts, synced), today)
        yield facts.shared.id, *word


def _facts_of_customer(facts: CustomerFacts, synced: bool) -> Facts:
    refusals = refused_by_xero(Customer(facts.name))
    return _facts(
        facts.shared,
        is_kind_synced=synced,
        stays_here="Archived here" if facts.is_archived else "",
        to_review="; ".join(refusals),
    )


def _documents(book: Book, kind: RecordKind, ids: list[int] | None, today: date) -> Kept:
    settings = book.settings
    synced = settings.sync_invoices if kind is RecordKind.INVOICE else settings.sync_credit_notes
    mapped = {code.code for code in book.chart.vat_codes() if code.xero_tax_type}
    organisation = book.chart.organisation()
    base = organisation.base_currency if organisation else "GBP"
    for facts in list(book.standings.document_facts(kind, ids)):
        reviewed = _why_review(facts, mapped, bool(settings.sales_account), base)
        word = stands(
            _facts(
                facts.shared,
                is_kind_synced=synced,
                stays_here=_why_document_stays(facts, settings.sync_from),
                worth_nothing="" if facts.total_minor else "Its total is 0.00: there is nothing to be paid",
                to_review=reviewed,
                is_changed=facts.is_allocated_anew,
            ),
            today,
        )
        yield facts.shared.id, *word


def _why_document_stays(facts: DocumentFacts, sync_from: date | None) -> str:
    if facts.status == DocumentStatus.DRAFT and facts.shared.agreed_revision is None:
        return "A draft: approve it to send it"
    if facts.status == DocumentStatus.VOIDED and facts.shared.agreed_revision is None:
        return "Voided before it was sent"
    if sync_from is not None and facts.issued_on < sync_from and facts.shared.agreed_revision is None:
        return f"Issued before {sync_from:%d/%m/%Y}, from when documents are sent"
    return ""


def _why_review(facts: DocumentFacts, mapped: set[str], has_sales_account: bool, base: str) -> str:
    if facts.customer_standing in _CUSTOMER_BLOCKS:
        return f"Its customer comes first: {facts.customer_standing.value.lower()}"
    if facts.is_customer_archived:
        return "Its customer is archived"
    if facts.total_minor < 0:
        return "Its total is negative: make it a credit note"
    if facts.currency != base:
        return f"{facts.currency} is not the organisation’s currency ({base}); only {base} is sent"
    if facts.shortest_description is None:
        return "It has no lines"
    if not facts.shortest_description:
        return "A line has no description"
    unmapped = sorted(code or "(none)" for code in facts.vat_codes if code not in mapped)
    if unmapped:
        return f"No Xero VAT code for {', '.join(unmapped)}"
    if "" in facts.account_codes and not has_sales_account:
        return "No sales account chosen yet"
    return ""


def _payments(book: Book, ids: list[int] | None, today: date) -> Kept:
    synced = book.settings.sync_payments
    organisation = book.chart.organisation()
    base = organisation.base_currency if organisation else "GBP"
    for facts in list(book.standings.payment_facts(ids)):
        word = stands(
            _facts(
                facts.shared,
                is_kind_synced=synced,
                stays_here=_why_payment_stays(facts, base),
                to_review=_why_payment_waits(facts),
                held_until=facts.paid_on + timedelta(days=facts.hold_days) if facts.hold_days else None,
            ),
            today,
        )
        yield facts.shared.id, *word


def _why_payment_stays(facts: PaymentFacts, base: str) -> str:
    if facts.status == PaymentStatus.DELETED and facts.shared.agreed_revision is None:
        return "Taken back"
    if facts.origin == Origin.XERO:
        return "Came from Xero"
    if not facts.document_number:
        return "On account: Xero takes a payment for one document"
    if facts.document_kind != RecordKind.INVOICE:
        return "Paid out against a credit note: kept here"
    if not facts.account_code:
        return f"{facts.method} has no Xero account: such payments stay here"
    if facts.document_currency != base:
        return f"{facts.document_currency} is not sent"
    if facts.document_standing in _DOCUMENT_STAYS:
        return f"{facts.document_number} is not sent: {facts.document_reason[:1].lower()}{facts.document_reason[1:]}"
    return ""


def _why_payment_waits(facts: PaymentFacts) -> str:
    if facts.document_standing in _DOCUMENT_CARRIES:
        return ""
    return f"{facts.document_number} comes first: {facts.document_standing.lower()}"


def _facts(
    shared: SharedFacts,
    *,
    is_kind_synced: bool,
    stays_here: str = "",
    worth_nothing: str = "",
    to_review: str = "",
    held_until: date | None = None,
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
        worth_nothing=worth_nothing,
        refused=shared.refused,
        to_review=to_review,
        held_until=held_until,
    )
