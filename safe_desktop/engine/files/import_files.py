"""A file someone picked, opened as a table by what is in it, not by how it is called.

Knows which kinds of file can be read; how is `import_csv` and `import_xlsx`. Knows nothing of what the columns mean.
Nothing is trusted: every size is capped, every failure is in words.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from safe_desktop.engine.files.import_csv import TextTable
from safe_desktop.engine.files.import_table import LIMITS, Limits, PassesOver, Table, passes_over_nothing
from safe_desktop.errors import InputError


@contextmanager
def opened_table(path: Path, limits: Limits = LIMITS, passes_over: PassesOver = passes_over_nothing) -> Iterator[Table]:
    """The file as a table, closed afterwards; raises InputError in words when it cannot be one."""
    with _opened(path) as stream:
        start = stream.read(8)
        stream.seek(0)
        if not start:
            raise InputError(f"“{path.name}” is empty.", "There is nothing to import.", "Pick another file.")
        if start.startswith(b"PK\x03\x04"):
            # The spreadsheet reader costs a third of a second to load: only those who pick a spreadsheet pay for it.
            from safe_desktop.engine.files.import_xlsx import SpreadsheetTable  # noqa: PLC0415

            with SpreadsheetTable.opened(path.name, stream, limits, passes_over) as sheet:
                yield sheet
            return
        _refuse_other_formats(path, start)
        if start.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=stream) as unpacked:
                yield TextTable(path.name, cast(BinaryIO, unpacked), limits, passes_over)
        else:
            yield TextTable(path.name, stream, limits, passes_over)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise InputError(f"“{path.name}” is a folder.", "Nothing was imported.", "Pick a CSV or XLSX file in it.")
    if path.exists() and not path.is_file():
        raise InputError(f"“{path.name}” is not a file.", "Nothing was imported.", "Pick a CSV or XLSX file.")
    try:
        stream = path.open("rb")
    except FileNotFoundError as problem:
        raise InputError(
            f"There is no file “{path.name}”.", f"Looked in {path.parent}.", "Check the name."
        ) from problem
    except (OSError, ValueError) as problem:
        words = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise InputError(
            f"“{path.name}” cannot be opened.",
            f"{words}. Nothing was imported.",
            "Check that you may read it and that no other program holds it.",
        ) from problem
    with stream:
        yield stream


_OTHER_FORMATS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or one locked with a password"),
    (b"%PDF", "a PDF"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"SQLite f", "a database"),
)


def _refuse_other_formats(path: Path, start: bytes) -> None:
    for magic, words in _OTHER_FORMATS:
        if start.startswith(magic):
            raise InputError(
                f"“{path.name}” is {words}.",
                "Nothing was imported.",
                "Save it as CSV or as an Excel workbook (.xlsx) without a password, and pick that.",
            )
