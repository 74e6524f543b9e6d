"""New Zealand and Australia from end to end: their GST codes, their currency, the same rounding, everything once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.books import new_book
from safe_desktop.engine.entry import ledger, ledger_payments, ledger_settings
from safe_desktop.engine.homes import Home
from safe_desktop.store.book_file import Book
from tests.engine.synced_book import BANK, Bench, connect, reopened
from tests.made_records import MovableClock
from tests.practice.practice_process import PracticeProcess

NZ, AU = "Kowhai Street Supplies", "Wattle Street Supplies"
CODES = {
    "NZ": {("STANDARD", "15", "OUTPUT2"), ("ZERO", "0", "ZERORATED"), ("NO_VAT", "0", "NONE")},
    "AU": {("STANDARD", "10", "OUTPUT"), ("ZERO", "0", "EXEMPTOUTPUT"), ("NO_VAT", "0", "BASEXCLUDED")},
}


def codes(book: Book) -> set[tuple[str, str, str | None]]:
    return {(code.code, f"{code.rate.normalize():f}", code.xero_tax_type) for code in book.chart.vat_codes()}


@contextmanager
def unconnected(folder: Path) -> Iterator[Bench]:
    xero = PracticeProcess.start(folder / "xero")
    try:
        xero.admin("organisations", {"country": "AU", "name": AU})
        with reopened(folder, xero) as bench:
            yield bench
    finally:
        xero.stop()


def send_a_month(bench: Bench, currency: str) -> list[Document]:
    """Documents of all codes and modes, with prices that fall on half a cent, and a payment."""
    workplace = bench.workplace
    method = workplace.book.payments.find_method("Bank transfer")
    assert method is not None
    ledger_settings.save_method(workplace, replace(method, xero_account_code=BANK))
    customer = bench.customer("Pohutukawa Café")
    made = []
    for place, mode in enumerate(TaxMode):
        rates = {code.code: code.rate for code in workplace.book.chart.vat_codes()}
        lines = tuple(
            Line("Beans", Decimal("3"), Decimal(price), code, Decimal(0) if mode is TaxMode.NO_TAX else rate)
            for code, rate in rates.items()
            for price in ("2.1650", "25.0583", "0.3333")
        )
        document = Document(
            DocumentKind.INVOICE,
            f"INV-000{place + 1}",
            customer,
            date(2026, 11, 2),
            date(2026, 12, 2),
            lines,
            currency=currency,
            tax_mode=mode,
        )
        made.append(ledger.add_document(workplace, document).value)
    paid = Payment(customer, date(2026, 11, 20), Money(1234, currency), method.id, document_id=made[0].id)
    ledger_payments.add_payment(workplace, paid)
    return made


@pytest.mark.parametrize(("country", "name", "currency"), [("NZ", NZ, "NZD"), ("AU", AU, "AUD")])
def test_a_month_of_another_country_goes_to_xero_and_ties_out(
    tmp_path: Path, country: str, name: str, currency: str
) -> None:
    with unconnected(tmp_path) as bench:
        connect(bench.workplace, name)
        assert codes(bench.workplace.book) == CODES[country]
        made = send_a_month(bench, currency)
        report = bench.sync()
        assert (report.sent, report.refused, report.mismatches_open) == (5, 0, 0)
        told = bench.xero.sign_in(name).ok("GET", "Invoices", page=1, unitdp=4)["Invoices"]
        there = {one["InvoiceNumber"]: one for one in told}
        for document in made:
            theirs, totals = there[document.number], document.totals
            assert f"{theirs['Total']:.2f}" == str(totals.total.decimal)
            assert f"{theirs['TotalTax']:.2f}" == str(totals.tax.decimal)
            assert theirs["CurrencyCode"] == currency
            assert bench.word(RecordKind.INVOICE, document.id) is Standing.IN_XERO
        assert f"{there['INV-0001']['AmountPaid']:.2f}" == "12.34"
        again = bench.sync()
        assert (again.sent, again.mismatches_open) == (0, 0)


def test_a_book_with_documents_keeps_its_own_codes(tmp_path: Path) -> None:
    with unconnected(tmp_path) as bench:
        bench.invoice(bench.customer("Ann"), "10")
        before = codes(bench.workplace.book)
        connect(bench.workplace, NZ)
        assert codes(bench.workplace.book) == before


def test_codes_that_somebody_has_changed_stay(tmp_path: Path) -> None:
    with unconnected(tmp_path) as bench:
        standard = bench.workplace.book.chart.find_vat_code("STANDARD")
        assert standard is not None
        ledger_settings.save_vat_code(bench.workplace, replace(standard, name="My own name"))
        before = codes(bench.workplace.book)
        connect(bench.workplace, AU)
        assert codes(bench.workplace.book) == before


@pytest.mark.parametrize("country", ["NZ", "AU"])
def test_a_new_book_can_begin_with_the_codes_of_its_country(tmp_path: Path, country: str) -> None:
    facts = new_book(Home(tmp_path), "Down Under", MovableClock(), country)
    book = Book.open(facts.path, MovableClock())
    try:
        assert codes(book) == CODES[country]
    finally:
        book.close()
