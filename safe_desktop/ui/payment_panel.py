"""The details of one payment: how much, from whom, what it settles, what is left, Xero, history.

Knows how a payment card reads; changes nothing.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.payment import Origin, PaymentStatus, clears_on
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.payment_card import PaymentCard, Settled
from safe_desktop.ui import fonts, formats
from safe_desktop.ui.chips import payment_chip, standing_chip
from safe_desktop.ui.page import Context, Place
from safe_desktop.ui.panel_parts import Figures, figure_rows, head, notice, pairs, section
from safe_desktop.ui.panel_sections import difference_notices, history_section, reason_notice, xero_section
from safe_desktop.ui.refusal_view import refusal_parts


def payment_parts(context: Context, card: PaymentCard) -> list[QWidget]:
    """What the panel shows of this payment, from top to bottom."""
    payment, entry = card.payment, card.entry
    customer = Place("customers", kind=RecordKind.CUSTOMER, record_id=payment.customer_id)
    parts: list[QWidget] = [
        head(
            formats.money(payment.amount),
            card.customer.name,
            payment_chip(entry.word),
            standing_chip(entry.standing) if entry.standing.value != entry.word else None,
            opens=partial(context.navigate, customer),
            size=fonts.Size.PAGE_TITLE,
        ),
        *reason_notice(context, entry.standing, entry.reason),
        *refusal_parts(context.workplace.book, RecordKind.PAYMENT, payment.id, context.navigate),
        *difference_notices(context, card.mismatches),
        pairs(_facts(card)),
    ]
    if card.settles:
        rows = [_settled_row(context, settled) for settled in card.settles]
        parts.append(section("Settles", figure_rows(rows)))
    if card.left and payment.status is PaymentStatus.LIVE:
        words = f"{formats.money(card.left)} of it waits for an invoice."
        parts.append(notice(words, "hand-coins", "blue"))
    parts += xero_section(context, RecordKind.PAYMENT, card.link)
    parts += history_section(context, card.activity)
    return parts


def _facts(card: PaymentCard) -> list[tuple[str, str]]:
    payment = card.payment
    rows = [("Date", formats.day(payment.paid_on)), ("Method", card.method.name)]
    if card.method.hold_days and payment.origin is Origin.HERE:
        rows.append(("Clears", formats.day(clears_on(payment, card.method))))
    if payment.reference:
        rows.append(("Reference", payment.reference))
    rows += [("Mark", payment.marker), ("Made", "In Xero" if payment.origin is Origin.XERO else "Here")]
    return [(name, words) for name, words in rows if words]


def _settled_row(context: Context, settled: Settled) -> Figures:
    place = Place("invoices", kind=RecordKind.INVOICE, record_id=settled.document_id)
    return Figures(settled.number, "", formats.figure(settled.amount), partial(context.navigate, place))
