"""Writes rows of values into a CSV or an Excel workbook, whole or not at all. Knows both formats, no meaning of rows.

Text stays text: what a spreadsheet would take for a formula is made safe (reliability.md H3). Numbers stay numbers.
"""

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TextIO

from safe_desktop.engine.files.formula_safety import made_safe
from safe_desktop.errors import InputError, StoreError

Value = str | Decimal | int | date | None
SUFFIXES = (".csv", ".xlsx")
_MOST_ROWS_IN_A_WORKBOOK = 1_048_576
_FIRST_EXCEL_YEAR = 1900


class Sheet(Protocol):
    """A table being written."""

    def row(self, values: Sequence[Value]) -> None:
        """Write one row more."""
        ...


@contextmanager
def written_sheet(path: Path, headers: Sequence[str]) -> Iterator[Sheet]:
    """A sheet with these headers; it takes the file's place only when all of it is written."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"“{path.name}” ends in neither .csv nor .xlsx.",
            "Nothing was written.",
            "Give the file one of these endings.",
        )
    if path.is_dir():
        raise InputError(f"“{path.name}” is a folder.", "Nothing was written.", "Give the name of a file.")
    unfinished: Path | None = None
    try:
        handle, name = tempfile.mkstemp(suffix=suffix, prefix=".export-", dir=path.parent)
        os.close(handle)
        unfinished = Path(name)
        with _csv_sheet(unfinished) if suffix == ".csv" else _xlsx_sheet(unfinished) as sheet:
            sheet.row(headers)
            yield sheet
        unfinished.replace(path)
    except OSError as problem:
        raise StoreError(
            f"“{path.name}” cannot be written.",
            f"{problem.strerror or problem}. A file of that name that was there before is as it was.",
            "Close it in other programs, free some space, or choose another folder.",
        ) from problem
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


class _CsvSheet:
    def __init__(self, stream: TextIO) -> None:
        # Only numbers stand without quotes, so that “00123” is not read as a number by the next program.
        self._writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC)

    def row(self, values: Sequence[Value]) -> None:
        self._writer.writerow([self._cell(value) for value in values])

    @staticmethod
    def _cell(value: Value) -> str | Decimal | int:
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return _positional(value)
        if isinstance(value, int):
            return value
        return value.isoformat() if isinstance(value, date) else made_safe(value)


def _positional(number: Decimal) -> Decimal:
    """The same number in a form whose text has no exponent."""
    return number if "E" not in str(number) else Decimal(format(number, "f"))


@contextmanager
def _csv_sheet(path: Path) -> Iterator[_CsvSheet]:
    # The mark at the start tells Excel that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        yield _CsvSheet(stream)


class _XlsxSheet:
    def __init__(self, workbook: Any) -> None:  # xlsxwriter has no types
        self._sheet = workbook.add_worksheet()
        self._day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        self._bold = workbook.add_format({"bold": True})
        self._sheet.freeze_panes(1, 0)
        self._next = 0

    def row(self, values: Sequence[Value]) -> None:
        if self._next >= _MOST_ROWS_IN_A_WORKBOOK:
            raise InputError(
                f"There are more than {_MOST_ROWS_IN_A_WORKBOOK:,} rows, which no Excel workbook can hold.",
                "Nothing was written.",
                "Export to a .csv file instead.",
            )
        for column, value in enumerate(values):
            if value is not None and value != "":
                self._cell(column, value)
        self._next += 1

    def _cell(self, column: int, value: str | Decimal | int | date) -> None:
        if isinstance(value, Decimal | int):
            self._sheet.write_number(self._next, column, value)
        elif isinstance(value, date) and value.year >= _FIRST_EXCEL_YEAR:
            self._sheet.write_datetime(self._next, column, datetime.combine(value, time()), self._day)
        else:
            self._sheet.write_string(self._next, column, str(value), self._bold if self._next == 0 else None)


@contextmanager
def _xlsx_sheet(path: Path) -> Iterator[_XlsxSheet]:
    # Loading the workbook writer takes a while, and most sessions never export.
    import xlsxwriter  # noqa: PLC0415
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    try:
        yield _XlsxSheet(workbook)
    finally:
        try:
            workbook.close()
        except FileCreateError as problem:
            raise OSError(str(problem)) from problem
