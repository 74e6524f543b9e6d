"""What every reader of a file gives: a header and rows of text, numbered as a spreadsheet numbers them, within limits.

Values only; opens nothing and knows no format.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from safe_desktop.errors import InputError

FORMULA = "holds a formula; type the value itself"
FAULT = "holds an error value of the spreadsheet"
NUL = "holds a NUL byte, which is no text"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused; generous for a year of invoices, small for a bomb."""

    file_bytes: int = 200_000_000
    """After unpacking."""
    rows: int = 1_000_000
    columns: int = 500
    cell_characters: int = 32_767
    """What a cell of a spreadsheet can hold."""
    line_characters: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; the header is number 1. `problem` refuses the whole row, `bad_cells` single ones by their place."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    bad_cells: tuple[tuple[int, str], ...] = ()


PassesOver = Callable[[tuple[str, ...]], bool]
"""Whether this row above the header is to be passed over, such as the name of the account above a bank's columns."""


def passes_over_nothing(_cells: tuple[str, ...]) -> bool:
    """The first row that holds something is the header."""
    return False


class Table(Protocol):
    """What both readers give: a header, where it came from, and the rows below it, which can be read once.

    `top` is the header as it stands in the file: where the first row is no header at all, it is the first of the rows.
    """

    top: Row
    headers: tuple[str, ...]
    encoding: str
    notes: tuple[str, ...]

    def rows(self) -> Iterator[Row]: ...


def too_big(name: str, what: str) -> InputError:
    """The error for a file beyond a limit; `what` names the limit in words."""
    return InputError(
        f"“{name}” is too big to import: it has more than {what}.",
        "Nothing was imported.",
        "Split it, for example into one file a month, and import the parts one after the other.",
    )


def header_of(name: str, cells: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
    """The header's names, each once: an empty one becomes “Column 3”, a second “Amount” becomes “Amount (2)”."""
    if len(cells) > limits.columns:
        raise too_big(name, f"{limits.columns:,} columns")
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        plain = " ".join(cell.replace("\0", "").split())[:200] or f"Column {position}"
        unique, count = plain, 1
        while unique in names:
            count += 1
            unique = f"{plain} ({count})"
        names.append(unique)
    return tuple(names)


def header_notes(cells: tuple[str, ...]) -> tuple[str, ...]:
    """What a person should know about the header: names that occur twice."""
    named = [" ".join(cell.split()) for cell in cells if cell.strip()]
    twice = sorted({name for name in named if named.count(name) > 1})
    return tuple(f"Several columns are called “{name}”; they are numbered here." for name in twice)
