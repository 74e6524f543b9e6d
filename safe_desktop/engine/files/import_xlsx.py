"""An Excel workbook (.xlsx) as a table: its first visible sheet, cells as the text a person would type for them.

Knows openpyxl and how a workbook can be hostile. Does not know what a column means. Loaded only when one is picked.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import BinaryIO, Protocol

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from safe_desktop.engine.files.import_table import (
    FAULT,
    FORMULA,
    NUL,
    Limits,
    PassesOver,
    Row,
    header_notes,
    header_of,
    passes_over_nothing,
    too_big,
)
from safe_desktop.errors import InputError

_PACKING_BYTES = 4
"""A workbook's XML is several times the text in it, so its unpacked size may be this many times a CSV's."""


class _Cell(Protocol):
    """What is used of openpyxl's cells."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


class SpreadsheetTable:
    """The sheet: its header is read when it is made, its rows when they are asked for."""

    encoding = "Excel workbook"

    def __init__(
        self,
        name: str,
        rows: Iterator[tuple[_Cell, ...]],
        notes: tuple[str, ...],
        limits: Limits,
        passes_over: PassesOver = passes_over_nothing,
    ) -> None:
        self._name = name
        self._limits = limits
        self._rows = enumerate(rows, start=1)
        first = next((row for row in self._filled_rows() if not passes_over(row.cells)), None)
        if first is None:
            raise InputError(f"“{name}” has no rows.", "There is nothing to import.", "Pick another file.")
        self.top = first
        cells = _without_end(first.cells)
        self.headers = header_of(name, cells, limits)
        self.notes = (*notes, *header_notes(cells))

    @classmethod
    @contextmanager
    def opened(
        cls, name: str, stream: BinaryIO, limits: Limits, passes_over: PassesOver = passes_over_nothing
    ) -> Iterator["SpreadsheetTable"]:
        """The first visible sheet of the workbook, which is closed afterwards."""
        _refuse_bombs(name, stream, limits)
        try:
            # Formulas are wanted as formulas: a computed value may be stale, and a person must see what is refused.
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as problem:
            raise _unreadable(name, problem) from problem
        try:
            sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                raise _unreadable(name, ValueError("it has no visible sheet"))
            # Some programs write a wrong size into the sheet, and openpyxl would stop there.
            sheets[0].reset_dimensions()
            notes = (
                (f"The sheet “{sheets[0].title}” was read.",)
                if len(sheets) == 1
                else (f"Only the first sheet, “{sheets[0].title}”, was read; the workbook has {len(sheets)}.",)
            )
            yield cls(name, iter(sheets[0].rows), notes, limits, passes_over)
        finally:
            workbook.close()

    def rows(self) -> Iterator[Row]:
        """Every row below the header that is not blank."""
        width = len(self.headers)
        for count, row in enumerate(self._filled_rows()):
            if count >= self._limits.rows:
                raise too_big(self._name, f"{self._limits.rows:,} rows")
            if any(row.cells[width:]):
                yield Row(row.number, row.cells[:width], f"it has cells beyond the {width} columns of the header")
            else:
                yield Row(row.number, (row.cells + ("",) * width)[:width], bad_cells=row.bad_cells)

    def _filled_rows(self) -> Iterator[Row]:
        while True:
            try:
                number, cells = next(self._rows)
            except StopIteration:
                return
            except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError, OSError) as problem:
                raise _unreadable(self._name, problem) from problem
            if all(cell.value is None for cell in cells):
                continue
            if len(cells) > self._limits.columns + 1_000:
                raise too_big(self._name, f"{self._limits.columns:,} columns")
            texts, bad = [], []
            for place, cell in enumerate(cells):
                texts.append(_text(cell))
                if fault := _fault(cell, texts[-1], self._limits):
                    bad.append((place, fault))
            yield Row(number, tuple(texts), bad_cells=tuple(bad))


def _text(cell: _Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number_text(value, "%" in (cell.number_format or ""))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _number_text(value: float, is_per_cent: bool) -> str:
    """The number as the sheet shows it: Excel itself keeps and shows fifteen digits of its binary fractions."""
    exact = Decimal(format(value, ".15g"))
    if is_per_cent:
        return f"{format((exact * 100).normalize(), 'f')}%"
    return format(exact, "f")


def _fault(cell: _Cell, text: str, limits: Limits) -> str:
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return FAULT
    if "\0" in text:
        return NUL
    if len(text) > limits.cell_characters:
        return f"is longer than {limits.cell_characters:,} characters"
    return ""


def _without_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The header without the empty cells at its end, which only carry a format."""
    width = max((place for place, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return cells[:width]


def _refuse_bombs(name: str, stream: BinaryIO, limits: Limits) -> None:
    """Look at the parts before unpacking them: their sizes, and that none declares entities of its own."""
    try:
        with zipfile.ZipFile(stream) as parts:
            infos = parts.infolist()
            if not any(info.filename.startswith("xl/") for info in infos):
                raise InputError(
                    f"“{name}” is a ZIP file, but no Excel workbook.",
                    "Nothing was imported.",
                    "Unpack it, or save the table as CSV or XLSX.",
                )
            if sum(info.file_size for info in infos) > limits.file_bytes * _PACKING_BYTES:
                raise too_big(name, f"{limits.file_bytes * _PACKING_BYTES // 1_000_000:,} MB when unpacked")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.open(info).read(2_000).upper():
                    raise _unreadable(name, ValueError("a part of it declares a document type"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise _unreadable(name, problem) from problem
    finally:
        stream.seek(0)


def _unreadable(name: str, problem: Exception) -> InputError:
    return InputError(
        f"“{name}” cannot be read as an Excel workbook.",
        f"It is damaged, cut off or of another kind ({problem}). Nothing was imported.",
        "Open it in your spreadsheet program, save it again as .xlsx or CSV, and pick that.",
    )
