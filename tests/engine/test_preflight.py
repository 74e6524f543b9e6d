"""The check before a sync over real HTTP: what would keep records from going, found at once, with nothing sent."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.tax import VatCode
from safe_desktop.domain.theirs import Connection, Organisation
from safe_desktop.engine.checking.preflight import Finding, check
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger, ledger_settings
from safe_desktop.store.usage_queries import codes_in_use, currencies_in_use, waiting_up_to
from tests.engine.synced_book import BANK, Bench, connected
from tests.made_workplace import opened_workplace


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def checked(bench: Bench) -> list[Finding]:
    return check(bench.workplace, Control())


def of(findings: list[Finding], subject: str) -> list[str]:
    return [one.words for one in findings if one.subject == subject]


def blocking(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.subject, one.words) for one in findings if one.is_blocking]


def test_a_book_that_is_well_set_up_is_ready_and_says_what_was_looked_at(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "10")
    found = checked(bench)
    assert blocking(found) == []
    assert of(found, "Connection") == ["Connected with “Fernhill Coffee & Fruit”"]
    assert of(found, "Organisation") == ["Fernhill Coffee & Fruit, United Kingdom, in GBP"]
    assert of(found, "Demo company") == ["This is the practice Xero: nothing leaves this computer"]
    assert of(found, "Lock dates") == ["No period is locked"]
    assert of(found, "Plan") == ["The plan lets approved documents be made"]
    assert of(found, "Sales account")[0].startswith("200 (")
    assert f"Bank transfer: account {BANK}" in of(found, "Payment methods")
    assert "STANDARD: 20% (VAT on Income)" in of(found, "VAT codes")
    assert bench.writes() == []
    assert {one.is_fine for one in found} == {True}


def test_everything_that_is_wrong_is_said_at_once(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "10", vat_code="REDUCED")
    bench.invoice(ann, "10", account_code="400")
    bench.invoice(ann, "10", account_code="999")
    bench.archive_tax_rate("RROUTPUT")
    bench.archive_account(BANK)
    bench.xero.admin("lock-period", {"period_lock_date": "2026-11-02"})
    bench.xero.admin("settings", {"approved_invoices_limit": 0})
    found = blocking(checked(bench))
    assert ("Lock dates", "The period is locked until 02/11/2026, and 3 records to be sent are dated in it") in found
    assert ("Plan", "The organisation’s Xero plan takes no more approved documents this month") in found
    assert ("Payment methods", "Bank transfer: account 090 (Business Bank Account) is archived in Xero") in found
    vat = "VAT code REDUCED goes to “5% (VAT on Income)”, which is archived in Xero"
    assert [one for one in found if one[0] == "VAT codes"] == [("VAT codes", vat)]
    lines = [words for subject, words in found if subject == "Lines"]
    assert lines == [
        "VAT code STANDARD (“20% (VAT on Income)”) cannot be used on account 400 (Advertising & Marketing), "
        "an expense account: INV-0002",
        "Account 999 is not in Xero: INV-0003",
    ]


def test_the_check_brings_the_words_on_the_records_up_to_date(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "10", vat_code="REDUCED")
    bench.archive_tax_rate("RROUTPUT")
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.READY
    checked(bench)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.TO_REVIEW


def test_a_plan_that_takes_only_drafts_is_enough_where_drafts_are_sent(bench: Bench) -> None:
    bench.xero.admin("settings", {"approved_invoices_limit": 0})
    ledger_settings.change_settings(bench.workplace, approve_on_send=False)
    assert of(checked(bench), "Plan") == ["The plan lets drafts be made"]


def test_names_that_look_alike_and_archived_contacts_are_named(bench: Bench) -> None:
    bench.xero.admin("contact", {"name": "Old Friend"})
    bench.xero.admin("archive-contact", {"name": "Old Friend"})
    bench.sync()
    for name in ("Ann & Sons Ltd", "Ann and Sons Limited", "Old Friend"):
        bench.customer(name)
    found = [one for one in checked(bench) if one.subject == "Names"]
    assert [one.words for one in found] == [
        "These look alike: “Ann & Sons Ltd” and “Ann and Sons Limited”",
        "In Xero a contact of this name is archived: Old Friend; a new one would be made",
    ]
    assert not any(one.is_blocking or one.is_fine for one in found)


def test_foreign_currencies_are_counted(bench: Bench) -> None:
    ann = bench.customer("Ann")
    for _ in range(2):
        bench.change(bench.invoice(ann, "10"), currency="EUR")
    found = [one for one in checked(bench) if one.subject == "Currencies"]
    assert [(one.words, one.is_blocking) for one in found] == [("2 documents are in EUR; only GBP is sent", False)]


def test_without_xero_the_check_goes_by_what_was_last_read_and_says_so(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "10", account_code="999")
    bench.xero.stop()
    found = checked(bench)
    assert found[0].subject == "Connection"
    assert found[0].is_blocking
    assert found[0].remedy
    assert ("Lines", "Account 999 is not in Xero: INV-0001") in blocking(found)
    assert of(found, "Plan") == []


def test_a_book_that_was_never_connected_is_told_to_connect_and_to_choose_accounts(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        ledger_settings.change_settings(workplace, sales_account="")
        ledger_settings.save_vat_code(workplace, VatCode("ODD", "Odd", workplace.book.chart.vat_codes()[0].rate))
        ledger.add_customer(workplace, Customer("Ann"))
        found = check(workplace, Control())
        assert [subject for subject, _ in blocking(found)] == ["Connection", "Sales account"]
        odd = next(one for one in found if one.words.startswith("VAT code ODD"))
        assert (odd.is_blocking, odd.is_fine) == (False, False)
        assert "nothing that waits uses it" in odd.words


def test_a_demo_company_and_an_edition_without_invoicing_are_told(tmp_path: Path) -> None:
    told = Organisation("o", "Global", "!x", "GBP", "GB", "GMT", True, date(2026, 3, 31), edition="PARTNER")
    with opened_workplace(tmp_path) as workplace:
        with workplace.book.transaction():
            workplace.book.chart.save_organisation(told, Connection("c", "t", "Global"))
            workplace.book.chart.forget_connection()
        found = check(workplace, Control())
        words = "Global, United Kingdom, in GBP: Xero’s partner edition has no invoicing"
        assert ("Organisation", words) in blocking(found)
        assert of(found, "Demo company")[0].startswith("This is Xero’s demo company")
        assert of(found, "Lock dates") == ["The period is locked until 31/03/2026"]


def test_what_is_in_use_is_counted_over_documents_that_are_not_in_xero(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "10")
    bench.sync()
    book = bench.workplace.book
    assert (codes_in_use(book), currencies_in_use(book)) == ([], {})
    new = bench.invoice(ann, "10", account_code="210")
    used = codes_in_use(book)
    assert [(one.vat_code, one.account_code, one.documents, one.example) for one in used] == [
        ("STANDARD", "210", 1, book.documents.get(new).number)
    ]
    assert (waiting_up_to(book, date(2026, 11, 1)), waiting_up_to(book, date(2026, 11, 2))) == (0, 1)


def test_a_header_is_still_changed_when_an_account_of_its_lines_was_put_away(bench: Bench) -> None:
    """The mapping lint holds up only what would tell the lines."""
    invoice = bench.invoice(bench.customer("Ann"), "10", account_code="210")
    bench.sync()
    bench.archive_account("210")
    checked(bench)
    bench.change(invoice, reference="PO 7")
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.CHANGED_HERE
    bench.sync()
    assert [one["reference"] for one in bench.invoices_in_xero()] == ["PO 7"]
    line = bench.workplace.book.documents.get(invoice).lines[0]
    bench.change(invoice, lines=(replace(line, quantity=line.quantity * 2),))
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.TO_REVIEW
    sent = [json.loads(one.body) for one in bench.writes() if one.path.startswith("/Invoices/")]
    assert all("LineItems" not in one["Invoices"][0] for one in sent)
