"""Statements on paper: every word of them is on a page, in letters that can be searched for, and no file is half."""

import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QRawFont

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.document import DocumentKind
from safe_desktop.engine.control import Control
from safe_desktop.engine.showing.customer_statement import CustomerStatement, customer_statement
from safe_desktop.errors import Cancelled, InputError, StoreError
from safe_desktop.store.book_file import Book
from safe_desktop.ui.balances.account_statement_files import file_name, write_statement, write_statements
from safe_desktop.ui.balances.statement_paper import StatementPaper, load_figures
from tests.made_records import TODAY, an_invoice, customer, opened_book, stored

NAME = "Żółć & Söhne <b>Gärtnerei</b> Ltd"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path / "book") as opened:
        yield opened


def long_statement(book: Book, number: int = 60) -> CustomerStatement:
    address = Address(("Unit 4, The Old Brewery", "Canal Street"), "Leeds", "", "LS1 4AB", "")
    with book.transaction():
        who = book.customers.add(Customer(NAME, code="C-17", address=address))
    for place in range(number):
        kind = DocumentKind.CREDIT_NOTE if place % 10 == 9 else DocumentKind.INVOICE
        on = TODAY - timedelta(days=120 - place)
        stored(book, an_invoice(who.id, f"N-{place:04}", "1234.50", kind=kind, issued_on=on, reference="R" * 200))
    return customer_statement(book, who.id, TODAY)


def drawn(statement: CustomerStatement) -> tuple[StatementPaper, list[QImage]]:
    """The paper laid out for a picture of A4 at 96 dots an inch, and its pages."""
    load_figures()
    pictures = []
    sheet = QImage(660, 980, QImage.Format.Format_RGB32)
    paper = StatementPaper(statement, sheet)
    for page in range(paper.pages):
        picture = QImage(sheet.size(), QImage.Format.Format_RGB32)
        picture.fill(QColor("white"))
        painter = QPainter(picture)
        paper.paint(painter, page)
        painter.end()
        pictures.append(picture)
    return paper, pictures


def words_in_pdf(path: Path) -> str:
    found = subprocess.run(
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=txtwrite", "-sOutputFile=-", str(path)],
        capture_output=True,
        check=True,
    )
    return found.stdout.decode("utf-8", "replace").replace("\t", " ")


def pages_of(data: bytes) -> int:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    unpacked = [zlib.decompress(one) if one[:1] == b"\x78" else one for one in streams]
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in (data, *unpacked))


def test_every_word_is_on_the_paper_and_names_stay_plain_text(book: Book) -> None:
    statement = long_statement(book)
    paper, _ = drawn(statement)
    text = paper.document.toPlainText()
    for words in (NAME, "Unit 4, The Old Brewery", "Leeds LS1 4AB", "Account C-17", "Open items as at 25/11/2026"):
        assert words in text
    part = statement.parts[0]
    assert len(part.lines) == 60
    for line in part.lines:
        assert line.number in text
    assert text.count("1,234.50") >= 60
    assert f"{part.closing.decimal:,}" in text


