"""The providers of payouts on the settings page: kept at once, refused in their row, removed and brought back."""

from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.engine.entry.payout_providers import USUAL, PayoutProvider, payout_providers
from safe_desktop.ui.settings.providers_card import ProviderRow
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.shell.page import Context
from tests.ui.shown_page import show_page


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> SettingsPage:
    found = show_page(qtbot, context, SettingsPage)
    found.show_only("methods")
    return found


def rows(page: SettingsPage) -> list[ProviderRow]:
    return [row for row in page.providers.rows if isinstance(row, ProviderRow)]


def kept(page: SettingsPage) -> tuple[PayoutProvider, ...]:
    return payout_providers(page.context.workplace.book)


def test_the_usual_providers_stand_there_with_their_fees(page: SettingsPage) -> None:
    shown = [(r.name.text(), r.percent.text(), r.fixed.text(), r.cap.text(), r.method.key()) for r in rows(page)]
    assert shown == [("GoCardless", "1", "0.20", "4.00", "Direct Debit"), ("Stripe", "1.5", "0.20", "", "Card")]


def test_a_fee_is_kept_at_once_and_taken_back_by_undo(page: SettingsPage) -> None:
    row = rows(page)[1]
    row.percent.setText("1.4 %")
    row.cap.setText("2.00")
    row.percent.editingFinished.emit()
    assert kept(page)[1] == PayoutProvider("Stripe", Decimal("1.4"), 20, 200, "Card")
    page.strip.undo.click()
    assert kept(page) == USUAL


def test_what_cannot_be_is_refused_in_its_row_and_nothing_is_kept(page: SettingsPage) -> None:
    row = rows(page)[0]
    row.percent.setText("some")
    row.percent.editingFinished.emit()
    assert row.state.whole_text() == "“some” is no per cent rate; give a number such as 1.5"
    row.percent.setText("80")
    row.percent.editingFinished.emit()
    assert "80 per cent is no fee of GoCardless" in row.state.whole_text()
    row.percent.setText("1")
    row.fixed.setText("0.205")
    row.fixed.editingFinished.emit()
    assert "finer" in row.state.whole_text()
    assert kept(page) == USUAL


def test_a_provider_is_added_once_and_removed_by_emptying_its_name(page: SettingsPage) -> None:
    page.providers.add.click()
    row = rows(page)[-1]
    row.percent.setText("1.69")
    row.name.setText("stripe")
    row.name.editingFinished.emit()
    assert "is there twice" in row.state.whole_text()
    row.name.setText("SumUp")
    row.name.editingFinished.emit()
    assert kept(page) == (*USUAL, PayoutProvider("SumUp", Decimal("1.69")))
    assert [one.name.text() for one in rows(page)] == ["GoCardless", "Stripe", "SumUp"]

    gone = rows(page)[0]
    gone.name.setText("")
    gone.name.editingFinished.emit()
    assert [one.name for one in kept(page)] == ["Stripe", "SumUp"]
    assert [one.name.text() for one in rows(page)] == ["Stripe", "SumUp"]
    page.strip.undo.click()
    assert kept(page)[0] == USUAL[0]
    assert sorted(one.name.text() for one in rows(page)) == ["GoCardless", "Stripe", "SumUp"]
