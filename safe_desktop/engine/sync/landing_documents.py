"""Lands a page of Xero's invoices or credit notes: known ones are compared, one of a number of ours is adopted or asked
about, and what Xero took from a credit note is taken over (what is paid or credited in Xero is a fact).
"""

from collections.abc import Sequence

from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.reconciling import differences, snapshot_of_document, snapshot_of_their_document
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.changes import DOCUMENTS, MISMATCHES
from safe_desktop.engine.deciding.asking import COMPARED, ask_beside, ask_what_differs, with_contact_names
from safe_desktop.engine.deciding.by_policy import settle_by_rules
from safe_desktop.engine.deciding.kept_apart import refusals
from safe_desktop.engine.sync.allocating import land_allocations
from safe_desktop.engine.sync.differing import mismatches_of
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.paid_there import changed_though_paid
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import agree_on_what_was_told, agree_where_equal, tie_documents, told_before
from safe_desktop.store.book_file import Book
from safe_desktop.store.document_records import number_key
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import EntryState, OutboxEntry
from safe_desktop.store.run_records import Outcome

_COMPARED = (*COMPARED, MismatchKind.GONE_IN_XERO)
_KEPT_APART = "you said that it is not ours; give ours another number, or link the two"


def land_documents(book: Book, documents: Sequence[TheirDocument], tally: Tally) -> None:
    """Take in one page, inside the transaction that moves its cursor. Bills and supplier credits are left out."""
    for kind in DOCUMENT_KINDS:
        of_kind = [(one.document_id, one) for one in documents if one.is_ours_to_sell and kind_of(one.kind) is kind]
        if of_kind:
            newest = book.copies.not_older(kind, of_kind)
            book.copies.keep_documents(newest)
            _land_kind(book, kind, newest, tally)


def land_news(book: Book, documents: Sequence[TheirDocument], tally: Tally) -> None:
    """The same for a list that is asked for again and again: what came just so before is not compared once more.

    Xero is asked from a little before the newest change, so after a large send all of it comes again for as long as
    nothing else changes. What waits on the desk, or is not as both agreed, is compared every time all the same.
    """
    news = []
    for kind in DOCUMENT_KINDS:
        of_kind = [one for one in documents if kind_of(one.kind) is kind]
        links = book.links.of_theirs(kind, book.copies.kept_just_so(kind, of_kind))
        asked = {one.local_id for one in book.mismatches.open_ones(kind)} if links else set[int]()
        fresh = [one for one in of_kind if _is_news(one, links.get(one.document_id), asked)]
        tally.same(len(of_kind) - len(fresh))
        news += fresh
    land_documents(book, news, tally)


def _is_news(theirs: TheirDocument, link: Link | None, asked: set[int]) -> bool:
    return link is None or link.local_id in asked or snapshot_of_their_document(theirs) != link.theirs


def _land_kind(book: Book, kind: RecordKind, documents: Sequence[TheirDocument], tally: Tally) -> None:
    links = book.links.of_theirs(kind, [one.document_id for one in documents])
    ours = book.documents.get_many(link.local_id for link in links.values())
    under_way = book.outbox.changes_under_way(kind)
    touched = []
    for theirs in documents:
        link = links.get(theirs.document_id)
        if link is not None and link.local_id in ours and link.local_id not in under_way:
            touched.append(link.local_id)
            _land_known(book, ours[link.local_id], theirs, link, tally)
    strangers = [one for one in documents if one.document_id not in links]
    touched += settle_numbers(book, kind, strangers, tally)
    if kind is RecordKind.CREDIT_NOTE:
        land_allocations(book, documents, tally)
    if touched:
        tally.changed(DOCUMENTS, MISMATCHES)
        refresh(book, kind, touched, book.clock.today())


def _land_known(book: Book, document: Document, theirs: TheirDocument, link: Link, tally: Tally) -> None:
    record_kind = kind_of(document.kind)
    customer = book.customers.get(document.customer_id)
    contact = book.links.get(RecordKind.CUSTOMER, document.customer_id)
    ours = snapshot_of_document(document, contact.xero_id if contact else "")
    told = snapshot_of_their_document(theirs)
    link = agree_where_equal(book, link, ours, told)
    if theirs.is_gone:
        _land_gone(book, document, theirs, customer.name, tally)
        return
    moved = differences(ours, told, link.ours, link.theirs)
    named = with_contact_names(book, moved)
    found = mismatches_of(
        record_kind, document.id, document.number, customer.name, theirs.document_id, named, theirs.currency
    )
    # No rule speaks for these: Xero changed nothing of them.
    asked = [*found, *changed_though_paid(document, theirs, named, customer.name)]
    ask_what_differs(book, record_kind, document.id, asked, ours, told, _COMPARED)
    settle_by_rules(book, found, tally, (document.issued_on, theirs.issued_on))
    if not moved and not found:
        tally.same()


def _land_gone(book: Book, document: Document, theirs: TheirDocument, customer: str, tally: Tally) -> None:
    """Voided on both sides, both agree; else that is the only question, for nothing else of it can be settled."""
    is_gone_here = document.status is DocumentStatus.VOIDED
    if is_gone_here:
        tie_documents(book, [(document, theirs)])
        tally.same()
    found = [] if is_gone_here else [_gone(document, theirs, customer)]
    ask_what_differs(book, kind_of(document.kind), document.id, found, {}, {}, _COMPARED)


