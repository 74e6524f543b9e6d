"""What every change by hand comes back with, and how it is told in the activity record. Knows no table, no screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from safe_desktop.engine.changes import Changes

YOU = "You"
"""Who did what a person did by hand."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Saved(Generic[T]):
    """The value as it is kept now, and what pages should read again."""

    value: T
    changes: Changes


def told_changes(before: object, after: object, labels: Mapping[str, str]) -> str:
    """The fields that differ, in words: “Name: Ann → Anna; Code: (none) → A1”."""
    found = []
    for name, label in labels.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(f"{label}: {_shown(old)} → {_shown(new)}")
    return "; ".join(found)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return text if text and value is not None else "(none)"
