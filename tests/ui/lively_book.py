"""A home with a busy book, connected with a practice Xero and synced, and an empty one: what pages are looked at with.

Everything in it came about as it does in life: typed in, sent, and changed by another bookkeeper in Xero.
"""

import csv
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.engine import sample_book
from safe_desktop.engine.books import new_book
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger, ledger_settings
from safe_desktop.engine.files.statement_importing import StatementOptions, import_statement
from safe_desktop.engine.homes import Home
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.sample_statement import statement_path, write_sample_statement
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import Query
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import Workplace, opened
from tests.engine.synced_book import connect
from tests.practice.practice_process import PracticeProcess

BUSY = "Fernhill Coffee & Fruit"
EMPTY = "Nothing Yet Ltd"
_BANK = "090"


@dataclass(frozen=True)
class Lively:
    """The home and what leads to its Xero."""

    home: Home
    environ: Mapping[str, str]


@contextmanager
def lively(folder: Path) -> Iterator[Lively]:
    """A home with both books, its practice Xero running."""
    home = Home(folder / "home", is_practice=True)
    with PracticeProcess.start(folder / "xero") as xero:
        environ = {**os.environ, **xero.environment()}
        for name in (BUSY, EMPTY):
            new_book(home, name, SystemClock())
        with opened(home, BUSY, environ=environ) as workplace:
            _live_a_year(workplace, xero)
        yield Lively(home, environ)


def _live_a_year(workplace: Workplace, xero: PracticeProcess) -> None:
    sample_book.fill(workplace)
    connect(workplace)
    for method in workplace.book.payments.methods():
        if method.name != "Cash":
            ledger_settings.save_method(workplace, replace(method, xero_account_code=_BANK))
    sync(workplace, Control(), reason="First sync")
    _another_bookkeeper(workplace, xero)
    _refused_one(workplace, xero)
    sync(workplace, Control(), reason="Sync now")
    _this_morning(workplace)
    _bank_statement(workplace)


def _open_ones(workplace: Workplace) -> list[str]:
    table = lists.invoices(workplace.book)
    entries = table.entries(table.ids(Query(only="awaiting", sort="number")))
    return [entry.number for entry in entries if entry.open == entry.total]


def _another_bookkeeper(workplace: Workplace, xero: PracticeProcess) -> None:
    """Two invoices change on both sides, one is voided there, one is paid there."""
    numbers = _open_ones(workplace)
    for number in numbers[:2]:
        found = workplace.book.documents.find_number(DocumentKind.INVOICE, number)
        assert found is not None
        ledger.change_document(workplace, replace(found, reference="PO 88213"))
        xero.admin("edit-invoice", {"invoice_number": number, "reference": "PO 88312"})
    xero.admin("void", {"invoice_number": numbers[2]})
    xero.admin("pay", {"invoice_number": numbers[3]})


def _refused_one(workplace: Workplace, xero: PracticeProcess) -> None:
    """An invoice that Xero refuses: the tax rate of its line was taken out of use there a moment ago."""
    today = workplace.clock.today()
    line = Line("Ground coffee, reduced rate", Decimal(12), Decimal("9.60"), "REDUCED")
    customer_id = workplace.book.customers.all_ids()[-1]
    document = Document(DocumentKind.INVOICE, "", customer_id, today, today + timedelta(days=30), (line,))
    ledger.add_document(workplace, document)
    xero.admin("rename-tax-rate", {"tax_type": "RROUTPUT", "status": "ARCHIVED"})


def _this_morning(workplace: Workplace) -> None:
    """New invoices that wait, one with something to review, and a change to one that is in Xero."""
    today = workplace.clock.today()
    customers = workplace.book.customers.all_ids()
    for place, customer_id in enumerate(customers[:9]):
        line = Line("Coffee beans, house blend", Decimal(4 + place), Decimal("18.40"), "STANDARD")
        document = Document(
            DocumentKind.INVOICE, "", customer_id, today, today + timedelta(days=30), (line,), reference=f"PO 77{place}"
        )
        ledger.add_document(workplace, document)
    number = _open_ones(workplace)[-11]  # before the nine of today and the refused one
    found = workplace.book.documents.find_number(DocumentKind.INVOICE, number)
    assert found is not None
    ledger.change_document(workplace, replace(found, reference="PO 90001", due_on=found.due_on + timedelta(days=14)))


def _bank_statement(workplace: Workplace) -> None:
    """A bank statement came in: what is certain is settled by itself, and something of every sort is left to decide."""
    path = statement_path(workplace.home)
    write_sample_statement(workplace, path)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_harder_lines(workplace))
    import_statement(workplace, path, StatementOptions(_BANK))
    match_all(workplace)


def _harder_lines(workplace: Workplace) -> Iterator[tuple[str, ...]]:
    """Lines that a person must look at: no number, half of it, the payer unknown, an agent, money that bounced."""
    table = lists.invoices(workplace.book)
    bills = table.entries(table.ids(Query(only="awaiting", sort="customer")))
    day = f"{workplace.clock.today():%d/%m/%Y}"
    for one in bills[:3]:
        yield day, "BGC", one.customer.upper()[:14], "PAYMENT", "", f"{one.open.decimal:f}", ""
    for one in bills[3:6]:
        half = Money(one.open.minor // 2, one.open.currency)
        yield day, "FPI", one.customer.upper()[:18], one.number.rpartition("-")[2], "", f"{half.decimal:f}", ""
    for one in bills[6:8]:
        yield day, "FPI", "MR J HARGREAVE", "THANK YOU", "", f"{one.open.decimal:f}", ""
    both = f"{bills[8].number} {bills[9].number}"
    yield day, "FPI", "LONG NAME OF A HOLDING COMPANY LTD T/A", both, "", "2000.00", ""
    yield day, "DD", "UNPAID DIRECT DEBIT", bills[10].customer.upper()[:18], "96.00", "", ""
