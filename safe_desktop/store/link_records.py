"""Which of our records is which of Xero's, and what both last agreed on."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.reconciling import Snapshot
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_database import BookDatabase, id_list
from safe_desktop.store.tables import LinkRow

CREDIT_METHOD = "Credit in Xero"
"""The payment method under which credit that Xero gave, and this book has no credit note for, is taken over."""


@dataclass(frozen=True, slots=True)
class Link:
    """One tie. `ours` and `theirs` are the fields of both sides when they were last found equal or settled;
    `allocations` is what Xero had taken from a credit note then (`domain.reconciling.allocations_text`).
    """

    kind: RecordKind
    local_id: int
    xero_id: str
    revision: int
    ours: Snapshot = field(default_factory=dict)
    theirs: Snapshot = field(default_factory=dict)
    allocations: str = ""


class Links:
    """The ties of one book. One record of ours has one of theirs, and the other way round."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def get(self, kind: RecordKind, local_id: int) -> Link | None:
        """The tie of our record, if it has one."""
        return self.of_ours(kind, [local_id]).get(local_id)

    def of_ours(self, kind: RecordKind, local_ids: Iterable[int]) -> dict[int, Link]:
        """The ties of these records of ours, by our id."""
        return {link.local_id: link for link in self._of(kind, "local_id", id_list(local_ids))}

    def of_theirs(self, kind: RecordKind, xero_ids: Iterable[str]) -> dict[str, Link]:
        """The ties of these records of Xero's, by Xero's id."""
        return {link.xero_id: link for link in self._of(kind, "xero_id", json.dumps(list(xero_ids)))}

    def _of(self, kind: RecordKind, column: str, ids: str) -> list[Link]:
        # Asked for every record that is touched: peewee would take longer to word the question than SQLite to answer.
        rows = self._database.rows(
            f"SELECT kind, local_id, xero_id, agreed_revision, agreed FROM link "  # noqa: S608 - the name of a column
            f"WHERE kind = ? AND {column} IN (SELECT value FROM json_each(?))",
            (kind.value, ids),
        )
        return [_link(*row) for row in rows]

    def tie(self, links: Sequence[Link]) -> None:
        """Make these ties, or bring them to what both sides agree on now."""
        now = self._clock.now().isoformat()
        self._database.change_many(
            "INSERT INTO link (kind, local_id, xero_id, agreed, agreed_revision, agreed_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (kind, local_id) DO UPDATE SET xero_id = excluded.xero_id, agreed = excluded.agreed, "
            "agreed_revision = excluded.agreed_revision, agreed_at = excluded.agreed_at",
            [
                (
                    link.kind.value,
                    link.local_id,
                    link.xero_id,
                    json.dumps(
                        {"ours": dict(link.ours), "theirs": dict(link.theirs), "allocations": link.allocations},
                        sort_keys=True,
                    ),
                    link.revision,
                    now,
                )
                for link in links
            ],
        )

    def untie(self, kind: RecordKind, local_id: int) -> None:
        """Forget the tie of our record; both records stay."""
        LinkRow.delete().where(LinkRow.kind == kind, LinkRow.local_id == local_id).execute()

    def untie_all(self) -> None:
        """Forget every tie: the book is linked to another organisation from now on."""
        LinkRow.delete().execute()

    def paid_by_tied(self, document_ids: Sequence[int]) -> dict[int, int]:
        """What live payments that both sides know settle of each of these documents, in minor units."""
        rows = self._database.rows(
            """SELECT a.document_id, sum(a.amount_minor) FROM allocation a
            JOIN payment p ON p.id = a.payment_id AND p.status = 'live'
            JOIN link l ON l.kind = 'payment' AND l.local_id = p.id
                AND NOT EXISTS (SELECT 1 FROM xero_copy x WHERE x.kind = 'advance' AND x.xero_id = l.xero_id)
            WHERE a.document_id IN (SELECT value FROM json_each(?)) GROUP BY a.document_id""",
            (id_list(document_ids),),
        )
        return dict(rows)

    def credited_by_tied(self, document_ids: Sequence[int]) -> dict[int, int]:
        """What credit taken over as such settles of these, and credit notes, over- and prepayments as both last agreed
        on them, in minor units. What is set against here and not told yet does not count.
        """
        rows = self._database.rows(
            """SELECT a.document_id, sum(a.amount_minor) FROM allocation a
            JOIN payment p ON p.id = a.payment_id AND p.status = 'live'
            JOIN payment_method m ON m.id = p.method_id
            WHERE m.name = ? AND a.document_id IN (SELECT value FROM json_each(?)) GROUP BY a.document_id""",
            (CREDIT_METHOD, id_list(document_ids)),
        )
        credited: dict[int, int] = dict(rows)
        for document_id, minor in self._agreed_credit(document_ids):
            credited[document_id] = credited.get(document_id, 0) + minor
        return credited

    def _agreed_credit(self, document_ids: Sequence[int]) -> list[tuple[int, int]]:
        """What both sides agree is taken from credit notes and advances, by the invoice it settles."""
        invoices = {link.xero_id: link.local_id for link in self.of_ours(RecordKind.INVOICE, document_ids).values()}
        rows = self._database.rows(
            """SELECT json_extract(agreed, '$.allocations') FROM link
            WHERE kind IN ('credit_note', 'payment') AND json_extract(agreed, '$.allocations') <> ''"""
        )
        parts = [part.partition("=") for (text,) in rows for part in str(text).split(",")]
        return [(invoices[xero_id], int(minor)) for xero_id, _, minor in parts if xero_id in invoices]

    def count(self) -> int:
        """How many ties there are."""
        return int(LinkRow.select().count())


def _link(kind: str, local_id: int, xero_id: str, revision: int, text: str) -> Link:
    agreed = json.loads(text)
    return Link(
        RecordKind(kind),
        local_id,
        xero_id,
        revision,
        agreed["ours"],
        agreed["theirs"],
        agreed.get("allocations", ""),
    )
