"""Reads what a client sent: JSON with names in any case, bare or wrapped, each value checked for its type.

A value of the wrong type refuses the whole request (ErrorNumber 14), as Xero's deserialiser does. Knows no resource.
"""

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from uuid import UUID

from safe_desktop.practice.call_and_answer import Call
from safe_desktop.practice.practice_refusals import post_data_invalid, server_error
from safe_desktop.practice.property_names import CANONICAL
from safe_desktop.practice.record_shelf import Element
from safe_desktop.practice.wire_dates import day_in
from safe_desktop.practice.xml_bodies import read_xml

MAX_DEPTH = 12


def _not_finite(text: str) -> object:
    raise ValueError(f"{text} is not a number")


def canonical(value: object, depth: int = 0) -> object:
    """The same value with property names spelt as Xero spells them; properties Xero does not know are dropped."""
    if depth > MAX_DEPTH:
        raise post_data_invalid("The request body is nested too deeply.")
    if isinstance(value, dict):
        named = ((CANONICAL.get(name.lower()), inner) for name, inner in value.items())
        return {name: canonical(inner, depth + 1) for name, inner in named if name is not None}
    if isinstance(value, list):
        return [canonical(inner, depth + 1) for inner in value]
    if isinstance(value, str) and not value.isascii() and _has_half_letter(value):
        raise post_data_invalid("The request body has half a letter (a lone surrogate) in it.")
    return value


def _has_half_letter(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def body_value(call: Call) -> object:
    """The request's body as a value, from JSON or, as old clients send it, from XML."""
    media = call.headers.get("content-type", "").split(";")[0].strip().lower()
    text = call.body.decode("utf-8-sig", "replace").strip()
    if media == "application/x-www-form-urlencoded" and (form := call.form).get("xml"):
        return canonical(read_xml(form["xml"]))
    if media in ("text/xml", "application/xml") or text.startswith("<"):
        return canonical(read_xml(text))
    try:
        return canonical(json.loads(text, parse_float=Decimal, parse_constant=_not_finite))
    except (ValueError, RecursionError) as wrong:
        raise post_data_invalid(f"The request body could not be read as JSON: {wrong}") from None


def elements_in(call: Call, collection: str) -> list[Element]:
    """The elements sent, whether as a wrapper array, an array or one bare object."""
    value = body_value(call)
    if isinstance(value, dict) and collection in value:
        value = value[collection]
    if value is None or value in ([], {}):
        raise post_data_invalid(f"No {collection} were sent.")
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(element, dict) for element in value):
        raise post_data_invalid(f"{collection} must be an object or a list of objects.")
    return value


def _wrong(name: str, value: object, wanted: str) -> Exception:
    return post_data_invalid(f"Error converting value {json.dumps(str(value))} of {name} to type '{wanted}'.")


def text_of(element: Element, name: str) -> str | None:
    """A text property, trimmed of nothing; None when absent or null."""
    value = element.get(name)
    if value is None:
        return None
    if isinstance(value, (bool, dict, list)):
        raise _wrong(name, value, "String")
    return str(value)


def decimal_of(element: Element, name: str) -> Decimal | None:
    """A number, exact, whether sent as a number or as text; None when absent."""
    value = element.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, (bool, dict, list)):
        raise _wrong(name, value, "Decimal")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise _wrong(name, value, "Decimal") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 20:
        raise _wrong(name, value, "Decimal")
    return number


def day_of(element: Element, name: str) -> str | None:
    """A calendar day as `YYYY-MM-DD`; None when absent."""
    value = element.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise _wrong(name, value, "DateTime")
    try:
        return day_in(value)
    except (ValueError, OverflowError, OSError):
        raise _wrong(name, value, "DateTime") from None


def flag_of(element: Element, name: str) -> bool | None:
    """A yes or no; None when absent."""
    value = element.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise _wrong(name, value, "Boolean")


def choice_of(element: Element, name: str, choices: Sequence[str], kind: str) -> str | None:
    """One of a fixed set of words, compared without case; None when absent."""
    value = text_of(element, name)
    if value is None or value == "":
        return None
    for choice in choices:
        if choice.lower() == value.lower():
            return choice
    raise _wrong(name, value, kind)


def guid_of(element: Element, name: str) -> str | None:
    """An id, in lower case; None when absent or all zero."""
    value = text_of(element, name)
    if not value:
        return None
    try:
        guid = UUID(value)
    except ValueError:  # seen with real Xero: a malformed id is a server error, not a refusal
        raise server_error(f"{name} is no valid identifier.") from None
    return str(guid) if guid.int else None


def object_of(element: Element, name: str) -> Element:
    """A nested object; an empty one when absent or sent as an empty array."""
    value = element.get(name)
    if value is None or value == []:
        return {}
    if not isinstance(value, dict):
        raise _wrong(name, value, name)
    return value


def list_of(element: Element, name: str) -> list[Element] | None:
    """A nested list of objects; None when absent."""
    value = element.get(name)
    if value is None:
        return None
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(inner, dict) for inner in value):
        raise _wrong(name, value, f"List`1[{name}]")
    return value
