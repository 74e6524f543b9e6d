"""Money that came (or went out) and is to be matched, as rows of the book. Knows the tables; matches nothing.

Where a receipt came from gives it its key, so that the same line of two statements is kept once.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Row, Value, id_list
from safe_desktop.store.exact_numbers import fits

_COLUMNS = """id, source, source_key, account_code, came_on, amount_minor, currency, kind, payee, reference, narrative,
    xero_id, customer_id, state, note, decided_by"""
# Known and not settled, it is brought up to date; what was settled stays as it was when it was.
_KEEP = """INSERT INTO receipt (source, source_key, account_code, came_on, amount_minor, currency, kind, payee,
    reference, narrative, xero_id, customer_id, created_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
    ON CONFLICT (source_key) DO UPDATE SET account_code = excluded.account_code, came_on = excluded.came_on,
    amount_minor = excluded.amount_minor, currency = excluded.currency, kind = excluded.kind, payee = excluded.payee,
    reference = excluded.reference, narrative = excluded.narrative, xero_id = excluded.xero_id,
    customer_id = excluded.customer_id, updated_at = excluded.updated_at,
    note = CASE receipt.state WHEN 'gone' THEN '' ELSE receipt.note END,
    state = CASE receipt.state WHEN 'gone' THEN 'open' ELSE receipt.state END
    WHERE receipt.state IN ('open', 'ask_later', 'gone')"""


class ReceiptState(StrEnum):
    """Where a receipt is: to be settled, settled, put off, nobody's money of ours, or taken back at its source."""

    OPEN = "open"
    SETTLED = "settled"
    ASK_LATER = "ask_later"
    SET_ASIDE = "set_aside"
    GONE = "gone"

    @property
    def words(self) -> str:
        return _STATE_WORDS[self]


_STATE_WORDS = {
    ReceiptState.OPEN: "To settle",
    ReceiptState.SETTLED: "Settled",
    ReceiptState.ASK_LATER: "Ask later",
    ReceiptState.SET_ASIDE: "Set aside",
    ReceiptState.GONE: "Taken back",
}
ADVANCE_KEY = "advance:"
"""How the key of money on account begins: the payment's id follows, and how often it was settled before."""

PART_KEY = "part:"
"""How the key of a part of a split receipt begins whose payment is gone: that payment's id follows."""

WAITING = (ReceiptState.OPEN, ReceiptState.ASK_LATER)
"""The states in which a receipt is still to be settled."""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """One amount that came, negative where it went out. `source_key` is unique over all sources; `id` is 0 until kept.

    `customer_id` is the customer Xero names, where it names one. `note` says why it waits, was set aside or went.
    """

    source: ReceiptSource
    source_key: str
    came_on: date
    amount: Money
    account_code: str = ""
    kind: str = ""
    payee: str = ""
    reference: str = ""
    narrative: str = ""
    xero_id: str = ""
    customer_id: int | None = None
    state: ReceiptState = ReceiptState.OPEN
    note: str = ""
    decided_by: str = ""
    id: int = 0

    @property
    def payment_id(self) -> int:
        """The payment here that it is, where it is money on account; 0 elsewhere."""
        if self.source is not ReceiptSource.ADVANCE:
            return 0
        return int(self.source_key.removeprefix(ADVANCE_KEY).split("/")[0])

    @property
    def text(self) -> str:
        """All that the bank or Xero says about it, in one line."""
        parts = (self.payee, self.reference, self.narrative)
        return " · ".join(dict.fromkeys(part for part in parts if part))


class Kept(NamedTuple):
    """What keeping did: the ids of those that are new, and of those that were known before."""

    new: tuple[int, ...]
    known: tuple[int, ...]


class Receipts:
    """The receipts of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, receipts: Sequence[StoredReceipt]) -> Kept:
        """Remember these: a known key adds nothing, and one taken back that is told again waits again."""
        now = self._clock.now().isoformat()
        keys = list(dict.fromkeys(one.source_key for one in receipts))
        before = self.ids_by_key(keys)
        self._database.change_many(_KEEP, [(*_row_of(one), now, now) for one in receipts])
        after = self.ids_by_key(keys)
        return Kept(
            tuple(after[key] for key in keys if key not in before), tuple(before[key] for key in keys if key in before)
        )

    def ids_by_key(self, keys: Iterable[str]) -> dict[str, int]:
        """The ids of those of these keys that are known."""
        rows = self._database.rows(
            "SELECT source_key, id FROM receipt WHERE source_key IN (SELECT value FROM json_each(?))", (_texts(keys),)
        )
        return dict(rows)

    def take_back(self, keys: Iterable[str], reason: str) -> list[StoredReceipt]:
        """Those of these that are no more at their source go, unless they were settled: the settled are returned."""
        chosen = _texts(keys)
        now = self._clock.now().isoformat()
        self._database.change(
            """UPDATE receipt SET state = 'gone', note = ?, updated_at = ?
            WHERE state IN ('open', 'ask_later') AND source_key IN (SELECT value FROM json_each(?))""",
            (reason, now, chosen),
        )
        return self._read("state = 'settled' AND source_key IN (SELECT value FROM json_each(?)) ORDER BY id", (chosen,))

    def move(self, receipt_id: int, state: ReceiptState, note: str = "", decided_by: str = "") -> None:
        """The receipt is in this state from now on."""
        self._database.change(
            "UPDATE receipt SET state = ?, note = ?, decided_by = ?, updated_at = ? WHERE id = ?",
            (state.value, note, decided_by, self._clock.now().isoformat(), receipt_id),
        )

    def get(self, receipt_id: int) -> StoredReceipt:
        """The receipt; InputError when there is none of this id."""
        found = self.get_many([receipt_id]).get(receipt_id)
        if found is None:
            raise InputError(f"There is no receipt {receipt_id} in this book.", "Nothing was done.")
        return found

    def get_many(self, ids: Iterable[int]) -> dict[int, StoredReceipt]:
        """The receipts that exist, by id."""
        found = self._read("id IN (SELECT value FROM json_each(?))", (id_list(ids),))
        return {one.id: one for one in found}

    def find(self, source_key: str) -> StoredReceipt | None:
        """The receipt of this key, if it is known."""
        found = self._read("source_key = ?", (source_key,))
        return found[0] if found else None

    def parts(self) -> list[StoredReceipt]:
        """The parts of split receipts whose payments went, in whatever state they are, the oldest first."""
        return self._read("source_key LIKE 'part:%' ORDER BY id", ())

    def waiting(self, currency: str = "") -> list[StoredReceipt]:
        """What is still to be settled, the oldest first; of one currency if it is named."""
        return self._read(
            "state IN ('open', 'ask_later') AND (? = '' OR currency = ?) ORDER BY came_on, id", (currency, currency)
        )

    def of_source(
        self, source: ReceiptSource, states: Sequence[ReceiptState] = tuple(ReceiptState)
    ) -> list[StoredReceipt]:
        """The receipts of one source in these states, the oldest first."""
        return self._read(
            "source = ? AND state IN (SELECT value FROM json_each(?)) ORDER BY came_on, id",
            (source.value, _texts(state.value for state in states)),
        )

    def of_days(self, source: ReceiptSource, account_code: str, first: date, last: date) -> list[StoredReceipt]:
        """The receipts of one source and account from one day to another, but for those taken back, and mere parts."""
        return self._read(
            "source = ? AND account_code = ? AND came_on BETWEEN ? AND ? AND state <> 'gone' "
            "AND source_key NOT LIKE 'part:%' ORDER BY came_on, id",
            (source.value, account_code, first.isoformat(), last.isoformat()),
        )

    def settled_lines(self, first: date, last: date) -> list[StoredReceipt]:
        """The bank's lines from one day to another that were settled."""
        return self._read(
            "source = 'bank' AND state = 'settled' AND came_on BETWEEN ? AND ? ORDER BY came_on, id",
            (first.isoformat(), last.isoformat()),
        )

    def told_between(self, first: date, last: date) -> list[StoredReceipt]:
        """What the bank and Xero told from one day to another, but for what was taken back."""
        return self._read(
            "source <> 'advance' AND state <> 'gone' AND came_on BETWEEN ? AND ? ORDER BY came_on, id",
            (first.isoformat(), last.isoformat()),
        )

    def latest(self, limit: int, states: Sequence[ReceiptState] = tuple(ReceiptState)) -> list[StoredReceipt]:
        """The newest receipts in these states first."""
        return self._read(
            "state IN (SELECT value FROM json_each(?)) ORDER BY came_on DESC, id DESC LIMIT ?",
            (_texts(state.value for state in states), limit),
        )

    def search(self, text: str, limit: int) -> list[StoredReceipt]:
        """Receipts whose words or amount contain the text, the newest first."""
        like = f"%{text.strip().replace('%', '').replace('_', '')}%"
        return self._read(
            """(payee LIKE ? OR reference LIKE ? OR narrative LIKE ?
            OR printf('%d.%02d', abs(amount_minor) / 100, abs(amount_minor) % 100) LIKE ?)
            ORDER BY came_on DESC, id DESC LIMIT ?""",
            (like, like, like, like.replace(",", ""), limit),
        )

    def set_aside_since(self, first: date, decided_by: str) -> list[StoredReceipt]:
        """What came from this day on and was set aside by this one, the oldest first."""
        return self._read(
            "state = 'set_aside' AND decided_by = ? AND came_on >= ? ORDER BY came_on, id",
            (decided_by, first.isoformat()),
        )

    def currencies(self) -> list[str]:
        """The currencies in which something waits."""
        rows = self._database.rows(
            "SELECT DISTINCT currency FROM receipt WHERE state IN ('open', 'ask_later') ORDER BY currency"
        )
        return [row[0] for row in rows]

    def count(self, *states: ReceiptState) -> int:
        """How many receipts are in these states."""
        return self._database.value(
            "SELECT count(*) FROM receipt WHERE state IN (SELECT value FROM json_each(?))",
            (_texts(state.value for state in states),),
        )

    def _read(self, where: str, parameters: Sequence[Value]) -> list[StoredReceipt]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM receipt WHERE {where}", parameters)  # noqa: S608 - fixed text
        return [_receipt_of(row) for row in rows]


def _row_of(one: StoredReceipt) -> tuple[Value, ...]:
    if not one.source_key or not one.amount.minor:
        raise InputError("A receipt has a key and an amount that is not zero.", "It was not kept.")
    return (
        one.source.value,
        one.source_key,
        one.account_code,
        one.came_on.isoformat(),
        fits(one.amount.minor, "receipt"),
        one.amount.currency,
        one.kind,
        one.payee,
        one.reference,
        one.narrative,
        one.xero_id,
        one.customer_id,
    )


def _receipt_of(row: Row) -> StoredReceipt:
    number, source, key, account, came_on, minor, currency, kind, payee, reference, narrative, xero_id = row[:12]
    customer_id, state, note, decided_by = row[12:]
    return StoredReceipt(
        ReceiptSource(source),
        key,
        date.fromisoformat(came_on),
        Money(minor, currency),
        account,
        kind,
        payee,
        reference,
        narrative,
        xero_id,
        customer_id,
        ReceiptState(state),
        note,
        decided_by,
        number,
    )


def _texts(texts: Iterable[str]) -> str:
    return json.dumps(list(texts))
