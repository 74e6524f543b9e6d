"""The table of payments in SQL; customers and documents are looked up only for the rows that are shown."""

from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, PaymentStatus
from safe_desktop.domain.standing import Standing
from safe_desktop.store.book_database import Row, Value
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import LEFT_ON_ACCOUNT, ON_ACCOUNT
from safe_desktop.store.list_entries import PaymentEntry
from safe_desktop.store.list_queries import Found, RecordList, Shape, contains, words_of
from safe_desktop.store.waiting_lists import standing_in
from safe_desktop.store.word_records import SHORTEST, match_of

_CUSTOMER = "(SELECT c.name FROM customer c WHERE c.id = p.customer_id)"
_NUMBER = "(SELECT d.number FROM document d WHERE d.id = p.document_id)"
_METHOD = "(SELECT m.name FROM payment_method m WHERE m.id = p.method_id)"
_HELD = f"p.standing = '{Standing.HELD.value}' AND p.status = 'live'"
_THERE = (Standing.IN_XERO, Standing.CHANGED_HERE, Standing.CHANGED_IN_XERO, Standing.CONFLICT)
_VALID = "(p.status = 'live' OR :only = 'reversed')"
# Money that went back to the customer: in the list, as in the figures, it counts the other way.
_REFUND = "p.document_id IN (SELECT id FROM document WHERE kind = 'credit_note')"
_SIGNED = f"iif({_REFUND}, -p.amount_minor, p.amount_minor)"
_WORD = f"""CASE WHEN p.status <> 'live' THEN 'Reversed' WHEN {_HELD} THEN 'Held until cleared'
    WHEN {_REFUND} THEN 'Paid back'
    WHEN {ON_ACCOUNT} THEN CASE p.origin WHEN 'xero' THEN 'Unmatched' ELSE 'On account' END ELSE 'Applied' END"""


def payment_list(book: Book) -> RecordList[PaymentEntry]:
    """The table of all payments, reversed ones too."""
    shape = Shape(
        source="payment p",
        identity="p.id",
        columns=f"""p.paid_on, p.customer_id, {_CUSTOMER}, p.document_id, coalesce({_NUMBER}, ''), {_SIGNED},
            p.currency, {_METHOD}, p.reference, p.origin, {_WORD}, p.standing, p.standing_reason""",
        read=_entry,
        search=_search,
        default_order="p.paid_on DESC, p.id DESC",
        sorts={
            "paid_on": "p.paid_on",
            "customer": f"{_CUSTOMER} COLLATE NOCASE",
            "document_number": f"{_NUMBER} COLLATE NOCASE",
            "amount": _SIGNED,
            "method": _METHOD,
            "reference": "p.reference COLLATE NOCASE",
            "origin": "p.origin",
            "word": _WORD,
            "standing": "p.standing",
        },
        filters={
            "here": f"p.origin = '{Origin.HERE.value}'",
            "xero": f"p.origin = '{Origin.XERO.value}'",
            "on_account": ON_ACCOUNT,
            "held": _HELD,
            "reversed": f"p.status = '{PaymentStatus.DELETED.value}'",
        },
        # What was taken back is no money: it is added up only where it is all that is shown.
        sums={"amount": f"{_VALID} * {_SIGNED}"},
        currency="p.currency",
    )
    return RecordList(book.database, shape)


def unmatched(book: Book) -> dict[str, tuple[int, int]]:
    """Payments from Xero that settle nothing here yet: by currency, how many and how much is left."""
    rows = book.database.rows(
        f"""SELECT p.currency, count(*), sum({LEFT_ON_ACCOUNT}) FROM payment p
        WHERE p.origin = 'xero' AND {ON_ACCOUNT} GROUP BY p.currency ORDER BY p.currency"""  # noqa: S608 - fixed text
    )
    return {currency: (number, minor) for currency, number, minor in rows}


def without_account(book: Book) -> dict[str, tuple[int, int]]:
    """Payments for documents in Xero that stay here as their method has no account: number and sum by currency."""
    rows = book.database.rows(
        f"""SELECT p.currency, count(*), sum(p.amount_minor) FROM payment p
        JOIN document d ON d.id = p.document_id JOIN payment_method m ON m.id = p.method_id
        WHERE p.standing = '{Standing.STAYS_HERE.value}' AND p.status = 'live' AND p.origin = '{Origin.HERE.value}'
            AND m.xero_account_code = '' AND {standing_in("d.standing", _THERE)}
        GROUP BY p.currency ORDER BY p.currency"""  # noqa: S608 - fixed text
    )
    return {currency: (number, minor) for currency, number, minor in rows}


def _search(search: str) -> Found:
    conditions, parameters = [], dict[str, Value]()
    for place, word in enumerate(words_of(search)):
        own, values = contains(("p.reference", "p.marker"), [word], place)
        by_customer = contains(("name",), [word], place)[0]
        condition = f"{own} OR p.customer_id IN (SELECT id FROM customer WHERE {by_customer})"  # noqa: S608
        parameters.update(values)
        if len(word) >= SHORTEST:
            parameters[f"match{place}"] = match_of([word])
            condition += f""" OR p.document_id IN
                (SELECT rowid FROM document_words WHERE document_words MATCH :match{place})"""  # noqa: S608
        conditions.append(f"({condition})")
    return " AND ".join(conditions) or "1", parameters


def _entry(row: Row) -> PaymentEntry:
    record_id, paid_on, customer_id, customer, document_id, number, minor, currency = row[:8]
    method, reference, origin, word, standing, reason = row[8:]
    return PaymentEntry(
        id=record_id,
        paid_on=date.fromisoformat(paid_on),
        customer_id=customer_id,
        customer=customer,
        document_id=document_id,
        document_number=number,
        amount=Money(minor, currency),
        method=method,
        reference=reference,
        origin=Origin(origin),
        word=word,
        standing=Standing(standing),
        reason=reason,
    )
