"""The table of customers in SQL, with what each owes.

A balance is open invoices, less open credit notes, less money on account; in the book's own currency, or in the
customer's if it has no document in that one.
"""

from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.domain.standing import Standing
from safe_desktop.store.book_database import Row
from safe_desktop.store.book_file import Book
from safe_desktop.store.list_entries import CustomerEntry
from safe_desktop.store.list_queries import RecordList, Shape, in_columns

ON_ACCOUNT = """p.document_id IS NULL AND p.status = 'live'
    AND p.amount_minor > (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.payment_id = p.id)"""
LEFT_ON_ACCOUNT = (
    "p.amount_minor - (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.payment_id = p.id)"
)


def _owed(whose: str = "") -> str:
    """The sums of what customers owe, as a table in SQL; `whose` narrows it to some of them."""
    # SQLite takes the other columns from the row that min() picked: here the book's currency before all others.
    return f"""(SELECT customer_id, sum(invoices) AS invoices, min((currency <> :base) || currency), currency,
        balance, overdue
    FROM (SELECT customer_id, currency, sum(invoices) AS invoices, sum(balance) AS balance, sum(overdue) AS overdue
        FROM (SELECT d.customer_id, d.currency, sum(d.kind = 'invoice' AND d.status <> 'voided') AS invoices,
                sum(CASE d.kind WHEN 'invoice' THEN d.open_minor ELSE -d.open_minor END) AS balance,
                sum(CASE WHEN d.kind = 'invoice' AND d.due_on < :today THEN d.open_minor ELSE 0 END) AS overdue
                FROM document d {whose and f"WHERE d.{whose}"} GROUP BY d.customer_id, d.currency
            UNION ALL
            SELECT p.customer_id, p.currency, 0, -({LEFT_ON_ACCOUNT}), 0 FROM payment p
                WHERE {ON_ACCOUNT} {whose and f"AND p.{whose}"})
        GROUP BY customer_id, currency)
    GROUP BY customer_id)"""  # noqa: S608 - fixed text


_SHOWN = "customer_id IN (SELECT value FROM json_each(:ids))"
NEEDS_A_PERSON = ", ".join(
    f"'{standing.value}'"
    for standing in (Standing.TO_REVIEW, Standing.CONFLICT, Standing.FAILED, Standing.CHANGED_IN_XERO)
)


def base_currency(book: Book) -> str:
    """The currency the book is kept in: the organisation's, or pounds before it is known."""
    organisation = book.chart.organisation()
    return organisation.base_currency if organisation else "GBP"


def customer_list(book: Book, today: date) -> RecordList[CustomerEntry]:
    """The table of all customers, archived ones too, as of this day."""
    base = base_currency(book)
    shape = Shape(
        source=f"customer c LEFT JOIN {_owed()} o ON o.customer_id = c.id",
        wide=f"customer c LEFT JOIN {_owed(_SHOWN)} o ON o.customer_id = c.id",
        identity="c.id",
        columns="""c.name, c.code, c.email, coalesce(o.invoices, 0), coalesce(o.balance, 0), coalesce(o.overdue, 0),
            coalesce(o.currency, :base), c.standing, c.standing_reason, c.is_archived""",
        read=_entry,
        search=in_columns("c.name", "c.code", "c.email"),
        default_order="c.name_key, c.id",
        sorts={
            "name": "c.name_key",
            "code": "c.code COLLATE NOCASE",
            "email": "c.email COLLATE NOCASE",
            "invoices": "coalesce(o.invoices, 0)",
            "balance": "coalesce(o.balance, 0)",
            "overdue": "coalesce(o.overdue, 0)",
            "standing": "c.standing",
        },
        filters={
            "active": "c.is_archived = 0",
            "owing": "c.is_archived = 0 AND coalesce(o.balance, 0) > 0",
            "to_review": f"c.is_archived = 0 AND c.standing IN ({NEEDS_A_PERSON})",
            "archived": "c.is_archived = 1",
        },
        sums={"balance": "o.balance", "overdue": "o.overdue"},
        currency="o.currency",
        parameters={"today": today.isoformat(), "base": base},
    )
    return RecordList(book.database, shape)


def _entry(row: Row) -> CustomerEntry:
    record_id, name, code, email, invoices, balance, overdue, currency, standing, reason, is_archived = row
    return CustomerEntry(
        id=record_id,
        name=name,
        code=code,
        email=email,
        invoices=invoices,
        balance=Money(balance, currency),
        overdue=Money(overdue, currency),
        standing=Standing(standing),
        reason=reason,
        is_archived=bool(is_archived),
    )
