"""Connecting through the dialog: a browser played over real HTTP, the practice Xero in its own process."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.engine.books import new_book
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.homes import Home
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import ConnectionWord, Workplace, opened
from safe_desktop.errors import NotConnected
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.dialog import Dialog, Question
from safe_desktop.ui.parts.radio import Radio
from safe_desktop.ui.settings.connect_dialog import ConnectDialog, has_no_safe_place
from safe_desktop.ui.settings.methods_card import MethodRow
from safe_desktop.ui.settings.organisation_step import Keeping
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.settings.unlock_dialog import UnlockDialog
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Lane, Work
from safe_desktop.xero.tokens import TokenSet
from tests.practice.practice_process import PracticeProcess, consent
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on

UK = "Fernhill Coffee & Fruit"
SECRET = "correct horse battery"
D = TypeVar("D", bound=Dialog)


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as made:
        yield made


@contextmanager
def working(workplace: Workplace, appearance: Appearance) -> Iterator[Context]:
    """What a page is given over this book."""
    problems = Problems()
    work = Work(problems, after_each=workplace.book.close_here)
    visits: list[Place] = []
    preferences = Preferences(workplace.home.preferences)
    heartbeat = Heartbeat(workplace, work)
    try:
        yield Context(workplace, work, problems, preferences, appearance, heartbeat, visits.append)
    finally:
        work.close()


@pytest.fixture
def context(tmp_path: Path, xero: PracticeProcess, appearance: Appearance) -> Iterator[Context]:
    """A new book on the way to that Xero, not connected yet."""
    home = Home(tmp_path / "home", is_practice=True)
    new_book(home, "Fernhill", SystemClock())
    environ = {**os.environ, **xero.environment()}
    with opened(home, "Fernhill", environ=environ) as workplace, working(workplace, appearance) as made:
        yield made


class Browser:
    """Stands where a person's browser stands: consents, or does something else, in a thread of its own."""

    def __init__(self, organisation: str | None = UK, decision: str = "allow") -> None:
        self.organisation, self.decision = organisation, decision
        self.links: list[str] = []

    def __call__(self, link: str, _environ: Mapping[str, str]) -> bool:
        self.links.append(link)
        threading.Thread(target=self._visit, args=(link,)).start()
        return True

    def _visit(self, link: str) -> None:
        httpx.get(consent(link, self.organisation, decision=self.decision), timeout=10)


def opened_dialog(qtbot: QtBot, context: Context, browser: Callable[[str, Mapping[str, str]], bool]) -> ConnectDialog:
    return kept_alive(qtbot, ConnectDialog(context, open_link=browser))


