"""What a tie-out compares, read in a few passes: records that are open on either side, with what they are tied to.

Gives the facts of `domain.tie_out`; decides nothing. Made for 100,000 documents, most of them settled on both sides.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import AdvanceKind, TheirAdvance, TheirAllocation
from safe_desktop.domain.tie_out import OurRecord, Question, TheirRecord
from safe_desktop.store.book_database import Row, id_list
from safe_desktop.store.book_file import Book

_OUR_DOCUMENTS = """SELECT d.kind, d.id, d.number, d.customer_id, d.currency, d.status = 'approved', d.total_minor,
    d.open_minor, d.standing, d.standing_reason, coalesce(l.xero_id, ''), coalesce(l.agreed_revision <> d.revision, 0)
    FROM document d LEFT JOIN link l ON l.kind = d.kind AND l.local_id = d.id WHERE """
# In the words of the index over what is open.
_OPEN = "CASE d.kind WHEN 'invoice' THEN d.open_minor ELSE -d.open_minor END <> 0"
_LEFT = "p.amount_minor - coalesce((SELECT sum(a.amount_minor) FROM allocation a WHERE a.payment_id = p.id), 0)"
_OUR_MONEY = f"""SELECT 'payment', p.id, p.reference, p.customer_id, p.currency, p.status = 'live', p.amount_minor,
    {_LEFT}, p.standing, p.standing_reason, coalesce(l.xero_id, ''), coalesce(l.agreed_revision <> p.revision, 0)
    FROM payment p LEFT JOIN link l ON l.kind = 'payment' AND l.local_id = p.id WHERE p.document_id IS NULL AND """  # noqa: S608
_CALM = (Standing.DO_NOT_SEND, Standing.STAYS_HERE, Standing.NOT_SENT)


@dataclass(slots=True)
class _Slim:
    """The part of a copy that a balance needs: the rest of its text is skipped."""

    number: str
    contact_id: str
    contact_name: str
    status: str
    currency: str
    total: Money
    due: Money
    paid: Money
    credited: Money
    allocations: tuple[TheirAllocation, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """Xero's record with what of it is set against invoices, as last read."""

    record: TheirRecord
    allocations: tuple[TheirAllocation, ...] = ()


def our_open_records(book: Book) -> list[OurRecord]:
    """Documents of which something is open, and money on account that is left."""
    documents = book.database.rows(f"{_OUR_DOCUMENTS} {_OPEN}")
    money = book.database.rows(f"{_OUR_MONEY} p.status = 'live' AND {_LEFT} <> 0")
    return [_ours(row) for row in (*documents, *money)]


def our_records(book: Book, kind: RecordKind, ids: Iterable[int]) -> list[OurRecord]:
    """These of ours, whatever is open of them; a payment only if it is money on account."""
    sql, column = (_OUR_MONEY, "p.id") if kind is RecordKind.PAYMENT else (_OUR_DOCUMENTS, "d.id")
    rows = book.database.rows(f"{sql} {column} IN (SELECT value FROM json_each(?))", (id_list(ids),))  # noqa: S608
    return [_ours(row) for row in rows]


def _ours(row: Row) -> OurRecord:
    kind, number, label, customer_id, currency, counts, total, left, standing, reason, xero_id, is_changed = row
    return OurRecord(
        RecordKind(kind),
        number,
        f"{label} on account".strip() if kind == RecordKind.PAYMENT else label,
        customer_id,
        currency,
        bool(counts),
        total,
        left if counts else 0,
        Standing(standing),
        reason,
        xero_id,
        bool(is_changed),
    )


def unsettled_documents(book: Book) -> set[int]:
    """Documents that Xero has about which something is under way, though both sides may come to the same sum."""
    calm = ", ".join(f"'{word.value}'" for word in _CALM)
    # What lives here counts, wherever it stands; what does not counts where Xero has yet to hear of it.
    paying = f"p.standing <> '{Standing.IN_XERO.value}' AND (p.status = 'live' OR p.standing NOT IN ({calm}))"
    crediting = f"c.kind = 'credit_note' AND c.standing <> '{Standing.IN_XERO.value}' AND c.status <> 'draft'"
    rows = book.database.rows(
        f"""SELECT d.id FROM (
            SELECT p.document_id AS id FROM payment p WHERE {paying}
            UNION SELECT a.document_id FROM payment p JOIN allocation a ON a.payment_id = p.id WHERE {paying}
            UNION SELECT c.id FROM document c WHERE {crediting}
            UNION SELECT a.document_id FROM document c JOIN allocation a ON a.credit_note_id = c.id WHERE {crediting}
            UNION SELECT local_id FROM mismatch
                WHERE settled_at IS NULL AND record_kind IN ('invoice', 'credit_note')) found
        JOIN document d ON d.id = found.id JOIN link l ON l.kind = d.kind AND l.local_id = d.id"""  # noqa: S608
    )
    return {row[0] for row in rows}


