"""A look at a file before it is imported: its columns, its first rows, what they seem to mean, and what must be asked.

Reads the whole file once, so that a damaged end or a date that settles the order of day and month is found now.
Writes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.day_reading import DayOrder, day_order
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_columns import KINDS, guessed_columns, is_gross
from safe_desktop.engine.files.import_files import opened_table
from safe_desktop.engine.files.import_mapping import ImportOptions, Mapping, remembered_mapping
from safe_desktop.engine.files.import_table import LIMITS, Limits
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

SAMPLE_ROWS = 20
_ROWS_BETWEEN_WORDS = 5_000
_DAY_FIELDS = ("issued_on", "due_on", "paid_on")
_NUMBER_FIELDS = ("unit_price", "quantity", "amount")
_ONLY_DECIMAL_COMMA = re.compile(r"[^\d]*\d+(\.\d{3})*,(\d{1,2}|\d{4,})[^\d]*")
_ONLY_DECIMAL_POINT = re.compile(r"[^\d]*\d+(,\d{3})*\.(\d{1,2}|\d{4,})[^\d]*")


class Place(Protocol):
    """What importing and exporting need of a workplace: an open book and the time."""

    @property
    def book(self) -> Book: ...
    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known about a file. `questions` are for a person: until answered, what they say will be done."""

    kind: str
    file_name: str
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: Mapping
    is_remembered: bool
    encoding: str
    row_count: int
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    day_order: DayOrder = DayOrder.CLEAR


def examine(
    workplace: Place,
    kind: str,
    path: Path,
    mapping: Mapping | None = None,
    control: Control | None = None,
    limits: Limits = LIMITS,
) -> Examined:
    """What the file holds and what its columns seem to mean; a mapping may be given to look at it with that one."""
    refuse_unknown_kind(kind)
    control = control or Control()
    with opened_table(path, limits) as table:
        known = mapping or remembered_mapping(workplace.book, kind, table.headers)
        chosen = known or _guessed(kind, table.headers)
        watched = {key: table.headers.index(h) for key, h in chosen.columns.items() if h in table.headers}
        seen: dict[str, set[str]] = {key: set() for key in watched if key in (*_DAY_FIELDS, *_NUMBER_FIELDS)}
        samples: list[tuple[str, ...]] = []
        count = 0
        for count, row in enumerate(table.rows(), start=1):
            if count % _ROWS_BETWEEN_WORDS == 0:
                control.progress(count, None, "Looking at the file")
            if len(samples) < SAMPLE_ROWS:
                samples.append(row.cells)
            for key, texts in seen.items():
                texts.update(row.cells[watched[key] : watched[key] + 1])
        headers, encoding, notes = table.headers, table.encoding, table.notes
    if known is None:
        chosen = replace(chosen, options=_with_decimal_sign(chosen.options, seen))
    order, questions = _asked(chosen, seen)
    return Examined(
        kind=kind,
        file_name=path.name,
        headers=headers,
        samples=tuple(samples),
        mapping=chosen,
        is_remembered=known is not None and mapping is None,
        encoding=encoding,
        row_count=count,
        notes=notes,
        questions=questions,
        day_order=order,
    )


def refuse_unknown_kind(kind: str) -> None:
    """Raise InputError when there is no such kind of file."""
    if kind not in KINDS:
        raise InputError(f"“{kind}” cannot be imported or exported.", "Nothing was done.", f"Say {', '.join(KINDS)}.")


def _guessed(kind: str, headers: Sequence[str]) -> Mapping:
    columns = guessed_columns(kind, headers)
    options = ImportOptions()
    if is_gross(columns.get("unit_price", "")):
        options = replace(options, tax_mode=TaxMode.INCLUSIVE)
    return Mapping(kind, columns, options)


def _with_decimal_sign(options: ImportOptions, seen: dict[str, set[str]]) -> ImportOptions:
    """A decimal comma where some number can only be read with one and none only without."""
    numbers = [text for key in _NUMBER_FIELDS for text in seen.get(key, ())]
    return replace(options, decimal_comma=has_decimal_comma(numbers))


def has_decimal_comma(numbers: Sequence[str]) -> bool:
    """Whether some number can only be read with a decimal comma and none only without."""
    has_comma = any(_ONLY_DECIMAL_COMMA.fullmatch(text) for text in numbers)
    has_point = any(_ONLY_DECIMAL_POINT.fullmatch(text) for text in numbers)
    return has_comma and not has_point


def _asked(mapping: Mapping, seen: dict[str, set[str]]) -> tuple[DayOrder, tuple[str, ...]]:
    """How the file's dates are ordered, and what a person should be asked, in words."""
    orders = {key: day_order(seen[key]) for key in _DAY_FIELDS if key in seen}
    questions = []
    worst = DayOrder.CLEAR
    for key, order in orders.items():
        if words := about_days(mapping.columns[key], order, mapping.options.day_first):
            questions.append(words)
        if order is not DayOrder.CLEAR:
            worst = order
    if mapping.options.decimal_comma:
        questions.append("Numbers are read with a decimal comma: 1.234,50 is one thousand two hundred and thirty-four.")
    return worst, tuple(questions)


def about_days(header: str, order: DayOrder, day_first: bool) -> str:
    """What a person should be asked about the dates of this column; empty where they are clear."""
    chosen = "the day" if day_first else "the month"
    if order is DayOrder.EITHER:
        return f"The dates in “{header}” can be read two ways. They are read with {chosen} first; say if that is wrong."
    if order is DayOrder.MIXED:
        return f"Some dates in “{header}” have the day first and others the month: those that do not fit are refused."
    if order is DayOrder.MONTH_FIRST and day_first:
        return (
            f"The dates in “{header}” only make sense with the month first. Say so in the options, or they are refused."
        )
    if order is DayOrder.DAY_FIRST and not day_first:
        return (
            f"The dates in “{header}” only make sense with the day first. Say so in the options, or they are refused."
        )
    return ""