def kept_alive(qtbot: QtBot, dialog: D) -> D:
    """The dialog, open, and still there to look at when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_the_organisation_is_shown_and_nothing_is_kept_before_it_is_confirmed(qtbot: QtBot, context: Context) -> None:
    announced: list[Changes] = []
    context.work.changed.connect(announced.append)
    dialog = opened_dialog(qtbot, context, Browser())
    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=20_000)

    assert not [button for button in dialog.findChildren(Radio) if button.isVisible()], "there is nothing to choose"
    assert f"This book will be tied to\n{UK}" in words_on(dialog)
    qtbot.waitUntil(lambda: dialog.height() == dialog.column.totalHeightForWidth(dialog.width()), timeout=5_000)
    assert dialog.status.whole_text() == "Nothing has been kept or sent yet."
    assert context.workplace.connection().word is ConnectionWord.NOT_CONNECTED
    assert not list(context.workplace.home.secrets.glob("*.json"))

    dialog.confirm_button.click()
    qtbot.waitUntil(dialog.accounts.isVisible, timeout=20_000)

    state = context.workplace.connection()
    assert (state.word, state.organisation) == (ConnectionWord.CONNECTED, UK)
    assert len(context.workplace.book.chart.accounts()) > 10
    assert announced, "pages are told that everything may look different now"
    dialog.cancel_button.click()
    assert dialog.result() == ConnectDialog.DialogCode.Accepted, "to leave the accounts for later undoes nothing"
    assert context.workplace.connection().word is ConnectionWord.CONNECTED


def test_accounts_are_proposed_for_the_payment_methods_and_kept_when_a_person_agrees(
    qtbot: QtBot, context: Context
) -> None:
    dialog = opened_dialog(qtbot, context, Browser())
    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=20_000)
    dialog.confirm_button.click()
    qtbot.waitUntil(dialog.accounts.isVisible, timeout=20_000)
    proposed = {name: choice.key() for name, choice in dialog.accounts.choices.items()}
    bank = dict.fromkeys(("Bank transfer", "Card", "Cheque", "Direct Debit"), "090")
    assert proposed == {**bank, "Cash": ""}, "cash lies in no bank"

    dialog.accounts.choices["Card"].choose("091")
    dialog.confirm_button.click()

    assert not dialog.isVisible()
    kept = {method.name: method.xero_account_code for method in context.workplace.book.payments.methods()}
    assert kept == {**bank, "Card": "091", "Cash": ""}


def test_cancelling_while_the_browser_is_open_ends_the_attempt(qtbot: QtBot, context: Context) -> None:
    dialog = opened_dialog(qtbot, context, lambda _link, _environ: True)
    qtbot.waitUntil(lambda: bool(dialog.link.text()), timeout=10_000)
    port = dialog.link.text().partition("localhost%3A")[2][:4]

    dialog.cancel_button.click()

    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: context.work.running(Lane.XERO) is None, timeout=10_000)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://localhost:{port}/callback")


def test_refused_consent_is_said_and_can_be_tried_again(qtbot: QtBot, context: Context) -> None:
    browser = Browser(decision="cancel")
    dialog = opened_dialog(qtbot, context, browser)
    qtbot.waitUntil(dialog.again_button.isVisible, timeout=20_000)
    assert "not" in dialog.status.whole_text().lower()
    assert not dialog.confirm_button.isVisible()

    browser.decision = "allow"
    dialog.again_button.click()

    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=20_000)
    assert len(browser.links) == 2
    dialog.reject()


def test_the_link_can_be_copied_where_no_browser_opens(qtbot: QtBot, context: Context) -> None:
    dialog = opened_dialog(qtbot, context, lambda _link, _environ: False)
    qtbot.waitUntil(lambda: bool(dialog.link.text()), timeout=10_000)

    assert "No browser could be started" in dialog.status.whole_text()
    dialog.copy_button.click()
    link = QApplication.clipboard().text()
    assert "code_challenge_method=S256" in link
    httpx.get(consent(link, UK), timeout=10)

    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=20_000)
    dialog.reject()


def test_cancelling_at_the_confirmation_takes_the_grant_back(qtbot: QtBot, context: Context) -> None:
    dialog = opened_dialog(qtbot, context, Browser())
    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=20_000)

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: context.work.running(Lane.XERO) is None, timeout=10_000)
    assert context.workplace.connection().word is ConnectionWord.NOT_CONNECTED
    with pytest.raises(NotConnected):
        context.workplace.xero()


def test_a_passphrase_must_be_long_and_given_twice(qtbot: QtBot, context: Context) -> None:
    dialog = opened_dialog(qtbot, context, Browser())
    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=20_000)
    step = dialog.organisation
    assert not step.under_passphrase.isVisible(), "a practice book has a place for its tokens"
    step.ask_where_to_keep(True)
    assert step.keeping() == Keeping(None), "for this run only, unless a person wants more"

    step.under_passphrase.setChecked(True)
    step.passphrase.setText("short")
    dialog.confirm_button.click()
    assert "at least 12 characters" in words_on(dialog)
    step.passphrase.setText(SECRET)
    step.repeated.setText("correct horse")
    dialog.confirm_button.click()
    assert "not the same passphrase" in words_on(dialog)
    step.repeated.setText(SECRET)
    assert step.can_go_on()
    assert step.keeping() == Keeping(SECRET)
    assert "horse" not in repr(step.keeping())
    dialog.reject()


def test_where_to_keep_the_sign_in_is_asked_only_where_there_is_no_safe_place(tmp_path: Path) -> None:
    home = Home(tmp_path)
    new_book(home, "Real", SystemClock())
    with opened(home, "Real", environ={}, for_this_run=True) as workplace:
        assert has_no_safe_place(workplace)
    with opened(home, "Real", environ={}, passphrase=SECRET) as workplace:
        assert not has_no_safe_place(workplace)
        workplace.vault.save(TokenSet("a", "r", datetime.now(UTC), 1800))
    with opened(home, "Real", environ={}) as workplace:
        assert has_no_safe_place(workplace), "it lies under a passphrase that was not given"


def test_a_locked_sign_in_is_unlocked_by_its_passphrase_and_by_no_other(
    qtbot: QtBot, tmp_path: Path, appearance: Appearance
) -> None:
    home = Home(tmp_path)
    new_book(home, "Real", SystemClock())
    with opened(home, "Real", environ={}, passphrase=SECRET) as workplace:
        workplace.vault.save(TokenSet("a", "r", datetime.now(UTC), 1800))
    with opened(home, "Real", environ={}) as workplace, working(workplace, appearance) as context:
        dialog = kept_alive(qtbot, UnlockDialog(context))
        dialog.unlock.click()
        assert "Give the passphrase." in words_on(dialog)

        dialog.passphrase.setText("wrong horse battery")
        dialog.unlock.click()
        qtbot.waitUntil(dialog.unlock.isEnabled, timeout=10_000)
        assert dialog.isVisible()
        assert dialog.passphrase.property("has_error") is True

        dialog.passphrase.setText(SECRET)
        dialog.unlock.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
        assert workplace.vault.load() is not None


def browser_script(folder: Path, xero: PracticeProcess) -> str:
    """A program that consents as a person would, for $BROWSER."""
    script = folder / "browser.py"
    root = Path(__file__).resolve().parents[2]
    script.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "import httpx\n"
        "from tests.practice.practice_process import consent\n"
        f"httpx.get(consent(sys.argv[1], {UK!r}), timeout=10)\n"
    )
    starter = folder / "browser"
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$1"\n')
    starter.chmod(0o700)
    return str(starter)


def test_from_settings_to_connected_and_disconnected_again_with_a_real_browser_process(
    qtbot: QtBot, context: Context, xero: PracticeProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", browser_script(tmp_path, xero))
    page = show_page(qtbot, context, SettingsPage)
    page.do("connect")
    dialog = open_dialog(ConnectDialog)
    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=30_000)
    dialog.confirm_button.click()
    qtbot.waitUntil(dialog.accounts.isVisible, timeout=20_000)
    dialog.confirm_button.click()
    qtbot.waitUntil(page.strip.isVisible, timeout=20_000)

    assert page.strip.words().startswith(f"Connected with {UK}: ")
    assert page.connection.organisation.whole_text() == UK
    assert not page.connection.connect_button.isVisible()
    row = page.methods.rows[0]
    assert isinstance(row, MethodRow)
    accounts = [row.account.itemText(place) for place in range(row.account.count())]
    assert "090  Business Bank Account" in accounts

    page.connection.disconnect_button.click()
    question = open_dialog(Question)
    next(one for one in question.findChildren(Button) if one.text() == "Disconnect").click()
    qtbot.waitUntil(page.connection.connect_button.isVisible, timeout=20_000)

    assert page.strip.words() == "Disconnected: the sign-in is revoked at Xero and deleted here"
    assert context.workplace.connection().word is ConnectionWord.NOT_CONNECTED
    assert not list(context.workplace.home.secrets.glob("*.json"))
    assert not is_open(ConnectDialog)
