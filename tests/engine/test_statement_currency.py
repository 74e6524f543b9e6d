"""A statement is in its account’s currency: read in that where the file says nothing, refused where it says other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.theirs import Account
from safe_desktop.engine.files.statement_importing import StatementOptions, examine_statement, import_statement
from safe_desktop.engine.files.statement_report import StatementReport
from safe_desktop.errors import InputError
from tests.engine.bank_files import LLOYDS, camt, entry, written
from tests.engine.import_desk import ImportDesk, import_desk

PLAIN = "Date,Description,Amount\n25/11/2026,Rushmere INV-1,486.00\n"
EUROS, POUNDS, UNTOLD = "091", "090", "092"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as found:
        accounts = ((POUNDS, "GBP"), (EUROS, "EUR"), (UNTOLD, ""))
        with found.book.transaction():
            found.book.chart.replace_accounts(
                [
                    Account(f"id-{code}", code, f"Bank {code}", "BANK", "ASSET", "ACTIVE", True, currency=currency)
                    for code, currency in accounts
                ]
            )
        yield found


def take(
    desk: ImportDesk, content: str, account: str = "", name: str = "bank.csv", *, dry: bool = False
) -> StatementReport:
    path = written(desk.folder, content, name)
    return import_statement(desk, path, StatementOptions(account, dry_run=dry))


def kept(desk: ImportDesk) -> list[Money]:
    return [one.amount for one in desk.book.receipts.of_source(ReceiptSource.BANK)]


@pytest.mark.parametrize(("account", "currency"), [(EUROS, "EUR"), (POUNDS, "GBP"), (UNTOLD, "GBP")])
def test_a_file_that_names_no_currency_is_in_that_of_its_account(desk: ImportDesk, account: str, currency: str) -> None:
    assert take(desk, PLAIN, account, dry=True).parts[0].currency == currency
    part = take(desk, PLAIN, account).parts[0]
    assert (part.currency, part.money_in) == (currency, Money(48600, currency))
    assert kept(desk) == [Money(48600, currency)]
    assert take(desk, PLAIN, account).new == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Date,Description,Amount,Currency\n25/11/2026,Rushmere,486.00,GBP\n", "bank.csv"),
        (camt(entry("486.00", "R1")), "bank.xml"),
    ],
)
def test_a_file_in_another_currency_than_the_account_is_refused(desk: ImportDesk, content: str, name: str) -> None:
    for is_dry in (True, False):
        with pytest.raises(InputError, match="is in GBP, and account 091 is in EUR"):
            take(desk, content, EUROS, name, dry=is_dry)
    assert kept(desk) == []
    assert take(desk, content, POUNDS, name).new == 1


def test_an_account_abroad_that_a_plain_file_names_is_remembered(desk: ImportDesk) -> None:
    first = take(desk, LLOYDS, EUROS).parts[0]
    again = take(desk, LLOYDS).parts[0]
    assert (first.currency, first.new) == ("EUR", 2)
    assert (again.currency, again.account_code, again.new) == ("EUR", EUROS, 0)
    assert examine_statement(desk, written(desk.folder, LLOYDS)).accounts == (("12345678", EUROS),)


def test_a_file_that_holds_several_accounts_is_held_against_each_of_them(desk: ImportDesk) -> None:
    head = "Date,Description,Amount,Account Number\n"
    for number, code in (("111", POUNDS), ("222", EUROS)):
        take(desk, f"{head}25/11/2026,A,1.00,{number}\n", code)
    with pytest.raises(InputError, match="is in GBP, and account 091 is in EUR"):
        take(desk, f"{head}26/11/2026,A,1.00,111\n26/11/2026,B,2.00,222\n")
    assert sorted(kept(desk), key=lambda one: one.currency) == [Money(100, "EUR"), Money(100, "GBP")]
