"""Invoices out of a file: whole documents or none, each row accounted for."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.files.import_mapping import ImportOptions
from tests.engine.import_desk import ImportDesk, import_desk

HEADER = "Invoice No,Date,Customer,Customer ID,Description,Stock code,Quantity,Unit price\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        yield opened


def test_rows_of_one_number_are_one_document_even_when_others_stand_between(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        HEADER
        + "A1,2010-12-01,Brown Ltd,,Tea,T,2,1.50\n"
        + "A2,2010-12-02,Green Ltd,,Cups,C,1,9.99\n"
        + "a1,2010-12-01 08:26:00,Brown Ltd,,Milk,M,3,0.5\n",
    )
    document = desk.invoice("A1")
    assert [(line.description, line.quantity, line.unit_price) for line in document.lines] == [
        ("Tea", Decimal(2), Decimal("1.5")),
        ("Milk", Decimal(3), Decimal("0.5")),
    ]
    assert document.totals.total == Money(450)
    assert (document.issued_on, document.due_on) == (date(2010, 12, 1), date(2010, 12, 31))
    assert desk.book.customers.get(document.customer_id).name == "Brown Ltd"
    assert [(t.word, t.records, t.rows, t.amount) for t in report.accepted] == [
        ("Invoices", 2, 3, Decimal("14.49")),
        ("Credit notes", 0, 0, Decimal(0)),
    ]
    assert report.new_customers == 2
    assert report.check.adds_up
    assert report.changes.touches("documents")


def test_cancellations_become_credit_notes_with_their_lines_turned_round(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        HEADER
        + "C536379,2010-12-01,,14527,Discount,D,-1,27.50\n"
        + "900,2010-12-01,,14527,Returned,R,-2,5\n"
        + "900,2010-12-01,,14527,Kept,K,1,3\n"
        + "Cup7,2010-12-01,,14527,No digit after the C,,1,3\n",
    )
    assert desk.credit_note("C536379").totals.total == Money(2750)
    assert [line.quantity for line in desk.credit_note("900").lines] == [2, -1]
    assert desk.credit_note("900").totals.total == Money(700)
    assert desk.invoice("Cup7").totals.total == Money(300)
    assert {t.word: t.amount for t in report.accepted} == {"Invoices": Decimal(3), "Credit notes": Decimal("-34.50")}
    assert "Documents with a total below zero, made credit notes: 1" in report.notes
    assert report.check.adds_up


def test_a_number_like_a_cancellation_with_a_total_above_zero_is_asked_about(desk: ImportDesk) -> None:
    text = HEADER + "C1,2010-12-01,Brown Ltd,,Tea,,1,5\n"
    report = desk.take("invoices", text)
    assert "its number begins with “C” as cancellations do, but its total is above zero" in report.refused[0].reason
    assert desk.take("invoices", text, options=ImportOptions(credit_prefix="")).records == 1
    assert desk.invoice("C1").totals.total == Money(500)


def test_a_column_for_the_kind_decides_whatever_the_sign(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        "Type,Number,Date,Customer,Price\n"
        "Credit note,1,2010-12-01,Brown,5\nInvoice,1,2010-12-01,Brown,7\nACCRECCREDIT,2,2010-12-01,Brown,-3\n"
        "Order,3,2010-12-01,Brown,1\n",
    )
    assert desk.credit_note("1").totals.total == Money(500)
    assert desk.invoice("1").totals.total == Money(700)
    assert desk.credit_note("2").totals.total == Money(300)
    assert report.refused_rows == [(5, "“Type” is “Order”, neither invoice nor credit note")]
    assert report.check.adds_up


def test_documents_without_a_customer_go_to_the_one_that_is_named(desk: ImportDesk) -> None:
    text = HEADER + "A1,2010-12-01,,,Tea,,1,5\n"
    report = desk.take("invoices", text)
    assert desk.book.customers.get(desk.invoice("A1").customer_id).name == "Cash sales"
    assert "Documents without a customer, taken for “Cash sales”: 1" in report.notes
    desk.take("invoices", text.replace("A1", "A2"), options=ImportOptions(cash_customer="Till"))
    assert desk.book.customers.get(desk.invoice("A2").customer_id).name == "Till"


def test_a_customer_known_by_code_only_gets_a_name_and_keeps_the_country(desk: ImportDesk) -> None:
    desk.take("invoices", "InvoiceNo,InvoiceDate,CustomerID,Country,UnitPrice\n1,2010-12-01,17850,EIRE,1\n")
    customer = desk.book.customers.get(desk.invoice("1").customer_id)
    assert (customer.name, customer.code, customer.address.country) == ("Customer 17850", "17850", "EIRE")


def test_customers_are_found_by_code_then_by_name_and_archived_ones_are_not_used(desk: ImportDesk) -> None:
    desk.take("customers", "Name,Code,Archived\nBrown Ltd,B1,\nGreen Ltd,,\nOld Ltd,O1,yes\n")
    report = desk.take(
        "invoices",
        HEADER
        + "1,2010-12-01,Browne Limited,B1,x,,1,1\n"
        + "2,2010-12-01,GREEN  ltd,,x,,1,1\n"
        + "3,2010-12-01,Old Ltd,,x,,1,1\n"
        + "4,2010-12-01,Brown Ltd,B2,x,,1,1\n",
    )
    assert report.new_customers == 0
    assert [refusal.reason for refusal in report.refused] == [
        "its customer “Old Ltd” is archived; bring it back first",
        "“Brown Ltd” is here with the code “B1”, but the file says “B2”",
    ]


def test_documents_of_total_zero_are_kept_and_not_sent_with_the_reason(desk: ImportDesk) -> None:
    report = desk.take("invoices", HEADER + "A1,2010-12-01,Brown,,,22139,56,0.0\n")
    assert [(remark.label, "not sent" in remark.words) for remark in report.kept_not_sent] == [("A1", True)]
    assert desk.invoice("A1").lines[0].description == "Item 22139"
    assert "Rows without a description, named by their item code: 1" in report.notes
    assert "Kept, not sent: A1: Its total is 0.00" in "\n".join(report.lines())


def test_one_bad_row_refuses_its_whole_document_and_no_other(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        HEADER
        + "A1,2010-12-01,Brown,,Tea,,2,1.50\n"
        + "A2,2010-12-01,Brown,,Tea,,1,1\n"
        + "A1,2010-12-01,Brown,,Milk,,two,0.50\n"
        + "A1,2010-12-01,Brown,,Sugar,,1,0.25\n",
    )
    reason = "row 4: “Quantity” is not a number: “two”"
    assert report.refused_rows == [(2, reason), (4, reason), (5, reason)]
    assert report.refused_sum.amount == Decimal("3.25")
    assert report.file.unreadable_rows == 1
    assert desk.counts() == (1, 1, 0)
    assert report.check.adds_up


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2010-12-01,B,,x,,1,1", "“Invoice No” is empty"),
        ("1,,B,,x,,1,1", "“Date” is empty"),
        ("1,32/12/2010,B,,x,,1,1", "“Date” “32/12/2010” is not a day of the calendar"),
        ("1,2010-12-01,B,,x,,1,", "row 2: “Unit price” is empty"),
        ("1,2010-12-01,B,,x,,1,1.23456", "row 2: it has more than four decimals"),
        ("1,2010-12-01,B,,x,,=2*3,1", "row 2: “Quantity” holds a formula; type the value itself"),
        ("1,2010-12-01,B,,x,,1", "row 2: it has 7 cells where the header has 8"),
        ("ä1,2010-12-01,B,,x,,1,1", "the number must be 1 to 255 plain letters, digits and signs"),
        ("1,2010-12-01," + "B" * 256 + ",,x,,1,1", "its customer cannot be kept: the name has 256 characters"),
        ("1,2010-12-01,B,,x,,999999999999,999999", "its amounts are larger than any invoice"),
        ("1,2010-12-01,B,,x,,1,1.2.3", "row 2: “Unit price” is not a number"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_row_and_reason(desk: ImportDesk, row: str, reason: str) -> None:
    report = desk.take("invoices", HEADER + row + "\n2,2010-12-01,B,,x,,1,1\n")
    assert len(report.refused_rows) == 1
    assert report.refused_rows[0][0] == 2
    assert report.refused_rows[0][1].startswith(reason)
    assert report.records == 1
    assert report.check.adds_up


def test_rows_of_one_document_may_spell_its_customer_in_other_letters(desk: ImportDesk) -> None:
    report = desk.take("invoices", HEADER + "1,2010-12-01,Brown,,x,,1,1\n1,2010-12-01,BROWN,,x,,1,1\n")
    assert (report.records, report.refused) == (1, ())


def test_rows_of_one_document_that_disagree_refuse_it(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        HEADER
        + "1,2010-12-01,Brown,,x,,1,1\n1,2010-12-01,Green,,x,,1,1\n"
        + "2,2010-12-01,Brown,,x,,1,1\n2,2010-12-02,,,x,,1,1\n",
    )
    assert [refusal.reason for refusal in report.refused] == [
        "“Customer” is “Brown” in row 2 and “Green” in row 3",
        "“Date” is 01/12/2010 in one row and 02/12/2010 in another",
    ]


def test_vat_is_read_by_code_name_type_or_rate(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        "Number,Date,Customer,Price,VAT\n"
        "1,2010-12-01,B,100,STANDARD\n2,2010-12-01,B,100,20% (VAT on Income)\n3,2010-12-01,B,100,OUTPUT2\n"
        "4,2010-12-01,B,100,5%\n5,2010-12-01,B,100,0\n6,2010-12-01,B,100,\n7,2010-12-01,B,100,17.5%\n",
    )
    totals = [desk.invoice(str(number)).totals.total.minor for number in range(1, 7)]
    assert totals == [12000, 12000, 12000, 10500, 10000, 10000]
    assert [desk.invoice(n).lines[0].vat_code for n in "56"] == ["NO_VAT", "NO_VAT"]
    assert report.refused_rows[0][1].startswith("row 8: there is no VAT code “17.5%” in this book; there are STANDARD")
    assert report.check.adds_up


def test_prices_are_meant_as_the_options_or_the_file_say(desk: ImportDesk) -> None:
    text = "Number,Date,Customer,Price,VAT code\n1,2010-12-01,B,120,STANDARD\n"
    desk.take("invoices", text, options=ImportOptions(tax_mode=TaxMode.INCLUSIVE))
    assert desk.invoice("1").totals.tax == Money(2000)
    desk.take("invoices", "Number,Date,Customer,Price,VAT code,Prices are\n2,2010-12-01,B,120,STANDARD,Inclusive\n")
    assert desk.invoice("2").totals.tax == Money(2000)
    desk.take("invoices", "Number,Date,Customer,Price\n3,2010-12-01,B,120\n")
    assert desk.invoice("3").tax_mode is TaxMode.NO_TAX
    assert desk.invoice("3").lines[0].vat_code == "NO_VAT"


def test_what_rounding_each_line_to_pennies_adds_is_shown(desk: ImportDesk) -> None:
    report = desk.take("invoices", HEADER + "1,2010-12-01,B,,x,,3,0.335\n1,2010-12-01,B,,x,,1,0.0049\n")
    assert report.file.amount == Decimal("1.0099")
    assert desk.invoice("1").totals.total == Money(101)
    assert report.rounding == Decimal("0.0001")
    assert report.check.adds_up
    assert "  Rounding each line to pennies: +0.0001" in report.lines()


def test_prices_of_more_than_four_decimals_are_rounded_only_when_that_is_wanted(desk: ImportDesk) -> None:
    text = HEADER + "1,2010-12-01,B,,x,,3,1.66666666\n"
    report = desk.take("invoices", text, options=ImportOptions(round_prices=True))
    assert desk.invoice("1").lines[0].unit_price == Decimal("1.6667")
    assert report.check.adds_up
    assert report.rounding == Decimal("5.00") - 3 * Decimal("1.66666666")


def test_decimal_commas_months_first_and_discounts_are_read_when_they_are_settled(desk: ImportDesk) -> None:
    options = ImportOptions(day_first=False, decimal_comma=True, currency="EUR")
    report = desk.take(
        "invoices",
        "Number;Date;Customer;Quantity;Price;Discount;Due date\n1;12/25/2010;B;1,5;1.234,50;10;01/31/2011\n",
        options=options,
    )
    document = desk.invoice("1")
    assert (document.issued_on, document.due_on) == (date(2010, 12, 25), date(2011, 1, 31))
    assert document.totals.total == Money(166658, "EUR")
    assert report.check.adds_up


def test_status_and_reference_are_taken_over(desk: ImportDesk) -> None:
    report = desk.take(
        "invoices",
        "Number,Date,Customer,Price,Status,Reference\n"
        "1,2010-12-01,B,1,Draft,PO 1\n2,2010-12-01,B,1,Voided,\n3,2010-12-01,B,1,Paid,\n4,2010-12-01,B,1,Lost,\n",
    )
    assert [desk.invoice(n).status for n in "123"] == [
        DocumentStatus.DRAFT,
        DocumentStatus.VOIDED,
        DocumentStatus.APPROVED,
    ]
    assert desk.invoice("1").reference == "PO 1"
    assert report.refused_rows == [(5, "its status “Lost” is none of draft, approved and voided")]


def test_html_and_formulas_made_safe_are_kept_as_the_text_they_are(desk: ImportDesk) -> None:
    desk.take("invoices", HEADER + "1,2010-12-01,<img src=x> & Co,,'=1+1 <b>,,1,1\n")
    document = desk.invoice("1")
    assert desk.book.customers.get(document.customer_id).name == "<img src=x> & Co"
    assert document.lines[0].description == "=1+1 <b>"


PENCE = st.decimals(-1000, 1000, places=4, allow_nan=False)
ROWS = st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(["", "B", "G"]), PENCE, PENCE), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_whatever_the_rows_say_every_row_and_penny_is_accounted_for(
    desk: ImportDesk, rows: list[tuple[str, str, Decimal, Decimal]]
) -> None:
    text = "Number,Date,Customer,Quantity,Price\n" + "".join(f"{n},2010-12-01,{c},{q},{p}\n" for n, c, q, p in rows)
    report = desk.take("invoices", text, dry_run=True)
    assert report.file.amount == sum((q * p for _, _, q, p in rows), Decimal(0))
    assert report.rows == len(rows) == sum(t.rows for t in report.accepted) + report.refused_sum.rows
    assert report.check.adds_up
