"""The settings page: every declared setting is on it, kept at once, undone by a word, complained about at its field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.field_policy import FieldPolicy, Rule
from safe_desktop.domain.theirs import Account, TaxRate
from safe_desktop.engine.entry.field_policies import rules_of
from safe_desktop.engine.showing.lists import Query, to_send
from safe_desktop.store.setting_records import Settings
from safe_desktop.ui.look.appearance import ThemeChoice
from safe_desktop.ui.parts.setting_fields import ChoiceSetting, DaySetting, NumberSetting, TextSetting, TickSetting
from safe_desktop.ui.settings.methods_card import MethodRow
from safe_desktop.ui.settings.policies_card import PolicyRow
from safe_desktop.ui.settings.settings_page import TABS, SettingsPage
from safe_desktop.ui.settings.vat_codes_card import VatRow, tax_problem
from safe_desktop.ui.shell.page import Context
from tests.ui.shown_page import show_page, words_on

SALES, PURCHASES = frozenset({"REVENUE"}), frozenset({"EXPENSES"})


def account(code: str, name: str, kind: str = "BANK", **more: object) -> Account:
    made = Account(f"id-{code}", code, name, kind, "ASSET", "ACTIVE", False)
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture
def charted(context: Context) -> Context:
    """A book that has read a small chart of accounts from Xero."""
    book = context.workplace.book
    with book.transaction():
        book.chart.replace_accounts(
            [
                account("090", "Business Bank & Savings"),
                account("091", "Old Bank", status="ARCHIVED"),
                account("200", "Sales", "REVENUE", account_class="REVENUE"),
                account("260", "Rent received", "REVENUE", account_class="REVENUE"),
                account("610", "Accounts Receivable", "CURRENT", system="DEBTORS"),
                account("615", "Card takings", "CURRENT", takes_payments=True),
            ]
        )
        book.chart.replace_tax_rates(
            [
                TaxRate("OUTPUT2", "20% (VAT on Income)", Decimal(20), "ACTIVE", SALES),
                TaxRate("RROUTPUT", "5% (VAT on Income)", Decimal("5.5"), "ACTIVE", SALES),
                TaxRate("ZERORATEDOUTPUT", "Zero Rated Income", Decimal(0), "DELETED", SALES),
                TaxRate("EXEMPTOUTPUT", "Exempt Income", Decimal(0), "ACTIVE", PURCHASES),
                TaxRate("INPUT2", "20% (VAT on Expenses)", Decimal(20), "ACTIVE", PURCHASES),
            ]
        )
    return context


@pytest.fixture
def page(qtbot: QtBot, charted: Context) -> SettingsPage:
    return show_page(qtbot, charted, SettingsPage)


def settings_of(page: SettingsPage) -> Settings:
    return page.context.workplace.book.settings


def method_rows(page: SettingsPage) -> list[MethodRow]:
    return [row for row in page.methods.rows if isinstance(row, MethodRow)]


def vat_rows(page: SettingsPage) -> list[VatRow]:
    return [row for row in page.vat_codes.rows if isinstance(row, VatRow)]


def test_every_declared_setting_has_its_field_with_its_own_words(page: SettingsPage) -> None:
    assert set(page.declared.fields) == {declared.name for declared in Settings.declared()}
    for name, field in page.declared.fields.items():
        assert field.declared.label, name


def test_a_tick_is_kept_at_once_and_undone_by_the_word_that_says_so(page: SettingsPage) -> None:
    field = page.declared.fields["sync_payments"]
    assert isinstance(field, TickSetting)
    field.box.click()

    assert settings_of(page).sync_payments is False
    assert page.strip.words() == "Saved. Keep payments equal with Xero: on → off"
    assert page.context.workplace.book.activity.latest(1)[0].detail == "on → off"

    page.strip.undo.click()
    assert settings_of(page).sync_payments is True
    assert field.box.isChecked()


def test_switching_a_kind_off_takes_its_records_out_of_what_waits(page: SettingsPage) -> None:
    waiting = to_send(page.context.workplace.book, "payments")
    assert waiting.ids(Query())
    field = page.declared.fields["sync_payments"]
    assert isinstance(field, TickSetting)

    field.box.click()

    assert waiting.ids(Query()) == []


def test_a_number_stays_within_its_limits(page: SettingsPage) -> None:
    field = page.declared.fields["timer_minutes"]
    assert isinstance(field, NumberSetting)
    field.input.setFocus()
    field.input.selectAll()
    QTest.keyClicks(field.input, "999")
    QTest.keyClick(field.input, Qt.Key.Key_Return)

    assert settings_of(page).timer_minutes <= 240
    field.input.setValue(60)
    assert settings_of(page).timer_minutes == 60


def test_a_text_that_cannot_be_is_complained_about_at_its_field_and_left_to_be_mended(page: SettingsPage) -> None:
    page.show_only("documents")
    field = page.declared.fields["invoice_prefix"]
    assert isinstance(field, TextSetting)
    field.input.setText("Rechnung-№")
    QTest.keyClick(field.input, Qt.Key.Key_Return)

    assert settings_of(page).invoice_prefix == "INV-"
    assert "plain letters" in words_on(field)
    page.reload()
    assert field.input.text() == "Rechnung-№"

    field.input.setText("RE-")
    QTest.keyClick(field.input, Qt.Key.Key_Return)
    assert settings_of(page).invoice_prefix == "RE-"
    assert field.complaint() == ""


def test_the_day_from_which_documents_are_sent_is_switched_on_chosen_and_off(page: SettingsPage) -> None:
    field = page.declared.fields["sync_from"]
    assert isinstance(field, DaySetting)
    assert not field.day.isEnabled()

    field.box.click()
    assert settings_of(page).sync_from is not None
    field.day.setDate(QDate(2026, 4, 6))
    field.day.editingFinished.emit()
    assert settings_of(page).sync_from == date(2026, 4, 6)

    field.box.click()
    assert settings_of(page).sync_from is None


def test_the_sales_account_is_chosen_from_xero_s_and_a_dead_one_is_flagged(page: SettingsPage) -> None:
    field = page.declared.fields["sales_account"]
    assert isinstance(field, ChoiceSetting)
    assert [field.input.itemText(place) for place in range(field.input.count())] == [
        "(none)",
        "200  Sales",
        "260  Rent received",
    ]
    assert field.complaint() == ""

    page.saver.change("sales_account", "999", field.complain)
    page.reload()
    assert field.complaint() == "Xero has no account 999 any more. Choose another."
    assert field.input.key() == "999"

    field.input.choose("260")
    field.input.activated.emit(field.input.currentIndex())
    assert settings_of(page).sales_account == "260"
    assert field.complaint() == ""


def test_methods_take_accounts_that_take_payments_and_flag_what_is_wrong(page: SettingsPage) -> None:
    row = next(row for row in method_rows(page) if row.value.name == "Bank transfer")
    assert [row.account.itemData(place) for place in range(row.account.count())] == ["", "090", "615", "610"]
    assert row.state.whole_text() == "610 Accounts Receivable takes no payments in Xero"

    row.account.choose("615")
    row.account.activated.emit(row.account.currentIndex())

    kept = page.context.workplace.book.payments.find_method("Bank transfer")
    assert kept is not None
    assert kept.xero_account_code == "615"
    assert row.state.whole_text() == ""
    assert page.strip.words() == "Saved. Bank transfer: account 615"

    page.strip.undo.click()
    kept = page.context.workplace.book.payments.find_method("Bank transfer")
    assert kept is not None
    assert kept.xero_account_code == "610"


def test_a_method_is_added_by_name_and_a_taken_name_is_refused_in_its_row(page: SettingsPage) -> None:
    page.show_only("methods")
    page.methods.add.click()
    row = method_rows(page)[-1]
    row.name.setText("card")
    row.name.editingFinished.emit()
    assert "already a payment method “card”" in row.state.whole_text()

    row.name.setText("Standing order & co")
    row.name.editingFinished.emit()

    assert page.context.workplace.book.payments.find_method("Standing order & co") is not None
    assert [row.value.name for row in method_rows(page)].count("Standing order & co") == 1
    assert all(row.value.id for row in method_rows(page))


def test_vat_codes_are_tied_to_rates_for_sales_and_what_does_not_hold_is_flagged(page: SettingsPage) -> None:
    states = {row.value.code: row.state.whole_text() for row in vat_rows(page)}

    assert states == {
        "STANDARD": "",
        "REDUCED": "Xero’s rate is 5.5%",
        "ZERO": "“Zero Rated Income” is switched off in Xero",
        "EXEMPT": "“Exempt Income” is not for sales in Xero",
        "NO_VAT": "Xero has no NONE any more",
    }
    row = vat_rows(page)[0]
    offered = [row.tax_type.itemText(place) for place in range(row.tax_type.count())]
    assert offered == ["Not tied: its documents wait", "20% (VAT on Income)", "5% (VAT on Income)"]


def test_a_vat_code_is_tied_anew_and_its_documents_are_looked_at_again(page: SettingsPage) -> None:
    row = next(row for row in vat_rows(page) if row.value.code == "ZERO")
    row.tax_type.choose("")
    row.tax_type.activated.emit(0)

    book = page.context.workplace.book
    code = book.chart.find_vat_code("ZERO")
    assert code is not None
    assert code.xero_tax_type is None
    assert tax_problem(book, code) == "Not tied: choose Xero’s rate"
    assert to_send(book, "invoices").ids(Query(only="to_review"))


def test_a_rate_that_is_no_number_is_told_in_its_row(page: SettingsPage) -> None:
    row = vat_rows(page)[0]
    row.rate.setText("twenty")
    row.rate.editingFinished.emit()
    assert row.state.whole_text() == "“twenty” is no per cent rate; give a number such as 20"

    row.rate.setText("120")
    row.rate.editingFinished.emit()
    assert "120 per cent is not a VAT rate" in row.state.whole_text()
    kept = page.context.workplace.book.chart.find_vat_code("STANDARD")
    assert kept is not None
    assert kept.rate == 20


def test_a_vat_code_is_added_once(page: SettingsPage) -> None:
    page.vat_codes.add.click()
    row = vat_rows(page)[-1]
    for field, text in ((row.code, "standard"), (row.name, "Island rate"), (row.rate, "12.5%")):
        field.setText(text)
    row.rate.editingFinished.emit()
    assert row.state.whole_text() == "There is a code STANDARD already"

    row.code.setText("island")
    row.code.editingFinished.emit()

    kept = page.context.workplace.book.chart.find_vat_code("ISLAND")
    assert kept is not None
    assert (kept.name, kept.rate) == ("Island rate", Decimal("12.5"))
    assert [row.value.code for row in vat_rows(page)].count("ISLAND") == 1


def test_what_is_done_where_xero_changed_a_field_is_chosen_in_its_row_and_undone(page: SettingsPage) -> None:
    page.show_only("rules")
    row = next(row for row in page.policies.rows if row.value.field.key == "document.due_on")
    assert isinstance(row, PolicyRow)
    assert not row.also_both.isEnabled()
    row.policy.choose("keep_ours")
    row.policy.activated.emit(1)

    book = page.context.workplace.book
    assert rules_of(book) == {"document.due_on": Rule(FieldPolicy.KEEP_OURS)}
    assert page.strip.words() == "Saved. Invoice or credit note, Due date: Ask me → Keep ours"
    row.also_both.click()
    assert rules_of(book) == {"document.due_on": Rule(FieldPolicy.KEEP_OURS, also_both=True)}

    page.strip.undo.click()
    assert rules_of(book) == {"document.due_on": Rule(FieldPolicy.KEEP_OURS)}
    page.reload()
    assert not row.also_both.isChecked()


def test_money_that_both_changed_offers_no_rule(page: SettingsPage) -> None:
    page.show_only("rules")
    row = next(row for row in page.policies.rows if row.value.field.key == "document.amounts")
    assert isinstance(row, PolicyRow)
    assert row.also_both.isHidden()
    assert "always asked about" in words_on(page.policies)


def test_the_look_is_changed_at_once(page: SettingsPage) -> None:
    looks = []
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        page.appearance.buttons[choice].click()
        looks.append(page.context.appearance.choice)
    assert looks == [ThemeChoice.DARK, ThemeChoice.LIGHT]


def test_the_book_is_copied_and_a_taken_name_is_refused(qtbot: QtBot, page: SettingsPage, tmp_path: Path) -> None:
    target = tmp_path / "copy.safebook"
    page.data.copy_to(str(target))
    qtbot.waitUntil(lambda: page.strip.words().startswith("Copied and checked"), timeout=20_000)
    assert target.stat().st_size == pytest.approx(page.context.workplace.book.path.stat().st_size, rel=0.2)

    with qtbot.waitSignal(page.context.problems.shown, timeout=20_000) as told:
        page.data.copy_to(str(target))
    assert "exists already" in str(told.args)
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and widget is not page:
            widget.close()


def test_the_activity_record_is_proved_unbroken(qtbot: QtBot, page: SettingsPage) -> None:
    page.data.check.click()
    qtbot.waitUntil(page.strip.isVisible, timeout=20_000)
    assert page.strip.words() == "The activity record is unbroken from its first entry to its last"


def test_a_book_without_xero_says_so_and_offers_to_connect(page: SettingsPage) -> None:
    assert page.connection.connect_button.isVisible()
    assert not page.connection.disconnect_button.isVisible()
    assert "No organisation yet" in words_on(page.connection)


@pytest.mark.parametrize("tab", [key for key, _ in TABS])
def test_every_tab_can_be_reached_by_name_and_fits_without_scrolling_sideways(page: SettingsPage, tab: str) -> None:
    page.resize(900, 700)
    page.show_only(tab)
    QApplication.processEvents()

    area = page._sheets[tab]
    assert area.isVisible()
    assert area.horizontalScrollBar().maximum() == 0  # type: ignore[attr-defined]
