"""Payments out of a file: each settles the invoice it names, never too much, never twice."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus, marker_for
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.importing import run_import
from tests.engine.import_desk import ImportDesk, import_desk

HEADER = "Date,Invoice number,Customer,Amount,Method,Reference\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        opened.take(
            "invoices",
            "Number,Date,Customer,Price,Status\n"
            "A1,2010-12-01,Brown,100,\nA2,2010-12-01,Green,50,\nA3,2010-12-01,Green,50,Draft\n"
            "A4,2010-12-01,Green,50,Voided\nC5,2010-12-01,Green,-50,\n",
        )
        yield opened


def test_a_payment_settles_the_invoice_it_names(desk: ImportDesk) -> None:
    report = desk.take("payments", HEADER + "05/01/2011,a1,Brown,£40.00,card,thanks\n06/01/2011,A1,,60,,\n")
    invoice = desk.invoice("A1")
    first, second = desk.book.payments.of_document(invoice.id)
    assert desk.book.documents.open(invoice.id) == Money(0)
    assert (first.paid_on, first.amount, first.reference) == (date(2011, 1, 5), Money(4000), "thanks")
    assert desk.book.payments.method(first.method_id).name == "Card"
    assert desk.book.payments.method(second.method_id).name == "Bank transfer"
    assert first.marker != second.marker
    assert (first.customer_id, second.customer_id) == (invoice.customer_id, invoice.customer_id)
    assert report.file.amount == 100
    assert report.check.adds_up
    assert report.changes.touches("payments")


def test_importing_the_same_payments_twice_adds_nothing_and_two_alike_are_two(desk: ImportDesk) -> None:
    text = HEADER + "2011-01-05,A1,,30,,\n2011-01-05,A1,,30,,\n"
    assert desk.take("payments", text).records == 2
    again = desk.take("payments", text.replace("30,", "30.00,"))
    assert (again.records, again.already.records) == (0, 2)
    assert desk.take("payments", text + "2011-01-05,A1,,30,,\n").records == 1
    assert desk.book.documents.open(desk.invoice("A1").id) == Money(1000)


def test_more_than_is_open_is_refused_and_says_what_is_open(desk: ImportDesk) -> None:
    report = desk.take("payments", HEADER + "2011-01-05,A1,,80,,\n2011-01-06,A1,,30,,\n2011-01-07,A1,,20,,\n")
    assert report.refused_rows == [(3, "it is 30.00 GBP, but only 20.00 GBP is open on A1")]
    assert report.records == 2
    assert report.check.adds_up


def test_a_payment_whose_invoice_is_not_here_goes_on_account_with_the_reason(desk: ImportDesk) -> None:
    report = desk.take("payments", HEADER + "2011-01-05,Z9,Brown,80,,\n2011-01-06,,green,5,,\n")
    assert [remark.words for remark in report.on_account] == [
        "there is no invoice Z9 here",
        "the file names no invoice for it",
    ]
    payments = desk.book.payments.of_customer(desk.invoice("A1").customer_id)
    assert [(payment.document_id, payment.amount) for payment in payments] == [(None, Money(8000))]
    assert any(line.startswith("  On account: 80.00 GBP of 05/01/2011") for line in report.lines())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",A1,,1,,", "“Date” is empty"),
        ("2011-01-05,A1,,,,", "“Amount” is empty"),
        ("2011-01-05,A1,,0,,", "the amount is 0; a payment is more than zero"),
        ("2011-01-05,A1,,-5,,", "the amount is -5; a payment is more than zero"),
        ("2011-01-05,A1,,1.005,,", "1.005 is finer than GBP allows"),
        ("2011-01-05,A1,,1,Barter,", "there is no payment method “Barter” in this book; there are Bank transfer, Card"),
        ("2011-01-05,A1,Green,1,,", "A1 is not an invoice for “Green”"),
        ("2011-01-05,A3,,1,,", "A3 is a draft"),
        ("2011-01-05,A4,,1,,", "A4 is voided"),
        ("2011-01-05,C5,Green,1,,", "C5 is a credit note; money paid back is typed in by hand"),
        ("2011-01-05,Z9,,1,,", "there is no invoice Z9 here, and no customer is named"),
        ("2011-01-05,,Nobody,1,,", "there is no customer “Nobody” in this book; import the customers first"),
        ("2011-01-05,A1,,1,," + "x" * 101, "the reference is longer than 100 characters"),
        ("yesterday,A1,,1,,", "“Date” is not a date: “yesterday”"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_row_and_reason(desk: ImportDesk, row: str, reason: str) -> None:
    report = desk.take("payments", HEADER + row + "\n2011-01-05,A2,,1,,\n")
    assert [number for number, _ in report.refused_rows] == [2]
    assert report.refused_rows[0][1].startswith(reason)
    assert report.records == 1
    assert report.check.adds_up


def test_a_reversed_payment_is_not_taken_over_as_a_live_one(desk: ImportDesk) -> None:
    report = desk.take("payments", "Date,Invoice,Amount,Status\n2011-01-05,A1,1,Reversed\n2011-01-05,A1,1,Applied\n")
    assert report.refused_rows == [(2, "it is marked “Reversed” and not taken over")]
    assert report.records == 1


def test_the_mark_of_a_payment_tells_that_it_is_already_here(desk: ImportDesk) -> None:
    mark = marker_for("one")
    text = f"Date,Invoice,Amount,Mark\n2011-01-05,A1,1,{mark}\n"
    assert desk.take("payments", text).records == 1
    assert desk.take("payments", text.replace("2011-01-05", "2011-01-06")).already.records == 1
    found = desk.book.payments.find_marker(mark)
    assert found is not None
    assert found.status is PaymentStatus.LIVE


def test_two_payments_never_get_one_mark_even_if_the_seeds_repeat(desk: ImportDesk) -> None:
    numbers = count()
    path = desk.write(HEADER + "2011-01-05,A1,,1,,\n2011-01-06,A1,,1,,\n")
    run_import(desk, Control(), "payments", path, seed=lambda: str(next(numbers) // 2))
    assert len(desk.book.payments.markers()) == 2
