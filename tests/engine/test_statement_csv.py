"""Bank statements as CSV and Excel, as the banks of this country write them: read to the last row, or told why not."""

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.import_columns import STATEMENTS
from safe_desktop.engine.files.import_mapping import ImportOptions, Mapping, mapping_from_json
from safe_desktop.engine.files.import_table import Limits
from safe_desktop.engine.files.statement_amounts import is_money_in, read_signed
from safe_desktop.engine.files.statement_reading import read_statements
from safe_desktop.errors import InputError
from tests.engine.bank_files import LLOYDS, read, read_all, told, written

BARCLAYS = """Number,Date,Account,Amount,Subcategory,Memo
 ,25/11/2026,20-11-22 12345678,486.00,Counter Credit,"RUSHMERE FARM     \tINV-1042  BGC"
 ,24/11/2026,20-11-22 12345678,-100.00,Direct Debit,EON   DDR
"""
HSBC = """25/11/2026,"RUSHMERE FARM INV-1042","1,486.00"
24/11/2026,"EON ENERGY","-100.00"
"""
NATIONWIDE = """"Account Name:","FlexAccount ****12345"
"Account Balance:","£1,486.00"
"Available Balance: ","£1,486.00"

"Date","Transaction type","Description","Paid out","Paid in","Balance"
"24 Nov 2026","Direct debit","EON","£100.00","","£1,000.00"
"25 Nov 2026","Bank credit","RUSHMERE INV-1042","","£486.00","£1,486.00"
"""
NATWEST = """Date, Type, Description, Value, Balance, Account Name, Account Number
25/11/2026,BAC,"'RUSHMERE , INV-1042",486.00,1486.00,"'FERNHILL","'601122-12345678",
24/11/2026,D/D,"'EON",-100.00,1000.00,"'FERNHILL","'601122-12345678",
"""
STARLING = """Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes
24/11/2026,EON,dd,DIRECT DEBIT,-100.00,1000.00,BILLS,
25/11/2026,Rushmere,INV-1042,FASTER PAYMENT,486.00,1486.00,INCOME,
"""
MONZO = """Transaction ID,Date,Time,Type,Name,Category,Amount,Currency,Notes and #tags,Description,Money Out,Money In
tx_1,24/11/2026,11:00:00,Card,Shop,Out,-100.00,GBP,,SHOP,-100.00,
tx_2,25/11/2026,10:00:00,Faster payment,Rushmere,Income,486.00,GBP,INV-1042,INV-1042,,486.00
"""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LLOYDS, "FPI · RUSHMERE FARM INV-1042"),
        (BARCLAYS, "Counter Credit · RUSHMERE FARM INV-1042 BGC"),
        (NATIONWIDE, "Bank credit · RUSHMERE INV-1042"),
        (NATWEST, "BAC · RUSHMERE , INV-1042"),
        (STARLING, "FASTER PAYMENT · Rushmere · INV-1042"),
        (MONZO, "Faster payment · Rushmere · INV-1042"),
    ],
    ids=["lloyds", "barclays", "nationwide", "natwest", "starling", "monzo"],
)
def test_the_files_of_british_banks_are_read_without_being_told_how(tmp_path: Path, content: str, words: str) -> None:
    statement = read(tmp_path, content)
    assert [line[:2] for line in told(statement)] == [("2026-11-24", "-100.00"), ("2026-11-25", "486.00")]
    assert statement.lines[1].text == words
    assert not statement.bad


def test_a_file_without_a_header_is_read_by_what_stands_in_its_columns(tmp_path: Path) -> None:
    statement = read(tmp_path, HSBC)
    assert told(statement) == [
        ("2026-11-24", "-100.00", "EON ENERGY"),
        ("2026-11-25", "1486.00", "RUSHMERE FARM INV-1042"),
    ]
    assert "no header" in statement.notes[0]


