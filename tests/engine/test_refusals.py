"""Refusals over real HTTP: the plain cause where the record stands, and an end of it when the cause is gone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.refusal_words import Refusal
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger, ledger_settings
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.engine.sync.refusals import refusal_of
from tests.engine.synced_book import BANK, Bench, connected

INVOICE = RecordKind.INVOICE


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def refusal(bench: Bench, local_id: int, kind: RecordKind = INVOICE) -> Refusal:
    found = refusal_of(bench.workplace.book, kind, local_id)
    assert found is not None
    return found


def reason(bench: Bench, kind: RecordKind, local_id: int) -> str:
    return bench.workplace.book.standings.labels(kind, [local_id])[0][2]


def limit_of_the_plan(bench: Bench, number: int | None) -> None:
    bench.xero.admin("settings", {"approved_invoices_limit": number})


def test_the_plain_cause_stands_on_the_record_and_xeros_answer_is_kept(bench: Bench) -> None:
    limit_of_the_plan(bench, 0)
    invoice = bench.invoice(bench.customer("Ann"), "10")
    report = bench.sync()
    assert report.refused == 1
    cause = "The organisation’s Xero plan takes no more approved documents this month"
    assert reason(bench, INVOICE, invoice) == cause
    assert [item.reason for item in report.items if item.outcome.value == "refused"] == [cause]
    shown = preview(bench.workplace, INVOICE, invoice)
    assert shown.refusal == refusal(bench, invoice)
    assert shown.refusal is not None
    assert shown.refusal.raw == "You have reached the limit of invoices you can approve"
    assert shown.refusal.field == "approve_on_send"
    entry = lists.to_send(bench.workplace.book, "invoices").entries([invoice])[0]
    assert entry.change == cause


def test_what_the_plan_refused_goes_as_a_draft_once_the_setting_says_so(bench: Bench) -> None:
    limit_of_the_plan(bench, 0)
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.FAILED
    ledger_settings.change_settings(bench.workplace, approve_on_send=False)
    assert bench.word(INVOICE, invoice) is Standing.READY
    bench.sync()
    assert [one["status"] for one in bench.invoices_in_xero()] == ["DRAFT"]


def test_what_the_plan_refused_goes_by_itself_when_the_plan_allows_it_again(bench: Bench) -> None:
    limit_of_the_plan(bench, 0)
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.sync()
    bench.due_now("organisation")
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.FAILED
    limit_of_the_plan(bench, None)
    bench.due_now("organisation")
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.IN_XERO
    assert len(bench.invoices_in_xero()) == 1


def test_a_tax_rate_taken_out_of_use_is_refused_once_and_then_found_before_any_call(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "10", vat_code="REDUCED")
    bench.archive_tax_rate("RROUTPUT")
    bench.sync()
    assert refusal(bench, invoice).field == "vat_code"
    writes = len(bench.writes())
    for _ in range(3):
        bench.sync()
        assert bench.word(INVOICE, invoice) is Standing.TO_REVIEW
    assert reason(bench, INVOICE, invoice) == (
        "Line 1: VAT code REDUCED goes to “5% (VAT on Income)”, which is archived in Xero"
    )
    assert len(bench.writes()) == writes


def test_a_changed_vat_mapping_lets_it_go_again(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10", vat_code="ZERO")
    bench.archive_tax_rate("ZERORATEDOUTPUT")
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.FAILED
    zero = bench.workplace.book.chart.find_vat_code("ZERO")
    assert zero is not None
    ledger_settings.save_vat_code(bench.workplace, replace(zero, xero_tax_type="EXEMPTOUTPUT"))
    assert bench.word(INVOICE, invoice) is Standing.READY
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.IN_XERO


def test_a_refusal_about_something_else_stays_when_a_setting_is_changed(bench: Bench) -> None:
    limit_of_the_plan(bench, 0)
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.sync()
    ledger_settings.change_settings(bench.workplace, sales_account="210", terms_days=14)
    ledger.change_customer(
        bench.workplace, replace(bench.workplace.book.customers.get(bench.customer("Ben")), email="b@example.org")
    )
    assert bench.word(INVOICE, invoice) is Standing.FAILED


def test_retry_sends_it_once_more_and_no_blind_loop_follows(bench: Bench) -> None:
    limit_of_the_plan(bench, 0)
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.sync()
    writes = len(bench.writes())
    ledger_settings.retry(bench.workplace, INVOICE, [invoice])
    assert bench.word(INVOICE, invoice) is Standing.READY
    for _ in range(3):
        bench.sync()
    assert len(bench.writes()) == writes + 1
    assert bench.word(INVOICE, invoice) is Standing.FAILED


def test_an_invoice_for_an_archived_contact_goes_when_the_contact_is_restored(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.sync()
    archived = bench.xero.admin("archive-contact", {"name": "Ann"})
    invoice = bench.invoice(ann, "10")
    bench.sync()
    assert refusal(bench, invoice).field == "customer"
    assert reason(bench, INVOICE, invoice) == "Its customer is archived in Xero"
    bench.due_now("contacts")
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.FAILED
    bench.xero.admin("archive-contact", {"contact_id": archived["contact_id"], "restore": True})
    bench.due_now("contacts")
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.IN_XERO
    assert len(bench.invoices_in_xero()) == 1


def test_a_customer_changed_here_lets_its_documents_go_again(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.sync()
    bench.xero.admin("archive-contact", {"name": "Ann"})
    invoice = bench.invoice(ann, "10")
    bench.sync()
    customer = bench.workplace.book.customers.get(ann)
    ledger.change_customer(bench.workplace, replace(customer, phone="01234 567890"))
    assert refusal_of(bench.workplace.book, INVOICE, invoice) is None


def test_a_payment_into_an_account_put_away_meanwhile_names_its_method(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    bench.sync()
    bench.archive_account(BANK)
    payment = bench.payment(invoice, "30")
    bench.sync()
    found = refusal(bench, payment, RecordKind.PAYMENT)
    assert (found.field, found.raw) == ("method", "Account could not be found")
    writes = len(bench.writes())
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.TO_REVIEW
    assert reason(bench, RecordKind.PAYMENT, payment) == (
        "Bank transfer: account 090 (Business Bank Account) is archived in Xero"
    )
    assert len(bench.writes()) == writes
    method = bench.workplace.book.payments.find_method("Bank transfer")
    assert method is not None
    ledger_settings.save_method(bench.workplace, replace(method, xero_account_code="091"))
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


def test_a_name_that_another_contact_has_meanwhile_is_asked_about_not_failed(bench: Bench) -> None:
    """The clash is told by Xero's own words in the outbox, not by ours on the record."""
    ann = bench.customer("Ann", email="ann@two.example")
    bench.sync(read_only=True)
    bench.xero.admin("contact", {"contact": {"Name": "Ann", "EmailAddress": "ann@one.example"}})
    bench.sync()
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.CONFLICT


def test_a_credit_note_is_checked_and_refused_like_an_invoice(bench: Bench) -> None:
    note = bench.invoice(bench.customer("Ann"), "10", kind=DocumentKind.CREDIT_NOTE, vat_code="REDUCED")
    bench.archive_tax_rate("RROUTPUT")
    bench.sync()
    assert refusal(bench, note, RecordKind.CREDIT_NOTE).field == "vat_code"
