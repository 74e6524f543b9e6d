"""Two differences that nobody can name and that make up for each other are still two differences."""

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tie_out import TieOutRow, Unexplained
from safe_desktop.engine.showing.tie_out_rows import TieOut

OWED = Money(20000)


def unexplained(number: str, pence: int) -> Unexplained:
    """An invoice of 100.00 in Xero that is by so much more here."""
    return Unexplained(RecordKind.INVOICE, number, Money(10000 + pence), Money(10000), Money(pence))


def test_records_that_differ_by_as_much_up_as_down_are_unexplained_though_the_residue_is_nothing() -> None:
    row = TieOutRow(1, "", "Ann", OWED, OWED, unexplained=(unexplained("INV-1", 500), unexplained("INV-2", -500)))
    agrees = TieOutRow(2, "", "Ben", OWED, OWED)
    assert (row.residue, row.is_unexplained, agrees.is_unexplained) == (Money(0), True, False)
    assert TieOut((row, agrees), (), None).apart == 1
