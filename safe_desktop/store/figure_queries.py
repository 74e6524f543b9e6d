"""The sums of the overview, counted in SQL in one pass each over what an index holds. Knows no words of the screen."""

from dataclasses import dataclass
from datetime import date

from safe_desktop.domain.billing import AGE_BANDS
from safe_desktop.domain.money import Money
from safe_desktop.domain.standing import SENDABLE, WAITING, Standing
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import LEFT_ON_ACCOUNT, ON_ACCOUNT, base_currency
from safe_desktop.store.invoice_list import SIGNED_OPEN, SIGNED_TOTAL
from safe_desktop.store.waiting_lists import standing_in

_TABLES = ("customer", "document", "payment")


@dataclass(frozen=True, slots=True)
class Owed:
    """What customers owe in one currency: all of it, what of it is overdue, and by age in the order of AGE_BANDS."""

    debtors: Money
    overdue: Money
    by_age: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class OldDebt:
    """The oldest unpaid invoice of a customer, with all that is overdue from it."""

    customer_id: int
    customer: str
    days: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Apart:
    """The open mismatches: how many, how far apart in sum by currency, and when the first was found (ISO, or empty)."""

    number: int
    amounts: tuple[Money, ...]
    first_found_at: str


def standing_counts(book: Book) -> dict[str, int]:
    """How many records stand in each way, all kinds together; keys are the words of `Standing`."""
    found: dict[str, int] = {}
    for table in _TABLES:
        for word, number in book.database.rows(f"SELECT standing, count(*) FROM {table} GROUP BY standing"):  # noqa: S608
            found[word] = found.get(word, 0) + number
    return found


def waiting_count(book: Book) -> int:
    """How many records the To send page shows."""
    condition = standing_in("standing", WAITING)
    return sum(book.database.value(f"SELECT count(*) FROM {table} WHERE {condition}") for table in _TABLES)  # noqa: S608


def sendable_amounts(book: Book) -> tuple[Money, ...]:
    """What the documents that a sync would send add up to, credit notes negative; by currency."""
    return _amounts(
        book,
        f"SELECT d.currency, sum({SIGNED_TOTAL}) FROM document d WHERE {standing_in('d.standing', SENDABLE)}"  # noqa: S608
        " GROUP BY d.currency ORDER BY count(*) DESC",
    )


def reviewed_kinds(book: Book, standing: Standing) -> dict[str, int]:
    """How many customers, documents and payments stand so, by table; those with none are left out."""
    counted = {
        table: book.database.value(f"SELECT count(*) FROM {table} WHERE standing = ?", (standing.value,))  # noqa: S608
        for table in _TABLES
    }
    return {table: number for table, number in counted.items() if number}


def first_reasons(book: Book, standing: Standing, limit: int = 2) -> list[str]:
    """The commonest reasons why records stand so."""
    tables = (f"SELECT standing_reason AS why FROM {table} WHERE standing = :word" for table in _TABLES)  # noqa: S608
    union = " UNION ALL ".join(tables)
    rows = book.database.rows(
        f"SELECT why FROM ({union}) WHERE why <> '' GROUP BY why ORDER BY count(*) DESC, why LIMIT :limit",  # noqa: S608
        {"word": standing.value, "limit": limit},
    )
    return [row[0] for row in rows]


def apart(book: Book) -> Apart:
    """The open mismatches in figures."""
    row = book.database.row("SELECT count(*), coalesce(min(found_at), '') FROM mismatch WHERE settled_at IS NULL")
    assert row is not None
    amounts = _amounts(
        book,
        """SELECT currency, sum(abs(apart_minor)) FROM mismatch WHERE settled_at IS NULL AND apart_minor <> 0
        GROUP BY currency ORDER BY count(*) DESC""",
    )
    return Apart(int(row[0]), amounts, str(row[1]))


def open_mismatches(book: Book) -> list[tuple[str, int, str]]:
    """Kind, number and one label of the open mismatches, the commonest kind first."""
    return [
        (kind, number, label)
        for kind, number, label in book.database.rows(
            """SELECT kind, count(*), min(CASE customer_name WHEN '' THEN label ELSE customer_name END) FROM mismatch
            WHERE settled_at IS NULL GROUP BY kind ORDER BY count(*) DESC, kind"""
        )
    ]


