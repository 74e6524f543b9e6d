"""What was open on a day, by customer and currency: counted from what is open now and what settled it since.

Only what was issued and paid by then counts. A payment for an invoice that came later was on account until then; what
is void or deleted today is taken for never written, because the day of that is no fact of the books.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from safe_desktop.domain.ageing import BANDS, AgeBasis, AgedBalance, Band, OpenItem
from safe_desktop.domain.money import Money
from safe_desktop.store.book_database import Row, Value
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import LEFT_ON_ACCOUNT, ON_ACCOUNT, base_currency
from safe_desktop.store.invoice_list import SIGNED_OPEN, SIGNED_TOTAL

_COLUMNS = "customer_id, currency, kind, id, number, reference, issued_on, due_on, total, left"
_DOCUMENT = "d.customer_id, d.currency, d.kind, d.id, d.number, d.reference, d.issued_on, d.due_on"
_MONEY = "p.currency, 'payment', p.id, '', p.reference, p.paid_on, p.paid_on, -p.amount_minor"
_SIGN = "iif(d.kind = 'invoice', 1, -1)"
# What settles a document after the day is open again on it: a payment, a credit note, what is taken from a credit note.
# Of one customer the documents come first: CROSS JOIN keeps SQLite from beginning with all payments since the day.
_LATER = """later(id, minor) AS (SELECT id, sum(minor) FROM (
    SELECT a.document_id AS id, a.amount_minor AS minor FROM {documents} allocation a
        JOIN payment p ON p.id = a.payment_id AND p.paid_on > :on AND p.status = 'live' {and_to}
    UNION ALL SELECT a.document_id, a.amount_minor FROM {documents} allocation a
        JOIN document c ON c.id = a.credit_note_id AND c.issued_on > :on AND c.kind = 'credit_note'
        AND c.status <> 'voided' {and_to}
    UNION ALL SELECT a.credit_note_id, a.amount_minor FROM {documents} allocation a
        JOIN document i ON i.id = a.document_id AND i.issued_on > :on AND i.status = 'approved'
        AND a.credit_note_id IS NOT NULL {and_from})
    GROUP BY id)"""
_OPEN_NOW = f"""SELECT {_DOCUMENT}, {SIGNED_TOTAL} AS total, {SIGNED_OPEN} AS left FROM document d
    WHERE {{plus}}({SIGNED_OPEN}) <> 0 AND d.issued_on <= :on {{and_d}}
    AND d.id NOT IN (SELECT id FROM later)"""  # noqa: S608 - fixed text
_OPEN_THEN = f"""SELECT {_DOCUMENT}, {SIGNED_TOTAL}, {_SIGN} * (d.open_minor + l.minor) FROM later l
    JOIN document d ON d.id = l.id
    WHERE d.status = 'approved' AND d.issued_on <= :on AND d.open_minor + l.minor <> 0"""  # noqa: S608 - fixed text
_ON_ACCOUNT = f"""SELECT p.customer_id, {_MONEY}, -({LEFT_ON_ACCOUNT}) FROM payment p
    WHERE {ON_ACCOUNT} AND p.paid_on <= :on {{and_p}}"""  # noqa: S608 - fixed text
_BEFORE_ITS_INVOICE = f"""SELECT d.customer_id, {_MONEY}, -sum({_SIGN} * a.amount_minor) FROM document d
    JOIN allocation a ON a.document_id = d.id JOIN payment p ON p.id = a.payment_id
    WHERE {{plus}}d.issued_on > :on AND d.status = 'approved' AND p.status = 'live' AND p.paid_on <= :on {{and_d}}
    GROUP BY p.id, d.customer_id"""  # noqa: S608 - fixed text
_OF_ALL = {"documents": "", "and_to": "", "and_from": "", "and_d": "", "and_p": "", "plus": ""}
_OF_ONE = {
    "documents": "document d CROSS JOIN",
    "and_to": "WHERE d.customer_id = :customer AND a.document_id = d.id",
    "and_from": "WHERE d.customer_id = :customer AND a.credit_note_id = d.id",
    "and_d": "AND d.customer_id = :customer",
    "and_p": "AND +p.document_id IS NULL AND p.customer_id = :customer",
    "plus": "+",
}


def _items(narrowed: Mapping[str, str]) -> str:
    """Everything open on the day as a table in SQL: of all customers, or of one."""
    parts = (_OPEN_NOW, _OPEN_THEN, _ON_ACCOUNT, _BEFORE_ITS_INVOICE)
    whole = " UNION ALL ".join(f"SELECT * FROM ({part.format(**narrowed)})" for part in parts)  # noqa: S608
    return f"WITH {_LATER.format(**narrowed)}, items({_COLUMNS}) AS ({whole})"


def aged_balances(book: Book, on: date, basis: AgeBasis = AgeBasis.DUE) -> list[AgedBalance]:
    """What every customer owed on the day, by name; the book's own currency first."""
    column = "issued_on" if basis is AgeBasis.ISSUED else "due_on"
    days = f"CAST(julianday(:on) - julianday({column}) AS INTEGER)"
    ages = ", ".join(f"sum(iif(kind = 'invoice' AND {_within(band, days)}, left, 0))" for band in BANDS)
    name = "(SELECT c.name FROM customer c WHERE c.id = customer_id) AS name"
    sql = f"""{_items(_OF_ALL)}
        SELECT customer_id, {name}, currency, sum(iif(kind = 'invoice', 0, left)), {ages} FROM items
        GROUP BY customer_id, currency
        ORDER BY currency <> :base, currency, name COLLATE NOCASE, customer_id"""  # noqa: S608 - fixed text
    rows = book.database.rows(sql, {"on": on.isoformat(), "base": base_currency(book)})
    return [_aged(row) for row in rows]


