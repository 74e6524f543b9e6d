"""Statements of account as PDF files: one, or one for each customer in a folder. Whole files or none.

Works in a lane and without a window. Knows files; `statement_paper` knows what is on the pages.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QSaveFile
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from safe_desktop.engine.control import Control
from safe_desktop.engine.showing.customer_statement import CustomerStatement, customer_statement
from safe_desktop.errors import InputError, StoreError
from safe_desktop.store.book_file import Book
from safe_desktop.ui.balances.statement_paper import StatementPaper, load_figures
from safe_desktop.ui.look import fonts

_RESOLUTION = 600
_MARGIN_MM = 18.0
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class WrittenStatements:
    """What was written: the files, and how many pages they have together."""

    paths: tuple[Path, ...]
    pages: int


def write_statement(path: Path, statement: CustomerStatement) -> int:
    """Write the PDF; how many pages it has. A file that was there is replaced at the end only."""
    if path.suffix.lower() != ".pdf":
        raise InputError(f"“{path.name}” does not end in .pdf.", "Nothing was written.", "Give the file that ending.")
    load_figures()
    file = QSaveFile(str(path))
    if path.is_dir() or not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise _cannot_be_written(path, file.errorString())
    writer = QPdfWriter(file)
    writer.setTitle(f"Statement of account, {statement.customer.name}")
    writer.setCreator("SAFE Desktop")
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM - 4)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    paper = StatementPaper(statement, writer)
    paper.paint_all(painter, writer)
    pages = paper.pages
    painter.end()
    if not file.commit():
        raise _cannot_be_written(path, file.errorString())
    return pages


def _cannot_be_written(path: Path, why: str) -> StoreError:
    return StoreError(
        f"“{path.name}” cannot be written.",
        f"{why or 'It is a folder'}. A file of that name that was there before is as it was.",
        "Close it in other programs, free some space, or choose another folder.",
    )


def write_statements(
    book: Book, control: Control, folder: Path, customer_ids: Sequence[int], last: date, first: date | None = None
) -> WrittenStatements:
    """A PDF for each of these customers in the folder; stops between two of them."""
    paths: list[Path] = []
    pages = 0
    for done, customer_id in enumerate(customer_ids):
        control.progress(done, len(customer_ids), "Writing statements")
        statement = customer_statement(book, customer_id, last, first)
        path = folder / file_name(statement)
        if path in paths:
            path = path.with_name(f"{path.stem} ({customer_id}).pdf")
        pages += write_statement(path, statement)
        paths.append(path)
    return WrittenStatements(tuple(paths), pages)


def file_name(statement: CustomerStatement) -> str:
    """What the file is called, in letters that every system takes."""
    name = " ".join(_UNFIT.sub(" ", statement.customer.name).split()).strip(". ")[:_LONGEST_NAME]
    return f"Statement {name or statement.customer.id} {statement.last:%Y-%m-%d}.pdf"


@contextmanager
def without_a_screen() -> Iterator[None]:
    """What fonts and pages need, for a program that shows no window."""
    app = QGuiApplication.instance() or QGuiApplication(["safe-desktop", "-platform", "offscreen"])
    fonts.load()
    try:
        yield
    finally:
        del app
