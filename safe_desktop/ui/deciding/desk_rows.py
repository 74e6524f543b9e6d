"""The mismatches of the desk as groups of rows: one group for each kind, values in words, sums where there are amounts.

Pure: no widget. The mismatches are the engine's; what a field's raw value looks like on screen is decided here.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money, total
from safe_desktop.domain.reconciling import FIELD_WORDS
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.look import formats, home_words

_AMOUNT = re.compile(r"-?\d+\.\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMPTY = "(empty)"

_PILL_WORDS = {
    MismatchKind.NAME_TAKEN: "Name taken",
    MismatchKind.NUMBER_TAKEN: "Number taken",
    MismatchKind.TOTAL_DIFFERS: "Total differs",
    MismatchKind.ROUNDED: "Rounded",
    MismatchKind.FIELD_DIFFERS: "Changed in Xero",
    MismatchKind.BOTH_CHANGED: "Both sides",
    MismatchKind.GONE_IN_XERO: "Gone",
    MismatchKind.CONTACT_ARCHIVED: "Archived",
    MismatchKind.CONTACT_MERGED: "Merged",
    MismatchKind.SAME_PAYMENT: "Twice?",
    MismatchKind.PAYMENT_DOES_NOT_FIT: "Does not fit",
    MismatchKind.CREDIT_IN_XERO: "Credit",
    MismatchKind.UNDO_IN_XERO: "To be undone",
    MismatchKind.UNREADABLE: "Unreadable",
    MismatchKind.UNCERTAIN: "Not certain",
}
_KIND_ICONS = {
    MismatchKind.NAME_TAKEN: ("users", "amber"),
    MismatchKind.NUMBER_TAKEN: ("receipt-text", "amber"),
    MismatchKind.TOTAL_DIFFERS: ("scale", "red"),
    MismatchKind.ROUNDED: ("scale", "amber"),
    MismatchKind.FIELD_DIFFERS: ("pencil", "blue"),
    MismatchKind.BOTH_CHANGED: ("git-compare-arrows", "red"),
    MismatchKind.GONE_IN_XERO: ("circle-alert", "amber"),
    MismatchKind.CONTACT_ARCHIVED: ("archive", "amber"),
    MismatchKind.CONTACT_MERGED: ("link", "amber"),
    MismatchKind.SAME_PAYMENT: ("copy", "amber"),
    MismatchKind.PAYMENT_DOES_NOT_FIT: ("wallet", "red"),
    MismatchKind.CREDIT_IN_XERO: ("receipt-text", "amber"),
    MismatchKind.UNDO_IN_XERO: ("undo-2", "amber"),
    MismatchKind.UNREADABLE: ("circle-alert", "red"),
    MismatchKind.UNCERTAIN: ("circle-alert", "red"),
}


def pill_words(kind: MismatchKind) -> str:
    """The kind in one or two words, for a pill."""
    return _PILL_WORDS.get(kind, kind.heading)


def kind_icon(kind: MismatchKind) -> tuple[str, str]:
    """Icon and tone of a kind's band."""
    return _KIND_ICONS.get(kind, ("triangle-alert", "amber"))


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """All mismatches of one kind that are shown."""

    kind: MismatchKind
    entries: tuple[MismatchEntry, ...]

    @property
    def apart(self) -> tuple[Money, ...]:
        """How far both sides are apart, one amount for each currency."""
        return apart_of(self.entries)


def grouped(entries: Sequence[MismatchEntry]) -> list[DeskGroup]:
    """The entries by kind, kinds in the order of their declaration, entries in their own."""
    by_kind: dict[MismatchKind, list[MismatchEntry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return [DeskGroup(kind, tuple(by_kind[kind])) for kind in MismatchKind if kind in by_kind]


def apart_of(entries: Iterable[MismatchEntry]) -> tuple[Money, ...]:
    """The sum of the differences, each without its sign, one amount for each currency."""
    sums: dict[str, Money] = {}
    for entry in entries:
        if entry.apart is not None:
            size = -entry.apart if entry.apart.minor < 0 else entry.apart
            sums[size.currency] = sums.get(size.currency, Money(0, size.currency)) + size
    return tuple(sums[currency] for currency in sorted(sums))


@dataclass(frozen=True, slots=True)
class SideSums:
    """Both sides of the rows that are about amounts of one currency; None where there is none or more than one."""

    ours: Money
    theirs: Money
    rows: int


def side_sums(entries: Sequence[MismatchEntry]) -> SideSums | None:
    """What ours and Xero's come to, over the rows where both are plain amounts."""
    rows = [
        (entry.ours, entry.theirs, entry.apart.currency)
        for entry in entries
        if entry.apart is not None and _AMOUNT.fullmatch(entry.ours) and _AMOUNT.fullmatch(entry.theirs)
    ]
    currencies = {currency for _, _, currency in rows}
    if len(currencies) != 1:
        return None
    currency = currencies.pop()
    return SideSums(
        total((Money.exactly(Decimal(ours), currency) for ours, _, _ in rows), currency),
        total((Money.exactly(Decimal(theirs), currency) for _, theirs, _ in rows), currency),
        len(rows),
    )


def field_words(entry: MismatchEntry) -> str:
    """What differs, as it is called on screen."""
    words = FIELD_WORDS.get(entry.field, entry.field.replace("_", " ").capitalize())
    return home_words.local(words) or formats.NOTHING


def value_words(value: str, name_of: Callable[[str], str]) -> str:
    """One side's value for the screen; `name_of` tells whose id it is."""
    if not value:
        return _EMPTY
    if _AMOUNT.fullmatch(value):
        return formats.figure(Money.from_decimal(Decimal(value)))
    if _DAY.fullmatch(value):
        # Short, with letters for the month: three such columns stand beside each other.
        day = date.fromisoformat(value)
        return f"{day.day} {formats.short_month(day)} {day:%y}"
    if _ID.fullmatch(value):
        return name_of(value) or "Another record"
    return value


def ours_moved(entry: MismatchEntry) -> bool:
    """Whether our side is the one that moved; both are where nothing was ever agreed."""
    return not entry.agreed or entry.ours != entry.agreed


def theirs_moved(entry: MismatchEntry) -> bool:
    """Whether Xero's side is the one that moved."""
    return not entry.agreed or entry.theirs != entry.agreed


def common_ways(entries: Sequence[MismatchEntry]) -> tuple[WayOut, ...]:
    """The ways out that every one of these has, in the order of the first."""
    if not entries:
        return ()
    shared = set(entries[0].ways).intersection(*(entry.ways for entry in entries[1:]))
    return tuple(way for way in entries[0].ways if way in shared)
