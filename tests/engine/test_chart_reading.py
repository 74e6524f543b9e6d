"""When the chart and the lock dates are read again: daily, hourly while something waits, and never for nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from tests.engine.synced_book import Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def read_before(bench: Bench, minutes: int) -> None:
    """The chart was last read so many minutes ago."""
    book = bench.workplace.book
    with book.transaction():
        book.cursors.put("organisation", None, book.clock.now() - timedelta(minutes=minutes))


def test_a_period_locked_meanwhile_is_known_before_anything_goes_for_it(bench: Bench) -> None:
    bench.sync()
    bench.xero.admin("knobs", {"user_is_adviser": True})
    bench.xero.admin("lock-period", {"period_lock_date": "2026-11-30"})
    invoice = bench.invoice(bench.customer("Ann"), "10")
    read_before(bench, 61)
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.TO_REVIEW
    assert bench.invoices_in_xero() == []


def test_a_tax_rate_put_back_in_xero_is_known_within_the_hour(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10", vat_code="REDUCED")
    bench.archive_tax_rate("RROUTPUT")
    read_before(bench, 61)
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.TO_REVIEW
    bench.xero.admin("rename-tax-rate", {"tax_type": "RROUTPUT", "status": "ACTIVE"})
    read_before(bench, 59)
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.TO_REVIEW
    read_before(bench, 61)
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_the_currency_of_a_bank_account_is_read_with_the_chart(bench: Bench) -> None:
    bench.sync()
    told = {one.kind == "BANK": one.currency for one in bench.workplace.book.chart.accounts()}
    assert told == {True: "GBP", False: ""}


def test_while_nothing_waits_an_idle_sync_stays_one_call(bench: Bench) -> None:
    bench.sync()
    read_before(bench, 23 * 60)
    assert bench.sync().calls == 1
    read_before(bench, 24 * 60)
    assert bench.sync().calls == 4
