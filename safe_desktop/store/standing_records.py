"""Where each record stands towards Xero, kept beside it so that 100,000 can be listed and counted at once.

Gives the facts the rule needs (`engine.sync.standings` applies `domain.standing`) and keeps its answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.store.book_database import BookDatabase, Row, id_list

_TABLES = {
    RecordKind.CUSTOMER: "customer",
    RecordKind.INVOICE: "document",
    RecordKind.CREDIT_NOTE: "document",
    RecordKind.PAYMENT: "payment",
}
_LABEL_OF_DOCUMENT = """SELECT id, number, standing_reason FROM document
    WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"""
_LABELS = {
    RecordKind.CUSTOMER: """SELECT id, name, standing_reason FROM customer
        WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id""",
    RecordKind.INVOICE: _LABEL_OF_DOCUMENT,
    RecordKind.CREDIT_NOTE: _LABEL_OF_DOCUMENT,
    RecordKind.PAYMENT: """SELECT r.id, coalesce(d.number, r.reference), r.standing_reason FROM payment r
        LEFT JOIN document d ON d.id = r.document_id
        WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id""",
}
_SHARED_COLUMNS = (
    """r.id, r.revision, r.held_back, l.agreed_revision, o.state, o.operation, f.outcome, m.kind, m.reason"""
)
_SHARED_JOINS = """
    LEFT JOIN link l ON l.kind = :kind AND l.local_id = r.id
    LEFT JOIN outbox o ON o.kind = :kind AND o.local_id = r.id AND o.state IN ('sending', 'unsure')
    LEFT JOIN outbox f ON f.id = (SELECT max(x.id) FROM outbox x WHERE x.kind = :kind AND x.local_id = r.id
        AND x.revision = r.revision AND x.state IN ('refused', 'review'))
    LEFT JOIN mismatch m ON m.id = (SELECT min(y.id) FROM mismatch y WHERE y.record_kind = :kind
        AND y.local_id = r.id AND y.settled_at IS NULL)"""
_CUSTOMERS = f"SELECT {_SHARED_COLUMNS}, r.name, r.is_archived FROM customer r {_SHARED_JOINS} WHERE 1 = 1"  # noqa: S608
# One text for all lines of a document: thousands of documents share it, so that each is checked once.
_LINES = """(SELECT group_concat(position || char(31) || (trim(description) = '') || char(31) || vat_rate_e4 || char(31)
    || account_code || char(31) || vat_code, char(30)) FROM line WHERE document_id = r.id)"""
# The plus keeps SQLite from walking every document of the kind where a few are asked for by id.
_DOCUMENTS = f"""SELECT {_SHARED_COLUMNS}, r.status, r.total_minor, r.currency, r.issued_on, c.standing, c.is_archived,
    r.tax_mode, {_LINES},
    r.kind = 'credit_note' AND l.id IS NOT NULL AND json_extract(l.agreed, '$.allocations') <> coalesce((
        SELECT group_concat(part, ',') FROM (SELECT i.xero_id || '=' || sum(a.amount_minor) AS part FROM allocation a
            JOIN link i ON i.kind = 'invoice' AND i.local_id = a.document_id
            WHERE a.credit_note_id = r.id GROUP BY i.xero_id ORDER BY i.xero_id)), '')
    FROM document r JOIN customer c ON c.id = r.customer_id {_SHARED_JOINS} WHERE +r.kind = :kind"""  # noqa: S608
_PAYMENTS = f"""SELECT {_SHARED_COLUMNS}, r.status, r.origin, r.paid_on, p.name, p.xero_account_code, p.hold_days,
    coalesce(d.kind, ''), coalesce(d.number, ''), coalesce(d.status, ''), coalesce(d.currency, ''),
    coalesce(d.standing, ''), coalesce(d.standing_reason, ''), r.debit_status, r.debit_on,
    l.id IS NOT NULL AND EXISTS (SELECT 1 FROM xero_copy x WHERE x.kind = 'advance' AND x.xero_id = l.xero_id)
    AND json_extract(l.agreed, '$.allocations') <> coalesce((
        SELECT group_concat(part, ',') FROM (SELECT i.xero_id || '=' || sum(a.amount_minor) AS part FROM allocation a
            JOIN link i ON i.kind = 'invoice' AND i.local_id = a.document_id
            WHERE a.payment_id = r.id GROUP BY i.xero_id ORDER BY i.xero_id)), '')
    FROM payment r JOIN payment_method p ON p.id = r.method_id LEFT JOIN document d ON d.id = r.document_id
    {_SHARED_JOINS} WHERE 1 = 1"""  # noqa: S608


class SharedFacts(NamedTuple):
    """What is asked of every kind of record. Empty strings where there is nothing to say.

    Tuples, for 100,000 of them are made whenever a setting is changed.
    """

    id: int
    revision: int
    held_back: str
    agreed_revision: int | None
    live_state: str
    live_operation: str
    refused: str
    mismatch: str
    mismatch_reason: str


class CustomerFacts(NamedTuple):
    shared: SharedFacts
    name: str
    is_archived: bool


class DocumentFacts(NamedTuple):
    """`lines` packs what decides about the lines (`engine.sync.review_reasons.line_facts`), empty where there are none;
    `is_allocated_anew` where what is taken from a credit note is no longer what Xero and we last agreed on."""

    shared: SharedFacts
    status: str
    total_minor: int
    currency: str
    issued_on: date
    customer_standing: Standing
    is_customer_archived: bool
    tax_mode: str
    lines: str
    is_allocated_anew: bool


class PaymentFacts(NamedTuple):
    """The document's parts are empty for a payment on account."""

    shared: SharedFacts
    status: str
    origin: str
    paid_on: date
    method: str
    account_code: str
    hold_days: int
    document_kind: str
    document_number: str
    document_status: str
    document_currency: str
    document_standing: str
    document_reason: str
    debit: Debit | None
    is_allocated_anew: bool