def owed(book: Book, today: date) -> tuple[Owed, ...]:
    """What customers owe, the book's own currency first. The ages of a currency add up to its debtors.

    Open credit notes and money on account count against the band of their own day, as an aged list has them.
    """
    bands = ", ".join(f"sum(CASE WHEN {_within(first, last)} THEN amount ELSE 0 END)" for first, last, _ in AGE_BANDS)
    rows = book.database.rows(
        f"""SELECT currency, sum(amount), sum(CASE WHEN late > 0 AND amount > 0 THEN amount ELSE 0 END), {bands} FROM (
            SELECT d.currency, {SIGNED_OPEN} AS amount, julianday(:today) - julianday(d.due_on) AS late
            FROM document d WHERE {SIGNED_OPEN} <> 0
            UNION ALL
            SELECT p.currency, -({LEFT_ON_ACCOUNT}), julianday(:today) - julianday(p.paid_on)
            FROM payment p WHERE {ON_ACCOUNT})
        GROUP BY currency ORDER BY currency <> :base, currency""",  # noqa: S608 - fixed text
        {"today": today.isoformat(), "base": base_currency(book)},
    )
    return tuple(
        Owed(Money(debtors, currency), Money(overdue, currency), tuple(Money(minor, currency) for minor in ages))
        for currency, debtors, overdue, *ages in rows
    )


def owing_customers(book: Book) -> int:
    """How many customers have an open invoice."""
    return book.database.value(
        f"SELECT count(DISTINCT customer_id) FROM document d WHERE {SIGNED_OPEN} > 0"  # noqa: S608 - fixed text
    )


def oldest_debts(book: Book, today: date, limit: int = 3) -> tuple[OldDebt, ...]:
    """The customers whose unpaid invoices are longest overdue, in the book's currency."""
    rows = book.database.rows(
        f"""SELECT customer_id, customer_name, min(due_on), sum(open_minor), currency FROM document d
        WHERE {SIGNED_OPEN} > 0 AND due_on < ? AND currency = ?
        GROUP BY customer_id ORDER BY min(due_on), sum(open_minor) DESC LIMIT ?""",  # noqa: S608 - fixed text
        (today.isoformat(), base_currency(book), limit),
    )
    return tuple(
        OldDebt(customer_id, name, (today - date.fromisoformat(due_on)).days, Money(minor, currency))
        for customer_id, name, due_on, minor, currency in rows
    )


def billed_by_month(book: Book, since: date) -> dict[str, int]:
    """What was billed in the book's currency from this day on, by month (“2026-11”); credit notes negative."""
    # By day first, in the order of the index; the plus keeps SQLite from the index of the status, which holds all.
    rows = book.database.rows(
        f"""SELECT substr(day, 1, 7), sum(amount) FROM (
            SELECT d.issued_on AS day, sum({SIGNED_TOTAL}) AS amount FROM document d
            WHERE d.issued_on >= ? AND +d.status = 'approved' AND d.currency = ? GROUP BY d.issued_on)
        GROUP BY 1""",  # noqa: S608 - fixed text
        (since.isoformat(), base_currency(book)),
    )
    return dict(rows)


def received_by_month(book: Book, since: date) -> dict[str, int]:
    """What was received in the book's currency from this day on, by month; refunds against credit notes negative."""
    rows = book.database.rows(
        """SELECT substr(day, 1, 7), sum(amount) FROM (
            SELECT p.paid_on AS day, sum(p.amount_minor * iif(
                p.document_id IN (SELECT id FROM document WHERE kind = 'credit_note'), -1, 1)) AS amount FROM payment p
            WHERE p.paid_on >= ? AND p.status = 'live' AND p.currency = ? GROUP BY p.paid_on)
        GROUP BY 1""",
        (since.isoformat(), base_currency(book)),
    )
    return dict(rows)


def is_empty(book: Book) -> bool:
    """Whether the book has no customer yet, nor anything else."""
    return book.database.row("SELECT 1 FROM customer LIMIT 1") is None


def highest_document(book: Book) -> int:
    """The number of the newest document: at once, and about as many as there are."""
    return book.database.value("SELECT max(id) FROM document")


def _within(first: int, last: int | None) -> str:
    # What is not yet due is in the first band.
    begins = "1" if first == 0 else f"late >= {first}"
    return begins if last is None else f"{begins} AND late <= {last}"


def _amounts(book: Book, sql: str) -> tuple[Money, ...]:
    return tuple(Money(minor, currency or "GBP") for currency, minor in book.database.rows(sql))
