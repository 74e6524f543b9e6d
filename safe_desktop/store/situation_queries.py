"""What a matcher must know of a book, in one statement for each kind of record. Only what can matter is read.

Every open document, those settled or voided since a day, payments since a day, customers, and money on account.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from safe_desktop.domain.document import DocumentKind
from safe_desktop.store.book_database import Row, id_list
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import LEFT_ON_ACCOUNT, ON_ACCOUNT

_DOCUMENT = """d.id, d.kind, d.number, d.customer_id, d.issued_on, d.due_on, d.total_minor, d.open_minor, d.currency,
    d.reference, d.status = 'approved', coalesce(l.xero_id, '')"""
_JOIN = "FROM document d LEFT JOIN link l ON l.kind = d.kind AND l.local_id = d.id"


class KnownDocument(NamedTuple):
    """A document as far as matching looks at it."""

    id: int
    kind: DocumentKind
    number: str
    customer_id: int
    issued_on: date
    due_on: date
    total_minor: int
    open_minor: int
    currency: str
    reference: str
    is_live: bool
    xero_id: str


class RecordedPayment(NamedTuple):
    """A payment that stands and is no receipt's yet."""

    id: int
    paid_on: date
    amount_minor: int
    customer_id: int
    document_id: int | None
    method: str
    debit_status: str
    reference: str


class EarlierPayment(NamedTuple):
    """A payment of the past that has a reference: it teaches who pays with which words."""

    paid_on: date
    amount_minor: int
    customer_id: int
    reference: str
    number: str


class ConfirmedReceipt(NamedTuple):
    """A settled receipt as history: its words, whose it was, and the numbers it paid."""

    came_on: date
    amount_minor: int
    customer_id: int
    kind: str
    payee: str
    reference: str
    narrative: str
    numbers: tuple[str, ...]


class MoneyOnAccount(NamedTuple):
    """A payment on account of which something is left, of a customer who has an open invoice."""

    id: int
    customer_id: int
    customer: str
    paid_on: date
    left_minor: int
    currency: str
    reference: str
    newest_invoice_at: str
    made_at: str


def documents_that_matter(book: Book, currency: str, since: date) -> list[KnownDocument]:
    """All open documents of the currency, and those issued or due since that day whatever became of them."""
    rows = book.database.rows(
        f"""SELECT {_DOCUMENT} {_JOIN} WHERE d.currency = ? AND d.status <> 'draft'
        AND (d.open_minor > 0 OR d.due_on >= ?) ORDER BY d.issued_on, d.id""",
        (currency, since.isoformat()),
    )
    return [_document(row) for row in rows]


def documents_by_id(book: Book, ids: Iterable[int]) -> dict[int, KnownDocument]:
    """These documents, by id."""
    rows = book.database.rows(
        f"SELECT {_DOCUMENT} {_JOIN} WHERE d.id IN (SELECT value FROM json_each(?))",  # noqa: S608 - fixed text
        (id_list(ids),),
    )
    return {row[0]: _document(row) for row in rows}


def payments_that_matter(book: Book, currency: str, since: date) -> list[RecordedPayment]:
    """Payments that stand, recorded here since that day, that no receipt has claimed; money out is negative."""
    rows = book.database.rows(
        """SELECT p.id, p.paid_on, CASE d.kind WHEN 'credit_note' THEN -p.amount_minor ELSE p.amount_minor END,
        p.customer_id, p.document_id, m.name, p.debit_status, p.reference
        FROM payment p JOIN payment_method m ON m.id = p.method_id LEFT JOIN document d ON d.id = p.document_id
        WHERE p.status = 'live' AND p.currency = ? AND p.paid_on >= ?
        AND NOT EXISTS (SELECT 1 FROM receipt_claim c WHERE c.payment_id = p.id) ORDER BY p.paid_on, p.id""",
        (currency, since.isoformat()),
    )
    return [RecordedPayment(row[0], date.fromisoformat(row[1]), *row[2:]) for row in rows]


def newest_payment(book: Book) -> int:
    """The number of the payment that was written down last; 0 without any."""
    return book.database.value("SELECT max(id) FROM payment")


def newest_records(book: Book) -> str:
    """A mark of the newest customer, document and payment; another one as soon as one is written down."""
    row = book.database.row(
        "SELECT (SELECT max(id) FROM customer), (SELECT max(id) FROM document), (SELECT max(id) FROM payment)"
    )
    return "/".join(str(one or 0) for one in row) if row else ""


def amounts_written_since(book: Book, payment_id: int) -> set[tuple[int, str]]:
    """Amount and currency of payments written down after this one that stand and are no receipt's."""
    rows = book.database.rows(
        """SELECT amount_minor, currency FROM payment WHERE id > ? AND status = 'live'
        AND NOT EXISTS (SELECT 1 FROM receipt_claim c WHERE c.payment_id = payment.id)""",
        (payment_id,),
    )
    return {(row[0], row[1]) for row in rows}


