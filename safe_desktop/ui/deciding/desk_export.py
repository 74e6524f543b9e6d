"""Writes the mismatches that are shown into a file for a spreadsheet, in the words of the screen."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from safe_desktop.engine.files.export_sheets import SUFFIXES, Value, written_sheet
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_rows import field_words, value_words

_HEADERS = ("Kind", "Record", "Customer", "Field", "Ours", "Xero's", "Agreed", "Apart", "Currency", "Reason", "Days")
_FILTERS = "CSV (*.csv);;Excel workbook (*.xlsx)"


def write_mismatches(path: Path, entries: Sequence[MismatchEntry], name_of: Callable[[str], str]) -> int:
    """Write the file, whole or not at all; how many rows it has."""
    with written_sheet(path, _HEADERS) as sheet:
        for entry in entries:
            sheet.row(_row(entry, name_of))
    return len(entries)


def _row(entry: MismatchEntry, name_of: Callable[[str], str]) -> tuple[Value, ...]:
    sides = (value_words(value, name_of) for value in (entry.ours, entry.theirs, entry.agreed))
    return (
        entry.kind.heading,
        entry.label,
        entry.customer,
        field_words(entry),
        *sides,
        entry.apart.decimal if entry.apart is not None else None,
        entry.apart.currency if entry.apart is not None else "",
        entry.reason,
        entry.age_days,
    )


def ask_for_file(parent: QWidget, today: date, chosen: Callable[[str], object]) -> QFileDialog:
    """Open the question where to; `chosen` gets the name of the file."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, "Export the mismatches", f"{folder}/Mismatches {today:%Y-%m-%d}.csv", _FILTERS)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(SUFFIXES[0].lstrip("."))
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog
