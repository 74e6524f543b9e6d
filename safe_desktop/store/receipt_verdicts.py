"""What the matcher last answered about each receipt, kept so that the desk opens at once. Judges nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.matching.verdict import Verdict
from safe_desktop.store.book_database import BookDatabase, id_list

_KEEP = """INSERT INTO receipt_verdict (receipt_id, situation, decision, confidence, body, made_at)
    VALUES (?,?,?,?,?,?) ON CONFLICT (receipt_id) DO UPDATE SET situation = excluded.situation,
    decision = excluded.decision, confidence = excluded.confidence, body = excluded.body, made_at = excluded.made_at"""


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """An answer, and the mark of the situation it was given in: the same situation has the same answer."""

    verdict: Verdict
    situation: str


class Verdicts:
    """The matcher's answers of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, verdicts: Iterable[tuple[int, Verdict]], situation: str) -> None:
        """Remember these answers in the place of earlier ones."""
        now, encode = self._clock.now().isoformat(), msgspec.json.Encoder().encode
        self._database.change_many(
            _KEEP,
            [
                (number, situation, one.decision.value, one.best.confidence if one.best else 0.0, encode(one), now)
                for number, one in verdicts
            ],
        )

    def of(self, receipt_ids: Iterable[int]) -> dict[int, KeptVerdict]:
        """The answers about these receipts, for those that there are."""
        rows = self._database.rows(
            """SELECT receipt_id, situation, body FROM receipt_verdict
            WHERE receipt_id IN (SELECT value FROM json_each(?))""",
            (id_list(receipt_ids),),
        )
        decode = msgspec.json.Decoder(Verdict).decode
        return {row[0]: KeptVerdict(decode(row[2]), row[1]) for row in rows}

    def forget(self, receipt_ids: Iterable[int]) -> None:
        """Nothing is proposed for these any more."""
        self._database.change(
            "DELETE FROM receipt_verdict WHERE receipt_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(receipt_ids)),),
        )
