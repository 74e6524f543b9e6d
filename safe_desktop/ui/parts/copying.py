"""Puts rows on the clipboard so that a spreadsheet takes them: tabs between cells, figures plain, no cell a formula."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from safe_desktop.engine.files.formula_safety import made_safe
from safe_desktop.ui.tables.columns import Column, E


def safe_cell(text: str) -> str:
    """The text as one cell that a spreadsheet will not compute (reliability.md H3)."""
    return made_safe(" ".join(text.split()))


def rows_as_text(columns: Sequence[Column[E]], entries: Sequence[E]) -> str:
    """The rows with tabs and line ends; the titles stand first when there is more than one row."""
    lines = ["\t".join(column.title for column in columns)] if len(entries) > 1 else []
    for entry in entries:
        cells = (column.copied(entry) if column.copied else safe_cell(column.text(entry)) for column in columns)
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def copy_rows(columns: Sequence[Column[E]], entries: Sequence[E]) -> None:
    """Put the rows on the clipboard; nothing selected leaves it as it is."""
    if entries:
        QGuiApplication.clipboard().setText(rows_as_text(columns, entries))
