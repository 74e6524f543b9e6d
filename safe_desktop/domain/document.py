"""Invoices and credit notes: one kind of value, two kinds of document, with lines and totals."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from safe_desktop.domain.money import Money, four_places
from safe_desktop.domain.tax import LineAmounts, TaxMode, Totals, document_totals, line_amounts

MAX_NUMBER = 255
MAX_REFERENCE = 255
MAX_DESCRIPTION = 4000
_NUMBER = re.compile(r"[\x20-\x7e]+")


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class DocumentStatus(StrEnum):
    """Where a document is in its own life; whether it is paid follows from payments, not from here."""

    DRAFT = "draft"
    APPROVED = "approved"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Line:
    """One line; quantity and price exact to four places, `vat_rate` and `discount` in per cent."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    vat_code: str = ""
    vat_rate: Decimal = Decimal(0)
    account_code: str = ""
    discount: Decimal = Decimal(0)

    def amounts(self, mode: TaxMode, currency: str) -> LineAmounts:
        """The line in money, as Xero computes it."""
        return line_amounts(self.quantity, self.unit_price, self.vat_rate, mode, currency, self.discount)


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or credit note. `id` is 0 until it is stored. A credit note's lines are positive: money given back."""

    kind: DocumentKind
    number: str
    customer_id: int
    issued_on: date
    due_on: date
    lines: tuple[Line, ...] = ()
    id: int = 0
    reference: str = ""
    currency: str = "GBP"
    tax_mode: TaxMode = TaxMode.EXCLUSIVE
    status: DocumentStatus = DocumentStatus.APPROVED
    revision: int = 1

    @property
    def totals(self) -> Totals:
        """Subtotal, VAT and total, computed from the lines."""
        amounts = (line.amounts(self.tax_mode, self.currency) for line in self.lines)
        return document_totals(amounts, self.tax_mode, self.currency)

    @property
    def sign(self) -> int:
        """+1 where the customer owes more by it, -1 where less."""
        return 1 if self.kind is DocumentKind.INVOICE else -1


def turned_round(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with their quantities negated: how a cancellation's rows become a credit note's lines."""
    return tuple(replace(line, quantity=-line.quantity) for line in lines)


def problems_of_document(document: Document) -> tuple[str, ...]:
    """Why the document cannot be kept as it is, in words; empty if it can."""
    found = []
    if not document.number:
        found.append("it has no number")
    elif len(document.number) > MAX_NUMBER or not _NUMBER.fullmatch(document.number):
        found.append("the number must be 1 to 255 plain letters, digits and signs")
    if len(document.reference) > MAX_REFERENCE:
        found.append(f"the reference is longer than {MAX_REFERENCE} characters")
    if document.due_on < document.issued_on:
        found.append("it is due before it is issued")
    for position, line in enumerate(document.lines, start=1):
        if len(line.description) > MAX_DESCRIPTION:
            found.append(f"line {position}: the description is longer than {MAX_DESCRIPTION} characters")
        if four_places(line.quantity) != line.quantity or four_places(line.unit_price) != line.unit_price:
            found.append(f"line {position}: more than four decimals")
    return tuple(found)


def owed_by(document: Document) -> Money:
    """What the document adds to what the customer owes; negative for a credit note, nothing for a void one."""
    if document.status is DocumentStatus.VOIDED:
        return Money(0, document.currency)
    total = document.totals.total
    return total if document.sign > 0 else -total
