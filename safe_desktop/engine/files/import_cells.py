"""The rows of a file as the fields a person mapped: text, exact numbers and days, or a reason in words why not.

Knows the mapping and how numbers and dates are written. Knows nothing of what a field is used for, and no book.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from safe_desktop.domain.day_reading import read_day
from safe_desktop.domain.money import read_decimal
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.formula_safety import made_plain
from safe_desktop.engine.files.import_columns import FIELDS, field_of
from safe_desktop.engine.files.import_mapping import Mapping
from safe_desktop.engine.files.import_table import Table

_ROWS_BETWEEN_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row of the file: the texts of the mapped fields in the order of `Cells.keys`, or why it cannot be used."""

    number: int
    texts: tuple[str, ...]
    problem: str = ""


class Cells:
    """Reads the cells of mapped rows. Remembers what it has read: a file says the same few things over and over."""

    def __init__(self, headers: Sequence[str], mapping: Mapping) -> None:
        self.mapping = mapping
        self.keys = tuple(field.key for field in FIELDS[mapping.kind] if field.key in mapping.columns)
        self._places = {key: place for place, key in enumerate(self.keys)}
        self._sources = tuple(headers.index(mapping.columns[key]) for key in self.keys)
        self._seen: dict[str, str] = {}
        self._numbers: dict[str, Decimal] = {}
        self._days: dict[str, date] = {}

    def has(self, key: str) -> bool:
        """Whether a column of the file holds this field."""
        return key in self._places

    def label(self, key: str) -> str:
        """What the field is called, for sentences: the header of the file, which is what the person sees."""
        return f"“{self.mapping.columns.get(key, field_of(self.mapping.kind, key).label)}”"

    def rows(self, table: Table, control: Control, words: str) -> Iterator[MappedRow]:
        """The table's rows, mapped; tells how far it is."""
        for count, row in enumerate(table.rows()):
            if count % _ROWS_BETWEEN_WORDS == 0:
                control.progress(count, None, words)
            bad = dict(row.bad_cells)
            problem = row.problem
            if bad:
                faults = [
                    f"{self.label(k)} {bad[s]}" for k, s in zip(self.keys, self._sources, strict=True) if s in bad
                ]
                problem = problem or "; ".join(faults)
            cells = row.cells
            if len(cells) < len(table.headers):
                cells = (*cells, *[""] * (len(table.headers) - len(cells)))
            yield MappedRow(row.number, tuple(self._kept(cells[source]) for source in self._sources), problem)

    def _kept(self, cell: str) -> str:
        """The text without spaces around it; the same object for the same text, since a big file repeats itself."""
        kept = self._seen.get(cell)
        if kept is None:
            kept = self._seen[cell] = made_plain(cell.strip())
        return kept

    def text(self, row: MappedRow, key: str) -> str:
        """The field's text; empty where there is none."""
        place = self._places.get(key)
        return "" if place is None else row.texts[place]

    def shared(self, rows: Sequence[MappedRow], key: str) -> str:
        """The text that all rows of one record share; ValueError when they disagree. Rows may leave it out."""
        place = self._places.get(key)
        first = None if place is None else next((row for row in rows if row.texts[place]), None)
        if place is None or first is None:
            return ""
        shared = first.texts[place]
        for row in rows:
            text = row.texts[place]
            if text and text is not shared and text.casefold() != shared.casefold():
                where = f"is “{shared[:40]}” in row {first.number} and “{text[:40]}” in row {row.number}"
                raise ValueError(f"{self.label(key)} {where}")
        return shared

    def number(self, row: MappedRow, key: str) -> Decimal | None:
        """The field's exact number, or None where the cell is empty; ValueError in words when it is no number."""
        text = self.text(row, key)
        if not text:
            return None
        number = self._numbers.get(text)
        if number is None:
            try:
                number = self._numbers[text] = self._read_number(text)
            except ValueError as problem:
                raise ValueError(f"{self.label(key)} {problem}") from problem
        return number

    def _read_number(self, text: str) -> Decimal:
        if self.mapping.options.decimal_comma:
            text = text.translate({ord(","): ".", ord("."): ","})
        return read_decimal(text)

    def day(self, text: str, key: str) -> date:
        """The day this text of the field means; ValueError in words when it is none."""
        day = self._days.get(text)
        if day is None:
            try:
                day = self._days[text] = read_day(text, self.mapping.options.day_first)
            except ValueError as problem:
                raise ValueError(f"{self.label(key)} {problem}") from problem
        return day

    def shared_day(self, rows: Sequence[MappedRow], key: str) -> date | None:
        """The day that all rows of one record share; times of day may differ."""
        place = self._places.get(key)
        if place is None:
            return None
        days = {self.day(row.texts[place], key) for row in rows if row.texts[place]}
        if len(days) > 1:
            raise ValueError(
                f"{self.label(key)} is {min(days):%d/%m/%Y} in one row and {max(days):%d/%m/%Y} in another"
            )
        return next(iter(days), None)


def gather_problems(rows: Sequence[MappedRow]) -> str:
    """Why a record of these rows cannot be used because of its rows alone; empty if it can."""
    return "; ".join(f"row {row.number}: {row.problem}" for row in rows if row.problem)
