"""Customers, invoices and payments out of a file into the book: all of what can be taken, and a reason for the rest.

An import is one transaction: stopped or failed, it leaves the book as it was. The alternative, a commit every hundred
documents, would let a sync by timer send the first half of a file that a person is just stopping because it is the
wrong one. So all is read and decided first, without holding the book, and only the writing is inside the transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from safe_desktop.engine import changes as changed
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.examining import Place, examine, refuse_unknown_kind
from safe_desktop.engine.files.import_cells import Cells, MappedRow
from safe_desktop.engine.files.import_columns import CUSTOMERS, INVOICES
from safe_desktop.engine.files.import_customers import WORD as CUSTOMER_WORD
from safe_desktop.engine.files.import_customers import CustomerPlanner, write_customers
from safe_desktop.engine.files.import_documents import WORDS, DocumentPlan, DocumentPlanner, write_documents
from safe_desktop.engine.files.import_files import opened_table
from safe_desktop.engine.files.import_invoices import InvoiceReader, row_worth
from safe_desktop.engine.files.import_mapping import (
    ImportOptions,
    Mapping,
    refuse_unusable,
    remember_mapping,
    remembered_mapping,
)
from safe_desktop.engine.files.import_payments import WORD as PAYMENT_WORD
from safe_desktop.engine.files.import_payments import PaymentPlanner, move_debits, payment_worth, write_payments
from safe_desktop.engine.files.import_report import FileSum, ImportReport, Remark, Tallies
from safe_desktop.engine.files.import_vat import VatReader
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read: its rows, and what it adds up to by itself."""

    name: str
    headers: tuple[str, ...]
    notes: tuple[str, ...]
    cells: Cells
    rows: list[MappedRow]
    sums: FileSum


@dataclass(slots=True)
class _Decided:
    """What is to be done about every row, and how to do it."""

    tallies: Tallies
    write: Callable[[], None]
    touched: Changes
    notes: list[str] = field(default_factory=list)
    kept_not_sent: Sequence[Remark] = ()
    on_account: Sequence[Remark] = ()
    new_customers: int = 0
    moved: int = 0


def run_import(
    workplace: Place,
    control: Control,
    kind: str,
    path: Path,
    mapping: Mapping | None = None,
    options: ImportOptions | None = None,
    dry_run: bool = False,
    *,
    seed: Callable[[], str] = lambda: uuid4().hex,
) -> ImportReport:
    """What became of every row. Without a mapping the remembered or guessed one is used; `options` replace its own."""
    refuse_unknown_kind(kind)
    chosen, unasked = _settled(workplace, control, kind, path, mapping, options)
    read = _read(path, chosen, control, unasked)
    if dry_run:
        return _report(read, _decide(workplace, control, read, seed), kind, dry_run=True)
    before = _last_change(workplace)
    decided = _decide(workplace, control, read, seed)
    with workplace.book.transaction():
        if _last_change(workplace) != before:  # a sync landed something meanwhile: what was decided may be wrong now
            decided = _decide(workplace, control, read, seed)
        report = _report(read, decided, kind, dry_run=False)
        decided.write()
        remember_mapping(workplace.book, chosen, read.headers)
        told = ", ".join(f"{tally.records:,} {tally.word.lower()}" for tally in report.accepted)
        workplace.book.activity.note(
            "Import", "Imported", "", None, read.name, f"{told}; {len(report.refused)} refused"
        )
        control.check()
    return report


def _settled(
    workplace: Place, control: Control, kind: str, path: Path, mapping: Mapping | None, options: ImportOptions | None
) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping to import with, and what a person was not asked about it and must read in the report."""
    unasked: tuple[str, ...] = ()
    if mapping is None:
        with opened_table(path) as table:
            mapping = remembered_mapping(workplace.book, kind, table.headers)
    if mapping is None:
        examined = examine(workplace, kind, path, control=control)
        mapping = examined.mapping
        unasked = examined.questions if options is None else ()
    if mapping.kind != kind:
        raise InputError(f"The mapping is for {mapping.kind}, not for {kind}.", "Nothing was imported.")
    return (mapping if options is None else replace(mapping, options=options)), unasked


def _last_change(workplace: Place) -> int:
    latest = workplace.book.activity.latest(1)
    return latest[0].seq if latest else 0


def _read(path: Path, mapping: Mapping, control: Control, unasked: Sequence[str]) -> _Read:
    """The file's rows, and its own sum, counted row by row before anything is made of them."""
    worth = {CUSTOMERS: _nothing, INVOICES: row_worth}.get(mapping.kind, payment_worth)
    amount, unreadable = Decimal(0), 0
    rows: list[MappedRow] = []
    with opened_table(path) as table:
        refuse_unusable(mapping, table.headers, path.name)
        cells = Cells(table.headers, mapping)
        for row in cells.rows(table, control, "Reading the file"):
            rows.append(row)
            value = worth(cells, row)
            unreadable += value is None
            amount += value or 0
        return _Read(
            path.name, table.headers, (*table.notes, *unasked), cells, rows, FileSum(len(rows), amount, unreadable)
        )


