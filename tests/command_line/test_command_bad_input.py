"""What is given wrongly gets a sentence and its exit code, on paper and as JSON; nothing is changed by it."""

import gzip
import json
from pathlib import Path

import pytest

from safe_desktop.command_line import main
from tests.command_line.program_process import Program

CUSTOMERS = "Name,Code\nQuillbrook Joinery,Q1\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "home")
    assert made.quick("book", "new", "Shop").code == 0
    return made


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing-of-the-kind"], "invalid choice: 'nothing-of-the-kind'"),
        (["book"], "required: new|list|show"),
        (["import", "dogs", "x.csv"], "invalid choice: 'dogs'"),
        (["sync", "--read"], "Unrecognized arguments: --read"),
        (["--practice", "mismatches", "settle", "one", "link"], "invalid int value: 'one'"),
    ],
)
def test_words_that_are_no_command_end_with_2_and_a_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert sentence in json.loads(said.out)["error"]["title"]
    assert "Traceback" not in said.err


def test_a_book_is_made_only_once(program: Program) -> None:
    again = program.quick("book", "new", "Shop")
    assert again.code == 2
    assert again.err.splitlines() == [
        "There is already a book named “Shop”.",
        "It was left as it is.",
        "Choose another name, or open that one.",
    ]


def test_a_book_name_that_leaves_the_folder_is_refused(program: Program) -> None:
    assert program.quick("book", "new", "../outside").code == 2
    assert program.quick("--book", "../outside", "status").code == 2


def test_without_a_book_the_way_to_make_one_is_said(tmp_path: Path) -> None:
    nothing = Program(tmp_path / "empty").quick("status")
    assert nothing.code == 2
    assert "safe-desktop book new NAME" in nothing.err


def test_with_several_books_one_must_be_named(program: Program) -> None:
    program.quick("book", "new", "Studio")
    unclear = program.quick("status")
    assert unclear.code == 2
    assert "“Shop”, “Studio”" in unclear.err
    assert program.quick("--book", "Studio", "status", "--json").json["book"] == "Studio"
    assert program.quick("--book", "Stduio", "status").code == 2


def test_a_book_of_a_newer_version_is_listed_with_its_problem_and_not_opened(program: Program, tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "home" / "books" / "Shop.safebook"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    listed = program.quick("book", "list", "--json")
    assert listed.code == 1
    assert listed.json["books"][0]["problem"] == "Written by a newer SAFE Desktop"
    opened = program.quick("status")
    assert opened.code == 2
    assert "newer" in opened.err


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    said = Program(in_the_way).quick("book", "list")
    assert said.code == 2
    assert str(in_the_way) in said.err


def test_files_that_cannot_be_imported_say_why(program: Program, tmp_path: Path) -> None:
    missing = program.quick("import", "customers", str(tmp_path / "none.csv"))
    folder = program.quick("import", "customers", str(tmp_path))
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    (tmp_path / "half.csv.gz").write_bytes(gzip.compress(CUSTOMERS.encode())[:20])
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Colour,Size\nred,4\n")
    for said in (
        missing,
        folder,
        program.quick("import", "customers", str(empty)),
        program.quick("import", "customers", str(tmp_path / "half.csv.gz")),
        program.quick("import", "customers", str(wrong)),
    ):
        assert said.code == 2
        assert said.err.strip()
        assert "Traceback" not in said.err
    assert program.quick("book", "show", "--json").json["customers"] == 0


def test_rows_that_are_refused_are_numbered_and_end_with_1(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Code\nQuillbrook Joinery,Q1\n,Q2\n=1+1,Q3\n", encoding="utf-8")
    said = program.quick("import", "customers", str(file))
    assert said.code == 1
    assert "Row 3: " in said.out
    assert program.quick("book", "show", "--json").json["customers"] >= 1


def test_a_mapping_can_be_shown_changed_and_given(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Firma,Nummer\nQuillbrook Joinery,Q1\n", encoding="utf-8")
    shown = program.quick("import", "customers", str(file), "--show-mapping", "--json").json
    shown["columns"] = {"name": "Firma", "code": "Nummer"}
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(shown), encoding="utf-8")
    said = program.quick("import", "customers", str(file), "--mapping", str(mapping), "--json")
    assert said.code == 0
    assert said.json["accepted"][0]["records"] == 1
    mapping.write_text("{", encoding="utf-8")
    broken = program.quick("import", "customers", str(file), "--mapping", str(mapping))
    assert broken.code == 2
    assert "it is not JSON" in broken.err


def test_a_name_is_shown_as_text_and_cannot_turn_the_line_round(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Code\nEvil \u202eLtd,E1\n<img src=x>,E2\n", encoding="utf-8")
    program.quick("import", "customers", str(file))
    shown = program.quick("preview")
    assert "Customer Evil \N{REPLACEMENT CHARACTER}Ltd" in shown.out
    assert "Customer <img src=x>: Xero takes no < or > in a name" in shown.out


def test_an_export_needs_a_kind_of_file_that_it_can_write(program: Program, tmp_path: Path) -> None:
    said = program.quick("export", "customers", str(tmp_path / "customers.doc"))
    assert said.code == 2
    assert ".csv" in said.err
    assert not (tmp_path / "customers.doc").exists()


def test_a_sync_without_a_connection_ends_with_3(program: Program) -> None:
    said = program.quick("sync")
    assert said.code == 3
    assert "safe-desktop connect" in said.err


def test_an_address_without_tls_is_refused(tmp_path: Path) -> None:
    names = ("SAFE_XERO_LOGIN_URL", "SAFE_XERO_IDENTITY_URL", "SAFE_XERO_API_URL")
    program = Program(tmp_path / "home", dict.fromkeys(names, "http://xero.example"))
    program.quick("book", "new", "Shop")
    said = program.quick("status")
    assert said.code == 2
    assert "https://" in said.err


def test_connecting_without_a_client_id_says_how_to_get_one(tmp_path: Path) -> None:
    program = Program(tmp_path / "home", {"SAFE_VAULT_PASSPHRASE": "correct horse battery staple"})
    program.quick("book", "new", "Shop")
    said = program.quick("connect", "--no-browser")
    assert said.code == 2
    assert "SAFE_XERO_CLIENT_ID" in said.err


def test_connecting_where_no_sign_in_can_be_kept_is_refused_before_the_browser_opens(tmp_path: Path) -> None:
    program = Program(tmp_path / "home", {"SAFE_XERO_CLIENT_ID": "A" * 32})
    program.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    program.quick("book", "new", "Shop")
    said = program.run("connect", "--no-browser")
    assert said.code == 3
    assert "SAFE_VAULT_PASSPHRASE" in said.err
    assert "http" not in said.out


def test_the_demo_is_for_practice_only(program: Program) -> None:
    said = program.quick("demo")
    assert said.code == 2
    assert "--practice demo" in said.err
