"""Money that Xero has without an invoice of this book, as it was last read: received money, and payments of others.

Received money lies in the table of copies under a kind of its own; payments lie there as payments.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from safe_desktop.domain.theirs import TheirPayment, TheirReceiveMoney
from safe_desktop.store.book_database import BookDatabase

_KIND = "receive_money"
_UPSERT = f"""INSERT INTO xero_copy (kind, xero_id, natural_key, owner_id, body, updated_at)
    VALUES ('{_KIND}', ?, '', ?, ?, ?)
    ON CONFLICT (kind, xero_id) DO UPDATE SET owner_id = excluded.owner_id, body = excluded.body,
    updated_at = excluded.updated_at WHERE excluded.updated_at >= xero_copy.updated_at"""  # noqa: S608 - fixed text
_FREE_PAYMENTS = """SELECT x.body, c.local_id FROM xero_copy x
    JOIN xero_copy i ON i.kind IN ('invoice', 'credit_note') AND i.xero_id = x.owner_id
    JOIN link c ON c.kind = 'customer' AND c.xero_id = i.owner_id
    WHERE x.kind = 'payment'
    AND NOT EXISTS (SELECT 1 FROM link d WHERE d.kind IN ('invoice', 'credit_note') AND d.xero_id = x.owner_id)
    AND NOT EXISTS (SELECT 1 FROM link p WHERE p.kind = 'payment' AND p.xero_id = x.xero_id)
    ORDER BY x.xero_id"""


class ReceiveMoneyCopies:
    """What Xero has of money that no invoice here explains."""

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    def keep(self, ones: Iterable[TheirReceiveMoney]) -> None:
        """Remember these; what is older never overwrites what is newer."""
        encode = msgspec.json.Encoder().encode
        rows = [(one.transaction_id, one.contact_id, encode(one), _stamp(one.updated_at)) for one in ones]
        self._database.change_many(_UPSERT, rows)

    def not_older(self, ones: Sequence[TheirReceiveMoney]) -> list[TheirReceiveMoney]:
        """Of these, those that are not older than what was read before: an old page may come late."""
        rows = self._database.rows(
            "SELECT xero_id, updated_at FROM xero_copy WHERE kind = ? AND xero_id IN (SELECT value FROM json_each(?))",
            (_KIND, json.dumps([one.transaction_id for one in ones])),
        )
        known: dict[str, str] = dict(rows)
        return [one for one in ones if _stamp(one.updated_at) >= known.get(one.transaction_id, "")]

    def all(self) -> list[TheirReceiveMoney]:
        """Every one that was ever read, whatever its status, in the order of their ids."""
        rows = self._database.rows("SELECT body FROM xero_copy WHERE kind = ? ORDER BY xero_id", (_KIND,))
        decode = msgspec.json.Decoder(TheirReceiveMoney).decode
        return [decode(row[0]) for row in rows]

    def payments_of_others(self) -> list[tuple[TheirPayment, int]]:
        """Payments of Xero's for documents that are not of this book, of customers that are, with the customer."""
        decode = msgspec.json.Decoder(TheirPayment).decode
        return [(decode(body), customer_id) for body, customer_id in self._database.rows(_FREE_PAYMENTS)]

    def first_days(self) -> dict[int, date]:
        """The day of the oldest document here of each customer: money from before cannot be for one of them."""
        rows = self._database.rows("SELECT customer_id, min(issued_on) FROM document GROUP BY customer_id")
        return {customer_id: date.fromisoformat(day) for customer_id, day in rows}


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
