"""Xero deletes a payment of a split receipt: that part waits at the desk again, the rest stays, over real HTTP."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.money import Money
from safe_desktop.engine.entry.ledger_payments import take_back_payment
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.money_waiting import keep_in_step
from safe_desktop.errors import InputError
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from tests.engine.desk_in_xero import receipt
from tests.engine.matching_bench import applied
from tests.engine.synced_book import Bench, connected_anew
from tests.practice.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    process = PracticeProcess.start(tmp_path_factory.mktemp("parts") / "xero")
    yield process
    process.stop()


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    """INV-1 of 120.00 and INV-2 of 60.00 for Ann, both in Xero."""
    with connected_anew(tmp_path, xero) as made:
        save_matching_options(made.workplace, MatchingOptions(match_automatically=False))
        ann = made.customer("Ann")
        made.invoice(ann, "100", "INV-1")
        made.invoice(ann, "50", "INV-2")
        made.sync()
        yield made


def split(bench: Bench) -> tuple[int, int]:
    """A receipt of 180.00 that settles both, in Xero too; its number and the decision's."""
    number = receipt(bench, "180", reference="INV-1 INV-2", payee="ANN")
    choice = applied((bench.id_of("INV-1"), "120"), (bench.id_of("INV-2"), "60"))
    done = accept(bench.workplace, number, choice)
    bench.sync()
    return number, done.decision_id


def delete_in_xero(bench: Bench, amount: str) -> None:
    found = next(one for one in bench.payments_in_xero() if one["amount"] == amount and one["status"] != "DELETED")
    bench.xero.admin("delete-payment", {"payment_id": found["id"]})
    bench.sync()
    keep_in_step(bench.workplace)


def live_there(bench: Bench) -> list[str]:
    return sorted(one["amount"] for one in bench.payments_in_xero() if one["status"] != "DELETED")


def waiting(bench: Bench) -> list[StoredReceipt]:
    return bench.workplace.book.receipts.waiting()


def test_the_part_that_went_waits_again_and_says_so_and_the_rest_stays_settled(bench: Bench) -> None:
    number, _ = split(bench)
    delete_in_xero(bench, "60.00")

    (part,) = waiting(bench)
    assert (part.amount, part.came_on, part.payee, part.kind) == (
        Money(6000),
        date(2026, 11, 20),
        "ANN",
        "Part of 180.00 GBP",
    )
    assert (part.state, part.note) == (
        ReceiptState.ASK_LATER,
        "Its payment of 60.00 for INV-2 is deleted in Xero; what is the money for?",
    )
    assert bench.workplace.book.receipts.get(number).state is ReceiptState.SETTLED
    keep_in_step(bench.workplace)
    assert waiting(bench) == [part]


def test_nothing_pays_by_itself_what_was_deleted_in_xero_in_part_or_as_a_whole(bench: Bench) -> None:
    number, _ = split(bench)
    save_matching_options(bench.workplace, MatchingOptions(match_automatically=True))
    delete_in_xero(bench, "60.00")
    assert match_all(bench.workplace).settled == 0
    delete_in_xero(bench, "120.00")
    assert match_all(bench.workplace).settled == 0
    bench.sync()
    assert live_there(bench) == []
    assert [(one.id, one.state) for one in waiting(bench)] == [(number, ReceiptState.ASK_LATER)]
    assert "120.00 for INV-1" in waiting(bench)[0].note


def test_the_part_is_settled_with_another_invoice_and_goes_to_xero_once(bench: Bench) -> None:
    _, first = split(bench)
    bench.invoice(bench.workplace.book.documents.get(bench.id_of("INV-1")).customer_id, "50", "INV-3")
    bench.sync()
    delete_in_xero(bench, "60.00")
    (part,) = waiting(bench)

    done = accept(bench.workplace, part.id, applied((bench.id_of("INV-3"), "60")))
    bench.sync()
    keep_in_step(bench.workplace)

    assert waiting(bench) == []
    assert live_there(bench) == ["120.00", "60.00"]
    assert bench.amount_due_in_xero("INV-3") == "0.00"
    with pytest.raises(InputError, match="Undo that one first"):
        undo_decision(bench.workplace, first)
    undo_decision(bench.workplace, done.decision_id)
    undo_decision(bench.workplace, first)
    assert [one.amount for one in waiting(bench)] == [Money(18000)]
    bench.sync()
    assert live_there(bench) == []


def test_once_a_part_is_settled_anew_the_whole_never_waits_beside_it(bench: Bench) -> None:
    split(bench)
    bench.invoice(bench.workplace.book.documents.get(bench.id_of("INV-1")).customer_id, "50", "INV-3")
    bench.sync()
    delete_in_xero(bench, "60.00")
    accept(bench.workplace, waiting(bench)[0].id, applied((bench.id_of("INV-3"), "60")))
    bench.sync()
    delete_in_xero(bench, "120.00")
    assert [one.amount for one in waiting(bench)] == [Money(12000)]
    assert live_there(bench) == ["60.00"]


def test_when_all_of_it_went_the_receipt_waits_as_a_whole_and_no_part_beside_it(bench: Bench) -> None:
    number, _ = split(bench)
    delete_in_xero(bench, "60.00")
    delete_in_xero(bench, "120.00")
    assert [(one.id, one.amount) for one in waiting(bench)] == [(number, Money(18000))]


def test_undone_as_a_whole_no_part_is_left_waiting(bench: Bench) -> None:
    number, decision = split(bench)
    delete_in_xero(bench, "60.00")
    undo_decision(bench.workplace, decision)
    assert [one.id for one in waiting(bench)] == [number]
    bench.sync()
    assert live_there(bench) == []


def test_what_the_bank_took_back_is_explained_and_is_no_part_that_waits(bench: Bench) -> None:
    _, decision = split(bench)
    made = bench.workplace.book.decisions.get(decision).deeds.payments
    bounced = bench.workplace.book.payments.get(made[1])
    number = receipt(bench, f"-{bounced.amount.decimal}", reference="RETURNED", payee="ANN")
    accept(bench.workplace, number, Choice(ChoiceKind.BOUNCED, payment_ids=(bounced.id,)))
    keep_in_step(bench.workplace)
    assert waiting(bench) == []


def test_one_payment_alone_taken_back_here_opens_its_receipt_as_before(bench: Bench) -> None:
    number = receipt(bench, "120", reference="INV-1", payee="ANN")
    done = accept(bench.workplace, number, applied((bench.id_of("INV-1"), "120")))
    take_back_payment(bench.workplace, bench.workplace.book.decisions.get(done.decision_id).deeds.payments[0])
    keep_in_step(bench.workplace)
    assert [(one.id, one.state) for one in waiting(bench)] == [(number, ReceiptState.OPEN)]
