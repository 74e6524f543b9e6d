"""Xero's overpayments and prepayments as they were last read, in the table of copies under a kind of their own.

The payment here that stands for one is tied to it like to a payment: both have ids that no other record has.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from safe_desktop.domain.theirs import TheirAdvance
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.tables import XeroCopyRow

_KIND = "advance"
_UPSERT = f"""INSERT INTO xero_copy (kind, xero_id, natural_key, owner_id, body, updated_at)
    VALUES ('{_KIND}', ?, '', ?, ?, ?)
    ON CONFLICT (kind, xero_id) DO UPDATE SET owner_id = excluded.owner_id, body = excluded.body,
    updated_at = excluded.updated_at WHERE excluded.updated_at >= xero_copy.updated_at"""  # noqa: S608 - fixed text


class AdvanceCopies:
    """The last known state of Xero's overpayments and prepayments, by the contact they are of."""

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    def keep(self, advances: Iterable[TheirAdvance]) -> None:
        """Remember these; what is older never overwrites what is newer."""
        encode = msgspec.json.Encoder().encode
        rows = [(one.advance_id, one.contact_id, encode(one), _stamp(one.updated_at)) for one in advances]
        self._database.change_many(_UPSERT, rows)

    def not_older(self, advances: Sequence[TheirAdvance]) -> list[TheirAdvance]:
        """Of these, those that are not older than what was read before: an old page may come late."""
        rows = self._database.rows(
            "SELECT xero_id, updated_at FROM xero_copy WHERE kind = ? AND xero_id IN (SELECT value FROM json_each(?))",
            (_KIND, _texts(one.advance_id for one in advances)),
        )
        known: dict[str, str] = dict(rows)
        return [one for one in advances if _stamp(one.updated_at) >= known.get(one.advance_id, "")]

    def get(self, advance_id: str) -> TheirAdvance | None:
        """The one of this id, if it was ever read."""
        row = XeroCopyRow.get_or_none(XeroCopyRow.kind == _KIND, XeroCopyRow.xero_id == advance_id)
        return None if row is None else msgspec.json.decode(row.body, type=TheirAdvance)

    def of_contacts(self, contact_ids: Iterable[str]) -> list[TheirAdvance]:
        """Those of these contacts of Xero's, in the order of their ids."""
        return self._read(
            "owner_id IN (SELECT value FROM json_each(?)) ORDER BY xero_id",
            _texts(contact_ids),
        )

    def waiting(self) -> list[TheirAdvance]:
        """Those whose contact is a customer of this book by now, and that no payment here stands for."""
        return self._read(
            """EXISTS (SELECT 1 FROM link c WHERE c.kind = 'customer' AND c.xero_id = xero_copy.owner_id)
            AND NOT EXISTS (SELECT 1 FROM link p WHERE p.kind = 'payment' AND p.xero_id = xero_copy.xero_id)
            ORDER BY xero_id"""
        )

    def _read(self, where: str, *parameters: str) -> list[TheirAdvance]:
        sql = f"SELECT body FROM xero_copy WHERE kind = '{_KIND}' AND {where}"  # noqa: S608 - fixed text
        decode = msgspec.json.Decoder(TheirAdvance).decode
        return [decode(row[0]) for row in self._database.rows(sql, parameters)]


def _texts(texts: Iterable[str]) -> str:
    return json.dumps(sorted(set(texts)))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
