"""A share of an over- or prepayment is taken back from an invoice here, and by the next sync in Xero."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import TheirAllocation
from safe_desktop.engine.entry.advance_shares import agree_on_shares, next_share
from safe_desktop.engine.entry.taking_back_shares import take_back_share
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.errors import InputError
from tests.engine.overpaid_book import on_account, overpaid_book, place
from tests.engine.synced_book import UK, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with overpaid_book(tmp_path) as made:
        yield made


def left(bench: Bench) -> str:
    return str(bench.workplace.book.payments.unallocated(on_account(bench).id).decimal)


def open_here(bench: Bench, number: str) -> str:
    return str(bench.workplace.book.documents.open(bench.id_of(number)).decimal)


def test_a_share_that_xero_has_is_taken_back_there_by_the_next_sync(bench: Bench) -> None:
    payment = place(bench, "INV-0002", 2000)
    bench.sync()
    assert bench.amount_due_in_xero("INV-0002") == "100.00"

    take_back_share(bench.workplace, payment, bench.id_of("INV-0002"))

    assert (open_here(bench, "INV-0002"), left(bench)) == ("120.00", "30.00")
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.CHANGED_HERE
    assert '"IsDeleted": true' in preview(bench.workplace, RecordKind.PAYMENT, payment).body
    report = bench.sync()
    assert (report.sent, report.refused, report.mismatches_open) == (1, 0, 0)
    assert bench.amount_due_in_xero("INV-0002") == "120.00"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO
    bench.due_now("overpayments", "all open")
    again = bench.sync()
    assert (again.sent, again.received, again.mismatches_open) == (0, 0, 0)
    assert (open_here(bench, "INV-0002"), left(bench)) == ("120.00", "30.00")


def test_a_share_that_xero_does_not_have_yet_goes_without_a_word_to_xero(bench: Bench) -> None:
    payment = place(bench, "INV-0002", 2000)
    take_back_share(bench.workplace, payment, bench.id_of("INV-0002"))
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO
    assert bench.sync().sent == 0
    assert bench.amount_due_in_xero("INV-0002") == "120.00"


def test_what_is_freed_settles_another_invoice_in_the_same_run(bench: Bench) -> None:
    payment = place(bench, "INV-0002", 3000)
    bench.sync()
    bench.invoice(1, "100", "INV-0003")
    take_back_share(bench.workplace, payment, bench.id_of("INV-0002"))
    place(bench, "INV-0003", 2500)
    report = bench.sync()
    assert (report.refused, report.mismatches_open) == (0, 0)
    assert (bench.amount_due_in_xero("INV-0002"), bench.amount_due_in_xero("INV-0003")) == ("120.00", "95.00")
    assert (left(bench), bench.word(RecordKind.PAYMENT, payment)) == ("5.00", Standing.IN_XERO)


def test_less_of_it_is_told_as_taking_back_and_setting_anew(bench: Bench) -> None:
    payment = place(bench, "INV-0002", 2000)
    bench.sync()
    take_back_share(bench.workplace, payment, bench.id_of("INV-0002"))
    place(bench, "INV-0002", 500)
    assert bench.sync().refused == 0
    assert bench.amount_due_in_xero("INV-0002") == "115.00"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_takes_back_once(bench: Bench, when: str) -> None:
    payment = place(bench, "INV-0002", 1000)
    bench.sync()
    take_back_share(bench.workplace, payment, bench.id_of("INV-0002"))
    bench.fault("status 500", when, "/Allocations", "DELETE")
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.SENDING
    for seconds in (QUIET_SECONDS, 61, 1):
        bench.clock.seconds += seconds
        bench.sync()
    assert bench.amount_due_in_xero("INV-0002") == "120.00"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


def test_what_xero_set_and_does_not_fit_here_is_not_taken_back_there(bench: Bench) -> None:
    bench.payment(bench.id_of("INV-0002"), "110", "Cash")
    other = bench.xero.sign_in(UK)
    [invoice] = [one for one in other.ok("GET", "Invoices", page=1)["Invoices"] if one["InvoiceNumber"] == "INV-0002"]
    link = bench.workplace.book.links.get(RecordKind.PAYMENT, on_account(bench).id)
    assert link is not None
    body = {"Amount": 20.0, "Invoice": {"InvoiceID": invoice["InvoiceID"]}}
    other.ok("PUT", f"Overpayments/{link.xero_id}/Allocations", body)
    bench.due_now("overpayments")
    bench.sync()
    assert left(bench) == "30.00", "it does not fit here, and is asked about"
    bench.invoice(1, "100", "INV-0003")
    payment = place(bench, "INV-0003", 1000)
    bench.sync()
    assert bench.workplace.book.payments.allocations_of(payment) == [], "what was done in Xero comes first"
    bench.sync()
    bench.due_now("overpayments", "all open")
    bench.sync()
    assert bench.amount_due_in_xero("INV-0002") == "100.00"


def test_what_is_told_of_one_share_agrees_on_no_other_that_is_yet_to_land(bench: Bench) -> None:
    payment, book = place(bench, "INV-0002", 1000), bench.workplace.book
    bench.sync()
    link = book.links.get(RecordKind.PAYMENT, payment)
    theirs = book.advances.get(link.xero_id) if link else None
    assert link is not None
    assert theirs is not None
    more = replace(theirs, allocations=(*theirs.allocations, TheirAllocation(first_invoice(bench), Money(500), "a-2")))
    with book.transaction():
        assert not agree_on_shares(book, more)
    kept = book.links.get(RecordKind.PAYMENT, payment)
    assert kept is not None
    assert kept.allocations == link.allocations
    assert next_share(book, book.payments.get(payment), kept) is None


def first_invoice(bench: Bench) -> str:
    link = bench.workplace.book.links.get(RecordKind.INVOICE, bench.id_of("INV-0001"))
    assert link is not None
    return link.xero_id


def test_in_a_locked_period_it_waits_for_a_decision(bench: Bench) -> None:
    payment = place(bench, "INV-0002", 2000)
    bench.sync()
    book = bench.workplace.book
    organisation, connection = book.chart.organisation(), book.chart.connection()
    assert organisation is not None
    assert connection is not None
    with book.transaction():
        locked = replace(organisation, period_lock_on=date(2099, 12, 31))
        book.chart.save_organisation(locked, connection)
    take_back_share(bench.workplace, payment, bench.id_of("INV-0002"))
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.TO_REVIEW


def test_what_cannot_be_taken_back_is_said_in_words(bench: Bench) -> None:
    kept, first, second = on_account(bench), bench.id_of("INV-0001"), bench.id_of("INV-0002")
    with pytest.raises(InputError, match="settles nothing of INV-0002"):
        take_back_share(bench.workplace, kept.id, second)
    [whole] = bench.workplace.book.payments.of_document(first)
    with pytest.raises(InputError, match="is for INV-0001, and was not on account"):
        take_back_share(bench.workplace, whole.id, first)
    place(bench, "INV-0002", 2000)
    bench.sync()
    book = bench.workplace.book
    link = book.links.get(RecordKind.PAYMENT, kept.id)
    theirs = book.advances.get(link.xero_id) if link else None
    assert theirs is not None
    nameless = tuple(replace(one, allocation_id="") for one in theirs.allocations)
    with book.transaction():
        book.advances.keep([replace(theirs, allocations=nameless)])
    with pytest.raises(InputError, match="did not say under which number"):
        take_back_share(bench.workplace, kept.id, second)
    assert open_here(bench, "INV-0002") == "100.00"
