"""The first connection: nothing goes before both lists were compared, and likely doubles are tied in bulk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding import first_comparison, likely_doubles
from safe_desktop.engine.deciding.first_comparison import FirstComparison
from safe_desktop.errors import InputError, OfflineError
from tests.engine.synced_book import Bench, connected_anew
from tests.practice.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with connected_anew(tmp_path, xero) as made:
        yield made


def compare(bench: Bench) -> FirstComparison:
    return first_comparison.compare(bench.workplace, Control())


def contact(bench: Bench, name: str, email: str = "") -> str:
    made = bench.xero.admin("contact", {"contact": {"Name": name, "EmailAddress": email}})
    return str(made["contact_id"])


def test_a_new_organisation_without_contacts_asks_nobody(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "10")
    report = bench.sync()
    assert (report.result, report.words, report.sent) == ("done", "", 2)
    assert not likely_doubles.is_open(bench.workplace.book)


def test_lists_with_nothing_alike_ask_nobody(bench: Bench) -> None:
    contact(bench, "Westbury Hotels")
    bench.customer("Ann's Bakery")
    assert bench.sync().sent == 1


def test_nothing_is_sent_while_likely_doubles_are_unseen(bench: Bench) -> None:
    contact(bench, "Rushmere Farm Shop Limited")
    rushmere, ben = bench.customer("Rushmere Farm Shop"), bench.customer("Ben")
    bench.invoice(rushmere, "10")
    for _ in range(2):
        report = bench.sync()
        assert (report.result, report.sent, report.skipped) == ("done", 0, 3)
        assert report.words == "Compare both lists first: 1 customer may be in Xero already. Nothing was sent."
        assert report.needs_person
        assert {item.reason for item in report.items} == {likely_doubles.NOT_COMPARED}
    assert bench.writes() == []
    assert bench.word(RecordKind.CUSTOMER, ben) is Standing.READY


def test_pairs_are_shown_with_their_reasons_and_accepted_in_bulk(bench: Bench) -> None:
    first = contact(bench, "RUSHMERE FARM SHOP LTD", "shop@rushmere.example")
    second = contact(bench, "Thornbery Estates")
    contact(bench, "Westbury Hotels")
    rushmere = bench.customer("Rushmere Farm Shop", "shop@rushmere.example")
    thornbury, ben = bench.customer("Thornbury Estates"), bench.customer("Ben")
    bench.invoice(thornbury, "10")
    found = compare(bench)
    assert [(one.customer_id, one.contact.contact_id) for one in found.pairs] == [
        (rushmere, first),
        (thornbury, second),
    ]
    assert found.pairs[0].word == "Certain"
    assert found.pairs[0].reasons[1] == "Same e-mail address"
    assert [one.id for one in found.only_here] == [ben]
    assert [one.name for one in found.only_there] == ["Westbury Hotels"]
    first_comparison.accept(bench.workplace, found.pairs)
    assert bench.word(RecordKind.CUSTOMER, rushmere) is Standing.IN_XERO
    report = bench.sync()
    assert (report.words, report.sent) == ("", 2)
    assert [one.path for one in bench.writes()] == ["/Contacts", "/Invoices"]
    noted = [one for one in bench.workplace.book.activity.latest(50) if one.action == "Linked"]
    assert len(noted) == 2


def test_a_refused_pair_is_never_asked_about_again(bench: Bench) -> None:
    contact(bench, "Rushmere Farm Shop Ltd")
    bench.customer("Rushmere Farm Shop")
    first_comparison.refuse(bench.workplace, compare(bench).pairs)
    assert compare(bench).pairs == ()
    assert bench.sync().sent == 1


def test_a_waived_comparison_lets_everything_go(bench: Bench) -> None:
    contact(bench, "Rushmere Farm Shop Ltd")
    bench.customer("Rushmere Farm Shop")
    assert bench.sync().sent == 0
    first_comparison.skip(bench.workplace)
    assert bench.sync().sent == 1


def test_a_pair_is_linked_once_only_and_all_or_none(bench: Bench) -> None:
    contact(bench, "Rushmere Farm Shop Ltd")
    contact(bench, "Thornbury Estates Ltd")
    bench.customer("Rushmere Farm Shop")
    bench.customer("Thornbury Estates")
    first, second = compare(bench).pairs
    first_comparison.accept(bench.workplace, [first])
    with pytest.raises(InputError, match="linked already"):
        first_comparison.accept(bench.workplace, [second, first])
    assert bench.word(RecordKind.CUSTOMER, second.customer_id) is Standing.READY


def test_an_invoice_that_xero_has_is_found_by_its_number_once_its_customer_is_linked(bench: Bench) -> None:
    wishes = {"invoice_number": "INV-0001", "contact_name": "Rushmere Farm Shop Ltd", "amount": "100.00"}
    bench.xero.admin("invoice", {**wishes, "date": "2026-11-02", "due_date": "2026-12-02"})
    invoice = bench.invoice(bench.customer("Rushmere Farm Shop"), "100", "INV-0001")
    found = compare(bench)
    assert [(one.document_id, one.reasons, one.against) for one in found.documents] == [(invoice, ("Same number",), "")]
    first_comparison.accept(bench.workplace, found.pairs)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert (bench.sync().sent, bench.writes()) == (0, [])


def test_an_invoice_that_xero_has_under_another_number_can_be_linked(bench: Bench) -> None:
    wishes = {"invoice_number": "A-77", "contact_name": "Ann", "amount": "100.00"}
    bench.xero.admin("invoice", {**wishes, "date": "2026-11-02", "due_date": "2026-12-02"})
    bench.xero.admin("pay", {"invoice_number": "A-77", "amount": "20.00"})
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    found = compare(bench)
    assert found.pairs == ()
    assert "another number" in found.documents[0].reasons[0]
    assert bench.sync().sent == 0
    first_comparison.accept_documents(bench.workplace, found.documents)
    assert str(bench.workplace.book.documents.open(invoice).decimal) == "100.00"
    report = bench.sync()
    assert (report.sent, report.mismatches_open, bench.writes()) == (0, 0, [])


def test_a_document_of_another_customer_is_not_linked(bench: Bench) -> None:
    bench.xero.admin("invoice", {"invoice_number": "INV-0001", "contact_name": "Somebody else", "amount": "100.00"})
    bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    found = compare(bench)
    assert "Xero’s is for Somebody else" in found.documents[0].against
    with pytest.raises(InputError, match="Somebody else"):
        first_comparison.accept_documents(bench.workplace, found.documents)


def test_without_xero_nothing_is_compared_and_the_reason_is_told(bench: Bench) -> None:
    bench.xero.stop()
    with pytest.raises(OfflineError):
        compare(bench)


def test_another_organisation_is_compared_anew(bench: Bench) -> None:
    book = bench.workplace.book
    bench.sync()
    assert not likely_doubles.is_open(book)
    organisation, connection = book.chart.organisation(), book.chart.connection()
    assert organisation is not None
    assert connection is not None
    with book.transaction():
        book.chart.save_organisation(replace(organisation, organisation_id="another"), connection)
    assert likely_doubles.is_open(book)


def test_credit_notes_are_compared_among_themselves(bench: Bench) -> None:
    bench.credit_note_in_xero("Ann", "CN-9", "12.00")
    note = bench.invoice(bench.customer("Ann"), "12", "CN-9", DocumentKind.CREDIT_NOTE, "NO_VAT")
    found = compare(bench)
    assert [(one.kind, one.document_id) for one in found.documents] == [(RecordKind.CREDIT_NOTE, note)]
