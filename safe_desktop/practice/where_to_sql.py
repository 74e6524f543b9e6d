"""Turns a `where` tree and an `order` into SQL over the records of one resource. Knows columns, not resources.

Text is compared without case and accents. A method on a property that may be null needs a `!= null &&` before it, as
in Xero, where leaving it out is a parse error rather than a false.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from safe_desktop.practice.practice_clock import moment_of
from safe_desktop.practice.practice_refusals import query_parse
from safe_desktop.practice.where_language import Both, Comparison, Condition, Either, Field, Literal, MethodCall


@dataclass(frozen=True)
class Searchable:
    """One property of a resource: its SQL, what it holds (text, key, guid, number, day, moment, flag), whether it
    may be null, and whether Xero calls a filter on it optimised."""

    sql: str
    holds: str = "text"
    nullable: bool = True
    optimised: bool = False


def in_body(path: str, holds: str = "text", *, nullable: bool = True, optimised: bool = False) -> Searchable:
    """A property read from the stored element."""
    return Searchable(f"json_extract(r.body, '$.{path}')", holds, nullable, optimised)


Fields = Mapping[str, Searchable]


@dataclass
class Compiled:
    """SQL with its values, whether every part of it is optimised, and whether it can only match a few records."""

    sql: str
    values: list[object]
    optimised: bool
    selective: bool


class _Compiler:
    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.values: list[object] = []
        self.optimised = True

    def field(self, field: Field) -> Searchable:
        found = self.fields.get(field.path.lower())
        if found is None:
            raise query_parse(f"No property or field '{field.path}' exists in this type.")
        self.optimised = self.optimised and found.optimised
        return found

    def sql(self, condition: Condition, guarded: frozenset[str] = frozenset()) -> str:
        if isinstance(condition, Both):
            parts = []
            for part in condition.parts:
                parts.append(self.sql(part, guarded))
                if isinstance(part, Comparison) and part.sign == "<>" and part.right.kind == "null":
                    guarded |= {part.left.path.lower()}
            return "(" + " AND ".join(parts) + ")"
        if isinstance(condition, Either):
            return "(" + " OR ".join(self.sql(part, guarded) for part in condition.parts) + ")"
        if isinstance(condition, MethodCall):
            return self._method(condition, guarded)
        return self._comparison(condition, guarded)

    def _method(self, call: MethodCall, guarded: frozenset[str]) -> str:
        self.optimised = False
        field = self.field(call.field)
        if field.holds not in ("text", "key"):
            raise query_parse(f"No applicable method '{call.method}' exists in this type.")
        self._guard(call.field, field, guarded)
        self.values.append(call.argument)
        if call.method == "contains":
            return f"instr(folded({field.sql}), folded(?)) > 0"
        self.values.append(call.argument)
        side = "1, length(folded(?))" if call.method == "startswith" else "-length(folded(?))"
        return f"folded(?) = substr(folded({field.sql}), {side})"

    def _guard(self, named: Field, field: Searchable, guarded: frozenset[str]) -> None:
        if field.nullable and named.path.lower() not in guarded:
            raise query_parse(f"Object reference not set: {named.path} may be null, test {named.path}!=null first.")

    def _comparison(self, comparison: Comparison, guarded: frozenset[str]) -> str:
        field = self.field(comparison.left)
        if comparison.left.cast:
            self.optimised = False
            self._guard(comparison.left, field, guarded)
        right = comparison.right
        if right.kind == "null":
            if comparison.sign not in ("=", "<>"):
                raise query_parse("null can only be compared with == or !=.")
            return f"coalesce({field.sql}, '') {comparison.sign} ''"
        value = _value(field, right, comparison.left.path)
        self.values.append(value)
        if field.holds in ("text", "key"):
            if comparison.sign not in ("=", "<>"):
                raise query_parse("Operator is not defined for String.")
            left = field.sql if field.holds == "key" else f"folded({field.sql})"
            test = f"{left} {comparison.sign} folded(?)"
        else:
            test = f"{field.sql} {comparison.sign} ?"
        return f"({test} OR {field.sql} IS NULL)" if comparison.sign == "<>" else test


def _value(field: Searchable, right: Literal, name: str) -> object:
    holds, value = field.holds, right.value
    if holds in ("text", "key") and right.kind == "text":
        return value
    if holds == "guid" and right.kind in ("guid", "text"):
        return str(value).lower()
    if holds == "number" and right.kind == "number" and isinstance(value, Decimal):
        return float(value)  # a comparison only: amounts of two places compare the same as floats
    if holds == "flag" and right.kind == "flag":
        return 1 if value else 0
    if right.kind == "date" and isinstance(value, int):
        if holds == "moment":
            return value
        if holds == "day":
            return moment_of(value).date().isoformat()
    raise query_parse(f"Operator incompatible with operand types of {name}.")


def where_sql(condition: Condition, fields: Fields) -> Compiled:
    """The SQL of a `where` tree over these properties."""
    compiler = _Compiler(fields)
    sql = compiler.sql(condition)
    return Compiled(sql, compiler.values, compiler.optimised, _selective(condition, fields))


def _selective(condition: Condition, fields: Fields) -> bool:
    parts = condition.parts if isinstance(condition, Both) else (condition,)
    return any(
        isinstance(part, Comparison)
        and part.sign == "="
        and fields[part.left.path.lower()].sql in ("id", "key", "parent")
        for part in parts
    )


def order_sql(text: str, fields: Fields) -> str:
    """The SQL of an `order` such as `Date DESC, InvoiceNumber`, with the id as last resort."""
    parts = []
    for part in text.split(","):
        match = re.match(r"^\s*([A-Za-z.]+)(?:\s+(ASC|DESC|ascending|descending))?\s*$", part, re.IGNORECASE)
        if match is None:
            raise query_parse(f"The order {part.strip()!r} could not be read.")
        field = fields.get(match[1].lower())
        if field is None:
            raise query_parse(f"No property or field '{match[1]}' exists in this type.")
        sql = f"folded({field.sql})" if field.holds == "text" else field.sql
        parts.append(f"{sql} {'DESC' if (match[2] or '').lower().startswith('desc') else 'ASC'}")
    return "ORDER BY " + ", ".join([*parts, "id"])
