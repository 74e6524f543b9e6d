"""An import as a whole: nothing twice, nothing overwritten, nothing half done, and all of it told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_mapping import ImportOptions, Mapping
from safe_desktop.engine.files.importing import run_import
from safe_desktop.engine.sync.standings import refresh_all
from safe_desktop.errors import Cancelled, InputError, StoreError
from tests.engine.import_desk import ImportDesk, import_desk

HEADER = "Invoice No,Date,Customer,Customer ID,Description,Stock code,Quantity,Unit price\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        yield opened


def test_importing_the_same_file_twice_adds_nothing(desk: ImportDesk) -> None:
    text = HEADER + "A1,2010-12-01,Brown Ltd,7,Tea,T,2,1.50\nC2,2010-12-02,,,Cups,C,-1,9.99\n"
    desk.take("invoices", text)
    before = desk.counts()
    again = desk.take("invoices", text.replace("1.50", "1.5").replace("2010-12-01", "01/12/2010"))
    assert desk.counts() == before == (2, 2, 0)
    assert (again.records, again.already.records, again.already.rows) == (0, 2, 2)
    assert not again.changes
    assert again.check.adds_up


def test_the_same_number_with_other_lines_is_left_as_it_is(desk: ImportDesk) -> None:
    desk.take("invoices", HEADER + "A1,2010-12-01,Brown Ltd,,Tea,T,2,1.50\n")
    report = desk.take("invoices", HEADER + "A1,2010-12-01,Brown Ltd,,Tea,T,3,1.50\nA1,2010-12-01,,,Milk,,1,1\n")
    assert report.refused_rows == [
        (2, "A1 is already here with other lines; it was left as it is"),
        (3, "A1 is already here with other lines; it was left as it is"),
    ]
    assert desk.invoice("A1").totals.total == Money(300)
    other = desk.take("invoices", HEADER + "A1,2010-12-02,Green Ltd,,Tea,T,2,1.50\n")
    assert other.refused[0].reason == "A1 is already here with another customer and other dates; it was left as it is"


def test_a_document_typed_in_by_hand_that_the_file_tells_the_same_is_already_here(desk: ImportDesk) -> None:
    desk.take("customers", "Name\nBrown Ltd\n")
    customer = desk.book.customers.find_name("brown ltd")
    assert customer is not None
    with desk.book.transaction():
        desk.book.documents.add(
            Document(
                DocumentKind.INVOICE,
                "A1",
                customer.id,
                date(2010, 12, 1),
                date(2010, 12, 15),
                (Line("Tea", Decimal(2), Decimal("1.5"), "STANDARD", Decimal(20), "200"),),
            )
        )
    report = desk.take("invoices", HEADER + "A1,2010-12-01,BROWN LTD,,Tea,,2,1.50\n")
    assert (report.already.records, report.refused) == (1, ())


def test_what_was_not_settled_by_a_person_is_said_in_the_report(desk: ImportDesk) -> None:
    report = desk.take("invoices", "Number;Date;Customer;Price\n1;03/04/2010;B;1.234,50\n")
    assert desk.invoice("1").totals.total == Money(123450)
    assert any("can be read two ways" in note for note in report.notes)
    assert any("decimal comma" in note for note in report.notes)


def test_a_dry_run_tells_the_same_and_writes_nothing(desk: ImportDesk) -> None:
    text = HEADER + "A1,2010-12-01,Brown,,Tea,,2,1.50\nA2,soon,Brown,,Tea,,2,1.50\n"
    dry = desk.take("invoices", text, dry_run=True)
    assert desk.counts() == (0, 0, 0)
    assert not dry.changes
    assert dry.is_dry_run
    real = desk.take("invoices", text)
    assert replace(dry, is_dry_run=False, changes=real.changes) == real
    assert desk.counts() == (1, 1, 0)


def test_an_import_that_is_stopped_leaves_the_book_as_it_was(desk: ImportDesk) -> None:
    text = HEADER + "".join(f"A{n},2010-12-01,Customer {n},,Tea,,1,1\n" for n in range(250))
    before = desk.counts(), desk.book.activity.latest(1)

    def stop_in_the_middle(done: int, total: int | None, words: str) -> None:
        if words == "Writing documents" and done >= 100:
            control.stop()

    control = Control(stop_in_the_middle)
    with pytest.raises(Cancelled):
        desk.take("invoices", text, control=control)
    assert (desk.counts(), desk.book.activity.latest(1)) == before
    assert desk.take("invoices", text).records == 250


def test_a_full_disk_leaves_the_book_as_it_was_and_says_so(tmp_path: Path) -> None:
    text = HEADER + "".join(f"A{n},2010-12-01,Customer {n},,{'Tea' * 200},,1,1\n" for n in range(2_000))
    with import_desk(tmp_path / "small", page_limit=200) as desk:
        with pytest.raises(StoreError, match="The disk is full"):
            desk.take("invoices", text)
        assert desk.counts() == (0, 0, 0)
        assert desk.take("invoices", HEADER + "A1,2010-12-01,Brown,,Tea,,1,1\n").records == 1


def test_what_another_lane_writes_while_the_file_is_checked_is_seen(desk: ImportDesk) -> None:
    text = HEADER + "A1,2010-12-01,Brown,,Tea,,1,1\nA2,2010-12-01,Brown,,Tea,,1,1\n"
    other = desk.write(HEADER + "A1,2010-12-01,Brown,,Tea,,1,1\n", "other.csv")

    def land_meanwhile(done: int, total: int | None, words: str) -> None:
        if words == "Checking documents" and not desk.book.activity.latest(1):
            run_import(desk, Control(), "invoices", other)

    report = desk.take("invoices", text, control=Control(land_meanwhile))
    assert (report.records, report.already.records) == (1, 1)
    assert desk.counts() == (1, 2, 0)


def test_columns_are_remembered_for_the_next_file_of_that_layout(desk: ImportDesk) -> None:
    odd = "Nr,Tag,Wer,Wieviel\n1,02/03/2010,Brown,5\n"
    mapping = Mapping(
        "invoices",
        {"number": "Nr", "issued_on": "Tag", "customer": "Wer", "unit_price": "Wieviel"},
        ImportOptions(day_first=False),
    )
    with pytest.raises(InputError, match="holds: Number, Issued, Unit price"):
        desk.take("invoices", odd)
    desk.take("invoices", odd, mapping=mapping)
    desk.take("invoices", odd.replace("1,02", "2,04"))
    assert desk.invoice("2").issued_on == date(2010, 4, 3)


def test_every_record_is_told_in_the_activity_record(desk: ImportDesk) -> None:
    desk.take("invoices", HEADER + "A1,2010-12-01,Brown,,Tea,,1,1\nC2,2010-12-01,Brown,,Tea,,-1,1\n")
    told = [(note.action, note.record_kind, note.label) for note in desk.book.activity.latest(10)]
    assert told == [
        ("Imported", "", "file.csv"),
        ("Added", "credit_note", "C2"),
        ("Added", "invoice", "A1"),
        ("Added", "customer", "Brown"),
    ]
    assert desk.book.activity.verify() is None


def test_the_words_of_standing_are_up_to_date_after_an_import(desk: ImportDesk) -> None:
    with desk.book.transaction():
        desk.book.settings.sales_account = "200"
    desk.take("invoices", HEADER + "A1,2010-12-01,Brown,,Tea,,1,1\nA2,2010-12-01,Brown,,Tea,,0,1\n")
    kept = desk.book.database.rows("SELECT number, standing, standing_reason FROM document ORDER BY number")
    with desk.book.transaction():
        refresh_all(desk.book, desk.clock.today())
    assert kept == desk.book.database.rows("SELECT number, standing, standing_reason FROM document ORDER BY number")
    assert kept[0][1] == "Ready"
    assert "0.00" in kept[1][2]
