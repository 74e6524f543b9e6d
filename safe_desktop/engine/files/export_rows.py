"""What an export says of each record, in columns that an import understands again. Reads the book, writes no file."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, turned_round
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.engine.files.export_sheets import Value
from safe_desktop.engine.files.import_columns import CUSTOMERS, INVOICES, PAYMENTS, field_of
from safe_desktop.store.book_file import Book

AT_ONCE = 500
_ADDRESS_LINES = 4
_CUSTOMER_KEYS = (
    *("name", "code", "email", "phone", "vat_number", "address_1", "address_2", "address_3", "address_4"),
    *("city", "region", "postcode", "country", "archived"),
)
_INVOICE_KEYS = (
    *("number", "kind", "issued_on", "due_on", "customer", "customer_code", "reference", "currency", "tax_mode"),
    *("status", "description", "quantity", "unit_price", "discount", "vat_code", "vat_rate", "account_code"),
)
_PAYMENT_KEYS = (
    *("paid_on", "amount", "number", "customer", "customer_code", "method", "reference", "currency", "status"),
    "marker",
)
_KEYS = {CUSTOMERS: _CUSTOMER_KEYS, INVOICES: _INVOICE_KEYS, PAYMENTS: _PAYMENT_KEYS}
_ALSO = {INVOICES: ("Line amount", "Line VAT")}
"""Columns for people only: an import computes these itself."""

Rows = list[tuple[Value, ...]]
Id = TypeVar("Id")


def headers_of(kind: str) -> tuple[str, ...]:
    """The headers of an export of this kind."""
    return (*(field_of(kind, key).label for key in _KEYS[kind]), *_ALSO.get(kind, ()))


def in_parts(ids: Sequence[Id]) -> Iterator[Sequence[Id]]:
    """The ids in parts that are read at once."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def customer_row(customer: Customer) -> tuple[Value, ...]:
    """One row for a customer."""
    address = customer.address
    lines = [*address.lines[: _ADDRESS_LINES - 1], ", ".join(address.lines[_ADDRESS_LINES - 1 :])]
    lines += [""] * (_ADDRESS_LINES - len(lines))
    return (
        *(customer.name, customer.code, customer.email, customer.phone, customer.vat_number),
        *lines,
        *(address.city, address.region, address.postcode, address.country),
        "yes" if customer.is_archived else "",
    )


def document_rows(document: Document, customer: Customer) -> Rows:
    """One row a line. A credit note's quantities are below zero, so that the columns of a file add up."""
    is_turned = document.kind is DocumentKind.CREDIT_NOTE and document.totals.total.minor > 0
    head: tuple[Value, ...] = (
        document.number,
        document.kind.value.replace("_", " ").capitalize(),
        document.issued_on,
        document.due_on,
        customer.name,
        customer.code,
        document.reference,
        document.currency,
        document.tax_mode.value.replace("_", " ").capitalize(),
        document.status.value.capitalize(),
    )
    rows: Rows = []
    for line in turned_round(document.lines) if is_turned else document.lines:
        amounts = line.amounts(document.tax_mode, document.currency)
        rows.append(
            (
                *head,
                line.description,
                line.quantity,
                line.unit_price,
                line.discount or None,
                line.vat_code,
                line.vat_rate,
                line.account_code,
                amounts.amount.decimal,
                amounts.tax.decimal,
            )
        )
    return rows or [(*head, *[None] * (len(headers_of(INVOICES)) - len(head)))]


def payment_rows(book: Book, payments: Sequence[Payment]) -> Rows:
    """One row a payment."""
    customers = book.customers.get_many(payment.customer_id for payment in payments)
    documents = book.documents.get_many(p.document_id for p in payments if p.document_id is not None)
    methods = {method.id: method.name for method in book.payments.methods()}
    rows: Rows = []
    for payment in payments:
        document = documents.get(payment.document_id) if payment.document_id is not None else None
        word = payment.debit.status.words if payment.debit else "Applied" if document else "On account"
        rows.append(
            (
                payment.paid_on,
                payment.amount.decimal,
                document.number if document else "",
                customers[payment.customer_id].name,
                customers[payment.customer_id].code,
                methods[payment.method_id],
                payment.reference,
                payment.amount.currency,
                "Reversed" if payment.status is PaymentStatus.DELETED else word,
                payment.marker,
            )
        )
    return rows
