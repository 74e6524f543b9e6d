"""What was decided about receipts, and all that each decision made, so that it can be undone to the penny.

One decision about a receipt stands at a time, and a payment is one decision's: the database refuses anything else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.matching.verdict import Reason
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Row, Value, id_list
from safe_desktop.store.receipt_records import ReceiptState

_COLUMNS = """id, receipt_id, act, situation, decided_at, decided_by, words, body, state_before, note_before,
    ended_at, ended_how"""
UNDONE, REPLACED = "undone", "replaced"


@dataclass(frozen=True, slots=True)
class CreditUsed:
    """So much of a credit note was set against an invoice."""

    credit_note_id: int
    document_id: int
    minor: int


@dataclass(frozen=True, slots=True)
class MoneyPlaced:
    """So much of money on account was set against an invoice; `is_whole` where it became that invoice's payment."""

    payment_id: int
    document_id: int
    minor: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class PaymentTouched:
    """A payment that was there before, as it was: its collection's state, and what it settled if it was taken back."""

    payment_id: int
    debit_status: str = ""
    debit_on: str = ""
    is_taken_back: bool = False
    settled: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why it was decided so: the reasons in words, how sure, what came next, and what stood in the way."""

    reasons: tuple[Reason, ...] = ()
    confidence: float | None = None
    runner_up: str = ""
    runner_up_confidence: float | None = None
    not_automatic: str = ""
    would_be_automatic: str = ""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the decision wrote down: new payments and credit notes, credit and money used, payments touched.

    `same_receipts` were settled before and are this same money; of these each has this one as its `told_again`, the
    receipt's number. `held` are payments that are kept from being sent since.
    """

    payments: tuple[int, ...] = ()
    credit_notes: tuple[int, ...] = ()
    credits: tuple[CreditUsed, ...] = ()
    placed: tuple[MoneyPlaced, ...] = ()
    touched: tuple[PaymentTouched, ...] = ()
    same_as: tuple[int, ...] = ()
    customers: tuple[int, ...] = ()
    same_receipts: tuple[int, ...] = ()
    told_again: int = 0
    held: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """One decision about one receipt. `ended_at` is None while it stands."""

    receipt_id: int
    act: str
    decided_by: str
    words: str
    deeds: Deeds = Deeds()
    evidence: Evidence = Evidence()
    situation: str = ""
    state_before: ReceiptState = ReceiptState.OPEN
    note_before: str = ""
    decided_at: datetime | None = None
    ended_at: datetime | None = None
    ended_how: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    deeds: Deeds
    evidence: Evidence