def test_running_balances_prove_the_file_whichever_way_it_is_sorted(tmp_path: Path) -> None:
    for content in (LLOYDS, NATIONWIDE, NATWEST, STARLING):
        statement = read(tmp_path, content)
        assert (statement.opening, statement.closing) == (Money(110000), Money(148600))
        assert statement.proof.holds
        assert not statement.gaps


def test_a_row_that_is_missing_from_the_middle_shows_in_the_balances(tmp_path: Path) -> None:
    content = "Date,Description,Amount,Balance\n" + "".join(
        f"{day:02}/11/2026,Sale {day},10.00,{100 + day * 10}.00\n" for day in (1, 2, 4, 5)
    )
    statement = read(tmp_path, content)
    assert statement.proof.apart == Money(1000)
    assert statement.gaps == ("The balance at row 4 does not follow from the one at row 3: 10.00 GBP apart.",)


def test_balances_tell_what_came_in_where_columns_without_names_do_not(tmp_path: Path) -> None:
    in_first = "24/11/2026,Sale,50.00,,150.00\n25/11/2026,Rent,,30.00,120.00\n26/11/2026,Sale,20.00,,140.00\n"
    out_first = in_first.replace(",50.00,,", ",,50.00,").replace(",,30.00,", ",30.00,,").replace(",20.00,,", ",,20.00,")
    for content, is_swapped in ((in_first, True), (out_first, False)):
        statement = read(tmp_path, content)
        assert [line.amount.minor for line in statement.lines] == [5000, -3000, 2000]
        assert statement.proof.holds
        assert any("swapped" in note for note in statement.notes) is is_swapped


def test_a_bad_row_is_told_and_loses_none_of_the_others(tmp_path: Path) -> None:
    content = (
        "Date,Description,Amount\n25/11/2026,Good,10.00\n31/11/2026,No such day,10.00\n"
        "25/11/2026,No number,ten\n25/11/2026,=1+1,5.00\n25/11/2026,Too fine,1.005\n25/11/2026,No amount,\n"
        "25/11/2026,Good too,-3.00\n26/11/2026,Cells are missing\n"
    )
    statement = read(tmp_path, content)
    assert [line.narrative for line in statement.lines] == ["Good", "Good too"]
    reasons = {bad.place: bad.reason for bad in statement.bad}
    assert "not a day of the calendar" in reasons["row 3"]
    assert "is not a number" in reasons["row 4"]
    assert "formula" in reasons["row 5"]
    assert "finer than GBP allows" in reasons["row 6"]
    assert "1 cell" in reasons["row 9"] or "2 cells" in reasons["row 9"]
    assert [one.place for one in statement.passed_over] == ["row 7"]
    assert len(statement.lines) + len(statement.bad) + len(statement.passed_over) == 8


def test_what_is_pending_or_declined_is_passed_over_and_told(tmp_path: Path) -> None:
    content = (
        "Date,State,Description,Amount\n25/11/2026,COMPLETED,Rushmere,10.00\n"
        "25/11/2026,PENDING,Shop,-5.00\n25/11/2026,DECLINED,Shop,-6.00\n"
    )
    statement = read(tmp_path, content)
    assert len(statement.lines) == 1
    assert [one.reason for one in statement.passed_over] == ["it is pending", "it is declined"]


def test_a_column_of_words_says_which_way_the_money_went(tmp_path: Path) -> None:
    content = (
        "Date,Details,Amount,Credit/Debit\n25/11/2026,A,10.00,CR\n25/11/2026,B,10.00,Debit\n25/11/2026,C,10.00,?\n"
    )
    statement = read(tmp_path, content)
    assert [line.amount.minor for line in statement.lines] == [1000, -1000]
    assert "neither in nor out" in statement.bad[0].reason


