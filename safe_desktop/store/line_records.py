"""The lines of documents as rows of the book; read and written by `document_records` only."""

from collections.abc import Iterable, Iterator

from safe_desktop.domain.document import Document, Line
from safe_desktop.store.book_database import BookDatabase, Value, id_list
from safe_desktop.store.exact_numbers import fits, from_e4, to_e4

INSERT_LINES = """INSERT INTO line(document_id, position, description, quantity_e4, unit_price_e4, vat_code,
    vat_rate_e4, account_code, discount_e4, amount_minor, tax_minor) VALUES (?,?,?,?,?,?,?,?,?,?,?)"""


def line_rows(document_id: int, document: Document) -> Iterator[tuple[Value, ...]]:
    """The rows for a document's lines, with their money computed."""
    for position, line in enumerate(document.lines, start=1):
        amounts = line.amounts(document.tax_mode, document.currency)
        yield (
            document_id,
            position,
            line.description,
            to_e4(line.quantity, "quantity"),
            to_e4(line.unit_price, "price"),
            line.vat_code,
            to_e4(line.vat_rate, "VAT rate"),
            line.account_code,
            to_e4(line.discount, "discount"),
            fits(amounts.amount.minor, f"amount of a line of {document.number}"),
            amounts.tax.minor,
        )


def lines_of(database: BookDatabase, document_ids: Iterable[int]) -> dict[int, list[Line]]:
    """The lines of these documents in their order, by document."""
    rows = database.rows(
        """SELECT document_id, description, quantity_e4, unit_price_e4, vat_code, vat_rate_e4, account_code, discount_e4
        FROM line WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, position""",
        (id_list(document_ids),),
    )
    found: dict[int, list[Line]] = {}
    for document_id, description, quantity, price, vat_code, rate, account, discount in rows:
        line = Line(description, from_e4(quantity), from_e4(price), vat_code, from_e4(rate), account, from_e4(discount))
        found.setdefault(document_id, []).append(line)
    return found
