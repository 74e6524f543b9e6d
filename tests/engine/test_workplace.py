"""How an open book is put together: where its client id comes from, and what the window may ask without waiting."""

from pathlib import Path

import pytest

from safe_desktop.engine.books import new_book
from safe_desktop.engine.entry.ledger_settings import change_settings
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import ConnectionWord, opened
from safe_desktop.errors import InputError, NotConnected
from tests.made_records import MovableClock


def test_the_client_id_comes_from_the_environment_else_from_the_settings(tmp_path: Path) -> None:
    home, clock = Home(tmp_path), MovableClock()
    new_book(home, "Fernhill", clock)
    with opened(home, "Fernhill", environ={}, clock=clock) as workplace:
        assert workplace.addresses.client_id == ""
        change_settings(workplace, xero_client_id=" FROM-SETTINGS ")
        assert workplace.addresses.client_id == "FROM-SETTINGS"
    with opened(home, "Fernhill", environ={"SAFE_XERO_CLIENT_ID": "FROM-OUTSIDE"}, clock=clock) as workplace:
        assert workplace.addresses.client_id == "FROM-OUTSIDE"


def test_a_book_that_is_not_connected_says_how_to_connect_it(tmp_path: Path) -> None:
    home, clock = Home(tmp_path), MovableClock()
    new_book(home, "Fernhill", clock)
    with opened(home, "Fernhill", environ={}, clock=clock) as workplace:
        assert workplace.connection().word is ConnectionWord.NOT_CONNECTED
        with pytest.raises(NotConnected, match="not connected to Xero") as told:
            workplace.xero()
        assert "safe-desktop connect" in told.value.remedy


def test_plain_http_to_another_machine_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    new_book(home, "Fernhill", MovableClock())
    names = ("SAFE_XERO_LOGIN_URL", "SAFE_XERO_IDENTITY_URL", "SAFE_XERO_API_URL")
    with (
        pytest.raises(InputError, match="http"),
        opened(home, "Fernhill", environ=dict.fromkeys(names, "http://xero.example")),
    ):
        pass
