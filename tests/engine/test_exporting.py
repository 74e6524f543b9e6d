"""Records out of the book: every one, to the penny, safe to open in a spreadsheet, and good to import again."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Payment, marker_for
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.exporting import export
from safe_desktop.engine.files.import_columns import KINDS
from safe_desktop.engine.files.importing import run_import
from safe_desktop.errors import Cancelled, InputError, StoreError
from tests.engine.import_desk import ImportDesk, import_desk

DAY = date(2010, 12, 1)
ENDINGS = pytest.mark.parametrize("ending", [".csv", ".xlsx"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        fill(opened)
        yield opened


def fill(desk: ImportDesk) -> None:
    """Records with everything that can go wrong in a file."""
    book = desk.book
    address = Address(("1 High St", "", "Floor 2"), "Hull", "", "HU1 1AA", "UK")
    vat = Line("Tea, “best”\nloose", Decimal("2.5"), Decimal("1.2345"), "STANDARD", Decimal(20), "200", Decimal("12.5"))
    plain = Line("=HYPERLINK(1)", Decimal(1), Decimal("100"), "NO_VAT")
    with book.transaction():
        odd = book.customers.add(
            Customer("=cmd|' /C calc'!A0", code="007", email="a@b.uk", phone="+44 1", address=address)
        )
        plainly = book.customers.add(Customer("<b>Gré & Sons</b>"))
        book.customers.add(Customer("Old Ltd", is_archived=True))
        invoice = Document(DocumentKind.INVOICE, "A1", odd.id, DAY, date(2011, 1, 15), (vat, plain), reference="-7")
        paid = book.documents.add(invoice)
        book.documents.add(replace(invoice, number="A2", tax_mode=TaxMode.INCLUSIVE, status=DocumentStatus.DRAFT))
        book.documents.add(replace(invoice, number="A3", customer_id=plainly.id, status=DocumentStatus.VOIDED))
        book.documents.add(
            replace(
                invoice, number="A1", kind=DocumentKind.CREDIT_NOTE, lines=(plain, replace(vat, quantity=Decimal(-1)))
            )
        )
        none = Line("Nothing", Decimal(-30), Decimal(0), "NO_VAT")
        book.documents.add(replace(invoice, number="A5", tax_mode=TaxMode.NO_TAX, lines=(none,)))
        payment = Payment(odd.id, DAY, Money(5000), 1, document_id=paid.id, reference="@home", marker=marker_for("a"))
        book.payments.add(payment, [Allocation(paid.id, payment.amount)])
        free = replace(payment, customer_id=plainly.id, document_id=None, marker=marker_for("b"), method_id=2)
        book.payments.add(free)
        book.payments.take_back(book.payments.add(replace(free, marker=marker_for("c"))).id)


def content(desk: ImportDesk) -> list[object]:
    """Everything of the book that a file can carry, without ids and dates of writing."""
    book = desk.book
    customers = book.customers.get_many(book.customers.all_ids())
    names = {number: customer.name for number, customer in customers.items()}
    ids = [number for kind in DocumentKind for number in book.documents.ids_by_number_key(kind).values()]
    documents = book.documents.get_many(ids)
    payments = [payment for number in names for payment in book.payments.of_customer(number)]
    told: list[object] = [replace(customer, id=0) for customer in customers.values()]
    told += [
        (replace(d, id=0, customer_id=0), names[d.customer_id], book.documents.open(d.id)) for d in documents.values()
    ]
    told += [
        (replace(p, id=0, customer_id=0, document_id=0, revision=1), names[p.customer_id], p.document_id is None)
        for p in payments
        if p.status.value == "live"
    ]
    return sorted(told, key=repr)


@ENDINGS
def test_a_book_that_is_exported_can_be_built_again_from_its_files(tmp_path: Path, ending: str) -> None:
    with import_desk(tmp_path / "first") as desk:
        fill(desk)
        for kind in KINDS:
            export(desk, Control(), kind, tmp_path / f"{kind}{ending}")
        wanted = content(desk)
    with import_desk(tmp_path / "second") as fresh:
        for kind in KINDS:
            report = run_import(fresh, Control(), kind, tmp_path / f"{kind}{ending}")
            assert [refusal.reason for refusal in report.refused] == (
                ["it is marked “Reversed” and not taken over"] if kind == "payments" else []
            )
            assert report.check.adds_up
        assert content(fresh) == wanted


@ENDINGS
@pytest.mark.parametrize("kind", KINDS)
def test_importing_an_export_into_the_same_book_adds_nothing(desk: ImportDesk, kind: str, ending: str) -> None:
    before = desk.counts()
    path = desk.folder / f"out{ending}"
    written = export(desk, Control(), kind, path)
    report = run_import(desk, Control(), kind, path)
    assert desk.counts() == before
    assert report.records == 0
    assert report.rows == written.rows
    assert report.already.records + len(report.refused) == written.records


def test_no_cell_of_a_csv_runs_and_numbers_stay_numbers(desk: ImportDesk) -> None:
    path = desk.folder / "out.csv"
    for kind in KINDS:
        export(desk, Control(), kind, path)
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)):
            for cell in row:
                is_number = cell.replace("-", "", 1).replace(".", "", 1).isdigit()
                assert is_number or cell[:1] not in set("=+-@\t\r"), cell
    assert '"\'@home"' in path.read_text(encoding="utf-8-sig")
    assert ",50.00," in path.read_text(encoding="utf-8-sig")


def test_a_workbook_has_true_numbers_and_days_and_no_formulas(desk: ImportDesk) -> None:
    path = desk.folder / "out.xlsx"
    export(desk, Control(), "invoices", path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=False))
    header = [cell.value for cell in rows[0]]
    first = dict(zip(header, rows[1], strict=True))
    assert first["Issued"].data_type == "d"
    assert first["Quantity"].value == 2.5
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for row in rows for cell in row)


def test_the_report_counts_and_sums_what_is_owed(desk: ImportDesk) -> None:
    report = export(desk, Control(), "invoices", desk.folder / "out.csv")
    draft, note = desk.invoice("A2").totals.total, desk.credit_note("A1").totals.total
    assert (report.records, report.rows) == (5, 9)
    assert report.totals == (desk.invoice("A1").totals.total + draft - note,)
    assert export(desk, Control(), "payments", desk.folder / "out.csv").totals == (Money(10000),)
    assert export(desk, Control(), "customers", desk.folder / "out.csv").lines() == ["out.csv: 3 customers, 3 rows"]


def test_the_quantities_of_credit_notes_are_below_zero_so_that_columns_add_up(desk: ImportDesk) -> None:
    path = desk.folder / "out.csv"
    export(desk, Control(), "invoices", path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    note = [row for row in rows if row["Kind"] == "Credit note"]
    assert sum(Decimal(row["Line amount"]) for row in note) == -desk.credit_note("A1").totals.subtotal.decimal


@ENDINGS
def test_an_export_that_is_stopped_leaves_the_old_file_and_no_other(desk: ImportDesk, ending: str) -> None:
    path = desk.folder / "out" / f"out{ending}"
    path.parent.mkdir()
    path.write_text("old")
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        export(desk, control, "customers", path)
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told_in_words(desk: ImportDesk) -> None:
    with pytest.raises(InputError, match=r"ends in neither \.csv nor \.xlsx"):
        export(desk, Control(), "customers", desk.folder / "out.pdf")
    with pytest.raises(StoreError, match="cannot be written"):
        export(desk, Control(), "customers", desk.folder / "nowhere" / "out.csv")
    (desk.folder / "folder.csv").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        export(desk, Control(), "customers", desk.folder / "folder.csv")
    with pytest.raises(InputError, match="cannot be imported or exported"):
        export(desk, Control(), "orders", desk.folder / "out.csv")
