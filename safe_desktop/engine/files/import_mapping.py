"""What a person settled about a file: which column is what, and how its dates, prices and numbers are to be read.

Kept per layout of file in the book, and as JSON in a file for the command line. Knows nothing of rows.
"""

import json
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.files.import_columns import FIELDS, PAYMENTS, STATEMENTS, fingerprint, keys_of
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_MAX_MAPPING_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read what a column's name cannot tell."""

    day_first: bool = True
    decimal_comma: bool = False
    tax_mode: TaxMode | None = None
    """None: as the VAT column and the book's default VAT code say."""
    vat_code: str = ""
    """The VAT code of rows that name none; empty for the book's setting."""
    credit_prefix: str = "C"
    """Numbers that begin so, followed by a digit, are cancellations; empty for none."""
    cash_customer: str = ""
    """Who gets documents that name no customer; empty for the book's setting."""
    currency: str = ""
    """The currency of rows that name none; empty for the book's."""
    round_prices: bool = False
    """Whether prices of more than four decimals are rounded, rather than refused."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which header holds which field of `import_columns.FIELDS`, and the options."""

    kind: str
    columns: dict[str, str] = field(default_factory=dict)
    options: ImportOptions = field(default_factory=ImportOptions)

    def as_json(self) -> str:
        """The mapping as text that a person can read and change."""
        content = {"kind": self.kind, "columns": self.columns, "options": asdict(self.options)}
        return json.dumps(content, ensure_ascii=False, indent=2)


def mapping_from_json(text: str, source: str) -> Mapping:
    """The mapping in this JSON text; InputError in words when it is none. `source` names where the text is from."""
    try:
        content = json.loads(text)
    except ValueError as problem:
        raise _not_a_mapping(source, f"it is not JSON ({problem})") from problem
    if not isinstance(content, dict) or set(content) - {"kind", "columns", "options"}:
        raise _not_a_mapping(source, "it needs “kind”, “columns” and “options”, and nothing else")
    kind, columns, options = content.get("kind"), content.get("columns", {}), content.get("options", {})
    if kind not in FIELDS:
        raise _not_a_mapping(source, f"its kind is {kind!r}, not one of {', '.join(FIELDS)}")
    if not _is_text_to_text(columns):
        raise _not_a_mapping(source, "“columns” must give the header of the file for each field")
    if unknown := sorted(set(columns) - set(keys_of(kind))):
        raise _not_a_mapping(source, f"there is no field {', '.join(unknown)}; there are {', '.join(keys_of(kind))}")
    return Mapping(kind, dict(columns), _options_from(options, source))


def read_mapping(path: Path) -> Mapping:
    """The mapping kept in this file; InputError in words when there is none."""
    try:
        if path.stat().st_size > _MAX_MAPPING_BYTES:
            raise _not_a_mapping(path.name, "it is bigger than 1 MB")
        return mapping_from_json(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise _not_a_mapping(path.name, str(problem)) from problem


def _is_text_to_text(thing: object) -> bool:
    return isinstance(thing, dict) and all(isinstance(part, str) for pair in thing.items() for part in pair)


def _options_from(given: object, source: str) -> ImportOptions:
    known = {option.name: option.default for option in fields(ImportOptions)}
    if not isinstance(given, dict) or set(given) - set(known):
        raise _not_a_mapping(source, f"“options” may hold {', '.join(known)}")
    values: dict[str, object] = dict(given)
    for name, value in given.items():
        if name == "tax_mode":
            if value is not None and value not in list(TaxMode):
                raise _not_a_mapping(source, f"tax_mode is one of {', '.join(TaxMode)}, or null")
            values[name] = TaxMode(value) if value is not None else None
        elif type(value) is not type(known[name]):
            raise _not_a_mapping(source, f"{name} cannot be {json.dumps(value)}")
    return replace(ImportOptions(), **values)  # type: ignore[arg-type]


def _not_a_mapping(source: str, reason: str) -> InputError:
    return InputError(
        f"“{source}” cannot be used as a column mapping: {reason}.",
        "Nothing was imported.",
        "Mend it, or leave it out and let the columns be guessed.",
    )


def _key(kind: str, headers: Sequence[str]) -> str:
    return f"mapping:{fingerprint(kind, headers)}"


def remembered_mapping(book: Book, kind: str, headers: Sequence[str]) -> Mapping | None:
    """What was settled the last time a file with these headers was imported into the book, or None."""
    text = book.settings.remembered(_key(kind, headers))
    if text is None:
        return None
    try:
        return mapping_from_json(text, "the book")
    except InputError:
        return None  # written by another version of the program: guessing anew loses nothing


def remember_mapping(book: Book, mapping: Mapping, headers: Sequence[str]) -> None:
    """Keep what was settled, for the next file with these headers; inside a transaction."""
    book.settings.remember(_key(mapping.kind, headers), mapping.as_json())


def refuse_unusable(mapping: Mapping, headers: Sequence[str], name: str) -> None:
    """Raise InputError when the mapping names columns the file lacks, or lacks what is needed."""
    absent = sorted(header for header in mapping.columns.values() if header not in headers)
    if absent:
        raise InputError(
            f"“{name}” has no column “{absent[0]}”.",
            f"Its columns are: {_listed(headers)}. Nothing was imported.",
            "Choose the columns again.",
        )
    missing = missing_fields(mapping)
    if missing:
        raise InputError(
            f"It is not known which column of “{name}” holds: {', '.join(missing)}.",
            f"Its columns are: {_listed(headers)}. Nothing was imported.",
            "Choose the columns, or pick another file.",
        )


def missing_fields(mapping: Mapping) -> list[str]:
    """The labels of what the mapping must still name a column for."""
    fields_of_kind = FIELDS[mapping.kind]
    missing = [wanted.label for wanted in fields_of_kind if wanted.is_required and wanted.key not in mapping.columns]
    if mapping.kind == PAYMENTS and not _names_payer(mapping.columns):
        missing.append("Customer or Invoice number")
    if mapping.kind == STATEMENTS and not {"amount", "paid_in", "paid_out"} & set(mapping.columns):
        missing.append("Amount, or Paid in and Paid out")
    return missing


def _names_payer(columns: Dictionary[str, str]) -> bool:
    return any(key in columns for key in ("number", "customer", "customer_code"))


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(f"“{header}”" for header in headers[:20])
    return shown if len(headers) <= 20 else f"{shown} and {len(headers) - 20} more"