def _gone(document: Document, theirs: TheirDocument, customer: str) -> Mismatch:
    word = theirs.status.lower()
    return Mismatch(
        MismatchKind.GONE_IN_XERO,
        kind_of(document.kind),
        document.id,
        document.number,
        f"It was {word} in Xero",
        theirs.document_id,
        "status",
        customer,
        document.status.value.capitalize(),
        word.capitalize(),
        "Approved",
        theirs.total,
    )


def settle_numbers(book: Book, kind: RecordKind, documents: Sequence[TheirDocument], tally: Tally) -> list[int]:
    """Adopt or ask about documents that bear the number of an unlinked document of ours; returns those touched."""
    if not documents:
        return []
    touched: list[int] = []
    pairs: list[tuple[Document, TheirDocument]] = []
    told_then: list[tuple[OutboxEntry, TheirDocument]] = []
    tied = book.links.of_theirs(kind, [one.document_id for one in documents])
    taken = book.documents.ids_by_number_key(DocumentKind(kind.value))
    apart = refusals(book)
    for theirs in documents:
        local_id = taken.get(number_key(theirs.number))
        if (
            local_id is None
            or theirs.is_gone
            or theirs.document_id in tied
            or book.links.get(kind, local_id) is not None
        ):
            continue
        is_apart = (kind, local_id, theirs.document_id) in apart
        if is_apart and book.standings.word(kind, local_id) is Standing.DO_NOT_SEND:
            continue  # that was decided, and nothing of it is to go
        document = book.documents.get(local_id)
        touched.append(local_id)
        unequal = _KEPT_APART if is_apart else what_differs(book, document, theirs)
        entry = None if is_apart else told_before(book, kind, local_id, theirs)
        if entry is not None:
            told_then.append((entry, theirs))
        if unequal and entry is None:
            if not _is_asked_as_uncertain(book, kind, local_id):
                book.mismatches.found([_number_taken(book, document, theirs, unequal)])
        else:
            pairs.append((document, theirs))
    waiting = tie_documents(book, pairs)
    for entry, theirs in told_then:
        agree_on_what_was_told(book, entry, theirs)
    for document, _ in pairs:
        told = f"Xero has {document.number} with the same customer, date and total; both are tied together."
        book.activity.note("Sync", "Linked", kind, document.id, document.number, told)
        tally.add(kind, document.id, document.number, Outcome.RECEIVED, told)
        link = book.links.get(kind, document.id)
        if link is not None:
            ask_beside(book, link, document.number, book.customers.get(document.customer_id).name)
    land_payments(book, waiting, tally)
    return touched


def ask_about_kept_apart(book: Book, kind: RecordKind, ready: Sequence[int], tally: Tally) -> None:
    """Of what is about to be sent: a number that Xero has on a document which a person kept apart is asked about."""
    wanted = set(ready)
    pairs = [one for one in refusals(book) if one[0] is kind and one[1] in wanted]
    copies = [book.copies.document(kind, xero_id) for _, _, xero_id in pairs]
    known = [one for one in copies if one is not None]
    if known:
        with book.transaction():
            refresh(book, kind, settle_numbers(book, kind, known, tally), book.clock.today())
        tally.changed(DOCUMENTS, MISMATCHES)


def _is_asked_as_uncertain(book: Book, kind: RecordKind, local_id: int) -> bool:
    """Whether it is not known yet what became of its sending, or that is asked already: one question is enough."""
    if any(entry.state is EntryState.UNSURE for entry in book.outbox.creates_of(kind, local_id)):
        return True
    return any(one.kind is MismatchKind.UNCERTAIN for one in book.mismatches.open_ones(kind, local_id))


def what_differs(book: Book, document: Document, theirs: TheirDocument) -> str:
    """Why Xero's document of this number is not ours, in words; empty if it is: same contact, date, currency, total."""
    contact = book.links.get(RecordKind.CUSTOMER, document.customer_id)
    total = document.totals.total
    if document.status is DocumentStatus.VOIDED:
        return "ours is voided here"
    if contact is None or contact.xero_id != theirs.contact_id:
        return f"Xero’s is for {theirs.contact_name or 'another contact'}"
    if total != theirs.total:
        return f"the total is {total.decimal:,} here and {theirs.total.decimal:,} in Xero"
    if document.issued_on != theirs.issued_on:
        return f"the date is {document.issued_on:%d/%m/%Y} here and {theirs.issued_on:%d/%m/%Y} in Xero"
    return ""


def _number_taken(book: Book, document: Document, theirs: TheirDocument, unequal: str) -> Mismatch:
    total = document.totals.total
    return Mismatch(
        MismatchKind.NUMBER_TAKEN,
        kind_of(document.kind),
        document.id,
        document.number,
        f"Another document in Xero has this number: {unequal}",
        theirs.document_id,
        "number",
        book.customers.get(document.customer_id).name,
        f"{total.decimal:,} on {document.issued_on:%d/%m/%Y}",
        f"{theirs.total.decimal:,} on {theirs.issued_on:%d/%m/%Y}, {theirs.contact_name}",
        "",
        theirs.total - total if theirs.currency == document.currency else None,
    )
