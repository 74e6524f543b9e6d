"""Money in Xero that no invoice of ours explains becomes a receipt, and stays in step with Xero, over real HTTP."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Decision
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.checking.preflight import check
from safe_desktop.engine.connecting import forget_organisation
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding.taking_in_documents import take_in_documents
from safe_desktop.engine.entry.ledger_settings import change_settings
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from tests.engine.synced_book import BANK, UK, Bench, connect, connected

_LIST = "receive money"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """An invoice of 120.00 for Ann that is in Xero; received money is read, and nothing is matched by itself."""
    with connected(tmp_path) as made:
        save_matching_options(made.workplace, MatchingOptions(match_automatically=False))
        made.invoice(made.customer("Ann"), "100", "INV-0001")
        change_settings(made.workplace, read_receive_money=True)
        connect(made.workplace)
        made.sync()
        yield made


def receive(bench: Bench, amount: str = "120.00", contact: str = "Ann", **more: object) -> str:
    """Somebody books money at the bank straight to an income account in Xero; its id."""
    body: dict[str, Any] = {
        "Type": "RECEIVE",
        "Contact": {"Name": contact},
        "BankAccount": {"Code": BANK},
        "Date": "2026-11-20",
        "Reference": "INV-0001 thanks",
        "LineAmountTypes": "NoTax",
        "LineItems": [{"Description": "Coffee", "Quantity": 1, "UnitAmount": float(amount), "AccountCode": "200"}],
        **more,
    }
    made: str = other(bench).ok("PUT", "BankTransactions", body)["BankTransactions"][0]["BankTransactionID"]
    return made


def other(bench: Bench) -> Any:
    bench.xero.admin("limits", {"forget": True})
    return bench.xero.sign_in(UK)


def delete(bench: Bench, transaction: str) -> None:
    other(bench).ok("POST", f"BankTransactions/{transaction}", {"Status": "DELETED"})


def read_again(bench: Bench) -> None:
    bench.due_now(_LIST)
    bench.sync()


def receipts(bench: Bench, source: ReceiptSource = ReceiptSource.RECEIVE_MONEY) -> list[StoredReceipt]:
    return bench.workplace.book.receipts.of_source(source)


def finding(bench: Bench) -> str:
    found = check(bench.workplace, Control())
    return next((f"{one.words}. {one.remedy}" for one in found if one.subject == "Money received"), "")


def calls_for_it(bench: Bench) -> int:
    return sum("/BankTransactions" in one["path"] for one in bench.xero.admin("requests"))


def test_money_received_without_an_invoice_waits_as_a_receipt_of_its_customer(bench: Bench) -> None:
    made = receive(bench)
    receive(bench, "55.00", "Stranger")
    read_again(bench)
    ann, stranger = sorted(receipts(bench), key=lambda one: -one.amount.minor)
    assert (ann.amount, ann.came_on, ann.account_code) == (Money(12000), date(2026, 11, 20), BANK)
    assert (ann.payee, ann.reference, ann.narrative, ann.xero_id) == ("Ann", "INV-0001 thanks", "Coffee", made)
    customer = bench.workplace.book.customers.find_name("Ann")
    assert customer is not None
    assert (ann.customer_id, stranger.customer_id) == (customer.id, None)
    assert ann.state is ReceiptState.OPEN


def test_money_spent_advances_and_money_from_before_the_book_are_left_alone(bench: Bench) -> None:
    receive(bench, Type="SPEND")
    receive(bench, Type="RECEIVE-PREPAYMENT")
    receive(bench, Date="2026-10-01")
    read_again(bench)
    assert receipts(bench) == []


def test_deleted_in_xero_it_goes_and_restored_it_waits_again(bench: Bench) -> None:
    made = receive(bench)
    read_again(bench)
    delete(bench, made)
    read_again(bench)
    (gone,) = receipts(bench)
    assert (gone.state, gone.note) == (ReceiptState.GONE, "It was deleted in Xero")


def test_a_change_in_xero_is_taken_over_while_it_waits(bench: Bench) -> None:
    made = receive(bench)
    read_again(bench)
    line = {"Description": "Coffee", "Quantity": 1, "UnitAmount": 99.5, "AccountCode": "200"}
    other(bench).ok("POST", f"BankTransactions/{made}", {"Reference": "other", "LineItems": [line]})
    read_again(bench)
    assert [(one.amount, one.reference) for one in receipts(bench)] == [(Money(9950), "other")]


def test_a_contact_that_becomes_a_customer_later_is_known_from_then_on(bench: Bench) -> None:
    receive(bench, "55.00", "Bea")
    read_again(bench)
    assert receipts(bench)[0].customer_id is None
    bea = bench.customer("Bea")
    bench.invoice(bea, "10", "INV-0002")
    bench.sync()
    bench.sync()
    assert receipts(bench)[0].customer_id == bea


def test_settled_here_and_deleted_in_xero_is_a_persons_question(bench: Bench) -> None:
    made = receive(bench)
    read_again(bench)
    (receipt,) = receipts(bench)
    choice = Choice(ChoiceKind.APPLY, shares=(DocumentShare(bench.id_of("INV-0001"), Money(12000)),))
    decided = accept(bench.workplace, receipt.id, choice)
    bench.sync()
    assert bench.payments_in_xero() == [], "the bank account there has this money already"
    delete(bench, made)
    read_again(bench)
    read_again(bench)
    book = bench.workplace.book
    (question,) = [one for one in book.mismatches.open_ones() if one.kind is MismatchKind.GONE_IN_XERO]
    assert (question.record_kind, question.xero_id) == (RecordKind.PAYMENT, made)
    assert "deleted in Xero" in question.reason
    assert receipts(bench)[0].state is ReceiptState.SETTLED
    undo_decision(bench.workplace, decided.decision_id)
    read_again(bench)
    assert receipts(bench)[0].state is ReceiptState.GONE
    assert book.mismatches.count() == 0


def test_what_a_person_books_at_the_bank_page_of_xero_waits_too(bench: Bench) -> None:
    line = {"how": "receive-money", "contact_name": "Ann", "amount": "60.00", "date": "2026-11-21"}
    bench.xero.admin("statement-line", line)
    read_again(bench)
    assert [(one.amount, one.payee) for one in receipts(bench)] == [(Money(6000), "Ann")]


def test_what_waits_of_another_organisation_goes_with_it(bench: Bench) -> None:
    receive(bench)
    read_again(bench)
    book = bench.workplace.book
    with book.transaction():
        forget_organisation(book, "Fernhill")
    assert [(one.state, one.note) for one in receipts(bench)] == [(ReceiptState.GONE, "It was of another organisation")]


def test_nothing_is_asked_of_xero_before_a_person_wants_it_and_the_sign_in_covers_it(tmp_path: Path) -> None:
    with connected(tmp_path) as bench:
        bench.invoice(bench.customer("Ann"), "100", "INV-0001")
        bench.sync()
        assert (calls_for_it(bench), finding(bench)) == (0, "")
        change_settings(bench.workplace, read_receive_money=True)
        assert bench.sync().result == "done"
        assert calls_for_it(bench) == 0
        assert "Connect again" in finding(bench)
        connect(bench.workplace)
        assert bench.sync().result == "done"
        assert calls_for_it(bench) == 1
        assert "is read too" in finding(bench)
        assert bench.sync().calls == 1, "on its slow beat it costs an idle sync nothing"
        change_settings(bench.workplace, read_receive_money=False)
        bench.due_now(_LIST)
        bench.sync()
        assert calls_for_it(bench) == 1


def test_a_sign_in_of_old_that_lacks_the_permission_is_tried_once_and_fails_nothing(tmp_path: Path) -> None:
    with connected(tmp_path) as bench:
        book = bench.workplace.book
        with book.transaction():
            book.settings.forget("receive-money-granted")
            book.settings.read_receive_money = True
        assert bench.sync().result == "done"
        assert bench.sync().result == "done"
        assert calls_for_it(bench) == 1
        assert "Connect again" in finding(bench)


def test_a_payment_of_another_invoice_in_xero_never_settles_one_here_by_itself(bench: Bench) -> None:
    """The same customer and the same amount: in Xero the money is spent on another invoice all the same."""
    save_matching_options(bench.workplace, MatchingOptions(match_automatically=True))
    bench.other_invoice("Ann", "THEIRS-1", "120.00")
    paid = {"how": "exact", "invoice_number": "THEIRS-1", "amount": "120.00", "date": "2026-11-21"}
    bench.xero.admin("statement-line", paid)
    bench.due_now("payments")
    bench.sync()
    (waiting,) = receipts(bench, ReceiptSource.XERO_PAYMENT)
    book = bench.workplace.book
    assert waiting.state is ReceiptState.OPEN
    assert str(book.documents.open(bench.id_of("INV-0001")).decimal) == "120.00"
    verdict = book.verdicts.of([waiting.id])[waiting.id].verdict
    assert verdict.decision is Decision.ASK
    assert "settles an invoice that is not in this book" in verdict.not_automatic


def test_a_payment_in_xero_of_an_invoice_unknown_here_waits_until_that_invoice_is_known(bench: Bench) -> None:
    bench.other_invoice("Ann", "THEIRS-1", "75.00")
    paid = {"how": "exact", "invoice_number": "THEIRS-1", "amount": "75.00", "date": "2026-11-21"}
    bench.xero.admin("statement-line", paid)
    bench.due_now("payments")
    bench.sync()
    (waiting,) = receipts(bench, ReceiptSource.XERO_PAYMENT)
    assert (waiting.amount, waiting.came_on, waiting.state) == (Money(7500), date(2026, 11, 21), ReceiptState.OPEN)
    assert waiting.kind == "Payment of THEIRS-1 in Xero"
    book = bench.workplace.book
    customer = book.customers.find_name("Ann")
    assert customer is not None
    assert waiting.customer_id == customer.id
    (copy,) = [one for one in book.copies.documents(RecordKind.INVOICE) if one.number == "THEIRS-1"]
    take_in_documents(bench.workplace, [copy.document_id])
    bench.sync()
    assert [one.state for one in receipts(bench, ReceiptSource.XERO_PAYMENT)] == [ReceiptState.GONE]
    assert str(book.documents.open(bench.id_of("THEIRS-1")).decimal) == "0.00"
