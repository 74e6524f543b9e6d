"""Files as people and programs leave them: read to the last cell, or refused with a sentence, never half."""

import gzip
import os
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.engine.files.import_files import opened_table
from safe_desktop.engine.files.import_table import LIMITS, Limits, Row
from safe_desktop.errors import InputError

TEXT = "Name,City\nÉlan Ltd,Córdoba\nBrown & Sons,Hull\n"


def read(path: Path, limits: Limits = LIMITS) -> tuple[tuple[str, ...], list[Row], str]:
    with opened_table(path, limits) as table:
        return table.headers, list(table.rows()), table.encoding


def written(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / "file.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_every_usual_encoding_is_found_and_said(tmp_path: Path, encoding: str, shown: str) -> None:
    headers, rows, found = read(written(tmp_path, TEXT.encode(encoding)))
    assert headers == ("Name", "City")
    assert [row.cells for row in rows] == [("Élan Ltd", "Córdoba"), ("Brown & Sons", "Hull")]
    assert found == shown


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_usual_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = f'Name{separator}Note\n"A, B; C"{separator}x\n'
    headers, rows, _ = read(written(tmp_path, text.encode()))
    assert headers == ("Name", "Note")
    assert rows == [Row(2, ("A, B; C", "x"))]


def test_a_single_column_is_a_table_too(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"Name\nAda\n"))[:2] == (("Name",), [Row(2, ("Ada",))])


def test_a_compressed_file_is_read_as_its_content(tmp_path: Path) -> None:
    assert read(written(tmp_path, gzip.compress(TEXT.encode()), "file.csv.gz"))[1][1].cells == ("Brown & Sons", "Hull")


def test_mixed_line_ends_and_blank_lines_keep_the_numbers_of_a_spreadsheet(tmp_path: Path) -> None:
    _, rows, _ = read(written(tmp_path, b'Name,City\r\nA,"two\nlines"\n\nB,Hull\rC,Ely'))
    assert [(row.number, row.cells[0]) for row in rows] == [(2, "A"), (4, "B"), (5, "C")]


def test_a_row_that_was_cut_off_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    _, rows, _ = read(written(tmp_path, b"Name,City,Postcode\nA,Hull,HU1\nB,El"))
    assert [row.problem for row in rows] == ["", "it has 2 cells where the header has 3"]


def test_empty_cells_beyond_the_header_do_no_harm_and_full_ones_refuse_the_row(tmp_path: Path) -> None:
    _, rows, _ = read(written(tmp_path, b"Name,City\nA,Hull,,\nB,Ely,x\n"))
    assert [row.problem for row in rows] == ["", "it has 3 cells where the header has 2"]


def test_two_columns_of_one_name_are_numbered_and_said(tmp_path: Path) -> None:
    with opened_table(written(tmp_path, b"Amount,Amount,\n1,2,3\n")) as table:
        assert table.headers == ("Amount", "Amount (2)", "Column 3")
        assert "Several columns are called “Amount”; they are numbered here." in table.notes


