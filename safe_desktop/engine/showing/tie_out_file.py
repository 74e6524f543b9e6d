"""The tie-out as a file for a spreadsheet: a row for each reconciling item, and one for what nobody can name."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from safe_desktop.engine.files.export_sheets import Value, written_sheet
from safe_desktop.engine.showing.tie_out_rows import TieOutRow

_HEADERS = ("Customer", "Currency", "Ours", "Xero's", "Residue", "Record", "Label", "Cause", "Amount", "Detail")


def write_tie_out(path: Path, rows: Sequence[TieOutRow]) -> int:
    """Write these rows into a .csv or .xlsx file, whole or not at all; how many customers there are.

    Balances stand in the first line of a customer only, so that the columns add up.
    """
    with written_sheet(path, _HEADERS) as sheet:
        for row in rows:
            sums: tuple[Value, ...] = (row.ours.decimal, row.theirs.decimal, row.residue.decimal)
            for told in _told(row):
                sheet.row((row.customer, row.ours.currency, *sums, *told))
                sums = (None, None, None)
    return len(rows)


def _told(row: TieOutRow) -> Iterator[tuple[Value, ...]]:
    is_told = False
    for item in row.items:
        is_told = True
        yield item.kind.noun.capitalize(), item.label, item.cause.value, item.amount.decimal, item.detail
    for one in row.unexplained:
        is_told = True
        words = f"{one.ours.decimal:,f} here, {one.theirs.decimal:,f} in Xero"
        yield one.kind.noun.capitalize(), one.label, "Residue", one.left.decimal, words
    if not is_told:
        yield "", "", "", None, ""
