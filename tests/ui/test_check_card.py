"""The check before sending on the settings page, with a practice Xero: what is found, and where that is mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.engine.checking.preflight_finding import Finding
from safe_desktop.engine.entry import ledger_settings
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.shell.page import Context, Place
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import show_page, words_on


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def checked(qtbot: QtBot, page: SettingsPage) -> None:
    """Press the button and wait for what it finds."""
    page.check.check_button.click()
    assert not page.check.check_button.isEnabled()
    qtbot.waitUntil(page.check.check_button.isEnabled, timeout=20_000)


def test_what_is_blocking_stands_first_and_leads_to_where_it_is_mended(
    qtbot: QtBot, connected_book: tuple[Context, Bench], visits: list[Place]
) -> None:
    context, bench = connected_book
    ledger_settings.change_settings(bench.workplace, sales_account="")
    page = show_page(qtbot, context, SettingsPage)
    checked(qtbot, page)
    qtbot.waitUntil(lambda: "No sales account is chosen" in words_on(page.check))
    assert "Connected with" not in words_on(page.check), "what is fine is folded away"
    assert page.check.chip.accessibleName() == "1 thing to mend"
    way = next(one for one in page.check.findChildren(Button) if one.accessibleName() == "Choose it: Sales account")
    way.click()
    assert visits == [Place("settings", "documents")]

    ledger_settings.change_settings(bench.workplace, sales_account="200")
    checked(qtbot, page)
    assert "sales account is chosen" not in words_on(page.check)
    assert page.check.chip.accessibleName() != "1 thing to mend"
    page.check.unfold.click()
    qtbot.waitUntil(lambda: "200 (Sales)" in words_on(page.check))


def test_names_are_shown_as_text_and_every_finding_has_its_mark(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, _bench = connected_book
    page = show_page(qtbot, context, SettingsPage)
    findings = [
        Finding("Plan", True, "The plan takes no more", "Wait"),
        Finding("Names", False, "These look alike: “<b>A</b>” and “<b>a</b>”", "Look"),
        Finding("Connection", False, "Connected with “Fernhill”"),
    ]
    page.check.show_findings(findings, "checked 10:00 today")
    qtbot.waitUntil(lambda: "“<b>A</b>”" in words_on(page.check))
    page.check.show_findings(findings[2:], "checked 10:00 today")
    assert page.check.chip.accessibleName() == "All is ready"
    page.check.show_findings(findings[1:], "checked 10:00 today")
    assert page.check.chip.accessibleName() == "1 thing to look at"


def test_without_network_the_connection_itself_is_what_is_to_be_mended(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    page = show_page(qtbot, context, SettingsPage)
    bench.xero.stop()
    checked(qtbot, page)
    qtbot.waitUntil(lambda: "Connection" in words_on(page.check))
    assert "to mend" in page.check.chip.accessibleName()


def test_after_connecting_likely_doubles_lead_to_the_comparison(
    qtbot: QtBot, connected_book: tuple[Context, Bench], visits: list[Place]
) -> None:
    context, bench = connected_book
    bench.xero.admin("contact", {"contact": {"Name": "Rushmere Farm Shop Ltd"}})
    bench.customer("Rushmere Farm Shop")
    page = show_page(qtbot, context, SettingsPage)
    page._on_dialog_accepted()
    qtbot.waitUntil(lambda: bool(visits), timeout=20_000)
    assert visits == [Place("compare")]
    assert page.check.chip.isVisible(), "the check was made too"
    assert bench.writes() == []


def test_after_connecting_a_newcomer_is_asked_nothing(
    qtbot: QtBot, connected_book: tuple[Context, Bench], visits: list[Place]
) -> None:
    context, bench = connected_book
    bench.customer("Rushmere Farm Shop")
    page = show_page(qtbot, context, SettingsPage)
    page._on_dialog_accepted()
    qtbot.waitUntil(page.check.check_button.isEnabled, timeout=20_000)
    qtbot.waitUntil(lambda: not context.heartbeat.is_syncing() and not context.work._tasks, timeout=20_000)
    assert visits == []
    assert context.heartbeat.state.compare == ""
