"""Money that a person writes down: payments, what they settle, and credit notes set against invoices."""

from dataclasses import replace
from datetime import date

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS, Changes
from safe_desktop.engine.entry import debit_moves
from safe_desktop.engine.entry.payment_marks import free_marker
from safe_desktop.engine.entry.payment_questions import ask_about_twins
from safe_desktop.engine.entry.saved import YOU, Saved
from safe_desktop.engine.sync import standings
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

MAX_REFERENCE = 255
_ALL = Changes.of(PAYMENTS, DOCUMENTS, CUSTOMERS)


def add_payment(workplace: Workplace, payment: Payment, seed: str = "", actor: str = YOU) -> Saved[Payment]:
    """The new payment. With a document it settles so much of it; without, it is money on account.

    The mark that finds it again in Xero is made from `seed`, or from chance.
    """
    book = workplace.book
    with book.transaction():
        _refuse_payment(book, payment)
        allocations = []
        if payment.document_id is not None:
            document = book.documents.get(payment.document_id)
            _refuse_settling(book, document, payment.customer_id, payment.amount)
            allocations = [Allocation(document.id, payment.amount)]
        reference = " ".join(payment.reference.split())
        kept = book.payments.add(
            replace(payment, marker=payment.marker or free_marker(book, seed), reference=reference), allocations
        )
        ask_about_twins(book, [kept.id])
        _note_payment(workplace, "added", kept, actor=actor)
    return Saved(kept, _ALL | Changes.of(MISMATCHES))


def take_back_payment(
    workplace: Workplace, payment_id: int, actor: str = YOU, is_with_its_receipt: bool = False
) -> Saved[Payment]:
    """The payment, taken back: what it settled is open again, and the row stays as evidence.

    One of several that a receipt was split into goes with its receipt only, unless the caller takes that back.
    """
    book = workplace.book
    with book.transaction():
        payment = book.payments.get(payment_id)
        if payment.status is PaymentStatus.DELETED:
            return Saved(payment, Changes())
        if payment.origin is Origin.XERO:
            raise InputError(
                f"The payment of {payment.amount} came from Xero.",
                "It was not taken back here: what is paid in Xero is decided there.",
                "Remove it in Xero; the next sync takes it back here.",
            )
        _refuse_advance(book, payment)
        _refuse_part_of_batch(book, payment)
        if not is_with_its_receipt:
            _refuse_part_of_receipt(book, payment)
        settled = [allocation.document_id for allocation in book.payments.allocations_of(payment_id)]
        kept = book.payments.take_back(payment_id)
        _note_payment(workplace, "took back", kept, settled, actor)
    return Saved(kept, _ALL)


def move_debit(
    workplace: Workplace, payment_id: int, status: DebitStatus, on: date | None = None, actor: str = YOU
) -> Saved[Payment]:
    """The payment with its collection in this state since `on` (today). Failed or charged back, it is taken back."""
    book, today = workplace.book, workplace.clock.today()
    with book.transaction():
        moved = debit_moves.move(book, payment_id, Debit(status, on or today), actor, today)
    return Saved(moved, _ALL)


def place_payment(
    workplace: Workplace, payment_id: int, document_id: int, amount: Money | None = None, actor: str = YOU
) -> Saved[Payment]:
    """The payment that was on account, now settling so much of the document: as much as fits, or `amount`."""
    book = workplace.book
    with book.transaction():
        payment = book.payments.get(payment_id)
        if payment.status is PaymentStatus.DELETED:
            raise InputError(f"The payment of {payment.amount} was taken back.", "Nothing was changed.")
        document = book.documents.get(document_id)
        left = book.payments.unallocated(payment_id)
        part = amount if amount is not None else _least(left, book.documents.open(document_id))
        if left < part:
            raise InputError(f"Only {left} of the payment is left, not {part}.", "Nothing was changed.")
        _refuse_settling(book, document, payment.customer_id, part)
        if _is_advance(book, payment):
            _refuse_setting_against(book, document)
        elif part == payment.amount:
            # Whole and for one document: from now on it can be told to Xero like any other payment.
            payment = book.payments.change(replace(payment, document_id=document_id))
        book.payments.allocate([Allocation(document_id, part, payment_id=payment_id)])
        _note_payment(workplace, "placed", payment, [document_id], actor)
    return Saved(payment, _ALL)