def collections_of(book: Book, document_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """The collections under way for these documents that are no receipt's yet, by document and amount."""
    rows = book.database.rows(
        """SELECT document_id, amount_minor, id FROM payment WHERE status = 'live'
        AND debit_status IN ('pending', 'submitted', 'confirmed')
        AND document_id IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM receipt_claim c WHERE c.payment_id = payment.id) ORDER BY id""",
        (id_list(document_ids),),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def payments_free(book: Book, ids: Iterable[int]) -> frozenset[int]:
    """Which of these payments stand and are no receipt's yet."""
    rows = book.database.rows(
        """SELECT id FROM payment WHERE status = 'live' AND id IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM receipt_claim c WHERE c.payment_id = payment.id)""",
        (json.dumps(list(ids)),),
    )
    return frozenset(row[0] for row in rows)


def payments_with_words(book: Book, currency: str, since: date, limit: int) -> list[EarlierPayment]:
    """Payments with a reference that no receipt made, the newest first: the past before there were receipts."""
    rows = book.database.rows(
        """SELECT p.paid_on, p.amount_minor, p.customer_id, p.reference, coalesce(d.number, '')
        FROM payment p LEFT JOIN document d ON d.id = p.document_id
        WHERE p.status = 'live' AND p.currency = ? AND p.paid_on >= ? AND p.reference <> ''
        AND coalesce(d.kind, 'invoice') = 'invoice'
        AND NOT EXISTS (SELECT 1 FROM receipt_claim c WHERE c.payment_id = p.id AND c.is_made = 1)
        ORDER BY p.paid_on DESC, p.id DESC LIMIT ?""",
        (currency, since.isoformat(), limit),
    )
    return [EarlierPayment(date.fromisoformat(row[0]), *row[1:]) for row in rows]


def confirmed_receipts(book: Book, currency: str, since: date, limit: int) -> list[ConfirmedReceipt]:
    """Receipts that payments here came of, the oldest of the newest `limit` first; once for each customer."""
    rows = book.database.rows(
        """SELECT r.came_on, r.amount_minor, p.customer_id, r.kind, r.payee, r.reference, r.narrative,
        coalesce(group_concat(d.number, char(31)), '') FROM receipt_claim k
        JOIN receipt_decision x ON x.id = k.decision_id JOIN receipt r ON r.id = x.receipt_id
        JOIN payment p ON p.id = k.payment_id LEFT JOIN document d ON d.id = p.document_id
        WHERE r.currency = ? AND r.came_on >= ? AND r.source <> 'advance'
        GROUP BY r.id, p.customer_id ORDER BY r.came_on DESC, r.id DESC LIMIT ?""",
        (currency, since.isoformat(), limit),
    )
    return [
        ConfirmedReceipt(
            date.fromisoformat(row[0]),
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            tuple(part for part in row[7].split("\x1f") if part),
        )
        for row in reversed(rows)
    ]


def payers(book: Book) -> list[tuple[int, str, str]]:
    """Every customer's id, name and code."""
    rows = book.database.rows("SELECT id, name, code FROM customer ORDER BY id")
    return [(row[0], row[1], row[2]) for row in rows]


def money_on_account(book: Book) -> list[MoneyOnAccount]:
    """Money on account that an open invoice of the same customer waits for, with when a decision made it (or "")."""
    rows = book.database.rows(
        f"""SELECT p.id, p.customer_id, c.name, p.paid_on, {LEFT_ON_ACCOUNT}, p.currency, p.reference,
        (SELECT max(d.created_at) FROM document d WHERE d.customer_id = p.customer_id AND d.currency = p.currency
            AND d.kind = 'invoice' AND d.open_minor > 0) AS newest,
        coalesce((SELECT r.decided_at FROM receipt_claim k JOIN receipt_decision r ON r.id = k.decision_id
            WHERE k.payment_id = p.id AND k.is_made = 1), '')
        FROM payment p JOIN customer c ON c.id = p.customer_id WHERE {ON_ACCOUNT} AND newest IS NOT NULL
        ORDER BY p.id"""  # noqa: S608 - fixed text
    )
    return [MoneyOnAccount(row[0], row[1], row[2], date.fromisoformat(row[3]), *row[4:]) for row in rows]


def balances_of(book: Book, customer_ids: Iterable[int], currency: str) -> dict[int, tuple[str, int]]:
    """The name of each of these customers and what it owes in the currency; below zero it has money here."""
    rows = book.database.rows(
        f"""SELECT c.id, c.name,
        coalesce((SELECT sum(CASE d.kind WHEN 'invoice' THEN d.open_minor ELSE -d.open_minor END) FROM document d
            WHERE d.customer_id = c.id AND d.currency = :currency), 0)
        - coalesce((SELECT sum({LEFT_ON_ACCOUNT}) FROM payment p
            WHERE p.customer_id = c.id AND p.currency = :currency AND {ON_ACCOUNT}), 0)
        FROM customer c WHERE c.id IN (SELECT value FROM json_each(:ids))""",  # noqa: S608 - fixed text
        {"currency": currency, "ids": id_list(customer_ids)},
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _document(row: Row) -> KnownDocument:
    number, kind, label, customer_id, issued_on, due_on, total, still_open, currency, reference, is_live, xero_id = row
    return KnownDocument(
        number,
        DocumentKind(kind),
        label,
        customer_id,
        date.fromisoformat(issued_on),
        date.fromisoformat(due_on),
        total,
        still_open,
        currency,
        reference,
        bool(is_live),
        xero_id,
    )
