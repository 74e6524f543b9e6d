"""OFX and QFX files, in the old form and the new one, as banks really write them."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.statement_lines import StatementFormat
from safe_desktop.errors import InputError
from tests.engine.bank_files import OFX_HEAD, read, read_all, sgml, told, transaction

XML = """<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID><STMTRS><CURDEF>GBP</CURDEF>
<BANKACCTFROM><BANKID></BANKID><ACCTID>12345678</ACCTID></BANKACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261125</DTPOSTED><TRNAMT>12.00</TRNAMT><FITID>1</FITID>
<NAME>Café Élan</NAME><MEMO></MEMO></STMTTRN>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261125</DTPOSTED><TRNAMT>12.00</TRNAMT><FITID>2</FITID>
<NAME/><MEMO>INV-7 &#163;5 &amp; more</MEMO></STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"""


def test_the_old_form_is_read_with_payee_memo_and_the_banks_number(tmp_path: Path) -> None:
    content = sgml(
        "BANK",
        transaction("486.00", "F1", "RUSHMERE &amp; SONS", "INV-1042", "20261125120000[0:GMT]"),
        transaction("-100,00", "F2", "", "EON ENERGY", "20261124"),
        closing="1486.00",
    )
    statement = read(tmp_path, content, "a.ofx")
    assert statement.format is StatementFormat.OFX
    assert (statement.account, statement.currency, statement.closing) == ("112233 12345678", "GBP", Money(148600))
    assert told(statement) == [
        ("2026-11-25", "486.00", "CREDIT · RUSHMERE & SONS · INV-1042"),
        ("2026-11-24", "-100.00", "DEBIT · EON ENERGY"),
    ]
    assert [line.bank_id for line in statement.lines] == ["F1", "F2"]
    assert statement.proof.apart is None


def test_the_new_form_is_read_with_every_letter(tmp_path: Path) -> None:
    statement = read(tmp_path, XML, "a.qfx")
    assert [line.text for line in statement.lines] == ["CREDIT · Café Élan", "CREDIT · INV-7 £5 & more"]


def test_the_day_is_the_one_the_bank_wrote_whatever_zone_it_names(tmp_path: Path) -> None:
    times = ("20261125", "20261125000000", "20261125235959.999[-11:SST]", "20261125000000[+13:NZDT]", "20261125 ")
    content = sgml("BANK", *(transaction("1.00", f"F{n}", "A", "", when) for n, when in enumerate(times)))
    assert {line.came_on.isoformat() for line in read(tmp_path, content, "a.ofx").lines} == {"2026-11-25"}


def test_a_bad_transaction_is_told_and_loses_none_of_the_others(tmp_path: Path) -> None:
    content = sgml(
        "BANK",
        transaction("1.00", "F1", "GOOD"),
        transaction("1.00", "F2", "NO DAY", "", "20261341"),
        transaction("ten", "F3", "NO AMOUNT"),
        transaction("1.005", "F4", "TOO FINE"),
        transaction("0.00", "F5", "NOTHING"),
        transaction("2.00", "F6", "GOOD TOO"),
    )
    statement = read(tmp_path, content, "a.ofx")
    assert [line.payee for line in statement.lines] == ["GOOD", "GOOD TOO"]
    assert [(bad.place, bad.label) for bad in statement.bad] == [
        ("transaction 2", "NO DAY F2"),
        ("transaction 3", "NO AMOUNT F3"),
        ("transaction 4", "TOO FINE F4"),
    ]
    assert [one.reason for one in statement.passed_over] == ["no money moved"]


def test_two_accounts_in_one_file_are_two_statements(tmp_path: Path) -> None:
    one = sgml("BANK", transaction("1.00", "F1", "A"))
    two = sgml("BANK", transaction("2.00", "F1", "B"), account="87654321")
    inside = two[two.index("<STMTTRNRS>") : two.index("</BANKMSGSRSV1>")]
    both = one.replace("</BANKMSGSRSV1>", f"{inside}</BANKMSGSRSV1>")
    found = read_all(tmp_path, both, "both.ofx")
    assert [(each.account, len(each.lines)) for each in found] == [("112233 12345678", 1), ("112233 87654321", 1)]


