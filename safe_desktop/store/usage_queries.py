"""What the records that are not in Xero yet make use of: codes, accounts, currencies, days. Counted in SQL."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.standing import SENDABLE, Standing
from safe_desktop.domain.tax import TaxMode
from safe_desktop.store.book_file import Book
from safe_desktop.store.exact_numbers import from_e4
from safe_desktop.store.waiting_lists import standing_in

_NOT_THERE_YET = f"d.standing <> '{Standing.IN_XERO.value}' AND d.status = '{DocumentStatus.APPROVED.value}'"
_WOULD_GO = standing_in("standing", (*SENDABLE, Standing.TO_REVIEW, Standing.FAILED, Standing.HELD))


@dataclass(frozen=True, slots=True)
class CodeUse:
    """Lines of one VAT code, rate and account: in how many documents, and the number of one of them."""

    vat_code: str
    account_code: str
    rate: Decimal
    has_vat: bool
    documents: int
    example: str


def codes_in_use(book: Book) -> list[CodeUse]:
    """Each combination on the lines of documents that are not in Xero yet."""
    rows = book.database.rows(
        f"""SELECT l.vat_code, l.account_code, l.vat_rate_e4, d.tax_mode <> ?, count(DISTINCT d.id), min(d.number)
        FROM line l JOIN document d ON d.id = l.document_id WHERE {_NOT_THERE_YET}
        GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 6""",  # noqa: S608 - words of ours
        (TaxMode.NO_TAX.value,),
    )
    return [
        CodeUse(vat, account, from_e4(e4), bool(has_vat), n, number) for vat, account, e4, has_vat, n, number in rows
    ]


def currencies_in_use(book: Book) -> dict[str, int]:
    """How many documents that are not in Xero yet there are in each currency."""
    rows = book.database.rows(
        f"SELECT d.currency, count(*) FROM document d WHERE {_NOT_THERE_YET} GROUP BY 1 ORDER BY 1"  # noqa: S608
    )
    return dict(rows)


def waiting_up_to(book: Book, day: date) -> int:
    """How many documents and payments that would go to Xero are dated on that day or before."""
    counts = (
        book.database.value(f"SELECT count(*) FROM {table} WHERE {column} <= ? AND {_WOULD_GO}", (day.isoformat(),))  # noqa: S608
        for table, column in (("document", "issued_on"), ("payment", "paid_on"))
    )
    return sum(counts)