def their_documents(book: Book) -> Iterator[Copied]:
    """Xero's documents that are in its balances, and credit notes that are set against something."""
    decode = msgspec.json.Decoder(_Slim).decode
    # Most invoices are paid, and worth nothing to a balance: they are left out before anything reads their text.
    rows = book.database.execute_sql(
        """SELECT kind, xero_id, body, updated_at FROM xero_copy WHERE kind = 'credit_note'
        OR (kind = 'invoice' AND instr(body, ?) > 0)""",
        (b'"status":"AUTHORISED"',),
    )
    for kind, xero_id, body, updated_at in rows:
        slim = decode(body)
        if slim.allocations or (slim.due.minor and slim.status in ("AUTHORISED", "PAID")):
            yield _copied(kind, xero_id, slim, updated_at)


def their_documents_of(book: Book, xero_ids: Iterable[str]) -> list[Copied]:
    """These of Xero's documents, whatever their status."""
    decode = msgspec.json.Decoder(_Slim).decode
    rows = book.database.rows(
        """SELECT kind, xero_id, body, updated_at FROM xero_copy
        WHERE kind IN ('invoice', 'credit_note') AND xero_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(sorted(xero_ids)),),
    )
    return [_copied(kind, xero_id, decode(body), updated_at) for kind, xero_id, body, updated_at in rows]


def _copied(kind: str, xero_id: str, slim: _Slim, updated_at: str) -> Copied:
    record = TheirRecord(
        RecordKind(kind),
        xero_id,
        slim.number,
        slim.contact_id,
        slim.contact_name,
        slim.currency,
        slim.status,
        slim.total.minor,
        slim.due.minor if slim.status in ("AUTHORISED", "PAID") else 0,
        slim.paid.minor,
        slim.credited.minor,
        updated_at,
    )
    return Copied(record, slim.allocations)


def their_advances(book: Book) -> list[Copied]:
    """Xero's over- and prepayments from customers. Worth what is left and what invoices tied here have of them."""
    decode = msgspec.json.Decoder(TheirAdvance).decode
    rows = book.database.rows("SELECT body, updated_at FROM xero_copy WHERE kind = 'advance'")
    found = [(decode(body), updated_at) for body, updated_at in rows]
    wanted = {share.document_id for one, _ in found for share in one.allocations}
    tied = ties(book, RecordKind.INVOICE, wanted)
    return [_copied_advance(one, updated_at, tied) for one, updated_at in found if one.is_from_customer]


def _copied_advance(one: TheirAdvance, updated_at: str, tied: dict[str, int]) -> Copied:
    shares = tuple(share for share in one.allocations if share.document_id in tied)
    credited = sum(share.amount.minor for share in shares)
    word = "Overpayment" if one.kind is AdvanceKind.OVERPAYMENT else "Prepayment"
    record = TheirRecord(
        RecordKind.PAYMENT,
        one.advance_id,
        f"{word} {one.reference}".strip(),
        one.contact_id,
        one.contact_name,
        one.left.currency,
        one.status,
        one.left.minor + credited,
        0 if one.is_gone else one.left.minor,
        0,
        credited,
        updated_at,
    )
    return Copied(record, shares)


def ties(book: Book, kind: RecordKind, xero_ids: Iterable[str]) -> dict[str, int]:
    """Our ids of these records of Xero's, for those that are tied."""
    rows = book.database.rows(
        "SELECT xero_id, local_id FROM link WHERE kind = ? AND xero_id IN (SELECT value FROM json_each(?))",
        (kind.value, json.dumps(sorted(xero_ids))),
    )
    return dict(rows)


def customers_of_contacts(book: Book) -> dict[str, int]:
    """Our customers by Xero's ids of their contacts, those that were merged into them included."""
    known: dict[str, int] = dict(book.database.rows("SELECT xero_id, local_id FROM link WHERE kind = 'customer'"))
    merged: dict[str, str] = {
        contact.contact_id: contact.merged_to for contact in book.copies.contacts() if contact.merged_to
    }
    for contact_id, first in merged.items():
        into, steps = first, 0
        while into in merged and steps < len(merged):
            into, steps = merged[into], steps + 1
        if contact_id not in known and into in known:
            known[contact_id] = known[into]
    return known


def names_of_customers(book: Book, ids: Iterable[int]) -> dict[int, str]:
    """What these customers are called."""
    rows = book.database.rows(
        "SELECT id, name FROM customer WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),)
    )
    return dict(rows)


def questions(book: Book) -> list[Question]:
    """The differences that wait for a person, and those that one has noted."""
    rows = book.database.rows(
        """SELECT kind, record_kind, coalesce(local_id, 0), xero_id, field, reason, settled_at IS NULL FROM mismatch
        WHERE settled_at IS NULL OR settled_how = ? ORDER BY id""",
        (WayOut.NOTED.value,),
    )
    return [
        Question(MismatchKind(kind), RecordKind(record_kind), local_id, xero_id, field, reason, bool(is_open))
        for kind, record_kind, local_id, xero_id, field, reason, is_open in rows
    ]
