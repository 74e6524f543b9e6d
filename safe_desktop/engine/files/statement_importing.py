"""A bank statement file into the book: its lines become receipts that wait to be matched, each of them once.

One transaction for the whole file: stopped or failed, it leaves the book as it was. Matches nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.engine.changes import MISMATCHES, Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.examining import SAMPLE_ROWS, Examined, Place
from safe_desktop.engine.files.import_columns import STATEMENTS
from safe_desktop.engine.files.import_mapping import Mapping, remember_mapping, remembered_mapping
from safe_desktop.engine.files.statement_accounts import (
    bank_accounts,
    chosen_account,
    currency_of,
    proposed_account,
    refuse_other_currency,
    remember_account,
)
from safe_desktop.engine.files.statement_doubles import same_money
from safe_desktop.engine.files.statement_guess import guessed_mapping, questions_about, with_days_that_fit
from safe_desktop.engine.files.statement_keys import is_of_another_kind, source_keys
from safe_desktop.engine.files.statement_lines import Statement, StatementFormat, StatementLine
from safe_desktop.engine.files.statement_reading import kind_of_file, read_statements
from safe_desktop.engine.files.statement_report import AccountPart, StatementReport
from safe_desktop.engine.files.statement_table import opened_statement_table
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import base_currency
from safe_desktop.store.receipt_records import StoredReceipt

_MOST_WORDS = 500
"""So many characters of each text are kept; banks write 140 at most."""


@dataclass(frozen=True, slots=True)
class StatementOptions:
    """What a person settled about the file: its account, its columns, and whether to try it only."""

    account_code: str = ""
    mapping: Mapping | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class StatementLook:
    """A look at a file before it is imported. `table` is there for CSV and Excel only: their columns can be chosen.

    `accounts` are the bank's names of what is in it and the codes proposed for these; none where columns are missing.
    """

    file_name: str
    format: StatementFormat
    accounts: tuple[tuple[str, str], ...] = ()
    table: Examined | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What of an account's lines is kept, how many of these are new, and how many another kind of file brought."""

    to_keep: Sequence[StoredReceipt]
    new: int
    from_other_files: int


def examine_statement(
    workplace: Place, path: Path, mapping: Mapping | None = None, control: Control | None = None
) -> StatementLook:
    """What the file is, and what its columns seem to mean; a mapping may be given to look at it with that one."""
    control = control or Control()
    kind = kind_of_file(path)
    if kind is not StatementFormat.TABLE:
        return StatementLook(path.name, kind, _accounts(workplace.book, _read(workplace.book, path, None, control)))
    table = _examined(workplace.book, path, mapping)
    has_all = "came_on" in table.mapping.columns and bool(
        {"amount", "paid_in", "paid_out"} & set(table.mapping.columns)
    )
    found = _read(workplace.book, path, table.mapping, control) if has_all else []
    return StatementLook(path.name, kind, _accounts(workplace.book, found), table)


def import_statement(
    workplace: Place, path: Path, options: StatementOptions | None = None, control: Control | None = None
) -> StatementReport:
    """What became of every line of the file; InputError in words where file or account cannot be made out."""
    options, control = options or StatementOptions(), control or Control()
    book = workplace.book
    look = _examined(book, path, options.mapping) if kind_of_file(path) is StatementFormat.TABLE else None
    mapping = look.mapping if look else None
    as_read = _read(book, path, mapping, control)
    codes = [chosen_account(book, one, options.account_code if len(as_read) == 1 else "") for one in as_read]
    statements = _in_their_currency(book, path, mapping, as_read, codes, control)
    receipts = [_receipts(one, code) for one, code in zip(statements, codes, strict=True)]
    if options.dry_run:
        return _report(book, look, statements, codes, [_found(book, some) for some in receipts], is_dry_run=True)
    control.progress(0, None, "Keeping the lines")
    with book.transaction():
        found = [_found(book, some) for some in receipts]
        ids = tuple(number for one in found for number in book.receipts.keep(one.to_keep).new)
        for one, code in zip(as_read, codes, strict=True):
            remember_account(book, one, code)
        if look is not None:
            remember_mapping(book, look.mapping, look.headers)
        report = _report(book, look, statements, codes, found, is_dry_run=False)
        told = f"{report.new:,} new, {report.known:,} here already, {len(report.bad):,} not taken"
        book.activity.note("Import", "Imported", "bank statement", None, path.name, told)
        control.check()
    return replace(report, new_ids=ids, changes=Changes.of(MISMATCHES) if ids else Changes())


