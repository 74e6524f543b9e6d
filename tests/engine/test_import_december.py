"""A retailer's whole month: 2,025 documents in one file, with every oddity it has, to the penny and only once.

Runs on the real December 2010 where it lies beside the checkout; elsewhere on a small month with the same oddities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.engine.control import Control
from safe_desktop.engine.files.importing import run_import
from tests.engine.import_desk import ImportDesk, import_desk

REAL = Path(__file__).parents[3] / "shared" / "data" / "online-retail-2010-12.csv.gz"
HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
SMALL = (
    HEADER
    + "536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
    + "536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom\n"
    + "C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527,United Kingdom\n"
    + "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom\n"
    + "536544,21773,DECORATIVE ROSE,1,2010-12-01 14:32:00,2.51,,United Kingdom\n"
    + "536545,21134,,-30,2010-12-01 14:32:00,0.0,,United Kingdom\n"
    + "536365,84406B,COAT HANGER,8,2010-12-01 08:26:00,2.75,17850,United Kingdom\n"
    + "".join(f"536592,2{n:04},LINE {n},1,2010-12-01 17:06:00,1.25,,United Kingdom\n" for n in range(675))
)


@dataclass(frozen=True)
class Month:
    """What is known of the file."""

    path: Path
    rows: int
    invoices: int
    credit_notes: int
    customers: int
    unnamed: int
    worthless: int
    undescribed: int
    total: Decimal


@pytest.fixture(params=["real", "small"])
def month(request: pytest.FixtureRequest, tmp_path: Path) -> Month:
    if request.param == "real":
        if not REAL.exists():
            pytest.skip("the real month is not beside this checkout")
        return Month(REAL, 42_481, 1_699, 326, 948, 317, 140, 125, Decimal("748957.02"))
    path = tmp_path / "small.csv"
    path.write_text(SMALL, encoding="utf-8")
    return Month(path, 682, 5, 1, 2, 4, 2, 2, Decimal("876.40"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        yield opened


def test_a_whole_month_comes_in_to_the_penny_and_only_once(desk: ImportDesk, month: Month) -> None:
    report = run_import(desk, Control(), "invoices", month.path)
    assert report.refused == ()
    assert [tally.records for tally in report.accepted] == [month.invoices, month.credit_notes]
    assert report.new_customers == month.customers + 1
    assert len(report.kept_not_sent) == month.worthless
    assert f"Documents without a customer, taken for “Cash sales”: {month.unnamed}" in report.notes
    assert f"Rows without a description, named by their item code: {month.undescribed}" in report.notes
    assert (report.rows, report.file.amount) == (month.rows, month.total)
    assert report.check.adds_up
    assert report.rounding == 0
    stored = desk.book.database.value(
        "SELECT sum(CASE kind WHEN 'invoice' THEN total_minor ELSE -total_minor END) FROM document"
    )
    assert Decimal(stored) / 100 == month.total
    assert desk.book.database.value("SELECT count(*) FROM line") == month.rows
    assert desk.book.database.value("SELECT count(*) FROM document WHERE total_minor < 0") == 0
    longest = "SELECT max(lines) FROM (SELECT count(*) AS lines FROM line GROUP BY document_id)"
    assert desk.book.database.value(longest) == 675
    before = desk.counts()
    again = run_import(desk, Control(), "invoices", month.path)
    assert (again.records, again.refused, again.already.rows) == (0, (), month.rows)
    assert again.already.amount == month.total
    assert desk.counts() == before