def test_tags_of_a_bank_of_its_own_and_a_missing_header_do_no_harm(tmp_path: Path) -> None:
    content = sgml("BANK", transaction("1.00", "F1", "A", "INV-1"))
    content = content.replace(
        "<CURDEF>", "<!-- made by a bank --><INTU.BID>3000<X-NOTE>own words<CURDEF>"
    ).removeprefix(OFX_HEAD)
    assert told(read(tmp_path, content, "a.ofx")) == [("2026-11-25", "1.00", "CREDIT · A · INV-1")]


def test_words_in_sections_of_their_own_stay_with_their_transaction_though_all_is_one_line(tmp_path: Path) -> None:
    words = ("<![CDATA[INV-1 <b> & more]]>", "<![CDATA[INV-2]]>", "plain", "<![CDATA[INV-4]]>")
    content = sgml("BANK", *(transaction("1.00", f"F{n}", "A", one) for n, one in enumerate(words))).replace("\n", " ")
    content = content.replace("OFXHEADER:100 ", "OFXHEADER:100\n")
    references = [line.reference for line in read(tmp_path, content, "a.ofx").lines]
    assert references == ["INV-1 <b> & more", "INV-2", "plain", "INV-4"]


def test_a_file_made_to_keep_the_reader_busy_is_done_with_soon(tmp_path: Path) -> None:
    for filling in ("<!--", "<![CDATA[", "<A:A", "<NAME> ", "&#", "<" + "A" * 50):
        content = sgml("BANK", transaction("1.00", "F1", "A", filling * (2_000_000 // len(filling))))
        began = time.process_time()
        try:
            read_all(tmp_path, content, "busy.ofx")
        except InputError as problem:
            assert "cannot be read" in str(problem)  # noqa: PT017 - either is fine, if it is soon
        assert time.process_time() - began < 10, filling


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_letters_are_right_whatever_the_file_says_of_its_encoding(tmp_path: Path, encoding: str) -> None:
    content = sgml("BANK", transaction("1.00", "F1", "CAFÉ ÉLAN")).encode(encoding)
    assert read(tmp_path, content, "a.ofx").lines[0].payee == "CAFÉ ÉLAN"


def test_a_file_that_was_cut_off_or_mixed_up_is_refused_whole(tmp_path: Path) -> None:
    content = sgml("BANK", *(transaction("1.00", f"F{n}", "A") for n in range(50)))
    for cut in range(600, len(content) - 8, 400):
        with pytest.raises(InputError, match="cannot be read as an OFX file"):
            read_all(tmp_path, content[:cut], "cut.ofx")
    with pytest.raises(InputError, match="without a bank statement"):
        read_all(tmp_path, f"{OFX_HEAD}<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>", "signon.ofx")


def test_an_entity_bomb_is_text_and_nothing_more(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE OFX [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = XML.replace("<OFX>", f"{bomb}<OFX>").replace("Café", "&b;")
    began = time.process_time()
    assert read(tmp_path, content, "bomb.ofx").lines[0].payee == "&b; Élan"
    assert time.process_time() - began < 5


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9).filter(bool), st.text("ab<>&\"' é", max_size=8)), max_size=20))
@settings(max_examples=30, deadline=None)
def test_lines_written_as_ofx_come_back_to_the_penny(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, str]]
) -> None:
    def escaped(words: str) -> str:
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    content = sgml(
        "BANK", *(transaction(str(Money(minor).decimal), f"F{n}", escaped(w)) for n, (minor, w) in enumerate(lines))
    )
    statement = read(tmp_path_factory.mktemp("ofx"), content, "a.ofx")
    assert not statement.bad
    assert [line.amount.minor for line in statement.lines] == [minor for minor, _ in lines]
    assert [line.payee for line in statement.lines] == [" ".join(words.split()) for _, words in lines]
