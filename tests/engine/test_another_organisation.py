"""A book that comes to another organisation: nothing of the one before is left, and both lists are compared anew."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine import connecting
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding import first_comparison, likely_doubles
from safe_desktop.engine.entry import ledger
from tests.engine.synced_book import UK, Bench, connect, connected_anew
from tests.practice.practice_process import PracticeProcess

NZ = "Kowhai Street Supplies"


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with connected_anew(tmp_path, xero) as made:
        yield made


def test_an_untied_book_forgets_what_it_read_of_the_first_organisation(bench: Bench) -> None:
    bench.xero.admin("contact", {"name": "Westbury Hotels"})
    bench.xero.admin("contact", {"name": "Alder Bakery", "organisation": NZ})
    customer = bench.customer("Alder Bakery Ltd")
    found = first_comparison.compare(bench.workplace, Control())
    assert ([one.name for one in found.only_there], found.pairs) == (["Westbury Hotels"], ())
    connecting.disconnect(bench.workplace, Control())
    connect(bench.workplace, NZ)
    assert likely_doubles.is_open(bench.workplace.book)
    found = first_comparison.compare(bench.workplace, Control())
    assert [(one.customer_id, one.contact.name) for one in found.pairs] == [(customer, "Alder Bakery")]
    assert found.only_there == ()


def test_a_demo_company_that_was_reset_is_filled_anew_and_nothing_of_it_is_taken_for_known(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    assert bench.sync().sent == 2
    bench.xero.admin("reset", {"organisation": UK})
    connect(bench.workplace)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.READY
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (2, 0)
    assert [one["number"] for one in bench.invoices_in_xero()] == ["INV-0001"]


def test_connecting_the_same_organisation_again_forgets_nothing(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    bench.sync()
    connect(bench.workplace)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert not likely_doubles.is_open(bench.workplace.book)


def test_a_new_code_blanks_nothing_that_xero_has_and_we_never_read(bench: Bench) -> None:
    address = {"AddressType": "POBOX", "AddressLine1": "1 High Street"}
    bench.xero.admin("contact", {"contact": {"Name": "Ann", "EmailAddress": "a@b.example", "Addresses": [address]}})
    ann = bench.customer("Ann")
    bench.sync()
    ledger.change_customer(bench.workplace, replace(bench.workplace.book.customers.get(ann), code="A-1"))
    assert bench.sync().sent == 1
    assert bench.writes()[-1].body == '{"Contacts":[{"ContactNumber":"A-1"}]}'