class Decisions:
    """The decisions of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, decision: StoredDecision) -> StoredDecision:
        """The decision with its id; it claims the payments it made and those it says the receipt is."""
        now = self._clock.now()
        body = msgspec.json.encode(_Body(decision.deeds, decision.evidence))
        cursor = self._database.execute_sql(
            """INSERT INTO receipt_decision (receipt_id, act, situation, decided_at, decided_by, words, body,
            state_before, note_before) VALUES (?,?,?,?,?,?,?,?,?)""",
            (
                decision.receipt_id,
                decision.act,
                decision.situation,
                now.isoformat(),
                decision.decided_by,
                decision.words,
                body,
                decision.state_before.value,
                decision.note_before,
            ),
        )
        kept = replace(decision, id=int(cursor.lastrowid or 0), decided_at=now)
        claims = [(one, kept.id, 1) for one in decision.deeds.payments]
        claims += [(one, kept.id, 0) for one in decision.deeds.same_as]
        self._database.change_many(
            "INSERT INTO receipt_claim (payment_id, decision_id, is_made) VALUES (?,?,?)", claims
        )
        return kept

    def say_told_again(self, decision: StoredDecision, receipt_id: int) -> None:
        """The money of this decision was told a second time, by that receipt; 0 where it was not after all."""
        body = msgspec.json.encode(_Body(replace(decision.deeds, told_again=receipt_id), decision.evidence))
        self._database.change("UPDATE receipt_decision SET body = ? WHERE id = ?", (body, decision.id))

    def end(self, decision_id: int, how: str) -> None:
        """The decision stands no more; what it claimed is free."""
        self._database.change(
            "UPDATE receipt_decision SET ended_at = ?, ended_how = ? WHERE id = ? AND ended_at IS NULL",
            (self._clock.now().isoformat(), how, decision_id),
        )
        self._database.change("DELETE FROM receipt_claim WHERE decision_id = ?", (decision_id,))

    def stand_again(self, receipt_id: int) -> None:
        """The decision that was replaced by the one just undone stands again, if there was one."""
        self._database.change(
            """UPDATE receipt_decision SET ended_at = NULL, ended_how = '' WHERE id = (
            SELECT max(id) FROM receipt_decision WHERE receipt_id = ?1 AND ended_how = 'replaced')
            AND NOT EXISTS (SELECT 1 FROM receipt_decision WHERE receipt_id = ?1 AND ended_at IS NULL)""",
            (receipt_id,),
        )

    def get(self, decision_id: int) -> StoredDecision:
        """The decision; InputError when there is none of this id."""
        found = self._read("id = ?", (decision_id,))
        if not found:
            raise InputError(f"There is no decision {decision_id} in this book.", "Nothing was done.")
        return found[0]

    def standing(self, receipt_id: int) -> StoredDecision | None:
        """The decision about the receipt that stands, if any."""
        found = self._read("receipt_id = ? AND ended_at IS NULL", (receipt_id,))
        return found[0] if found else None

    def of_receipt(self, receipt_id: int) -> list[StoredDecision]:
        """All that was ever decided about a receipt, the newest first."""
        return self._read("receipt_id = ? ORDER BY id DESC", (receipt_id,))

    def latest(self, limit: int, only_standing: bool = False) -> list[StoredDecision]:
        """The newest decisions first."""
        return self._read("(? = 0 OR ended_at IS NULL) ORDER BY id DESC LIMIT ?", (int(only_standing), limit))

    def brought_back(self) -> frozenset[int]:
        """The receipts about which a person undid a decision, but for one that only put it off."""
        rows = self._database.rows(
            "SELECT DISTINCT receipt_id FROM receipt_decision WHERE ended_how = ? AND act <> 'later'", (UNDONE,)
        )
        return frozenset(row[0] for row in rows)

    def undone_by(self, decided_by: Iterable[str]) -> frozenset[tuple[int, str]]:
        """Receipt and who decided about it, of the decisions of these that a person undid."""
        rows = self._database.rows(
            """SELECT DISTINCT receipt_id, decided_by FROM receipt_decision
            WHERE ended_how = ? AND decided_by IN (SELECT value FROM json_each(?))""",
            (UNDONE, msgspec.json.encode(list(decided_by)).decode()),
        )
        return frozenset((row[0], row[1]) for row in rows)

    def standing_of(self, act: str) -> list[StoredDecision]:
        """The decisions of one kind that stand, the oldest first."""
        return self._read("ended_at IS NULL AND act = ? ORDER BY id", (act,))

    def later_use(self, decision: StoredDecision) -> StoredDecision | None:
        """A later decision that stands on payments which this one made: it set them on invoices, or took them back."""
        made = set(decision.deeds.payments)
        later = self._read(
            """ended_at IS NULL AND id > ? AND (act = 'bounced' OR instr(CAST(body AS TEXT), '"placed":[{') > 0)""",
            (decision.id,),
        )
        for one in later:
            used = {placed.payment_id for placed in one.deeds.placed}
            if made & (used | {touched.payment_id for touched in one.deeds.touched if touched.is_taken_back}):
                return one
        return None

    def claimed(self, payment_ids: Iterable[int]) -> dict[int, int]:
        """Which of these payments are a receipt's, with the decisions that say so."""
        rows = self._database.rows(
            "SELECT payment_id, decision_id FROM receipt_claim WHERE payment_id IN (SELECT value FROM json_each(?))",
            (id_list(payment_ids),),
        )
        return dict(rows)

    def mark(self) -> str:
        """A mark of all that was decided so far; another one as soon as something is decided or undone."""
        row = self._database.row("SELECT max(id), count(ended_at) FROM receipt_decision")
        return "" if row is None else f"{row[0] or 0}/{row[1]}"

    def without_money(self) -> list[int]:
        """Standing decisions all of whose payments, made or found, were taken back since: nothing of them is left."""
        rows = self._database.rows(
            """SELECT c.decision_id FROM receipt_claim c JOIN payment p ON p.id = c.payment_id
            GROUP BY c.decision_id HAVING min(p.status = 'deleted') = 1 ORDER BY c.decision_id"""
        )
        return [row[0] for row in rows]

    def with_part_gone(self) -> list[int]:
        """Standing decisions of which a payment, made or found, was taken back since."""
        rows = self._database.rows(
            """SELECT DISTINCT c.decision_id FROM receipt_claim c
            JOIN payment p ON p.id = c.payment_id AND p.status = 'deleted' ORDER BY c.decision_id"""
        )
        return [row[0] for row in rows]

    def _read(self, where: str, parameters: Sequence[Value]) -> list[StoredDecision]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM receipt_decision WHERE {where}",  # noqa: S608 - fixed text
            parameters,
        )
        decode = msgspec.json.Decoder(_Body).decode
        return [_decision_of(row, decode(row[7])) for row in rows]


def _decision_of(row: Row, body: _Body) -> StoredDecision:
    number, receipt_id, act, situation, decided_at, decided_by, words, _, state, note, ended_at, how = row
    return StoredDecision(
        receipt_id,
        act,
        decided_by,
        words,
        body.deeds,
        body.evidence,
        situation,
        ReceiptState(state),
        note,
        datetime.fromisoformat(decided_at),
        datetime.fromisoformat(ended_at) if ended_at else None,
        how,
        number,
    )