def test_formulas_nul_bytes_and_endless_cells_are_named_cell_by_cell(tmp_path: Path) -> None:
    text = "A,B\n=HYPERLINK(1),x\ny,a\0b\nz," + "w" * 40_000 + "\n"
    _, rows, _ = read(written(tmp_path, text.encode()))
    assert [row.bad_cells for row in rows] == [
        ((0, "holds a formula; type the value itself"),),
        ((1, "holds a NUL byte, which is no text"),),
        ((1, "is longer than 32,767 characters"),),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "has no rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"Name\n\x81\x8d\xff\x9d", "neither UTF-8"),
        (b"\xff\xfeN\x00a\x00m", "damaged"),
        (b"\xef\xbb\xbfName\n\xff\xff", "damaged"),
        (b"\x1f\x8b\x08\x00broken", "damaged or cut off"),
        (gzip.compress(b"Name\nAda\n" * 5_000, mtime=0)[:-40], "damaged or cut off"),
        (b"PK\x03\x04 not really", "cannot be read as an Excel workbook"),
        (b'Name,City\n"never closed,' + b"x,\n" * 60_000, "quotation mark was not closed"),
        (b"Name,City\n" + b"x" * 1_000_001, "too big"),
        (b"a," * 501, "more than 500 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(written(tmp_path, content))
    assert words in str(caught.value)
    assert caught.value.detail
    assert caught.value.remedy


def test_a_folder_a_missing_file_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(InputError, match=r"There is no file “none\.csv”"):
        read(tmp_path / "none.csv")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(InputError, match="is not a file"):
            read(tmp_path / "pipe")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode())
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be opened"):
        read(path)


def test_a_file_beyond_the_limits_is_refused_and_says_which(tmp_path: Path) -> None:
    path = written(tmp_path, b"Name\n" + b"Ada\n" * 600_000)
    with pytest.raises(InputError, match="more than 2 MB of text"):
        read(path, Limits(file_bytes=2_000_000))
    with pytest.raises(InputError, match="more than 1,000 rows"):
        read(path, Limits(rows=1_000))


def test_a_compressed_bomb_is_refused_without_filling_the_memory(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(bytes(300_000_000), compresslevel=1), "bomb.csv.gz")
    tracemalloc.start()
    with pytest.raises(InputError, match="more than 50 MB of text"):
        read(path, Limits(file_bytes=50_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_workbook_is_read_as_the_text_a_person_would_type(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["Code", "Price", "Day", "Moment", "Sum", "Empty", "Text", "Yes", None],
        [17850, 0.1 + 0.2, date(2010, 12, 1), datetime(2010, 12, 1, 8, 26), 2.55, None, "<b>x</b>", True, None],  # noqa: DTZ001 - Excel knows no zones
    )
    headers, rows, encoding = read(path)
    assert headers == ("Code", "Price", "Day", "Moment", "Sum", "Empty", "Text", "Yes")
    assert rows[0].cells == ("17850", "0.3", "2010-12-01", "2010-12-01 08:26:00", "2.55", "", "<b>x</b>", "yes")
    assert encoding == "Excel workbook"


def test_a_percentage_in_a_workbook_keeps_its_meaning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["VAT"])
    sheet["A2"] = 0.175
    sheet["A2"].number_format = "0.0%"
    book.save(tmp_path / "file.xlsx")
    assert read(tmp_path / "file.xlsx")[1][0].cells == ("17.5%",)


def test_formulas_and_error_values_of_a_workbook_are_named(tmp_path: Path) -> None:
    _, rows, _ = read(workbook(tmp_path, ["A", "B"], ["=1+1", "x"], ["y", "#N/A"], [None, None], ["z", "w"]))
    assert [(row.number, row.bad_cells) for row in rows] == [
        (2, ((0, "holds a formula; type the value itself"),)),
        (3, ((1, "holds an error value of the spreadsheet"),)),
        (5, ()),
    ]


def test_the_first_visible_sheet_is_read_and_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.sheet_state = "hidden"
    for title in ("December", "January"):
        book.create_sheet(title).append(["Name"])
        book[title].append([title])
    book.save(tmp_path / "file.xlsx")
    with opened_table(tmp_path / "file.xlsx") as table:
        assert table.notes == ("Only the first sheet, “December”, was read; the workbook has 2.",)
        assert [row.cells for row in table.rows()] == [("December",)]


def test_a_zip_that_is_no_workbook_and_a_bomb_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as parts:
        parts.writestr("readme.txt", "hello")
    with pytest.raises(InputError, match="no Excel workbook"):
        read(tmp_path / "plain.zip")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", bytes(9_000_000))
    with pytest.raises(InputError, match="more than 8 MB when unpacked"):
        read(tmp_path / "bomb.xlsx", Limits(file_bytes=2_000_000))


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "laughs.xlsx", "w") as parts:
        parts.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(InputError, match="declares a document type"):
        read(tmp_path / "laughs.xlsx")


def test_a_workbook_cut_in_half_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, ["Name"], ["Ada"]).read_bytes()
    with pytest.raises(InputError, match="cannot be read as an Excel workbook"):
        read(written(tmp_path, whole[: len(whole) // 2], "half.xlsx"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_make_anything_but_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    with suppress(InputError):
        headers, rows, _ = read(path)
        assert all(row.problem or len(row.cells) == len(headers) for row in rows)
