"""Customers out of a file: the new ones are added, those that are there stay as they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Address, Customer
from tests.engine.import_desk import ImportDesk, import_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        yield opened


def test_everything_a_file_says_of_a_customer_is_kept(desk: ImportDesk) -> None:
    report = desk.take(
        "customers",
        "Name,Code,Email,Phone,VAT No,Address line 1,Address line 3,Town,County,Postcode,Country,Archived\n"
        "  Brown   Ltd ,B1,a@b.uk,'+44 20,GB123,1 High St,Annexe,Hull,Yorks,HU1 1AA,UK,no\n",
    )
    assert report.records == 1
    assert desk.book.customers.find_code("B1") == Customer(
        name="Brown Ltd",
        id=1,
        code="B1",
        email="a@b.uk",
        phone="+44 20",
        vat_number="GB123",
        address=Address(("1 High St", "", "Annexe"), "Hull", "Yorks", "HU1 1AA", "UK"),
    )


def test_importing_the_same_customers_twice_adds_nothing(desk: ImportDesk) -> None:
    text = "Name,Code\nBrown Ltd,B1\nGreen Ltd,\n"
    desk.take("customers", text)
    again = desk.take("customers", text)
    assert (again.records, again.already.records, again.already.rows) == (0, 2, 2)
    assert len(desk.book.customers.all_ids()) == 2
    assert again.check.adds_up


def test_a_customer_that_is_there_is_never_overwritten(desk: ImportDesk) -> None:
    desk.take("customers", "Name,Code,Email\nBrown Ltd,B1,old@b.uk\n")
    report = desk.take("customers", "Name,Code,Email\nBrowne,B1,new@b.uk\nBROWN LTD,,new@b.uk\nBrown Ltd,B2,x@b.uk\n")
    kept = desk.book.customers.find_code("B1")
    assert kept is not None
    assert (kept.name, kept.email) == ("Brown Ltd", "old@b.uk")
    assert report.already.records == 2
    assert report.refused_rows == [(4, "“Brown Ltd” is here with the code “B1”, but the file says “B2”")]


def test_the_same_customer_twice_in_a_file_is_taken_once_and_a_different_one_is_refused(desk: ImportDesk) -> None:
    report = desk.take("customers", "Name,Email\nBrown,a@b.uk\nBrown,a@b.uk\nbrown,c@d.uk\n")
    assert (report.records, report.already.records) == (1, 1)
    assert report.refused_rows == [(4, "“brown” is in this file twice with other details, also in row 2")]
    assert report.check.adds_up


def test_what_cannot_be_kept_is_refused_with_its_row_and_reason(desk: ImportDesk) -> None:
    report = desk.take(
        "customers",
        "Name,Email,Archived\n,a@b.uk,\nBrown,nowhere,\nGreen,,perhaps\n=Grey,,\nGood,,yes\nCut\n",
    )
    assert report.refused_rows == [
        (2, "the name is empty"),
        (3, "“nowhere” is not an e-mail address"),
        (4, "“Archived” is “perhaps”, neither yes nor no"),
        (5, "“Name” holds a formula; type the value itself"),
        (7, "it has 1 cell where the header has 3"),
    ]
    assert report.records == 1
    assert report.needs_person


def test_a_formula_in_a_column_that_is_not_used_does_no_harm(desk: ImportDesk) -> None:
    assert desk.take("customers", "Name,Shoe size\nBrown,=1+1\n").records == 1
