"""Comma, semicolon or tab separated text as a table. Knows encodings, separators, quotes and broken ends.

Does not know what a column means. Reads as it goes: a big file is never held in memory as a whole.
"""

import codecs
import csv
import gzip
import io
import itertools
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from safe_desktop.engine.files.import_table import (
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

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_BLOCK_BYTES = 1 << 20
_SNIFFED_RECORDS = 25
_SNIFFED_CHARACTERS = 65_536
_ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}


class TextTable:
    """A CSV file: its header is read when it is made, its rows when they are asked for."""

    def __init__(
        self, name: str, stream: BinaryIO, limits: Limits, passes_over: PassesOver = passes_over_nothing
    ) -> None:
        self._name = name
        self._limits = limits
        self._encoding = _encoding(name, stream, limits)
        stream.seek(0)
        self._text = io.TextIOWrapper(stream, encoding=self._encoding, newline="")
        self._separator = self._sniffed_separator()
        self._reader = csv.reader(self._lines(), delimiter=self._separator)
        self._number = 0
        first = next((row for row in self._raw_rows() if not passes_over(row.cells)), None)
        if first is None:
            raise InputError(f"“{name}” has no rows.", "There is nothing to import.", "Pick another file.")
        self.top = first
        self.encoding = _ENCODING_NAMES[self._encoding]
        self.headers = header_of(name, first.cells, limits)
        self.notes = (
            f"Read as {self.encoding}, separated by {_SEPARATORS[self._separator]}.",
            *header_notes(first.cells),
        )

    def rows(self) -> Iterator[Row]:
        """Every row below the header that is not blank."""
        width = len(self.headers)
        for count, row in enumerate(self._raw_rows()):
            if count >= self._limits.rows:
                raise too_big(self._name, f"{self._limits.rows:,} rows")
            yield _checked(row, width, self._limits)

    def _raw_rows(self) -> Iterator[Row]:
        """Records that hold something; blank ones count, so that the numbers are those a spreadsheet shows."""
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as problem:
                raise InputError(
                    f"“{self._name}” cannot be read from row {self._number + 1} on.",
                    f"A cell there is longer than {csv.field_size_limit():,} characters ({problem}); "
                    "often a quotation mark was not closed. Nothing was imported.",
                    "Mend that row and pick the file again.",
                ) from problem
            except (OSError, EOFError, zlib.error) as problem:
                raise _broken(self._name, problem) from problem
            self._number += 1
            if any(cell and not cell.isspace() for cell in cells):
                yield Row(self._number, tuple(cells))

    def _lines(self) -> Iterator[str]:
        """The file's lines, none longer than the limit: one endless line must not fill the memory."""
        longest = self._limits.line_characters
        while line := self._text.readline(longest):
            if len(line) >= longest:
                raise too_big(self._name, f"{longest:,} characters in row {self._number + 1}")
            yield line

    def _sniffed_separator(self) -> str:
        start = self._text.read(_SNIFFED_CHARACTERS)
        self._text.seek(0)
        return max(_SEPARATORS, key=lambda separator: _agreement(start, separator))


def _agreement(start: str, separator: str) -> tuple[int, int]:
    """How well the first records agree on their number of cells when cut at this separator."""
    lengths: Counter[int] = Counter()
    try:
        records = csv.reader(io.StringIO(start, newline=""), delimiter=separator)
        lengths.update(len(record) for record in itertools.islice(records, _SNIFFED_RECORDS) if record)
    except csv.Error:
        return (0, 0)
    if not lengths:
        return (0, 0)
    width, agreeing = lengths.most_common(1)[0]
    return (agreeing if width > 1 else 0, width)


def _checked(row: Row, width: int, limits: Limits) -> Row:
    cells = row.cells
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        had = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        return Row(row.number, cells[:width], f"it has {had} where the header has {width}")
    bad = [(place, _fault(cell, limits)) for place, cell in enumerate(cells) if _is_odd(cell, limits)]
    return Row(row.number, cells, bad_cells=tuple(bad))


def _is_odd(cell: str, limits: Limits) -> bool:
    return cell[:1] == "=" or "\0" in cell or len(cell) > limits.cell_characters


def _fault(cell: str, limits: Limits) -> str:
    if "\0" in cell:
        return NUL
    if len(cell) > limits.cell_characters:
        return f"is longer than {limits.cell_characters:,} characters"
    return FORMULA


def _encoding(name: str, stream: BinaryIO, limits: Limits) -> str:
    """The encoding that the whole file fits: all of it is read once, so that nothing breaks half-way through."""
    start = b""
    decoder: codecs.IncrementalDecoder | None = None
    is_utf8, size = True, 0
    try:
        while block := stream.read(_BLOCK_BYTES):
            size += len(block)
            if size > limits.file_bytes:
                raise too_big(name, f"{limits.file_bytes // 1_000_000:,} MB of text")
            if not start:
                start = block[:4096]
                decoder = codecs.getincrementaldecoder(_declared(start))()
            if is_utf8 and decoder is not None:
                is_utf8 = _fits(decoder, block)
    except (gzip.BadGzipFile, EOFError, zlib.error, OSError) as problem:
        raise _broken(name, problem) from problem
    declared = _declared(start)
    if is_utf8 and (decoder is None or _fits(decoder, b"", final=True)):
        return declared
    if declared != "utf-8":
        raise InputError(
            f"“{name}” is damaged: it begins as {_ENCODING_NAMES[declared]} but does not go on so.",
            "Nothing was imported.",
            "Export it again, as UTF-8 if you can choose.",
        )
    return _windows(name, stream)


def _declared(start: bytes) -> str:
    """The encoding a file shows at its start: its mark, or every other byte NUL."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(start) >= 4 and not any(start[1:40:2]) and all(start[0:40:2]):
        return "utf-16-le"
    if len(start) >= 4 and not any(start[0:40:2]) and all(start[1:40:2]):
        return "utf-16-be"
    return "utf-8"


def _fits(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _windows(name: str, stream: BinaryIO) -> str:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("cp1252")()
    while block := stream.read(_BLOCK_BYTES):
        if not _fits(decoder, block):
            raise InputError(
                f"The letters of “{name}” cannot be read.",
                "It is neither UTF-8, UTF-16 nor Windows-1252. Nothing was imported.",
                "Save it as CSV UTF-8 and pick it again.",
            )
    return "cp1252"


def _broken(name: str, problem: Exception) -> InputError:
    return InputError(
        f"“{name}” is damaged or cut off.",
        f"It could not be read to its end ({problem}). Nothing was imported.",
        "Fetch or export it again.",
    )