def _within(band: Band, days: str) -> str:
    parts = [f"{days} >= {band.first}" if band.first is not None else "", f"{days} <= {band.last}"]
    return " AND ".join(part for part in (parts if band.last is not None else parts[:1]) if part)


def _aged(row: Row) -> AgedBalance:
    customer_id, name, currency, credit, *ages = row
    return AgedBalance(customer_id, name, tuple(Money(minor, currency) for minor in ages), Money(credit, currency))


def open_items(book: Book, customer_id: int, on: date) -> list[OpenItem]:
    """What was open of one customer on the day, the oldest first; in every currency it has."""
    sql = f"""{_items(_OF_ONE)} SELECT kind, id, number, reference, issued_on, due_on, total,
        sum(left), currency FROM items GROUP BY kind, id ORDER BY issued_on, kind DESC, id"""  # noqa: S608 - fixed text
    parameters: dict[str, Value] = {"on": on.isoformat(), "customer": customer_id}
    return [_open_item(row) for row in book.database.rows(sql, parameters) if row[7]]


def _open_item(row: Row) -> OpenItem:
    kind, record_id, number, reference, issued_on, due_on, total, left, currency = row
    return OpenItem(
        kind,
        record_id,
        number,
        reference,
        date.fromisoformat(issued_on),
        date.fromisoformat(due_on),
        Money(total, currency),
        Money(left, currency),
    )


def dated_later(book: Book, on: date) -> tuple[int, tuple[Money, ...]]:
    """How many open records are dated after the day, and what they come to in each currency."""
    rows = book.database.rows(
        f"""SELECT currency, count(*), sum(left) FROM (
            SELECT d.currency, {SIGNED_OPEN} AS left FROM document d WHERE {SIGNED_OPEN} <> 0 AND d.issued_on > :on
            UNION ALL SELECT p.currency, -({LEFT_ON_ACCOUNT}) FROM payment p WHERE {ON_ACCOUNT} AND p.paid_on > :on)
        GROUP BY currency ORDER BY currency""",  # noqa: S608 - fixed text
        {"on": on.isoformat()},
    )
    return sum(row[1] for row in rows), tuple(Money(minor, currency) for currency, _, minor in rows)


def ledger_lines(book: Book, customer_id: int, first: date, last: date) -> Sequence[Row]:
    """What moved the balance of one customer between two days, both included, in the order it did.

    Day, kind (a refund is one), id, number, reference, currency, and by how much. Of a payment counts what settles
    approved documents of the customer and what is on account, as in the balance.
    """
    return book.database.rows(
        f"""SELECT d.issued_on AS day, d.kind, d.id, d.number, d.reference, d.currency, {SIGNED_TOTAL}
                + coalesce((SELECT sum(a.amount_minor) FROM allocation a JOIN document i ON i.id = a.document_id
                    WHERE a.credit_note_id = d.id AND i.status <> 'approved'), 0) AS moved, 0 AS place
            FROM document d WHERE d.customer_id = :customer AND d.status = 'approved'
                AND d.issued_on BETWEEN :first AND :last
        UNION ALL SELECT day, kind, id, number, reference, currency, sum(moved), 1 FROM (
            SELECT p.paid_on AS day, iif(d.kind = 'credit_note', 'refund', 'payment') AS kind, p.id, d.number,
                p.reference, p.currency, -{_SIGN} * a.amount_minor AS moved FROM document d
                JOIN allocation a ON a.document_id = d.id JOIN payment p ON p.id = a.payment_id
                WHERE d.customer_id = :customer AND d.status = 'approved' AND p.status = 'live'
                    AND p.paid_on BETWEEN :first AND :last
            UNION ALL SELECT p.paid_on, 'payment', p.id, '', p.reference, p.currency, -({LEFT_ON_ACCOUNT})
                FROM payment p
                WHERE p.customer_id = :customer AND {ON_ACCOUNT} AND p.paid_on BETWEEN :first AND :last)
            GROUP BY kind, id
        ORDER BY 1, 8, 3""",  # noqa: S608 - fixed text
        {"customer": customer_id, "first": first.isoformat(), "last": last.isoformat()},
    )
