"""Lists as Xero gives them: filters, If-Modified-Since, order, pages. Knows no resource; each hands in its fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from safe_desktop.practice.call_and_answer import Call
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Refused, high_volume, query_parse
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.where_language import read_where
from safe_desktop.practice.where_to_sql import Fields, order_sql, where_sql
from safe_desktop.practice.wire_dates import modified_since_in

LARGEST_PAGE = 1000
DEFAULT_PAGE = 100
PLAIN_ORDER = "ORDER BY updated, id"
# For filters that match a few records only: they are found by their own index and sorted afterwards.
SORTED_ORDER = "ORDER BY +updated, +id"


@dataclass(frozen=True)
class ListKind:
    """How one resource lists: its kind of record, its searchable fields, its query parameters that filter.

    `filters` maps a lower-case parameter to the SQL that its comma-separated values must be in.
    """

    kind: str
    fields: Fields
    filters: Mapping[str, str] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    paged: bool = True
    modified: bool = True
    always: str = "1"
    forces_paging: tuple[str, ...] = ("statuses", "summaryonly")


@dataclass(frozen=True)
class Listed:
    """The records of one answer, and the `pagination` it carries when paging is on."""

    records: list[Record]
    pagination: Element | None

    @property
    def paged(self) -> bool:
        """Whether paging is on, and with it the full detail."""
        return self.pagination is not None


def list_records(books: OrganisationBooks, call: Call, kind: ListKind) -> Listed:
    """The records this call asks for."""
    query = call.query
    conditions, values = [kind.always], list[object]()
    optimised, selective = True, False
    if text := query.get("where", "").strip():
        compiled = where_sql(read_where(text), kind.fields)
        conditions.append(compiled.sql)
        values += compiled.values
        optimised, selective = compiled.optimised, compiled.selective
    for name, sql in kind.filters.items():
        if wanted := [part.strip() for part in query.get(name, "").split(",") if part.strip()]:
            wanted = _checked_ids(wanted) if name.endswith("ids") else wanted
            conditions.append(f"{sql} IN (SELECT folded(value) FROM json_each(?))")  # noqa: S608 - our own column
            values.append(json.dumps(wanted))
            selective = selective or name != "statuses"
    if kind.search and (term := query.get("searchterm", "").strip()):
        conditions.append("(" + " OR ".join(f"instr(folded({sql}), folded(?)) > 0" for sql in kind.search) + ")")
        values += [term] * len(kind.search)
    if kind.modified and (since := call.headers.get("if-modified-since")):
        sql, stamp = _modified(books, since)
        conditions.append(sql)
        values.append(stamp)
    order = order_sql(query["order"], kind.fields) if query.get("order", "").strip() else ""
    order = order or (SORTED_ORDER if selective else PLAIN_ORDER)
    return _paged(books, call, kind, " AND ".join(f"({part})" for part in conditions), values, order, optimised)


def _paged(
    books: OrganisationBooks,
    call: Call,
    kind: ListKind,
    condition: str,
    values: list[object],
    order: str,
    optimised: bool,
) -> Listed:
    query = call.query
    paging = kind.paged and ("page" in query or any(name in query for name in kind.forces_paging))
    count = books.shelf.count(kind.kind, condition, values)
    limit = books.knobs.number("high_volume_rows")
    if (not paging and count > limit) or (not optimised and books.shelf.count(kind.kind) > limit):
        raise high_volume(count)
    if not paging:
        return Listed(books.shelf.where(kind.kind, condition, values, order), None)
    page = _whole(query.get("page", "1"), "page", 1, 10**9)
    size = _whole(query.get("pagesize", str(DEFAULT_PAGE)), "pageSize", 1, LARGEST_PAGE)
    records = books.shelf.where(kind.kind, condition, [*values, size, (page - 1) * size], f"{order} LIMIT ? OFFSET ?")
    pages = -(-count // size)
    return Listed(records, {"page": page, "pageSize": size, "pageCount": pages, "itemCount": count})


def _whole(text: str, name: str, least: int, most: int) -> int:
    try:
        return min(max(int(text), least), most)
    except ValueError:
        raise query_parse(f"{name} must be a whole number, not {text!r}.") from None


def _checked_ids(wanted: list[str]) -> list[str]:
    """The ids in the form they are kept; clients send them with and without dashes."""
    try:
        return [str(UUID(part)) for part in wanted]
    except ValueError:
        raise query_parse("Ids must be separated by commas, each one valid.") from None


def _modified(books: OrganisationBooks, since: str) -> tuple[str, int]:
    try:
        stamp = modified_since_in(since)
    except ValueError:
        raise query_parse(f"If-Modified-Since {since!r} is no time.") from None
    if stamp > books.now and books.knobs.text("modified_future") == "304":
        raise Refused(304, None)
    if books.knobs.text("modified_since") == "inclusive":
        return "updated >= ?", stamp
    return "updated >= ?", stamp + 1000
