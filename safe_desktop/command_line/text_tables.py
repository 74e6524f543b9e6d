"""Aligned plain text for a terminal. What came from outside is shown as text: it cannot command the terminal."""

import unicodedata
from collections.abc import Iterable, Sequence

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_GAP = "  "
WIDEST = 60


def visible(text: str) -> str:
    """The text without characters that a terminal obeys instead of showing: escapes, controls, turns of direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one) in _HIDDEN else one for one in text)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[str] = ()) -> list[str]:
    """Lines of a table under its headers; the columns named in `right` end at the same place, as amounts should."""
    cells = [[_fitting(cell) for cell in row] for row in rows]
    widths = [max(len(header), *(len(row[place]) for row in cells), 0) for place, header in enumerate(headers)]
    lines = [list(headers), ["-" * width for width in widths], *cells]
    return [_line(line, widths, [header in right for header in headers]) for line in lines]


def pairs(entries: Iterable[tuple[str, str]]) -> list[str]:
    """Lines of a word and what belongs to it, in two columns."""
    known = [(word, text) for word, text in entries if text]
    width = max((len(word) for word, _ in known), default=0)
    return [f"{word:<{width}}{_GAP}{visible(text)}" for word, text in known]


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 invoice", "2,025 invoices"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def _fitting(cell: str) -> str:
    shown = visible(" ".join(cell.splitlines()))
    return shown if len(shown) <= WIDEST else f"{shown[: WIDEST - 1]}…"


def _line(cells: Sequence[str], widths: Sequence[int], is_right: Sequence[bool]) -> str:
    placed = (
        cell.rjust(width) if ends else cell.ljust(width)
        for cell, width, ends in zip(cells, widths, is_right, strict=True)
    )
    return _GAP.join(placed).rstrip()
