"""Twelve kinds of change that somebody else makes in Xero: each is found, and an unchanged year raises no alarm."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.engine.deciding import desk
from tests.engine.synced_book import Bench, connected

Act = Callable[[Bench], object]


def edit(**wishes: str) -> Act:
    return lambda bench: bench.xero.admin("edit-invoice", {"invoice_number": "INV-0001", **wishes})


CHANGES: dict[str, tuple[Act, MismatchKind, str]] = {
    "amount": (edit(amount="90.00"), MismatchKind.TOTAL_DIFFERS, "total"),
    "date": (edit(date="2026-11-09"), MismatchKind.FIELD_DIFFERS, "issued_on"),
    "due date": (edit(due_date="2026-12-24"), MismatchKind.FIELD_DIFFERS, "due_on"),
    "VAT code": (
        lambda bench: bench.other_edits_line("INV-0001", TaxType="ZERORATEDOUTPUT"),
        MismatchKind.FIELD_DIFFERS,
        "vat_codes",
    ),
    "account": (edit(account_code="260"), MismatchKind.FIELD_DIFFERS, "accounts"),
    "contact": (
        lambda bench: bench.other_edits("INV-0001", Contact={"Name": "Ben"}),
        MismatchKind.FIELD_DIFFERS,
        "contact",
    ),
    "number": (
        lambda bench: bench.other_edits("INV-0001", InvoiceNumber="INV-0001-A"),
        MismatchKind.FIELD_DIFFERS,
        "number",
    ),
    "void": (
        lambda bench: bench.xero.admin("void", {"invoice_number": "INV-0001"}),
        MismatchKind.GONE_IN_XERO,
        "status",
    ),
    "merge": (
        lambda bench: bench.xero.admin("merge-contacts", {"loser": "Ann", "winner": "Ben"}),
        MismatchKind.CONTACT_MERGED,
        "",
    ),
    "archive": (
        lambda bench: bench.xero.admin("archive-contact", {"name": "Ann"}),
        MismatchKind.CONTACT_ARCHIVED,
        "status",
    ),
    "credit added": (
        lambda bench: bench.credit_in_xero("Ann", "INV-0001", "30.00"),
        MismatchKind.CREDIT_IN_XERO,
        "credited",
    ),
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        made.invoice(made.customer("Ann"), "100", "INV-0001")
        made.invoice(made.customer("Ben"), "40", "INV-0002")
        made.sync()
        made.sync()
        yield made


def found(bench: Bench) -> set[tuple[MismatchKind, str]]:
    return {(one.kind, one.field) for one in bench.workplace.book.mismatches.open_ones()}


@pytest.mark.parametrize("name", list(CHANGES))
def test_every_kind_of_change_in_xero_is_found_at_the_next_sync(bench: Bench, name: str) -> None:
    act, kind, field = CHANGES[name]
    act(bench)
    bench.due_now("contacts", "all open")
    bench.sync()
    assert (kind, field) in found(bench)
    shown = next(one for one in bench.workplace.book.mismatches.open_ones() if (one.kind, one.field) == (kind, field))
    assert shown.ours != shown.theirs
    assert shown.reason


def test_a_payment_removed_in_xero_is_found_and_taken_back(bench: Bench) -> None:
    paid = bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "50.00"})
    bench.sync()
    bench.xero.admin("delete-payment", {"payment_id": paid["payment_id"]})
    assert bench.sync().received == 1
    assert str(bench.workplace.book.documents.open(bench.id_of("INV-0001")).decimal) == "120.00"


def test_a_draft_deleted_in_xero_is_found(bench: Bench) -> None:
    bench.workplace.book.settings.approve_on_send = False
    bench.invoice(bench.customer("Cat"), "10", "INV-0003")
    bench.sync()
    bench.other_edits("INV-0003", Status="DELETED")
    bench.sync()
    assert (MismatchKind.GONE_IN_XERO, "status") in found(bench)


def test_a_due_date_moved_on_a_part_paid_invoice_is_found_within_a_day(bench: Bench) -> None:
    """Xero does not move the time of change for it (xero-api.md 3.3): only the daily comparison sees it."""
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "50.00"})
    bench.sync()
    bench.xero.admin("edit-invoice", {"invoice_number": "INV-0001", "due_date": "2026-12-24"})
    bench.sync()
    bench.due_now("all open")
    bench.sync()
    assert (MismatchKind.FIELD_DIFFERS, "due_on") in found(bench)


def test_credit_from_xero_can_be_taken_over(bench: Bench) -> None:
    bench.credit_in_xero("Ann", "INV-0001", "30.00")
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    desk.settle(bench.workplace, mismatch.id, WayOut.TAKE_THEIRS)
    assert str(bench.workplace.book.documents.open(bench.id_of("INV-0001")).decimal) == "90.00"
    bench.due_now("all open")
    report = bench.sync()
    assert (report.mismatches_open, report.sent) == (0, 0)


def test_an_unchanged_year_raises_no_alarm(bench: Bench) -> None:
    ann = bench.customer("Cat", email="cat@example.org")
    for number in range(40):
        invoice = bench.invoice(ann, f"{number + 1}.3333")
        if number % 3 == 0:
            bench.payment(invoice, "0.50")
    note = bench.invoice(ann, "5", "CN-1", DocumentKind.CREDIT_NOTE)
    assert note
    bench.sync()
    for number in (3, 9, 17):
        bench.xero.admin("pay", {"invoice_number": f"INV-{number:04}"})
    for _ in range(4):
        bench.due_now("contacts", "credit_notes", "payments", "all open")
        report = bench.sync()
    assert (report.mismatches_open, report.sent, report.refused) == (0, 0, 0)
