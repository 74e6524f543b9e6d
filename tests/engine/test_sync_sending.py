"""Sending over real HTTP: every record once, refusals with Xero's words, lost answers found again, sums that add up."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_settings
from safe_desktop.engine.showing.previewing import plan, preview
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import BY_TIMER
from safe_desktop.engine.sync.telling import Chosen
from safe_desktop.store.outbox_records import EntryState
from tests.engine.synced_book import Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def numbers_in_xero(bench: Bench) -> list[str]:
    return sorted(str(one["number"]) for one in bench.invoices_in_xero())


def assert_adds_up(report: RunReport) -> None:
    assert report.looked_at == report.sent + report.same + report.skipped + report.refused


def test_new_customers_invoices_and_payments_are_sent_once(bench: Bench) -> None:
    ann, ben = bench.customer("Ann's Bakery", email="ann@example.org"), bench.customer("Ben & Sons")
    first, second = bench.invoice(ann, "100"), bench.invoice(ben, "19.99")
    payment = bench.payment(first, "60")
    report = bench.sync()
    assert (report.result, report.sent, report.refused) == ("done", 5, 0)
    assert_adds_up(report)
    assert numbers_in_xero(bench) == ["INV-0001", "INV-0002"]
    for kind, local_id in (
        (RecordKind.CUSTOMER, ann),
        (RecordKind.CUSTOMER, ben),
        (RecordKind.INVOICE, first),
        (RecordKind.INVOICE, second),
        (RecordKind.PAYMENT, payment),
    ):
        assert bench.word(kind, local_id) is Standing.IN_XERO
    again = bench.sync()
    assert (again.sent, again.refused, again.skipped) == (0, 0, 0)
    assert again.calls <= 3
    assert len(bench.writes()) == 3


def test_every_total_equals_xeros_to_the_penny(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "0.3333")
    bench.invoice(ann, "2.1650", vat_code="REDUCED")
    bench.sync()
    ours = sorted(str(one.totals.total.decimal) for one in bench.documents())
    assert sorted(str(one["total"]) for one in bench.invoices_in_xero()) == ours
    assert bench.workplace.book.mismatches.count() == 0


def test_a_credit_note_goes_as_one(bench: Bench) -> None:
    ann = bench.customer("Ann")
    note = bench.invoice(ann, "12.50", kind=DocumentKind.CREDIT_NOTE)
    report = bench.sync()
    assert report.sent == 2
    assert bench.word(RecordKind.CREDIT_NOTE, note) is Standing.IN_XERO
    assert [one.path for one in bench.writes()] == ["/Contacts", "/CreditNotes"]


def test_one_bad_record_does_not_stop_the_others(bench: Bench) -> None:
    ann = bench.customer("Ann")
    good, bad = bench.invoice(ann, "10"), bench.invoice(ann, "20", vat_code="REDUCED")
    bench.archive_tax_rate("RROUTPUT")
    report = bench.sync()
    assert (report.sent, report.refused) == (2, 1)
    assert_adds_up(report)
    assert bench.word(RecordKind.INVOICE, good) is Standing.IN_XERO
    assert bench.word(RecordKind.INVOICE, bad) is Standing.FAILED
    refused = next(item for item in report.items if item.local_id == bad and item.outcome.value == "refused")
    assert refused.reason == "Xero’s tax rate RROUTPUT does not exist or is no longer in use"
    assert report.needs_person


def test_a_failed_record_is_not_sent_again_until_somebody_mends_it(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bad = bench.invoice(ann, "20", vat_code="REDUCED")
    bench.archive_tax_rate("RROUTPUT")
    assert bench.sync().refused == 1
    assert bench.word(RecordKind.INVOICE, bad) is Standing.FAILED
    writes = len(bench.writes())
    report = bench.sync()
    assert (report.sent, report.skipped) == (0, 1)
    assert len(bench.writes()) == writes
    line = bench.workplace.book.documents.get(bad).lines[0]
    bench.change(bad, lines=(replace(line, vat_code="STANDARD", vat_rate=Decimal(20)),))
    assert bench.sync().sent == 1
    assert bench.word(RecordKind.INVOICE, bad) is Standing.IN_XERO


def test_a_contact_of_the_same_name_is_linked_and_never_doubled(bench: Bench) -> None:
    bench.xero.admin("contact", {"name": "ANN'S BAKERY"})
    ann = bench.customer("Ann's Bakery")
    report = bench.sync()
    assert (report.sent, report.received) == (0, 1)
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.IN_XERO
    assert bench.writes() == []


def test_a_contact_of_the_same_name_with_another_address_is_asked_about(bench: Bench) -> None:
    bench.xero.admin("contact", {"contact": {"Name": "Ann's Bakery", "EmailAddress": "ann@one.example"}})
    ann = bench.customer("Ann's Bakery", email="ann@two.example")
    invoice = bench.invoice(ann, "10")
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (0, 1)
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    assert mismatch.kind is MismatchKind.NAME_TAKEN
    assert "ann@one.example" in mismatch.reason
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.CONFLICT
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.TO_REVIEW
    desk.settle(bench.workplace, mismatch.id, WayOut.LINK)
    email = bench.workplace.book.mismatches.open_ones()[0]
    assert (email.kind, email.ours, email.theirs) == (MismatchKind.FIELD_DIFFERS, "ann@two.example", "ann@one.example")
    desk.settle(bench.workplace, email.id, WayOut.TAKE_THEIRS)
    assert bench.sync().sent == 1
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_a_number_that_xero_has_already_is_asked_about(bench: Bench) -> None:
    bench.xero.admin("invoice", {"invoice_number": "INV-0001", "contact_name": "Somebody else", "amount": "55.00"})
    invoice = bench.invoice(bench.customer("Ann"), "10", "INV-0001")
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.CONFLICT
    assert bench.workplace.book.mismatches.open_ones()[0].kind is MismatchKind.NUMBER_TAKEN


@pytest.mark.parametrize("fault", ["reset", "status 500", "html_200", "truncated"])
def test_an_invoice_whose_answer_is_lost_is_found_again_and_not_doubled(bench: Bench, fault: str) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.fault(fault, "after", "/Invoices")
    report = bench.sync()
    assert_adds_up(report)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.SENDING
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert numbers_in_xero(bench) == ["INV-0001"]


def test_an_invoice_that_never_arrived_is_sent_again(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.fault("status 500", "before", "/Invoices")
    bench.sync()
    assert numbers_in_xero(bench) == []
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert numbers_in_xero(bench) == ["INV-0001"]


def test_a_payment_whose_answer_is_lost_is_adopted_by_its_mark(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    payment = bench.payment(invoice, "30")
    bench.fault("reset", "after", "/Payments")
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.SENDING
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO
    assert len(bench.payments_in_xero()) == 1


def test_a_payment_that_never_arrived_is_sent_again_only_after_the_quiet_time(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    payment = bench.payment(invoice, "30")
    bench.fault("status 500", "before", "/Payments")
    bench.sync()
    for seconds, expected in ((60, 0), (QUIET_SECONDS, 0), (61, 1)):
        bench.clock.seconds += seconds
        bench.sync()
        assert len(bench.payments_in_xero()) == expected
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


def test_what_a_crash_left_on_its_way_is_looked_up_first(bench: Bench) -> None:
    """The intent is on disk and the request arrived, but the program died before the answer."""
    invoice = bench.invoice(bench.customer("Ann"), "100")
    bench.fault("reset", "after", "/Invoices")
    bench.sync()
    entries = bench.workplace.book.outbox.in_state(EntryState.UNSURE)
    with bench.workplace.book.transaction():
        bench.workplace.book.outbox.settle([one.id for one in entries], EntryState.SENDING)
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert numbers_in_xero(bench) == ["INV-0001"]


def test_a_day_limit_stops_the_run_and_loses_nothing(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "10")
    bench.fault("429 day", "before", "/Contacts")
    report = bench.sync()
    assert report.result == "waiting"
    assert_adds_up(report)
    assert {item.reason.split(" until")[0] for item in report.items} == {"Xero takes no more calls"}


def test_without_xero_the_run_says_offline_and_everything_waits(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.xero.stop()
    report = bench.sync()
    assert report.result == "offline"
    assert_adds_up(report)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.READY


def test_only_the_ticked_go_and_their_customers_with_them(bench: Bench) -> None:
    ann, ben = bench.customer("Ann"), bench.customer("Ben")
    chosen, left = bench.invoice(ann, "10"), bench.invoice(ben, "20")
    report = bench.sync(chosen=Chosen(documents=frozenset({chosen})))
    assert report.sent == 2
    assert bench.word(RecordKind.INVOICE, left) is Standing.READY
    assert bench.word(RecordKind.CUSTOMER, ben) is Standing.READY


def test_what_was_previewed_is_what_is_sent(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.sync()
    invoice = bench.invoice(ann, "10")
    shown = preview(bench.workplace, RecordKind.INVOICE, invoice)
    assert plan(bench.workplace).call_count == 1
    bench.sync()
    sent = json.loads(bench.writes()[-1].body)["Invoices"][0]
    assert sent == json.loads(shown.body)


def test_a_payment_by_a_method_without_an_account_stays_here(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    payment = bench.payment(invoice, "30", "Cash")
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.STAYS_HERE
    assert bench.payments_in_xero() == []


def test_a_change_here_goes_to_xero_by_its_id(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100")
    bench.sync()
    bench.change(invoice, reference="PO 7")
    report = bench.sync()
    assert report.sent == 1
    assert bench.writes()[-1].method == "POST"
    assert [one["reference"] for one in bench.invoices_in_xero()] == ["PO 7"]


def test_a_void_here_voids_it_in_xero(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    bench.sync()
    ledger.void_document(bench.workplace, invoice)
    bench.sync()
    assert [one["status"] for one in bench.invoices_in_xero()] == ["VOIDED"]
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_drafts_are_sent_as_drafts_where_the_setting_says_so(bench: Bench) -> None:
    ledger_settings.change_settings(bench.workplace, approve_on_send=False)
    bench.invoice(bench.customer("Ann"), "100")
    bench.sync()
    assert [one["status"] for one in bench.invoices_in_xero()] == ["DRAFT"]


def test_a_run_that_only_reads_sends_nothing(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "100")
    report = bench.sync(read_only=True)
    assert (report.result, report.sent, report.skipped) == ("done", 0, 2)
    assert bench.writes() == []


def test_a_record_that_changed_since_it_was_shown_is_not_sent(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.sync()
    kept, changed = bench.invoice(ann, "10"), bench.invoice(ann, "20")
    shown = frozenset(
        (RecordKind.INVOICE, one, preview(bench.workplace, RecordKind.INVOICE, one).sha256) for one in (kept, changed)
    )
    bench.change(changed, reference="PO 8")
    report = bench.sync(chosen=Chosen(documents=frozenset({kept, changed}), shown=shown))
    assert (report.sent, report.skipped) == (1, 1)
    assert bench.word(RecordKind.INVOICE, kept) is Standing.IN_XERO
    assert bench.word(RecordKind.INVOICE, changed) is Standing.READY
    assert "since it was shown" in next(item.reason for item in report.items if item.local_id == changed)


def test_the_timer_sends_nothing_before_a_person_has_sent_once(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10")
    report = bench.sync(reason=BY_TIMER)
    assert (report.sent, report.skipped, bench.writes()) == (0, 2, [])
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.READY
    assert bench.sync().sent == 2
    bench.invoice(bench.customer("Ben"), "20")
    assert bench.sync(reason=BY_TIMER).sent == 2


def test_the_timer_only_reads_where_the_setting_says_so(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "10")
    bench.sync()
    ledger_settings.change_settings(bench.workplace, send_on_timer=False)
    bench.invoice(bench.customer("Ben"), "20")
    assert bench.sync(reason=BY_TIMER).sent == 0
    assert bench.sync().sent == 2
