"""The details of one payment: how much, from whom, what it settles, what is left, Xero, history.

Knows how a payment card reads; changes nothing.
"""

from functools import partial

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.payment import Origin, PaymentStatus, clears_on
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import AdvanceKind
from safe_desktop.engine.entry.taking_back_shares import can_be_parted
from safe_desktop.engine.showing.payment_card import PaymentCard, Settled
from safe_desktop.store.link_records import CREDIT_METHOD
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.chips import payment_chip, standing_chip
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.panel_parts import Figures, figure_rows, head, link, notice, pairs, section
from safe_desktop.ui.parts.panel_sections import difference_notices, history_section, reason_notice, xero_section
from safe_desktop.ui.parts.refusal_view import refusal_parts
from safe_desktop.ui.shell.page import Context, Place

DEBIT = "debit"
"""The action that asks where a collection stands."""
SHARE = "take_back_share:"
"""The action that asks whether a share is taken back, followed by the document's number in the book."""

_ADVANCES = {AdvanceKind.OVERPAYMENT: "Overpayment", AdvanceKind.PREPAYMENT: "Prepayment"}


def payment_parts(context: Context, card: PaymentCard) -> list[QWidget]:
    """What the panel shows of this payment, from top to bottom."""
    payment, entry = card.payment, card.entry
    customer = Place("customers", kind=RecordKind.CUSTOMER, record_id=payment.customer_id)
    parts: list[QWidget] = [
        head(
            formats.money(payment.amount),
            card.customer.name,
            _word_chip(card),
            standing_chip(entry.standing) if entry.standing.value != entry.word else None,
            opens=partial(context.navigate, customer),
            size=fonts.Size.PAGE_TITLE,
        ),
        *reason_notice(context, entry.standing, entry.reason),
        *refusal_parts(context.workplace.book, RecordKind.PAYMENT, payment.id, context.navigate),
        *difference_notices(context, card.mismatches),
        pairs(_facts(card)),
        *_kind_notices(card),
    ]
    if payment.origin is Origin.HERE and payment.status is PaymentStatus.LIVE and _is_collected(card):
        place = Place("payments", kind=RecordKind.PAYMENT, record_id=payment.id, action=DEBIT)
        parts.append(link("Say where the Direct Debit stands…", partial(context.navigate, place), "refresh-cw"))
    if card.settles:
        rows = [_settled_row(context, settled) for settled in card.settles]
        parts.append(section("Paid back on" if card.refunds else "Settles", figure_rows(rows)))
        parts += [_taking_back(context, card, settled) for settled in card.settles if _can_be_freed(card, settled)]
    if card.left and payment.status is PaymentStatus.LIVE:
        words = f"{formats.money(card.left)} of it waits for an invoice."
        parts.append(notice(words, "hand-coins", "blue"))
    parts += xero_section(context, RecordKind.PAYMENT, card.link)
    parts += history_section(context, card.activity)
    return parts


def _facts(card: PaymentCard) -> list[tuple[str, str]]:
    payment = card.payment
    rows = [("Date", formats.day(payment.paid_on)), ("Method", card.method.name)]
    if payment.debit is not None:
        rows.append(("Direct Debit", payment.debit.words))
    elif card.method.hold_days and payment.origin is Origin.HERE:
        rows.append(("Clears", formats.day(clears_on(payment, card.method))))
    if payment.reference:
        rows.append(("Reference", payment.reference))
    rows += [("Mark", payment.marker), ("Made", "In Xero" if payment.origin is Origin.XERO else "Here")]
    return [(name, words) for name, words in rows if words]


def _is_collected(card: PaymentCard) -> bool:
    """Whether the money is collected from the customer, so that it may still fail."""
    return card.refunds is None and (card.payment.debit is not None or card.method.hold_days > 0)


def _word_chip(card: PaymentCard) -> Chip:
    """What has become of it, named as what it is in Xero where that is no payment."""
    if card.payment.status is PaymentStatus.LIVE:
        if card.advance is not None:
            return Chip(_ADVANCES[card.advance.kind], Tone.BLUE)
        if card.method.name == CREDIT_METHOD:
            return Chip("Credit given in Xero", Tone.AMBER)
    return payment_chip(card.entry.word)


def _kind_notices(card: PaymentCard) -> list[QWidget]:
    """What a bookkeeper must know of money that is no plain payment."""
    if card.advance is not None:
        kind = _ADVANCES[card.advance.kind].lower()
        words = f"In Xero this is {'an' if kind[0] in 'aeiou' else 'a'} {kind}: set it against invoices here or there."
        return [notice(words, "hand-coins", "blue")]
    if card.method.name == CREDIT_METHOD:
        return [notice("Xero gave credit on this document by other means. It is no money that came in.", "info")]
    if card.refunds is not None:
        return [notice(f"Money out: it lowers what is left of {card.refunds.number}.", "undo-2", "amber")]
    return []


def _can_be_freed(card: PaymentCard, settled: Settled) -> bool:
    """Whether the share can be taken back alone; where it cannot for another reason, asking for it says why."""
    return can_be_parted(card.payment, settled.document_id)


def _taking_back(context: Context, card: PaymentCard, settled: Settled) -> QWidget:
    place = Place(
        "payments", kind=RecordKind.PAYMENT, record_id=card.payment.id, action=f"{SHARE}{settled.document_id}"
    )
    words = f"Take {formats.figure(settled.amount)} back from {settled.number}…"
    return link(words, partial(context.navigate, place), "undo-2")


def _settled_row(context: Context, settled: Settled) -> Figures:
    place = Place("invoices", kind=RecordKind.INVOICE, record_id=settled.document_id)
    return Figures(settled.number, "", formats.figure(settled.amount), partial(context.navigate, place))
