"""Takes back what money on account settles of one invoice: the money is free again, and the invoice open.

Knows when that cannot be, in words. Where Xero has it so too, the next sync deletes the allocation there: Xero must not
be told from here.
"""

from safe_desktop.domain.money import Money, total
from safe_desktop.domain.payment import Allocation, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, PAYMENTS, Changes
from safe_desktop.engine.entry.advance_shares import shares_in_xero
from safe_desktop.engine.entry.saved import YOU, Saved
from safe_desktop.engine.sync import standings
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_NOTHING = "Nothing was changed."


def take_back_share(workplace: Workplace, payment_id: int, document_id: int, actor: str = YOU) -> Saved[Payment]:
    """The payment, which settles nothing of this document any more; InputError in words where that cannot be."""
    book, today = workplace.book, workplace.clock.today()
    with book.transaction():
        payment = book.payments.get(payment_id)
        freed = _share_of(book, payment, document_id)
        refuse_taking_back(book, payment, document_id)
        rest = [one for one in book.payments.allocations_of(payment_id) if one.document_id != document_id]
        book.payments.reallocate(payment_id, rest)
        document = book.documents.get(document_id)
        name = book.customers.get(payment.customer_id).name
        told = f"{freed} of {payment.amount} ({payment.paid_on:%d/%m/%Y}) from {document.number}"
        book.activity.note(actor, "took back share", RecordKind.PAYMENT, payment_id, name, told)
        standings.refresh(book, RecordKind.PAYMENT, [payment_id], today)
        standings.refresh(book, kind_of(document.kind), [document_id], today)
    return Saved(payment, Changes.of(PAYMENTS, DOCUMENTS, CUSTOMERS))


def can_be_parted(payment: Payment, document_id: int) -> bool:
    """Whether it is money on account, of which a share can be taken back; another payment goes as a whole."""
    return payment.status is PaymentStatus.LIVE and payment.document_id != document_id


def refuse_taking_back(book: Book, payment: Payment, document_id: int) -> None:
    """InputError in words where the share must stay as it is."""
    number, organisation = book.documents.get(document_id).number, book.chart.organisation()
    if not can_be_parted(payment, document_id):
        raise InputError(
            f"The payment of {payment.amount} is for {number}, and was not on account.",
            _NOTHING,
            "Take the payment itself back.",
        )
    link = book.links.get(RecordKind.PAYMENT, payment.id)
    if link is None:
        return
    if organisation is not None and payment.amount.currency != organisation.base_currency:
        raise InputError(
            f"The money is in {payment.amount.currency}, which is only read from Xero.",
            _NOTHING,
            f"Take it off {number} in Xero; the next sync does the same here.",
        )
    if any(not one.allocation_id for one in shares_in_xero(book, link.xero_id, document_id)):
        raise InputError(
            f"Xero has set the money against {number}, and did not say under which number.",
            _NOTHING,
            f"Take it off {number} in Xero; the next sync does the same here.",
        )


def _share_of(book: Book, payment: Payment, document_id: int) -> Money:
    """How much of the document the payment settles; InputError where that is nothing."""
    number = book.documents.get(document_id).number
    shares: list[Allocation] = [
        one for one in book.payments.allocations_of(payment.id) if one.document_id == document_id
    ]
    if not shares:
        raise InputError(f"The money of {payment.amount} settles nothing of {number}.", _NOTHING)
    return total((one.amount for one in shares), payment.amount.currency)
