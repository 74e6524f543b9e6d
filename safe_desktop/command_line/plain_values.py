"""Turns the engine's frozen values into what JSON can hold. Money and decimals become text, never floats.

Knows no command. What it cannot turn exactly it refuses, so that nothing inexact slips into a document.
"""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from safe_desktop.domain.money import Money
from safe_desktop.engine.changes import Changes

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


def plain(value: object) -> Json:
    """The value as JSON holds it: money as {"amount": "12.30", "currency": "GBP"}, days and moments in ISO."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Money):
        return {"amount": f"{value.decimal:f}", "currency": value.currency}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return _plain_many(value)


def seconds(duration: float) -> Json:
    """A duration as text of hundredths: JSON numbers with a point are floats to whoever reads them."""
    return f"{duration:.2f}"


def _plain_many(value: object) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: plain(part) for name, part in parts.items() if not isinstance(part, Changes)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, Collection):
        return [plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no exact place in JSON")
