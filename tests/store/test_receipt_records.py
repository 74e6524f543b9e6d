"""Receipts as rows: kept once for each key, taken back at their source, revived, and never changed once settled."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.errors import InputError
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from tests.made_records import opened_book

LINE = StoredReceipt(
    ReceiptSource.BANK, "610:1", date(2026, 11, 3), Money(12000), "610", payee="RUSHMERE FARM", reference="INV 42"
)


def test_a_receipt_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        with book.transaction():
            kept = book.receipts.keep([LINE])
        assert book.receipts.get(kept.new[0]) == replace(LINE, id=kept.new[0])


def test_keeping_the_same_key_again_adds_nothing(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        first = book.receipts.keep([LINE, replace(LINE, source_key="610:2")])
        again = book.receipts.keep([LINE, LINE, replace(LINE, source_key="610:3")])
        assert (len(first.new), len(again.new), again.known) == (2, 1, first.new[:1])
        assert len(book.receipts.waiting()) == 3


def test_a_settled_receipt_is_not_changed_by_being_told_again(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        (number,) = book.receipts.keep([LINE]).new
        book.receipts.move(number, ReceiptState.SETTLED, decided_by="you")
        book.receipts.keep([replace(LINE, amount=Money(1))])
        found = book.receipts.get(number)
        assert (found.amount, found.state, found.decided_by) == (Money(12000), ReceiptState.SETTLED, "you")


def test_what_is_gone_at_its_source_goes_unless_it_was_settled_and_waits_again_when_told_again(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        (loose, settled) = book.receipts.keep([LINE, replace(LINE, source_key="610:2")]).new
        book.receipts.move(settled, ReceiptState.SETTLED)
        assert [one.id for one in book.receipts.take_back(["610:1", "610:2"], "Deleted in Xero")] == [settled]
        assert (book.receipts.get(loose).state, book.receipts.get(loose).note) == (ReceiptState.GONE, "Deleted in Xero")
        book.receipts.keep([LINE])
        assert (book.receipts.get(loose).state, book.receipts.get(loose).note) == (ReceiptState.OPEN, "")


def test_receipts_are_found_by_words_and_by_amount(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        book.receipts.keep([LINE, replace(LINE, source_key="2", payee="Thornbury", reference="", amount=Money(99))])
        assert [one.payee for one in book.receipts.search("rushmere", 5)] == ["RUSHMERE FARM"]
        assert [one.payee for one in book.receipts.search("0.99", 5)] == ["Thornbury"]
        assert book.receipts.search("%", 5) != []


def test_a_receipt_of_nothing_or_without_a_key_is_refused(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        for bad in (replace(LINE, amount=Money(0)), replace(LINE, source_key="")):
            with pytest.raises(InputError), book.transaction():
                book.receipts.keep([bad])
