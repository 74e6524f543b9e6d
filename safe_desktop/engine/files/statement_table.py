"""A bank's CSV or Excel file as a table: its header is looked for below what banks write above it, or missed.

Knows how banks lay out such files. Does not know what a row is worth: that is `statement_rows`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from safe_desktop.domain.day_reading import read_day
from safe_desktop.engine.files.import_columns import STATEMENTS, guessed_columns
from safe_desktop.engine.files.import_files import opened_table
from safe_desktop.engine.files.import_table import Limits, Row, Table
from safe_desktop.engine.files.statement_amounts import read_signed
from safe_desktop.errors import InputError

LIMITS = Limits(file_bytes=50_000_000, rows=200_000)
"""Years of a busy account; beyond it a file is no statement."""

_LOOKED_AT = 40
"""So many rows may stand above the header: names, balances, the period, a blank."""

_LONGEST_NAME = 60
_LEAST_CELLS = 3
"""A line of a statement has a day, an amount and some words."""


@contextmanager
def opened_statement_table(path: Path, limits: Limits = LIMITS) -> Iterator[Table]:
    """The file as a table, closed afterwards; raises InputError in words when it cannot be one."""
    above, has_header = _header_place(_first_rows(path, limits))
    passed: list[tuple[str, ...]] = []

    def passes_over(cells: tuple[str, ...]) -> bool:
        passed.append(cells)
        return len(passed) <= above

    with opened_table(path, limits, passes_over) as table:
        yield table if has_header else _Headless(table)


class _Headless:
    """A table without a header: its columns are numbered, and its top row is a row like the others."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.top = table.top
        self.headers = tuple(f"Column {place}" for place in range(1, len(table.headers) + 1))
        self.encoding = table.encoding
        self.notes: tuple[str, ...] = ("The file has no header: its columns are numbered here.",)

    def rows(self) -> Iterator[Row]:
        """Every row, the top one first."""
        width = len(self.headers)
        return chain([Row(self.top.number, self.top.cells[:width])], self._table.rows())


def is_headless(headers: tuple[str, ...]) -> bool:
    """Whether these are the names of columns that have none."""
    return headers == tuple(f"Column {place}" for place in range(1, len(headers) + 1))


def _first_rows(path: Path, limits: Limits) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []

    def look_at(cells: tuple[str, ...]) -> bool:
        rows.append(cells)
        return len(rows) < _LOOKED_AT

    try:
        with opened_table(path, limits, look_at):
            pass
    except InputError:
        if not rows:
            raise
        # Every row was passed over: a short file, not an empty one.
    return rows


def _header_place(rows: list[tuple[str, ...]]) -> tuple[int, bool]:
    """How many rows stand above the header, or above the first line, and which of the two it is."""
    for place, cells in enumerate(rows):
        if _is_header(cells):
            return place, True
    for place, cells in enumerate(rows):
        if _is_line(cells):
            # A header in words that are not known here has as many cells as its rows, and says something in each.
            above = rows[place - 1] if place else ()
            is_named = len(above) == len(cells) and all(cell.strip() for cell in above)
            return (place - 1, True) if is_named else (place, False)
    return 0, True


def _is_header(cells: tuple[str, ...]) -> bool:
    # Comparing names costs time: what is no row of names at all is not looked at so closely.
    if any(len(cell) > _LONGEST_NAME or is_day(cell) or is_number(cell) for cell in cells):
        return False
    columns = guessed_columns(STATEMENTS, cells)
    return "came_on" in columns and bool({"amount", "paid_in", "paid_out"} & set(columns))


def _is_line(cells: tuple[str, ...]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    days = [cell for cell in filled if is_day(cell)]
    numbers = [cell for cell in filled if is_number(cell) and not is_day(cell)]
    return len(filled) >= _LEAST_CELLS and bool(days) and bool(numbers)


def is_day(text: str) -> bool:
    """Whether the text can be read as a date, the day or the month first."""
    for day_first in (True, False):
        try:
            read_day(text, day_first)
        except ValueError:
            continue
        return True
    return False


def is_number(text: str) -> bool:
    """Whether the text can be read as an amount, with a decimal point or comma."""
    for decimal_comma in (False, True):
        try:
            read_signed(text, decimal_comma)
        except ValueError:
            continue
        return True
    return False
