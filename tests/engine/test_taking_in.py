"""Taking in what Xero has: contacts and open documents become records of the book, equal to the penny and tied."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding import first_comparison
from safe_desktop.engine.deciding.taking_in import TakenIn, take_in_contacts
from safe_desktop.engine.deciding.taking_in_documents import take_in_documents
from safe_desktop.engine.entry import ledger
from safe_desktop.errors import InputError
from tests.engine.synced_book import UK, Bench, connected_anew
from tests.practice.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with connected_anew(tmp_path, xero) as made:
        yield made


def take_in_all(bench: Bench) -> TakenIn:
    found = first_comparison.compare(bench.workplace, Control())
    return take_in_documents(bench.workplace, [one.document_id for one in found.open_there])


def open_of(bench: Bench, number: str, kind: DocumentKind = DocumentKind.INVOICE) -> str:
    found = document(bench, number, kind)
    return f"{bench.workplace.book.documents.open(found.id).decimal:.2f}"


def document(bench: Bench, number: str, kind: DocumentKind = DocumentKind.INVOICE) -> Document:
    found = bench.workplace.book.documents.find_number(kind, number)
    assert found is not None, number
    return found


def assert_nothing_is_left(bench: Bench) -> None:
    """A sync after the taking in sends nothing and finds nothing that differs, and so does the daily comparison."""
    written = bench.writes()
    for _ in range(2):
        report = bench.sync()
        assert (report.result, report.sent, report.refused, report.mismatches_open) == ("done", 0, 0, 0)
        bench.due_now("contacts", "credit_notes", "payments", "all open")
    assert bench.writes() == written


def test_contacts_become_customers_that_are_tied_and_are_not_sent(bench: Bench) -> None:
    made = {"Name": "Ann's Bakery", "EmailAddress": "ann@one.example", "ContactNumber": "A-1", "TaxNumber": "GB1"}
    bench.xero.admin("contact", {"contact": made})
    bench.xero.admin("contact", {"name": "Ben"})
    found = first_comparison.compare(bench.workplace, Control())
    taken = take_in_contacts(bench.workplace, [one.contact_id for one in found.only_there])
    book = bench.workplace.book
    assert taken.left_out == ()
    ann = book.customers.find_name("Ann's Bakery")
    assert ann is not None
    assert (ann.code, ann.email, ann.vat_number) == ("A-1", "ann@one.example", "GB1")
    assert {bench.word(RecordKind.CUSTOMER, one) for one in taken.taken.values()} == {Standing.IN_XERO}
    assert_nothing_is_left(bench)
    again = take_in_contacts(bench.workplace, list(taken.taken))
    assert {one.reason for one in again.left_out} == {
        "“Ann's Bakery” is a customer of this book already.",
        "“Ben” is a customer of this book already.",
    }


def test_a_contact_whose_name_is_here_is_left_out_with_its_reason(bench: Bench) -> None:
    bench.xero.admin("contact", {"contact": {"Name": "Ann", "EmailAddress": "ann@one.example"}})
    bench.customer("Ann", "ann@two.example")
    bench.xero.admin("contact", {"name": "Ben"})
    found = first_comparison.compare(bench.workplace, Control())
    ids = [one.contact.contact_id for one in found.pairs] + [one.contact_id for one in found.only_there]
    taken = take_in_contacts(bench.workplace, ids)
    assert len(taken.taken) == 1
    assert "Ann" in taken.left_out[0].reason


def test_open_invoices_come_with_their_payments_and_are_open_to_the_penny(bench: Bench) -> None:
    wishes = {"contact_name": "Ann", "date": "2026-11-02", "due_date": "2026-12-02"}
    bench.xero.admin("invoice", {**wishes, "invoice_number": "X-1", "amount": "33.33", "tax_type": "OUTPUT2"})
    bench.xero.admin("invoice", {**wishes, "invoice_number": "X-2", "amount": "50.00", "tax_type": "RROUTPUT"})
    bench.xero.admin("invoice", {**wishes, "invoice_number": "X-3", "amount": "5.00", "status": "DRAFT"})
    bench.xero.admin("pay", {"invoice_number": "X-1", "amount": "10.01"})
    gone = bench.xero.admin("pay", {"invoice_number": "X-2", "amount": "1.00"})
    bench.xero.admin("delete-payment", {"payment_id": gone["payment_id"]})
    taken = take_in_all(bench)
    assert (len(taken.taken), taken.left_out) == (3, ())
    assert (open_of(bench, "X-1"), open_of(bench, "X-2")) == ("29.99", "52.50")
    assert (open_of(bench, "X-1"), open_of(bench, "X-2")) == tuple(map(bench.amount_due_in_xero, ("X-1", "X-2")))
    assert [line.vat_code for line in document(bench, "X-2").lines] == ["REDUCED"]
    assert bench.word_of("X-1") is Standing.IN_XERO
    assert_nothing_is_left(bench)
    bench.xero.admin("pay", {"invoice_number": "X-1", "amount": "29.99"})
    bench.sync()
    assert open_of(bench, "X-1") == "0.00"


def test_a_draft_is_taken_in_and_stays_equal_when_it_is_approved_and_paid_there(bench: Bench) -> None:
    wishes = {"contact_name": "Ann", "date": "2026-11-02", "due_date": "2026-12-02"}
    bench.xero.admin("invoice", {**wishes, "invoice_number": "X-3", "amount": "5.00", "status": "DRAFT"})
    taken = take_in_all(bench)
    assert (len(taken.taken), taken.left_out) == (1, ())
    assert bench.word_of("X-3") is Standing.IN_XERO
    assert_nothing_is_left(bench)
    bench.other_edits("X-3", Status="AUTHORISED")
    bench.sync()
    bench.xero.admin("pay", {"invoice_number": "X-3"})
    report = bench.sync()
    assert (report.mismatches_open, open_of(bench, "X-3")) == (0, "0.00")


def test_credit_notes_are_set_against_the_same_invoices(bench: Bench) -> None:
    bench.xero.admin("invoice", {"contact_name": "Ann", "invoice_number": "X-1", "amount": "100.00"})
    bench.xero.admin("invoice", {"contact_name": "Ann", "invoice_number": "X-2", "amount": "30.00"})
    bench.credit_note_in_xero("Ann", "C-1", "70.00")
    bench.allocate_in_xero("C-1", "X-1", "25.00")
    bench.allocate_in_xero("C-1", "X-2", bench.amount_due_in_xero("X-2"))
    taken = take_in_all(bench)
    assert taken.left_out == ()
    assert open_of(bench, "X-1") == bench.amount_due_in_xero("X-1")
    left = Decimal("45.00") - Decimal(document_total(bench, "X-2"))
    assert open_of(bench, "C-1", DocumentKind.CREDIT_NOTE) == f"{left:.2f}"
    assert_nothing_is_left(bench)


def document_total(bench: Bench, number: str) -> str:
    return next(one["total"] for one in bench.invoices_in_xero() if one["number"] == number)


def test_credit_of_a_note_that_is_used_up_is_taken_over_as_credit(bench: Bench) -> None:
    bench.xero.admin("invoice", {"contact_name": "Ann", "invoice_number": "X-1", "amount": "100.00"})
    bench.credit_in_xero("Ann", "X-1", "30.00")
    assert take_in_all(bench).left_out == ()
    assert open_of(bench, "X-1") == bench.amount_due_in_xero("X-1")
    assert_nothing_is_left(bench)


def test_a_tax_type_without_a_vat_code_gets_one_of_xeros_name_and_rate(bench: Bench) -> None:
    bench.xero.admin(
        "invoice", {"contact_name": "Ann", "invoice_number": "X-1", "amount": "10.00", "tax_type": "ECZROUTPUTSERVICES"}
    )
    taken = take_in_all(bench)
    assert taken.left_out == ()
    code = bench.workplace.book.chart.find_vat_code("ECZROUTPUTSERVICES")
    assert code is not None
    assert (code.rate, code.xero_tax_type) == (Decimal(0), "ECZROUTPUTSERVICES")
    assert_nothing_is_left(bench)


def test_a_discount_becomes_the_amount_that_xero_has(bench: Bench) -> None:
    line = {"Description": "Beans", "Quantity": 3, "UnitAmount": 9.99, "DiscountRate": 12.5, "AccountCode": "200"}
    head = {"Type": "ACCREC", "Contact": {"Name": "Ann"}, "InvoiceNumber": "X-1", "Status": "AUTHORISED"}
    dates = {"Date": "2026-11-02", "DueDate": "2026-12-02"}
    bench.xero.admin("invoice", {"document": {**head, **dates, "LineItems": [{**line, "TaxType": "OUTPUT2"}]}})
    assert take_in_all(bench).left_out == ()
    assert open_of(bench, "X-1") == bench.amount_due_in_xero("X-1")
    assert_nothing_is_left(bench)


def test_vat_typed_over_in_xero_is_left_out_with_both_figures(bench: Bench) -> None:
    line = {"Description": "Beans", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", "TaxAmount": 19.5}
    head = {"Type": "ACCREC", "Contact": {"Name": "Ann"}, "InvoiceNumber": "X-1", "Status": "AUTHORISED"}
    dates = {"Date": "2026-11-02", "DueDate": "2026-12-02"}
    bench.xero.admin("invoice", {"document": {**head, **dates, "LineItems": [{**line, "TaxType": "OUTPUT2"}]}})
    left = take_in_all(bench).left_out
    assert [one.reason for one in left] == [
        "X-1 was not taken in: its total would be 120.00 here and is 119.50 in Xero."
    ]
    assert bench.documents() == []
    assert bench.workplace.book.customers.find_name("Ann") is None


def test_a_foreign_invoice_is_kept_as_xero_has_it_and_says_so(bench: Bench) -> None:
    bench.xero.admin("settings", {"multicurrency": True})
    line = {"Description": "Beans", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", "TaxType": "NONE"}
    head = {"Type": "ACCREC", "Contact": {"Name": "Ann"}, "InvoiceNumber": "X-1", "Status": "AUTHORISED"}
    dates = {"Date": "2026-11-02", "DueDate": "2026-12-02", "CurrencyCode": "USD"}
    other = bench.xero.sign_in(UK)
    other.ok("PUT", "Currencies", {"Code": "USD"})
    other.ok("PUT", "Invoices", {**head, **dates, "LineItems": [line]})
    assert take_in_all(bench).left_out == ()
    found = document(bench, "X-1")
    assert str(bench.workplace.book.documents.open(found.id)) == str(found.totals.total)
    [(_, _, reason)] = bench.workplace.book.standings.labels(RecordKind.INVOICE, [found.id])
    assert (bench.word_of("X-1"), reason) == (
        Standing.IN_XERO,
        "In USD: kept as Xero has it, and never changed from here",
    )
    with pytest.raises(InputError, match="kept as Xero has it"):
        ledger.void_document(bench.workplace, found.id)
    with pytest.raises(InputError, match="kept as Xero has it"):
        bench.change(found.id, reference="PO 1")
    assert_nothing_is_left(bench)


def test_an_overpayment_set_against_an_invoice_comes_with_it_and_the_rest_is_on_account(bench: Bench) -> None:
    for number, amount in (("X-1", "100.00"), ("X-2", "50.00")):
        bench.xero.admin("invoice", {"contact_name": "Ann", "invoice_number": number, "amount": amount})
    due = Decimal(bench.amount_due_in_xero("X-1"))
    line = {"how": "overpaid", "invoice_number": "X-1", "amount": str(due + 45)}
    credit = bench.xero.admin("statement-line", line)["overpayment_id"]
    other = bench.xero.sign_in(UK)
    target = next(one for one in other.ok("GET", "Invoices", page=1)["Invoices"] if one["InvoiceNumber"] == "X-2")
    body = {"Amount": 20.0, "Invoice": {"InvoiceID": target["InvoiceID"]}}
    other.ok("PUT", f"Overpayments/{credit}/Allocations", body)
    taken = take_in_all(bench)
    assert (len(taken.taken), taken.left_out) == (1, ())
    assert open_of(bench, "X-2") == bench.amount_due_in_xero("X-2")
    book = bench.workplace.book
    [payment] = book.payments.of_customer(document(bench, "X-2").customer_id)
    assert (str(payment.amount.decimal), str(book.payments.unallocated(payment.id).decimal)) == ("45.00", "25.00")
    assert_nothing_is_left(bench)
