"""The details of one invoice or credit note: lines, totals, what settled it, why it is not sent, Xero, history.

Knows how a document card reads; changes nothing. Amounts come from the domain.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.showing.lists import DocumentCard, PaymentEntry
from safe_desktop.engine.showing.record_cards import Credit
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.look.chips import settled_chip, standing_chip
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.parts.panel_parts import Figures, figure_rows, head, pairs, section
from safe_desktop.ui.parts.panel_sections import difference_notices, history_section, reason_notice, xero_section
from safe_desktop.ui.parts.refusal_view import refusal_parts
from safe_desktop.ui.shell.page import Context, Place

MOST_LINES = 12
TAX_WORDS = {TaxMode.EXCLUSIVE: "Without VAT", TaxMode.INCLUSIVE: "VAT included", TaxMode.NO_TAX: "No VAT"}


def invoice_parts(context: Context, card: DocumentCard) -> list[QWidget]:
    """What the panel shows of this document, from top to bottom."""
    document, entry = card.document, card.entry
    kind = kind_of(document.kind)
    customer = Place("customers", kind=RecordKind.CUSTOMER, record_id=document.customer_id)
    is_credit = document.kind is DocumentKind.CREDIT_NOTE
    parts: list[QWidget] = [
        head(
            document.number,
            card.customer.name,
            Chip("Credit note") if is_credit else settled_chip(entry.word),
            settled_chip(entry.word) if is_credit and entry.word.value in ("Draft", "Voided") else None,
            standing_chip(entry.standing),
            opens=partial(context.navigate, customer),
        ),
        *reason_notice(context, entry.standing, entry.reason),
        *refusal_parts(context.workplace.book, kind, document.id, context.navigate),
        *difference_notices(context, card.mismatches),
        pairs(_facts(document)),
        section("Lines", figure_rows(_lines(document)), side=_lines_side(document)),
        pairs(_totals(card), strong="Total", inks={"Open": "red"} if entry.word.value == "Overdue" else {}),
    ]
    settled = [_payment_row(context, payment, is_credit) for payment in card.payments]
    settled += [_credit_row(context, credit, is_credit) for credit in card.credits]
    if settled:
        parts.append(section("Set against" if is_credit else "Settled by", figure_rows(settled)))
    parts += xero_section(context, kind, card.link)
    parts += history_section(context, card.activity)
    return parts


def _facts(document: Document) -> list[tuple[str, str]]:
    rows = [("Date", formats.day(document.issued_on))]
    if document.kind is DocumentKind.INVOICE:
        rows.append(("Due", formats.day(document.due_on)))
    if document.reference:
        rows.append(("Reference", document.reference))
    rows.append(("Prices", home_words.local(TAX_WORDS[document.tax_mode])))
    if document.currency != home_words.currency():
        rows.append(("Currency", document.currency))
    return rows


def _lines(document: Document) -> list[Figures]:
    return [_line_row(document, line) for line in document.lines[:MOST_LINES]]


def _lines_side(document: Document) -> str:
    count = len(document.lines)
    if count > MOST_LINES:
        return f"first {MOST_LINES} of {formats.number(count)}"
    return formats.count(count, "line")


def _line_row(document: Document, line: Line) -> Figures:
    amount = line.amounts(document.tax_mode, document.currency).amount
    words = [f"{formats.plain_decimal(line.quantity)} × {formats.plain_decimal(line.unit_price, 2)}"]
    if line.discount:
        words.append(f"less {formats.plain_decimal(line.discount)}%")
    if line.vat_code and document.tax_mode is not TaxMode.NO_TAX:
        words.append(line.vat_code)
    return Figures(line.description or "(no description)", " · ".join(words), formats.figure(amount))


def _totals(card: DocumentCard) -> list[tuple[str, str]]:
    totals = card.document.totals
    rows = []
    if card.document.tax_mode is not TaxMode.NO_TAX:
        rows += [("Net", formats.figure(totals.subtotal)), (home_words.local("VAT"), formats.figure(totals.tax))]
    rows.append(("Total", formats.money(totals.total)))
    if card.settled:
        rows.append(("Settled", formats.figure(card.settled)))
    still_open = card.entry.open if card.entry.open.minor >= 0 else -card.entry.open
    rows.append(("Open", formats.money(still_open)))
    return rows


def _payment_row(context: Context, payment: PaymentEntry, is_credit: bool) -> Figures:
    place = Place("payments", kind=RecordKind.PAYMENT, record_id=payment.id)
    is_gone = payment.word == "Reversed"
    back = "paid back" if is_credit and not is_gone else ""
    words = " · ".join(
        part for part in (back, payment.method, payment.reference, "reversed" if is_gone else "") if part
    )
    # In the list money out is negative; on its credit note it is so much of the credit.
    shown = formats.figure(-payment.amount if is_credit else payment.amount)
    ink = "muted" if is_gone else "text"
    return Figures(formats.day(payment.paid_on), words, shown, partial(context.navigate, place), ink)


def _credit_row(context: Context, credit: Credit, is_given: bool) -> Figures:
    kind = RecordKind.INVOICE if is_given else RecordKind.CREDIT_NOTE
    place = Place("invoices", kind=kind, record_id=credit.document_id)
    words = "Invoice" if is_given else "Credit note"
    return Figures(credit.number, words, formats.figure(credit.amount), partial(context.navigate, place))
