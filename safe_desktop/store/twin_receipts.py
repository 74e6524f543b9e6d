"""The same money told twice: once by the bank's statement and once by Xero, the one settled, the other still waiting.

What a settled receipt paid is recorded; a waiting one of the other kind of source may be that money, and no new one.
What was told twice already is not told a third time: what comes then is other money.
"""

from collections.abc import Iterable
from datetime import date

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.store.book_database import id_list
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import RecordedPayment

WITHIN_DAYS = 7
"""So far apart may the days be on which the bank and Xero tell of the same money."""

_CLAIMED = """receipt_claim k JOIN receipt_decision x ON x.id = k.decision_id JOIN receipt s ON s.id = x.receipt_id
    AND s.source <> 'advance' AND coalesce(json_extract(CAST(x.body AS TEXT), '$.deeds.told_again'), 0) = 0"""
_MAY_BE_SAME = f"""r.source <> 'advance' AND (r.source = 'bank') <> (s.source = 'bank') AND r.currency = s.currency
    AND r.amount_minor = s.amount_minor AND abs(julianday(r.came_on) - julianday(s.came_on)) <= {WITHIN_DAYS}"""


def payments_of_twins(book: Book, currency: str) -> list[RecordedPayment]:
    """Payments of settled receipts for which an equal one of the other kind of source waits, near in date."""
    rows = book.database.rows(
        f"""SELECT DISTINCT p.id, p.paid_on, p.amount_minor, p.customer_id, p.document_id, m.name, p.debit_status,
        p.reference FROM {_CLAIMED} JOIN payment p ON p.id = k.payment_id AND p.status = 'live'
        JOIN payment_method m ON m.id = p.method_id
        JOIN receipt r ON r.state IN ('open', 'ask_later') AND {_MAY_BE_SAME}
        WHERE s.currency = ? AND s.amount_minor > 0 ORDER BY p.id""",  # noqa: S608 - fixed text
        (currency,),
    )
    return [RecordedPayment(row[0], date.fromisoformat(row[1]), *row[2:]) for row in rows]


def receipts_settled_with(book: Book, payment_ids: Iterable[int]) -> dict[int, StoredReceipt]:
    """The settled receipts that these payments are of, by payment; those that are of none are left out."""
    rows = book.database.rows(
        f"SELECT k.payment_id, s.id FROM {_CLAIMED} WHERE k.payment_id IN (SELECT value FROM json_each(?))",  # noqa: S608
        (id_list(payment_ids),),
    )
    receipts = book.receipts.get_many(receipt_id for _, receipt_id in rows)
    return {payment_id: receipts[receipt_id] for payment_id, receipt_id in rows}


def may_be_same(one: StoredReceipt, other: StoredReceipt) -> bool:
    """Whether both may tell of the same money: one from the bank and one from Xero, equal, and near in date."""
    kinds = {one.source is ReceiptSource.BANK, other.source is ReceiptSource.BANK}
    near = abs((one.came_on - other.came_on).days) <= WITHIN_DAYS
    return (
        len(kinds) == 2
        and ReceiptSource.ADVANCE not in (one.source, other.source)
        and near
        and (one.amount == other.amount)
    )