def _examined(book: Book, path: Path, mapping: Mapping | None) -> Examined:
    """The file's columns and first rows, and what must be asked."""
    with opened_statement_table(path) as table:
        rows = [row.cells for row in table.rows()]
        headers, encoding, notes = table.headers, table.encoding, table.notes
    known = mapping or remembered_mapping(book, STATEMENTS, headers)
    chosen = with_days_that_fit(known or guessed_mapping(headers, rows), headers, rows)
    order, questions = questions_about(chosen, headers, rows)
    return Examined(
        kind=STATEMENTS,
        file_name=path.name,
        headers=headers,
        samples=tuple(rows[:SAMPLE_ROWS]),
        mapping=chosen,
        is_remembered=known is not None and mapping is None,
        encoding=encoding,
        row_count=len(rows),
        notes=notes,
        questions=questions,
        day_order=order,
    )


def _read(
    book: Book, path: Path, mapping: Mapping | None, control: Control, currency: str | None = None
) -> list[Statement]:
    """The statements in the file; what names no currency is in this one, else in the book's own."""
    return read_statements(path, lambda _headers: mapping, currency or base_currency(book) or "GBP", control)


def _in_their_currency(
    book: Book,
    path: Path,
    mapping: Mapping | None,
    as_read: list[Statement],
    codes: Sequence[str],
    control: Control,
) -> list[Statement]:
    """The statements in the currencies of their accounts; InputError in words where the file says otherwise.

    Most banks leave the currency out of a CSV: there it is the account's. Only where there is one account can it be.
    """
    statements = as_read
    if len(as_read) == 1 and currency_of(book, codes[0]) not in ("", as_read[0].currency):
        statements = _read(book, path, mapping, control, currency_of(book, codes[0]))
    for one, code in zip(statements, codes, strict=True):
        refuse_other_currency(book, one, code)
    return statements


def _accounts(book: Book, statements: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    return tuple((one.account, proposed_account(book, one)) for one in statements)


def _receipts(statement: Statement, code: str) -> list[StoredReceipt]:
    keys = source_keys(statement.account or code, statement.lines, statement.format)
    return [_receipt(line, key, code) for line, key in zip(statement.lines, keys, strict=True)]


def _receipt(line: StatementLine, key: str, code: str) -> StoredReceipt:
    return StoredReceipt(
        source=ReceiptSource.BANK,
        source_key=key,
        came_on=line.came_on,
        amount=line.amount,
        account_code=code,
        kind=line.kind[:_MOST_WORDS],
        payee=line.payee[:_MOST_WORDS],
        reference=line.reference[:_MOST_WORDS],
        narrative=line.narrative[:_MOST_WORDS],
    )


def _found(book: Book, receipts: Sequence[StoredReceipt]) -> _Found:
    """Which lines are new: neither were they read before, nor are they money that a file of another kind brought."""
    keys = {one.source_key for one in receipts}
    known = book.receipts.ids_by_key(keys)
    new = [one for one in receipts if one.source_key not in known]
    if not new:
        return _Found(receipts, 0, 0)
    days = [one.came_on for one in new]
    around = book.receipts.of_days(ReceiptSource.BANK, new[0].account_code, min(days), max(days))
    same = same_money(new, [one for one in around if is_of_another_kind(one.source_key, new[0].source_key)])
    return _Found([one for one in receipts if one.source_key not in same], len(new) - len(same), len(same))


def _report(
    book: Book,
    look: Examined | None,
    statements: Sequence[Statement],
    codes: Sequence[str],
    found: Sequence[_Found],
    is_dry_run: bool,
) -> StatementReport:
    names = bank_accounts(book)
    parts = [
        _part(statement, code, names.get(code, ""), new)
        for statement, code, new in zip(statements, codes, found, strict=True)
    ]
    return StatementReport(
        file_name=statements[0].file_name,
        format=statements[0].format,
        is_dry_run=is_dry_run,
        parts=tuple(parts),
        notes=tuple(dict.fromkeys(note for one in statements for note in one.notes)),
        questions=look.questions if look is not None and not look.is_remembered else (),
    )


def _part(statement: Statement, code: str, name: str, found: _Found) -> AccountPart:
    days = [line.came_on for line in statement.lines]
    return AccountPart(
        account=statement.account,
        account_code=code,
        account_name=name,
        currency=statement.currency,
        lines=len(statement.lines),
        new=found.new,
        known=len(statement.lines) - found.new,
        from_other_files=found.from_other_files,
        money_in=statement.money_in,
        money_out=statement.money_out,
        proof=statement.proof,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        bad=statement.bad,
        passed_over=statement.passed_over,
        gaps=statement.gaps,
    )