def test_the_file_has_as_many_pages_as_are_told_and_its_words_can_be_read_back(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    pages = write_statement(path, long_statement(book))
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert pages_of(data) == pages > 1
    if shutil.which("gs"):
        words = words_in_pdf(path)
        assert "Page 1 of" in words
        assert f"Page {pages} of {pages}" in words
        for place in range(60):
            assert f"N-{place:04}" in words
        assert words.count("1,234.50") >= 60


def test_no_line_is_cut_at_the_end_of_a_page_or_at_the_edge(book: Book) -> None:
    _, pictures = drawn(long_statement(book))
    assert len(pictures) > 2
    white = QColor("white").rgb()
    for picture in pictures:
        # Above the foot it is white, and at the edge there are pale rules only: what is drawn there would be cut.
        foot = [y for y in range(932, 944) if any(picture.pixel(x, y) != white for x in range(0, 660, 2))]
        assert foot == []
        assert all(QColor(picture.pixel(658, y)).lightness() > 150 for y in range(240, 940))
        assert any(picture.pixel(x, 972) != white for x in range(0, 660)), "the page has no number"


def test_a_large_figure_stays_on_one_line(book: Book) -> None:
    who = customer(book, "Ann")
    stored(book, an_invoice(who.id, "INV-1", "123456789.12", reference="A reference of many words " * 6))
    paper, _ = drawn(customer_statement(book, who.id, TODAY))
    blocks, block = [], paper.document.begin()
    while block.isValid():
        if "123,456,789.12" in block.text():
            blocks.append(block.layout().lineCount())
        block = block.next()
    assert blocks
    assert set(blocks) == {1}


def test_a_day_stays_on_one_line_and_in_its_column(book: Book) -> None:
    who = customer(book, "Ann")
    stored(book, an_invoice(who.id, "INV-1", "120.00"))
    paper, _ = drawn(customer_statement(book, who.id, TODAY))
    place = paper.document.documentLayout().blockBoundingRect
    lines, block = [], paper.document.begin()
    while block.isValid():
        if re.fullmatch(r"\d\d/\d\d/\d{4}", block.text()):
            layout = block.layout()
            # The next column of words begins where this one ends.
            room = place(block.next()).left() - place(block).left()
            lines.append((layout.lineCount(), layout.lineAt(0).naturalTextWidth() < room))
        block = block.next()
    assert lines == [(1, True)] * 2


def test_a_statement_of_a_period_begins_and_ends_with_the_balance(book: Book) -> None:
    who = customer(book, "Ann")
    stored(book, an_invoice(who.id, "INV-1", "100", issued_on=TODAY - timedelta(days=60)))
    stored(book, an_invoice(who.id, "INV-2", "50", issued_on=TODAY))
    paper, _ = drawn(customer_statement(book, who.id, TODAY, TODAY - timedelta(days=30)))
    text = paper.document.toPlainText()
    assert text.index("Opening balance") < text.index("INV-2") < text.index("Closing balance")
    assert "INV-1" not in text
    assert "£150.00" in text


def test_who_owes_nothing_is_told_so(book: Book) -> None:
    paper, _ = drawn(customer_statement(book, customer(book, "Ann").id, TODAY))
    assert "There is nothing to be paid." in paper.document.toPlainText()


@pytest.mark.parametrize("family", ["SAFE Figures", "SAFE Figures Strong"])
def test_digits_on_paper_have_one_width_and_no_sign_of_an_amount_is_missing(qapp: object, family: str) -> None:
    load_figures()
    font = QFont(family)
    font.setPixelSize(60)
    raw = QRawFont.fromFont(font)
    assert raw.familyName() == family
    assert all(raw.supportsCharacter(ord(sign)) for sign in "0123456789.,-−/£€$")
    metrics = QFontMetrics(font)
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_each_customer_of_a_folder_gets_a_file_of_its_own(book: Book, tmp_path: Path) -> None:
    names = ("Ann", "A/B: Ltd?", "A:B/ Ltd")
    ids = [customer(book, name).id for name in names]
    written = write_statements(book, Control(), tmp_path, ids, TODAY)
    assert [path.name for path in written.paths] == [
        "Statement Ann 2026-11-25.pdf",
        "Statement A B Ltd 2026-11-25.pdf",
        "Statement A B Ltd 2026-11-25 (3).pdf",
    ]
    assert all(path.exists() for path in written.paths)
    assert written.pages == 3


def test_a_stopped_run_leaves_whole_files_only(book: Book, tmp_path: Path) -> None:
    ids = [customer(book, name).id for name in ("Ann", "Ben")]
    control = Control(lambda done, _total, _words: control.stop() if done == 0 else None)
    with pytest.raises(Cancelled):
        write_statements(book, control, tmp_path, ids, TODAY)
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["Statement Ann 2026-11-25.pdf"]


def test_a_file_that_cannot_be_written_is_told_in_words(book: Book, tmp_path: Path) -> None:
    statement = customer_statement(book, customer(book, "Ann").id, TODAY)
    with pytest.raises(InputError, match=r"does not end in \.pdf"):
        write_statement(tmp_path / "one.txt", statement)
    with pytest.raises(StoreError, match="cannot be written"):
        write_statement(tmp_path / "none" / "one.pdf", statement)
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        write_statement(tmp_path / "folder.pdf", statement)
    assert file_name(statement) == "Statement Ann 2026-11-25.pdf"
