"""What waits to be sent, in SQL: one table each for customers, documents and payments."""

from collections.abc import Callable
from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import SENDABLE, WAITING, Standing
from safe_desktop.store.book_database import Row
from safe_desktop.store.book_file import Book
from safe_desktop.store.invoice_list import SIGNED_TOTAL
from safe_desktop.store.list_entries import ToSendEntry
from safe_desktop.store.list_queries import RecordList, Shape, in_columns

Finish = Callable[[list[ToSendEntry]], list[ToSendEntry]]


def standing_in(column: str, standings: tuple[Standing, ...]) -> str:
    """The condition that a record stands in one of these ways."""
    return f"{column} IN ({', '.join(repr(standing.value) for standing in standings)})"


def waiting_customers(book: Book, finish: Finish) -> RecordList[ToSendEntry]:
    """The customers that Xero does not know yet, or not as they are now."""
    shape = Shape(
        source="customer c",
        identity="c.id",
        columns="'customer', c.name, c.name, NULL, NULL, NULL, c.standing, c.standing_reason",
        read=_entry,
        search=in_columns("c.name", "c.code", "c.email"),
        default_order="c.name_key, c.id",
        sorts={"title": "c.name_key", "customer": "c.name_key", "on": "c.id", "amount": "c.id", **_sorts("c")},
        filters=_filters("c"),
        always=standing_in("c.standing", WAITING),
    )
    return RecordList(book.database, shape, finish)


def waiting_documents(book: Book, finish: Finish) -> RecordList[ToSendEntry]:
    """The invoices and credit notes that Xero does not know yet, or not as they are now."""
    shape = Shape(
        source="document d",
        identity="d.id",
        columns=f"""d.kind, d.number, d.customer_name, d.issued_on, {SIGNED_TOTAL}, d.currency, d.standing,
            d.standing_reason""",
        read=_entry,
        search=in_columns("d.number", "d.customer_name", "d.reference"),
        default_order="d.issued_on, d.id",
        sorts={
            "title": "d.number COLLATE NOCASE",
            "customer": "d.customer_name COLLATE NOCASE",
            "on": "d.issued_on",
            "amount": SIGNED_TOTAL,
            **_sorts("d"),
        },
        filters=_filters("d"),
        sums={"amount": SIGNED_TOTAL},
        currency="d.currency",
        always=standing_in("d.standing", WAITING),
    )
    return RecordList(book.database, shape, finish)


def waiting_payments(book: Book, finish: Finish) -> RecordList[ToSendEntry]:
    """The payments that Xero does not know yet."""
    shape = Shape(
        source="""payment p JOIN customer c ON c.id = p.customer_id
            LEFT JOIN document d ON d.id = p.document_id""",
        identity="p.id",
        columns="""'payment', coalesce(d.number, nullif(p.reference, ''), p.marker), c.name, p.paid_on, p.amount_minor,
            p.currency, p.standing, p.standing_reason""",
        read=_entry,
        search=in_columns("c.name", "d.number", "p.reference", "p.marker"),
        default_order="p.paid_on, p.id",
        sorts={
            "title": "d.number COLLATE NOCASE",
            "customer": "c.name_key",
            "on": "p.paid_on",
            "amount": "p.amount_minor",
            **_sorts("p"),
        },
        filters=_filters("p"),
        sums={"amount": "p.amount_minor"},
        currency="p.currency",
        always=standing_in("p.standing", WAITING),
    )
    return RecordList(book.database, shape, finish)


def _sorts(table: str) -> dict[str, str]:
    return {"standing": f"{table}.standing", "change": f"{table}.standing_reason"}


def _filters(table: str) -> dict[str, str]:
    column = f"{table}.standing"
    return {
        "ready": standing_in(column, SENDABLE),
        "to_review": standing_in(column, (Standing.TO_REVIEW,)),
        "failed": standing_in(column, (Standing.FAILED,)),
        "held": standing_in(column, (Standing.HELD,)),
    }


def _entry(row: Row) -> ToSendEntry:
    record_id, kind, title, customer, on, minor, currency, standing, reason = row
    return ToSendEntry(
        id=record_id,
        kind=RecordKind(kind),
        title=title,
        customer=customer,
        on=date.fromisoformat(on) if on else None,
        amount=None if minor is None else Money(minor, currency),
        standing=Standing(standing),
        change=reason,
    )
