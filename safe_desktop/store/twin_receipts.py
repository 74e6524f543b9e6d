"""The same money told twice: once by the bank's statement and once by Xero, the one settled, the other still waiting.

What a settled receipt paid is recorded; a waiting one of the other kind of source may be that money, and no new one.
What was told twice already is not told a third time: what comes then is other money.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.store.book_database import id_list
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import RecordedPayment

WITHIN_DAYS = 7
"""So far apart may the days be on which the bank and Xero tell of the same money."""

_OF_TWINS = """SELECT p.id, p.paid_on, p.amount_minor, p.customer_id, p.document_id, m.name, p.debit_status,
    p.reference, s.source = 'bank', s.amount_minor, s.came_on, x.id
    FROM receipt s CROSS JOIN receipt_decision x ON x.receipt_id = s.id AND x.ended_at IS NULL
    CROSS JOIN receipt_claim k ON k.decision_id = x.id
    CROSS JOIN payment p ON p.id = k.payment_id AND p.status = 'live' CROSS JOIN payment_method m ON m.id = p.method_id
    WHERE s.state = 'settled' AND s.source IN (SELECT value FROM json_each(?)) AND s.currency = ?
    AND s.came_on BETWEEN ? AND ? AND s.amount_minor IN (SELECT value FROM json_each(?)) ORDER BY p.id"""
_FROM_XERO = (ReceiptSource.RECEIVE_MONEY.value, ReceiptSource.XERO_PAYMENT.value)


def payments_of_twins(book: Book, currency: str, waiting: Sequence[StoredReceipt]) -> list[RecordedPayment]:
    """Payments of settled receipts for which one of these, from the other kind of source, is equal and near in date."""
    days = _days_of(waiting)
    if not days:
        return []
    # Not joined in SQL: equal amounts are many, and each would be held against each.
    sources = [] if all(is_bank for is_bank, _ in days) else [ReceiptSource.BANK.value]
    sources += _FROM_XERO if any(is_bank for is_bank, _ in days) else ()
    first, last = (
        date.fromordinal(pick(day for some in days.values() for day in some) + more)
        for pick, more in ((min, -WITHIN_DAYS), (max, WITHIN_DAYS))
    )
    amounts = id_list({minor for _, minor in days})
    rows = book.database.rows(_OF_TWINS, (json.dumps(sources), currency, first.isoformat(), last.isoformat(), amounts))
    near = [row for row in rows if _is_near(days.get((not row[8], row[9]), []), date.fromisoformat(row[10]))]
    once = _told_once(book, {row[11] for row in near})
    found = {row[0]: row for row in near if row[11] in once}
    return [RecordedPayment(row[0], date.fromisoformat(row[1]), *row[2:8]) for row in found.values()]


def _days_of(waiting: Sequence[StoredReceipt]) -> dict[tuple[bool, int], list[int]]:
    """The days of what waits in their order, by whether the bank told it and by amount."""
    days: dict[tuple[bool, int], list[int]] = {}
    for one in waiting:
        if one.source is not ReceiptSource.ADVANCE and one.amount.minor > 0:
            days.setdefault((one.source is ReceiptSource.BANK, one.amount.minor), []).append(one.came_on.toordinal())
    for some in days.values():
        some.sort()
    return days


def _is_near(days: Sequence[int], day: date) -> bool:
    place = bisect_left(days, day.toordinal() - WITHIN_DAYS)
    return place < len(days) and days[place] <= day.toordinal() + WITHIN_DAYS


def _told_once(book: Book, decision_ids: Iterable[int]) -> set[int]:
    """Those of these decisions whose money nobody told a second time yet."""
    rows = book.database.rows(
        """SELECT id FROM receipt_decision WHERE id IN (SELECT value FROM json_each(?))
        AND coalesce(json_extract(CAST(body AS TEXT), '$.deeds.told_again'), 0) = 0""",
        (id_list(decision_ids),),
    )
    return {row[0] for row in rows}


def receipts_settled_with(book: Book, payment_ids: Iterable[int]) -> dict[int, StoredReceipt]:
    """The settled receipts, told once, that these payments are of, by payment; those that are of none are left out."""
    rows = book.database.rows(
        """SELECT k.payment_id, x.receipt_id, x.id FROM receipt_claim k JOIN receipt_decision x ON x.id = k.decision_id
        WHERE k.payment_id IN (SELECT value FROM json_each(?))""",
        (id_list(payment_ids),),
    )
    once = _told_once(book, {row[2] for row in rows})
    receipts = book.receipts.get_many(row[1] for row in rows if row[2] in once)
    return {
        payment_id: receipts[receipt_id]
        for payment_id, receipt_id, decision_id in rows
        if decision_id in once and receipts[receipt_id].source is not ReceiptSource.ADVANCE
    }


def settled_lines(book: Book, waiting: Sequence[StoredReceipt]) -> list[StoredReceipt]:
    """The bank's lines of the days of these that were settled before."""
    days = [one.came_on for one in waiting if one.source is ReceiptSource.BANK]
    return book.receipts.settled_lines(min(days), max(days)) if days else []


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
