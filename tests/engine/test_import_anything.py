"""Whatever stands in a file: rows and pennies are accounted for, or the file is refused with a sentence."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_desktop.engine.files.import_columns import FIELDS, KINDS
from safe_desktop.errors import InputError
from tests.engine.import_desk import ImportDesk, import_desk

ODD = st.sampled_from(
    [
        *("", " ", "A1", "C1", "Brown", "brown ", "<img src=x>", "=1+1", "'=1", "\x00", "\u200b", "é", "\U0001f600"),
        *("1", "0", "-1", "1.005", "1e5", "1,000", "1.234,5", "£3", "(4)", "nan", "∞", "9" * 16, "0.00001", "20%"),
        *("2010-12-01", "31/12/2010", "12/31/2010", "1/2/3", "2010-02-30", "Credit note", "Draft", "yes", "STANDARD"),
    ]
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        opened.take("invoices", "Number,Date,Customer,Price\nA1,2010-12-01,Brown,100\n")
        yield opened


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_file_whatever_breaks_the_import_or_loses_a_row(desk: ImportDesk, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    headers = [field.label for field in FIELDS[kind]]
    used = data.draw(st.lists(st.sampled_from(headers), min_size=3, unique=True))
    needed = [field.label for field in FIELDS[kind] if field.is_required and field.label not in used]
    width = len(used) + len(needed)
    rows = data.draw(st.lists(st.lists(ODD, min_size=width - 1, max_size=width + 1), max_size=6))
    text = "\t".join(used + needed) + "\n" + "".join("\t".join(row) + "\n" for row in rows)
    before = desk.counts()
    with suppress(InputError):
        report = desk.take(kind, text, dry_run=True)
        blank = sum(not any(cell.strip() for cell in row) for row in rows)
        assert report.rows == len(rows) - blank
        assert len(report.refused_rows) + sum(t.rows for t in report.accepted) + report.already.rows == report.rows
        assert report.check.adds_up
        assert all(reason for _, reason in report.refused_rows)
    assert desk.counts() == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[ODD] * 6), max_size=6))
def test_what_a_dry_run_promises_is_what_an_import_does(desk: ImportDesk, rows: list[tuple[str, ...]]) -> None:
    text = "Number\tDate\tCustomer\tQuantity\tPrice\tDescription\n" + "".join("\t".join(row) + "\n" for row in rows)
    dry = desk.take("invoices", text, dry_run=True)
    real = desk.take("invoices", text)
    assert (real.accepted, real.already, real.refused) == (dry.accepted, dry.already, dry.refused)
    again = desk.take("invoices", text)
    assert again.records == 0
    assert again.refused_rows == real.refused_rows
