"""Settings and the chart: typed, limited, remembered."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.tax import VatCode
from safe_desktop.domain.theirs import Account, Connection, Organisation, TaxRate
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from tests.made_records import opened_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


def test_every_setting_has_a_label_and_a_default_that_it_takes(book: Book) -> None:
    declared = book.settings.declared()
    assert len({one.name for one in declared}) == len(declared) > 10
    with book.transaction():
        for one in declared:
            assert one.label
            assert getattr(book.settings, one.name) == one.default
            setattr(book.settings, one.name, one.default)
            assert getattr(book.settings, one.name) == one.default


def test_settings_are_remembered_when_the_book_is_opened_again(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book, book.transaction():
        book.settings.timer_minutes = 60
        book.settings.sync_from = date(2026, 4, 1)
        book.settings.approve_on_send = False
        book.settings.cash_customer = "Till “A”"
    with opened_book(tmp_path) as book:
        settings = book.settings
        assert (settings.timer_minutes, settings.sync_from) == (60, date(2026, 4, 1))
        assert (settings.approve_on_send, settings.cash_customer) == (False, "Till “A”")
        with book.transaction():
            settings.sync_from = None
        assert settings.sync_from is None


def test_a_misspelt_setting_is_an_error_of_ours(book: Book) -> None:
    with pytest.raises(AttributeError):
        book.settings.timer_minuets = 5  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("timer_minutes", 241, "241 is not between 0 and 240"),
        ("timer_minutes", "15", "cannot be used here"),
        ("timer_minutes", True, "cannot be used here"),
        ("sync_on_timer", 1, "cannot be used here"),
        ("sync_from", "2026-04-01", "this is not a day"),
        ("invoice_prefix", "", "plain letters"),
        ("invoice_prefix", "Nº", "plain letters"),
        ("cash_customer", "  ", "cannot be empty"),
        ("sales_account", "x" * 201, "longer than 200"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_changes(
    book: Book, name: str, value: object, words: str
) -> None:
    before = getattr(book.settings, name)
    with pytest.raises(InputError, match=words), book.transaction():
        setattr(book.settings, name, value)
    assert getattr(book.settings, name) == before


def test_small_texts_are_remembered_by_key_and_forgotten(book: Book) -> None:
    with book.transaction():
        book.settings.remember("mapping:1", "{}")
        assert book.settings.remembered("mapping:1") == "{}"
        book.settings.forget("mapping:1")
    assert book.settings.remembered("mapping:1") is None


def test_vat_codes_keep_their_exact_rates(book: Book) -> None:
    with book.transaction():
        book.chart.save_vat_code(VatCode("odd", "Odd rate", Decimal("12.5")))
    odd = book.chart.find_vat_code("ODD ")
    assert odd == VatCode("ODD", "Odd rate", Decimal("12.5"))
    assert [code.code for code in book.chart.vat_codes()] == ["STANDARD", "ODD", "ZERO", "NO_VAT"]
    with pytest.raises(InputError, match="not a VAT rate"), book.transaction():
        book.chart.save_vat_code(VatCode("X", "X", Decimal(101)))


def test_what_xero_told_about_the_organisation_comes_back(book: Book) -> None:
    assert book.chart.organisation() is None
    organisation = Organisation("o", "Fernhill", "!x", "GBP", "GB", "GMT", True, date(2026, 3, 31), None)
    connection = Connection("c", "t", "Fernhill")
    accounts = [Account("2", "610", "Bank", "BANK", "ASSET", "ACTIVE", True, currency="EUR"), _sales("1", "200")]
    rates = [TaxRate("OUTPUT2", "20% (VAT on Income)", Decimal("20"), "ACTIVE", frozenset({"ASSET", "REVENUE"}))]
    for _ in range(2):
        with book.transaction():
            book.chart.save_organisation(organisation, connection)
            book.chart.replace_accounts(accounts)
            book.chart.replace_tax_rates(rates)
    assert (book.chart.organisation(), book.chart.connection()) == (organisation, connection)
    assert book.chart.accounts() == [accounts[1], accounts[0]]
    assert book.chart.tax_rates() == rates
    with book.transaction():
        book.chart.forget_connection()
    assert (book.chart.organisation(), book.chart.connection()) == (organisation, None)


def _sales(account_id: str, code: str) -> Account:
    return Account(account_id, code, "Sales", "REVENUE", "REVENUE", "ACTIVE", False, "OUTPUT2")
