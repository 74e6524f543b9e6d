"""One organisation's records, in and out of the table they share. Knows SQL and JSON; knows no rule of Xero's."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec

from safe_desktop.practice.practice_state import folded

# An element as Xero spells it. Its shape is whatever Xero's own resource has, so the values cannot be typed closer.
Element = dict[str, Any]

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_COLUMNS = "kind, id, body, key, status, type, parent, other, day, due, updated"


def as_json(value: object) -> bytes:
    """JSON with exact decimals written as bare numbers."""
    return _ENCODER.encode(value)


def from_json(text: str | bytes) -> Any:
    """The value of a JSON text, its decimals exact."""
    return json.loads(text, parse_float=Decimal)


@dataclass(slots=True)
class Record:
    """One stored element with the parts that lists search by.

    `key` is the folded natural key (a contact's name, a document's number), `parent` the record it belongs to (an
    invoice's contact, a payment's document), `other` a second such id (an allocation's credit document).
    """

    kind: str
    id: str
    body: Element = field(default_factory=dict)
    key: str = ""
    status: str = ""
    type: str = ""
    parent: str = ""
    other: str = ""
    day: str = ""
    due: str = ""
    updated: int = 0


def _record(row: Sequence[Any]) -> Record:
    return Record(row[0], row[1], from_json(row[2]), *row[3:])


class RecordShelf:
    """Reads and writes the records of one organisation."""

    def __init__(self, database: sqlite3.Connection, tenant: str) -> None:
        self.database = database
        row = database.execute("SELECT place FROM tenants WHERE tenant_id=?", (tenant,)).fetchone()
        self.place = int(row[0]) if row else 0

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record of that id, or nothing."""
        return self._one("id=?", kind, record_id)

    def by_key(self, kind: str, key: str, more: str = "1") -> Record | None:
        """The oldest record with that natural key, compared without case and accents."""
        return self._one(f"key=? AND {more}", kind, folded(key))

    def all_by_key(self, kind: str, key: str) -> list[Record]:
        """Every record with that natural key."""
        return self.where(kind, "key=?", [folded(key)])

    def of_parent(self, kind: str, parent: str) -> list[Record]:
        """The records that belong to another, oldest first."""
        return self.where(kind, "parent=?", [parent])

    def of_parents(self, kind: str, parents: Iterable[str]) -> dict[str, list[Record]]:
        """The records that belong to any of these, by the one they belong to."""
        return self._grouped(kind, "parent", parents)

    def of_others(self, kind: str, others: Iterable[str]) -> dict[str, list[Record]]:
        """The records whose second id is any of these, by that id."""
        return self._grouped(kind, "other", others)

    def many(self, kind: str, ids: Iterable[str]) -> dict[str, Record]:
        """The records of these ids, by id."""
        wanted = json.dumps(sorted(set(ids)))
        rows = self.where(kind, "id IN (SELECT value FROM json_each(?))", [wanted])
        return {record.id: record for record in rows}

    def where(self, kind: str, condition: str, values: Sequence[object] = (), tail: str = "") -> list[Record]:
        """The records that meet an SQL condition, in the order of their last change unless `tail` says otherwise.

        The plus signs keep SQLite from walking the index of that order when a few records are looked for by a key.
        """
        sql = f"SELECT {_COLUMNS} FROM records r WHERE tenant=? AND kind=? AND ({condition}) "  # noqa: S608
        sql += tail or "ORDER BY +updated, +id"
        return [_record(row) for row in self.database.execute(sql, (self.place, kind, *values))]

    def count(self, kind: str, condition: str = "1", values: Sequence[object] = ()) -> int:
        """How many records meet an SQL condition."""
        sql = f"SELECT count(*) FROM records r WHERE tenant=? AND kind=? AND ({condition})"  # noqa: S608
        row = self.database.execute(sql, (self.place, kind, *values)).fetchone()
        return int(row[0])

    def put(self, record: Record) -> None:
        """Keeps the record, new or changed."""
        self.database.execute(
            "INSERT INTO records (tenant, kind, id, body, key, status, type, parent, other, day, due, updated) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (tenant, kind, id) DO UPDATE SET body=excluded.body, "
            "key=excluded.key, status=excluded.status, type=excluded.type, parent=excluded.parent, "
            "other=excluded.other, day=excluded.day, due=excluded.due, updated=excluded.updated",
            (
                *(self.place, record.kind, record.id, as_json(record.body).decode(), folded(record.key) or ""),
                *(record.status, record.type, record.parent, record.other, record.day, record.due, record.updated),
            ),
        )

    def remove(self, kind: str, record_id: str) -> None:
        """Forgets the record for good; only where Xero does so too."""
        self.database.execute("DELETE FROM records WHERE tenant=? AND kind=? AND id=?", (self.place, kind, record_id))

    def _one(self, condition: str, kind: str, *values: object) -> Record | None:
        found = self.where(kind, condition, values, "ORDER BY rowid LIMIT 1")
        return found[0] if found else None

    def _grouped(self, kind: str, column: str, ids: Iterable[str]) -> dict[str, list[Record]]:
        wanted = json.dumps(sorted(set(ids)))
        groups: dict[str, list[Record]] = {}
        condition = f"{column} <> '' AND {column} IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own column
        for record in self.where(kind, condition, [wanted]):
            groups.setdefault(getattr(record, column), []).append(record)
        return groups
