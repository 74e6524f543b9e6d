"""The tie-out against a practice Xero over real HTTP: after syncs, outside changes, and a run that was undone."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tie_out import Cause
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger_payments
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.tie_out_file import write_tie_out
from safe_desktop.engine.showing.tie_out_rows import TieOut, TieOutRow, tie_out
from safe_desktop.engine.sync.undoing import undo
from tests.engine.synced_book import UK, Bench, connected
from tests.made_records import TODAY


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def owed_in_xero(bench: Bench) -> Decimal:
    """What all contacts owe, as Xero tells another client."""
    other = bench.xero.sign_in(UK)

    def asked(name: str, **wishes: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = other.ok("GET", name, **wishes)[name]
        return [one for one in found if one["Status"] == "AUTHORISED"]

    owed = sum((Decimal(str(one["AmountDue"])) for one in asked("Invoices", where='Type=="ACCREC"')), Decimal(0))
    for name in ("CreditNotes", "Overpayments", "Prepayments"):
        owed -= sum((Decimal(str(one["RemainingCredit"])) for one in asked(name)), Decimal(0))
    return owed


def proven(bench: Bench) -> TieOut:
    """The tie-out, in which nothing is unexplained, ours is what the customers' list says and theirs is Xero's own."""
    book = bench.workplace.book
    found = tie_out(book)
    assert [(row.customer, str(row.residue)) for row in found.rows if row.residue or row.unexplained] == []
    for row in found.rows:
        assert sum(one.ours for one in row.records) == row.ours.minor
        assert sum(one.theirs for one in row.records) == row.theirs.minor
    shown = lists.customers(book)
    ours = sum((entry.balance.decimal for entry in shown.entries(shown.ids())), Decimal(0))
    assert sum((total.ours.decimal for total in found.totals), Decimal(0)) == ours
    assert sum((total.theirs.decimal for total in found.totals), Decimal(0)) == owed_in_xero(bench)
    return found


def row_of(found: TieOut, customer: str) -> TieOutRow:
    return next(row for row in found.rows if row.customer == customer)


def causes(row: TieOutRow) -> dict[Cause, str]:
    sums: dict[Cause, Money] = {}
    for item in row.items:
        sums[item.cause] = sums.get(item.cause, Money(0)) + item.amount
    return {cause: str(amount.decimal) for cause, amount in sums.items()}


def test_before_and_after_the_first_sync_every_balance_ties_out(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-1")
    bench.payment(invoice, "30")
    assert causes(row_of(tie_out(bench.workplace.book), "Ann")) == {Cause.NOT_SENT: "90.00"}
    bench.sync()
    # The payment was told after the invoice was read: Xero confirmed it, and its balance says so at once.
    row = row_of(proven(bench), "Ann")
    assert (str(row.ours), str(row.theirs), row.items) == ("90.00 GBP", "90.00 GBP", ())


def test_each_thing_that_stays_here_or_waits_is_named(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-1")
    bench.sync()
    bench.payment(invoice, "10", "Cash")
    bench.payment(invoice, "20")
    credit = bench.invoice(ann, "25", "CN-1", DocumentKind.CREDIT_NOTE)
    book = bench.workplace.book
    on_account = Payment(ann, TODAY, Money(500), 1)
    ledger_payments.add_payment(bench.workplace, on_account)
    row = row_of(proven(bench), "Ann")
    # Money on account stays here as the cash does: Xero takes a payment for one document.
    assert causes(row) == {Cause.STAYS_HERE: "-15.00", Cause.NOT_SENT: "-50.00"}
    assert {item.name.split(":")[0] for item in row.items} == {
        "Payment for INV-1",
        "Payment on account",
        "Credit note CN-1",
    }
    ledger_payments.apply_credit(bench.workplace, credit, invoice)
    assert causes(row_of(proven(bench), "Ann"))[Cause.SET_AGAINST] == "-30.00"
    bench.sync()
    assert causes(row_of(proven(bench), "Ann")) == {Cause.STAYS_HERE: "-15.00"}
    assert str(book.documents.open(invoice)) == "60.00 GBP"


def test_what_happens_in_xero_ties_out_as_soon_as_it_was_read(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "100", "INV-1")
    bench.invoice(ann, "100", "INV-2")
    bench.sync()
    bench.other_invoice("Ann", "THEIRS-1", "80.00")
    bench.other_invoice("A Stranger", "THEIRS-2", "15.00")
    line = {"how": "overpaid", "invoice_number": "INV-1", "amount": "150.00", "date": "2026-11-20"}
    bench.xero.admin("statement-line", line)
    bench.due_now("overpayments")
    bench.sync()
    found = proven(bench)
    assert causes(row_of(found, "Ann")) == {Cause.ONLY_THERE: "-80.00"}
    stranger = row_of(found, "A Stranger")
    assert (stranger.customer_id, causes(stranger)) == (0, {Cause.ONLY_THERE: "-15.00"})


def test_a_payment_taken_back_here_and_one_undone_in_xero_tie_out(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-1")
    bench.sync()
    first = bench.payment(invoice, "30")
    bench.payment(invoice, "20")
    run = bench.sync()
    proven(bench)
    ledger_payments.take_back_payment(bench.workplace, first)
    assert causes(row_of(proven(bench), "Ann")) == {Cause.TAKEN_BACK: "30.00"}
    bench.sync()
    assert row_of(proven(bench), "Ann").items == ()
    undo(bench.workplace, Control(), run.run_id)
    row = row_of(proven(bench), "Ann")
    assert causes(row) == {Cause.DO_NOT_SEND: "-20.00"}
    assert str(row.theirs) == "120.00 GBP"


def test_every_item_leads_to_its_record_and_into_the_file(bench: Bench, tmp_path: Path) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-1")
    bench.sync()
    bench.payment(invoice, "10", "Cash")
    bench.other_invoice("Ann", "THEIRS-1", "80.00")
    bench.sync()
    found = proven(bench)
    items = {item.label: item for item in row_of(found, "Ann").items}
    assert (items["for INV-1"].kind, items["for INV-1"].local_id) == (RecordKind.PAYMENT, 1)
    assert (items["THEIRS-1"].local_id, bool(items["THEIRS-1"].xero_id)) == (0, True)
    assert write_tie_out(tmp_path / "tie-out.csv", found.rows) == len(found.rows)
    lines = (tmp_path / "tie-out.csv").read_text(encoding="utf-8-sig").splitlines()
    (cash,) = [line for line in lines if "Stays here" in line]
    assert "Cash has no Xero account" in cash
    assert "-10.00" in cash
