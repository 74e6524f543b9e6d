"""A bank statement file, read by what is in it and not by how it is called: OFX, CAMT.053, CSV or Excel.

Knows which kind of file it is and how big it may be; what stands in it is for the reader of each kind. Writes nothing
and knows no book.
"""

import codecs
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_cells import Cells
from safe_desktop.engine.files.import_columns import STATEMENTS
from safe_desktop.engine.files.import_mapping import Mapping, refuse_unusable
from safe_desktop.engine.files.import_table import Limits, too_big
from safe_desktop.engine.files.statement_guess import guessed_mapping, with_days_that_fit
from safe_desktop.engine.files.statement_lines import Statement, StatementFormat
from safe_desktop.engine.files.statement_rows import RowReader
from safe_desktop.engine.files.statement_table import LIMITS, opened_statement_table
from safe_desktop.errors import InputError

MappingFor = Callable[[Sequence[str]], Mapping | None]
"""What is known of a file with these headers."""

_SNIFFED = 8_192
_XML_ENCODING = re.compile(rb"(?:encoding=[\"']|CHARSET:)([A-Za-z0-9_-]+)")
_WEB_PAGE = ("<!doctype html", "<html", "<head", "<script")
_OTHERS = (
    ("%pdf", "a PDF"),
    ("!type:", "a QIF file"),
    ("!account", "a QIF file"),
    (":20:", "an MT940 file"),
    ("{1:f01", "an MT940 file"),
    ("{", "JSON"),
    ("{\\rtf", "a text document"),
)


def read_statement(
    path: Path, mapping: Mapping | None, default_currency: str, control: Control | None = None
) -> Statement:
    """The statement in the file, which must be of one account; InputError in words where it cannot be read."""
    found = read_statements(path, lambda _headers: mapping, default_currency, control)
    if len(found) != 1:
        names = ", ".join(f"{one.account or 'without a name'} in {one.currency}" for one in found)
        raise InputError(
            f"“{path.name}” holds several accounts: {names}.",
            "Nothing was imported.",
            "Download one file for each account.",
        )
    return found[0]


def read_statements(
    path: Path,
    mapping_for: MappingFor,
    default_currency: str,
    control: Control | None = None,
    limits: Limits = LIMITS,
) -> list[Statement]:
    """The statements in the file, one for each account and currency; InputError in words where it cannot be read."""
    kind = kind_of_file(path)
    if kind is StatementFormat.TABLE:
        return _read_table(path, mapping_for, default_currency, control or Control(), limits)
    content = _content(path, limits)
    if kind is StatementFormat.OFX:
        # Each reader is loaded only for a file of its kind: the library behind it takes a third of a second.
        from safe_desktop.engine.files.statement_ofx import read_ofx  # noqa: PLC0415

        return read_ofx(path.name, _decoded(content), default_currency)
    from safe_desktop.engine.files.statement_camt import read_camt  # noqa: PLC0415

    return read_camt(path.name, content, default_currency)


def kind_of_file(path: Path) -> StatementFormat:
    """What the file's beginning shows it to be; InputError for what is surely no statement."""
    try:
        with path.open("rb") as stream:
            start = stream.read(_SNIFFED)
    except (OSError, ValueError):
        return StatementFormat.TABLE  # opening it as a table says in words what is wrong with it
    text = _decoded(start).lstrip("\ufeff \t\r\n").lower()
    if "ofxheader" in text[:400] or "<ofx>" in text or "<?ofx" in text:
        return StatementFormat.OFX
    if text.startswith(_WEB_PAGE):
        raise InputError(
            f"“{path.name}” is a web page, not a statement.",
            "Often it is the bank's sign-in page, saved under the name of the download. Nothing was imported.",
            "Sign in to the bank and download the statement again.",
        )
    if text.startswith("<"):
        return StatementFormat.CAMT
    for beginning, what in _OTHERS:
        if text.startswith(beginning):
            raise InputError(
                f"“{path.name}” is {what}.",
                "It cannot be read. Nothing was imported.",
                "The bank gives the same statement as CSV, OFX or CAMT.053: download it as one of these.",
            )
    return StatementFormat.TABLE


def _read_table(
    path: Path, mapping_for: MappingFor, default_currency: str, control: Control, limits: Limits
) -> list[Statement]:
    with opened_statement_table(path, limits) as looked_at:
        texts = [row.cells for row in looked_at.rows()]
    with opened_statement_table(path, limits) as table:
        mapping = mapping_for(table.headers) or guessed_mapping(table.headers, texts)
        if mapping.kind != STATEMENTS:
            raise InputError(f"The mapping is for {mapping.kind}, not for {STATEMENTS}.", "Nothing was imported.")
        refuse_unusable(mapping, table.headers, path.name)
        cells = Cells(table.headers, with_days_that_fit(mapping, table.headers, texts))
        rows = list(cells.rows(table, control, "Reading the statement"))
        found = RowReader(cells, default_currency).statements(rows, path.name, table.notes)
    if not found:
        raise InputError(f"“{path.name}” has no lines.", "There is nothing to import.", "Pick another file.")
    return found


def _content(path: Path, limits: Limits) -> bytes:
    try:
        if path.stat().st_size > limits.file_bytes:
            raise too_big(path.name, f"{limits.file_bytes // 1_000_000:,} MB")
        return path.read_bytes()
    except OSError as problem:
        raise InputError(
            f"“{path.name}” cannot be read.",
            f"{problem.strerror or problem}. Nothing was imported.",
            "Check that you may read it and that no other program holds it.",
        ) from problem


def _decoded(content: bytes) -> str:
    """The text, in the encoding that its mark, its own words or its bytes show; what is left unclear is replaced.

    Banks often declare one encoding and write another: what is valid UTF-8 is UTF-8.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _XML_ENCODING.search(content[:_SNIFFED])
    name = declared[1].decode("ascii") if declared else "cp1252"
    try:
        return content.decode("cp1252" if name in ("1252", "NONE") else name, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")
