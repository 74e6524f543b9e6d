"""The details of one customer: who it is, what it owes, its documents and payments, Xero, history.

Knows how a customer card reads; changes nothing.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.customer import Address
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.showing.lists import CustomerCard, InvoiceEntry, PaymentEntry
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.look.chips import standing_chip
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.parts.panel_parts import Figures, figure_rows, head, pairs, section
from safe_desktop.ui.parts.panel_sections import difference_notices, history_section, reason_notice, xero_section
from safe_desktop.ui.parts.refusal_view import refusal_parts
from safe_desktop.ui.shell.page import Context, Place

MOST_ROWS = 6


def customer_parts(context: Context, card: CustomerCard) -> list[QWidget]:
    """What the panel shows of this customer, from top to bottom."""
    customer, entry = card.customer, card.entry
    archived = Chip("Archived") if customer.is_archived else None
    parts: list[QWidget] = [
        head(customer.name, customer.code, standing_chip(entry.standing), archived),
        *reason_notice(context, entry.standing, entry.reason),
        *refusal_parts(context.workplace.book, RecordKind.CUSTOMER, customer.id, context.navigate),
        *difference_notices(context, card.mismatches),
    ]
    inks = {"Overdue": "red"} if entry.overdue else {}
    owed = [("Balance", formats.money(entry.balance)), ("Overdue", formats.money(entry.overdue))]
    parts.append(pairs(owed, strong="Balance", inks=inks))
    if rows := _contact_rows(card):
        parts.append(section("Contact", pairs(rows)))
    if card.documents:
        shown = [_document_row(context, document) for document in card.documents[:MOST_ROWS]]
        parts.append(section("Invoices", figure_rows(shown), side=_side(len(card.documents))))
    if card.payments:
        paid = [_payment_row(context, payment) for payment in card.payments[:MOST_ROWS]]
        parts.append(section("Payments", figure_rows(paid), side=_side(len(card.payments))))
    parts += xero_section(context, RecordKind.CUSTOMER, card.link)
    parts += history_section(context, card.activity)
    return parts


def _contact_rows(card: CustomerCard) -> list[tuple[str, str]]:
    customer = card.customer
    rows = [
        ("E-mail", customer.email),
        ("Phone", customer.phone),
        (home_words.local("VAT number"), customer.vat_number),
    ]
    rows += [("Address" if place == 0 else "", words) for place, words in enumerate(address_lines(customer.address))]
    return [(name, words) for name, words in rows if words]


def address_lines(address: Address) -> list[str]:
    """The address as it stands on an envelope."""
    town = " ".join(part for part in (address.city, address.postcode) if part)
    return [part for part in (*address.lines, town, address.region, address.country) if part]


def _side(count: int) -> str:
    return f"newest {MOST_ROWS}" if count > MOST_ROWS else ""


def _document_row(context: Context, document: InvoiceEntry) -> Figures:
    place = Place("invoices", kind=kind_of(document.kind), record_id=document.id)
    words = f"{formats.day(document.issued_on)} · {document.word.value}"
    return Figures(document.number, words, formats.figure(document.total), partial(context.navigate, place))


def _payment_row(context: Context, payment: PaymentEntry) -> Figures:
    place = Place("payments", kind=RecordKind.PAYMENT, record_id=payment.id)
    words = f"{payment.method} · {payment.word}"
    ink = "muted" if payment.word == "Reversed" else "text"
    return Figures(
        formats.day(payment.paid_on), words, formats.figure(payment.amount), partial(context.navigate, place), ink
    )