def test_money_that_came_back_is_written_below_zero_among_what_was_paid_out(tmp_path: Path) -> None:
    content = "Date,Details,Paid out,Paid in\n25/11/2026,A,10.00,\n25/11/2026,Back,-4.00,\n25/11/2026,Both,1.00,2.00\n"
    statement = read(tmp_path, content)
    assert [line.amount.minor for line in statement.lines] == [-1000, 400]
    assert "it has both" in statement.bad[0].reason


def test_dates_that_only_make_sense_with_the_month_first_are_read_so(tmp_path: Path) -> None:
    content = "Date,Description,Amount\n11/25/2026,A,1.00\n11/02/2026,B,2.00\n"
    assert [line.came_on for line in read(tmp_path, content).lines] == [date(2026, 11, 2), date(2026, 11, 25)]


def test_a_remembered_order_of_day_and_month_gives_way_to_dates_that_refute_it(tmp_path: Path) -> None:
    mapping = Mapping(
        STATEMENTS,
        {"came_on": "Date", "amount": "Amount", "narrative": "Description"},
        ImportOptions(day_first=False),
    )
    content = "Date,Description,Amount\n25/11/2026,A,1.00\n02/11/2026,B,2.00\n"
    days = [line.came_on for line in read(tmp_path, content, mapping=mapping).lines]
    assert days == [date(2026, 11, 2), date(2026, 11, 25)]


def test_continental_numbers_and_unknown_names_are_read_with_a_mapping(tmp_path: Path) -> None:
    content = "Buchungstag;Betrag;Verwendungszweck\n25.11.2026;1.486,00;INV-1042\n24.11.2026;-100,00;EON\n"
    with pytest.raises(InputError, match="not known which column"):
        read(tmp_path, content)
    columns = {"came_on": "Buchungstag", "amount": "Betrag", "narrative": "Verwendungszweck"}
    mapping = Mapping(STATEMENTS, columns, ImportOptions(decimal_comma=True))
    assert mapping_from_json(mapping.as_json(), "test") == mapping
    assert [line[1] for line in told(read(tmp_path, content, mapping=mapping))] == ["-100.00", "1486.00"]


def test_accounts_and_currencies_in_one_file_become_statements_of_their_own(tmp_path: Path) -> None:
    content = (
        "Date,Description,Amount,Account,Currency\n25/11/2026,A,1.00,Main,GBP\n25/11/2026,B,2.00,Main,EUR\n"
        "25/11/2026,C,3.00,Savings,GBP\n"
    )
    found = {(one.account, one.currency): len(one.lines) for one in read_all(tmp_path, content)}
    assert found == {("Main", "GBP"): 1, ("Main", "EUR"): 1, ("Savings", "GBP"): 1}
    with pytest.raises(InputError, match="several accounts"):
        read(tmp_path, content)


