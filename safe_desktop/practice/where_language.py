"""Reads Xero's `where` language into a tree: comparisons, AND, OR, dates, guids, method calls. Knows no database.

The documented subset and nothing more; anything else is refused with ErrorNumber 16.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from safe_desktop.practice.practice_clock import milliseconds
from safe_desktop.practice.practice_refusals import query_parse

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>==|!=|<>|<=|>=|&&|\|\||[=<>().,!]))""",
    re.VERBOSE,
)
_COMPARE = {"==": "=", "=": "=", "!=": "<>", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
METHODS = {"contains", "startswith", "endswith"}
CASTS = {"tolower", "toupper", "tostring", "trim"}
MAX_TOKENS = 2000


@dataclass(frozen=True)
class Field:
    """A property named in the expression, such as Contact.Name; `cast` when its case was changed by a method."""

    path: str
    cast: str = ""


@dataclass(frozen=True)
class Literal:
    """A value in the expression: text, number, yes or no, nothing, a guid, or milliseconds for a date."""

    kind: str
    value: str | Decimal | bool | int | None


@dataclass(frozen=True)
class Comparison:
    """Two sides compared."""

    left: Field
    sign: str
    right: Literal


@dataclass(frozen=True)
class MethodCall:
    """A text method on a property, such as Name.Contains("x")."""

    field: Field
    method: str
    argument: str


@dataclass(frozen=True)
class Both:
    """All of the parts."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Either:
    """Any of the parts."""

    parts: tuple["Condition", ...]


Condition = Comparison | MethodCall | Both | Either


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None or len(found) > MAX_TOKENS:
            raise query_parse(f"Syntax error at position {position} of the expression.")
        found.append(match[0].strip())
        position = match.end()
    return found


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise query_parse(f"Expected {wanted or 'more'} but found {token or 'the end'}.")
        self.at += 1
        return token

    def either(self, depth: int = 0) -> Condition:
        if depth > 40:
            raise query_parse("The expression is nested too deeply.")
        parts = [self.both(depth)]
        while self.peek() == "||" or self.peek().upper() == "OR":
            self.take()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.peek() == "&&" or self.peek().upper() == "AND":
            self.take()
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def one(self, depth: int) -> Condition:
        if self.peek() == "(":
            self.take()
            inner = self.either(depth + 1)
            self.take(")")
            return inner
        path = [self._name()]
        cast = ""
        while self.peek() == ".":
            self.take()
            name = self._name()
            if self.peek() != "(":
                path.append(name)
                continue
            if name.lower() in CASTS:
                self.take("(")
                self.take(")")
                cast = name.lower()
                continue
            return self._method(Field(".".join(path), cast), name)
        return self._comparison(Field(".".join(path), cast))

    def _method(self, field: Field, name: str) -> Condition:
        if name.lower() not in METHODS:
            raise query_parse(f"No applicable method '{name}' exists in type 'String'.")
        self.take("(")
        argument = self._literal()
        self.take(")")
        if argument.kind != "text":
            raise query_parse(f"{name} takes a text in double quotes.")
        if self.peek() in ("==", "=") and self.tokens[self.at + 1 : self.at + 2] == ["true"]:
            self.at += 2
        return MethodCall(field, name.lower(), str(argument.value))

    def _comparison(self, field: Field) -> Condition:
        if self.peek() not in _COMPARE:  # a bare yes-or-no property
            return Comparison(field, "=", Literal("flag", True))
        sign = _COMPARE[self.take()]
        return Comparison(field, sign, self._literal())

    def _name(self) -> str:
        token = self.take()
        if not re.match(r"[A-Za-z_]", token):
            raise query_parse(f"Expected the name of a property but found {token}.")
        return token

    def _literal(self) -> Literal:
        token = self.take()
        if token.startswith('"'):
            return self._cast_text(Literal("text", re.sub(r"\\(.)", r"\1", token[1:-1])))
        if re.match(r"-?\d", token):
            return Literal("number", Decimal(token))
        word = token.lower()
        if word in ("true", "false"):
            return Literal("flag", word == "true")
        if word == "null":
            return Literal("null", None)
        if word == "guid":
            return self._guid()
        if word == "datetime":
            return self._date()
        raise query_parse(f"No property or field '{token}' exists in this place.")

    def _cast_text(self, literal: Literal) -> Literal:
        while (
            self.peek() == "."
            and self.tokens[self.at + 1 : self.at + 2]
            and (self.tokens[self.at + 1].lower() in CASTS)
        ):
            self.at += 2
            self.take("(")
            self.take(")")
        return literal

    def _guid(self) -> Literal:
        if self.peek() == ".":
            self.take()
            self._name()
        self.take("(")
        text = self.take()
        self.take(")")
        if not re.match(r'^"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"$', text):
            raise query_parse("guid() takes an id in double quotes.")
        return Literal("guid", text[1:-1].lower())

    def _date(self) -> Literal:
        parse = self.peek() == "."
        if parse:
            self.take()
            if self._name().lower() != "parse":
                raise query_parse("Of DateTime only DateTime(…) and DateTime.Parse(…) are understood.")
        self.take("(")
        parts = [self.take()]
        while self.peek() == ",":
            self.take()
            parts.append(self.take())
        self.take(")")
        try:
            if parse:
                return Literal("date", milliseconds(datetime.fromisoformat(parts[0].strip('"'))))
            numbers = [int(part) for part in parts]
            moment = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - Xero's times are UTC
            return Literal("date", milliseconds(moment))
        except (ValueError, TypeError):
            raise query_parse(f"DateTime({', '.join(parts)}) is no date.") from None


def read_where(text: str) -> Condition:
    """The tree of a `where` expression; refused with ErrorNumber 16 when it cannot be read."""
    reader = _Reader(text)
    condition = reader.either()
    if reader.peek():
        raise query_parse(f"Unexpected {reader.peek()} in the expression.")
    return condition
