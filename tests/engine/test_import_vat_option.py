"""The VAT code of rows that name none: the one chosen for this import, else the book's setting."""

from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.engine.files.import_columns import INVOICES
from safe_desktop.engine.files.import_mapping import ImportOptions
from safe_desktop.errors import InputError
from tests.engine.import_desk import import_desk

ROWS = "Number,Date,Customer,Description,Price\nA-1,2011-01-05,Any,Beans,10\n"


def test_rows_without_a_vat_code_get_the_chosen_one(tmp_path: Path) -> None:
    with import_desk(tmp_path) as desk:
        desk.take(INVOICES, ROWS, options=ImportOptions(vat_code="STANDARD"))

        line = desk.invoice("A-1").lines[0]
        assert (line.vat_code, line.vat_rate) == ("STANDARD", Decimal(20))


def test_a_vat_code_that_the_book_does_not_have_is_refused_and_nothing_is_imported(tmp_path: Path) -> None:
    with import_desk(tmp_path) as desk:
        with pytest.raises(InputError, match="no VAT code “GONE”"):
            desk.take(INVOICES, ROWS, options=ImportOptions(vat_code="GONE"))

        assert desk.counts() == (0, 0, 0)
