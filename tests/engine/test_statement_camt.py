"""CAMT.053 files of several versions: batches taken apart to the penny, what is not booked left, harm refused."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.statement_lines import StatementFormat
from safe_desktop.errors import InputError
from tests.engine.bank_files import camt, entry, in_one_file, payment, read, read_all, told


@pytest.mark.parametrize("version", ["02", "03", "04", "06", "08", "12"])
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    status = "<Cd>BOOK</Cd>" if version >= "08" else "BOOK"
    payer = "<Dbtr><Pty><Nm>Rushmere</Nm></Pty></Dbtr>" if version >= "08" else "<Dbtr><Nm>Rushmere</Nm></Dbtr>"
    detail = f"<TxDtls><RltdPties>{payer}</RltdPties><RmtInf><Ustrd>INV-1042</Ustrd></RmtInf></TxDtls>"
    content = camt(entry("486.00", "R1", detail, status=status), version=version)
    statement = read(tmp_path, content, "a.xml")
    assert statement.format is StatementFormat.CAMT
    assert (statement.account, statement.currency) == ("GB33BUKB", "GBP")
    assert told(statement) == [("2026-11-25", "486.00", "RCDT ESCT · Rushmere · INV-1042")]
    assert statement.lines[0].bank_id == "R1"


def test_balances_prove_the_file_or_say_what_is_missing(tmp_path: Path) -> None:
    entries = (entry("486.00", "R1"), entry("-100.00", "R2"))
    whole = read(tmp_path, camt(*entries, balances=(("OPBD", "-100.00"), ("CLBD", "286.00"))), "a.xml")
    assert (whole.opening, whole.closing) == (Money(-10000), Money(28600))
    assert whole.proof.holds
    cut = read(tmp_path, camt(entries[0], balances=(("PRCD", "-100.00"), ("CLBD", "286.00"))), "b.xml")
    assert cut.proof.apart == Money(-10000)
    assert "but it ends with" in cut.proof.words


def test_a_batch_becomes_one_line_for_each_payment_in_it(tmp_path: Path) -> None:
    details = payment("300.00", "Brown", "INV-1") + payment("186.00", "Green", "INV-2")
    statement = read(tmp_path, camt(entry("486.00", "R1", details)), "a.xml")
    assert told(statement) == [
        ("2026-11-25", "300.00", "RCDT ESCT · Brown · INV-1"),
        ("2026-11-25", "186.00", "RCDT ESCT · Green · INV-2"),
    ]
    assert [line.bank_id for line in statement.lines] == ["R1/1", "R1/2"]
    assert statement.lines[1].place == "entry 1, payment 2"


@pytest.mark.parametrize(
    "details",
    [
        payment("300.00", "Brown") + payment("180.00", "Green"),
        payment("", "Brown") + payment("486.00", "Green"),
        payment("300.00", "Brown", currency="USD") + payment("186.00", "Green"),
    ],
    ids=["does not add up", "an amount is missing", "another currency"],
)
def test_a_batch_whose_parts_do_not_make_it_stays_one_line(tmp_path: Path, details: str) -> None:
    statement = read(tmp_path, camt(entry("486.00", "R1", details)), "a.xml")
    assert [(line.amount, line.bank_id) for line in statement.lines] == [(Money(48600), "R1")]


def test_what_was_instructed_in_another_currency_is_never_taken_for_the_amount(tmp_path: Path) -> None:
    abroad = (
        "<AmtDtls><InstdAmt><Amt Ccy='USD'>600.00</Amt></InstdAmt><TxAmt><Amt Ccy='GBP'>486.00</Amt></TxAmt></AmtDtls>"
    )
    detail = f"<TxDtls>{abroad}<RmtInf><Ustrd>INV-1</Ustrd></RmtInf></TxDtls>"
    assert read(tmp_path, camt(entry("486.00", "R1", detail)), "a.xml").lines[0].amount == Money(48600)
    both = read(tmp_path, camt(entry("972.00", "R1", detail + detail)), "b.xml")
    assert [line.amount for line in both.lines] == [Money(48600), Money(48600)]


def test_a_reversal_goes_the_way_it_says_and_names_the_other_side(tmp_path: Path) -> None:
    parties = "<RltdPties><Dbtr><Nm>Us</Nm></Dbtr><Cdtr><Nm>Supplier</Nm></Cdtr></RltdPties>"
    back = entry("12.00", "R1", f"<TxDtls>{parties}</TxDtls>", more="<RvslInd>true</RvslInd>")
    taken = entry("-50.00", "R2", payment("50.00", "Rushmere"), more="<RvslInd>true</RvslInd>")
    lines = read(tmp_path, camt(back, taken), "a.xml").lines
    assert [(line.amount.minor, line.kind, line.payee) for line in lines] == [
        (1200, "RCDT ESCT reversal", "Supplier"),
        (-5000, "RCDT ESCT reversal", "Rushmere"),
    ]


def test_structured_references_come_first_and_the_payers_own_number_last(tmp_path: Path) -> None:
    structured = (
        "<RmtInf><Strd><CdtrRefInf><Ref>RF18 1042</Ref></CdtrRefInf><RfrdDocInf><Nb>INV-1042</Nb></RfrdDocInf></Strd>"
        "<Ustrd>thank you</Ustrd></RmtInf>"
    )
    own = "<Refs><EndToEndId>{}</EndToEndId></Refs>"
    details = (
        f"<TxDtls>{structured}</TxDtls>",
        f"<TxDtls>{own.format('PO-7')}</TxDtls>",
        f"<TxDtls>{own.format('NOTPROVIDED')}</TxDtls>",
    )
    content = camt(*(entry("1.00", f"R{n}", detail) for n, detail in enumerate(details)))
    assert [line.reference for line in read(tmp_path, content, "a.xml").lines] == [
        "RF18 1042 INV-1042 thank you",
        "PO-7",
        "",
    ]


def test_what_is_not_booked_yet_is_passed_over_and_a_bad_entry_is_told(tmp_path: Path) -> None:
    content = camt(
        entry("1.00", "R1"),
        entry("2.00", "R2", status="PDNG"),
        entry("3.00", "R3", status="<Cd>INFO</Cd>"),
        entry("4.00", "R4", day="2026-13-25"),
        entry("5.005", "R5"),
        entry("6.00", "R6").replace("Ccy='GBP'", "Ccy='EUR'"),
        entry("0.00", "R7"),
    )
    statement = read(tmp_path, content, "a.xml")
    assert [line.bank_id for line in statement.lines] == ["R1"]
    assert [(one.place, "booked" in one.reason) for one in statement.passed_over] == [
        ("entry 2", True),
        ("entry 3", True),
        ("entry 7", False),
    ]
    assert [(bad.place, bad.label) for bad in statement.bad] == [
        ("entry 4", "R4"),
        ("entry 5", "R5"),
        ("entry 6", "R6"),
    ]


def test_statements_of_several_days_and_accounts_are_put_together_by_account(tmp_path: Path) -> None:
    days = [
        camt(entry("10.00", "R1"), balances=(("OPBD", "0.00"), ("CLBD", "10.00"))),
        camt(entry("5.00", "R2"), balances=(("OPBD", "10.00"), ("CLBD", "15.00"))),
        camt(entry("7.00", "R1"), iban="GB44OTHER"),
    ]
    main, other = read_all(tmp_path, in_one_file(*days), "days.xml")
    assert [line.amount.minor for line in main.lines] == [1000, 500]
    assert main.proof.holds
    assert (other.account, len(other.lines)) == ("GB44OTHER", 1)


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [BOMB, OUTSIDE, '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_declares_entities_is_refused_before_it_is_parsed(
    tmp_path: Path, declared: str, encoding: str
) -> None:
    content = camt(entry("1.00", "R1", payment("1.00", "&x;"))).replace("UTF-8", encoding)
    content = content.replace("<Document", f"{declared}<Document")
    began = time.process_time()
    with pytest.raises(InputError, match="declares a document type"):
        read_all(tmp_path, content.encode(encoding), "bomb.xml")
    assert time.process_time() - began < 5


def test_a_file_that_was_cut_off_or_is_of_another_kind_is_refused_in_words(tmp_path: Path) -> None:
    content = camt(entry("1.00", "R1"))
    for cut in range(100, len(content) - 1, 97):
        with pytest.raises(InputError, match="cannot be read as a CAMT statement"):
            read_all(tmp_path, content[:cut], "cut.xml")
    for tag, words in (
        ("BkToCstmrAcctRpt", "CAMT.052"),
        ("BkToCstmrDbtCdtNtfctn", "CAMT.054"),
        ("Other", "no statement"),
    ):
        with pytest.raises(InputError, match=words):
            read_all(tmp_path, content.replace("BkToCstmrStmt", tag), "other.xml")


@given(st.lists(st.lists(st.integers(1, 10**7), min_size=1, max_size=4), min_size=1, max_size=6), st.booleans())
@settings(max_examples=25, deadline=None)
def test_batches_written_as_camt_come_back_to_the_penny(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], is_out: bool
) -> None:
    sign = "-" if is_out else ""
    entries = [
        entry(f"{sign}{Money(sum(parts)).decimal}", f"R{n}", "".join(payment(str(Money(p).decimal)) for p in parts))
        for n, parts in enumerate(batches)
    ]
    whole = sum(map(sum, batches)) * (-1 if is_out else 1)
    content = camt(*entries, balances=(("OPBD", "0.00"), ("CLBD", str(Money(whole).decimal))))
    statement = read(tmp_path_factory.mktemp("camt"), content, "a.xml")
    assert [abs(line.amount.minor) for line in statement.lines] == [part for parts in batches for part in parts]
    assert statement.proof.holds
    assert len({line.bank_id for line in statement.lines}) == len(statement.lines)