def test_a_workbook_and_a_packed_file_are_read_like_a_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Statement of account 12345678"])
    sheet.append(["Date", "Description", "Amount"])
    sheet.append([date(2026, 11, 25), "RUSHMERE INV-1042", 486])
    sheet.append([date(2026, 11, 25), "=1+1", 5])
    book.save(tmp_path / "bank.xlsx")
    statement = read_statements(tmp_path / "bank.xlsx", lambda _headers: None, "GBP")[0]
    assert told(statement) == [("2026-11-25", "486.00", "RUSHMERE INV-1042")]
    assert "formula" in statement.bad[0].reason
    packed = written(tmp_path, gzip.compress(LLOYDS.encode()), "bank.csv.gz")
    assert len(read_statements(packed, lambda _headers: None, "GBP")[0].lines) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    content = "Date,Description,Amount\n25/11/2026,Café Élan £5,1.00\n".encode(encoding)
    assert read(tmp_path, content).lines[0].narrative == "Café Élan £5"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "empty.csv", "is empty"),
        ("\n\n", "blank.csv", "has no rows"),
        ("Date,Description,Amount\n", "header.csv", "has no lines"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "page.csv", "is a web page"),
        ("  <html lang='en'>", "page.ofx", "is a web page"),
        ("!Type:Bank\nD25/11/2026\nT1.00\n^\n", "a.qif", "is a QIF file"),
        (":20:STARTUMSE\n:25:123/456\n", "a.sta", "is an MT940 file"),
        ('{"transactions": []}', "a.json", "is JSON"),
        (b"%PDF-1.7 ...", "a.csv", "is a PDF"),
        (b"\x81\x8d\x8f,\x90\n\x9d,\x81\n", "odd.csv", "cannot be read"),
        ("Hello there, this is a letter", "letter.csv", "not known which column"),
    ],
)
def test_what_is_no_statement_is_refused_in_words(tmp_path: Path, content: str | bytes, name: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        read_all(tmp_path, content, name)
    assert words in str(refused.value)
    assert refused.value.remedy


def test_a_pdf_is_told_to_be_fetched_from_the_bank_in_another_form(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_all(tmp_path, b"%PDF-1.7 ...", "statement.pdf")
    assert "CSV, OFX or CAMT.053" in refused.value.remedy


def test_a_file_beyond_the_limits_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    small = Limits(file_bytes=2_000, rows=20)
    rows = "Date,Description,Amount\n" + "25/11/2026,A,1.00\n" * 30
    for content, name in ((rows, "rows.csv"), ("A" * 3_000, "a.csv"), ("<OFX>" + " " * 3_000, "a.ofx")):
        with pytest.raises(InputError, match="too big"):
            read_statements(written(tmp_path, content, name), lambda _headers: None, "GBP", limits=small)


def test_a_folder_and_a_missing_file_are_said_to_be_that(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "no.csv", "There is no file")):
        with pytest.raises(InputError, match=words):
            read_statements(path, lambda _headers: None, "GBP")


@given(st.decimals(-999_999, 999_999, places=2), st.sampled_from(["{}", "£{}", "{} CR", " {} "]), st.booleans())
def test_every_way_to_write_an_amount_gives_it_back(amount: Decimal, form: str, grouped: bool) -> None:
    text = form.format(f"{abs(amount):,.2f}" if grouped else f"{abs(amount):.2f}")
    assert read_signed(text) == abs(amount)
    assert read_signed(f"-{text.strip()}" if "CR" not in text else f"{abs(amount):.2f} DR") == -abs(amount)
    assert read_signed(f"{abs(amount):.2f}-") == -abs(amount)


@pytest.mark.parametrize("text", ["", "-", "1.2.3", "=1+1", "ten", "1,23", "CR", "£", "1e5", "NaN", "12 34 CR DR"])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_signed(text)


def test_a_word_for_the_direction_says_in_or_out_or_is_refused() -> None:
    assert [is_money_in(word) for word in ("CR", "Credit", " paid  in ", "CRDT", "+")] == [True] * 5
    assert [is_money_in(word) for word in ("DR", "debit", "Money out", "DBIT", "-")] == [False] * 5
    with pytest.raises(ValueError, match="neither in nor out"):
        is_money_in("maybe")


@given(
    st.lists(st.tuples(st.integers(-(10**6), 10**6).filter(bool), st.integers(1, 28), st.text("ab, \"'é", max_size=8)))
)
@settings(max_examples=40, deadline=None)
def test_lines_written_as_csv_come_back_to_the_penny(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, int, str]]
) -> None:
    rows = "".join(
        f'2026-11-{day:02},"{words.replace(chr(34), chr(34) * 2)}",{Money(minor).decimal}\n'
        for minor, day, words in lines
    )
    content = f"Date,Description,Amount\n2026-11-01,first,1.00\n{rows}"
    statement = read(tmp_path_factory.mktemp("csv"), content)
    assert not statement.bad
    assert sorted((line.amount.minor, line.came_on.day) for line in statement.lines) == sorted(
        [(100, 1), *((minor, day) for minor, day, _ in lines)]
    )
