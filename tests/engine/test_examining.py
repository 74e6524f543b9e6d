"""A look at a file before the import: what it shows, what it settles by itself, what it asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.day_reading import DayOrder
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.examining import SAMPLE_ROWS, examine
from safe_desktop.engine.files.import_mapping import ImportOptions, Mapping
from safe_desktop.engine.files.import_table import Limits
from safe_desktop.errors import Cancelled, InputError
from tests.engine.import_desk import ImportDesk, import_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        yield opened


def test_headers_first_rows_and_the_number_of_rows_are_shown(desk: ImportDesk) -> None:
    text = "Name;City\n" + "".join(f"Customer {n};Hull\n" for n in range(45))
    examined = examine(desk, "customers", desk.write(text))
    assert examined.headers == ("Name", "City")
    assert examined.samples[0] == ("Customer 0", "Hull")
    assert len(examined.samples) == SAMPLE_ROWS
    assert examined.row_count == 45
    assert examined.encoding == "UTF-8"
    assert examined.notes == ("Read as UTF-8, separated by semicolons.",)
    assert examined.mapping.columns == {"name": "Name", "city": "City"}
    assert not examined.is_remembered
    assert examined.questions == ()


def test_dates_that_read_two_ways_are_asked_about(desk: ImportDesk) -> None:
    examined = examine(desk, "payments", desk.write("Date,Amount\n01/02/2010,1\n03/04/2010,1\n"))
    assert examined.day_order is DayOrder.EITHER
    assert "can be read two ways. They are read with the day first" in examined.questions[0]
    assert examined.mapping.options.day_first


def test_one_late_row_settles_the_order_of_the_dates(desk: ImportDesk) -> None:
    rows = "01/02/2010,1\n" * 500
    examined = examine(desk, "payments", desk.write("Date,Amount\n" + rows + "31/02/2010,1\n"))
    assert (examined.day_order, examined.questions) == (DayOrder.DAY_FIRST, ())
    american = examine(desk, "payments", desk.write("Date,Amount\n" + rows + "02/28/2010,1\n"))
    assert "only make sense with the month first" in american.questions[0]
    settled = Mapping("payments", {"paid_on": "Date", "amount": "Amount"}, ImportOptions(day_first=False))
    assert examine(desk, "payments", desk.write("Date,Amount\n02/28/2010,1\n"), settled).questions == ()


def test_a_decimal_comma_is_settled_only_by_numbers_that_cannot_be_read_otherwise(desk: ImportDesk) -> None:
    def has_comma(*amounts: str) -> bool:
        text = "Date;Amount\n" + "".join(f"2010-12-01;{amount}\n" for amount in amounts)
        return desk.guessed("payments", text).options.decimal_comma

    assert has_comma("1.234,50", "7")
    assert has_comma("12,5")
    assert not has_comma("1,234", "7")
    assert not has_comma("1,234.50")
    assert not has_comma("12,50", "12.50")


def test_a_price_column_called_gross_means_that_vat_is_in_it(desk: ImportDesk) -> None:
    mapping = desk.guessed("invoices", "Number,Date,Unit price (gross)\n1,2010-12-01,1\n")
    assert mapping.options.tax_mode is TaxMode.INCLUSIVE


def test_what_was_settled_before_is_proposed_again(desk: ImportDesk) -> None:
    mapping = Mapping("customers", {"name": "Wer"}, ImportOptions())
    desk.take("customers", "Wer,Name\nBrown,x\n", mapping=mapping)
    examined = examine(desk, "customers", desk.write("Wer,Name\nGreen,y\n", "other.csv"))
    assert examined.is_remembered
    assert examined.mapping == mapping


def test_looking_writes_nothing_and_can_be_stopped(desk: ImportDesk) -> None:
    path = desk.write("Name\n" + "Brown\n" * 6_000)
    examine(desk, "customers", path)
    assert desk.counts() == (0, 0, 0)
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        examine(desk, "customers", path, control=control)


def test_a_kind_that_is_not_known_and_a_file_too_big_are_refused(desk: ImportDesk) -> None:
    path = desk.write("Name\nBrown\nGreen\n")
    with pytest.raises(InputError, match="“orders” cannot be imported"):
        examine(desk, "orders", path)
    with pytest.raises(InputError, match="more than 1 rows"):
        examine(desk, "customers", path, limits=Limits(rows=1))
