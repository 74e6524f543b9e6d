"""What settles a document on either side, payment by payment and credit by credit: the facts of `domain.tie_out`.

Asked for the few records that differ. Decides nothing.
"""

import json
from collections.abc import Iterable, Mapping

import msgspec

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import TheirPayment
from safe_desktop.domain.tie_out import Settlement
from safe_desktop.store.book_database import id_list
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import CREDIT_METHOD

Settled = dict[str, list[Settlement]]
"""By Xero's id of the document."""

_PAID = """SELECT a.document_id, a.amount_minor, p.id, p.reference, p.standing, p.standing_reason,
    coalesce(l.xero_id, ''), l.id IS NULL AND m.name = ?,
    EXISTS (SELECT 1 FROM xero_copy x WHERE x.kind = 'advance' AND x.xero_id = l.xero_id)
    FROM allocation a JOIN payment p ON p.id = a.payment_id AND p.status = 'live'
    JOIN payment_method m ON m.id = p.method_id LEFT JOIN link l ON l.kind = 'payment' AND l.local_id = p.id
    WHERE a.document_id IN (SELECT value FROM json_each(?))"""
_CREDITED = """SELECT a.document_id, a.amount_minor, c.id, c.number, coalesce(l.xero_id, '') FROM allocation a
    JOIN document c ON c.id = a.credit_note_id AND c.status <> 'voided'
    LEFT JOIN link l ON l.kind = 'credit_note' AND l.local_id = c.id
    WHERE a.document_id IN (SELECT value FROM json_each(?))"""
_TAKEN = """SELECT a.{column}, a.amount_minor, i.id, i.number, coalesce(l.xero_id, '') FROM allocation a
    JOIN document i ON i.id = a.document_id LEFT JOIN link l ON l.kind = 'invoice' AND l.local_id = i.id
    WHERE a.{column} IN (SELECT value FROM json_each(?))"""
_THEIR_PAYMENTS = """SELECT x.body, x.updated_at, coalesce(p.id, 0), coalesce(p.status, ''), coalesce(d.number, ''),
    coalesce(e.xero_id, '') FROM xero_copy x LEFT JOIN link l ON l.kind = 'payment' AND l.xero_id = x.xero_id
    LEFT JOIN payment p ON p.id = l.local_id LEFT JOIN document d ON d.id = p.document_id
    LEFT JOIN link e ON e.kind = d.kind AND e.local_id = d.id
    WHERE x.kind = 'payment' AND x.{column} IN (SELECT value FROM json_each(?))"""


def settled_here(book: Book, ids: Mapping[int, str]) -> dict[int, list[Settlement]]:
    """What settles these documents of ours, by our id; `ids` are ours with what they are tied to."""
    found: dict[int, list[Settlement]] = {}
    paid = book.database.rows(_PAID, (CREDIT_METHOD, id_list(ids)))
    places = _copies_of(book, [row[6] for row in paid if row[6]])
    for document_id, minor, payment_id, label, standing, reason, key, is_strange, is_credit in paid:
        one = Settlement(
            key,
            minor,
            RecordKind.PAYMENT,
            payment_id,
            label or ("on account" if is_credit else ""),
            Standing(standing),
            reason,
            is_credit=bool(is_credit),
            is_strange=bool(is_strange),
            other=_elsewhere(places.get(key), ids[document_id]),
        )
        found.setdefault(document_id, []).append(one)
    for document_id, minor, credit_id, number, key in book.database.rows(_CREDITED, (id_list(ids),)):
        reason = "" if key else f"{number} is not in Xero"
        one = Settlement(key, minor, RecordKind.CREDIT_NOTE, credit_id, number, reason=reason, is_credit=True)
        found.setdefault(document_id, []).append(one)
    return found


def taken_here(book: Book, kind: RecordKind, ids: Iterable[int]) -> dict[int, list[Settlement]]:
    """What of these credit notes, or of this money on account, is set against which invoices, by their id."""
    column = "credit_note_id" if kind is RecordKind.CREDIT_NOTE else "payment_id"
    found: dict[int, list[Settlement]] = {}
    for source, minor, invoice_id, number, key in book.database.rows(_TAKEN.format(column=column), (id_list(ids),)):
        reason = "" if key else f"{number} is not in Xero"
        one = Settlement(key, minor, RecordKind.INVOICE, invoice_id, number, reason=reason, is_credit=True)
        found.setdefault(source, []).append(one)
    return found


def paid_there(book: Book, xero_ids: Iterable[str]) -> Settled:
    """Xero's payments of these documents of its own, deleted ones too."""
    rows = book.database.rows(_THEIR_PAYMENTS.format(column="owner_id"), (json.dumps(sorted(xero_ids)),))
    decode = msgspec.json.Decoder(TheirPayment).decode
    found: Settled = {}
    for body, updated_at, local_id, status, number, tied_to in rows:
        theirs = decode(body)
        one = Settlement(
            theirs.payment_id,
            theirs.amount.minor,
            RecordKind.PAYMENT,
            local_id,
            theirs.reference,
            is_live=not theirs.is_deleted,
            other=_place_here(status, number, tied_to == theirs.document_id) if local_id else "",
            updated_at=updated_at,
        )
        found.setdefault(theirs.document_id, []).append(one)
    return found


def places_there(book: Book, payment_ids: Iterable[str]) -> dict[str, str]:
    """Where Xero has these payments of its own: on which document, or deleted."""
    return {payment_id: _elsewhere(theirs, "") for payment_id, theirs in _copies_of(book, payment_ids).items()}


def _copies_of(book: Book, payment_ids: Iterable[str]) -> dict[str, TheirPayment]:
    rows = book.database.rows(_THEIR_PAYMENTS.format(column="xero_id"), (json.dumps(sorted(set(payment_ids))),))
    decode = msgspec.json.Decoder(TheirPayment).decode
    return {one.payment_id: one for one in (decode(row[0]) for row in rows)}


def _elsewhere(theirs: TheirPayment | None, document_id: str) -> str:
    """Where Xero has a payment of ours, if not on this document."""
    if theirs is None:
        return ""
    if theirs.is_deleted:
        return "deleted"
    return "" if theirs.document_id == document_id else f"on {theirs.document_number or 'another document'}"


def _place_here(status: str, number: str, is_same: bool) -> str:
    """Where a payment of Xero's is here, if not on the same document."""
    if status != "live":
        return "taken back"
    return "on account" if not number else "" if is_same else f"on {number}"
