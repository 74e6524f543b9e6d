"""The tax and the money are called what they are called where the business is."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Connection, Organisation
from safe_desktop.engine.country_codes import move_to
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.preview_fields import field_changes
from safe_desktop.ui.deciding.desk_rows import field_words
from safe_desktop.ui.look import home_words
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.tables.columns import money_column
from tests.ui.shown_page import show_page, words_on


@pytest.fixture
def at_home(context: Context) -> Iterator[Context]:
    yield context
    home_words._now.update(tax="VAT", currency="GBP")


def moved_to(context: Context, country: str, currency: str) -> None:
    book = context.workplace.book
    there = Organisation("o-1", "Kōwhai", "!k", currency, country, "NEWZEALANDSTANDARDTIME", False)
    with book.transaction():
        book.chart.save_organisation(there, Connection("c-1", "t-1", "Kōwhai"))
        move_to(book, country)
    home_words.use_of(book)


@pytest.mark.parametrize(("country", "currency"), [("NZ", "NZD"), ("AU", "AUD")])
def test_in_new_zealand_and_australia_it_is_gst(at_home: Context, qtbot: QtBot, country: str, currency: str) -> None:
    moved_to(at_home, country, currency)
    assert (home_words.local("VAT code"), home_words.currency()) == ("GST code", currency)
    page = show_page(qtbot, at_home, SettingsPage)
    page.show_only("vat")
    assert "Xero works the GST out by its own rate" in words_on(page.vat_codes)
    assert page.declared.fields["default_vat_code"].declared.label == "GST code for lines that name none"


def test_in_britain_it_is_vat(at_home: Context) -> None:
    moved_to(at_home, "GB", "GBP")
    assert (home_words.local("VAT code"), home_words.currency()) == ("VAT code", "GBP")


def test_a_sentence_names_the_tax_of_the_country_and_leaves_names_alone(at_home: Context) -> None:
    moved_to(at_home, "NZ", "NZD")
    told = home_words.told("The VAT is 1.20 here; VAT code “VAT 20” of “VAT Help Ltd” has no rate, OVAT is a word")
    assert told == "The GST is 1.20 here; GST code “VAT 20” of “VAT Help Ltd” has no rate, OVAT is a word"


def test_amounts_of_the_book_s_own_money_stand_bare_and_others_name_theirs(at_home: Context) -> None:
    column = money_column("amount", "Amount", lambda amount: amount)
    moved_to(at_home, "NZ", "NZD")
    assert (column.text(Money(123456, "NZD")), column.text(Money(100, "GBP"))) == ("1,234.56", "£1.00")
    moved_to(at_home, "GB", "GBP")
    assert (column.text(Money(123456, "NZD")), column.text(Money(100, "GBP"))) == ("NZ$1,234.56", "1.00")


def test_the_preview_and_the_mismatches_name_the_tax_of_the_country(at_home: Context) -> None:
    book = at_home.workplace.book
    moved_to(at_home, "AU", "AUD")
    customer = ledger.add_customer(at_home.workplace, Customer(name="Ann", vat_number="51 824")).value
    labels = [one.label for one in field_changes(book, RecordKind.CUSTOMER, customer.id)]
    assert "GST number" in labels
    assert not any("VAT" in label for label in labels)
    with book.transaction():
        found = Mismatch(
            *(MismatchKind.FIELD_DIFFERS, RecordKind.CUSTOMER, customer.id, "Ann", "The VAT number differs", "x-1"),
            field="vat_number",
        )
        book.mismatches.found([found])
    source = lists.mismatches(book)
    (entry,) = source.entries(source.ids())
    assert field_words(entry) == "GST number"
    assert home_words.told(entry.reason) == "The GST number differs"
