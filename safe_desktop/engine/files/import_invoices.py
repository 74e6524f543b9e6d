"""Rows of a file that belong to one invoice or credit note, read as one. Pure: no book, nothing is decided about it.

A document that cannot be read as a whole is a ValueError with the reason; half of one is never taken.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from safe_desktop.domain.document import DocumentKind, DocumentStatus, Line, turned_round
from safe_desktop.domain.money import four_places
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.files.import_cells import Cells, MappedRow, gather_problems
from safe_desktop.engine.files.import_columns import plain_name
from safe_desktop.engine.files.import_parties import Party
from safe_desktop.engine.files.import_vat import VatReader, tax_mode_called

_INVOICE_WORDS = {"invoice", "invoices", "sales invoice", "inv", "accrec", "sale", "si"}
_CREDIT_WORDS = {
    "credit note",
    "credit",
    "creditnote",
    "cn",
    "accreccredit",
    "sales credit",
    "sc",
    "refund",
    "cancellation",
}
_DRAFT_WORDS = {"draft", "submitted"}
_VOID_WORDS = {"voided", "void", "deleted", "cancelled"}
_APPROVED_WORDS = {"", "approved", "authorised", "awaiting payment", "part paid", "paid", "overdue", "sent", "open"}
_MAX_DISCOUNT = 100


@dataclass(frozen=True, slots=True)
class FileDocument:
    """A document as the file has it; `exact` is its worth as the file counts it, even if its lines were turned."""

    kind: DocumentKind
    number: str
    party: Party
    issued_on: date
    due_on: date | None
    reference: str
    currency: str
    tax_mode: TaxMode
    status: DocumentStatus
    lines: tuple[Line, ...]
    exact: Decimal
    is_turned: bool
    undescribed: int
    source_hash: str


def row_worth(cells: Cells, row: MappedRow) -> Decimal | None:
    """Quantity times price, less the discount, as the row says; None when it cannot be read."""
    try:
        price = cells.number(row, "unit_price")
        quantity = cells.number(row, "quantity")
        discount = cells.number(row, "discount")
    except ValueError:
        return None
    if price is None:
        return None
    worth = price if quantity is None else quantity * price
    return worth * (_MAX_DISCOUNT - discount) / _MAX_DISCOUNT if discount else worth


class InvoiceReader:
    """Reads documents; what holds for the whole file is settled once."""

    def __init__(self, cells: Cells, vat: VatReader, currency: str) -> None:
        self._cells = cells
        self._vat = vat
        self._options = cells.mapping.options
        self._currency = currency
        names_vat = cells.has("vat_code") or cells.has("vat_rate")
        self._mode = self._options.tax_mode or (TaxMode.EXCLUSIVE if names_vat else vat.usual_mode)

    def read(self, rows: Sequence[MappedRow]) -> FileDocument:
        """The document that these rows make; ValueError in words when they make none."""
        if problem := gather_problems(rows):
            raise ValueError(problem)
        cells = self._cells
        number = cells.text(rows[0], "number")
        issued_on = cells.shared_day(rows, "issued_on")
        if issued_on is None:
            raise ValueError(f"{cells.label('issued_on')} is empty")
        mode_text = cells.shared(rows, "tax_mode")
        mode = tax_mode_called(mode_text) if mode_text else self._mode
        lines = tuple(self._line(row, mode) for row in rows)
        exact = sum((row_worth(cells, row) or Decimal(0) for row in rows), Decimal(0))
        kind, is_turned = self._kind(cells.shared(rows, "kind"), number, exact)
        return FileDocument(
            kind=kind,
            number=number,
            party=Party(
                *(cells.shared(rows, key) for key in ("customer", "customer_code", "customer_email", "country"))
            ),
            issued_on=issued_on,
            due_on=cells.shared_day(rows, "due_on"),
            reference=cells.shared(rows, "reference"),
            currency=(cells.shared(rows, "currency") or self._currency).upper(),
            tax_mode=mode,
            status=_status(cells.shared(rows, "status")),
            lines=turned_round(lines) if is_turned else lines,
            exact=exact,
            is_turned=is_turned,
            undescribed=sum(not cells.text(row, "description") for row in rows),
            source_hash=self._hash(rows),
        )

    def _line(self, row: MappedRow, mode: TaxMode) -> Line:
        try:
            return self._line_or_reason(row, mode)
        except ValueError as problem:
            raise ValueError(f"row {row.number}: {problem}") from problem

    def _line_or_reason(self, row: MappedRow, mode: TaxMode) -> Line:
        cells = self._cells
        price, quantity = cells.number(row, "unit_price"), cells.number(row, "quantity")
        if price is None:
            raise ValueError(f"{cells.label('unit_price')} is empty")
        quantity = Decimal(1) if quantity is None else quantity
        discount = cells.number(row, "discount") or Decimal(0)
        if not 0 <= discount <= _MAX_DISCOUNT:
            raise ValueError(f"{cells.label('discount')} is {discount}, not 0 to 100 per cent")
        if self._options.round_prices:
            price, quantity = four_places(price), four_places(quantity)
        elif four_places(price) != price or four_places(quantity) != quantity:
            raise ValueError("it has more than four decimals; Xero keeps four (prices can be rounded: see the options)")
        vat = self._vat.code_for(cells.text(row, "vat_code"), cells.text(row, "vat_rate"), mode)
        code = cells.text(row, "item_code")
        return Line(
            description=cells.text(row, "description") or (f"Item {code}" if code else ""),
            quantity=quantity,
            unit_price=price,
            vat_code=vat.code,
            vat_rate=Decimal(0) if mode is TaxMode.NO_TAX else vat.rate,
            account_code=cells.text(row, "account_code"),
            discount=discount,
        )

    def _kind(self, word: str, number: str, exact: Decimal) -> tuple[DocumentKind, bool]:
        """What the document is, and whether its lines must be turned round to be a credit note's."""
        is_negative = exact < 0
        name = plain_name(word)
        if name in _CREDIT_WORDS:
            return DocumentKind.CREDIT_NOTE, is_negative
        if name and name not in _INVOICE_WORDS:
            raise ValueError(f"{self._cells.label('kind')} is “{word[:40]}”, neither invoice nor credit note")
        if not name and self.is_cancelled(number):
            if exact > 0:
                raise ValueError(
                    f"its number begins with “{self._options.credit_prefix}” as cancellations do, but its total is "
                    "above zero; change the prefix in the options if this is an invoice"
                )
            return DocumentKind.CREDIT_NOTE, is_negative
        return (DocumentKind.CREDIT_NOTE, True) if exact < 0 else (DocumentKind.INVOICE, False)

    def is_cancelled(self, number: str) -> bool:
        """Whether a number has the prefix of cancellations, followed by a digit."""
        prefix = self._options.credit_prefix.casefold()
        return bool(prefix) and number.casefold().startswith(prefix) and number[len(prefix) :][:1].isdigit()

    def _hash(self, rows: Sequence[MappedRow]) -> str:
        """What the file says about the document, whatever the order of its columns and however numbers are spelt."""
        told = [[self._canonical(row, key) for key in sorted(self._cells.keys)] for row in rows]
        text = json.dumps([sorted(self._cells.keys), told], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def _canonical(self, row: MappedRow, key: str) -> str:
        text = self._cells.text(row, key)
        if key in ("quantity", "unit_price", "discount"):
            number = self._cells.number(row, key)
            return "" if number is None else format(number.normalize(), "f")
        if key in ("issued_on", "due_on") and text:
            return self._cells.day(text, key).isoformat()
        return text


def _status(word: str) -> DocumentStatus:
    name = plain_name(word)
    if name in _APPROVED_WORDS:
        return DocumentStatus.APPROVED
    if name in _DRAFT_WORDS:
        return DocumentStatus.DRAFT
    if name in _VOID_WORDS:
        return DocumentStatus.VOIDED
    raise ValueError(f"its status “{word[:40]}” is none of draft, approved and voided")