def apply_credit(
    workplace: Workplace, credit_note_id: int, document_id: int, amount: Money | None = None, actor: str = YOU
) -> Saved[Document]:
    """The invoice, with so much of the credit note set against it: as much as fits, or `amount`."""
    book = workplace.book
    with book.transaction():
        credit, document = book.documents.get(credit_note_id), book.documents.get(document_id)
        if credit.kind is not DocumentKind.CREDIT_NOTE or document.kind is not DocumentKind.INVOICE:
            raise InputError("A credit note is set against an invoice, and nothing else.", "Nothing was changed.")
        left = book.documents.open(credit_note_id)
        part = amount if amount is not None else _least(left, book.documents.open(document_id))
        if left < part:
            raise InputError(f"Only {left} of {credit.number} is left, not {part}.", "Nothing was changed.")
        _refuse_settling(book, document, credit.customer_id, part)
        book.payments.allocate([Allocation(document_id, part, credit_note_id=credit_note_id)])
        book.activity.note(
            actor, "applied", RecordKind.CREDIT_NOTE, credit.id, credit.number, f"{part} to {document.number}"
        )
        _refresh_documents(workplace, [credit_note_id, document_id])
    return Saved(document, _ALL)


def take_back_credit(workplace: Workplace, credit_note_id: int) -> Saved[Document]:
    """The credit note, set against nothing any more: what it settled is open again."""
    book = workplace.book
    with book.transaction():
        credit = book.documents.get(credit_note_id)
        settled = [allocation.document_id for allocation in book.payments.credited_by(credit_note_id)]
        if not settled:
            return Saved(credit, Changes())
        numbers = ", ".join(document.number for document in book.documents.get_many(settled).values())
        book.payments.take_back_credit(credit_note_id)
        book.activity.note(YOU, "took back", RecordKind.CREDIT_NOTE, credit.id, credit.number, f"From {numbers}")
        _refresh_documents(workplace, [credit_note_id, *settled])
    return Saved(credit, _ALL)


def _is_advance(book: Book, payment: Payment) -> bool:
    """Whether it is an over- or prepayment in Xero: that is set against invoices, and never told as a payment."""
    link = book.links.get(RecordKind.PAYMENT, payment.id)
    return link is not None and book.advances.get(link.xero_id) is not None


def _refuse_setting_against(book: Book, document: Document) -> None:
    """Xero sets over- and prepayments against invoices only, and is told of no foreign money."""
    organisation = book.chart.organisation()
    if document.kind is not DocumentKind.INVOICE:
        raise InputError(
            f"{document.number} is a credit note.",
            "Nothing was changed: an over- or prepayment settles invoices.",
            "Choose an invoice, or pay it back in Xero.",
        )
    if organisation is not None and document.currency != organisation.base_currency:
        raise InputError(
            f"{document.number} is in {document.currency}, which is only read from Xero.",
            "Nothing was changed.",
            "Set it against the invoice in Xero; the next sync does the same here.",
        )


def _refuse_advance(book: Book, payment: Payment) -> None:
    if _is_advance(book, payment):
        raise InputError(
            f"{payment.amount} of {payment.paid_on:%d/%m/%Y} is an overpayment or prepayment in Xero.",
            "It was not taken back here: whether it came is decided there.",
            "Remove it in Xero; the next sync takes it back here.",
        )


def _refuse_part_of_batch(book: Book, payment: Payment) -> None:
    """Xero deletes a batch as a whole and none of its payments alone."""
    link = book.links.get(RecordKind.PAYMENT, payment.id)
    theirs = book.copies.payment(link.xero_id) if link else None
    if theirs is not None and theirs.batch_id:
        raise InputError(
            f"The payment of {payment.amount} is part of a batch in Xero.",
            "It was not taken back: Xero deletes a batch as a whole, and none of its payments alone.",
            "Delete the batch in Xero; the next sync takes all of its payments back here.",
        )


