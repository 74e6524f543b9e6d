"""The proof that nothing was dropped: it holds when all is there, and it fails when a row or a penny is not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from safe_desktop.engine.files.import_report import FileSum, ImportReport, Remark, Tallies


def report_of(file: FileSum, tallies: Tallies) -> ImportReport:
    return ImportReport(
        kind="invoices",
        file_name="f.csv",
        is_dry_run=False,
        file=file,
        accepted=tallies.accepted,
        already=tallies.already,
        refused=tuple(tallies.refused),
        refused_sum=tallies.refused_sum,
        rounding=tallies.rounding,
    )


@pytest.fixture
def whole() -> ImportReport:
    tallies = Tallies(["Invoices", "Credit notes"])
    tallies.accept("Invoices", 3, Decimal("10.01"), Decimal("0.005"))
    tallies.accept("Credit notes", 1, Decimal("-2.50"))
    tallies.is_here(2, Decimal("4.00"))
    tallies.refuse([9, 7], "A7", "no date", Decimal("1.00"))
    return report_of(FileSum(8, Decimal("12.505")), tallies)


def test_a_file_of_which_all_became_of_something_adds_up(whole: ImportReport) -> None:
    assert whole.check.adds_up
    assert whole.check.rounding == Decimal("0.005")
    assert whole.records == 2
    assert whole.refused_rows == [(7, "no date"), (9, "no date")]
    assert whole.needs_person
    assert whole.lines()[-1] == "  Counts and sums agree with the file to the penny."


@pytest.mark.parametrize(
    "file", [FileSum(9, Decimal("12.505")), FileSum(8, Decimal("12.515")), FileSum(7, Decimal("12.505"))]
)
def test_a_row_or_a_penny_that_is_missing_shows(whole: ImportReport, file: FileSum) -> None:
    wrong = replace(whole, file=file)
    assert not wrong.check.adds_up
    assert wrong.lines()[-1].startswith("  NOT ACCOUNTED FOR")


def test_records_with_the_same_words_share_a_line(whole: ImportReport) -> None:
    many = replace(whole, kept_not_sent=tuple(Remark(f"A{n}", "worth nothing") for n in range(10)))
    assert "  Kept, not sent: A0, A1, A2, A3, A4, A5, A6, A7 and 2 more: worth nothing" in many.lines()
    assert "would be added" in "\n".join(replace(many, is_dry_run=True).lines())
