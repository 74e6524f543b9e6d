"""How every table is asked for its rows: all ids in order first, then the rows of a page (stack.md 5).

A list is a `Shape` in plain SQL; this module puts its parts together. What a person typed is only ever a parameter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from safe_desktop.domain.money import Money
from safe_desktop.store.book_database import BookDatabase, Row, Value, id_list

E = TypeVar("E")
Found = tuple[str, dict[str, Value]]
# More than this was pasted by mistake, and SQLite refuses conditions of a thousand words.
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What a person wants to see: `only` is a filter key of the list, `sort` a column's key; empty = as it comes."""

    search: str = ""
    only: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Shape(Generic[E]):
    """One list in SQL. `wide` is the source with what only the rows themselves need; ids come from `source`."""

    source: str
    identity: str
    columns: str
    read: Callable[[Row], E]
    search: Callable[[str], Found]
    default_order: str
    sorts: Mapping[str, str]
    filters: Mapping[str, str] = field(default_factory=dict)
    sums: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    always: str = "1"
    wide: str = ""
    parameters: Mapping[str, Value] = field(default_factory=dict)


class RecordList(Generic[E]):
    """One table's rows, as the screen asks for them."""

    def __init__(
        self, database: BookDatabase, shape: Shape[E], finish: Callable[[list[E]], list[E]] | None = None
    ) -> None:
        self._database = database
        self._shape = shape
        self._finish = finish

    @property
    def sorts(self) -> tuple[str, ...]:
        """The keys that a query may sort by."""
        return tuple(self._shape.sorts)

    @property
    def filters(self) -> tuple[str, ...]:
        """The keys that a query may filter by."""
        return tuple(self._shape.filters)

    def ids(self, query: Query = Query()) -> list[int]:
        """The ids of all rows that the query wants, in its order."""
        where, parameters = self._where(query)
        sql = f"SELECT {self._shape.identity} FROM {self._shape.source} WHERE {where} ORDER BY {self._order(query)}"  # noqa: S608
        return [row[0] for row in self._database.rows(sql, parameters)]

    def entries(self, ids: Sequence[int]) -> list[E]:
        """The rows of these ids, in this order; ids that are gone by now are left out."""
        shape = self._shape
        sql = f"""SELECT {shape.identity}, {shape.columns} FROM {shape.wide or shape.source}
            WHERE {shape.identity} IN (SELECT value FROM json_each(:ids))"""  # noqa: S608 - fixed text
        rows = self._database.rows(sql, {**shape.parameters, "ids": id_list(ids)})
        found = {row[0]: shape.read(row) for row in rows}
        entries = [found[record_id] for record_id in ids if record_id in found]
        return self._finish(entries) if self._finish else entries

    def counts(self, search: str = "") -> dict[str, int]:
        """How many rows each filter would show; the empty key is for all."""
        shape = self._shape
        where, parameters = self._where(Query(search))
        sums = "".join(f", coalesce(sum({condition}), 0)" for condition in shape.filters.values())
        row = self._database.row(f"SELECT count(*){sums} FROM {shape.source} WHERE {where}", parameters)  # noqa: S608
        assert row is not None
        return dict(zip(("", *shape.filters), row, strict=True))

    def totals(self, query: Query = Query()) -> dict[str, tuple[Money, ...]]:
        """What the amount columns of all wanted rows add up to, one amount for each currency."""
        shape = self._shape
        if not shape.sums:
            return {}
        where, parameters = self._where(query)
        sums = ", ".join(f"coalesce(sum({amount}), 0)" for amount in shape.sums.values())
        sql = f"SELECT {shape.currency}, {sums} FROM {shape.source} WHERE {where} GROUP BY 1 ORDER BY count(*) DESC"  # noqa: S608
        rows = [row for row in self._database.rows(sql, {**parameters, "only": query.only}) if row[0]]
        return {
            column: tuple(Money(row[place], row[0]) for row in rows) for place, column in enumerate(shape.sums, start=1)
        }

    def _where(self, query: Query) -> tuple[str, dict[str, Value]]:
        conditions = [self._shape.always]
        parameters = dict(self._shape.parameters)
        if query.only:
            conditions.append(self._shape.filters[query.only])
        if query.search.strip():
            condition, words = self._shape.search(query.search)
            conditions.append(condition)
            parameters.update(words)
        return " AND ".join(f"({condition})" for condition in conditions), parameters

    def _order(self, query: Query) -> str:
        if not query.sort:
            return self._shape.default_order
        direction = "DESC" if query.descending else "ASC"
        return f"{self._shape.sorts[query.sort]} {direction}, {self._shape.identity} {direction}"


def words_of(search: str) -> list[str]:
    """The words a person typed, without what no text contains."""
    return search[:_LONGEST_SEARCH].encode("utf-8", "replace").decode().replace("\0", " ").split()


def contains(columns: Sequence[str], words: Sequence[str], first: int = 0) -> Found:
    """The condition that every word is somewhere in these columns."""
    parameters: dict[str, Value] = {}
    conditions = []
    for number, word in enumerate(words, start=first):
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        parameters[f"word{number}"] = f"%{escaped}%"
        conditions.append("(" + " OR ".join(f"{column} LIKE :word{number} ESCAPE '\\'" for column in columns) + ")")
    return " AND ".join(conditions) or "1", parameters


def in_columns(*columns: str) -> Callable[[str], Found]:
    """A search that looks for every typed word in these columns."""
    return lambda search: contains(columns, words_of(search))