def _refuse_part_of_receipt(book: Book, payment: Payment) -> None:
    """Taken back alone, the rest would no longer be what came on the bank account."""
    decision_id = book.decisions.claimed([payment.id]).get(payment.id)
    decision = book.decisions.get(decision_id) if decision_id is not None else None
    if decision is not None and payment.id in decision.deeds.payments and len(decision.deeds.payments) > 1:
        receipt = book.receipts.get(decision.receipt_id)
        raise InputError(
            f"The payment of {payment.amount} is part of a receipt of {receipt.amount} ({receipt.came_on:%d/%m/%Y}).",
            "It was not taken back: the rest would no longer be what came.",
            "Undo the decision about that receipt, on the desk or with undo-match.",
        )


def _refuse_payment(book: Book, payment: Payment) -> None:
    if payment.amount.minor <= 0:
        raise InputError(f"A payment of {payment.amount} is none.", "Nothing was kept.", "Give an amount above zero.")
    if payment.debit is not None and payment.debit.status.is_reversed:
        raise InputError(f"A payment that is {payment.debit.status.words.lower()} is none.", "Nothing was kept.")
    if len(payment.reference) > MAX_REFERENCE:
        raise InputError(f"The reference is longer than {MAX_REFERENCE} characters.", "Nothing was kept.")
    book.payments.method(payment.method_id)
    customer = book.customers.get(payment.customer_id)
    if payment.document_id is None and customer.is_archived:
        raise InputError(f"“{customer.name}” is archived.", "Nothing was kept.", "Bring the customer back first.")


def _refuse_settling(book: Book, document: Document, customer_id: int, amount: Money) -> None:
    """Say why so much of this customer's money cannot settle the document."""
    if document.customer_id != customer_id:
        names = book.customers.get_many([document.customer_id, customer_id])
        raise InputError(
            f"{document.number} is for “{names[document.customer_id].name}”, not for “{names[customer_id].name}”.",
            "Nothing was kept.",
            "Choose a document of the same customer.",
        )
    if document.status is not DocumentStatus.APPROVED:
        raise InputError(
            f"{document.number} is {'voided' if document.status is DocumentStatus.VOIDED else 'still a draft'}.",
            "Nothing can be paid on it.",
            "Approve it first." if document.status is DocumentStatus.DRAFT else "Keep the money on account.",
        )
    if amount.currency != document.currency:
        raise InputError(f"{document.number} is in {document.currency}, the money in {amount.currency}.")
    still_open = book.documents.open(document.id)
    if amount.minor <= 0 or still_open < amount:
        raise InputError(
            f"{amount} cannot be set against {document.number}: {still_open} of it is open.",
            "Nothing was kept.",
            "Give that much or less; keep what is left on account.",
        )


def _least(one: Money, other: Money) -> Money:
    return one if one <= other else other


def _note_payment(
    workplace: Workplace, action: str, payment: Payment, settled: list[int] | None = None, actor: str = YOU
) -> None:
    book = workplace.book
    documents = {*(settled or []), *([payment.document_id] if payment.document_id is not None else [])}
    numbers = ", ".join(document.number for document in book.documents.get_many(documents).values())
    name = book.customers.get(payment.customer_id).name
    detail = f"{payment.amount} of {payment.paid_on:%d/%m/%Y} for {numbers or 'the account'}"
    book.activity.note(actor, action, RecordKind.PAYMENT, payment.id, name, detail)
    standings.refresh(book, RecordKind.PAYMENT, [payment.id], workplace.clock.today())
    _refresh_documents(workplace, sorted(documents))


def _refresh_documents(workplace: Workplace, ids: list[int]) -> None:
    today = workplace.clock.today()
    for document in workplace.book.documents.get_many(ids).values():
        standings.refresh(workplace.book, kind_of(document.kind), [document.id], today)