def _nothing(_cells: Cells, _row: MappedRow) -> Decimal:
    """A customer's row has no worth."""
    return Decimal(0)


def _decide(workplace: Place, control: Control, read: _Read, seed: Callable[[], str]) -> _Decided:
    kind = read.cells.mapping.kind
    if kind == CUSTOMERS:
        return _decide_customers(workplace, control, read)
    if kind == INVOICES:
        return _decide_invoices(workplace, control, read)
    return _decide_payments(workplace, control, read, seed)


def _decide_customers(workplace: Place, control: Control, read: _Read) -> _Decided:
    tallies = Tallies([CUSTOMER_WORD])
    planner = CustomerPlanner(workplace.book, read.cells, tallies)
    planner.decide_all(read.rows)

    def write() -> None:
        write_customers(workplace.book, planner.parties, control, read.name, workplace.clock.today())

    return _Decided(tallies, write, Changes.of(changed.CUSTOMERS))


def _decide_invoices(workplace: Place, control: Control, read: _Read) -> _Decided:
    book = workplace.book
    tallies = Tallies(list(WORDS.values()))
    reader = InvoiceReader(
        read.cells, VatReader(book.chart.vat_codes(), _vat_code(book, read)), _currency(workplace, read)
    )
    planner = DocumentPlanner(book, read.cells, reader, tallies)
    planner.decide_all(read.rows, control)

    def write() -> None:
        write_documents(book, planner.plan, planner.parties, control, read.name, workplace.clock.today())

    cash = read.cells.mapping.options.cash_customer or book.settings.cash_customer
    return _Decided(
        tallies,
        write,
        Changes.of(changed.CUSTOMERS, changed.DOCUMENTS),
        notes=_document_notes(planner.plan, cash),
        kept_not_sent=planner.plan.kept_not_sent,
        new_customers=len(planner.parties.new),
    )


def _vat_code(book: Book, read: _Read) -> str:
    """The VAT code of rows that name none; InputError when the options name one that the book does not have."""
    chosen = read.cells.mapping.options.vat_code
    if chosen and book.chart.find_vat_code(chosen) is None:
        raise InputError(
            f"This book has no VAT code “{chosen}”.", "Nothing was imported.", "Choose another in the options."
        )
    return chosen or book.settings.default_vat_code


def _document_notes(plan: DocumentPlan, cash: str) -> list[str]:
    notes = []
    if plan.unnamed:
        notes.append(f"Documents without a customer, taken for “{cash}”: {plan.unnamed:,}")
    if plan.turned_by_total:
        notes.append(f"Documents with a total below zero, made credit notes: {plan.turned_by_total:,}")
    if plan.undescribed_rows:
        notes.append(f"Rows without a description, named by their item code: {plan.undescribed_rows:,}")
    if plan.kept_not_sent:
        notes.append(f"Documents with a total of 0.00, kept and not sent: {len(plan.kept_not_sent):,}")
    return notes


def _decide_payments(workplace: Place, control: Control, read: _Read, seed: Callable[[], str]) -> _Decided:
    tallies = Tallies([PAYMENT_WORD])
    planner = PaymentPlanner(workplace.book, read.cells, tallies, _currency(workplace, read), seed)
    planner.decide_all(read.rows)

    def write() -> None:
        write_payments(workplace.book, planner.planned, control, read.name, workplace.clock.today())
        move_debits(workplace.book, planner.moves, workplace.clock.today())

    notes = [f"Payments that are here already, with news of their collection: {len(planner.moves):,}"]
    return _Decided(
        tallies,
        write,
        Changes.of(changed.PAYMENTS, changed.DOCUMENTS, changed.CUSTOMERS),
        notes=notes if planner.moves else [],
        on_account=planner.on_account,
        moved=len(planner.moves),
    )


def _currency(workplace: Place, read: _Read) -> str:
    """The currency of rows that name none."""
    organisation = workplace.book.chart.organisation()
    return read.cells.mapping.options.currency or (organisation.base_currency if organisation else "GBP")


def _report(read: _Read, decided: _Decided, kind: str, dry_run: bool) -> ImportReport:
    tallies = decided.tallies
    notes = [*read.notes, *decided.notes]
    if read.sums.unreadable_rows:
        notes.append(
            f"Refused rows without an amount that can be read, left out of the sum: {read.sums.unreadable_rows:,}"
        )
    is_new = bool(decided.moved) or any(tally.records for tally in tallies.accepted)
    report = ImportReport(
        kind=kind,
        file_name=read.name,
        is_dry_run=dry_run,
        file=read.sums,
        accepted=tallies.accepted,
        already=tallies.already,
        refused=tuple(tallies.refused),
        refused_sum=tallies.refused_sum,
        rounding=tallies.rounding,
        kept_not_sent=tuple(decided.kept_not_sent),
        on_account=tuple(decided.on_account),
        notes=tuple(notes),
        new_customers=decided.new_customers,
        changes=decided.touched if is_new and not dry_run else Changes(),
    )
    assert report.check.adds_up, f"rows or pennies of {read.name} are unaccounted for: {report.check}"
    return report