class Standings:
    """The standing columns of all records of one book."""

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    def customer_facts(self, ids: Iterable[int] | None) -> Iterator[CustomerFacts]:
        """The facts of these customers, or of all."""
        for row in self._rows(_CUSTOMERS, RecordKind.CUSTOMER, ids):
            yield CustomerFacts(_shared(row), row[9], bool(row[10]))

    def document_facts(self, kind: RecordKind, ids: Iterable[int] | None) -> Iterator[DocumentFacts]:
        """The facts of these documents of one kind, or of all of it."""
        for row in self._rows(_DOCUMENTS, kind, ids):
            status, minor, currency, issued_on, standing, archived, tax_mode, lines, anew = row[9:]
            yield DocumentFacts(
                _shared(row),
                status,
                minor,
                currency,
                date.fromisoformat(issued_on),
                Standing(standing),
                bool(archived),
                tax_mode,
                lines or "",
                bool(anew),
            )

    def payment_facts(self, ids: Iterable[int] | None) -> Iterator[PaymentFacts]:
        """The facts of these payments, or of all."""
        for row in self._rows(_PAYMENTS, RecordKind.PAYMENT, ids):
            status, origin, paid_on, method, account, hold = row[9:15]
            kind, number, document_status, currency, standing, reason, debit_status, debit_on, anew = row[15:]
            yield PaymentFacts(
                _shared(row),
                status,
                origin,
                date.fromisoformat(paid_on),
                method,
                account,
                hold,
                kind,
                number,
                document_status,
                currency,
                standing,
                reason,
                Debit(DebitStatus(debit_status), date.fromisoformat(debit_on)) if debit_status else None,
                bool(anew),
            )

    def _rows(self, sql: str, kind: RecordKind, ids: Iterable[int] | None) -> Iterator[Row]:
        if ids is None:
            yield from self._database.rows(sql, {"kind": kind.value})
        else:
            within = " AND r.id IN (SELECT value FROM json_each(:ids))"
            yield from self._database.rows(sql + within, {"kind": kind.value, "ids": id_list(ids)})

    def keep(self, kind: RecordKind, standings: Iterable[tuple[int, Standing, str]]) -> None:
        """Write down where these records stand; untouched where nothing is new."""
        self._database.change_many(
            f"UPDATE {_TABLES[kind]} SET standing = ?2, standing_reason = ?3 "  # noqa: S608 - a name of ours
            "WHERE id = ?1 AND (standing <> ?2 OR standing_reason <> ?3)",
            [(record_id, standing.value, reason) for record_id, standing, reason in standings],
        )

    def hold_back(self, kind: RecordKind, ids: Sequence[int], reason: str) -> None:
        """These are not to be sent, for this reason; an empty reason lets them go again."""
        self._database.change_many(
            f"UPDATE {_TABLES[kind]} SET held_back = ? WHERE id = ?",  # noqa: S608 - a name of ours
            [(reason, record_id) for record_id in ids],
        )

    def ids(self, kind: RecordKind, standings: Sequence[Standing]) -> list[int]:
        """The records of the kind that stand so, oldest number first."""
        marks = ", ".join("?" for _ in standings)
        kinds = "AND kind = ?" if kind in DOCUMENT_KINDS else ""
        values = [*(standing.value for standing in standings), *([kind.value] if kinds else [])]
        rows = self._database.rows(
            f"SELECT id FROM {_TABLES[kind]} WHERE standing IN ({marks}) {kinds} ORDER BY id",  # noqa: S608
            values,
        )
        return [row[0] for row in rows]

    def has(self, kind: RecordKind, standings: Sequence[Standing]) -> bool:
        """Whether any record of the kind stands so."""
        marks = ", ".join("?" for _ in standings)
        kinds = "AND kind = ?" if kind in DOCUMENT_KINDS else ""
        values = [*(standing.value for standing in standings), *([kind.value] if kinds else [])]
        sql = f"SELECT 1 FROM {_TABLES[kind]} WHERE standing IN ({marks}) {kinds} LIMIT 1"  # noqa: S608 - names of ours
        return self._database.row(sql, values) is not None

    def revisions(self, kind: RecordKind, ids: Sequence[int], standings: Sequence[Standing]) -> dict[int, int]:
        """The revisions of those of these records that stand so at this moment."""
        marks = ", ".join("?" for _ in standings)
        rows = self._database.rows(
            f"SELECT id, revision FROM {_TABLES[kind]} WHERE standing IN ({marks}) "  # noqa: S608 - a name of ours
            "AND id IN (SELECT value FROM json_each(?))",
            (*(standing.value for standing in standings), id_list(ids)),
        )
        return dict(rows)

    def labels(self, kind: RecordKind, ids: Sequence[int]) -> list[tuple[int, str, str]]:
        """Number, label and reason of each of these records."""
        rows = self._database.rows(_LABELS[kind], (id_list(ids),))
        return [(record_id, label, reason) for record_id, label, reason in rows]

    def word(self, kind: RecordKind, record_id: int) -> Standing:
        """Where one record stands."""
        row = self._database.row(f"SELECT standing FROM {_TABLES[kind]} WHERE id = ?", (record_id,))  # noqa: S608
        return Standing(row[0]) if row else Standing.NOT_SENT

    def documents_of_customers(self, customer_ids: Sequence[int]) -> list[tuple[RecordKind, int]]:
        """The documents whose standing hangs on these customers."""
        rows = self._database.rows(
            "SELECT kind, id FROM document WHERE customer_id IN (SELECT value FROM json_each(?))",
            (id_list(customer_ids),),
        )
        return [(RecordKind(kind), record_id) for kind, record_id in rows]

    def credit_notes_on(self, invoice_ids: Sequence[int]) -> list[int]:
        """The credit notes that are set against these invoices."""
        rows = self._database.rows(
            """SELECT DISTINCT credit_note_id FROM allocation WHERE credit_note_id IS NOT NULL
            AND document_id IN (SELECT value FROM json_each(?))""",
            (id_list(invoice_ids),),
        )
        return [row[0] for row in rows]

    def payments_of_documents(self, document_ids: Sequence[int]) -> list[int]:
        """The payments whose standing hangs on these documents."""
        rows = self._database.rows(
            """SELECT id FROM payment WHERE document_id IN (SELECT value FROM json_each(?1)) UNION
            SELECT payment_id FROM allocation WHERE payment_id IS NOT NULL
            AND document_id IN (SELECT value FROM json_each(?1))""",
            (id_list(document_ids),),
        )
        return [row[0] for row in rows]


def _shared(row: Row) -> SharedFacts:
    record_id, revision, held_back, agreed, state, operation, refused, mismatch, reason = row[:9]
    return SharedFacts(
        record_id,
        revision,
        held_back or "",
        agreed,
        state or "",
        operation or "",
        refused or "",
        mismatch or "",
        reason or "",
    )
