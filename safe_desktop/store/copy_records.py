"""Xero's records as they were last read: kept so that both sides can be shown and names can be looked up offline."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from peewee import chunked

from safe_desktop.domain.customer import name_key
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.tables import XeroCopyRow

_IDS_AT_ONCE = 500
_UPSERT = (
    "INSERT INTO xero_copy (kind, xero_id, natural_key, owner_id, body, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, xero_id) DO UPDATE SET natural_key = excluded.natural_key, owner_id = excluded.owner_id, "
    # Pages may come twice and in any order: what is older never overwrites what is newer (reliability.md 3.5).
    "body = excluded.body, updated_at = excluded.updated_at WHERE excluded.updated_at >= xero_copy.updated_at"
)
T = TypeVar("T", Contact, TheirDocument, TheirPayment)


class Copies:
    """The last known state of Xero's contacts, documents and payments."""

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    def keep_contacts(self, contacts: Iterable[Contact]) -> None:
        """Remember these contacts."""
        self._keep(
            (RecordKind.CUSTOMER, one.contact_id, name_key(one.name), "", one.updated_at, one) for one in contacts
        )

    def keep_documents(self, documents: Iterable[TheirDocument]) -> None:
        """Remember these invoices and credit notes."""
        self._keep(
            (kind_of(one.kind), one.document_id, one.number.casefold(), one.contact_id, one.updated_at, one)
            for one in documents
        )

    def keep_payments(self, payments: Iterable[TheirPayment]) -> None:
        """Remember these payments."""
        self._keep(
            (RecordKind.PAYMENT, one.payment_id, one.reference.casefold(), one.document_id, one.updated_at, one)
            for one in payments
        )

    def _keep(
        self, rows: Iterable[tuple[RecordKind, str, str, str, datetime, Contact | TheirDocument | TheirPayment]]
    ) -> None:
        encode = msgspec.json.Encoder().encode
        self._database.change_many(
            _UPSERT,
            [
                (kind.value, xero_id, key, owner, encode(value), _stamp(updated_at))
                for kind, xero_id, key, owner, updated_at, value in rows
            ],
        )

    def not_older(self, kind: RecordKind, records: Sequence[tuple[str, T]]) -> list[T]:
        """Of these records by id, those that are not older than what was read before: an old page may come late."""
        known: dict[str, str] = {}
        for some in chunked([xero_id for xero_id, _ in records], _IDS_AT_ONCE):
            rows = XeroCopyRow.select(XeroCopyRow.xero_id, XeroCopyRow.updated_at).where(
                XeroCopyRow.kind == kind.value, XeroCopyRow.xero_id.in_(some)
            )
            known.update({row.xero_id: row.updated_at for row in rows})
        return [one for xero_id, one in records if _stamp(one.updated_at) >= known.get(xero_id, "")]

    def kept_just_so(self, kind: RecordKind, documents: Sequence[TheirDocument]) -> set[str]:
        """The ids of those of these documents that were read before exactly as they are now."""
        encode = msgspec.json.Encoder().encode
        bodies = {one.document_id: encode(one) for one in documents}
        kept: set[str] = set()
        for some in chunked(list(bodies), _IDS_AT_ONCE):
            found = self._database.rows(
                "SELECT xero_id, body FROM xero_copy WHERE kind = ? AND xero_id IN (SELECT value FROM json_each(?))",
                (kind.value, json.dumps(some)),
            )
            kept.update(xero_id for xero_id, body in found if bytes(body) == bodies[xero_id])
        return kept

    def contact(self, contact_id: str) -> Contact | None:
        """Xero's contact of this id, if it was ever read."""
        return self._one(RecordKind.CUSTOMER, contact_id, Contact)

    def document(self, kind: RecordKind, document_id: str) -> TheirDocument | None:
        """Xero's document of this id, if it was ever read."""
        return self._one(kind, document_id, TheirDocument)

    def payment(self, payment_id: str) -> TheirPayment | None:
        """Xero's payment of this id, if it was ever read."""
        return self._one(RecordKind.PAYMENT, payment_id, TheirPayment)

    def contacts(self) -> list[Contact]:
        """Every contact of Xero's that was ever read, whatever its status."""
        return self._all(RecordKind.CUSTOMER, Contact)

    def documents(self, kind: RecordKind) -> list[TheirDocument]:
        """Every document of Xero's of that kind that was ever read, whatever its status."""
        return self._all(kind, TheirDocument)

    def contacts_named(self, names: Iterable[str]) -> dict[str, list[Contact]]:
        """Xero's contacts by name key, for those of these names that there are."""
        return self._by_key(RecordKind.CUSTOMER, [name_key(name) for name in names], Contact)

    def payments_of(self, document_id: str) -> list[TheirPayment]:
        """Xero's payments of one of its documents, deleted ones too."""
        rows = XeroCopyRow.select().where(
            XeroCopyRow.kind == RecordKind.PAYMENT.value, XeroCopyRow.owner_id == document_id
        )
        return [msgspec.json.decode(row.body, type=TheirPayment) for row in rows]

    def documents_of_contact(self, contact_id: str) -> list[TheirDocument]:
        """Xero's invoices and credit notes of one contact."""
        kinds = [RecordKind.INVOICE.value, RecordKind.CREDIT_NOTE.value]
        rows = XeroCopyRow.select().where(XeroCopyRow.kind.in_(kinds), XeroCopyRow.owner_id == contact_id)
        return [msgspec.json.decode(row.body, type=TheirDocument) for row in rows]

    def forget_all(self) -> None:
        """The book is linked to another organisation from now on."""
        XeroCopyRow.delete().execute()

    def _one(self, kind: RecordKind, xero_id: str, shape: type[T]) -> T | None:
        row = XeroCopyRow.get_or_none(XeroCopyRow.kind == kind.value, XeroCopyRow.xero_id == xero_id)
        return None if row is None else msgspec.json.decode(row.body, type=shape)

    def _all(self, kind: RecordKind, shape: type[T]) -> list[T]:
        rows = XeroCopyRow.select(XeroCopyRow.body).where(XeroCopyRow.kind == kind.value).order_by(XeroCopyRow.xero_id)
        decode = msgspec.json.Decoder(shape).decode
        return [decode(row.body) for row in rows]

    def _by_key(self, kind: RecordKind, keys: Sequence[str], shape: type[T]) -> dict[str, list[T]]:
        found: dict[str, list[T]] = {}
        for some in chunked(keys, _IDS_AT_ONCE):
            rows = XeroCopyRow.select().where(XeroCopyRow.kind == kind.value, XeroCopyRow.natural_key.in_(some))
            for row in rows:
                found.setdefault(row.natural_key, []).append(msgspec.json.decode(row.body, type=shape))
        return found


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
