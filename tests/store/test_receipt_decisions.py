"""Decisions as rows: what was written comes back, and the database keeps its two promises by itself."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import peewee
import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Reason, Share, Verdict, Weighs
from safe_desktop.domain.money import Money
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.matching_rules import MatchingRule, RuleAct
from safe_desktop.store.receipt_decisions import (
    REPLACED,
    UNDONE,
    CreditUsed,
    Deeds,
    Evidence,
    MoneyPlaced,
    PaymentTouched,
    StoredDecision,
)
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from tests.made_records import a_payment, an_invoice, customer, opened_book, stored

EVIDENCE = Evidence((Reason("Number 42 in the reference"), Reason("Two fit", Weighs.AGAINST)), 0.97, "INV-7", 0.2)


def receipt(book: Book, key: str = "1") -> int:
    with book.transaction():
        one = StoredReceipt(ReceiptSource.BANK, key, date(2026, 11, 3), Money(100))
        return book.receipts.keep([one]).new[0]


def payment(book: Book) -> int:
    invoice = stored(book, an_invoice(customer(book).id, "INV-1"))
    with book.transaction():
        return book.payments.add(a_payment(invoice)).id


def test_a_decision_comes_back_with_all_that_it_wrote(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        number, paid = receipt(book), payment(book)
        deeds = Deeds(
            (paid,),
            (3,),
            (CreditUsed(3, 4, 500),),
            (MoneyPlaced(5, 6, 700, True),),
            (PaymentTouched(8, "pending", "2026-11-01", True, ((9, 100),)),),
            customers=(1,),
        )
        with book.transaction():
            kept = book.decisions.add(StoredDecision(number, "apply", "you", "Paid", deeds, EVIDENCE, "mark"))
        assert book.decisions.get(kept.id) == kept
        assert book.decisions.standing(number) == kept
        assert book.decisions.claimed([paid, 99]) == {paid: kept.id}


def test_a_receipt_has_one_decision_that_stands_and_a_payment_is_one_receipts(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        number, other, paid = receipt(book), receipt(book, "2"), payment(book)
        with book.transaction():
            book.decisions.add(StoredDecision(number, "same", "you", "Same", Deeds(same_as=(paid,))))
        with pytest.raises(peewee.IntegrityError), book.transaction():
            book.decisions.add(StoredDecision(number, "later", "you", "Later"))
        with pytest.raises(sqlite3.IntegrityError), book.transaction():
            book.decisions.add(StoredDecision(other, "same", "you", "Same", Deeds(same_as=(paid,))))


def test_a_replaced_decision_stands_again_when_the_one_after_it_is_undone(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        number = receipt(book)
        first = book.decisions.add(StoredDecision(number, "later", "you", "Later"))
        before = book.decisions.mark()
        book.decisions.end(first.id, REPLACED)
        second = book.decisions.add(StoredDecision(number, "set_aside", "you", "Aside"))
        assert book.decisions.mark() != before
        book.decisions.end(second.id, UNDONE)
        book.decisions.stand_again(number)
        standing = book.decisions.standing(number)
        assert standing is not None
        assert standing.id == first.id
        assert [one.ended_how for one in book.decisions.of_receipt(number)] == [UNDONE, ""]


def test_the_matchers_answer_is_kept_as_it_was_given(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        number = receipt(book)
        proposal = Proposal(Act.ALLOCATE, 0.97, (Share("d1", 100),), reasons=EVIDENCE.reasons)
        verdict = Verdict(f"r{number}", Decision.ASK, (proposal,), "Because", "If")
        book.verdicts.keep([(number, verdict)], "mark")
        found = book.verdicts.of([number])[number]
        assert (found.verdict, found.situation) == (verdict, "mark")
        book.verdicts.forget([number])
        assert book.verdicts.of([number]) == {}


def test_rules_keep_their_order_and_what_they_say(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        first = book.rules.add(MatchingRule("A", RuleAct.SET_ASIDE, "x", 1, 2))
        second = book.rules.add(MatchingRule("B", RuleAct.OLDEST, "y", customer_id=customer(book).id, method_id=1))
        assert book.rules.all() == [first, second]
        book.rules.order([second.id, first.id])
        assert [one.name for one in book.rules.all()] == ["B", "A"]
        changed = book.rules.change(replace(first, name="C", is_on=True))
        assert book.rules.get(first.id) == changed
        book.rules.remove(first.id)
        with pytest.raises(InputError, match="There is no rule"):
            book.rules.get(first.id)


def test_what_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        for asked in (book.decisions.get, book.receipts.get, book.rules.get):
            with pytest.raises(InputError, match="There is no"):
                asked(99)
        assert book.receipts.count(ReceiptState.OPEN) == 0
