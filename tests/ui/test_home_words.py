"""The tax and the money are called what they are called where the business is."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.theirs import Connection, Organisation
from safe_desktop.engine.country_codes import move_to
from safe_desktop.ui.look import home_words
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.shell.page import Context
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
