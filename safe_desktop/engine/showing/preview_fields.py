"""One record field by field: what Xero has now, and what it will have after sending, in words for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import FIELD_WORDS, address_text
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.country_codes import tax_word, with_tax_word
from safe_desktop.store.book_file import Book
from safe_desktop.xero.wire_writing import Json


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; `before` is empty for what Xero does not have yet."""

    label: str
    before: str
    after: str
    is_changed: bool
    is_number: bool = False


def field_changes(
    book: Book, kind: RecordKind, local_id: int, element: Mapping[str, Json] | None = None
) -> tuple[FieldChange, ...]:
    """Every field that would be told, in the order a person reads it; lines as they are in the `element` to be told."""
    link = book.links.get(kind, local_id)
    before = _theirs(book, kind, link.xero_id) if link else {}
    if kind is RecordKind.CUSTOMER:
        after = _customer(book, local_id)
    elif kind is RecordKind.PAYMENT:
        after = _payment(book, local_id)
    else:
        after = {**_document(book, local_id), **_lines(book, local_id, element, before)}
    tax = tax_word(book)
    return tuple(
        FieldChange(
            with_tax_word(label, tax), before.get(label, ""), value, before.get(label, "") != value, label in _NUMBERS
        )
        for label, value in after.items()
        if value or before.get(label)
    )


_NUMBERS = ("Net", "VAT", "Total", "Amount")


def _customer(book: Book, local_id: int) -> dict[str, str]:
    customer = book.customers.get(local_id)
    return {
        FIELD_WORDS["name"]: customer.name,
        "Code": customer.code,
        FIELD_WORDS["email"]: customer.email,
        FIELD_WORDS["phone"]: customer.phone,
        FIELD_WORDS["vat_number"]: customer.vat_number,
        "Address": address_text(customer.address),
    }


def _document(book: Book, local_id: int) -> dict[str, str]:
    document = book.documents.get(local_id)
    totals = document.totals
    return {
        "Number": document.number,
        "Customer": book.customers.get(document.customer_id).name,
        "Date": _day(document.issued_on),
        "Due date": _day(document.due_on) if document.sign > 0 else "",
        "Reference": document.reference,
        "Lines": "",
        "Net": _amount(totals.subtotal),
        "VAT": _amount(totals.tax),
        "Total": _amount(totals.total),
    }


_LINES_SHOWN = 50


def _lines(book: Book, local_id: int, element: Mapping[str, Json] | None, before: Mapping[str, str]) -> dict[str, str]:
    """The lines as Xero will have them: those that are told, else those that it has and keeps, else ours."""
    document = book.documents.get(local_id)
    told = element.get("LineItems") if element is not None else None
    if isinstance(told, list):
        words = [_told_line(one, document.currency, tax_word(book)) for one in told if isinstance(one, dict)]
    elif element is not None and before:
        return {label: words for label, words in before.items() if label == "Lines" or label.startswith("Line ")}
    else:
        amounts = [line.amounts(document.tax_mode, document.currency).amount for line in document.lines]
        words = [
            _line_words(line.description, line.quantity, line.unit_price, amount)
            for line, amount in zip(document.lines, amounts, strict=True)
        ]
    numbered = {f"Line {place}": line for place, line in enumerate(words[:_LINES_SHOWN], start=1)}
    return {"Lines": str(len(words)), **numbered}


def _told_line(told: Mapping[str, Json], currency: str, tax: str) -> str:
    quantity, price = Decimal(str(told["Quantity"])), Decimal(str(told["UnitAmount"]))
    discount = Decimal(str(told.get("DiscountRate", 0)))
    amount = Money.from_decimal(quantity * price * (100 - discount) / 100, currency)
    words = _line_words(str(told["Description"]), quantity, price, amount)
    return f"{words}, {tax} {told['TaxAmount']}" if "TaxAmount" in told else words


def _payment(book: Book, local_id: int) -> dict[str, str]:
    payment = book.payments.get(local_id)
    document = book.documents.get(payment.document_id) if payment.document_id else None
    method = book.payments.method(payment.method_id)
    return {
        "Document": document.number if document else "",
        "Amount": _amount(payment.amount),
        "Date": _day(payment.paid_on),
        "Account": f"{method.xero_account_code} ({method.name})" if method.xero_account_code else method.name,
        "Reference": f"{payment.marker} {payment.reference}".strip(),
        "Status": "Deleted" if payment.status.value == "deleted" else "",
    }


def _theirs(book: Book, kind: RecordKind, xero_id: str) -> dict[str, str]:
    if kind is RecordKind.CUSTOMER:
        contact = book.copies.contact(xero_id)
        return _their_contact(contact) if contact else {}
    if kind is RecordKind.PAYMENT:
        payment = book.copies.payment(xero_id)
        return _their_payment(payment) if payment else {}
    document = book.copies.document(kind, xero_id)
    return _their_document(document) if document else {}


def _their_contact(contact: Contact) -> dict[str, str]:
    return {
        FIELD_WORDS["name"]: contact.name,
        "Code": contact.number,
        FIELD_WORDS["email"]: contact.email,
        FIELD_WORDS["phone"]: contact.phone,
        FIELD_WORDS["vat_number"]: contact.tax_number,
        "Address": address_text(contact.address),
    }


def _their_document(document: TheirDocument) -> dict[str, str]:
    fields = {
        "Number": document.number,
        "Customer": document.contact_name,
        "Date": _day(document.issued_on),
        "Due date": _day(document.due_on) if document.due_on else "",
        "Reference": document.reference,
        "Lines": str(len(document.lines)),
        "Net": _amount(document.subtotal),
        "VAT": _amount(document.tax),
        "Total": _amount(document.total),
    }
    for position, line in enumerate(document.lines[:_LINES_SHOWN], start=1):
        fields[f"Line {position}"] = _line_words(line.description, line.quantity, line.unit_price, line.amount)
    return fields


def _their_payment(payment: TheirPayment) -> dict[str, str]:
    return {
        "Document": payment.document_number,
        "Amount": _amount(payment.amount),
        "Date": _day(payment.paid_on),
        "Reference": payment.reference,
        "Status": "Deleted" if payment.is_deleted else "",
    }


def _line_words(description: str, quantity: Decimal, price: Decimal, amount: Money) -> str:
    # A price as people write it: two places, more only where there are more.
    places = max(2, -int(price.normalize().as_tuple().exponent))
    return f"{description}: {quantity.normalize():f} × {price:,.{places}f} = {_amount(amount)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _amount(amount: Money) -> str:
    return f"{amount.decimal:,f}"
